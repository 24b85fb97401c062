"""Excess energy: what the graded lines of a list would save at their benchmark levels."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from service.domain.number import total
from service.domain.tally import UNGRADED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from service.domain.tally import Tally
    from service.domain.yardstick import Yardstick


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """What lines would save if all reached the benchmark level of their product, in a full year at full load.

    ``total`` is the exact sum in tce/a over ``lines`` graded lines; None if there are none. ``lines_without`` counts
    the other lines of the totals: ungraded, or of an indicator that is not energy per unit of the capacity.
    """

    total: Fraction | None
    lines: int
    lines_without: int


def add_up_excess(accounts: Iterable[tuple[Yardstick, Tally]]) -> Excess:
    """The sum over the lines that have excess energy, and the number of those that have none."""
    lines = lines_without = 0
    by_divisor: defaultdict[Decimal, list[Decimal]] = defaultdict(list)
    for yardstick, tally in accounts:
        divisor = yardstick.excess_divisor
        if divisor is None:
            lines_without += sum(tally.counts)
            continue
        lines += sum(tally.counts[:UNGRADED])
        lines_without += tally.counts[UNGRADED]
        by_divisor[divisor].append(tally.excess)
    whole = sum((Fraction(total(sums)) / Fraction(divisor) for divisor, sums in by_divisor.items()), Fraction(0))
    return Excess(total=whole if lines else None, lines=lines, lines_without=lines_without)
