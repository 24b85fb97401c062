"""Results of lines and the summary, in the shape that every format shows; and the answer in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from service.domain.progress import measure_progress
from service.domain.verdict import BENCHMARK_NOT_HELD
from service.formats.answers.shape import (
    edition_answer,
    excess_answer,
    goal_answer,
    group_answer,
    lines_answer,
    overall_answer,
    product_answer,
    sector_answer,
)
from service.request_errors import ErrorItem, error_item
from service.texts.codes import detail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from service.domain.benchmark import Edition
    from service.domain.goal import Goal
    from service.domain.summary import Summary
    from service.domain.verdict import Rejected, Ungraded
    from service.domain.weighting import Weighting
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
    meets_benchmark: bool
    intensity: Any
    unit: str
    gap: Any
    capacity: Any
    capacity_unit: str
    excess_energy: Any


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


class RejectedResult(msgspec.Struct):
    """A rejected line, as it is answered."""

    index: int
    id: str | None
    status: str
    errors: list[ErrorItem]


def summary_answer(summary: Summary, edition: Edition, goal: Goal, weighting: Weighting, lang: str) -> dict[str, Any]:
    """All of the answer but the lines."""
    names = {sector.id: sector.name.in_language(lang) for sector in edition.sectors}
    standing = measure_progress(goal, summary.overall.under(weighting))
    return {
        "edition": edition_answer(edition),
        "lines": lines_answer(summary),
        "goal": goal_answer(goal, weighting, standing, lang, provisional=summary.rejected > 0),
        "overall": overall_answer(summary.overall),
        "excess_energy": excess_answer(summary.overall.excess),
        "sectors": [sector_answer(part, names[part.name or ""]) for part in summary.sectors],
        "groups": [group_answer(part) for part in summary.groups],
        "benchmarks": {product.id: product_answer(product, lang) for product in summary.products},
    }


def ungraded_result(verdict: Ungraded, edition: Edition, lang: str) -> UngradedResult:
    """An ungraded line of the answer."""
    named = verdict.editions if verdict.reason == BENCHMARK_NOT_HELD else ()
    words = detail(verdict.reason, lang, candidates=named, facts={"edition": edition.id})
    return UngradedResult(
        verdict.index,
        verdict.id,
        verdict.status,
        verdict.benchmark,
        verdict.reason,
        words,
        verdict.capacity,
        verdict.capacity_unit,
    )


def rejected_result(verdict: Rejected, faults: Iterable[RequestFault], lang: str) -> RejectedResult:
    """A rejected line of the answer."""
    return RejectedResult(verdict.index, verdict.id, verdict.status, [error_item(fault, lang) for fault in faults])
