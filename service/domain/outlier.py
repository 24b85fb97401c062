"""Capacities that are far from those of the other lines of the product: 万t typed for t, or a total among its parts."""

from __future__ import annotations

from array import array
from decimal import Decimal
from typing import TYPE_CHECKING

from service.domain.number import add, multiply

if TYPE_CHECKING:
    from collections.abc import Sequence

OUTLIER_FACTOR = Decimal(1000)
"""A capacity that is this many times the median, or less than the median by as much, is an outlier."""

MIN_LINES = 10
"""Lines of a product from which on their median says something."""

_MIN_DECADES = 3
"""Numbers whose decimal exponents differ by less than this differ by less than the factor."""


class Capacities:
    """The capacities of the lines of one product and pair of units, in its unit.

    They are kept as text, some at a time: their exact digits in about eight bytes a line, and four for the index. Most
    lists never look at them again, because their decimal exponents alone show that none is far from another.
    """

    def __init__(self) -> None:
        """Start empty."""
        self.new: list[Decimal] = []
        self.new_indexes: list[int] = []
        """The capacities that are not kept yet, and the indexes of their lines."""
        self.exponents: set[int] = set()
        self.texts: list[str] = []
        self.indexes = array("I")

    def keep_new(self) -> None:
        """Keep the new capacities, too."""
        if not self.new:
            return
        self.exponents.update(map(Decimal.adjusted, self.new))
        self.texts.append(" ".join(map(str, self.new)))
        self.indexes.extend(self.new_indexes)
        self.new.clear()
        self.new_indexes.clear()


def find_outliers(kept: Sequence[Capacities]) -> list[int]:
    """The indexes of the lines of one product whose capacity is an outlier; all must be in one unit."""
    exponents = set[int]().union(*(each.exponents for each in kept))
    lines = sum(len(each.indexes) for each in kept)
    if lines < MIN_LINES or max(exponents) - min(exponents) < _MIN_DECADES:
        return []
    indexes = [index for each in kept for index in each.indexes]
    capacities = [Decimal(text) for each in kept for texts in each.texts for text in texts.split()]
    in_order = sorted(capacities)
    median = add(in_order[(len(in_order) - 1) // 2], in_order[len(in_order) // 2])  # twice the median, to be exact
    most = multiply(median, OUTLIER_FACTOR)
    return sorted(
        index
        for index, double in zip(indexes, (add(each, each) for each in capacities), strict=True)
        if double >= most or multiply(double, OUTLIER_FACTOR) <= median
    )
