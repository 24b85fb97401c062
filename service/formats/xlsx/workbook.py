"""A workbook (.xlsx), of which one sheet is read row by row, within limits.

Only the standard library is used: a file of a few kilobytes can make the existing libraries take all of the memory, or
crash the process. Cells are read one after the other and never laid out as a rectangle, so a cell in the last corner of
the sheet costs no more than any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.formats.cells import UnreadableError
from service.formats.xlsx.package import Package
from service.formats.xlsx.shared_strings import read_strings
from service.formats.xlsx.sheet import SheetParser
from service.formats.xlsx.styles import read_formats

if TYPE_CHECKING:
    from service.formats.cells import Rows

MAX_SHEETS = 256
"""Sheets of a workbook."""


class UnknownSheetError(Exception):
    """A workbook without a sheet of that name; ``sheets`` are the names that it has."""

    def __init__(self, name: str, sheets: tuple[str, ...]) -> None:
        """Keep what was asked for and what there is."""
        super().__init__(name)
        self.name = name
        self.sheets = sheets


def read_sheet(body: bytes, name: str | None = None) -> Rows:
    """The rows of the sheet of that name, or else of the first visible one, that hold something.

    Raises `UnreadableError` or `TooLargeError` where the file cannot be read, and `UnknownSheetError`.
    """
    package = Package(body)
    book = next((part for kind, part in package.relations("").values() if kind == "officeDocument"), "")
    parts = package.relations(book)
    sheets, since_1904 = _list_sheets(package, book, parts)
    part = _find_sheet(sheets, name)
    by_kind = dict(parts.values())
    strings = read_strings(package, by_kind.get("sharedStrings"))
    formats = read_formats(package, by_kind.get("styles"))
    sheet = SheetParser(strings, formats, since_1904=since_1904)
    for _ in package.parse(part, sheet.starts, sheet.ends, sheet.pieces.append):
        yield from sheet.take_rows()


def _list_sheets(
    package: Package, book: str, parts: dict[str, tuple[str, str]]
) -> tuple[list[tuple[str, bool, str]], bool]:
    """Name, visibility and part of each sheet; and whether the workbook counts days from 1904."""
    sheets: list[tuple[str, bool, str]] = []
    counts_from_1904: list[bool] = []

    def add_properties(attributes: dict[str, str]) -> None:
        counts_from_1904.append(attributes.get("date1904") in {"1", "true"})

    def add_sheet(attributes: dict[str, str]) -> None:
        relation = next((value for name, value in attributes.items() if name.endswith("relationships}id")), "")
        kind, part = parts.get(relation, ("", ""))
        if kind == "worksheet" and len(sheets) < MAX_SHEETS:
            sheets.append((attributes.get("name", ""), attributes.get("state", "visible") == "visible", part))

    package.read(book, {"workbookPr": add_properties, "sheet": add_sheet})
    return sheets, any(counts_from_1904)


def _find_sheet(sheets: list[tuple[str, bool, str]], wanted: str | None) -> str:
    """The part of the sheet."""
    for name, is_visible, part in sheets:
        if name == wanted if wanted is not None else is_visible:
            return part
    if wanted is None:
        raise UnreadableError("not_a_workbook")
    raise UnknownSheetError(wanted, tuple(name for name, _, _ in sheets))
