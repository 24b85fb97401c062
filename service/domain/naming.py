"""What the texts of a line name: a product, a unit of capacity and a unit of intensity, or every fault in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.domain.benchmark import NotHeld
from service.domain.errors import AmbiguousProductError, Fault, UnknownProductError, UnknownUnitError
from service.domain.quantity import CapacityUnit

if TYPE_CHECKING:
    from service.domain.benchmark import Edition, Product
    from service.domain.catalogue import Catalogue
    from service.domain.quantity import IntensityUnit

SUGGESTIONS = 100
"""Unknown names of one list that near names are looked up for; looking them up costs milliseconds each."""

REMEMBERED = 4096
"""Combinations of texts that are kept; real lists have a few dozen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What the texts of a line name. A unit that no text names is the product's own, if that is held."""

    product: Product | None
    capacity_unit: CapacityUnit | None
    intensity_unit: IntensityUnit | None
    faults: tuple[Fault, ...]


class Naming:
    """Resolves the texts of the lines of one list under one edition."""

    def __init__(self, catalogue: Catalogue, edition: Edition) -> None:
        """Start with nothing known."""
        self._catalogue = catalogue
        self._edition = edition
        self._known: dict[tuple[str | None, str | None, str | None], Named] = {}
        self._nearest: dict[str, tuple[str, ...]] = {}

    def resolve(self, benchmark: str | None, capacity_text: str | None, intensity_text: str | None) -> Named:
        """What the texts name, with every fault in them; a text that is None is not judged."""
        key = (benchmark, capacity_text, intensity_text)
        if key not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = self._found(*key)
        return self._known[key]

    def _found(self, benchmark: str | None, capacity_text: str | None, intensity_text: str | None) -> Named:
        faults: list[Fault] = []
        product = None if benchmark is None else self._product(benchmark, faults)
        capacity_unit = product.capacity_unit if product else None
        if capacity_text is not None:
            capacity_unit = self._capacity_unit(capacity_text, capacity_unit, faults)
        elif isinstance(capacity_unit, NotHeld):
            faults.append(Fault(field="capacity_unit", code="required", variant="no_unit_held"))
        indicator = product.indicator if product else None
        intensity_unit = None if indicator is None or isinstance(indicator, NotHeld) else indicator.unit
        if intensity_text is not None:
            intensity_unit = self._intensity_unit(intensity_text, intensity_unit, faults)
        return Named(
            product=product,
            capacity_unit=capacity_unit if isinstance(capacity_unit, CapacityUnit) else None,
            intensity_unit=intensity_unit,
            faults=tuple(faults),
        )

    def _product(self, text: str, faults: list[Fault]) -> Product | None:
        try:
            return self._catalogue.find(self._edition, text)
        except AmbiguousProductError as error:
            code, candidates = "ambiguous_benchmark", error.candidates
        except UnknownProductError:
            if text not in self._nearest and len(self._nearest) < SUGGESTIONS:
                self._nearest[text] = self._catalogue.nearest(self._edition, text)
            code, candidates = "unknown_benchmark", self._nearest.get(text, ())
        others = self._catalogue.editions_naming(text) if code == "unknown_benchmark" else ()
        fault = Fault(field="benchmark", code=code, value=text, candidates=candidates)
        faults.append(replace(fault, variant="elsewhere", facts={"editions": others}) if others else fault)
        return None

    def _capacity_unit(self, text: str, own: CapacityUnit | NotHeld | None, faults: list[Fault]) -> CapacityUnit | None:
        units = self._catalogue.units
        try:
            unit = units.capacity(text)
        except UnknownUnitError:
            unit = None
        if unit and (not isinstance(own, CapacityUnit) or unit.amount.dimension == own.amount.dimension):
            return unit
        would_do = tuple(
            other.symbol
            for other in units.capacities.values()
            if not isinstance(own, CapacityUnit) or other.amount.dimension == own.amount.dimension
        )
        if unit is None:
            # An amount without a period (万吨) is most likely one per year, but which it is the caller must say.
            would_do = tuple(symbol for symbol in units.capacities_of_amount(text) if symbol in would_do) or would_do
        code = "unit_mismatch" if unit else "unknown_unit"
        faults.append(Fault(field="capacity_unit", code=code, value=text, candidates=would_do))
        return unit

    def _intensity_unit(self, text: str, own: IntensityUnit | None, faults: list[Fault]) -> IntensityUnit | None:
        units = self._catalogue.units
        try:
            unit = units.intensity(text)
        except UnknownUnitError:
            unit = None
        if unit and (own is None or unit.is_comparable(own)):
            return unit
        would_do = tuple(
            other.symbol
            for other in units.intensities.values()
            if own is not None and other.amount == own.amount and other.is_comparable(own)
        )
        code = "unit_mismatch" if unit else "unknown_unit"
        faults.append(Fault(field="intensity_unit", code=code, value=text, candidates=would_do))
        return unit
