"""What a cell of a table may hold, and why a table cannot be read: the words that readers of files share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self

MAX_COLUMNS = 256
"""Columns that a table may have; a list needs eight."""


class Number(str):
    """A number with the digits that it was sent with, in JSON or in a cell."""

    __slots__ = ()


class FormattedNumber(str):
    """A number whose format shows something else, such as 155.0 for 1550000: a text that says both, and no number."""

    __slots__ = ("number",)

    number: str
    """The number itself. It counts where a text is expected, such as in an id."""

    def __new__(cls, number: str, code: str) -> Self:
        """Join a number and the code of its format."""
        text = super().__new__(cls, f"{number} ({code})")
        text.number = number
        return text


class CellError:
    """A cell that shows an error instead of a value, such as #DIV/0!; it is not a text."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        """Keep what the cell shows."""
        self.text = text

    def __str__(self) -> str:
        return self.text


Cell = str | bool | CellError | None
"""A text, a `Number` or `FormattedNumber`, true or false, an error, or nothing."""

Rows = Iterator[tuple[int, Sequence[Cell]]]
"""The rows that a file has, in ascending order, each with its number in the file, counted from 1.

Reading them raises `UnreadableError` or `TooLargeError`.
"""


@dataclass(frozen=True, slots=True)
class Area:
    """Merged cells, from the first to the last row and column, each counted from 1."""

    reference: str
    """As a spreadsheet names it: A2:B9."""
    first_row: int
    last_row: int
    first_column: int
    last_column: int

    @property
    def is_single(self) -> bool:
        """Whether it is one cell only, so that nothing is merged."""
        return self.first_row == self.last_row and self.first_column == self.last_column


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One table: a sheet of a workbook, or a file that has no sheets."""

    rows: Rows
    name: str | None = None
    merged: Sequence[Area] = ()
    """The merged areas, which do not overlap, by their first row."""
    hidden: list[str] = field(default_factory=list)
    """Hidden columns and rows, such as D:E and 12:40; complete once all rows were read."""

    def __iter__(self) -> Rows:
        """The rows."""
        return self.rows


def column_letters(number: int) -> str:
    """The name that a spreadsheet gives to a column, counted from 1."""
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


class UnreadableError(Exception):
    """A file that is not a table, is damaged, or goes beyond a limit of its format.

    ``reason`` names what is wrong, ``facts`` are the numbers and names of it; `service.texts.unreadable` has the words.
    """

    def __init__(self, reason: str, **facts: object) -> None:
        """Keep the reason and the facts."""
        super().__init__(reason, facts)
        self.reason = reason
        self.facts = facts


class TooLargeError(Exception):
    """A file that is larger than ``limit`` bytes once it is unpacked."""

    def __init__(self, limit: int) -> None:
        """Keep the limit."""
        super().__init__(limit)
        self.limit = limit
