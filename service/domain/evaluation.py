"""From a line to its verdict, and from a list to its summary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.benchmark import NotHeld
from service.domain.capacity import AT_BENCHMARK, BELOW_BASELINE, BETWEEN, UNGRADED, Standing
from service.domain.errors import AmbiguousProductError, Fault, UnknownProductError, UnknownUnitError
from service.domain.quantity import CapacityUnit, multiply, plain
from service.domain.summary import Account, Summary, summarise
from service.domain.yardstick import Yardstick, yardstick

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from service.domain.benchmark import Edition, Product
    from service.domain.capacity import CapacityLine
    from service.domain.catalogue import Catalogue
    from service.domain.quantity import IntensityUnit

INTENSITY_MISSING = "intensity_missing"
BENCHMARK_NOT_HELD = "benchmark_not_held"

STANDINGS = {
    AT_BENCHMARK: Standing.AT_BENCHMARK,
    BETWEEN: Standing.BETWEEN,
    BELOW_BASELINE: Standing.BELOW_BASELINE,
}

SUGGESTIONS = 100
"""Unknown names of one list that near names are looked up for; looking them up costs milliseconds each."""

REMEMBERED = 4096
"""Spellings of product and units that are kept ready; real lists have a few dozen."""


@dataclass(slots=True)
class Graded:
    """The verdict on a line that was measured and whose product has both levels.

    ``intensity`` and ``gap`` (intensity minus benchmark level) are in ``unit``, the one submitted; ``capacity`` is in
    ``capacity_unit``, the product's own, per year; ``excess_energy`` in tce/a is None where the indicator is not energy
    per unit of the capacity.
    """

    index: int
    id: str | None
    status: str
    benchmark: str
    standing: Standing
    meets_benchmark: bool
    intensity: Decimal
    unit: str
    gap: Decimal
    capacity: Decimal
    capacity_unit: str
    excess_energy: Decimal | None


@dataclass(slots=True)
class Ungraded:
    """A line that counts in every total but cannot be judged; ``reason`` says why.

    ``editions`` are the other editions by which its product could be judged.
    """

    index: int
    id: str | None
    status: str
    benchmark: str
    reason: str
    capacity: Decimal
    capacity_unit: str
    editions: tuple[str, ...]


@dataclass(slots=True)
class Rejected:
    """A line that could not be understood. It is in no total."""

    index: int
    id: str | None
    status: str
    faults: list[Fault]


Verdict = Graded | Ungraded | Rejected


class Evaluation:
    """A list under evaluation, line by line. It keeps running sums and the ids seen, never the lines."""

    def __init__(self, catalogue: Catalogue, edition: Edition) -> None:
        """Start an empty list under one edition."""
        self._catalogue = catalogue
        self._edition = edition
        self._submitted = 0
        self._rejected = 0
        self._first_index: dict[str, int] = {}
        self._ready: dict[tuple[str, str | None, str | None], Yardstick] = {}
        self._yardsticks: dict[tuple[str, str, str | None], Yardstick] = {}
        self._nearest: dict[str, tuple[str, ...]] = {}

    def take(self, line: CapacityLine) -> Verdict:
        """Judge the next line of the list; its shape has been checked."""
        index = self._submitted
        rod = self._ready.get((line.benchmark, line.capacity_unit, line.intensity_unit)) or self._prepare(line)
        if (
            rod is None
            or (rod.is_daily and line.operating_days is None)
            or (line.id is not None and self._first_index.setdefault(line.id, index) != index)
        ):
            return self.refuse(_named(line), [])
        self._submitted += 1
        capacity = multiply(line.capacity, rod.factor)
        if rod.is_daily and line.operating_days is not None:
            capacity = multiply(capacity, line.operating_days)
        tally = rod.tallies[line.group]
        levels = rod.levels
        if levels is None or line.intensity is None:
            tally.count(UNGRADED, capacity)
            reason = BENCHMARK_NOT_HELD if levels is None else INTENSITY_MISSING
            return Ungraded(
                index,
                line.id,
                "ungraded",
                rod.product.id,
                reason,
                plain(capacity),
                rod.capacity_unit.symbol,
                rod.editions,
            )
        part = levels.classify(line.intensity)
        tally.count(part, capacity)
        return Graded(
            index,
            line.id,
            "graded",
            rod.product.id,
            STANDINGS[part],
            part == AT_BENCHMARK,
            line.intensity,
            levels.unit,
            levels.gap(line.intensity),
            plain(capacity),
            rod.capacity_unit.symbol,
            levels.excess.of(line.intensity, capacity) if levels.excess else None,
        )

    def refuse(self, fields: Mapping[str, object], faults: list[Fault]) -> Rejected:
        """Reject the next line of the list for its faults and for whatever else is wrong with its sound fields.

        ``fields`` are those whose shape is right, ``faults`` what was found in the others.
        """
        index = self._submitted
        self._submitted += 1
        self._rejected += 1
        unsound = {fault.field for fault in faults}
        found = [*faults, *(fault for fault in self._faults(fields) if fault.field not in unsound)]
        line_id = fields.get("id")
        if not isinstance(line_id, str):
            return Rejected(index, None, "rejected", found)
        first = self._first_index.setdefault(line_id, index)
        if first != index:
            found.append(Fault(field="id", code="duplicate_id", value=line_id, facts=(("first", first),)))
        return Rejected(index, line_id, "rejected", found)

    def summary(self) -> Summary:
        """What the lines taken so far add up to."""
        accounts = (
            Account(product=rod.product, group=group, unit=rod.capacity_unit, tally=tally, tce=rod.weight)
            for rod in self._yardsticks.values()
            for group, tally in rod.tallies.items()
        )
        return summarise(accounts, self._edition, self._rejected)

    def _prepare(self, line: CapacityLine) -> Yardstick | None:
        product, capacity_unit, intensity_unit, faults = self._resolve(
            line.benchmark, line.capacity_unit, line.intensity_unit
        )
        if faults or product is None or capacity_unit is None:
            return None
        key = (product.id, capacity_unit.symbol, intensity_unit.symbol if intensity_unit else None)
        if key not in self._yardsticks:
            others = tuple(other.edition for other in self._catalogue.elsewhere(product) if other.is_gradable)
            self._yardsticks[key] = yardstick(
                product, capacity_unit, intensity_unit, units=self._catalogue.units, editions=others
            )
        if len(self._ready) >= REMEMBERED:
            self._ready.clear()
        self._ready[line.benchmark, line.capacity_unit, line.intensity_unit] = self._yardsticks[key]
        return self._yardsticks[key]

    def _faults(self, fields: Mapping[str, object]) -> list[Fault]:
        benchmark, capacity_text, intensity_text = (
            value if isinstance(value := fields.get(name), str) else None
            for name in ("benchmark", "capacity_unit", "intensity_unit")
        )
        _, capacity_unit, _, faults = self._resolve(benchmark, capacity_text, intensity_text)
        if capacity_unit is not None and capacity_unit.is_daily and fields.get("operating_days") is None:
            faults.append(Fault(field="operating_days", code="required", value=capacity_unit.symbol))
        return faults

    def _resolve(
        self, benchmark: str | None, capacity_text: str | None, intensity_text: str | None
    ) -> tuple[Product | None, CapacityUnit | None, IntensityUnit | None, list[Fault]]:
        """Find what the texts of a line name, with every fault in them; a text that is None is not judged."""
        faults: list[Fault] = []
        product = None if benchmark is None else self._product(benchmark, faults)
        capacity_unit = product.capacity_unit if product else None
        if capacity_text is not None:
            capacity_unit = self._capacity_unit(capacity_text, capacity_unit, faults)
        elif isinstance(capacity_unit, NotHeld):
            faults.append(Fault(field="capacity_unit", code="required"))
        indicator = product.indicator if product else None
        intensity_unit = None if indicator is None or isinstance(indicator, NotHeld) else indicator.unit
        if intensity_text is not None:
            intensity_unit = self._intensity_unit(intensity_text, intensity_unit, faults)
        return product, capacity_unit if isinstance(capacity_unit, CapacityUnit) else None, intensity_unit, faults

    def _product(self, text: str, faults: list[Fault]) -> Product | None:
        try:
            return self._catalogue.find(self._edition, text)
        except AmbiguousProductError as error:
            code, candidates = "ambiguous_benchmark", error.candidates
        except UnknownProductError:
            if text not in self._nearest and len(self._nearest) < SUGGESTIONS:
                self._nearest[text] = self._catalogue.nearest(self._edition, text)
            code, candidates = "unknown_benchmark", self._nearest.get(text, ())
        faults.append(Fault(field="benchmark", code=code, value=text, candidates=candidates))
        return None

    def _capacity_unit(self, text: str, own: CapacityUnit | NotHeld | None, faults: list[Fault]) -> CapacityUnit | None:
        units = self._catalogue.units
        would_do = tuple(
            unit.symbol
            for unit in units.capacities.values()
            if not isinstance(own, CapacityUnit) or unit.amount.dimension == own.amount.dimension
        )
        try:
            unit = units.capacity(text)
        except UnknownUnitError:
            faults.append(Fault(field="capacity_unit", code="unknown_unit", value=text, candidates=would_do))
            return None
        if unit.symbol not in would_do:
            faults.append(Fault(field="capacity_unit", code="unit_mismatch", value=text, candidates=would_do))
        return unit

    def _intensity_unit(self, text: str, own: IntensityUnit | None, faults: list[Fault]) -> IntensityUnit | None:
        units = self._catalogue.units
        would_do = tuple(
            unit.symbol
            for unit in units.intensities.values()
            if own is not None and unit.amount == own.amount and unit.is_comparable(own)
        )
        try:
            unit = units.intensity(text)
        except UnknownUnitError:
            faults.append(Fault(field="intensity_unit", code="unknown_unit", value=text, candidates=would_do))
            return None
        if own is not None and not unit.is_comparable(own):
            faults.append(Fault(field="intensity_unit", code="unit_mismatch", value=text, candidates=would_do))
        return unit


def _named(line: CapacityLine) -> dict[str, object]:
    names = ("id", "benchmark", "capacity_unit", "intensity_unit", "operating_days")
    return {name: getattr(line, name) for name in names}
