"""``gb/<standard>.yaml``: the limits of a national standard, and how it corrects them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

from service.domain.benchmark import Evidence, NotHeld
from service.domain.correction import Correction, UnheldCorrection
from service.domain.errors import UnknownUnitError
from service.domain.limit import Application, Limit, LimitLevel, Limits, Standard
from service.loading.limit_schemas import CorrectionSchema, LimitSchema, StandardSchema, UnheldCorrectionSchema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.domain.benchmark import Edition
    from service.domain.condition import Requirement
    from service.domain.quantity import IntensityUnit, Units
    from service.loading.reader import Reader

FOLDER = "gb/"
_LEVELS = ("level1", "level2", "level3")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row of the right shape, with its place."""

    reader: Reader
    file: str
    path: str
    data: dict[str, Any]

    def fault(self, key: str, message: str) -> None:
        """Add a fault under one of its keys."""
        self.reader.add_fault(self.file, f"{self.path}.{key}", message)

    def check_duplicate(self, files: dict[str, str]) -> None:
        """Add a fault for an id that another row has."""
        row_id = self.data["id"]
        if row_id in files:
            self.fault("id", f"duplicate {row_id!r}, already in {files[row_id]}")
        files.setdefault(row_id, self.file)


def read_limits(reader: Reader, editions: Mapping[str, Edition], units: Units | None) -> Limits:
    """The limits of every file of ``gb/``; empty, with the faults added, if anything in any file is wrong.

    Without units all but the units of the rows is judged; products only where every edition is sound.
    """
    are_editions_sound = not reader.faults  # otherwise rows of theirs may be missing
    limits: list[Limit] = []
    rows: list[_Row] = []
    limit_files: dict[str, str] = {}
    correction_files: dict[str, str] = {}
    for name in reader.names:
        if not name.startswith(FOLDER):
            continue
        content = reader.parse(name)
        if content is None:
            continue
        head = reader.load(name, StandardSchema(), content)
        own = [
            _Row(reader=reader, file=name, path=path, data=data)
            for path, data in reader.load_rows(name, "limits", LimitSchema(), content)
        ]
        corrections = list(_correction_rows(reader, name, content))
        if head:
            _check_head(reader, name, head)
        for row in own:
            row.check_duplicate(limit_files)
            _check_row(row, name.removeprefix(FOLDER).removesuffix(".yaml"))
            unit = _unit(row, units) if units else None
            if unit and are_editions_sound:
                _check_products(row, unit, editions)
        known = _ids(content)
        for row in corrections:
            row.check_duplicate(correction_files)
            _check_limits(row, known)
        rows += own
        if head and units and not reader.faults:
            limits += _limits(head, own, corrections, units)
    _check_overlaps(rows)
    return Limits() if reader.faults else Limits(rows=tuple(limits))


def _ids(content: dict[str, Any]) -> set[str]:
    """The ids of the limits of a file, those of rows that are not sound included."""
    rows = content.get("limits")
    return {str(row.get("id")) for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict)}


def _correction_rows(reader: Reader, name: str, content: dict[str, Any]) -> Iterator[_Row]:
    """The corrections, each judged by whether it says that it is held."""
    rows = content.get("corrections")
    for place, row in enumerate(rows if isinstance(rows, list) else ()):
        is_unheld = isinstance(row, dict) and "not_held" in row
        path = f"corrections[{place}]"
        data = reader.load(name, UnheldCorrectionSchema() if is_unheld else CorrectionSchema(), row, path)
        if data is not None:
            yield _Row(reader=reader, file=name, path=path, data=data)


def _check_head(reader: Reader, name: str, head: dict[str, Any]) -> None:
    file = name.removeprefix(FOLDER).removesuffix(".yaml")
    if head["id"] != file:
        reader.add_fault(name, "id", f"is {head['id']!r}, but the file is named {file!r}")
    if head["number"].lower().replace(" ", "") != head["id"]:
        reader.add_fault(name, "number", f"{head['number']!r} is not the number of {head['id']!r}")
    if head["effective"] < head["published"]:
        reader.add_fault(name, "effective", f"{head['effective']} is before the day of publication")


