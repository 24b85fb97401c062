"""What a request sends: the options it asks for, and its list in blocks of lines."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from service.domain.errors import Fault
from service.request_errors import RequestFault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from service.domain.goal import Goal
    from service.domain.line import CapacityLine, MalformedLine
    from service.domain.weighting import Weighting
    from service.request_errors import Positions

BLOCK_LINES = 200
"""Lines that are evaluated together: few enough to stay in the processor's cache."""

OPTION_NAMES = ("goal", "goals", "edition", "as_of", "weighting", "rejected", "a_line_is", "strict")
"""The options of every list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedOptions:
    """Request options as sent: None where the request says nothing, and ``faults`` where it is wrong."""

    goal: str | Goal | None = None
    """The id of a goal, or a goal of the caller's own."""
    edition: str | None = None
    weighting: Weighting | None = None
    strict: bool | None = None
    as_of: str | None = None
    goals: tuple[str, ...] | str | None = None
    """The ids of further goals, or ``all``."""
    rejected: str | None = None
    """``block`` or ``leave_out``: whether a goal is decided while lines are rejected."""
    a_line_is: str | None = None
    """``enterprise`` if each line is one."""
    faults: Sequence[RequestFault] = field(default=())
    is_query: bool = False
    """Whether the options were sent as query parameters."""

    def fault(self, name: str, code: str, value: object, **more: Any) -> RequestFault:  # noqa: ANN401 - as `Fault` has
        """A fault of the option of that name."""
        fault = Fault(field=name, code=code, value=value, **more)
        return RequestFault(f"/{name}", fault, parameter=name if self.is_query else None)

    def override(self, other: RequestedOptions) -> RequestedOptions:
        """These options; where they say nothing, the other ones. A fault of an option that is overridden is dropped."""
        stated = {name for name in OPTION_NAMES if getattr(self, name) is not None}
        stated |= {name for fault in self.faults for name in fault.pointer.split("/")[1:2]} & {*OPTION_NAMES}
        kept = [fault for fault in other.faults if not stated.intersection(fault.pointer.split("/")[1:2])]
        values = {name: getattr(self, name) for name in stated}
        return replace(other, faults=[*self.faults, *kept], is_query=self.is_query, **values)


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
