"""The parts of a total, and running sums by part.

Nothing is dropped: capacity that cannot be graded is in every total, as ``ungraded``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.domain.number import ZERO, exact_context
from service.domain.verdict import LineStatus, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal
    from fractions import Fraction

    from service.domain.benchmark import Product
    from service.domain.quantity import CapacityUnit

STANDINGS = tuple(Standing)
"""The standings, each at the index of its part."""

PARTS = (*(standing.value for standing in STANDINGS), LineStatus.UNGRADED.value)
"""The names of the parts, in order. Together they are the whole."""

AT_BENCHMARK, BETWEEN, BELOW_BASELINE, UNGRADED = range(len(PARTS))


@dataclass(slots=True)
class Tally:
    """Running sums by part: exact capacities in one unit, and numbers of lines.

    ``excess`` is the exact sum of the lines' energy above the benchmark level, in tce/a times the divisor of their
    yardstick; 0 if the product has no such energy.
    """

    amounts: list[Decimal] = field(default_factory=lambda: [ZERO] * len(PARTS))
    counts: list[int] = field(default_factory=lambda: [0] * len(PARTS))
    excess: Decimal = ZERO

    def scale(self, factor: Decimal) -> Tally:
        """The capacities times ``factor``: the same lines in another unit."""
        with exact_context():
            return Tally([amount * factor for amount in self.amounts], list(self.counts), self.excess)

    @staticmethod
    def total(tallies: Iterable[Tally]) -> Tally:
        """The sum of the tallies; all must be in one unit, and from yardsticks with one divisor."""
        tallies = list(tallies)
        with exact_context():
            amounts = [sum(column, ZERO) for column in zip(*(tally.amounts for tally in tallies), strict=True)]
            excess = sum((tally.excess for tally in tallies), ZERO)
        counts = [sum(column) for column in zip(*(tally.counts for tally in tallies), strict=True)]
        return Tally(amounts, counts, excess) if tallies else Tally()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtotal:
    """The lines of one product in one group, added up in one capacity unit."""

    product: Product
    group: str | None
    unit: CapacityUnit
    tally: Tally
    energy_weight: Fraction | None
    """tce/a per capacity unit at the benchmark level; None if the product cannot be weighted by energy."""
    excess_divisor: Decimal | None
    """The tally's energy above the benchmark level, divided by this, is in tce/a; None if it has no such energy."""
