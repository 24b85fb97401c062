"""Policy goals, and where a list stands against one.

A share or a clearance is answered from a list of capacities. A reduction, a count or a gain is a goal about other
figures: it is held and shown, but `progress` refuses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from service.domain.capacity import Share, Weighting
from service.domain.errors import GoalNotOfLinesError

if TYPE_CHECKING:
    from service.domain.benchmark import Evidence
    from service.domain.capacity import Figures, Ratio
    from service.domain.text import Text


class Kind(StrEnum):
    """What a goal demands."""

    SHARE_AT_LEAST = "share_at_least"
    """A share of the weight at the benchmark level."""
    BELOW_BASELINE_AT_MOST = "below_baseline_at_most"
    """At most a share of the weight below the baseline level."""
    GAIN_AT_LEAST = "gain_at_least"
    """Percentage points over a base share that somebody else states."""
    REDUCTION_AT_LEAST = "reduction_at_least"
    """A fall against the value of a base year."""
    COUNT_AT_LEAST = "count_at_least"
    """A number of things built."""


OF_LINES = frozenset({Kind.SHARE_AT_LEAST, Kind.BELOW_BASELINE_AT_MOST})
"""The kinds that a list of capacities can answer."""


class Status(StrEnum):
    """Where a list stands against a goal."""

    MET = "met"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Where a goal is stated, and the words around it that decide nothing."""

    plan: str
    title: Text
    scope: Text | None
    document: str
    evidence: Evidence
    sources: tuple[str, ...]
    note: Text | None
    base_year: int | None = None
    stretch: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A stated target by a date.

    ``target`` is a fraction of one (0.5 is 50 %), or a number for a count. ``must_exceed`` is the difference between
    "50 %" (at least) and "more than 50 %". A goal of the caller's own has neither id nor publication.
    """

    kind: Kind
    target: Decimal
    by: str | None
    must_exceed: bool = False
    weighting: Weighting | None = Weighting.CAPACITY
    edition: str | None = None
    id: str | None = None
    level: str | None = "benchmark"
    publication: Publication | None = None

    @property
    def is_of_lines(self) -> bool:
        """Whether a list of capacities can answer it."""
        return self.kind in OF_LINES


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a list stands against a goal.

    ``shortfall`` is in ``unit``; None where nothing can be said, and then ``reason`` is the code that says why.
    """

    status: Status
    share: Share
    shortfall: Decimal | None
    unit: str | None
    reason: str | None = None


def progress(goal: Goal, figures: Figures) -> Progress:
    """Where the figures, under the weighting that was asked for, stand against the goal.

    A share goal is met if even the low share reaches the target and not met if even the high one does not. A clearance
    goal looks at the share below the baseline from the other side. Capacity that cannot be graded counts against the
    goal in the one and for it in the other, so that it leaves the status open instead of deciding it. Raises
    `GoalNotOfLinesError`.
    """
    if not goal.is_of_lines:
        raise GoalNotOfLinesError(goal.id or "", goal.kind)
    clearance = goal.kind is Kind.BELOW_BASELINE_AT_MOST
    share = figures.share_below_baseline if clearance else figures.share_at_benchmark
    if share.low is None or share.high is None:
        return Progress(
            status=Status.UNDETERMINED, share=share, shortfall=None, unit=figures.unit, reason=figures.reason
        )
    surely, possibly = (share.high, share.low) if clearance else (share.low, share.high)
    if _is_reached(goal, surely):
        status = Status.MET
    elif _is_reached(goal, possibly):
        status = Status.UNDETERMINED
    else:
        status = Status.NOT_MET
    shortfall: Decimal | None = Decimal(0)
    if status is not Status.MET:
        shortfall = figures.shortfall(goal.target, clearance=clearance, must_exceed=goal.must_exceed and not clearance)
    return Progress(status=status, share=share, shortfall=shortfall, unit=figures.unit)


def _is_reached(goal: Goal, share: Ratio) -> bool:
    order = share.compare(goal.target)
    if goal.kind is Kind.BELOW_BASELINE_AT_MOST:
        return order <= 0
    return order > 0 if goal.must_exceed else order >= 0
