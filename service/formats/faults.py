"""What is wrong with a request, in codes and places; whoever answers gives it a status and a shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from service.formats import texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.domain.errors import Fault


@dataclass(frozen=True, slots=True)
class RequestFault:
    """A fault, and the JSON Pointer to where it is in the request."""

    pointer: str
    fault: Fault


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
            return error_item(first.pointer, first.fault, lang).detail
        facts = {"value": self.count, **self.facts}
        return texts.detail(self.code, lang, candidates=self.candidates, facts=facts)


class ErrorItem(msgspec.Struct, omit_defaults=True):
    """One fault, as it is answered."""

    pointer: str
    code: str
    detail: str
    candidates: tuple[str, ...] = ()
    row: int | None = None
    """The row of a table that the line stands in, counted from 1 with the header."""
    column: str | None = None
    """The header of the column."""


def error_item(pointer: str, fault: Fault, lang: str) -> ErrorItem:
    """A fault in the words of a language."""
    facts = {"value": texts.echoed(fault.value)} | dict(fault.facts)
    sentence = texts.detail(fault.code, lang, field=fault.field, candidates=fault.candidates, facts=facts)
    return ErrorItem(pointer, fault.code, sentence, fault.candidates)
