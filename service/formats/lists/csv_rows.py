"""CSV as enterprises send it: UTF-8 or GB18030, with commas, semicolons or tabs, and never read in part."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING

from service.domain.text import Text
from service.formats.lists.columns import known_headers
from service.formats.lists.table import unreadable
from service.request_errors import ProblemError

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
_CHINESE = re.compile("[\u4e00-\u9fff]")


class CsvRows:
    """The rows of a CSV file; see `service.formats.lists.table.Rows`. Making it finds out how the file is written."""

    def __init__(self, body: bytes, charset: str | None = None) -> None:
        """Find the encoding, unless it is told (one of `ENCODINGS`), and the delimiter.

        Raises `ProblemError` where the file is in no encoding that is taken.
        """
        self._body = body
        self._encoding = ENCODINGS[charset] if charset else _found_encoding(body)
        if _first_byte_that_is_not(body, self._encoding) is not None:
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
    """UTF-16 if it says so by its mark, as the "Unicode text" of spreadsheets does; UTF-8 if it is; else GB18030.

    Raises `ProblemError` for UTF-8 with bytes that are none: it may be GB18030 too, but of other characters.
    """
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    place = _first_byte_that_is_not(body, "utf-8")
    if place is None:
        return "utf-8-sig"
    if body.startswith(codecs.BOM_UTF8) or _is_nearly_utf_8(body[max(0, place - _BLOCK) : place + _BLOCK]):
        line = body.count(b"\n", 0, place) + 1
        raise unreadable(
            en=f"line {line} holds bytes that are not UTF-8, as the rest of the text is; save the file anew as UTF-8, "
            "or name its charset",
            zh=f"文本第 {line} 行含有非 UTF-8 的字节，而其余文本为 UTF-8；请另存为 UTF-8 编码，或以 charset 指明编码",
        )
    return "gb18030"


def _is_nearly_utf_8(part: bytes) -> bool:
    """Whether more of a text is Chinese in UTF-8 than is no UTF-8 at all.

    Of Chinese in GB18030, half of the bytes are no UTF-8, and few happen to be the three of a character there.
    """
    text = part.decode("utf-8", "replace")
    return len(_CHINESE.findall(text)) > text.count("\N{REPLACEMENT CHARACTER}")


def _first_byte_that_is_not(body: bytes, encoding: str) -> int | None:
    """Where the text ceases to be in that encoding, found out a block at a time; None if all of it is."""
    decoder = codecs.getincrementaldecoder(encoding)()
    start, waiting = 0, 0
    try:
        for start in range(0, len(body), _BLOCK):
            waiting = len(decoder.getstate()[0])
            decoder.decode(body[start : start + _BLOCK])
        start, waiting = len(body), len(decoder.getstate()[0])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return start - waiting + error.start
    except UnicodeError:  # UTF-16 without the mark that says which of the two
        return 0
    return None
