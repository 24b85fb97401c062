"""``units.yaml``: which units there are, what they are called, and how large they are."""

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
"""What the rules of the domain reckon in."""


def read_units(reader: Reader) -> Units | None:
    """The units; None, with the faults noted, if anything about them is wrong."""
    content = reader.mapping(_NAME)
    if content is None:
        return None
    head = reader.shaped(_NAME, UnitsSchema(), content)
    energies, amounts, periods = (_parts(reader, key, content) for key in _SCHEMAS)
    if head is None or not reader.is_sound(_NAME):
        return None
    return Units(
        energies=tuple(Energy(**part) for part in energies),
        amounts=tuple(Amount(**part) for part in amounts),
        periods=tuple(Period(**part) for part in periods),
        electricity_weight=head["electricity_weight"]["value"],
    )


def _parts(reader: Reader, key: str, content: dict[str, Any]) -> list[dict[str, Any]]:
    parts = list(reader.rows(_NAME, key, _SCHEMAS[key](), content))
    if reader.is_sound(_NAME, key):  # otherwise what is needed may stand in a row that is not sound
        _refuse_without(reader, key, parts)
    _refuse_repeated_spellings(reader, parts)
    return [part | {"spellings": tuple(part["spellings"])} for _, part in parts]


def _refuse_without(reader: Reader, key: str, parts: Parts) -> None:
    by_symbol = {part["symbol"]: (path, part) for path, part in parts}
    for symbol, facts in _NEEDED[key].items():
        if symbol not in by_symbol:
            reader.fault(_NAME, key, f"{symbol} is needed")
            continue
        path, part = by_symbol[symbol]
        for fact, value in facts.items():
            if part[fact] != value:
                reader.fault(_NAME, f"{path}.{fact}", f"must be {value} for {symbol}")


def _refuse_repeated_spellings(reader: Reader, parts: Parts) -> None:
    seen: dict[str, str] = {}
    for path, part in parts:
        spellings = {f"{path}.spellings[{place}]": text for place, text in enumerate(part["spellings"])}
        for place, text in ({f"{path}.symbol": part["symbol"]} | spellings).items():
            key = unit_key(text)
            if "/" in key:
                reader.fault(_NAME, place, f"{text!r} holds a slash, which divides a unit into its parts")
            if key in seen:
                reader.fault(_NAME, place, f"{text!r} stands already under {seen[key]!r}")
            seen.setdefault(key, part["symbol"])
