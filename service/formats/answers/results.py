"""From the blocks of a list to its answer: the verdicts in the shape that every format shows."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from service.domain.errors import Fault
from service.domain.evaluation import Evaluation
from service.domain.progress import measure_progress
from service.domain.verdict import BENCHMARK_NOT_HELD, Rejected, Ungraded
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
from service.formats.lists.line_reader import EXPLAINED_LINES
from service.request_errors import ErrorItem, ProblemError, RequestFault, error_item, pointer_to
from service.texts.codes import detail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from service.domain.benchmark import Edition
    from service.domain.catalogue import Catalogue
    from service.domain.line import CapacityLine, MalformedLine
    from service.domain.summary import Summary
    from service.domain.verdict import Outcomes, Verdict
    from service.formats.lists.request import Terms
    from service.request_errors import Places

encode = msgspec.json.Encoder(decimal_format="number").encode
"""JSON with Decimals as numbers of exactly their digits."""


FAULTS_OF_A_LINE = 100
"""Faults of one line that are listed."""

MOST_ACCOUNTS = 50_000
"""Sums by product and group that one list may need; each costs 4 KB by the time it is answered."""


class Answer(Protocol):
    """An answer in one format, written as the verdicts come."""

    media_type: str
    is_stream: bool
    """Whether the results are sent as they come, so that the list may be longer than memory holds."""

    def add(self, results: list[Any]) -> bytes:
        """Take the results of a block; what can be sent of the answer so far."""

    def finish(self, summary: dict[str, Any]) -> Iterable[bytes]:
        """Take the summary; the rest of the answer."""


class JsonAnswer:
    """One JSON object, the summary first and the results last."""

    media_type = "application/json"
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


def answered(  # noqa: PLR0913, PLR0917 - what a list is, how it is judged, and how it is answered
    blocks: Iterable[list[CapacityLine | MalformedLine]],
    terms: Terms,
    catalogue: Catalogue,
    lang: str,
    answer: Answer,
    places: Places | None = None,
    count: Callable[[Outcomes], None] | None = None,
) -> Iterator[bytes]:
    """Judge the blocks of a list and write the answer; ``places`` if the list was read from a table.

    ``count`` is told how the lines ended.

    Raises `ProblemError`, before anything is written, if the terms are strict and a line was rejected; what is written
    of a strict list is held back, compressed, until its last line is known.
    """
    evaluation = Evaluation(catalogue, terms.edition, GradedResult, is_very_long=answer.is_stream)
    rejections = _Rejections()
    held: list[bytes] = []
    for block in blocks:
        verdicts = evaluation.evaluate(block)
        if evaluation.subtotal_count > MOST_ACCOUNTS:
            raise ProblemError("too_many_groups", facts={"limit": MOST_ACCOUNTS})
        rejections.note(verdicts)
        piece = answer.add(
            [each if isinstance(each, GradedResult) else result(each, terms.edition, lang, places) for each in verdicts]
        )
        if terms.strict:
            rejections.keep(verdicts, places)
            held.append(zlib.compress(piece, 1))
        elif piece:
            yield piece
    if count:
        count(evaluation.outcomes())
    rejections.refuse()
    for compressed in held:
        yield zlib.decompress(compressed)
    yield from answer.finish(summary_answer(evaluation.summary(), terms, lang))


class _Rejections:
    """Sees to it that wrong lines do not cost much more than right ones.

    What would do instead is said to the first thousand only, and of one line the first hundred faults are listed. Of a
    strict list it keeps the faults: the first in full, the others as a number.
    """

    def __init__(self) -> None:
        self._lines = 0
        self._kept: list[RequestFault] = []
        self._left_out = 0

    def note(self, verdicts: Iterable[Verdict[GradedResult]]) -> None:
        for each in verdicts:
            if isinstance(each, Rejected):
                self._lines += 1
                if self._lines > EXPLAINED_LINES:
                    each.faults = [replace(fault, candidates=()) for fault in each.faults]
                if (count := len(each.faults)) > FAULTS_OF_A_LINE:
                    facts = (("count", count), ("limit", FAULTS_OF_A_LINE))
                    more = Fault(field=None, code="too_many_faults", facts=facts)
                    each.faults = [*each.faults[:FAULTS_OF_A_LINE], more]

    def keep(self, verdicts: Iterable[Verdict[GradedResult]], places: Places | None) -> None:
        for each in verdicts:
            if isinstance(each, Rejected):
                faults = [replace(fault, id=each.id) for fault in request_faults(each, places)]
                room = EXPLAINED_LINES - len(self._kept)
                self._kept += faults[:room]
                self._left_out += len(faults[room:])

    def refuse(self) -> None:
        if self._kept:
            raise ProblemError("strict", facts={"value": self._lines}, errors=self._kept, left_out=self._left_out)


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


def summary_answer(summary: Summary, terms: Terms, lang: str) -> dict[str, Any]:
    """All of the answer but the lines."""
    names = {sector.id: sector.name.in_language(lang) for sector in terms.edition.sectors}
    standing = measure_progress(terms.goal, summary.overall.under(terms.weighting))
    return {
        "edition": edition_answer(terms.edition),
        "lines": lines_answer(summary),
        "goal": goal_answer(terms.goal, terms.weighting, standing, lang, provisional=summary.rejected > 0),
        "overall": overall_answer(summary.overall),
        "excess_energy": excess_answer(summary.overall.excess),
        "sectors": [sector_answer(part, names[part.name or ""]) for part in summary.sectors],
        "groups": [group_answer(part) for part in summary.groups],
        "benchmarks": {product.id: product_answer(product, lang) for product in summary.products},
    }


def result(verdict: Ungraded | Rejected, edition: Edition, lang: str, places: Places | None) -> object:
    """One line of the answer; a graded one has its shape already."""
    if isinstance(verdict, Ungraded):
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
    errors = [error_item(fault, lang) for fault in request_faults(verdict, places)]
    return RejectedResult(verdict.index, verdict.id, verdict.status, errors)


def _in_rows(fault: Fault, places: Places) -> Fault:
    """The fault; of an id that stands already, with the row of the table that it stands in."""
    first = dict(fault.facts).get("first")
    if fault.code != "duplicate_id" or not isinstance(first, int):
        return fault
    return replace(fault, facts=(("case", "row"), ("first", places.row(first))))


def request_faults(verdict: Rejected, places: Places | None) -> list[RequestFault]:
    """The faults of a line, by where they are in the request."""
    line = f"/lines/{verdict.index}"
    row = places.row(verdict.index) if places else None
    return [
        RequestFault(
            line if fault.field is None else pointer_to((fault.field, *fault.inside), line),
            _in_rows(fault, places) if places else fault,
            row,
            places.column(fault.field) if places and fault.field is not None else None,
        )
        for fault in verdict.faults
    ]
