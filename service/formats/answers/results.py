"""Results of lines and the summary, in the shape that every format shows; and the answer in JSON."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from msgspec import UNSET, UnsetType

from service.domain.line import Stage
from service.domain.overlap import warn_of_consecutive
from service.domain.progress import warn_of_past_goals
from service.domain.verdict import BENCHMARK_NOT_HELD, DaysLeft, OtherStanding
from service.formats.answers.shape import (
    edition_answer,
    excess_answer,
    goal_answer,
    group_answer,
    lines_answer,
    overall_answer,
    pipeline_answer,
    product_answer,
    sector_answer,
    warning_answer,
)
from service.request_errors import ErrorItem, error_item
from service.texts.codes import detail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from service.domain.benchmark import Edition
    from service.domain.catalogue import Catalogue
    from service.domain.progress import Progress
    from service.domain.summary import Summary
    from service.domain.verdict import Noted, Rejected, Ungraded
    from service.request_errors import RequestFault

encode = msgspec.json.Encoder(decimal_format="number").encode
"""JSON with Decimals as numbers of exactly their digits."""


class Answer(Protocol):
    """An answer in one format, written as the verdicts come."""

    is_stream: bool
    """Whether the results are sent as they come, so that the list may be longer than memory holds."""

    def add(self, results: list[Any]) -> bytes:
        """Take the results of a block; what can be sent of the answer so far."""

    def finish(self, summary: dict[str, Any]) -> Iterable[bytes]:
        """Take the summary; the rest of the answer."""


class JsonAnswer:
    """One JSON object, the summary first and the results last."""

    is_stream = False

    def __init__(self) -> None:
        """Start without results."""
        self._blocks: list[bytes] = []

    def add(self, results: list[Any]) -> bytes:
        """Keep the results, encoded: the summary stands before them."""
        block = encode(results)[1:-1]
        self._blocks.append(b"," + block if self._blocks else block)
        return b""

    def finish(self, summary: dict[str, Any]) -> Iterator[bytes]:
        """The whole answer, in pieces that are never joined: it may be the largest thing in memory."""
        yield encode(summary)[:-1] + b',"results":['
        yield from self._blocks
        yield b"]}"


class GradedResult(msgspec.Struct, gc=False):
    """A graded line, as it is answered: the values of `service.domain.verdict.Graded`, in their order."""

    index: int
    id: str | None
    status: str
    benchmark: str
    standing: str
    meets_benchmark: bool | None
    intensity: Any
    unit: str
    gap: Any
    capacity: Any
    capacity_unit: str
    excess_energy: Any


class NotedResult(GradedResult, kw_only=True):
    """A graded line about which there is more to say: the values of `service.domain.verdict.Noted`."""

    level_not_held: str | UnsetType = UNSET
    deadlines: tuple[DaysLeft, ...] | UnsetType = UNSET
    warnings: tuple[str, ...] | UnsetType = UNSET
    stage: str | UnsetType = UNSET
    meets_required: bool | UnsetType | None = UNSET


class UngradedResult(msgspec.Struct):
    """An ungraded line, as it is answered."""

    index: int
    id: str | None
    status: str
    benchmark: str
    reason: str
    detail: str
    capacity: Any
    capacity_unit: str
    other_editions: tuple[OtherStanding, ...] | UnsetType = UNSET
    warnings: tuple[str, ...] | UnsetType = UNSET
    stage: str | UnsetType = UNSET
    meets_required: bool | UnsetType | None = UNSET


class RejectedResult(msgspec.Struct):
    """A rejected line, as it is answered."""

    index: int
    id: str | None
    status: str
    errors: list[ErrorItem]


def summary_answer(  # noqa: PLR0913 - what a list came to, and what it was judged by
    summary: Summary,
    progress: Progress,
    further: Sequence[Progress] | None,
    *,
    edition: Edition,
    as_of: str | None,
    catalogue: Catalogue,
    lang: str,
) -> dict[str, Any]:
    """All of the answer but the lines; ``further`` is the progress towards further goals, if any were asked for."""
    names = {sector.id: sector.name.in_language(lang) for sector in edition.sectors}
    progresses = (progress, *(further or ()))
    goal, *goals = (goal_answer(each, lang, provisional=summary.rejected > 0) for each in progresses)
    warnings = [
        *summary.warnings,
        *warn_of_consecutive(progresses, catalogue.cautions.consecutive),
        *warn_of_past_goals(progresses, as_of),
    ]
    return {
        "edition": edition_answer(edition, catalogue, as_of),
        **({} if as_of is None else {"as_of": as_of}),
        "lines": lines_answer(summary),
        "goal": goal,
        **({} if further is None else {"goals": goals}),
        "overall": overall_answer(summary.overall),
        "excess_energy": excess_answer(summary.overall.excess),
        "sectors": [sector_answer(part, names[part.name or ""]) for part in summary.sectors],
        "groups": [group_answer(part) for part in summary.groups],
        **({} if summary.pipeline is None else {"pipeline": pipeline_answer(summary.pipeline)}),
        "warnings": [warning_answer(warning) for warning in warnings],
        "benchmarks": {product.id: product_answer(product, lang) for product in summary.products},
    }


def noted_result(verdict: Noted) -> NotedResult:
    """A graded line of the answer about which there is more to say."""
    is_existing = verdict.stage is Stage.EXISTING
    return NotedResult(
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
        level_not_held=verdict.level_not_held or UNSET,
        deadlines=verdict.deadlines or UNSET,
        warnings=verdict.warnings or UNSET,
        stage=UNSET if is_existing else verdict.stage,
        meets_required=UNSET if is_existing else verdict.meets_required,
    )


def ungraded_result(verdict: Ungraded, edition: Edition, lang: str) -> UngradedResult:
    """An ungraded line of the answer."""
    is_existing = verdict.stage is Stage.EXISTING
    return UngradedResult(
        verdict.index,
        verdict.id,
        verdict.status,
        verdict.benchmark,
        verdict.reason,
        _explain(verdict.reason, lang, verdict.editions if verdict.reason == BENCHMARK_NOT_HELD else (), edition.id),
        verdict.capacity,
        verdict.capacity_unit,
        other_editions=verdict.other_editions or UNSET,
        warnings=verdict.warnings or UNSET,
        stage=UNSET if is_existing else verdict.stage,
        meets_required=UNSET if is_existing else None,
    )


@cache
def _explain(reason: str, lang: str, editions: tuple[str, ...], edition: str) -> str:
    """Why a line is not graded; the same for many lines."""
    return detail(reason, lang, candidates=editions, facts={"edition": edition})


def rejected_result(verdict: Rejected, faults: Iterable[RequestFault], lang: str) -> RejectedResult:
    """A rejected line of the answer."""
    return RejectedResult(verdict.index, verdict.id, verdict.status, [error_item(fault, lang) for fault in faults])
