"""Reads a filled table of levels: what was read in the document, or every fault with its row and column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.formats.cells import MAX_COLUMNS, Sheet, UnreadableError
from service.formats.levels.faults import SheetFault
from service.formats.levels.filled_row import FilledRow
from service.formats.levels.header import read_header
from service.formats.lists.csv_rows import read_csv
from service.formats.lists.tables import problems_of_files
from service.formats.xlsx.workbook import read_sheet
from service.texts.error_code import join_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.domain.benchmark import Edition
    from service.domain.catalogue import Catalogue
    from service.domain.reading import Reading
    from service.formats.cells import Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledSheet:
    """What a filled table says. It can be used if it has no fault."""

    edition: Edition | None
    readings: Sequence[Reading]
    faults: Sequence[SheetFault]


READERS = {"csv": lambda content: Sheet(rows=read_csv(content)), "xlsx": read_sheet}
"""How the table of a file is read, by the ending of its name."""


def read_filled(content: bytes, name: str, catalogue: Catalogue) -> FilledSheet:
    """The table in a file of a format of `READERS`. Raises `ProblemError` if the file cannot be read as a table."""
    with problems_of_files():
        sheet = READERS[name](content)
        if sheet.merged:
            raise UnreadableError("merged_cells", cells=sheet.merged[0].reference)
        rows = [(number, cells) for number, cells in sheet if any(map(_is_filled, cells))]
        if any(len(cells) > MAX_COLUMNS for _, cells in rows):
            raise UnreadableError("too_many_columns", limit=MAX_COLUMNS)
    return _read(rows, catalogue)


def _read(rows: list[tuple[int, Sequence[Cell]]], catalogue: Catalogue) -> FilledSheet:
    if not rows:
        return FilledSheet(edition=None, readings=(), faults=[SheetFault(1, None, "empty")])
    (first, header), *filled = rows
    fields, faults = read_header(first, header)
    if faults:  # what the cells mean is not known
        return FilledSheet(edition=None, readings=(), faults=faults)
    named = [(number, _by_field(number, cells, fields, faults)) for number, cells in filled]
    edition = _find_edition(named, catalogue, faults)
    if edition is None:
        return FilledSheet(edition=None, readings=(), faults=faults)
    readings = _read_rows(named, edition, catalogue, faults)
    faults.sort(key=lambda fault: fault.row)
    return FilledSheet(edition=edition, readings=readings, faults=faults)


def _by_field(
    number: int, cells: Sequence[Cell], fields: Mapping[int, str], faults: list[SheetFault]
) -> dict[str, Cell]:
    for position, cell in enumerate(cells):
        if _is_filled(cell) and position not in fields:
            faults.append(SheetFault(number, None, "beyond", str(cell)))
    return {fields[position]: cell for position, cell in enumerate(cells) if position in fields}


def _find_edition(
    rows: list[tuple[int, dict[str, Cell]]], catalogue: Catalogue, faults: list[SheetFault]
) -> Edition | None:
    """The edition that the first row names; the others must name it too."""
    named = [(number, _text(cells, "edition")) for number, cells in rows]
    first = next(((number, text) for number, text in named if text), None)
    known = join_names(catalogue.editions, "en")
    if first is None:
        faults.append(SheetFault(1, "edition", "no_edition", facts={"known": known}))
        return None
    number, text = first
    if text not in catalogue.editions:
        faults.append(SheetFault(number, "edition", "unknown_edition", text, {"known": known}))
        return None
    faults += [
        SheetFault(number, "edition", "other_edition", other, {"known": text})
        for number, other in named
        if other != text
    ]
    return catalogue.edition(text)


def _read_rows(
    rows: list[tuple[int, dict[str, Cell]]], edition: Edition, catalogue: Catalogue, faults: list[SheetFault]
) -> list[Reading]:
    sectors = {sector.id: sector for sector in edition.sectors}
    seen: dict[str, int] = {}
    readings = []
    for number, cells in rows:
        product_id = _text(cells, "id")
        product = edition.products.get(product_id)
        if not product_id:
            faults.append(SheetFault(number, "id", "no_id"))
        elif product is None:
            near = catalogue.similar_ids(edition, product_id[:100])
            faults.append(SheetFault(number, "id", "unknown_id", product_id, {"edition": edition.id}, near))
        elif product_id in seen:
            faults.append(SheetFault(number, "id", "duplicate_id", product_id, {"first": seen[product_id]}))
        else:
            seen[product_id] = number
            row = FilledRow(number, cells, product, sectors[product.sector])
            if reading := row.read(catalogue):
                readings.append(reading)
            faults += row.faults
    return readings


def _text(cells: Mapping[str, Cell], field: str) -> str:
    cell = cells.get(field)
    return "" if cell is None else str(cell).strip()


def _is_filled(cell: Cell) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())
