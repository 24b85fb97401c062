"""Capacity that may count more than once: a process beside its steps, and sectors that follow one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.warning import CONSECUTIVE_STEPS, COUNTED_TWICE, MAX_NAMED, ListWarning
from service.domain.weighting import Weighting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from service.domain.caution import Process
    from service.domain.progress import Progress
    from service.domain.summary import Account


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


def warn_of_consecutive(
    progresses: Iterable[Progress], consecutive: Iterable[tuple[str, ...]]
) -> Iterator[ListWarning]:
    """Warn of goals for which sectors that follow one another are added up by capacity."""
    added_up = [each.lines_by_sector for each in progresses if each.weighting is Weighting.CAPACITY]
    for sectors in consecutive:
        counts = [[lines[sector] for sector in sectors if sector in lines] for lines in added_up]
        if several := [sum(found) for found in counts if len(found) > 1]:
            yield ListWarning(code=CONSECUTIVE_STEPS, lines=max(several), about=sectors)
