"""What is wrong with a request, in codes and places; whoever answers gives it a status and a shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import msgspec

from service.texts import codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from service.domain.errors import Fault


class Positions(Protocol):
    """Where the lines of a list stand in the table that they were read from."""

    def row(self, index: int) -> int | None:
        """The row of a line by its place in the list, counted from 1 as a spreadsheet does."""

    def column(self, field: str) -> str | None:
        """The header of the column that a field was read from."""


@dataclass(frozen=True, slots=True)
class RequestFault:
    """A fault, and where it is: a JSON Pointer into the request, and row and column if it came as a table.

    Of a query parameter the pointer is that of the member that says the same in a JSON request, if there is one.
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
    """A request that cannot be answered. Without ``errors`` it is one fault of the request as a whole."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    errors: Sequence[RequestFault] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    """What an answer over HTTP says beside it."""
    candidates: tuple[str, ...] = ()
    left_out: int = 0
    """Faults beyond those in ``errors`` that were counted and not kept."""

    @property
    def count(self) -> int:
        """How many faults there are, kept or not."""
        return len(self.errors) + self.left_out

    def sentence(self, lang: str) -> str:
        """What went wrong, in a language: the one fault, or how many there are."""
        if self.count == 1 and self.errors and "value" not in self.facts:
            first = self.errors[0]
            return error_item(first, lang).detail
        facts = {"value": self.count, **self.facts}
        return codes.detail(self.code, lang, candidates=self.candidates, facts=facts)


def pointer_to(steps: Iterable[str], below: str = "") -> str:
    """The JSON Pointer (RFC 6901) of these keys and places below another pointer.

    A key of a very long name is not repeated: what holds it is pointed to.
    """
    pointer = below
    for step in steps:
        if len(step) > codes.LONGEST_ECHO:
            break
        pointer += "/" + step.replace("~", "~0").replace("/", "~1")
    return pointer


class ErrorItem(msgspec.Struct, omit_defaults=True):
    """One fault, as it is answered."""

    pointer: str
    code: str
    detail: str
    parameter: str | None = None
    """The name of the query parameter."""
    candidates: tuple[str, ...] = ()
    row: int | None = None
    """The row of a table that the line stands in, counted from 1 with the header."""
    column: str | None = None
    """The header of the column."""
    id: str | None = None
    """The caller's id of the line, where the line itself is not answered."""


def error_item(found: RequestFault, lang: str) -> ErrorItem:
    """A fault in the words of a language; a field that came in a column is called by its header."""
    fault = found.fault
    facts = {"value": codes.echoed(fault.value)} | dict(fault.facts)
    sentence = codes.detail(
        fault.code, lang, field=fault.field, column=found.column, candidates=fault.candidates, facts=facts
    )
    return ErrorItem(
        found.pointer, fault.code, sentence, found.parameter, fault.candidates, found.row, found.column, found.id
    )
