"""CSV as enterprises send it: UTF-8 or GB18030, with commas, semicolons or tabs, and never read in part."""

from __future__ import annotations

import codecs
import csv
import io
import re
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from service.formats.cells import UnreadableError
from service.formats.file_kind import find_file_kind
from service.formats.lists.columns import MAX_ROWS_ABOVE, count_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.formats.cells import Rows

ENCODINGS = {
    "utf-8": "utf-8-sig",
    "utf8": "utf-8-sig",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "utf-16": "utf-16",
}
"""By the name that a caller may give it."""

MAX_ROW_LENGTH = 64 * 1024
"""Characters of one row: an open quotation mark cannot swallow the file, and no field reaches the limit of `csv`."""

_DELIMITERS = ",;\t"
_ZIP = b"PK\x03\x04"
_BLOCK = 1024 * 1024
_CHINESE = re.compile("[\u4e00-\u9fff]")

_REASONS = {"unexpected end of data": "open_quote"} | {
    f"'{delimiter}' expected after '\"'": "text_after_quote" for delimiter in _DELIMITERS
}
"""By message of the `csv` module."""


def read_csv(body: bytes, charset: str | None = None) -> Rows:
    """The rows of a CSV file; a line break inside quotation marks does not begin a new row.

    Detects the encoding, unless ``charset`` (one of `ENCODINGS`) names it, and the delimiter. Raises `UnreadableError`
    where the file is in no known encoding, or is not CSV.
    """
    if reason := find_file_kind(body):
        raise UnreadableError(reason)
    if body.startswith(_ZIP):
        raise UnreadableError("workbook_as_csv")
    encoding = ENCODINGS[charset] if charset else _detect_encoding(body)
    if _first_undecodable_byte(body, encoding) is not None:
        if charset:
            raise UnreadableError("not_in_charset", charset=charset)
        raise UnreadableError("unknown_encoding")
    headers = {delimiter: _likeliest_header(body, encoding, delimiter) for delimiter in _DELIMITERS}
    yield from _split(body, encoding, max(headers, key=lambda each: headers[each]))


def _likeliest_header(body: bytes, encoding: str, delimiter: str) -> tuple[int, bool]:
    """How many names of columns a row near the beginning has with this delimiter, and whether it has several cells.

    With the wrong delimiter, a file with quotation marks may not be CSV at all.
    """
    found = (0, False)
    with suppress(UnreadableError):
        rows = (cells for _, cells in _split(body, encoding, delimiter) if any(map(str.strip, cells)))
        for cells in islice(rows, MAX_ROWS_ABOVE):
            found = max(found, (count_known(cells), len(cells) > 1))
    return found


def _split(body: bytes, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    lines = _Lines(io.TextIOWrapper(io.BytesIO(body), encoding, newline=""))
    try:
        for number, cells in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), 1):
            lines.start_row()
            yield number, cells
    except csv.Error as error:
        reason = _REASONS.get(str(error), "not_csv")
        raise UnreadableError(reason, row=lines.row, message=str(error)) from error


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
        line = self._text.readline(MAX_ROW_LENGTH + 1)
        if not line:
            raise StopIteration
        self._length += len(line)
        if self._length > MAX_ROW_LENGTH:
            raise UnreadableError("long_row", row=self.row, limit=MAX_ROW_LENGTH)
        if "\0" in line:
            raise UnreadableError("nul_character", row=self.row)
        return line


def _detect_encoding(body: bytes) -> str:
    """UTF-16 if its mark says so, as in the "Unicode text" of spreadsheets; UTF-8 if the bytes are that; else GB18030.

    Raises `UnreadableError` for UTF-8 with some bytes that are not: it may be valid GB18030, but of other characters.
    """
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    at = _first_undecodable_byte(body, "utf-8")
    if at is None:
        return "utf-8-sig"
    if body.startswith(codecs.BOM_UTF8) or _is_nearly_utf_8(body[max(0, at - _BLOCK) : at + _BLOCK]):
        raise UnreadableError("mixed_encodings", line=body.count(b"\n", 0, at) + 1)
    return "gb18030"


def _is_nearly_utf_8(part: bytes) -> bool:
    """Whether the text, read as UTF-8, has more Chinese characters than undecodable bytes.

    Of Chinese in GB18030, half of the bytes are not UTF-8, and few happen to be the three bytes of a character there.
    """
    text = part.decode("utf-8", "replace")
    return len(_CHINESE.findall(text)) > text.count("\N{REPLACEMENT CHARACTER}")


def _first_undecodable_byte(body: bytes, encoding: str) -> int | None:
    """The position of the first byte that is not in the encoding, or None; decodes a block at a time."""
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
