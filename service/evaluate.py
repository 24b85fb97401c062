"""Evaluate a list: resolve its options, evaluate its lines block by block, and hand the results to an answer.

The web and the command line both do their work through here.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from service.domain.errors import Fault, NoEditionThenError, UnknownEditionError, UnknownGoalError
from service.domain.evaluation import Evaluation
from service.domain.goal import Goal, GoalOfLines
from service.domain.overlap import warn_of_consecutive
from service.domain.progress import measure_progress, warn_of_past_goals
from service.domain.verdict import Noted, Rejected, Ungraded
from service.domain.weighting import Weighting
from service.formats.answers.results import GradedResult, NotedResult, RejectedResult, UngradedResult
from service.formats.answers.shape import EditionAnswer, ServiceAnswer, SummaryAnswer
from service.formats.lists.line_reader import MAX_EXPLAINED_LINES
from service.request_errors import ProblemError, RequestFault, pointer_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from service.domain.benchmark import Edition
    from service.domain.catalogue import Catalogue
    from service.domain.verdict import Outcomes, Verdict
    from service.formats.answers.results import Answer, LineResult
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
    goals: Sequence[Goal] | None = None
    """Further goals, each judged by its own edition and weighting; None if none were asked for."""
    edition: Edition
    weighting: Weighting
    as_of: str | None = None
    """The day that the caller states; no answer depends on the clock."""
    strict: bool = False
    """Whether one rejected line refuses the whole list."""
    leaves_out_rejected: bool = False
    """Whether a goal is decided on the other lines while lines are rejected."""
    lines_are_enterprises: bool = False

    @property
    def further_editions(self) -> tuple[str, ...]:
        """The ids of the other editions that the further goals are judged by."""
        ids = dict.fromkeys(goal.edition for goal in self.goals or () if goal.edition)
        return tuple(each for each in ids if each != self.edition.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What an audit needs to know about an answer, beside the catalogue."""

    version: str
    """The version of the service."""
    digest: Callable[[], str]
    """The digest of the list, once it is read to its end."""


def resolve(requested: RequestedOptions, catalogue: Catalogue) -> Options:
    """The requested goals, edition and weighting, or their defaults.

    Raises `ProblemError` with every fault of the options, and with the faults that reading the request found.
    """
    faults = list(requested.faults)
    goal: Goal = catalogue.default_goal
    if isinstance(requested.goal, Goal):
        goal = requested.goal
    elif requested.goal is not None:
        goal = _find_goal(requested, "goal", requested.goal, catalogue, faults) or goal
    goals: list[Goal] | None = None
    if requested.goals is not None:
        ids = catalogue.goals_of_lines if isinstance(requested.goals, str) else requested.goals
        found = [_find_goal(requested, f"goals/{place}", each, catalogue, faults) for place, each in enumerate(ids)]
        goals = [each for each in found if each is not None]
    edition = _find_edition(requested, goal, catalogue, faults)
    known = [sector.id for sector in edition.sectors]
    for outer, industry in enumerate(goal.sectors or () if isinstance(requested.goal, Goal) else ()):
        faults += [
            requested.fault(
                f"goal/sectors/{outer}",
                "unknown_sector",
                sector,
                candidates=tuple(known),
                facts={"edition": edition.id},
            )
            for sector in industry
            if sector not in known
        ]
    if faults:
        raise ProblemError("invalid_request", errors=faults)
    return Options(
        goal=goal,
        goals=goals,
        edition=edition,
        weighting=requested.weighting or goal.weighting or Weighting.CAPACITY,
        as_of=requested.as_of,
        strict=bool(requested.strict),
        leaves_out_rejected=requested.rejected == "leave_out",
        lines_are_enterprises=requested.a_line_is == "enterprise",
    )


def _find_goal(
    requested: RequestedOptions, name: str, goal_id: str, catalogue: Catalogue, faults: list[RequestFault]
) -> Goal | None:
    """The goal with that id; None, with the fault added, if there is none or no list can answer it."""
    candidates = catalogue.goals_of_lines
    try:
        goal = catalogue.goal(goal_id)
    except UnknownGoalError as error:
        faults.append(requested.fault(name, "unknown_goal", error.text, candidates=candidates))
        return None
    if isinstance(goal, GoalOfLines):
        return goal
    facts = {"kind": goal.kind}
    faults.append(requested.fault(name, "goal_not_of_lines", goal.id, candidates=candidates, facts=facts))
    return None


