"""A product's levels made ready for lines in one pair of units, once and exactly.

No line is ever converted: the levels are brought into the unit that the line was measured in, and the line is compared
as it was submitted. There is no rounding before a decision (no text of the editions asks for it), so 100.0000001 is not
100.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from service.domain.benchmark import Level, NotHeld
from service.domain.quantity import (
    BASE_SYMBOLS,
    PLACES,
    ZERO,
    CapacityUnit,
    decimal_of,
    exact,
    floored,
)

if TYPE_CHECKING:
    from service.domain.benchmark import Product
    from service.domain.quantity import IntensityUnit, Units

_HALF_A_PLACE = Decimal(5).scaleb(-PLACES - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Both levels of a product in the unit that lines submit.

    ``benchmark`` and ``baseline`` are rounded down to 12 places: for numbers of at most 12 places ``<=`` decides as the
    exact levels would. ``pivot`` is the benchmark level, half a place higher where it is not exact, so that a gap to it
    rounds as the gap to the exact level would.
    """

    benchmark: Decimal
    baseline: Decimal
    pivot: Decimal
    unit: str
    slope: Decimal | None
    """With ``offset`` and ``divisor`` the tce/a above the benchmark level, (intensity * slope - offset) * capacity /
    divisor, for a capacity in the product's unit; None where the indicator is not energy per unit of the capacity."""
    offset: Decimal = ZERO
    divisor: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """What a line in one pair of units is measured with.

    A capacity times ``factor`` (and, if ``is_daily``, times the days of operation) is in ``capacity_unit``, the
    product's own. ``levels`` is None where the product cannot be graded; ``editions`` are then the others that can.
    """

    product: Product
    id: str
    """The product's."""
    capacity_unit: CapacityUnit
    symbol: str
    """The capacity unit's."""
    factor: Decimal
    is_daily: bool
    weight: Fraction | None
    """tce/a that one capacity unit stands for at the benchmark level; None where that is no weight."""
    levels: Levels | None
    editions: tuple[str, ...]

    @property
    def excess_divisor(self) -> Decimal | None:
        """What sums of energy above the benchmark level are divided by to be in tce/a; None where there are none."""
        return None if self.levels is None or self.levels.slope is None else self.levels.divisor or Decimal(1)


def yardstick(
    product: Product,
    capacity_unit: CapacityUnit,
    intensity_unit: IntensityUnit | None,
    *,
    units: Units,
    editions: tuple[str, ...] = (),
) -> Yardstick:
    """Make the product's levels ready for capacities and intensities in these units, which fit the product."""
    own = product.capacity_unit
    if isinstance(own, NotHeld):
        own = units.capacities[f"{BASE_SYMBOLS[capacity_unit.amount.dimension]}/a"]
    return Yardstick(
        product=product,
        id=product.id,
        capacity_unit=own,
        symbol=own.symbol,
        factor=decimal_of(capacity_unit.per(own)),
        is_daily=capacity_unit.is_daily,
        weight=_weight(product, own, units),
        levels=_levels(product, own, intensity_unit, units),
        editions=editions,
    )


def _levels(
    product: Product, capacity_unit: CapacityUnit, submitted: IntensityUnit | None, units: Units
) -> Levels | None:
    if product.levels is None or isinstance(product.indicator, NotHeld) or submitted is None:
        return None
    to_submitted = product.indicator.unit.per(submitted)
    benchmark, baseline = (Fraction(level.value) * to_submitted for level in product.levels)
    limit = floored(benchmark)
    with exact():
        pivot = limit if Fraction(limit) == benchmark else limit + _HALF_A_PLACE
    levels = Levels(
        benchmark=limit,
        baseline=floored(baseline),
        pivot=pivot,
        unit=submitted.symbol,
        slope=None,
    )
    tce = _tce_per_capacity(product, capacity_unit, units)
    if tce is None:
        return levels
    slope = tce / to_submitted
    offset = benchmark * slope
    divisor = _without_twos_and_fives(lcm(slope.denominator, offset.denominator))
    return replace(
        levels,
        slope=decimal_of(slope * divisor),
        offset=decimal_of(offset * divisor),
        divisor=None if divisor == 1 else Decimal(divisor),
    )


def _weight(product: Product, capacity_unit: CapacityUnit, units: Units) -> Fraction | None:
    """A level at or below zero is no weight, nor is one that is not held."""
    tce = _tce_per_capacity(product, capacity_unit, units)
    if tce is None or not isinstance(product.benchmark, Level):
        return None
    if any(isinstance(level, Level) and level.value <= 0 for level in (product.benchmark, product.baseline)):
        return None
    return Fraction(product.benchmark.value) * tce


def _tce_per_capacity(product: Product, capacity_unit: CapacityUnit, units: Units) -> Fraction | None:
    """The tce/a that one capacity unit stands for at an intensity of one of the product's unit.

    None where the indicator is not energy per unit of the capacity (refining, per energy factor).
    """
    if isinstance(product.indicator, NotHeld):
        return None
    unit = product.indicator.unit
    if unit.amount.dimension != capacity_unit.amount.dimension:
        return None
    return units.coal_equivalent(unit) * capacity_unit.amount.size / unit.amount.size


def _without_twos_and_fives(number: int) -> int:
    """What is left to divide by when decimals have taken all they can."""
    for prime in (2, 5):
        while number % prime == 0:
            number //= prime
    return number
