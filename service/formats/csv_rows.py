"""CSV as enterprises send it: UTF-8 or GB18030, with commas, semicolons or tabs, and never read in part."""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING

from service.domain.benchmark import Text
from service.formats.faults import ProblemError
from service.formats.headers import known_headers
from service.formats.table import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

ENCODINGS = {
    "utf-8": "utf-8-sig",
    "utf8": "utf-8-sig",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "utf-16": "utf-16",
}
"""By the name that a caller may give it."""

LONGEST_ROW = 64 * 1024
"""Characters of one row. It also keeps a quotation mark that is never closed from swallowing the file, and it is below
the longest field that `csv` reads, so that setting need not be touched."""

_DELIMITERS = ",;\t"
_BLOCK = 1024 * 1024


class CsvRows:
    """The rows of a CSV file; see `service.formats.table.Rows`. Making it finds out how the file is written."""

    def __init__(self, body: bytes, charset: str | None = None) -> None:
        """Find the encoding, unless it is told (one of `ENCODINGS`), and the delimiter.

        Raises `ProblemError` where the file is in no encoding that is taken.
        """
        self._body = body
        self._encoding = ENCODINGS[charset] if charset else _found_encoding(body)
        if not _is_of(body, self._encoding):
            raise unreadable(
                en=f"the text is not {charset or 'UTF-8 or GB18030'}",
                zh=f"文本编码不是 {charset or 'UTF-8 或 GB18030'}",
            )
        headers = {delimiter: self._first_row(delimiter) for delimiter in _DELIMITERS}
        self._delimiter = max(headers, key=lambda each: (known_headers(headers[each]), len(headers[each]) > 1))

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows; a line break inside quotation marks does not begin a new one."""
        return self._split(self._delimiter)

    def _first_row(self, delimiter: str) -> list[str]:
        """The header, if this is the delimiter; with another one a quoted header may be no CSV at all."""
        try:
            return next((cells for _, cells in self._split(delimiter) if any(map(str.strip, cells))), [])
        except ProblemError:
            return []

    def _split(self, delimiter: str) -> Iterator[tuple[int, list[str]]]:
        lines = _Lines(io.TextIOWrapper(io.BytesIO(self._body), self._encoding, newline=""))
        number = 1
        try:
            for number, cells in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), 1):
                lines.start_row()
                yield number, cells
        except csv.Error as error:
            row, told = lines.row, _TOLD.get(str(error), Text(en=str(error), zh=str(error)))
            raise unreadable(en=f"row {row}: {told.en}", zh=f"第 {row} 行：{told.zh}") from error


class _Lines:
    """The physical lines of a text, counted by the row that they belong to."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._length = 0
        self.row = 1

    def start_row(self) -> None:
        self._length = 0
        self.row += 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST_ROW + 1)
        if not line:
            raise StopIteration
        self._length += len(line)
        if self._length > LONGEST_ROW:
            raise unreadable(
                en=f"row {self.row} is longer than {LONGEST_ROW} characters; is a quotation mark never closed?",
                zh=f"第 {self.row} 行超过 {LONGEST_ROW} 个字符；是否有引号未闭合？",
            )
        if "\0" in line:
            raise unreadable(
                en=f"row {self.row} holds a NUL character; save the file as CSV in UTF-8",
                zh=f"第 {self.row} 行含有 NUL 字符；请将文件另存为 UTF-8 编码的 CSV",
            )
        return line


_TOLD = {"unexpected end of data": Text(en="a quotation mark is not closed", zh="引号未闭合")} | {
    f"'{delimiter}' expected after '\"'": Text(
        en="a separator should follow the closing quotation mark", zh="引号之后应为分隔符"
    )
    for delimiter in (",", ";", "\t")
}


def _found_encoding(body: bytes) -> str:
    """UTF-16 if it says so by its mark, as the "Unicode text" of spreadsheets does; UTF-8 if it is; else GB18030."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig" if _is_of(body, "utf-8-sig") else "gb18030"


def _is_of(body: bytes, encoding: str) -> bool:
    """Whether all of the text is in that encoding, found out a block at a time."""
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(body)
    try:
        for start in range(0, len(view), _BLOCK):
            decoder.decode(view[start : start + _BLOCK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
