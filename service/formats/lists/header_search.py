"""Where the header of a table is: below titles, in one row or two, perhaps with a row of units below it.

The header is the first row in which a column for the product (unless the caller names the product) and one for the
capacity are known. Nothing else is needed to know it, and no row of figures can be mistaken for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.formats.cells import Cell, Number
from service.formats.lists.columns import (
    MAX_ROWS_ABOVE,
    UNIT_HEADERS,
    VALUE_HEADERS,
    Column,
    normalise_header,
    parse_header,
    parse_two_headers,
    parse_unit,
)
from service.formats.lists.figures import is_mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from service.formats.cells import Area
    from service.formats.lists.table_options import TableOptions

    Row = tuple[int, Sequence[Cell]]

MAX_HEADER_ROWS = 3
"""Rows of a header: two of names, one of units."""

_NAMES = ("benchmark", "group", "id")
"""Fields whose cells are names: below them, neither a unit nor a second header can be."""
_WITH_UNIT = ("capacity", "intensity", "operating_days")
_CAPTION = re.compile(r"(?:计量)?单位\s*[:：]\s*(.{1,60})|units?\s*:\s*(.{1,60})", re.IGNORECASE)
_CAPTION_PARTS = re.compile(r"[、,，;；\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundHeader:
    """The rows of a header, as they were found."""

    row: int
    second_row: int | None = None
    unit_row: int | None = None
    columns: Sequence[Column | None] = ()
    """By place; None where there is no header."""
    units: dict[int, str] = field(default_factory=dict)
    """By place, what the row of units says."""
    captions: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)
    """Row, text and units of what stands above the header and states units: （单位：万吨）."""
    end: int = 0
    """How many of the given rows lie above the list."""

    @property
    def last_row(self) -> int:
        """The number of the header's last row."""
        return self.unit_row or self.second_row or self.row

    @property
    def fields(self) -> set[str]:
        """The fields that are known by their headers."""
        return {column.field for column in self.columns if column is not None and column.field is not None}


def find_header(rows: Sequence[Row], areas: Sequence[Area], options: TableOptions) -> FoundHeader | None:
    """The header in the first rows that are not empty; None if the row that the caller names is not there.

    Where no row has the columns that are needed, it is the one that has most: its faults say what is missing.
    """
    if options.header_row is not None:
        place = next((place for place, (number, _) in enumerate(rows) if number == options.header_row), None)
        return None if place is None else _read(rows, place, areas)
    found = [_read(rows, place, areas) for place in range(min(len(rows), MAX_ROWS_ABOVE))]
    for each in found:
        if {"benchmark", "capacity"} <= _known_fields(each, options):
            return each
    return max(found, key=lambda each: len(_known_fields(each, options))) if found else None


def _known_fields(header: FoundHeader, options: TableOptions) -> set[str]:
    """The fields that the header has, or that the caller gives."""
    names = {normalise_header(column.header) for column in header.columns if column is not None}
    fields = header.fields | {name for name, text in options.columns.items() if normalise_header(text) in names}
    is_header = len(names) > 1 or bool(fields)
    return fields | ({"benchmark"} if options.product is not None and is_header else set())


def _read(rows: Sequence[Row], place: int, areas: Sequence[Area]) -> FoundHeader:
    """The header that begins in a row, if it is one."""
    number, cells = rows[place]
    upper = _texts(cells)
    columns = [parse_header(text) if text else None for text in upper]
    end = place + 1
    second_row = unit_row = None
    units: dict[int, str] = {}
    if (below := _adjacent(rows, end, number)) is not None and _is_second_header(columns, upper, below, areas, number):
        lower = _texts(below)
        columns = _join(_spread(upper, lower, areas, number), lower)
        second_row, end = number + 1, end + 1
    if (below := _adjacent(rows, end, second_row or number)) is not None and _is_unit_row(columns, below):
        for at, column in enumerate(columns[: len(below)]):
            if column is not None and column.field in _WITH_UNIT and (unit := parse_unit(_text(below[at]))):
                units[at] = unit
        unit_row, end = (second_row or number) + 1, end + 1
    return FoundHeader(
        row=number,
        second_row=second_row,
        unit_row=unit_row,
        columns=columns,
        units=units,
        captions=[(above, text, units) for above, each in rows[:place] for text, units in _captions(each)],
        end=end,
    )


