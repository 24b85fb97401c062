"""Where a list stands against a goal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from service.domain.errors import GoalNotOfLinesError
from service.domain.goal import GoalOfLines
from service.domain.number import ZERO

if TYPE_CHECKING:
    from decimal import Decimal

    from service.domain.goal import Goal
    from service.domain.share import Share
    from service.domain.weighting import Figures


class Status(StrEnum):
    """Where a list stands against a goal."""

    MET = "met"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a list stands against a goal.

    ``shortfall`` is in ``unit``; None if nothing can be said, and then ``reason`` is the code that says why.
    """

    status: Status
    share: Share
    shortfall: Decimal | None
    unit: str | None
    reason: str | None = None


def measure_progress(goal: Goal, figures: Figures) -> Progress:
    """Where the figures, under one weighting, stand against the goal.

    The goal is met if even the worse reading of its share reaches the target, and not met if even the better one does
    not. Capacity that cannot be graded counts against the goal in the one and for it in the other, so it leaves the
    status open instead of deciding it. The shortfall is that of the worse reading. Raises `GoalNotOfLinesError`.
    """
    if not isinstance(goal, GoalOfLines):
        raise GoalNotOfLinesError(goal.id or "", goal.kind)
    share = goal.share(figures)
    if share.low is None or share.high is None:
        return Progress(
            status=Status.UNDETERMINED, share=share, shortfall=None, unit=figures.unit, reason=figures.reason
        )
    better, worse = sorted((share.low, share.high), key=goal.missing)
    if goal.is_reached(worse):
        return Progress(status=Status.MET, share=share, shortfall=ZERO, unit=figures.unit)
    return Progress(
        status=Status.UNDETERMINED if goal.is_reached(better) else Status.NOT_MET,
        share=share,
        shortfall=figures.shortfall(goal.missing(worse), must_exceed=goal.must_exceed),
        unit=figures.unit,
    )
