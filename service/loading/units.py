"""``units.yaml``: the units, their spellings and their sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.domain.quantity import BASE_SYMBOLS, Accounting, Amount, Energy, Period, Units, unit_key
from service.loading.file_schemas import AmountSchema, EnergySchema, PeriodSchema, UnitsSchema

if TYPE_CHECKING:
    from service.loading.reader import Reader

    Parts = list[tuple[str, dict[str, Any]]]

_NAME = "units.yaml"
_SCHEMAS = {"energy": EnergySchema, "amounts": AmountSchema, "periods": PeriodSchema}
_NEEDED: dict[str, dict[str, dict[str, object]]] = {
    "energy": {
        "kgce": {"accounting": Accounting.EQUIVALENT},
        "tce": {"accounting": Accounting.EQUIVALENT},
        "kWh": {"accounting": Accounting.ELECTRICITY},
    },
    "amounts": {symbol: {"dimension": dimension, "size": 1} for dimension, symbol in BASE_SYMBOLS.items()},
    "periods": {"a": {}, "d": {}},
}
"""The units that the rules of the domain calculate in."""


def read_units(reader: Reader) -> Units | None:
    """The units; None, with the faults added, if anything about them is wrong."""
    content = reader.parse(_NAME)
    if content is None:
        return None
    head = reader.load(_NAME, UnitsSchema(), content)
    energies, amounts, periods = (_load_parts(reader, key, content) for key in _SCHEMAS)
    if head is None or not reader.is_faultless(_NAME):
        return None
    return Units(
        energies=tuple(Energy(**part) for part in energies),
        amounts=tuple(Amount(**part) for part in amounts),
        periods=tuple(Period(**part) for part in periods),
        electricity_coal_factor=head["electricity_weight"]["value"],
    )


def _load_parts(reader: Reader, key: str, content: dict[str, Any]) -> list[dict[str, Any]]:
    parts = list(reader.load_rows(_NAME, key, _SCHEMAS[key](), content))
    if reader.is_faultless(_NAME, key):  # otherwise a needed unit may be in a row that has a fault
        _check_needed(reader, key, parts)
    _check_spellings(reader, parts)
    return [part | {"spellings": tuple(part["spellings"])} for _, part in parts]


def _check_needed(reader: Reader, key: str, parts: Parts) -> None:
    by_symbol = {part["symbol"]: (path, part) for path, part in parts}
    for symbol, facts in _NEEDED[key].items():
        if symbol not in by_symbol:
            reader.add_fault(_NAME, key, f"{symbol} is missing")
            continue
        path, part = by_symbol[symbol]
        for fact, value in facts.items():
            if part[fact] != value:
                reader.add_fault(_NAME, f"{path}.{fact}", f"must be {value} for {symbol}")


def _check_spellings(reader: Reader, parts: Parts) -> None:
    seen: dict[str, str] = {}
    for path, part in parts:
        spellings = {f"{path}.spellings[{index}]": text for index, text in enumerate(part["spellings"])}
        for place, text in ({f"{path}.symbol": part["symbol"]} | spellings).items():
            key = unit_key(text)
            if "/" in key:
                reader.add_fault(_NAME, place, f"{text!r} contains a slash, which separates the parts of a unit")
            if key in seen:
                reader.add_fault(_NAME, place, f"duplicate {text!r}, already used for {seen[key]!r}")
            seen.setdefault(key, part["symbol"])
