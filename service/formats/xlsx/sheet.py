"""The rows of a sheet, with each cell as a person sees it.

What a cell counts as:

- A number: the 15 significant digits that Excel shows. Digits beyond the 12th decimal place are rounded up. Levels are
  compared at 12 places, so this rounding changes no verdict by a published level. (A file stores 1.1 as
  1.1000000000000001.)
- A number formatted as a date is the text of its day, and one formatted as a percentage is the text with its sign.
  Neither is a capacity or an intensity, and an error is better than reading 12 % as 0.12. A day that Excel cannot
  show is an error, as it is there.
- A number whose format scales it, moves its point, or sets letters or digits beside it is a `FormattedNumber`, because
  a person sees another number there: see `service.formats.xlsx.number_formats`.
- A formula is the value that was saved with it; without one it is an error, as is #DIV/0! and its like.
- Text keeps every character. Phonetic hints are left out.

Hidden rows and columns count, and are listed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from service.formats.cells import MAX_COLUMNS, Cell, CellError, FormattedNumber, UnreadableError, column_letters
from service.formats.xlsx.number_formats import DATE, PERCENT
from service.formats.xlsx.numbers import as_day, as_seen
from service.formats.xlsx.shared_strings import unescape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.formats.xlsx.package import Ends, Starts

MAX_ROWS = 1_048_576
"""The last row of a sheet."""
MAX_TEXT_LENGTH = 32_767
"""Characters of a cell, as in Excel."""
MAX_HIDDEN = 1000
"""Hidden ranges of a sheet that are listed."""

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII).fullmatch
_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,6}", re.ASCII).fullmatch
_MAX_INDEX_DIGITS = 7
_TEXTS = ("str", "inlineStr")
_INFINITY = float("inf")
_Value = TypeVar("_Value")
_TRUE = ("1", "true")
_INDEX = re.compile(r"[0-9]{1,7}", re.ASCII).fullmatch


class SheetParser:
    """Collects the rows of a sheet while expat parses it."""

    def __init__(self, strings: list[str], formats: list[str | None], *, since_1904: bool) -> None:
        """Start before the first row; cells refer to shared texts and formats by position."""
        self._strings = strings
        self._formats = formats
        self._since_1904 = since_1904
        self._rows: list[tuple[int, list[Cell]]] = []
        self._row = 0
        self._column = 0
        self._cells: list[Cell] = []
        self._kind: str | None = None
        self._format = ""
        self._hints = 0
        self._is_open = False
        self._text: str | None = None
        self._inline: str | None = None
        self._has_formula = False
        self._hidden_rows: tuple[int, int] | None = None
        self.hidden: list[str] = []
        """The hidden columns, then the hidden rows, each as a range."""
        self.merged: list[str] = []
        """The references of the merged areas, which a file has after its rows."""
        self.pieces: list[str] = []
        self.starts: Starts = {
            "c": self._start_cell,
            "v": self._start_text,
            "t": self._start_text,
            "row": self._start_row,
            "f": self._note_formula,
            "rPh": self._start_hint,
            "col": self._note_column,
            "mergeCell": self._note_merged,
        }
        self.ends: Ends = {
            "c": self._end_cell,
            "v": self._end_value,
            "t": self._end_text,
            "row": self._end_row,
            "rPh": self._end_hint,
        }

    def take_rows(self) -> list[tuple[int, list[Cell]]]:
        """The rows that were completed since the last call."""
        if not self._is_open:
            self.pieces.clear()
        elif sum(map(len, self.pieces)) > MAX_TEXT_LENGTH:
            raise self._damage("long_text")
        rows, self._rows = self._rows, []
        return rows

    def _end_value(self) -> None:
        self._is_open = False
        self._text = "".join(self.pieces)

    def _start_text(self, _: dict[str, str]) -> None:
        self._is_open = True
        self.pieces.clear()

    def _end_text(self) -> None:
        self._is_open = False
        if not self._hints:
            self._inline = (self._inline or "") + "".join(self.pieces)
            if len(self._inline) > MAX_TEXT_LENGTH:
                raise self._damage("long_text")

    def _start_hint(self, _: dict[str, str]) -> None:
        self._hints += 1

    def _end_hint(self) -> None:
        self._hints -= 1

    def _note_formula(self, _: dict[str, str]) -> None:
        self._has_formula = True

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        before = self._row
        if number is None:
            self._row += 1
        elif _ROW_NUMBER(number):
            self._row = int(number)
        else:
            raise self._damage("row_number")
        if not before < self._row <= MAX_ROWS:
            raise self._damage("row_order")
        self._column = 0
        self._cells = []
        if "hidden" in attributes:
            self._note_row(attributes["hidden"])

    def _end_row(self) -> None:
        if self._cells:
            self._rows.append((self._row, self._cells))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._column += 1
        if reference is not None and reference != f"{_LETTERS.get(self._column)}{self._row}":
            self._column = self._find_column(reference)
        self._kind = attributes.get("t")
        self._format = attributes.get("s", "")
        self._text = self._inline = None
        self._has_formula = False

    def _find_column(self, reference: str) -> int:
        """The column of a cell that does not just follow the one before."""
        found = _REFERENCE(reference)
        if not found or int(found[2]) != self._row:
            raise self._damage("cell_of_other_row")
        column = column_number(found[1])
        if column < self._column:
            raise self._damage("cell_order")
        return column

    def _end_cell(self) -> None:
        kind = self._kind
        text = self._inline if kind == "inlineStr" else self._text
        cell: Cell
        if text is None or (not text and kind not in _TEXTS):
            if not self._has_formula:
                return
            cell = CellError("=…")
        elif kind == "s":
            cell = self._find(self._strings, text, "missing_text")
        elif kind is None or kind == "n":
            cell = self._read_number(text)
        else:
            cell = self._read_other(kind, text)
        if cell == "":
            return
        column, cells = self._column, self._cells
        if column > MAX_COLUMNS:
            raise UnreadableError("wide_row", row=self._row, limit=MAX_COLUMNS)
        if len(cells) < column - 1:
            cells += [None] * (column - 1 - len(cells))
        cells.append(cell)

    def _read_number(self, text: str) -> Cell:
        try:
            value = float(text) if len(text) <= 64 and text.isascii() and "_" not in text else float("nan")  # noqa: PLR2004 - none is so long
        except ValueError:
            value = float("nan")
        if not abs(value) < _INFINITY:
            raise self._damage("not_a_number")
        shown = None
        if self._format and self._formats:
            shown = self._find(self._formats, self._format, "missing_format")
        if not shown:
            return as_seen(value)
        if shown == DATE:
            return as_day(value, since_1904=self._since_1904) or CellError("####")
        return f"{as_seen(value * 100)}%" if shown == PERCENT else FormattedNumber(as_seen(value), shown)

    def _read_other(self, kind: str, text: str) -> Cell:
        if kind == "b":
            return text.strip() == "1"
        if kind == "e":
            return CellError(text[:MAX_TEXT_LENGTH])
        if len(text) > MAX_TEXT_LENGTH:
            raise self._damage("long_text")
        return unescape(text)

    def _find(self, values: Sequence[_Value], index: str, reason: str) -> _Value:
        """The value that a cell refers to by its index."""
        if len(index) <= _MAX_INDEX_DIGITS and index.isascii() and index.isdigit() and int(index) < len(values):
            return values[int(index)]
        raise self._damage(reason)

    def _note_row(self, hidden: str) -> None:
        """Join a hidden row to those right above it."""
        if hidden not in _TRUE:
            return
        first, last = self._hidden_rows or (0, -1)
        if self._hidden_rows and last == self._row - 1:
            self.hidden.pop()
        else:
            first = self._row
        if len(self.hidden) < MAX_HIDDEN:
            self._hidden_rows = first, self._row
            self.hidden.append(f"{first}:{self._row}")

    def _note_column(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if attributes.get("hidden") in _TRUE and _INDEX(first) and _INDEX(last) and len(self.hidden) < MAX_HIDDEN:
            self.hidden.append(f"{column_letters(int(first))}:{column_letters(int(last))}")

    def _note_merged(self, attributes: dict[str, str]) -> None:
        self.merged.append(attributes.get("ref", ""))

    def _damage(self, reason: str) -> UnreadableError:
        return UnreadableError(reason, row=self._row)


def column_number(letters: str) -> int:
    """The place of a column, counted from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


_SIGNS = ["", *(chr(ord("A") + place) for place in range(26))]
_LETTERS = {column_number(first + last): first + last for first in _SIGNS for last in _SIGNS[1:]}
"""The letters of the columns up to ZZ."""
