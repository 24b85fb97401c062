"""One row of a filled table: what it says of a product, and every fault of it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from service.domain.benchmark import Level, NotHeld
from service.domain.catalogue import name_key
from service.domain.errors import UnknownUnitError
from service.domain.reading import LEVEL_NAMES, LevelName, Reading
from service.formats.cells import CellError, FormattedNumber, Number
from service.formats.levels.faults import SheetFault
from service.formats.levels.sheet import facts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.domain.benchmark import Product, Sector
    from service.domain.catalogue import Catalogue
    from service.formats.cells import Cell

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,12})?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*", re.ASCII)
_INDUSTRY = re.compile(r"[0-9]{2,4}", re.ASCII)
_BLANKS = " \t"
_MAX_TEXT = 200
_MAX_PLACE = 100
_NEEDED_FACTS = ("indicator", "unit", "capacity_unit")


class FilledRow:
    """Reads one row; ``faults`` are all that was found in it."""

    def __init__(self, row: int, cells: Mapping[str, Cell], product: Product, sector: Sector) -> None:
        """Start with the cells of a product, by field."""
        self._row = row
        self._cells = cells
        self._product = product
        self._held = facts_of(product, sector)
        self.faults: list[SheetFault] = []

    def read(self, catalogue: Catalogue) -> Reading | None:
        """What was read in the document; None if nothing was, or if the row has a fault."""
        place = self._read_place()
        levels = {name: value for name in LEVEL_NAMES if (value := self._read_level(name)) is not None}
        facts = self._read_facts(catalogue)
        new = [name for name, value in levels.items() if value != self._held_value(name)]
        if place:
            if not levels and not self.faults:
                self._fault("place", "nothing_read", place)
        else:
            for name in new:
                self._fault(name, "no_place", format(levels[name], "f"))
        if facts and not levels and not place:
            fact, text = next(iter(facts.items()))
            self._fault(fact, "nothing_read", text)
        self._check_order(levels)
        if self._held["unit"] is None or self._held["capacity_unit"] is None:
            self._check_complete(levels, facts)
        if self.faults or not place:
            return None
        return Reading(product=self._product, place=place, levels=levels, facts=facts)

    def _fault(self, field: str, code: str, value: object = None, known: object = None) -> None:
        self.faults.append(SheetFault(self._row, field, code, value, {"known": known}))

    def _held_value(self, name: LevelName) -> Decimal | None:
        level: Level | NotHeld = getattr(self._product, name)
        return None if isinstance(level, NotHeld) else level.value

    def _read_level(self, name: LevelName) -> Decimal | None:
        """The number in the cell; None if it is empty or no number."""
        cell = self._cells.get(name)
        held = self._held_value(name)
        if _is_blank(cell):
            if held is not None:
                self._fault(name, "emptied", known=format(held, "f"))
            return None
        if isinstance(cell, FormattedNumber):
            self._fault(name, "formatted", cell)
            return None
        text = cell.strip(_BLANKS) if isinstance(cell, str) else ""
        if not _NUMBER.fullmatch(text):
            self._fault(name, "not_a_number", str(cell) if isinstance(cell, CellError) else cell)
            return None
        return Decimal(text)

    def _read_place(self) -> str | None:
        cell = self._cells.get("place")
        if _is_blank(cell):
            return None
        text = _as_text(cell)
        is_place = (
            text is not None
            and len(text) <= _MAX_PLACE
            and not _DAY.fullmatch(text)
            and not {";", "；"} & set(text)
            and "sha256:" not in text
        )
        if text is None or not is_place:
            self._fault("place", "bad_place", str(cell))
            return None
        return f"page {text}" if text.isascii() and text.isdigit() else text

    def _read_facts(self, catalogue: Catalogue) -> dict[str, str]:
        """The facts that were not held; one that is held must stay what it is."""
        facts: dict[str, str] = {}
        for field, held in self._held.items():
            cell = self._cells.get(field)
            if _is_blank(cell):
                continue
            text = _as_text(cell)
            if text is None or len(text) > _MAX_TEXT:
                self._fault(field, "not_text", str(cell))
            elif held is None:
                facts[field] = text
            elif name_key(text) != name_key(held):
                self._fault(field, "changed", text, held)
        self._check_facts(facts, catalogue)
        return facts

    def _check_facts(self, facts: dict[str, str], catalogue: Catalogue) -> None:
        if "unit" in facts:
            try:
                catalogue.units.intensity(facts["unit"])
            except UnknownUnitError:
                self._fault("unit", "unknown_unit", facts["unit"])
        if "capacity_unit" in facts:
            try:
                if catalogue.units.capacity(facts["capacity_unit"]).is_daily:
                    self._fault("capacity_unit", "daily_unit", facts["capacity_unit"])
            except UnknownUnitError:
                self._fault("capacity_unit", "unknown_unit", facts["capacity_unit"])
        if "industry_code" in facts and not _INDUSTRY.fullmatch(facts["industry_code"]):
            self._fault("industry_code", "bad_code", facts["industry_code"])
        if "indicator" in facts and "indicator_en" not in facts:
            if english := _english_of(facts["indicator"], catalogue):
                facts["indicator_en"] = english
            else:
                self._fault("indicator_en", "no_english", facts["indicator"])

    def _check_order(self, levels: Mapping[LevelName, Decimal]) -> None:
        benchmark, baseline = (levels.get(name, self._held_value(name)) for name in LEVEL_NAMES)
        if benchmark is not None and baseline is not None and benchmark > baseline:
            self._fault("benchmark", "worse", format(benchmark, "f"), format(baseline, "f"))

    def _check_complete(self, levels: Mapping[LevelName, Decimal], facts: Mapping[str, str]) -> None:
        """Check that a row of which only the name is held gets all that a level needs, and both levels."""
        if not levels:
            return
        known = {field for field, held in self._held.items() if held} | facts.keys() | levels.keys()
        for field in (*_NEEDED_FACTS, *LEVEL_NAMES):
            if field not in known and field not in {fault.column for fault in self.faults}:
                self._fault(field, "incomplete")


def _english_of(indicator: str, catalogue: Catalogue) -> str | None:
    """The English name of an indicator that another row has."""
    for edition in catalogue.editions.values():
        for product in edition:
            if not isinstance(product.indicator, NotHeld) and product.indicator.name.zh == indicator:
                return product.indicator.name.en
    return None


def _as_text(cell: Cell) -> str | None:
    """The text of a cell, of a number its digits; None for an error, true, false and a text that is not plain."""
    if not isinstance(cell, str):
        return None
    text = str(cell.number if isinstance(cell, FormattedNumber) else cell).strip()
    if not isinstance(cell, Number) and text[:1] == "'":  # as `escape_cell` writes what looks like a formula
        text = text[1:].strip()
    return text if text.isprintable() else None


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
