"""A workbook (.xlsx), whose sheets are read row by row, within limits.

Only the standard library is used: a file of a few kilobytes can make the existing libraries take all of the memory, or
crash the process. Cells are read one after the other and never laid out as a rectangle, so a cell in the last corner of
the sheet costs no more than any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.formats.cells import Sheet, UnreadableError
from service.formats.xlsx.merged_areas import check_merged, find_merged
from service.formats.xlsx.package import Package
from service.formats.xlsx.shared_strings import read_strings
from service.formats.xlsx.sheet import SheetParser
from service.formats.xlsx.styles import read_formats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.formats.cells import Area, Rows

MAX_SHEETS = 256
"""Sheets of a workbook."""


class UnknownSheetError(Exception):
    """A workbook without a sheet of that name; ``sheets`` are the names that it has."""

    def __init__(self, name: str, sheets: tuple[str, ...]) -> None:
        """Keep what was asked for and what there is."""
        super().__init__(name)
        self.name = name
        self.sheets = sheets


class Workbook:
    """An open workbook."""

    def __init__(self, body: bytes) -> None:
        """Read all but the sheets. Raises `UnreadableError` or `TooLargeError` where the file cannot be read."""
        self._package = Package(body)
        book = next((part for kind, part in self._package.relations("").values() if kind == "officeDocument"), "")
        parts = self._package.relations(book)
        self._sheets, self._since_1904 = _list_sheets(self._package, book, parts)
        by_kind = dict(parts.values())
        self._strings = read_strings(self._package, by_kind.get("sharedStrings"))
        self._formats = read_formats(self._package, by_kind.get("styles"))
        self._merged: dict[str, list[Area]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all sheets."""
        return tuple(name for name, _, _ in self._sheets)

    @property
    def visible(self) -> tuple[str, ...]:
        """The names of the sheets that a person sees."""
        return tuple(name for name, is_visible, _ in self._sheets if is_visible)

    def sheet(self, name: str | None = None) -> Sheet:
        """The sheet of that name, or else the first visible one; its rows are those that hold something.

        Raises `UnknownSheetError`. Reading its rows raises `UnreadableError` or `TooLargeError`.
        """
        found, part = self._find(name)
        parser = SheetParser(self._strings, self._formats, since_1904=self._since_1904)
        if part not in self._merged:
            self._merged[part] = find_merged(self._package, part)
        merged = self._merged[part]
        return Sheet(name=found, rows=self._rows(part, parser, merged), merged=merged, hidden=parser.hidden)

    def _rows(self, part: str, parser: SheetParser, merged: Sequence[Area]) -> Rows:
        for _ in self._package.parse(part, parser.starts, parser.ends, parser.pieces.append):
            yield from parser.take_rows()
        check_merged(merged, parser.merged)

    def _find(self, wanted: str | None) -> tuple[str, str]:
        """Name and part of the sheet."""
        for name, is_visible, part in self._sheets:
            if name == wanted if wanted is not None else is_visible:
                return name, part
        if wanted is None:
            raise UnreadableError("not_a_workbook")
        raise UnknownSheetError(wanted, self.names)


def read_sheet(body: bytes, name: str | None = None) -> Sheet:
    """The sheet of that name in a workbook, or else its first visible one; see `Workbook`."""
    return Workbook(body).sheet(name)


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
