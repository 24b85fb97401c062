"""``factors.yaml``: what a unit of each energy carrier counts for in standard coal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.domain.benchmark import NotHeld
from service.domain.catalogue import name_key
from service.domain.errors import UnknownUnitError
from service.domain.factor import Carrier, Carriers, Factor, ItemUnit, carriers_of
from service.domain.quantity import unit_key
from service.loading.factor_schemas import CarrierSchema, FactorsSchema, ItemUnitSchema

if TYPE_CHECKING:
    from service.domain.factor import Rate
    from service.domain.quantity import Units
    from service.loading.reader import Reader

    Rows = list[tuple[str, dict[str, Any]]]

NAME = "factors.yaml"


def read_factors(reader: Reader, units: Units | None) -> Carriers | None:
    """The carriers; None, with the faults added, if anything about them is wrong, or if there are no units.

    A folder without the file has no carriers: every factor of an account is then the caller's.
    """
    if NAME not in reader.names:
        return None if units is None else carriers_of(units)
    content = reader.parse(NAME)
    if content is None:
        return None
    reader.load(NAME, FactorsSchema(), content)
    further = list(reader.load_rows(NAME, "units", ItemUnitSchema(), content))
    rows = list(reader.load_rows(NAME, "carriers", CarrierSchema(), content))
    _check_names(reader, rows)
    for path, row in rows:
        if isinstance(row["factor"], dict) and row["factor"]["value"] <= 0:
            reader.add_fault(NAME, f"{path}.factor.value", "must be above 0")
    if units is None:
        return None
    _check_spellings(reader, further, carriers_of(units))
    if not reader.is_faultless(NAME, "units"):
        return None
    item_units = tuple(ItemUnit(**(row | {"spellings": tuple(row["spellings"])})) for _, row in further)
    known = carriers_of(units, further=item_units)
    rates = [_rate(reader, path, row["unit"], known) for path, row in rows]
    if not reader.is_faultless(NAME):
        return None
    carriers = tuple(_carrier(row, rate) for (_, row), rate in zip(rows, rates, strict=True) if rate)
    return carriers_of(units, carriers, item_units)


def _rate(reader: Reader, path: str, unit: str, known: Carriers) -> Rate | None:
    try:
        return known.coal_rate(unit)
    except UnknownUnitError:
        reader.add_fault(NAME, f"{path}.unit", f"unknown unit {unit!r}")
        return None


def _check_names(reader: Reader, rows: Rows) -> None:
    """A name means one carrier."""
    owners: dict[str, str] = {}
    for path, row in rows:
        names = {f"{path}.id": row["id"], f"{path}.name.zh": row["name"].zh, f"{path}.name.en": row["name"].en}
        aliases = {f"{path}.aliases[{place}]": alias for place, alias in enumerate(row["aliases"])}
        for place, name in (names | aliases).items():
            key = name_key(name)
            if owners.setdefault(key, path) != path:
                reader.add_fault(NAME, place, f"{name!r} also names {owners[key]}")


def _check_spellings(reader: Reader, rows: Rows, known: Carriers) -> None:
    """A spelling means one unit, those of ``units.yaml`` included."""
    seen = {key: unit.symbol for key, unit in known.units.items()}
    for path, row in rows:
        spellings = {f"{path}.spellings[{place}]": text for place, text in enumerate(row["spellings"])}
        for place, text in ({f"{path}.symbol": row["symbol"]} | spellings).items():
            key = unit_key(text)
            if "/" in key:
                reader.add_fault(NAME, place, f"{text!r} contains a slash, which separates the parts of a unit")
            if key in seen:
                reader.add_fault(NAME, place, f"duplicate {text!r}, already used for {seen[key]!r}")
            seen.setdefault(key, row["symbol"])


def _carrier(row: dict[str, Any], rate: Rate) -> Carrier:
    factor = row["factor"]
    return Carrier(
        id=row["id"],
        name=row["name"],
        aliases=tuple(row["aliases"]),
        basis=row["basis"],
        unit=rate,
        factor=factor
        if isinstance(factor, NotHeld)
        else Factor(value=factor["value"], evidence=factor["evidence"], sources=tuple(factor["sources"])),
        seen=tuple(row["seen"]),
        calorific_value=row["calorific_value"],
        document=row["document"],
        note=row["note"],
    )
