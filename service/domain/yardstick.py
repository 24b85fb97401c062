"""A product's levels, converted once and exactly for the lines in one pair of units.

No line is ever converted: the levels are converted to the unit of the line, which is compared as it was submitted.
Nothing is rounded before a decision (no text of the editions asks for it), so 100.0000001 is not 100.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from math import lcm
from typing import TYPE_CHECKING

from service.domain.benchmark import Level, NotHeld
from service.domain.number import (
    LAST_PLACE,
    MAX_PLACES,
    ZERO,
    add,
    ceil_to_places,
    floor_to_places,
    subtract,
    to_decimal,
)
from service.domain.quantity import BASE_SYMBOLS
from service.domain.tally import (
    ABOVE_BENCHMARK,
    AT_BENCHMARK,
    BELOW_BASELINE,
    BETWEEN,
    STANDINGS,
    UNGRADED,
    WITHIN_BASELINE,
)
from service.domain.verdict import OtherStanding

if TYPE_CHECKING:
    from service.domain.benchmark import Product
    from service.domain.caution import Cautions
    from service.domain.quantity import CapacityUnit, IntensityUnit, Units

_ONE = Decimal(1)
_HALF_A_PLACE = Decimal(5).scaleb(-MAX_PLACES - 1)

_PARTS = {
    (True, True): (AT_BENCHMARK, BETWEEN, BELOW_BASELINE),
    (True, False): (AT_BENCHMARK, ABOVE_BENCHMARK),
    (False, True): (WITHIN_BASELINE, BELOW_BASELINE),
}
"""The parts that the levels separate, the best first, by whether the benchmark and the baseline level are held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """The levels of a product that are held, and its plausible window, in the unit that lines submit.

    One difference decides everything: ``gap``, the intensity minus ``origin``. The origin is the first level that is
    held, rounded down to 12 places, and half a place higher if it was rounded: for an intensity of at most 12 places,
    the gap is above zero exactly when the intensity is above the exact level, and rounds as the exact gap would.

    ``bounds`` are the gaps at which one band ends, themselves included, and the next begins. ``parts`` are the parts of
    the bands; `UNGRADED` is a band outside the plausible window, and ``confirmed_parts`` says what it is if the caller
    vouches for the intensity.
    """

    origin: Decimal
    bounds: tuple[Decimal, ...]
    parts: tuple[int, ...]
    confirmed_parts: tuple[int, ...]
    unit: str
    level_not_held: str | None
    """``benchmark`` or ``baseline`` if that level is missing; without the benchmark level, no gap means anything."""
    slope: Decimal | None
    """The tce/a above the benchmark level are (gap * slope + rest) * capacity / divisor, for a capacity in the
    product's unit; None if the indicator is not energy per unit of the capacity, or the benchmark level is missing."""
    rest: Decimal | None = None
    """What the half place of the origin makes of it; None if the origin is the exact level."""
    divisor: Decimal | None = None

    def part(self, intensity: Decimal, *, is_confirmed: bool | None) -> int:
        """The part of a line with this intensity, in the unit of the thresholds."""
        band = bisect_left(self.bounds, subtract(intensity, self.origin))
        return self.confirmed_parts[band] if is_confirmed else self.parts[band]


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """What a line of one product and pair of units is measured with.

    A capacity times ``factor`` (and, if ``is_daily``, times the days of operation) is in ``capacity_unit``, the
    product's own. ``thresholds`` is None if the product cannot be graded.
    """

    product: Product
    product_id: str
    capacity_unit: CapacityUnit
    capacity_symbol: str
    """The symbol of ``capacity_unit``."""
    base_size: Decimal
    """The size of ``capacity_unit`` in the base unit of its dimension."""
    factor: Decimal | None
    """None for one."""
    is_daily: bool
    energy_weight: Fraction | None
    """tce/a per capacity unit at the benchmark level; None if the product cannot be weighted by energy."""
    thresholds: Thresholds | None
    size: tuple[Decimal, Decimal | None] | None = None
    """The least and the largest capacity per day, as submitted, that the name of the product allows."""
    editions: tuple[str, ...] = ()
    """The other editions that hold a level of the product."""
    others: tuple[tuple[str, Thresholds], ...] = ()
    """If the product cannot be graded: the other editions that can, and their levels."""

    @property
    def excess_divisor(self) -> Decimal | None:
        """Sums of energy above the benchmark level, divided by this, are in tce/a; None if there is no such energy."""
        if self.thresholds is None or self.thresholds.slope is None:
            return None
        return self.thresholds.divisor or _ONE

    def contradicts(self, capacity: Decimal) -> bool:
        """Whether a capacity per day, as submitted, is not of the size that the name of the product states."""
        if self.size is None:
            return False
        lowest, highest = self.size
        return capacity < lowest or (highest is not None and capacity > highest)

    def other_standings(self, intensity: Decimal, *, is_confirmed: bool | None) -> tuple[OtherStanding, ...]:
        """Where a line would stand by the levels of the other editions; those that would not grade it are left out."""
        parts = ((edition, levels.part(intensity, is_confirmed=is_confirmed)) for edition, levels in self.others)
        return tuple(
            OtherStanding(edition=edition, standing=STANDINGS[part]) for edition, part in parts if part != UNGRADED
        )


