"""The parts of a total, and running sums by part.

Nothing is dropped: capacity that cannot be graded is in every total, as ``ungraded``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from service.domain.number import ZERO, total
from service.domain.verdict import LineStatus, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

STANDINGS = tuple(Standing)
"""The standings, each at the index of its part."""

PARTS = (*(standing.value for standing in STANDINGS), LineStatus.UNGRADED.value)
"""The names of the parts, in order. Together they are the whole."""

AT_BENCHMARK, BETWEEN, BELOW_BASELINE, ABOVE_BENCHMARK, WITHIN_BASELINE, UNGRADED = range(len(PARTS))

MEETS_BENCHMARK: tuple[bool | None, ...] = (True, False, False, False, None)
"""Whether a line meets the benchmark level, by part; None if that is not known."""

Sums = list[Any]
"""A tally while lines are added to it, as one list that stays in the processor's cache: the amounts by part, `COUNTS`
further on the numbers of lines by part, and at `EXCESS` the energy above the benchmark level."""

COUNTS = len(PARTS)
EXCESS = 2 * len(PARTS)


def no_sums() -> Sums:
    """The sums of no lines."""
    return [ZERO] * len(PARTS) + [0] * len(PARTS) + [ZERO]


@dataclass(slots=True)
class Tally:
    """Sums by part: exact capacities in one unit, and numbers of lines.

    ``excess`` is the exact sum of the lines' energy above the benchmark level, in tce/a times the divisor of their
    yardstick; 0 if the product has no such energy.
    """

    amounts: Sequence[Decimal] = field(default_factory=lambda: [ZERO] * len(PARTS))
    counts: Sequence[int] = field(default_factory=lambda: [0] * len(PARTS))
    excess: Decimal = ZERO

    @classmethod
    def of(cls, sums: Sums) -> Tally:
        """What the sums have come to."""
        return cls(sums[:COUNTS], sums[COUNTS:EXCESS], sums[EXCESS])

    @classmethod
    def total(cls, tallies: Sequence[Tally]) -> Tally:
        """The sum of one tally or more; all must be in one unit, and from yardsticks with one divisor."""
        if len(tallies) == 1:
            return tallies[0]
        amounts = [total(column) for column in zip(*(tally.amounts for tally in tallies), strict=True)]
        counts = [sum(column) for column in zip(*(tally.counts for tally in tallies), strict=True)]
        return cls(amounts, counts, total(tally.excess for tally in tallies))
