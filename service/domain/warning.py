"""Warnings about a whole list. None of them changes a verdict, a share or the status of a goal."""

from __future__ import annotations

from dataclasses import dataclass

CAPACITY_OUTLIER = "capacity_outlier"
"""Capacities that are a thousand times the median of their product, or a thousandth of it."""
COUNTED_TWICE = "counted_twice"
"""Lines of one group hold a process and a step of it, so the same capacity may count twice."""
CONSECUTIVE_STEPS = "consecutive_steps"
"""Sectors that follow one another are added up by capacity, so the same metal counts in each."""
SUPERSEDED_EDITION = "superseded_edition"
"""Another edition has replaced the one in use."""
GOAL_OVER = "goal_over"
"""The last day of the goal is over on the day that the caller states."""

MAX_NAMED = 100
"""Lines or groups that one warning names; all of the lines are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLine:
    """A line that a warning names: its index, and its id if it has one that is still known."""

    index: int
    id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWarning:
    """A warning, how many lines it is about, and the first of them if they are known.

    ``about`` names what else it is about: the groups that count twice, the edition that supersedes the one in use, the
    goals that are over, or the sectors that follow one another.
    """

    code: str
    lines: int
    named: tuple[NamedLine, ...] = ()
    about: tuple[str, ...] = ()
