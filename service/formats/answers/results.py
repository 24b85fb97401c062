"""The result of a line, in the shape that every format shows, and what a format makes of the results."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from service.domain.verdict import BENCHMARK_NOT_HELD
from service.formats.answers.wording import ErrorItem, describe_fault
from service.texts.codes import CODES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from service.domain.benchmark import Edition
    from service.domain.verdict import Rejected, Ungraded
    from service.formats.answers.shape import SummaryAnswer
    from service.request_errors import RequestFault


class GradedResult(Struct, gc=False):
    """A graded line: the values of `service.domain.verdict.Graded`, in their order."""

    index: int
    id: str | None
    status: str
    benchmark: str
    standing: str
    meets_benchmark: bool
    intensity: Decimal
    unit: str
    gap: Decimal
    capacity: Decimal
    capacity_unit: str
    excess_energy: Decimal | None


class UngradedResult(Struct):
    """An ungraded line."""

    index: int
    id: str | None
    status: str
    benchmark: str
    reason: str
    detail: str
    capacity: Decimal
    capacity_unit: str

    @classmethod
    def of(cls, verdict: Ungraded, edition: Edition, lang: str) -> UngradedResult:
        """The result of a verdict, with its reason as a sentence."""
        editions = verdict.editions if verdict.reason == BENCHMARK_NOT_HELD else ()
        return cls(
            index=verdict.index,
            id=verdict.id,
            status=verdict.status,
            benchmark=verdict.benchmark,
            reason=verdict.reason,
            detail=_explain_ungraded(verdict.reason, lang, editions, edition.id),
            capacity=verdict.capacity,
            capacity_unit=verdict.capacity_unit,
        )


@cache
def _explain_ungraded(reason: str, lang: str, editions: tuple[str, ...], edition: str) -> str:
    """The sentence, which is the same for many lines: there are few reasons and few editions."""
    return CODES[reason].describe(lang, candidates=editions, facts={"edition": edition})


class RejectedResult(Struct):
    """A rejected line."""

    index: int
    id: str | None
    status: str
    errors: list[ErrorItem]

    @classmethod
    def of(cls, verdict: Rejected, faults: Iterable[RequestFault], lang: str) -> RejectedResult:
        """The result of a verdict whose faults have their positions."""
        return cls(verdict.index, verdict.id, verdict.status, [describe_fault(fault, lang) for fault in faults])


LineResult = GradedResult | UngradedResult | RejectedResult


class Answer(Protocol):
    """An answer in one format, written block by block."""

    is_stream: bool
    """Whether the results are sent as they come, so that the list may be longer than memory holds."""

    def add(self, results: Sequence[LineResult]) -> bytes:
        """Add the results of a block, and return the part of the answer that can be sent now."""

    def finish(self, summary: SummaryAnswer) -> Iterable[bytes]:
        """Add the summary, and return the rest of the answer."""
