"""Warnings about a whole list. None of them changes a verdict, a share or the status of a goal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.list_warning import ListWarning
from service.domain.weighting import Weighting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from service.domain.caution import Cautions, Process
    from service.domain.progress import Progress
    from service.domain.summary import Account

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


def warn_of_processes(
    by_group: Mapping[str | None, Sequence[Account]], processes: Iterable[Process]
) -> Iterator[ListWarning]:
    """Warn of the groups (one enterprise, say) whose lines hold a process and a step of it."""
    lines = 0
    groups: list[str] = []
    rules = [(process.whole, {process.whole, *process.steps}) for process in processes]
    for group, accounts in by_group.items():
        products = {yardstick.product_id for yardstick, _ in accounts}
        for whole, both in rules:
            if group is not None and whole in products and len(products & both) > 1:
                groups.append(group)
                lines += sum(sum(tally.counts) for yardstick, tally in accounts if yardstick.product_id in both)
    if lines:
        yield ListWarning(code=COUNTED_TWICE, lines=lines, about=tuple(sorted(dict.fromkeys(groups))[:MAX_NAMED]))


def warn_of_goals(progresses: Iterable[Progress], cautions: Cautions, as_of: str | None) -> Iterator[ListWarning]:
    """Warn of goals whose day is over, and of goals for which the same metal counts in several sectors."""
    progresses = list(progresses)
    over = [each for each in progresses if as_of is not None and each.goal.by is not None and each.goal.by < as_of]
    if over:
        goals = tuple(dict.fromkeys(each.goal.id for each in over if each.goal.id))
        yield ListWarning(code=GOAL_OVER, lines=max(each.counted for each in over), about=goals)
    added_up = [each.lines_by_sector for each in progresses if each.weighting is Weighting.CAPACITY]
    for sectors in cautions.consecutive:
        counts = [[lines[sector] for sector in sectors if sector in lines] for lines in added_up]
        if several := [sum(found) for found in counts if len(found) > 1]:
            yield ListWarning(code=CONSECUTIVE_STEPS, lines=max(several), about=sectors)
