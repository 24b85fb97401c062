"""Rules of caution of this project, beside the official levels; no text gives them, and they change no level.

An intensity outside its plausible window decides nothing until the caller confirms it: kgce typed for tce, kWh for MWh,
or the zero of a system that measured nothing, would otherwise pass as a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from service.domain.benchmark import Level, NotHeld
from service.domain.number import LAST_PLACE, add, ceil_to_places, floor_to_places

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from service.domain.benchmark import Product
    from service.domain.quantity import CapacityUnit, IntensityUnit

WINDOW_FACTOR = 5
"""Plausible is from the benchmark level divided by this to the baseline level times this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The plausible intensities of a product, both ends included."""

    lowest: Decimal
    highest: Decimal
    unit: IntensityUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """The capacity per day that the name of a variant states; ``highest`` is included, and None without an end."""

    lowest: Decimal
    includes_lowest: bool
    highest: Decimal | None
    unit: CapacityUnit

    def limits(self, unit: CapacityUnit) -> tuple[Decimal, Decimal | None]:
        """The smallest and the largest number of 12 places that is of this size in ``unit``."""
        size = self.unit.per(unit)
        lowest = Fraction(self.lowest) * size
        return (
            ceil_to_places(lowest) if self.includes_lowest else add(floor_to_places(lowest), LAST_PLACE),
            None if self.highest is None else floor_to_places(Fraction(self.highest) * size),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A product whose capacity holds that of its steps: lines of both may count the same capacity twice."""

    whole: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cautions:
    """Every rule of caution: windows and sizes by the ids of products, and which products and sectors overlap."""

    windows: Mapping[str, Window] = field(default_factory=dict)
    sizes: Mapping[str, Size] = field(default_factory=dict)
    processes: tuple[Process, ...] = ()
    consecutive: tuple[tuple[str, ...], ...] = ()
    """Sectors whose capacities follow one another, so that adding tonnes counts the same metal in each."""

    def window(self, product: Product, unit: IntensityUnit) -> tuple[Fraction, Fraction] | None:
        """The plausible window of a product, both ends included, in ``unit``; None if it has none.

        With one level held, that one serves for both ends. A product with a level at or below zero has a window only
        if one is stated: no multiple of such a level means anything.
        """
        if stated := self.windows.get(product.id):
            size = stated.unit.per(unit)
            return Fraction(stated.lowest) * size, Fraction(stated.highest) * size
        levels = [level.value for level in (product.benchmark, product.baseline) if isinstance(level, Level)]
        if isinstance(product.indicator, NotHeld) or not levels or min(levels) <= 0:
            return None
        size = product.indicator.unit.per(unit)
        return Fraction(levels[0]) / WINDOW_FACTOR * size, Fraction(levels[-1]) * WINDOW_FACTOR * size
