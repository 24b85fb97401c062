"""The header of a filled table: which column holds which field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.formats.cells import CellError
from service.formats.levels.faults import SheetFault
from service.formats.lists.columns import normalise_header
from service.texts.level_sheet import COLUMNS, header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.formats.cells import Cell

_FIELD_OF = {
    normalise_header(name): field
    for field, text in COLUMNS.items()
    for name in (field, text.en, text.zh, header(field, "en"))
}
_REQUIRED = ("edition", "id", "benchmark", "baseline", "place")


def read_header(row: int, cells: Sequence[Cell]) -> tuple[dict[int, str], list[SheetFault]]:
    """The field of each column by its position, and every fault: unknown, duplicate and missing columns."""
    fields: dict[int, str] = {}
    faults = []
    for position, cell in enumerate(cells):
        text = "" if cell is None else str(cell).strip()
        field = None if isinstance(cell, CellError) else _FIELD_OF.get(normalise_header(text))
        if field in fields.values():
            faults.append(SheetFault(row, text, "duplicate_column"))
        elif field:
            fields[position] = field
        elif text:
            known = "、".join(name.zh for name in COLUMNS.values())
            faults.append(SheetFault(row, text, "unknown_column", facts={"known": known}))
    faults += [SheetFault(row, field, "missing_column") for field in _REQUIRED if field not in fields.values()]
    return fields, faults