def _find_edition(requested: RequestedOptions, goal: Goal, catalogue: Catalogue, faults: list[RequestFault]) -> Edition:
    """The requested edition, the one in force on the requested day, or else the goal's."""
    default = catalogue.edition(goal.edition) if goal.edition else catalogue.default_edition
    try:
        if requested.edition is not None:
            return catalogue.edition(requested.edition)
        if requested.as_of is not None:
            return catalogue.edition_in_force(requested.as_of)
    except UnknownEditionError as error:
        faults.append(requested.fault("edition", "unknown_edition", error.text, candidates=error.available))
    except NoEditionThenError as error:
        facts = {"first": error.first or ""}
        faults.append(requested.fault("as_of", "no_edition_then", error.day, facts=facts))
    return default


def evaluate(  # noqa: PLR0913 - the list, how to evaluate it, and how to answer
    submitted: SubmittedList,
    options: Options,
    catalogue: Catalogue,
    *,
    answer: Answer,
    lang: str,
    provenance: Provenance,
    count: Callable[[Outcomes], None] | None = None,
) -> Iterator[bytes]:
    """Evaluate the lines of a list, and yield the pieces of the answer as they are written.

    ``count`` is called once, after the last line, with the numbers of lines by outcome.

    Raises `ProblemError` where the list cannot be read to its end, or needs more than `MAX_ACCOUNTS` sums. For a strict
    list with a rejected line it does so before the first piece: until the last line, the pieces are kept, compressed.
    """
    positions = submitted.positions
    evaluation = Evaluation(
        catalogue,
        options.edition,
        GradedResult,
        as_of=options.as_of,
        further_editions=[catalogue.edition(each) for each in options.further_editions],
        is_very_long=answer.is_stream,
    )
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
    measure = partial(
        measure_progress,
        summary=summary,
        leaves_out_rejected=options.leaves_out_rejected,
        lines_are_enterprises=options.lines_are_enterprises,
    )
    progress = measure(options.goal, weighting=options.weighting)
    further = None if options.goals is None else [measure(goal, edition=goal.edition) for goal in options.goals]
    progresses = (progress, *(further or ()))
    warnings = [
        *summary.warnings,
        *warn_of_consecutive(progresses, catalogue.cautions.consecutive),
        *warn_of_past_goals(progresses, options.as_of),
    ]
    yield from answer.finish(
        SummaryAnswer.of(
            summary,
            progress,
            further,
            warnings,
            service=ServiceAnswer(provenance.version, catalogue.fingerprint),
            digest=provenance.digest(),
            as_of=options.as_of,
            edition=EditionAnswer.of(options.edition, catalogue, options.as_of, lang),
            sector_names={sector.id: sector.name.in_language(lang) for sector in options.edition.sectors},
            lang=lang,
        )
    )


def _result(
    verdict: Noted | Ungraded | Rejected, edition: Edition, lang: str, positions: Positions | None
) -> LineResult:
    """One line of the answer; a graded verdict about which there is nothing more to say is one already."""
    if isinstance(verdict, Noted):
        return NotedResult.of(verdict)
    if isinstance(verdict, Ungraded):
        return UngradedResult.of(verdict, edition, positions, lang)
    return RejectedResult.of(verdict, _locate(verdict, positions), lang)


def _locate(verdict: Rejected, positions: Positions | None) -> list[RequestFault]:
    """The faults of a line, each with its position in the request."""
    line = f"/lines/{verdict.index}"
    row = positions.row(verdict.index) if positions else None
    return [
        RequestFault(
            line if fault.field is None else pointer_to((fault.field, *fault.inside), line),
            _name_row(fault, positions) if positions else fault,
            row,
            positions.column(fault.field) if positions and fault.field is not None else None,
        )
        for fault in verdict.faults
    ]


def _name_row(fault: Fault, positions: Positions) -> Fault:
    """The fault; if it is a duplicate id, with the row of the line that has the id first."""
    first = fault.facts.get("first")
    if fault.code != "duplicate_id" or not isinstance(first, int):
        return fault
    return replace(fault, variant="row", facts={"first": positions.row(first)})


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
                faults = [replace(fault, id=each.id) for fault in _locate(each, positions)]
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
