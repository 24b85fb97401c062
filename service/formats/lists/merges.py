"""What merged cells say of the rows that they cover.

A vertical merge in the column of the product or of the group holds for all of its rows: that is how such lists name
one enterprise for several lines. A merge across cells of which only the first is read changes nothing. Any other merge
across cells that are read leaves open what it says of each, so its rows are rejected by name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.formats.cells import Area, Cell

FOR_ALL_ROWS = ("benchmark", "group")
"""The fields of which a merged cell holds for all its rows."""


@dataclass(slots=True, kw_only=True)
class MergedRow:
    """A row as its merged areas leave it."""

    cells: Sequence[Cell]
    """With the values of the merges that hold for all their rows."""
    unclear: list[tuple[str, Area]] = field(default_factory=list)
    """Fields of which a merge does not say what the row has, each with the area."""
    is_banner: bool = False
    """Whether a merge runs across columns of the row, as titles and notes do."""


class Merges:
    """The merged areas of a sheet, asked row after row."""

    def __init__(self, areas: Sequence[Area], fields: Mapping[int, str], header_end: int) -> None:
        """Keep the areas, which are sorted, the fields of the columns that are read, and the header's last row."""
        self._next = list(reversed([area for area in areas if area.last_row > header_end]))
        self._above: list[tuple[Area, Cell]] = []
        self._fields = fields
        self._header_end = header_end

    def apply(self, number: int, cells: Sequence[Cell]) -> MergedRow:
        """The row of that number; the numbers ascend, and a row without cells may be left out."""
        self._above = [(area, value) for area, value in self._above if area.last_row >= number]
        while self._next and self._next[-1].first_row <= number:
            area = self._next.pop()
            if area.last_row >= number:
                place = area.first_column - 1
                is_first = area.first_row == number and place < len(cells)
                self._above.append((area, cells[place] if is_first else None))
        row = MergedRow(cells=cells)
        for area, value in self._above:
            self._apply_area(row, area, value, number)
        return row

    def _apply_area(self, row: MergedRow, area: Area, value: Cell, number: int) -> None:
        first = area.first_column - 1
        read = [place for place in range(first, area.last_column) if place in self._fields]
        row.is_banner |= area.last_column > area.first_column
        if not read or area.is_single:
            return
        field_name = self._fields[read[0]]
        starts_in_list = area.first_row > self._header_end
        if read == [first] and starts_in_list and (area.first_row == area.last_row or field_name in FOR_ALL_ROWS):
            if number > area.first_row:
                cells = [*row.cells, *[None] * (first + 1 - len(row.cells))]
                cells[first] = value
                row.cells = cells
        else:
            row.unclear += [(self._fields[place], area) for place in read]
