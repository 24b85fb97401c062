"""``cautions.yaml``: the rules of caution of this project."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from service.domain.benchmark import NotHeld
from service.domain.caution import Cautions, Process, Size, Window
from service.domain.errors import UnknownUnitError
from service.loading.file_schemas import CautionsSchema, PlausibleSchema, ProcessSchema, SizeSchema

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.domain.quantity import IntensityUnit, Units
    from service.loading.editions import KnownIds
    from service.loading.reader import Reader

UnitT = TypeVar("UnitT")

_NAME = "cautions.yaml"


def read_cautions(reader: Reader, known: KnownIds, units: Units | None) -> Cautions:
    """The rules of caution that could be read. Without units, everything but their units is checked."""
    content = reader.parse(_NAME)
    if content is None:
        return Cautions()
    return _CautionsReader(reader, known, units).read(content)


class _CautionsReader:
    """Reads the sections of the file, and adds every fault that it finds."""

    def __init__(self, reader: Reader, known: KnownIds, units: Units | None) -> None:
        self._reader = reader
        self._known = known
        self._units = units

    def read(self, content: dict[str, Any]) -> Cautions:
        head = self._reader.load(_NAME, CautionsSchema(), content)
        windows: dict[str, Window] = {}
        for path, row in self._reader.load_rows(_NAME, "plausible", PlausibleSchema(), content):
            window = self._window(path, row)
            for index, product in enumerate(row["products"]):
                self._check_product(f"{path}.products[{index}]", product, windows)
                if window is not None:
                    self._check_levels(f"{path}.window", product, window)
                    windows[product] = window
        sizes: dict[str, Size] = {}
        for path, row in self._reader.load_rows(_NAME, "sizes", SizeSchema(), content):
            self._check_product(f"{path}.product", row["product"], sizes)
            if size := self._size(f"{path}.capacity", row["capacity"]):
                sizes[row["product"]] = size
        processes = [
            self._process(path, row) for path, row in self._reader.load_rows(_NAME, "parts", ProcessSchema(), content)
        ]
        consecutive = head["consecutive"] if head else []
        for outer, sectors in enumerate(consecutive):
            for inner, sector in enumerate(sectors):
                if not self._known.has_sector(sector):
                    self._fault(f"consecutive[{outer}][{inner}]", f"no sector {sector!r}")
        return Cautions(
            windows=windows, sizes=sizes, processes=tuple(processes), consecutive=tuple(map(tuple, consecutive))
        )

    def _fault(self, path: str, message: str) -> None:
        self._reader.add_fault(_NAME, path, message)

    def _check_product(self, path: str, product: str, stated: dict[str, Any] | None = None) -> None:
        if not self._known.has_product(product):
            self._fault(path, f"no product {product!r}")
        if stated and product in stated:
            self._fault(path, f"duplicate {product!r}")

    def _window(self, path: str, row: dict[str, Any]) -> Window | None:
        window = row["window"]
        if window["lowest"] >= window["highest"]:
            self._fault(f"{path}.window.to", f"{window['highest']} is not above {window['lowest']}")
            return None
        unit = self._find_unit(f"{path}.window.unit", window["unit"], self._units.intensity if self._units else None)
        return None if unit is None else Window(**(window | {"unit": unit}))

    def _check_levels(self, path: str, product: str, window: Window) -> None:
        """Check that the window holds the levels of the product, in every edition."""
        for row in self._known.rows.get(product, ()):
            own = None if isinstance(row["unit"], NotHeld) else self._own_unit(row["unit"])
            if own is None:
                continue
            if not own.is_comparable(window.unit):
                self._fault(f"{path}.unit", f"{window.unit.symbol!r} does not fit {product!r}")
                continue
            for level in (row["benchmark"], row["baseline"]):
                if isinstance(level, NotHeld):
                    continue
                value = Fraction(level["value"]) * own.per(window.unit)
                if not window.lowest <= value <= window.highest:
                    self._fault(path, f"does not hold the level {level['value']} of {product!r}")

    def _own_unit(self, text: str) -> IntensityUnit | None:
        try:
            return self._units.intensity(text) if self._units else None
        except UnknownUnitError:  # a fault of the row
            return None

    def _find_unit(self, path: str, text: str, find: Callable[[str], UnitT] | None) -> UnitT | None:
        try:
            return find(text) if find else None
        except UnknownUnitError:
            self._fault(path, f"unknown unit {text!r}")
            return None

    def _size(self, path: str, row: dict[str, Any]) -> Size | None:
        if row["highest"] is not None and row["lowest"] >= row["highest"]:
            self._fault(f"{path}.to", f"{row['highest']} is not above {row['lowest']}")
        unit = self._find_unit(f"{path}.unit", row["unit"], self._units.capacity if self._units else None)
        if unit is not None and not unit.is_daily:
            self._fault(f"{path}.unit", f"{unit.symbol!r} is not per day")
        return None if unit is None else Size(**(row | {"unit": unit}))

    def _process(self, path: str, row: dict[str, Any]) -> Process:
        self._check_product(f"{path}.whole", row["whole"])
        for index, step in enumerate(row["steps"]):
            self._check_product(f"{path}.steps[{index}]", step)
            if step == row["whole"] or step in row["steps"][:index]:
                self._fault(f"{path}.steps[{index}]", f"duplicate {step!r}")
        return Process(whole=row["whole"], steps=tuple(row["steps"]))
