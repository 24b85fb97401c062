"""Evaluate a list: resolve its options, evaluate its lines block by block, and hand the results to an answer.

The web and the command line both do their work through here.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.domain.errors import Fault, UnknownEditionError, UnknownGoalError
from service.domain.evaluation import Evaluation
from service.domain.goal import Goal, GoalOfLines
from service.domain.verdict import Rejected, Ungraded
from service.domain.weighting import Weighting
from service.formats.answers.results import GradedResult, RejectedResult, UngradedResult
from service.formats.answers.shape import SummaryAnswer
from service.formats.lists.line_reader import MAX_EXPLAINED_LINES
from service.request_errors import ProblemError, RequestFault, locate_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from service.domain.benchmark import Edition
    from service.domain.catalogue import Catalogue
    from service.domain.verdict import Outcomes, Verdict
    from service.formats.answers.results import Answer
    from service.formats.lists.request import RequestedOptions, SubmittedList
    from service.request_errors import Positions

MAX_ACCOUNTS = 50_000
"""Sums by product and group that one list may need; each costs 4 KB by the time it is answered."""

MAX_LINE_FAULTS = 100
"""Faults of one line that are listed."""

MAX_LISTED_ERRORS = 1000
"""Errors that one problem lists in full; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Request options as resolved: what a list is evaluated by."""

    goal: Goal
    edition: Edition
    weighting: Weighting
    strict: bool
    """Whether one rejected line refuses the whole list."""


def resolve(requested: RequestedOptions, catalogue: Catalogue) -> Options:
    """The requested goal, edition and weighting, or their defaults.

    Raises `ProblemError` with every fault of the options, and with the faults that reading the request found.
    """
    faults = list(requested.faults)
    goal: Goal = catalogue.default_goal
    if isinstance(requested.goal, Goal):
        goal = requested.goal
    elif requested.goal is not None:
        try:
            goal = catalogue.goal(requested.goal)
        except UnknownGoalError as error:
            faults.append(requested.fault("goal", "unknown_goal", error.text, candidates=catalogue.goals_of_lines))
    if not isinstance(goal, GoalOfLines):
        facts = {"kind": goal.kind}
        faults.append(
            requested.fault("goal", "goal_not_of_lines", goal.id, candidates=catalogue.goals_of_lines, facts=facts)
        )
    edition = catalogue.default_edition
    try:
        edition = catalogue.edition(requested.edition if requested.edition is not None else goal.edition or edition.id)
    except UnknownEditionError as error:
        faults.append(requested.fault("edition", "unknown_edition", error.text, candidates=error.available))
    if faults:
        raise ProblemError("invalid_request", errors=faults)
    weighting = requested.weighting or goal.weighting or Weighting.CAPACITY
    return Options(goal=goal, edition=edition, weighting=weighting, strict=bool(requested.strict))


def evaluate(  # noqa: PLR0913 - the list, how to evaluate it, and how to answer
    submitted: SubmittedList,
    options: Options,
    catalogue: Catalogue,
    *,
    answer: Answer,
    lang: str,
    count: Callable[[Outcomes], None] | None = None,
) -> Iterator[bytes]:
    """Evaluate the lines of a list, and yield the pieces of the answer as they are written.

    ``count`` is called once, after the last line, with the numbers of lines by outcome.

    Raises `ProblemError` where the list cannot be read to its end, or needs more than `MAX_ACCOUNTS` sums. For a strict
    list with a rejected line it does so before the first piece: until the last line, the pieces are kept, compressed.
    """
    positions = submitted.positions
    evaluation = Evaluation(catalogue, options.edition, GradedResult, is_very_long=answer.is_stream)
    rejections = _Rejections()
    kept: list[bytes] = []
    for block in submitted.blocks:
        verdicts = evaluation.evaluate(block)
        if evaluation.subtotal_count > MAX_ACCOUNTS:
            raise ProblemError("too_many_groups", facts={"limit": MAX_ACCOUNTS})
        rejections.shorten(verdicts)
        piece = answer.add(
            [
                each if isinstance(each, GradedResult) else _result(each, options.edition, lang, positions)
                for each in verdicts
            ]
        )
        if options.strict:
            rejections.keep(verdicts, positions)
            kept.append(zlib.compress(piece, 1))
        elif piece:
            yield piece
    if count:
        count(evaluation.outcomes())
    rejections.raise_kept()
    for compressed in kept:
        yield zlib.decompress(compressed)
    summary = evaluation.summary()
    shown = SummaryAnswer.of(summary, options.edition, options.goal, options.weighting, lang)
    shown.table = submitted.report() if submitted.report else None
    yield from answer.finish(shown)


def _result(
    verdict: Ungraded | Rejected, edition: Edition, lang: str, positions: Positions | None
) -> UngradedResult | RejectedResult:
    """One line of the answer; a graded verdict is one already."""
    if isinstance(verdict, Ungraded):
        return UngradedResult.of(verdict, edition, lang)
    return RejectedResult.of(verdict, locate_faults(verdict.index, verdict.faults, positions), lang)


class _Rejections:
    """The rejected lines of a list; sees to it that they do not cost much more than valid ones."""

    def __init__(self) -> None:
        self._lines = 0
        self._kept: list[RequestFault] = []
        self._left_out = 0

    def shorten(self, verdicts: Iterable[Verdict[GradedResult]]) -> None:
        """Cut the faults of a line to `MAX_LINE_FAULTS`, and name candidates for the first thousand lines only."""
        for each in verdicts:
            if isinstance(each, Rejected):
                self._lines += 1
                if self._lines > MAX_EXPLAINED_LINES:
                    each.faults = [replace(fault, candidates=()) for fault in each.faults]
                each.faults = _shorten(each.faults)

    def keep(self, verdicts: Iterable[Verdict[GradedResult]], positions: Positions | None) -> None:
        """Keep the faults of a strict list: the first `MAX_LISTED_ERRORS` in full, the others as a number."""
        for each in verdicts:
            if isinstance(each, Rejected):
                faults = [replace(fault, id=each.id) for fault in locate_faults(each.index, each.faults, positions)]
                room = MAX_LISTED_ERRORS - len(self._kept)
                self._kept += faults[:room]
                self._left_out += len(faults[room:])

    def raise_kept(self) -> None:
        """Raise the problem of a strict list, if one of its lines was rejected."""
        if self._kept:
            raise ProblemError("strict", facts={"count": self._lines}, errors=self._kept, left_out=self._left_out)


def _shorten(faults: Sequence[Fault]) -> list[Fault]:
    if len(faults) <= MAX_LINE_FAULTS:
        return list(faults)
    facts = {"count": len(faults), "limit": MAX_LINE_FAULTS}
    return [*faults[:MAX_LINE_FAULTS], Fault(field=None, code="too_many_faults", facts=facts)]
