"""The cell formats of a workbook, as far as they change what a number shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from service.formats.xlsx.number_formats import BUILT_IN, shown_as

if TYPE_CHECKING:
    from service.formats.xlsx.package import Package

MAX_FORMATS = 65_536
"""Cell formats of a workbook, and number formats that it defines."""

_NUMBER = re.compile(r"[0-9]{1,7}", re.ASCII).fullmatch


def read_formats(package: Package, part: str | None) -> list[str | None]:
    """What each cell format shows of a number, by the position that cells refer to; see `shown_as`."""
    styles = _Styles()
    if part is not None:
        package.read(
            part,
            {"cellXfs": styles.start_cell_formats, "numFmt": styles.define, "xf": styles.add},
            {"cellXfs": styles.end_cell_formats},
        )
    return styles.formats


class _Styles:
    """Collects cell formats while expat parses the styles."""

    def __init__(self) -> None:
        self.formats: list[str | None] = []
        self._defined: dict[str, str | None] = {}
        self._is_inside = False

    def start_cell_formats(self, _: dict[str, str]) -> None:
        self._is_inside = True

    def end_cell_formats(self) -> None:
        self._is_inside = False

    def define(self, attributes: dict[str, str]) -> None:
        if len(self._defined) < MAX_FORMATS:
            self._defined[attributes.get("numFmtId", "")] = shown_as(attributes.get("formatCode", ""))

    def add(self, attributes: dict[str, str]) -> None:
        if self._is_inside and len(self.formats) < MAX_FORMATS:
            number = attributes.get("numFmtId", "0")
            self.formats.append(self._defined.get(number, BUILT_IN.get(int(number)) if _NUMBER(number) else None))
