"""Resolve the texts of a line: its product's name and its units, or every fault in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.domain.benchmark import NotHeld
from service.domain.errors import AmbiguousProductError, Fault, UnknownProductError, UnknownUnitError
from service.domain.quantity import CapacityUnit
from service.domain.text import Text

if TYPE_CHECKING:
    from service.domain.benchmark import Edition, Product
    from service.domain.catalogue import Catalogue
    from service.domain.quantity import IntensityUnit

MAX_SUGGESTIONS = 100
"""Unknown names of one list for which similar names are looked up; each look-up takes milliseconds."""

MAX_CACHED = 4096
"""Combinations of texts that are cached; real lists have a few dozen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The product and the units of a line. If no text names a unit, it is the product's own, if that is known."""

    product: Product | None
    capacity_unit: CapacityUnit | None
    intensity_unit: IntensityUnit | None
    faults: tuple[Fault, ...]


class Naming:
    """Resolves the texts of the lines of one list under one edition."""

    def __init__(self, catalogue: Catalogue, edition: Edition) -> None:
        """Start with an empty cache."""
        self._catalogue = catalogue
        self._edition = edition
        self._resolutions: dict[tuple[str | None, str | None, str | None], Resolution] = {}
        self._suggestions: dict[str, tuple[str, ...]] = {}

    def resolve(self, benchmark: str | None, capacity_text: str | None, intensity_text: str | None) -> Resolution:
        """What the texts mean, with every fault in them; a text that is None has no fault."""
        key = (benchmark, capacity_text, intensity_text)
        if key not in self._resolutions:
            if len(self._resolutions) >= MAX_CACHED:
                self._resolutions.clear()
            self._resolutions[key] = self._resolve(*key)
        return self._resolutions[key]

    def _resolve(self, benchmark: str | None, capacity_text: str | None, intensity_text: str | None) -> Resolution:
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
        return Resolution(
            product=product,
            capacity_unit=capacity_unit if isinstance(capacity_unit, CapacityUnit) else None,
            intensity_unit=intensity_unit,
            faults=tuple(faults),
        )

    def _product(self, text: str, faults: list[Fault]) -> Product | None:
        try:
            return self._catalogue.find(self._edition, text)
        except AmbiguousProductError as error:
            candidates = error.candidates
            facts = {"names": self._name_rows(candidates)}
            fault = Fault(field="benchmark", code="ambiguous_benchmark", value=text, candidates=candidates, facts=facts)
        except UnknownProductError:
            editions = self._catalogue.editions_with(text)
            candidates = self._suggest(text)
            fault = Fault(
                field="benchmark",
                code="unknown_benchmark",
                variant="elsewhere" if editions else "",
                value=text,
                candidates=candidates,
                facts={"editions": editions, "names": self._name_rows(candidates)},
            )
        faults.append(fault)
        return None

    def _name_rows(self, ids: tuple[str, ...]) -> Text:
        """The names of rows, each with its id: people know the name, programs the id."""
        rows = [self._edition.products[product_id] for product_id in ids]
        return Text(
            en=", ".join(f"{row.name.en} ({row.id})" for row in rows),
            zh="、".join(f"{row.name.zh}（{row.id}）" for row in rows),
        )

    def _suggest(self, text: str) -> tuple[str, ...]:
        if text not in self._suggestions and len(self._suggestions) < MAX_SUGGESTIONS:
            self._suggestions[text] = self._catalogue.similar_ids(self._edition, text)
        return self._suggestions.get(text, ())

    def _capacity_unit(self, text: str, own: CapacityUnit | NotHeld | None, faults: list[Fault]) -> CapacityUnit | None:
        units = self._catalogue.units
        try:
            unit = units.capacity(text)
        except UnknownUnitError:
            unit = None
        if unit and (not isinstance(own, CapacityUnit) or unit.amount.dimension == own.amount.dimension):
            return unit
        candidates = tuple(
            other.symbol
            for other in units.capacities.values()
            if not isinstance(own, CapacityUnit) or other.amount.dimension == own.amount.dimension
        )
        if unit is None:
            # An amount without a period (万吨) most likely means one per year, but the caller must say so.
            same_amount = tuple(symbol for symbol in units.capacities_of_amount(text) if symbol in candidates)
            candidates = same_amount or candidates
        code = "unit_mismatch" if unit else "unknown_unit"
        faults.append(Fault(field="capacity_unit", code=code, value=text, candidates=candidates))
        return unit

    def _intensity_unit(self, text: str, own: IntensityUnit | None, faults: list[Fault]) -> IntensityUnit | None:
        units = self._catalogue.units
        try:
            unit = units.intensity(text)
        except UnknownUnitError:
            unit = None
        if unit and (own is None or unit.is_comparable(own)):
            return unit
        candidates = tuple(
            other.symbol
            for other in units.intensities.values()
            if own is not None and other.amount == own.amount and other.is_comparable(own)
        )
        code = "unit_mismatch" if unit else "unknown_unit"
        faults.append(Fault(field="intensity_unit", code=code, value=text, candidates=candidates))
        return unit
