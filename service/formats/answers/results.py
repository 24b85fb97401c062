"""The result of a line, in the shape that every format shows, and what a format makes of the results."""

from __future__ import annotations

from decimal import Decimal  # noqa: TC003 - a struct needs its types at run time
from functools import cache
from typing import TYPE_CHECKING, Protocol

from msgspec import UNSET, Struct, UnsetType

from service.domain.line import Stage
from service.domain.verdict import BENCHMARK_NOT_HELD, DaysLeft, OtherStanding
from service.formats.answers.wording import ErrorItem, describe_fault
from service.texts.codes import CODES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from service.domain.benchmark import Edition
    from service.domain.verdict import Noted, Rejected, Ungraded
    from service.formats.answers.shape import SummaryAnswer
    from service.request_errors import Positions, RequestFault


class GradedResult(Struct, gc=False):
    """A graded line: the values of `service.domain.verdict.Graded`, in their order."""

    index: int
    id: str | None
    status: str
    benchmark: str
    standing: str
    meets_benchmark: bool | None
    intensity: Decimal
    unit: str
    gap: Decimal | None
    capacity: Decimal
    capacity_unit: str
    excess_energy: Decimal | None


class NotedResult(GradedResult, omit_defaults=True, kw_only=True):
    """A graded line about which there is more to say: the values of `service.domain.verdict.Noted`.

    A field is left out where there is nothing to say.
    """

    level_not_held: str | None = None
    deadlines: tuple[DaysLeft, ...] = ()
    warnings: tuple[str, ...] = ()
    stage: str | None = None
    meets_required: bool | UnsetType | None = UNSET

    @classmethod
    def of(cls, verdict: Noted) -> NotedResult:
        """The result of a verdict."""
        is_existing = verdict.stage is Stage.EXISTING
        return cls(
            verdict.index,
            verdict.id,
            verdict.status,
            verdict.benchmark,
            verdict.standing,
            verdict.meets_benchmark,
            verdict.intensity,
            verdict.unit,
            verdict.gap,
            verdict.capacity,
            verdict.capacity_unit,
            verdict.excess_energy,
            level_not_held=verdict.level_not_held,
            deadlines=verdict.deadlines,
            warnings=verdict.warnings,
            stage=None if is_existing else verdict.stage,
            meets_required=UNSET if is_existing else verdict.meets_required,
        )


class UngradedResult(Struct, omit_defaults=True):
    """An ungraded line."""

    index: int
    id: str | None
    status: str
    benchmark: str
    reason: str
    detail: str
    capacity: Decimal
    capacity_unit: str
    row: int | None = None
    """The row of the line in its table, counted from 1 with the header."""
    column: str | None = None
    """The header of the column that is the reason."""
    other_editions: tuple[OtherStanding, ...] = ()
    warnings: tuple[str, ...] = ()
    stage: str | None = None
    meets_required: bool | UnsetType | None = UNSET

    @classmethod
    def of(cls, verdict: Ungraded, edition: Edition, positions: Positions | None, lang: str) -> UngradedResult:
        """The result of a verdict, with its reason as a sentence and, in a table, its position."""
        is_held = verdict.reason != BENCHMARK_NOT_HELD
        is_existing = verdict.stage is Stage.EXISTING
        return cls(
            index=verdict.index,
            id=verdict.id,
            status=verdict.status,
            benchmark=verdict.benchmark,
            reason=verdict.reason,
            detail=_explain(verdict.reason, lang, () if is_held else verdict.editions, edition.id),
            capacity=verdict.capacity,
            capacity_unit=verdict.capacity_unit,
            row=positions.row(verdict.index) if positions else None,
            column=positions.column(verdict.index, "intensity" if is_held else "benchmark") if positions else None,
            other_editions=verdict.other_editions,
            warnings=verdict.warnings,
            stage=None if is_existing else verdict.stage,
            meets_required=UNSET if is_existing else None,
        )


@cache
def _explain(reason: str, lang: str, editions: tuple[str, ...], edition: str) -> str:
    """Say why a line is not graded; the sentence is the same for many lines."""
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
