"""Where a list stands against a goal, counted over the goal's own lines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from service.domain.errors import GoalNotOfLinesError
from service.domain.goal import GoalOfLines
from service.domain.number import ZERO
from service.domain.summary import weigh
from service.domain.warning import GOAL_OVER, ListWarning
from service.domain.weighting import Weighting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from decimal import Decimal

    from service.domain.goal import Goal
    from service.domain.share import Share
    from service.domain.summary import Account, Summary
    from service.domain.weighting import Figures

LINES_REJECTED = "lines_rejected"
"""Why a goal is undetermined: lines were rejected, and nobody said to leave them out."""
SCOPE_DIFFERS = "scope_differs"
"""Why a goal is undetermined: it counts enterprises, and nobody said that each line is one."""


class Status(StrEnum):
    """Where a list stands against a goal."""

    MET = "met"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a list stands against a goal, by the levels of one edition.

    The share and ``figures`` are over the lines of the goal's own industries: ``counted`` of the existing ones, and not
    the ``out_of_scope``. ``shortfall`` is in ``unit``; None if nothing can be said, and then ``reason`` is the code
    that says why. ``left_out`` is how many rejected lines the caller left out; None if the caller did not say so.
    """

    goal: GoalOfLines
    edition: str
    weighting: Weighting
    status: Status
    share: Share
    shortfall: Decimal | None
    unit: str | None
    reason: str | None = None
    counted: int
    out_of_scope: int
    left_out: int | None
    figures: Figures
    lines_by_sector: Mapping[str, int]
    """How many of the counted lines are in which sector."""


def measure_progress(  # noqa: PLR0913 - a list, a goal, and how the caller wants it read
    goal: Goal,
    summary: Summary,
    *,
    edition: str | None = None,
    weighting: Weighting | None = None,
    leaves_out_rejected: bool = False,
    lines_are_enterprises: bool = False,
) -> Progress:
    """Where the list stands against the goal, by the levels of an edition that it was evaluated by.

    While a line is rejected the goal is undetermined: a good line beside fifty that nobody could read proves nothing.
    Raises `GoalNotOfLinesError`.
    """
    if not isinstance(goal, GoalOfLines):
        raise GoalNotOfLinesError(goal.id or "", goal.kind)
    edition = edition or summary.edition
    weighting = weighting or goal.weighting or Weighting.CAPACITY
    accounts = summary.accounts[edition]
    own = [account for account in accounts if goal.counts_sector(account[0].product.sector)]
    figures = weigh(own, weighting, _split_by_industry(own, goal))
    lines_by_sector = _count_lines(own)
    counted = lines_by_sector.total()
    status, shortfall, reason = _decide(goal, figures)
    if goal.counts_enterprises and not (lines_are_enterprises and weighting is Weighting.LINES):
        status, shortfall, reason = Status.UNDETERMINED, None, SCOPE_DIFFERS
    elif summary.rejected and not leaves_out_rejected:
        status, shortfall, reason = Status.UNDETERMINED, None, LINES_REJECTED
    return Progress(
        goal=goal,
        edition=edition,
        weighting=weighting,
        status=status,
        share=goal.share(figures),
        shortfall=shortfall,
        unit=figures.unit,
        reason=reason,
        counted=counted,
        out_of_scope=_count_lines(accounts).total() - counted,
        left_out=summary.rejected if leaves_out_rejected else None,
        figures=figures,
        lines_by_sector=lines_by_sector,
    )


def _decide(goal: GoalOfLines, figures: Figures) -> tuple[Status, Decimal | None, str | None]:
    """Status, shortfall, and why there is none.

    The goal is met if even the worse reading of its share reaches the target, and not met if even the better one does
    not. Capacity that cannot be graded counts against the goal in the one and for it in the other, so it leaves the
    status open instead of deciding it. The shortfall is that of the worse reading.
    """
    share = goal.share(figures)
    if share.low is None or share.high is None:
        return Status.UNDETERMINED, None, figures.reason
    better, worse = sorted((share.low, share.high), key=goal.missing)
    if goal.is_reached(worse):
        return Status.MET, ZERO, None
    return (
        Status.UNDETERMINED if goal.is_reached(better) else Status.NOT_MET,
        figures.shortfall(goal.missing(worse), must_exceed=goal.must_exceed),
        None,
    )


def _split_by_industry(accounts: list[Account], goal: GoalOfLines) -> list[list[Account]]:
    """The lines of each industry of the goal that has any; every sector is one if the goal names none."""
    industries = goal.sectors or [[sector] for sector in dict.fromkeys(each.product.sector for each, _ in accounts)]
    split = [[account for account in accounts if account[0].product.sector in industry] for industry in industries]
    return [industry for industry in split if industry]


def _count_lines(accounts: Iterable[Account]) -> Counter[str]:
    """The numbers of lines by sector."""
    counts: Counter[str] = Counter()
    for yardstick, tally in accounts:
        counts[yardstick.product.sector] += sum(tally.counts)
    return counts


def warn_of_past_goals(progresses: Iterable[Progress], as_of: str | None) -> Iterator[ListWarning]:
    """Warn of goals whose last day is over on the day that the caller states."""
    if as_of is None:
        return
    past = [each for each in progresses if each.goal.by is not None and each.goal.by < as_of]
    if past:
        goals = tuple(dict.fromkeys(each.goal.id for each in past if each.goal.id))
        yield ListWarning(code=GOAL_OVER, lines=max(each.counted for each in past), about=goals)
