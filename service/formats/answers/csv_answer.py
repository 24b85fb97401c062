"""An answer as CSV that spreadsheets open correctly: UTF-8 with a byte order mark, and no text that is a formula."""

from __future__ import annotations

import codecs
import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING

from service.formats.answers.tabular import line_row, summary_rows
from service.texts.labels import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from service.formats.answers.results import LineResult
    from service.formats.answers.shape import SummaryAnswer
    from service.request_errors import Positions

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""A spreadsheet reads a text that begins with one of these as a formula, or may do so after trimming it."""


class CsvAnswer:
    """One row for each line, then an empty row, and the summary as rows of name, value and unit.

    Codes stay as they are; headers and names are in the language. Numbers are numbers of exactly their digits.
    """

    is_stream = False

    def __init__(self, lang: str, positions: Positions | None) -> None:
        """Start with the header."""
        self._lang = lang
        self._positions = positions
        self._header = encode_csv([[name.in_language(lang) for name in COLUMNS.values()]], mark=True)

    def add(self, results: Sequence[LineResult]) -> bytes:
        """The rows of a block."""
        header, self._header = self._header, b""
        return header + encode_csv([line_row(each, self._positions, self._lang) for each in results])

    def finish(self, summary: SummaryAnswer) -> Iterator[bytes]:
        """The summary."""
        yield encode_csv([(), *summary_rows(summary, self._lang)])


def encode_csv(rows: Sequence[Sequence[object]], *, mark: bool = False) -> bytes:
    """Encode rows of cells as CSV; with ``mark``, they begin with the byte order mark that makes Excel read UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows([[escape_cell(cell) for cell in row] for row in rows])
    return (codecs.BOM_UTF8 if mark else b"") + text.getvalue().encode()


def escape_cell(value: object) -> object:
    """Write a number without an exponent, and a text that looks like a formula after an apostrophe."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, str) and value.startswith(_FORMULA_SIGNS):
        return f"'{value}"
    return value
