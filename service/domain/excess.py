"""Excess energy: what the graded lines of a list would save at their benchmark levels."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from service.domain.tally import UNGRADED, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from service.domain.tally import Subtotal


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """What lines would save if all reached the benchmark level of their product, in a full year at full load.

    ``total`` is the exact sum in tce/a over ``lines`` graded lines; None if there are none. ``lines_without`` counts
    the other lines of the totals: ungraded, or of an indicator that is not energy per unit of the capacity.
    """

    total: Fraction | None
    lines: int
    lines_without: int


def add_up_excess(subtotals: Iterable[Subtotal]) -> Excess:
    """The sum over the lines that have excess energy, and the number of those that have none."""
    total = Fraction(0)
    lines = lines_without = 0
    by_divisor: defaultdict[Decimal, list[Tally]] = defaultdict(list)
    for subtotal in subtotals:
        counts = subtotal.tally.counts
        if subtotal.excess_divisor is None:
            lines_without += sum(counts)
            continue
        lines += sum(counts[:UNGRADED])
        lines_without += counts[UNGRADED]
        by_divisor[subtotal.excess_divisor].append(subtotal.tally)
    for divisor, tallies in by_divisor.items():
        total += Fraction(Tally.total(tallies).excess) / Fraction(divisor)
    return Excess(total=total if lines else None, lines=lines, lines_without=lines_without)