def make_yardstick(  # noqa: PLR0913 - a product, two units, and what they are measured by
    product: Product,
    capacity_unit: CapacityUnit,
    intensity_unit: IntensityUnit | None,
    *,
    units: Units,
    cautions: Cautions,
    others: tuple[Product, ...] = (),
) -> Yardstick:
    """The yardstick for capacities and intensities in these units, which must fit the product.

    ``others`` are the same row in the other editions.
    """
    own = product.capacity_unit
    if isinstance(own, NotHeld):
        own = units.capacities[f"{BASE_SYMBOLS[capacity_unit.amount.dimension]}/a"]
    factor = capacity_unit.per(own)
    thresholds = _convert_levels(product, own, intensity_unit, units, cautions)
    converted = [
        (other.edition, _convert_levels(other, own, intensity_unit, units, cautions))
        for other in (() if product.is_gradable else others)
    ]
    return Yardstick(
        product=product,
        product_id=product.id,
        capacity_unit=own,
        capacity_symbol=own.symbol,
        base_size=to_decimal(own.amount.size),
        factor=None if factor == 1 else to_decimal(factor),
        is_daily=capacity_unit.is_daily,
        energy_weight=_energy_weight(product, own, units),
        thresholds=thresholds,
        size=_size(product, capacity_unit, cautions),
        editions=tuple(other.edition for other in others if other.is_gradable),
        others=tuple((edition, levels) for edition, levels in converted if levels is not None),
    )


def _convert_levels(
    product: Product, capacity_unit: CapacityUnit, submitted: IntensityUnit | None, units: Units, cautions: Cautions
) -> Thresholds | None:
    if isinstance(product.indicator, NotHeld) or submitted is None or not product.is_gradable:
        return None
    own = product.indicator.unit
    if not own.is_comparable(submitted):  # the unit of a line whose edition states none for the product
        return None
    to_submitted = own.per(submitted)
    levels = [
        Fraction(level.value) * to_submitted
        for level in (product.benchmark, product.baseline)
        if isinstance(level, Level)
    ]
    floors = [floor_to_places(level) for level in levels]
    origin = floors[0] if Fraction(floors[0]) == levels[0] else add(floors[0], _HALF_A_PLACE)
    has_benchmark, has_baseline = isinstance(product.benchmark, Level), isinstance(product.baseline, Level)
    parts = confirmed_parts = _PARTS[has_benchmark, has_baseline]
    bounds = [ZERO, *(subtract(floor, origin) for floor in floors[1:])]
    if window := cautions.window(product, submitted):
        lowest, highest = subtract(ceil_to_places(window[0]), LAST_PLACE), floor_to_places(window[1])
        bounds = [min(ZERO, subtract(lowest, origin)), *bounds, subtract(highest, origin)]
        parts, confirmed_parts = (UNGRADED, *parts, UNGRADED), (parts[0], *parts, parts[-1])
    thresholds = Thresholds(
        origin=origin,
        bounds=tuple(accumulate(bounds, max)),  # levels that differ by less than a place have one bound
        parts=parts,
        confirmed_parts=confirmed_parts,
        unit=submitted.symbol,
        level_not_held=None if has_benchmark and has_baseline else "baseline" if has_benchmark else "benchmark",
        slope=None,
    )
    tce = _tce_per_capacity(product, capacity_unit, units)
    if tce is None or not has_benchmark:
        return thresholds
    slope = tce / to_submitted
    rest = (Fraction(origin) - levels[0]) * slope
    divisor = _without_twos_and_fives(lcm(slope.denominator, rest.denominator))
    return replace(
        thresholds,
        slope=to_decimal(slope * divisor),
        rest=to_decimal(rest * divisor) if rest else None,
        divisor=None if divisor == 1 else Decimal(divisor),
    )


def _size(product: Product, capacity_unit: CapacityUnit, cautions: Cautions) -> tuple[Decimal, Decimal | None] | None:
    size = cautions.sizes.get(product.id)
    if size is None or not capacity_unit.is_daily or size.unit.amount.dimension != capacity_unit.amount.dimension:
        return None
    return size.limits(capacity_unit)


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
