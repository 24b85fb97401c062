"""``<edition>/edition.yaml`` and ``<edition>/sectors/*.yaml``: a publication, its sectors and their rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Inexact
from typing import TYPE_CHECKING, Any

from service.domain.benchmark import Edition, Indicator, Level, NotHeld, Product, Sector
from service.domain.catalogue import name_key
from service.domain.errors import UnknownUnitError
from service.domain.number import to_decimal
from service.domain.quantity import CapacityUnit
from service.domain.text import Text
from service.loading.file_schemas import EditionSchema, ProductSchema, SectorSchema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from service.domain.quantity import Units
    from service.loading.reader import Reader

_NEEDED_BY = {
    "indicator": ("unit", "benchmark", "baseline"),
    "unit": ("indicator", "benchmark", "baseline"),
    "capacity_unit": ("benchmark", "baseline"),
}
"""The keys that a row needs, and the keys that need them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row with the right shape, its position, and the names that a list may use for it."""

    reader: Reader
    file: str
    path: str
    sector: str
    name: Text
    names: tuple[str, ...]
    data: dict[str, Any]

    def fault(self, key: str, message: str) -> None:
        """Add a fault under one of its keys."""
        self.reader.add_fault(self.file, f"{self.path}.{key}", message)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownIds:
    """The ids of the editions that other files may name, also of editions whose files have faults.

    Without any edition, which is a fault of its own, every id passes.
    """

    reader: Reader
    editions: list[str]
    sectors: dict[str, set[str]] = field(default_factory=dict)
    """By edition."""
    rows: defaultdict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    """By product."""

    def has_sector(self, sector: str, edition: str | None = None) -> bool:
        """Whether the edition has the sector; any edition, if none is named."""
        editions = self.editions if edition is None else [edition]
        return not editions or any(sector in self.sectors.get(each, ()) for each in editions)

    def has_product(self, product: str) -> bool:
        """Whether an edition has the product, or may have it in a file with faults."""
        files = [f"{edition}/sectors/{product.split('.', maxsplit=1)[0]}.yaml" for edition in self.editions]
        return not files or product in self.rows or not all(self.reader.is_faultless(file) for file in files)


def edition_ids(reader: Reader) -> list[str]:
    """The folders that are editions, even if their files have faults."""
    folders = dict.fromkeys(name.split("/")[0] for name in reader.names if "/" in name)
    ids = [folder for folder in folders if folder not in {"gb", "goals"}]
    if not ids:
        reader.add_fault("", "", "no edition")
    return ids


def read_editions(reader: Reader, known: KnownIds, units: Units | None) -> dict[str, Edition]:
    """The editions that could be read. Without units, everything but the units of the rows is checked.

    Their sectors and rows are added to the ``known`` ids.
    """
    editions = {}
    ids = known.editions
    for edition in ids:
        name = f"{edition}/edition.yaml"
        data = reader.load_file(name, EditionSchema())
        sectors = _read_sectors(reader, edition, data["sectors"] if data else None, units, known)
        if data is None:
            continue
        if data["id"] != edition:
            reader.add_fault(name, "id", f"is {data['id']!r}, but the folder is named {edition!r}")
        for index, other in enumerate(data["supersedes"]):
            if other not in ids or other == edition:
                reader.add_fault(name, f"supersedes[{index}]", f"no other edition {other!r}")
        editions[edition] = Edition(
            **(data | {"supersedes": tuple(data["supersedes"]), "sectors": sectors}),
            fingerprint=reader.fingerprint(f"{edition}/"),
        )
    return editions


def _read_sectors(
    reader: Reader, edition: str, listed: list[str] | None, units: Units | None, known: KnownIds
) -> tuple[Sector, ...]:
    """The sectors in the listed order. If the list could not be read, the files are still checked."""
    prefix = f"{edition}/sectors/"
    files = [name.removeprefix(prefix).removesuffix(".yaml") for name in reader.names if name.startswith(prefix)]
    if listed is None:
        listed = files
    for index, sector in enumerate(listed):
        if sector in listed[:index]:
            reader.add_fault(f"{edition}/edition.yaml", f"sectors[{index}]", f"duplicate {sector!r}")
    for sector in files:
        if sector not in listed:
            reader.add_fault(f"{prefix}{sector}.yaml", "", f"not among the sectors of {edition}/edition.yaml")
    known.sectors[edition] = {*listed, *files}
    rows: list[_Row] = []
    sectors = []
    for sector in dict.fromkeys([*listed, *files]):
        name = f"{prefix}{sector}.yaml"
        content = reader.parse(name)
        if content is None:
            continue
        head = reader.load(name, SectorSchema(), content) or {"id": sector, "name": Text(zh=sector, en=sector)}
        if head["id"] != sector:
            reader.add_fault(name, "id", f"is {head['id']!r}, but the file is named {sector!r}")
        own = [
            _make_row(reader, name, path, head, data)
            for path, data in reader.load_rows(name, "products", ProductSchema(), content)
        ]
        _check_ids(own, {head["id"], sector})
        products = [product for row in own if (product := _make_product(edition, row, units))]
        sectors.append(Sector(id=head["id"], name=head["name"], products=tuple(products)))
        rows += own
        for row in own:
            known.rows[row.data["id"]].append(row.data)
    _check_aliases(rows)
    return tuple(sectors)


def _make_row(reader: Reader, file: str, path: str, sector: dict[str, Any], data: dict[str, Any]) -> _Row:
    """Name a row by its sector and its variant, in either order; a variant alone (天然气) may be no product at all."""
    variant: Text | None = data["variant"]
    general: Text = sector["name"]
    name = Text(zh=f"{general.zh} {variant.zh}" if variant else general.zh, en=data["name_en"])
    combined = [f"{general.zh}-{variant.zh}", f"{variant.zh}{general.zh}"] if variant else []
    names = [data["id"], name.zh, name.en, *combined, sector["id"], general.zh, general.en, *data["aliases"]]
    return _Row(
        reader=reader,
        file=file,
        path=path,
        sector=sector["id"],
        name=name,
        names=tuple(dict.fromkeys(names)),
        data=data,
    )


def _check_ids(rows: list[_Row], sectors: set[str]) -> None:
    seen: set[str] = set()
    for row in rows:
        product = row.data["id"]
        if product.split(".")[0] not in sectors:
            row.fault("id", f"{product!r} does not begin with the sector's id {row.sector!r}")
        if product in seen:
            row.fault("id", f"duplicate {product!r}")
        seen.add(product)


def _make_product(edition: str, row: _Row, units: Units | None) -> Product | None:
    data = row.data
    _check_levels(row)
    unit, capacity_unit = data["unit"], data["capacity_unit"]
    if units is not None:
        unit = _find_unit(row, "unit", units.intensity)
        capacity_unit = _find_unit(row, "capacity_unit", units.capacity)
        if isinstance(capacity_unit, CapacityUnit):
            _check_capacity_unit(row, capacity_unit)
    if row.reader.faults:  # the folder will be rejected
        return None
    benchmark, baseline = (
        figure if isinstance(figure, NotHeld) else Level(**(figure | {"sources": tuple(figure["sources"])}))
        for figure in (data["benchmark"], data["baseline"])
    )
    return Product(
        id=data["id"],
        edition=edition,
        sector=row.sector,
        name=row.name,
        names=row.names,
        aliases=tuple(data["aliases"]),
        industry_code=data["industry_code"],
        reference_standard=data["reference_standard"],
        indicator=unit if isinstance(unit, NotHeld) else Indicator(name=data["indicator"], unit=unit),
        capacity_unit=capacity_unit,
        benchmark=benchmark,
        baseline=baseline,
    )


def _check_levels(row: _Row) -> None:
    data = row.data
    for key, others in _NEEDED_BY.items():
        held = [other for other in others if not isinstance(data[other], NotHeld)]
        if held and isinstance(data[key], NotHeld):
            row.fault(key, f"not_held, but needed by {' and '.join(held)}")
    if isinstance(data["benchmark"], NotHeld) or isinstance(data["baseline"], NotHeld):
        return
    benchmark, baseline = data["benchmark"]["value"], data["baseline"]["value"]
    if benchmark > baseline:
        row.fault("benchmark.value", f"{benchmark} is worse than the baseline level {baseline}")


def _find_unit(row: _Row, key: str, find: Callable[[str], Any]) -> Any:  # noqa: ANN401 - a unit of either kind, or not held
    text = row.data[key]
    if isinstance(text, NotHeld):
        return text
    try:
        return find(text)
    except UnknownUnitError:
        row.fault(key, f"unknown unit {text!r}")
        return None


def _check_capacity_unit(row: _Row, unit: CapacityUnit) -> None:
    """Totals are per year, and every capacity must have an exact decimal in the row's unit."""
    if unit.is_daily:
        row.fault("capacity_unit", f"{unit.symbol!r} is not per year")
    try:
        to_decimal(1 / unit.amount.size)
    except Inexact:
        row.fault("capacity_unit", f"other units have no exact decimal in {unit.symbol!r}")


def _check_aliases(rows: Iterable[_Row]) -> None:
    """Check that an alias names only its own row, and no sector of several rows, and that a row has it once."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name in row.names:
            owners[name_key(name)].add(row.data["id"])
    for row in rows:
        keys = [name_key(alias) for alias in row.data["aliases"]]
        for index, (key, alias) in enumerate(zip(keys, row.data["aliases"], strict=True)):
            if others := owners[key] - {row.data["id"]}:
                row.fault(f"aliases[{index}]", f"{alias!r} also names {', '.join(sorted(others))}")
            if key in keys[:index]:
                row.fault(f"aliases[{index}]", f"duplicate {alias!r}")