def _check_row(row: _Row, standard: str) -> None:
    data = row.data
    if not data["id"].startswith(f"{standard}."):
        row.fault("id", f"{data['id']!r} does not begin with the name of the file")
    levels = {key: data[key] for key in _LEVELS if isinstance(data[key], dict)}
    for key, level in levels.items():
        if level["evidence"] is Evidence.QUOTED and len(level["sources"]) == 1:
            row.fault(f"{key}.sources", "a quoted level needs a second source")
    for (stricter, low), (laxer, high) in pairwise(levels.items()):
        if low["value"] > high["value"]:
            row.fault(f"{stricter}.value", f"{low['value']} is worse than {laxer}, {high['value']}")


def _unit(row: _Row, units: Units) -> IntensityUnit | None:
    try:
        return units.intensity(row.data["unit"])
    except UnknownUnitError:
        row.fault("unit", f"unknown unit {row.data['unit']!r}")
        return None


def _check_products(row: _Row, unit: IntensityUnit, editions: Mapping[str, Edition]) -> None:
    """A limit is for products of some edition, and of their indicator only in their unit."""
    for place, application in enumerate(row.data["applies_to"]):
        product_id = application["benchmark"]
        products = [each.products[product_id] for each in editions.values() if product_id in each.products]
        if not products:
            row.fault(f"applies_to[{place}].benchmark", f"no product {product_id!r} in any edition")
        others = {each.indicator.unit.symbol for each in products if not isinstance(each.indicator, NotHeld)}
        if row.data["policy_indicator"] and others - {unit.symbol}:
            row.fault("unit", f"is {unit.symbol}, but {product_id} is in {', '.join(sorted(others))}")


def _check_limits(row: _Row, known: set[str]) -> None:
    for place, limit in enumerate(row.data["limits"]):
        if limit not in known:
            row.fault(f"limits[{place}]", f"no limit {limit!r} in this file")


def _check_overlaps(rows: list[_Row]) -> None:
    """Of the limits of a product's indicator one at most may apply to a line."""
    by_product: defaultdict[str, list[tuple[_Row, tuple[Requirement, ...]]]] = defaultdict(list)
    for row in rows:
        for application in row.data["applies_to"] if row.data["policy_indicator"] else ():
            by_product[application["benchmark"]].append((row, application["when"] or ()))
    for product, candidates in by_product.items():
        for (row, requirements), (other, others) in combinations(candidates, 2):
            wanted = {each.condition: each for each in requirements}
            if not any(each.condition in wanted and each.excludes(wanted[each.condition]) for each in others):
                other.fault("applies_to", f"{product} may fall under {row.data['id']!r} at the same time")


def _limits(head: dict[str, Any], rows: list[_Row], corrections: list[_Row], units: Units) -> Iterator[Limit]:
    standard = Standard(
        id=head["id"],
        number=head["number"],
        title=head["title"],
        published=date.fromisoformat(head["published"]),
        effective=date.fromisoformat(head["effective"]),
    )
    for row in rows:
        data = row.data
        yield Limit(
            id=data["id"],
            standard=standard,
            table=data["table"],
            product=data["product"],
            condition=data["condition"],
            applies_to=tuple(
                Application(benchmark=each["benchmark"], requirements=each["when"] or ()) for each in data["applies_to"]
            ),
            excludes=data["excludes"],
            indicator=data["indicator"],
            unit=units.intensity(data["unit"]),
            is_of_policy_indicator=data["policy_indicator"],
            levels=(_level(data["level1"]), _level(data["level2"]), _level(data["level3"])),
            support=data["support"],
            corrections=tuple(_correction(each.data) for each in corrections if data["id"] in each.data["limits"]),
        )


def _level(figure: dict[str, Any] | NotHeld | None) -> LimitLevel | NotHeld | None:
    if figure is None or isinstance(figure, NotHeld):
        return figure
    return LimitLevel(value=figure["value"], evidence=figure["evidence"], sources=tuple(figure["sources"]))


def _correction(data: dict[str, Any]) -> Correction | UnheldCorrection:
    if "not_held" in data:
        return UnheldCorrection(id=data["id"], reason=data["not_held"])
    return Correction(
        id=data["id"],
        levels=frozenset(int(level) for level in data["levels"]),
        operation=data["operation"],
        when=data["when"],
        constant=data["constant"],
        terms=tuple(data["terms"]),
        expression=data["expression"],
        note=data["note"],
    )
