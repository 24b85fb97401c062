"""What a request sends: the options it asks for, and its list in blocks of lines."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from service.domain.errors import Fault
from service.domain.weighting import Weighting
from service.request_errors import RequestFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from service.domain.goal import Goal
    from service.domain.line import CapacityLine, MalformedLine
    from service.formats.table_report import TableReport
    from service.request_errors import Positions

BLOCK_LINES = 200
"""Lines that are evaluated together: few enough to stay in the processor's cache."""

_NAMES = ("goal", "edition", "weighting", "strict")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedOptions:
    """Request options as sent: None where the request says nothing, and ``faults`` where it is wrong."""

    goal: str | Goal | None = None
    """The id of a goal, or a goal of the caller's own."""
    edition: str | None = None
    weighting: Weighting | None = None
    strict: bool | None = None
    faults: Sequence[RequestFault] = field(default=())
    is_query: bool = False
    """Whether the options were sent as query parameters."""

    def fault(self, name: str, code: str, value: object, **more: Any) -> RequestFault:  # noqa: ANN401 - as `Fault` has
        """A fault of the option of that name."""
        fault = Fault(field=name, code=code, value=value, **more)
        return RequestFault(f"/{name}", fault, parameter=name if self.is_query else None)

    def override(self, other: RequestedOptions) -> RequestedOptions:
        """These options; where they say nothing, the other ones. A fault of an option that is overridden is dropped."""
        stated = {name for name in _NAMES if getattr(self, name) is not None}
        stated |= {name for fault in self.faults for name in fault.pointer.split("/")[1:2]} & {*_NAMES}
        kept = [fault for fault in other.faults if not stated.intersection(fault.pointer.split("/")[1:2])]
        values = {name: getattr(self, name) for name in stated}
        return replace(other, faults=[*self.faults, *kept], is_query=self.is_query, **values)


def parse_options(values: Mapping[str, str], faults: Sequence[RequestFault] = ()) -> RequestedOptions:
    """The options in query parameters, with the faults found in them added to those given.

    A goal is the id of one, and ``strict`` is ``true`` or ``false``.
    """
    options = RequestedOptions(goal=values.get("goal"), edition=values.get("edition"), is_query=True)
    found = list(faults)
    weighting = None
    if "weighting" in values:
        try:
            weighting = Weighting(values["weighting"])
        except ValueError:
            found.append(options.fault("weighting", "unknown_weighting", values["weighting"]))
    strict = values.get("strict", "false")
    if strict not in {"true", "false"}:
        found.append(options.fault("strict", "wrong_type", strict, variant="flag"))
    return replace(options, weighting=weighting, strict=strict == "true", faults=found)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedList:
    """A list that is being read."""

    blocks: Iterator[list[CapacityLine | MalformedLine]]
    """The lines, in order, `BLOCK_LINES` or fewer at a time. Reading them raises `ProblemError`."""
    options: RequestedOptions = field(default_factory=RequestedOptions)
    """The options that stand in the list itself, and the faults of the request that reading has found so far."""
    count: int | None = None
    """How many lines there are, if that is known before they are read."""
    positions: Positions | None = None
    """Where the lines are in the table that was sent, if it was one."""
    report: Callable[[], TableReport] | None = None
    """How the table was read; complete once all blocks were."""
