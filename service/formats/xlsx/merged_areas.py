"""The merged areas of a sheet, found before its rows are read.

A file names its merged areas after all rows, but what a merged cell says counts for the rows that it covers. So the
end of the sheet is looked at first. It is searched, not parsed; the parser must then find the same areas.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from service.formats.cells import MAX_COLUMNS, Area, UnreadableError
from service.formats.xlsx.sheet import column_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from service.formats.xlsx.package import Package

MAX_MERGED_AREAS = 65_536
"""Merged areas of a sheet."""
MAX_MERGED_BYTES = 16 * 1024 * 1024
"""Bytes from the first merged area of a sheet to its end."""

_MARK = b"mergeCell "
_TAG = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*?\bref\s*=\s*[\"']([^\"'<>&]*)[\"']")
_AREA = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?", re.ASCII).fullmatch


def find_merged(package: Package, part: str) -> list[Area]:
    """The areas in the columns that a list may have, by their first row. Raises `UnreadableError`, `TooLargeError`."""
    references = [found.decode("ascii", "replace") for found in _TAG.findall(_end_of(package, part))]
    areas = [area for area in map(parse_area, references) if area.first_column <= MAX_COLUMNS]
    areas.sort(key=lambda area: area.first_row)
    _refuse_overlaps(areas)
    return areas


def check_merged(found: Sequence[Area], parsed: Iterable[str]) -> None:
    """Raise `UnreadableError` unless the areas that were found are those of the parsed sheet."""
    references = {area.reference for area in map(parse_area, parsed) if area.first_column <= MAX_COLUMNS}
    if references != {area.reference for area in found}:
        raise UnreadableError("merged_area", row=1)


def _end_of(package: Package, part: str) -> bytes:
    end = package.find(part, _MARK, MAX_MERGED_BYTES)
    if end.count(_MARK) > MAX_MERGED_AREAS:
        raise UnreadableError("merged_area", row=1)
    return end


def parse_area(reference: str) -> Area:
    """The area of a reference such as A2:B9."""
    found = _AREA(reference)
    if found is None:
        raise UnreadableError("merged_area", row=1)
    left, top, right, bottom = found[1], int(found[2]), found[3] or found[1], int(found[4] or found[2])
    first, last = column_number(left), column_number(right)
    if top > bottom or first > last:
        raise UnreadableError("merged_area", row=bottom)
    return Area(reference, top, bottom, first, last)


def _refuse_overlaps(areas: Iterable[Area]) -> None:
    """Spreadsheets repair a file with overlapping areas; nobody knows what a person saw there."""
    above: list[Area] = []
    for area in areas:
        above = [each for each in above if each.last_row >= area.first_row]
        if any(each.first_column <= area.last_column and each.last_column >= area.first_column for each in above):
            raise UnreadableError("merged_area", row=area.first_row)
        above.append(area)
