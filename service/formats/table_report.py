"""How a table was read, as every answer repeats it: its columns, and all that was left out or skipped."""

from __future__ import annotations

from msgspec import Struct

MAX_LISTED = 1000
"""Skipped rows, merged areas and hidden ranges of a sheet that are listed, each."""


class ColumnReport(Struct):
    """A column that was read."""

    column: str
    """Its letter."""
    header: str
    field: str
    unit: str | None
    """The unit of all of its figures, if the header, the row of units or the caller states one."""


class SkippedRow(Struct):
    """A row that is no line, and why."""

    row: int
    why: str


class SheetReport(Struct):
    """A table that was read: one sheet, or the whole of a file without sheets."""

    sheet: str | None
    header_row: int | None
    """None for a sheet without anything."""
    second_header_row: int | None
    unit_row: int | None
    lines: int
    """How many lines of the list are from here; the sheets follow one another in the list."""
    columns: list[ColumnReport]
    ignored: list[str]
    """The headers of the columns that were left out."""
    skipped: list[SkippedRow]
    merged: list[str]
    hidden: list[str]
    left_out: int
    """Skipped rows, merged areas and hidden ranges beyond those that are listed."""


class TableReport(Struct):
    """All tables of a list."""

    sheets: list[SheetReport]
    not_read: list[str]
    """The other sheets of the workbook."""
