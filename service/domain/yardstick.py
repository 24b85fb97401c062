"""A product's levels, converted once and exactly for the lines in one pair of units.

No line is ever converted: the levels are converted to the unit of the line, which is compared as it was submitted.
Nothing is rounded before a decision (no text of the editions asks for it), so 100.0000001 is not 100.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from service.domain.benchmark import Level, NotHeld
from service.domain.number import MAX_PLACES, ZERO, exact_context, floor_to_places, to_decimal
from service.domain.quantity import BASE_SYMBOLS

if TYPE_CHECKING:
    from service.domain.benchmark import Product
    from service.domain.quantity import CapacityUnit, IntensityUnit, Units

_HALF_A_PLACE = Decimal(5).scaleb(-MAX_PLACES - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Both levels of a product in the unit that lines submit.

    ``benchmark`` and ``baseline`` are rounded down to 12 places: for numbers of at most 12 places ``<=`` decides as it
    would for the exact levels. ``gap_origin`` is the benchmark level, half a place higher if it was rounded, so that a
    gap to it rounds as the gap to the exact level would.
    """

    benchmark: Decimal
    baseline: Decimal
    gap_origin: Decimal
    unit: str
    slope: Decimal | None
    """The tce/a above the benchmark level are (intensity * slope - offset) * capacity / divisor, for a capacity in the
    product's unit; None if the indicator is not energy per unit of the capacity."""
    offset: Decimal = ZERO
    divisor: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """What a line of one product and pair of units is measured with.

    A capacity times ``factor`` (and, if ``is_daily``, times the days of operation) is in ``capacity_unit``, the
    product's own. ``thresholds`` is None if the product cannot be graded; ``editions`` are then the others that can.
    """

    product: Product
    product_id: str
    capacity_unit: CapacityUnit
    capacity_symbol: str
    """The symbol of ``capacity_unit``."""
    factor: Decimal
    is_daily: bool
    energy_weight: Fraction | None
    """tce/a per capacity unit at the benchmark level; None if the product cannot be weighted by energy."""
    thresholds: Thresholds | None
    editions: tuple[str, ...]

    @property
    def excess_divisor(self) -> Decimal | None:
        """Sums of energy above the benchmark level, divided by this, are in tce/a; None if there is no such energy."""
        if self.thresholds is None or self.thresholds.slope is None:
            return None
        return self.thresholds.divisor or Decimal(1)


def make_yardstick(
    product: Product,
    capacity_unit: CapacityUnit,
    intensity_unit: IntensityUnit | None,
    *,
    units: Units,
    editions: tuple[str, ...] = (),
) -> Yardstick:
    """The yardstick for capacities and intensities in these units, which must fit the product."""
    own = product.capacity_unit
    if isinstance(own, NotHeld):
        own = units.capacities[f"{BASE_SYMBOLS[capacity_unit.amount.dimension]}/a"]
    return Yardstick(
        product=product,
        product_id=product.id,
        capacity_unit=own,
        capacity_symbol=own.symbol,
        factor=to_decimal(capacity_unit.per(own)),
        is_daily=capacity_unit.is_daily,
        energy_weight=_energy_weight(product, own, units),
        thresholds=_convert_levels(product, own, intensity_unit, units),
        editions=editions,
    )


def _convert_levels(
    product: Product, capacity_unit: CapacityUnit, submitted: IntensityUnit | None, units: Units
) -> Thresholds | None:
    if product.levels is None or isinstance(product.indicator, NotHeld) or submitted is None:
        return None
    to_submitted = product.indicator.unit.per(submitted)
    benchmark, baseline = (Fraction(level.value) * to_submitted for level in product.levels)
    rounded = floor_to_places(benchmark)
    with exact_context():
        gap_origin = rounded if Fraction(rounded) == benchmark else rounded + _HALF_A_PLACE
    thresholds = Thresholds(
        benchmark=rounded,
        baseline=floor_to_places(baseline),
        gap_origin=gap_origin,
        unit=submitted.symbol,
        slope=None,
    )
    tce = _tce_per_capacity(product, capacity_unit, units)
    if tce is None:
        return thresholds
    slope = tce / to_submitted
    offset = benchmark * slope
    divisor = _without_twos_and_fives(lcm(slope.denominator, offset.denominator))
    return replace(
        thresholds,
        slope=to_decimal(slope * divisor),
        offset=to_decimal(offset * divisor),
        divisor=None if divisor == 1 else Decimal(divisor),
    )


def _energy_weight(product: Product, capacity_unit: CapacityUnit, units: Units) -> Fraction | None:
    """A product with a level at or below zero, or without a benchmark level, cannot be weighted by energy."""
    tce = _tce_per_capacity(product, capacity_unit, units)
    if tce is None or not isinstance(product.benchmark, Level):
        return None
    if any(isinstance(level, Level) and level.value <= 0 for level in (product.benchmark, product.baseline)):
        return None
    return Fraction(product.benchmark.value) * tce


def _tce_per_capacity(product: Product, capacity_unit: CapacityUnit, units: Units) -> Fraction | None:
    """The tce/a of one capacity unit at an intensity of one, in the product's unit.

    None if the indicator is not energy per unit of the capacity (refining: per energy factor).
    """
    if isinstance(product.indicator, NotHeld):
        return None
    unit = product.indicator.unit
    if unit.amount.dimension != capacity_unit.amount.dimension:
        return None
    return units.coal_equivalent(unit) * capacity_unit.amount.size / unit.amount.size


def _without_twos_and_fives(number: int) -> int:
    """The part of a divisor that leaves no finite decimal."""
    for prime in (2, 5):
        while number % prime == 0:
            number //= prime
    return number
