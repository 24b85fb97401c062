"""What is wrong with a request, in codes and positions: no wording, no HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from service.domain.errors import Fault

MAX_KEY = 80
"""Characters of a key that a pointer repeats."""


class Positions(Protocol):
    """Where the lines of a list are in the table that they were read from."""

    def row(self, index: int) -> int | None:
        """Return the row of a line by its index in the list; a spreadsheet counts rows from 1."""

    def column(self, field: str) -> str | None:
        """Return the header of the column that a field was read from."""


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
