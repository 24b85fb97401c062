"""What is wrong with a request, in codes and positions: no wording, no HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from service.domain.errors import Fault

MAX_KEY = 80
"""Characters of a key that a pointer repeats."""
MAX_FIXES = 3
"""Units that are named as parameters where one is wrong."""


class Positions(Protocol):
    """Where the lines of a list are in the table that they were read from."""

    def row(self, index: int) -> int | None:
        """Return the row of a line by its index in the list; a spreadsheet counts rows from 1."""

    def sheet(self, index: int) -> str | None:
        """Return the sheet of a line, if lines are from several."""

    def column(self, index: int, field: str) -> str | None:
        """Return the header of the column that a field of a line was read from."""

    def is_unit_of_column(self, index: int, field: str) -> bool:
        """Return whether a unit of a line is that of all figures of its column."""


@dataclass(frozen=True, slots=True)
class RequestFault:
    """A fault and its position: a JSON Pointer into the request, and row and column if it came as a table.

    For a query parameter, the pointer is that of the same member of a JSON request, if there is one.
    """

    pointer: str
    fault: Fault
    row: int | None = None
    column: str | None = None
    id: str | None = None
    """The caller's id of the line."""
    parameter: str | None = None
    """The name of the query parameter."""
    sheet: str | None = None
    """The sheet, if the request has several."""

    def on_sheet(self, name: str | None) -> RequestFault:
        """The fault as one of that sheet."""
        return replace(self, sheet=name)


@dataclass(eq=False)
class ProblemError(Exception):
    """A request that cannot be answered: for its ``errors``, or for one fault of the request as a whole."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    errors: Sequence[RequestFault] = ()
    value: str | None = None
    """What was sent."""
    candidates: tuple[str, ...] = ()
    """What may have been meant instead."""
    left_out: int = 0
    """Faults beyond those in ``errors`` that were counted and not kept."""

    @property
    def count(self) -> int:
        """How many faults there are, kept or not."""
        return len(self.errors) + self.left_out


def locate_faults(index: int, faults: Iterable[Fault], positions: Positions | None) -> list[RequestFault]:
    """The faults of a line, each with its position in the request."""
    line = f"/lines/{index}"
    if positions is None:
        return [RequestFault(_pointer(line, fault), fault) for fault in faults]
    return [
        RequestFault(
            _pointer(line, fault),
            _explain_in_table(fault, index, positions),
            positions.row(index),
            None if fault.field is None else positions.column(index, fault.field),
            sheet=positions.sheet(index),
        )
        for fault in faults
    ]


def _pointer(line: str, fault: Fault) -> str:
    return line if fault.field is None else pointer_to((fault.field, *fault.inside), line)


def _explain_in_table(fault: Fault, index: int, positions: Positions) -> Fault:
    """The fault; a duplicate id with the row that has it first, a unit with the parameters that replace it."""
    first = fault.facts.get("first")
    if fault.code == "duplicate_id" and isinstance(first, int):
        sheet = positions.sheet(first)
        row = positions.row(first) if sheet is None else f"{sheet}!{positions.row(first)}"
        facts = {"first": row, "fixes": (f"ignore={positions.column(index, 'id')}",)}
        return replace(fault, variant="row", facts=facts)
    if fault.code in {"unknown_unit", "unit_mismatch"} and positions.is_unit_of_column(index, fault.field or ""):
        name = (fault.field or "").removesuffix("_unit")
        fixes = tuple(f"unit={name}:{each}" for each in fault.candidates[:MAX_FIXES])
        return replace(fault, facts={**fault.facts, "fixes": fixes})
    return fault


def pointer_to(steps: Iterable[str], below: str = "") -> str:
    """Return the JSON Pointer (RFC 6901) of these keys and indexes below another pointer.

    It ends before a key that is too long to repeat.
    """
    pointer = below
    for step in steps:
        if len(step) > MAX_KEY:
            break
        pointer += "/" + step.replace("~", "~0").replace("/", "~1")
    return pointer