def _adjacent(rows: Sequence[Row], place: int, number: int) -> Sequence[Cell] | None:
    """The cells of the row right below that of the number."""
    return rows[place][1] if place < len(rows) and rows[place][0] == number + 1 else None


def _is_second_header(
    columns: Sequence[Column | None], upper: Sequence[str], below: Sequence[Cell], areas: Sequence[Area], number: int
) -> bool:
    """Whether a row goes on with the header: only texts, none below a name, and merges or words that say so."""
    if not any(columns) or not _are_texts(below):
        return False
    lower = _texts(below)
    for at, text in enumerate(lower):
        column = columns[at] if at < len(columns) else None
        if (
            text
            and column is not None
            and column.field in _NAMES
            and normalise_header(text) != normalise_header(upper[at])
        ):
            return False
    spread = _spread(upper, lower, areas, number)
    here = [area for area in areas if area.first_row == number]
    if any(area.last_row == number + 1 for area in here):
        return any(column is not None and column.field for column in columns)
    is_merged = any(area.last_column > area.first_column for area in here)
    words = {normalise_header(text) for text in lower if text}
    if not is_merged and not words & {*UNIT_HEADERS, *VALUE_HEADERS}:
        return False
    joined = _join(spread, lower)
    has_own = any(column is not None and column.field for column in columns)
    return has_own and any(text and joined[at] and joined[at].field for at, text in enumerate(lower))  # type: ignore[union-attr]


def _join(upper: Sequence[str], lower: Sequence[str]) -> list[Column | None]:
    width = max(len(upper), len(lower))
    pairs = zip([*upper, *[""] * (width - len(upper))], [*lower, *[""] * (width - len(lower))], strict=True)
    return [parse_two_headers(above, below) if above or below else None for above, below in pairs]


def _spread(upper: Sequence[str], lower: Sequence[str], areas: Sequence[Area], number: int) -> list[str]:
    """The upper row with merged names over each of their columns; without merges, over the empty cells beside them."""
    texts = [*upper, *[""] * (len(lower) - len(upper))]
    across = [
        area for area in areas if area.first_row <= number <= area.last_row and area.last_column > area.first_column
    ]
    for area in across:
        if area.first_column <= len(texts):
            for at in range(area.first_column, min(area.last_column, len(texts))):
                texts[at] = texts[area.first_column - 1]
    if not areas:
        for at in range(1, len(lower)):
            if not texts[at] and lower[at] and lower[at - 1]:
                texts[at] = texts[at - 1]
    return texts


def _is_unit_row(columns: Sequence[Column | None], below: Sequence[Cell]) -> bool:
    """Whether all filled cells of a row are units, one at least below a figure, and none below a name."""
    if not _are_texts(below):
        return False
    found = False
    for at, text in enumerate(_texts(below)):
        column = columns[at] if at < len(columns) else None
        is_unit = parse_unit(text) is not None
        if not text or is_mark(text) or normalise_header(text) in UNIT_HEADERS:
            continue
        if not is_unit or (column is not None and column.field in _NAMES):
            return False
        found |= column is not None and column.field in _WITH_UNIT
    return found


def _captions(cells: Sequence[Cell]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The texts that state units for the table below, each with them."""
    for text in _texts(cells):
        match = _CAPTION.search(text)
        parts = _CAPTION_PARTS.split((match[1] or match[2]).rstrip(")） ")) if match else []
        if units := tuple(unit for part in parts if part and (unit := parse_unit(part))):
            yield text, units


def _are_texts(cells: Sequence[Cell]) -> bool:
    return all(
        cell is None or (isinstance(cell, str) and not isinstance(cell, Number) and not cell.strip().isdecimal())
        for cell in cells
    )


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [_text(cell) for cell in cells]


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()
