"""Exact shares, and their three readings."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from service.domain.number import add, divide_for_display, subtract

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Ratio:
    """An exact quotient of two non-negative numbers; the denominator is above zero."""

    numerator: Decimal
    denominator: Decimal

    def for_display(self) -> Decimal:
        """The quotient rounded to 6 places, half to even."""
        return divide_for_display(self.numerator, self.denominator)

    @property
    def fraction(self) -> Fraction:
        """The exact quotient."""
        return Fraction(self.numerator) / Fraction(self.denominator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The three readings of a share; None if there is nothing to divide by.

    ``low`` counts what is undecided as outside the part, ``high`` as inside it; ``of_graded`` leaves it out of the
    total, too.
    """

    low: Ratio | None = None
    high: Ratio | None = None
    of_graded: Ratio | None = None


def make_share(part: Decimal, undecided: Decimal, total: Decimal) -> Share:
    """The share of ``part`` in ``total``; ``undecided`` is what may or may not belong to the part."""
    if not total:
        return Share()
    low = Ratio(part, total)
    if not undecided:
        return Share(low=low, high=low, of_graded=low)
    graded = subtract(total, undecided)
    return Share(
        low=low,
        high=Ratio(add(part, undecided), total),
        of_graded=Ratio(part, graded) if graded else None,
    )
