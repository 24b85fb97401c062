"""Put a ``benchmarks`` folder together into a catalogue, or refuse it with every fault found."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from service.domain.benchmark import Edition, Indicator, Level, NotHeld, Product, Sector, Text
from service.domain.catalogue import Catalogue, name_key
from service.domain.errors import UnknownUnitError
from service.domain.goal import OF_LINES, Goal, Publication
from service.domain.quantity import BASE_SYMBOLS, Amount, Dimension, Energy, Period, Units, unit_key
from service.loading.faults import DataFaultsError
from service.loading.file_schemas import EditionSchema, PlanSchema, SectorSchema, UnitsSchema
from service.loading.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_NEEDED_ENERGIES = ("kgce", "tce", "kWh")
_NEEDED_AMOUNTS = (BASE_SYMBOLS[Dimension.MASS], BASE_SYMBOLS[Dimension.AREA])
_NEEDED_PERIODS = ("a", "d")


def load_catalogue(folder: Path) -> Catalogue:
    """The catalogue that the folder holds. Raises `DataFaultsError` with every fault of every file."""
    reader = Reader(folder)
    units = _units(reader)
    editions = {edition.id: edition for edition in _editions(reader, units)}
    goals: dict[str, Goal] = {}
    default_goals: list[Goal] = []
    for name in sorted(name for name in reader.contents if name.startswith("goals/")):
        _add_plan(reader, name, editions, goals, default_goals)
    reader.refuse_unread()
    if len(default_goals) != 1:
        reader.fault(
            "goals", "", f"one goal, of lines and with an edition, must be the default; {len(default_goals)} are"
        )
    if reader.faults or units is None:
        raise DataFaultsError(reader.faults)
    return Catalogue(
        editions=editions,
        goals=goals,
        units=units,
        default_goal=default_goals[0],
        fingerprint=reader.fingerprint(),
    )


def _units(reader: Reader) -> Units | None:
    name = "units.yaml"
    data = reader.read(name, UnitsSchema())
    if data is None:
        return None
    for key, needed in (("energy", _NEEDED_ENERGIES), ("amounts", _NEEDED_AMOUNTS), ("periods", _NEEDED_PERIODS)):
        for symbol in set(needed) - {part["symbol"] for part in data[key]}:
            reader.fault(name, key, f"{symbol} is needed")
        _refuse_repeated_spellings(reader, name, key, data[key])
    return Units(
        energies=tuple(Energy(**_tupled(part)) for part in data["energy"]),
        amounts=tuple(Amount(**_tupled(part)) for part in data["amounts"]),
        periods=tuple(Period(**_tupled(part)) for part in data["periods"]),
        electricity_weight=data["electricity_weight"]["value"],
    )


def _tupled(part: dict[str, Any]) -> dict[str, Any]:
    return part | {"spellings": tuple(part["spellings"])}


def _refuse_repeated_spellings(reader: Reader, name: str, key: str, parts: list[dict[str, Any]]) -> None:
    seen: dict[str, str] = {}
    for place, part in enumerate(parts):
        for text in (part["symbol"], *part["spellings"]):
            folded = unit_key(text)
            if "/" in folded:
                reader.fault(name, f"{key}[{place}]", f"{text!r} holds a slash")
            if folded in seen:
                reader.fault(name, f"{key}[{place}]", f"{text!r} stands already under {seen[folded]}")
            seen[folded] = part["symbol"]


def _editions(reader: Reader, units: Units | None) -> Iterable[Edition]:
    folders = {name.split("/")[0] for name in reader.contents if "/" in name} - {"goals"}
    if not folders:
        reader.fault("", "", "no edition")
    for folder in sorted(folders):
        data = reader.read(f"{folder}/edition.yaml", EditionSchema())
        if data is None or units is None:
            continue
        _refuse_unless(reader, f"{folder}/edition.yaml", data["id"], folder)
        for place, other in enumerate(data["supersedes"]):
            if other not in folders or other == folder:
                reader.fault(f"{folder}/edition.yaml", f"supersedes[{place}]", f"no other edition {other!r}")
        yield Edition(
            **(data | {"supersedes": tuple(data["supersedes"])} | {"sectors": _sectors(reader, folder, data, units)}),
            fingerprint=reader.fingerprint(f"{folder}/"),
        )


def _refuse_unless(reader: Reader, name: str, stated: str, expected: str, key: str = "id") -> None:
    if stated != expected:
        reader.fault(name, key, f"is {stated!r} in a place named {expected!r}")


def _sectors(reader: Reader, folder: str, edition: dict[str, Any], units: Units) -> tuple[Sector, ...]:
    prefix = f"{folder}/sectors/"
    files = [name for name in reader.contents if name.startswith(prefix)]
    listed = [f"{prefix}{sector}.yaml" for sector in edition["sectors"]]
    for name in set(files) - set(listed):
        reader.fault(name, "", f"not among the sectors of {folder}/edition.yaml")
    sectors = []
    for name in dict.fromkeys([*listed, *files]):
        data = reader.read(name, SectorSchema())
        if data is not None:
            _refuse_unless(reader, name, data["id"], name.removeprefix(prefix).removesuffix(".yaml"))
            sectors.append(_sector(reader, name, folder, data, units))
    if len(set(listed)) < len(listed):
        reader.fault(f"{folder}/edition.yaml", "sectors", "a sector stands twice")
    _refuse_shared_aliases(reader, folder, sectors)
    return tuple(sectors)


def _sector(reader: Reader, name: str, edition: str, data: dict[str, Any], units: Units) -> Sector:
    products: dict[str, Product] = {}
    for place, row in enumerate(data["products"]):

        def fault(path: str, message: str, place: int = place) -> None:
            reader.fault(name, f"products[{place}].{path}".rstrip("."), message)

        if row["id"].split(".")[0] != data["id"]:
            fault("id", f"does not begin with the sector's id {data['id']!r}")
        if row["id"] in products:
            fault("id", f"{row['id']!r} stands twice")
        product = _product(row, edition, data, units, fault)
        if product is not None:
            products[product.id] = product
    return Sector(id=data["id"], name=data["name"], products=tuple(products.values()))


def _product(
    row: dict[str, Any], edition: str, sector: dict[str, Any], units: Units, fault: Callable[[str, str], None]
) -> Product | None:
    def found(key: str, find: Callable[[str], Any]) -> Any:  # noqa: ANN401 - a unit of either kind
        if isinstance(row[key], NotHeld):
            return row[key]
        try:
            return find(row[key])
        except UnknownUnitError:
            fault(key, f"unknown unit {row[key]!r}")
            return None

    unit, capacity_unit = found("unit", units.intensity), found("capacity_unit", units.capacity)
    if unit is None or capacity_unit is None:
        return None
    if isinstance(unit, NotHeld) is not isinstance(row["indicator"], NotHeld):
        fault("unit", "held without an indicator, or the indicator without it")
        return None
    levels = {
        key: figure if isinstance(figure, NotHeld) else Level(**(figure | {"sources": tuple(figure["sources"])}))
        for key, figure in ((key, row[key]) for key in ("benchmark", "baseline"))
    }
    variant: Text | None = row["variant"]
    name = Text(zh=f"{sector['name'].zh} {variant.zh}" if variant else sector["name"].zh, en=row["name_en"])
    try:
        return Product(
            id=row["id"],
            edition=edition,
            sector=sector["id"],
            name=name,
            names=_names(row, sector, name, variant),
            aliases=tuple(row["aliases"]),
            industry_code=row["industry_code"],
            reference_standard=row["reference_standard"],
            indicator=unit if isinstance(unit, NotHeld) else Indicator(name=row["indicator"], unit=unit),
            capacity_unit=capacity_unit,
            **levels,
        )
    except ValueError as error:
        fault("", str(error))
        return None


def _names(row: dict[str, Any], sector: dict[str, Any], name: Text, variant: Text | None) -> tuple[str, ...]:
    """What a list may call the row. A variant's name alone (天然气) is not a product's name; with its sector it is."""
    combined = [f"{sector['name'].zh}（{variant.zh}）", f"{sector['name'].zh}-{variant.zh}"] if variant else []
    names = [
        row["id"],
        name.zh,
        name.en,
        *combined,
        sector["id"],
        sector["name"].zh,
        sector["name"].en,
        *row["aliases"],
    ]
    return tuple(dict.fromkeys(names))


def _refuse_shared_aliases(reader: Reader, folder: str, sectors: list[Sector]) -> None:
    """An alias must mean one row: what names another row, or a whole sector of others, is no alias."""
    owners: dict[str, str] = {}
    for product in (product for sector in sectors for product in sector.products):
        for key in {name_key(name) for name in product.names}:
            owners.setdefault(key, product.id)
    for sector in sectors:
        for product in sector.products:
            for alias in product.aliases:
                if owners[name_key(alias)] != product.id:
                    reader.fault(
                        f"{folder}/sectors/{sector.id}.yaml",
                        f"products of id {product.id!r}",
                        f"alias {alias!r} names {owners[name_key(alias)]!r} too",
                    )


def _add_plan(
    reader: Reader, name: str, editions: dict[str, Edition], goals: dict[str, Goal], default_goals: list[Goal]
) -> None:
    data = reader.read(name, PlanSchema())
    if data is None:
        return
    _refuse_unless(reader, name, data["plan"], name.removeprefix("goals/").removesuffix(".yaml"), "plan")
    for place, row in enumerate(data["goals"]):
        path = f"goals[{place}]"
        goal = _goal(data["plan"], row)
        if goal.id in goals:
            reader.fault(name, f"{path}.id", f"{goal.id!r} stands twice")
        if goal.edition is not None and goal.edition not in editions:
            reader.fault(name, f"{path}.edition", f"no edition {goal.edition!r}")
        if goal.kind in OF_LINES:
            for key in ("level", "weighting", "edition"):
                if row[key] is None:
                    reader.fault(name, f"{path}.{key}", f"a goal of kind {goal.kind} needs one")
            if not 0 <= goal.target <= 1:
                reader.fault(name, f"{path}.target", "a share lies between 0 and 1")
            if row["default"] and goal.edition is not None:
                default_goals.append(goal)
        goals[row["id"]] = goal


def _goal(plan: str, row: dict[str, Any]) -> Goal:
    return Goal(
        id=row["id"],
        kind=row["kind"],
        target=row["target"],
        by=row["by"],
        must_exceed=row["must_exceed"],
        weighting=row["weighting"],
        edition=row["edition"],
        level=row["level"],
        publication=Publication(
            plan=plan,
            title=row["title"],
            scope=row["scope"],
            document=row["document"],
            evidence=row["evidence"],
            sources=tuple(row["sources"]),
            note=row["note"],
            base_year=int(row["base_year"]) if row["base_year"] else None,
            stretch=row["stretch"] if isinstance(row["stretch"], Decimal) else None,
        ),
    )
