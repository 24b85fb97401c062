"""Workbooks (.xlsx) read within limits, with numbers as a person sees them.

On the standard library alone: the readers that there are can be made to take the whole memory or the whole process by a
file of a few kilobytes. Cells are read one after the other and never laid out as a rectangle, so a cell in the last
corner of the sheet costs no more than any other.

What a cell is taken for:

- A number: the 15 significant digits that Excel shows, of which those beyond the 12th place are rounded up. A level is
  compared at 12 places, so that rounding changes no verdict by a level as published. (A file holds 1.1 as
  1.1000000000000001.)
- A number formatted as a date is the text of its day, one formatted as a percentage the text with its sign: neither is
  a capacity or an intensity, and it is better to say so than to take 12 % for 0.12. A day that Excel cannot show is an
  error, as it is there.
- A number whose format scales it, moves its point, or sets letters or digits beside it is a text that says so, for a
  person sees another number there: see `service.formats.xlsx.number_formats`.
- A formula is the value that was saved with it; without one it is an error, as is #DIV/0! and its like.
- Text keeps every character. Phonetic hints are left out.

Hidden rows and columns count. Merged cells are refused: what such a cell says of the rows that it covers is a guess.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_CEILING, Context, Decimal
from typing import TYPE_CHECKING

from service.domain.errors import Fault
from service.domain.number import MAX_PLACES
from service.formats.lists.strict_json import Number
from service.formats.lists.table import MOST_COLUMNS, Cell, CellError, FormattedNumber, unreadable
from service.formats.xlsx.number_formats import BUILT_IN, DATE, PERCENT, shown_as
from service.formats.xlsx.package import Package, not_a_workbook
from service.request_errors import ProblemError, RequestFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.formats.xlsx.package import Ends, Starts

MOST_ROWS = 1_048_576
"""The last row of a sheet."""
MOST_SHEETS = 256
"""Sheets of a workbook."""
MOST_STRINGS = 500_000
"""Texts that a workbook shares between its cells."""
MOST_CHARACTERS = 32 * 1024 * 1024
"""Characters of all those texts."""
LONGEST_TEXT = 32_767
"""Characters of a cell, as in Excel."""
MOST_FORMATS = 65_536
"""Cell formats of a workbook."""
MOST_MERGED = 65_536
"""Merged areas of a sheet."""

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII).fullmatch
_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,6}", re.ASCII).fullmatch
_INDEX = re.compile(r"[0-9]{1,7}", re.ASCII).fullmatch
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_GRID = Decimal(1).scaleb(-MAX_PLACES)
_WIDE = Context(prec=400)
"""For every number that a cell can hold."""

_TEXTS = ("str", "inlineStr")


class XlsxRows:
    """The rows of one sheet, as `Rows` says. Making it reads everything but the sheet itself."""

    def __init__(self, body: bytes, sheet: str | None = None) -> None:
        """Find the sheet of that name, or else the first visible one.

        Raises `ProblemError` where this is no workbook that is taken, or has no such sheet.
        """
        self._package = Package(body)
        book = next((name for kind, name in self._package.relations("").values() if kind == "officeDocument"), "")
        parts = self._package.relations(book)
        self._sheet, self._since_1904 = _found_sheet(self._package, book, parts, sheet)
        by_kind = dict(parts.values())
        self._strings = _strings(self._package, by_kind.get("sharedStrings"))
        self._formats = _formats(self._package, by_kind.get("styles"))

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """The rows that hold something, a block of the file at a time."""
        sheet = _Sheet(self._strings, self._formats, since_1904=self._since_1904)
        for _ in self._package.parse(self._sheet, sheet.starts, sheet.ends, sheet.pieces.append):
            yield from sheet.taken()


class _Sheet:
    """What expat tells of a sheet, row by row."""

    def __init__(self, strings: list[str], formats: list[str | None], *, since_1904: bool) -> None:
        self._strings = strings
        self._formats = formats
        self._since_1904 = since_1904
        self._rows: list[tuple[int, list[Cell]]] = []
        self._row = 0
        self._column = 0
        self._first_row = self._last_row = self._last_column = 0
        self._cells: list[Cell] = []
        self._kind: str | None = None
        self._format = ""
        self._hints = 0
        self._is_open = False
        self._text: str | None = None
        self._inline: str | None = None
        self._has_formula = False
        self._merged = 0
        self.pieces: list[str] = []
        self.starts: Starts = {
            "c": self._start_cell,
            "v": self._start_text,
            "t": self._start_text,
            "row": self._start_row,
            "f": self._formula,
            "rPh": self._start_hint,
            "mergeCell": self._refuse_merged,
        }
        self.ends: Ends = {
            "c": self._end_cell,
            "v": self._end_value,
            "t": self._end_text,
            "row": self._end_row,
            "rPh": self._end_hint,
        }

    def taken(self) -> list[tuple[int, list[Cell]]]:
        """The rows since it was last asked for them."""
        if not self._is_open:
            self.pieces.clear()
        elif sum(map(len, self.pieces)) > LONGEST_TEXT:
            raise self._problem("too long a text", "文本过长")
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
            if len(self._inline) > LONGEST_TEXT:
                raise self._problem("too long a text", "文本过长")

    def _start_hint(self, _: dict[str, str]) -> None:
        self._hints += 1

    def _end_hint(self) -> None:
        self._hints -= 1

    def _formula(self, _: dict[str, str]) -> None:
        self._has_formula = True

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        before = self._row
        if number is None:
            self._row += 1
        elif _ROW_NUMBER(number):
            self._row = int(number)
        else:
            raise self._problem("a row number that is none", "行号无效")
        if not before < self._row <= MOST_ROWS:
            raise self._problem("rows out of order", "行的次序有误")
        self._column = 0
        self._cells = []

    def _end_row(self) -> None:
        if self._cells:
            self._first_row = self._first_row or self._row
            self._last_row = self._row
            self._rows.append((self._row, self._cells))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        before = self._column
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            found = _REFERENCE(reference)
            if not found or int(found[2]) != self._row:
                raise self._problem("a cell that is not of its row", "单元格与其所在行不符")
            self._column = _column_number(found[1])
        if self._column <= before:
            raise self._problem("cells out of order", "单元格的次序有误")
        self._kind = attributes.get("t")
        self._format = attributes.get("s", "")
        self._text = self._inline = None
        self._has_formula = False

    def _end_cell(self) -> None:
        text = self._inline if self._kind == "inlineStr" else self._text
        cell: Cell
        if not text and self._kind not in _TEXTS:
            text = None
        if text is None:
            if not self._has_formula:
                return
            cell = CellError("=…")
        else:
            cell = self._cell(text)
        if cell == "":
            return
        if self._column > MOST_COLUMNS:
            raise unreadable(
                en=f"row {self._row} reaches beyond column {MOST_COLUMNS}",
                zh=f"第 {self._row} 行超出第 {MOST_COLUMNS} 列",
            )
        self._last_column = max(self._last_column, self._column)
        self._cells += [None] * (self._column - 1 - len(self._cells))
        self._cells.append(cell)

    def _cell(self, text: str) -> Cell:
        kind = self._kind
        if kind == "s":
            if not _INDEX(text) or int(text) >= len(self._strings):
                raise self._problem("a shared text that is not there", "引用了不存在的共享文本")
            return self._strings[int(text)]
        if kind in (None, "n"):
            return self._number(text)
        if kind == "b":
            return text.strip() == "1"
        if kind == "e":
            return CellError(text[:LONGEST_TEXT])
        if len(text) > LONGEST_TEXT:
            raise self._problem("too long a text", "文本过长")
        return unescaped(text)

    def _number(self, text: str) -> Cell:
        try:
            value = float(text) if len(text) <= 64 and text.isascii() and "_" not in text else float("nan")  # noqa: PLR2004 - none is so long
        except ValueError:
            value = float("nan")
        if not abs(value) < float("inf"):
            raise self._problem("a number that is none", "数字无效")
        shape = None
        if self._format and self._formats:
            if not _INDEX(self._format) or int(self._format) >= len(self._formats):
                raise self._problem("a format that is not there", "引用了不存在的格式")
            shape = self._formats[int(self._format)]
        if shape == DATE:
            return _as_date(value, since_1904=self._since_1904) or CellError("####")
        if shape == PERCENT:
            return f"{as_seen(value * 100)}%"
        return FormattedNumber(as_seen(value), shape) if shape else as_seen(value)

    def _refuse_merged(self, attributes: dict[str, str]) -> None:
        """Raise the problem of merged cells among those of the list."""
        reference = attributes.get("ref", "")
        self._merged += 1
        corners = [_REFERENCE(corner) for corner in reference.split(":")]
        if self._merged > MOST_MERGED or len(corners) > 2 or not all(corners):  # noqa: PLR2004 - two corners of an area
            raise self._problem("merged cells that are none", "合并单元格无效")
        first = corners[0]
        last = corners[-1]
        if first is None or last is None or reference.count(":") == 0:
            return
        is_below = int(last[2]) >= self._first_row and int(first[2]) <= self._last_row
        if is_below and _column_number(first[1]) <= self._last_column:
            raise unreadable(
                en=f"the cells {reference} are merged; unmerge them and fill in every cell",
                zh=f"单元格 {reference} 已合并；请取消合并并填写每个单元格",
            )

    def _problem(self, en: str, zh: str) -> ProblemError:
        return unreadable(
            en=f"the workbook is damaged: {en}, in or after row {self._row}",
            zh=f"工作簿已损坏：{zh}（第 {self._row} 行或其后）",
        )


def as_seen(value: float) -> Number:
    """A number as Excel shows it: 15 significant digits, none beyond the 12th place; those are rounded up."""
    text = format(value, ".15g")
    if len(text) > MAX_PLACES or "e-" in text:
        exact = Decimal(text)
        rounded = exact.quantize(_GRID, rounding=ROUND_CEILING, context=_WIDE)
        if rounded != exact:
            text = format(rounded.normalize(), "f")
    return Number("0" if text in ("-0", "0") else text)


def _as_date(value: float, *, since_1904: bool) -> str | None:
    """The day, with the time if there is one, as ISO 8601 writes it; None if there is no such day.

    Excel counts days from 1900 as if that had been a leap year, or from 1904.
    """
    leap = 60  # the 29th of February 1900, which never was
    first = dt.date(1904, 1, 1) if since_1904 else dt.date(1899, 12, 30 if value > leap else 31)
    try:
        moment = dt.datetime.combine(first, dt.time()) + dt.timedelta(seconds=round(value * 86400))
    except OverflowError:  # beyond the year 9999
        return None
    if value < 0:
        return None
    return moment.date().isoformat() if value == int(value) else moment.isoformat(sep=" ")


def unescaped(text: str) -> str:
    """A text with the characters that a workbook spells as _x000D_, two of them for one beyond U+FFFF.

    Half of such a pair is no character, and becomes the one that stands for any that cannot be shown.
    """
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _found_sheet(
    package: Package, book: str, parts: dict[str, tuple[str, str]], wanted: str | None
) -> tuple[str, bool]:
    """The part of the sheet, and whether the workbook counts days from 1904."""
    sheets: list[tuple[str, bool, str]] = []
    counted: list[bool] = []

    def properties(attributes: dict[str, str]) -> None:
        counted.append(attributes.get("date1904") in {"1", "true"})

    def sheet(attributes: dict[str, str]) -> None:
        relation = next((value for name, value in attributes.items() if name.endswith("relationships}id")), "")
        kind, part = parts.get(relation, ("", ""))
        if kind == "worksheet" and len(sheets) < MOST_SHEETS:
            sheets.append((attributes.get("name", ""), attributes.get("state", "visible") == "visible", part))

    package.read(book, {"workbookPr": properties, "sheet": sheet})
    for name, is_visible, part in sheets:
        if name == wanted if wanted is not None else is_visible:
            return part, any(counted)
    if wanted is None:
        raise not_a_workbook()
    names = tuple(name for name, _, _ in sheets)
    fault = Fault(field="sheet", code="unknown_sheet", value=wanted, candidates=names)
    raise ProblemError("invalid_request", errors=[RequestFault("", fault, parameter="sheet")])


def _strings(package: Package, part: str | None) -> list[str]:
    """The texts that cells share: of rich text its runs put together, without phonetic hints."""
    shared = _Strings()
    if part is not None:
        package.read(
            part,
            {"si": shared.start, "t": shared.start_text, "rPh": shared.start_hint},
            {"si": shared.end, "t": shared.end_text, "rPh": shared.end_hint},
            shared.text,
        )
    return shared.strings


class _Strings:
    """What expat tells of the shared texts."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._pieces: list[str] = []
        self._is_text = False
        self._hints = self._total = 0

    def start(self, _: dict[str, str]) -> None:
        self._pieces.clear()

    def start_text(self, _: dict[str, str]) -> None:
        self._is_text = not self._hints

    def start_hint(self, _: dict[str, str]) -> None:
        self._hints += 1

    def text(self, characters: str) -> None:
        if self._is_text:
            self._total += len(characters)
            self._pieces.append(characters)
            if self._total > MOST_CHARACTERS:
                raise unreadable(
                    en=f"the workbook has more than {MOST_CHARACTERS} characters",
                    zh=f"工作簿超过 {MOST_CHARACTERS} 个字符",
                )

    def end_text(self) -> None:
        self._is_text = False

    def end_hint(self) -> None:
        self._hints -= 1

    def end(self) -> None:
        if len(self.strings) == MOST_STRINGS:
            raise unreadable(
                en=f"the workbook has more than {MOST_STRINGS} texts", zh=f"工作簿超过 {MOST_STRINGS} 个文本"
            )
        self.strings.append(unescaped("".join(self._pieces)))


def _formats(package: Package, part: str | None) -> list[str | None]:
    """By the number of a cell format, what it shows."""
    formats: list[str | None] = []
    defined: dict[str, str | None] = {}
    inside = {"cellXfs": False}

    def start_cells(_: dict[str, str]) -> None:
        inside["cellXfs"] = True

    def end_cells() -> None:
        inside["cellXfs"] = False

    def definition(attributes: dict[str, str]) -> None:
        if len(defined) < MOST_FORMATS:
            defined[attributes.get("numFmtId", "")] = shown_as(attributes.get("formatCode", ""))

    def cell_format(attributes: dict[str, str]) -> None:
        if inside["cellXfs"] and len(formats) < MOST_FORMATS:
            number = attributes.get("numFmtId", "0")
            formats.append(defined.get(number, BUILT_IN.get(int(number)) if _INDEX(number) else None))

    if part is not None:
        starts = {"cellXfs": start_cells, "numFmt": definition, "xf": cell_format}
        package.read(part, starts, {"cellXfs": end_cells})
    return formats
