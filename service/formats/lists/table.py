"""From rows of cells to lines: what CSV and workbooks have in common.

An empty cell is an absent value. A row of empty cells is skipped, but counted in the numbers of rows. A value beyond
the last column is refused, because the cells of such a row may have shifted.

`LineSchema` stays the one definition of a line. A plain row, which has no fault and no unusual spelling, is read by the
fast reader here. It accepts only what the schema accepts, with equal values; a property test compares the two. Every
other row is left to the schema.
"""

from __future__ import annotations

import re
from array import array
from contextlib import contextmanager
from dataclasses import asdict, replace
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, cast

import msgspec
from marshmallow import ValidationError

from service.domain.errors import Fault
from service.domain.line import MalformedLine
from service.domain.number import MAX_PLACES
from service.domain.text import Text
from service.formats.cells import MAX_COLUMNS, FormattedNumber, TooLargeError, UnreadableError
from service.formats.lists.columns import read_word
from service.formats.lists.header import A_WORD, MAX_LENGTHS, Header, missing_unit
from service.formats.lists.line_reader import MAX_EXPLAINED_LINES, NOT_EXPLAINED, check_shape
from service.formats.lists.request import BLOCK_LINES, RequestedOptions, SubmittedList
from service.formats.lists.schemas import Digits, LineSchema
from service.formats.lists.strict_json import Object
from service.request_errors import ProblemError
from service.texts.unreadable import explain_unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from service.domain.line import CapacityLine
    from service.formats.cells import Cell, Rows
    from service.request_errors import RequestFault

_FIELDS = LineSchema().fields
_DAYS = cast("Digits", _FIELDS["operating_days"])
_NO_HEADER = ("", 0)
"""The plan of a column without a header."""
_BLANKS = " \t"
"""What may stand around a number."""
_NOT_PLAIN = (TypeError, AttributeError, KeyError, ValidationError)
"""What the fast reader meets in a cell that is not a text, has no header, or is not a number."""
_plain_number = re.compile(rf"-?(?:0|[1-9][0-9]{{0,14}})(?:\.[0-9]{{1,{MAX_PLACES}}})?", re.ASCII).fullmatch
"""A number as JSON writes it that is within the bounds of every number, without an exponent."""


class _PlainLine(msgspec.Struct, gc=False):
    """A line that the schema would accept."""

    benchmark: Any = None
    capacity: Any = None
    id: Any = None
    capacity_unit: Any = None
    intensity: Any = None
    intensity_unit: Any = None
    operating_days: Any = None
    group: Any = None
    intensity_confirmed: Any = None
    stage: Any = None


def read_table(rows: Rows, *, max_lines: int) -> SubmittedList:
    """The list in the rows of a file. Raises `ProblemError` where the file cannot be read up to its header."""
    table = Table(rows, max_lines=max_lines)
    return SubmittedList(blocks=table.blocks(), options=RequestedOptions(faults=table.faults), positions=table)


class Table:
    """A list that is being read from a table: its columns, its lines in blocks, and the positions of both.

    Making it reads the file up to the header; ``faults`` are those of the header. A file may turn out to be unreadable
    only at its end, so no part of an answer should be sent before the last block was read.
    """

    def __init__(self, rows: Rows, *, max_lines: int) -> None:
        """Read the header."""
        self._rows = rows
        self._max_lines = max_lines
        self._row_numbers = array("L")
        self._explained = 0
        with _problems_of_files():
            number, cells = next(((number, cells) for number, cells in rows if not _is_empty(cells)), (1, ()))
            if len(cells) > MAX_COLUMNS:
                raise UnreadableError("too_many_columns", limit=MAX_COLUMNS)
        self._header = Header(number, ["" if _is_blank(cell) else str(cell).strip() for cell in cells])
        self._plan = self._header.plan
        self._units = self._header.units
        self._needs_unit = self._header.needs_unit

    @property
    def faults(self) -> list[RequestFault]:
        """The faults of the header."""
        return self._header.faults

    def row(self, index: int) -> int | None:
        """The row of a line."""
        return self._row_numbers[index]

    def column(self, field: str) -> str | None:
        """The header of the column that a field was read from."""
        return self._header.column(field)

    def blocks(self) -> Iterator[list[CapacityLine | MalformedLine]]:
        """The lines, block by block. Raises `ProblemError` for too many lines, for none, and for a damaged file."""
        block: list[CapacityLine | MalformedLine] = []
        numbers = self._row_numbers
        with _problems_of_files():
            for number, cells in self._rows:
                line = self._read_plain(cells) or self._explain(cells)
                if line is None:
                    continue
                if len(numbers) == self._max_lines:
                    over = Text(en=f"more than {self._max_lines}", zh=f"超过 {self._max_lines}")
                    raise ProblemError("too_many_lines", facts={"limit": self._max_lines, "count": over})
                numbers.append(number)
                block.append(line)
                if len(block) == BLOCK_LINES:
                    yield block
                    block = []
        if not numbers:
            raise ProblemError("no_lines")
        yield block

    def _read_plain(self, cells: Sequence[Cell]) -> CapacityLine | None:  # noqa: C901 - runs once for each row
        """The line of a plain row; None for any other."""
        line = _PlainLine()
        try:
            pairs: Iterable[tuple[Any, Any]] = zip_longest(cells, self._plan)
            for cell, plan in pairs:
                if cell is None or cell == "":
                    continue
                field, max_length = plan or _NO_HEADER
                if max_length > 0:
                    text = cell.number if isinstance(cell, FormattedNumber) else cell
                    if len(text) <= max_length and not text.isspace():
                        setattr(line, field, str(text))  # a number in a column of texts is the text of its digits
                    elif not cell.isspace():
                        return None
                elif max_length == 0 and _plain_number(cell):
                    setattr(line, field, Decimal(cell))
                elif not cell.isspace():
                    setattr(line, field, _FIELDS[field].deserialize(_as_value(field, max_length, cell)))
        except _NOT_PLAIN:
            return None
        for field, unit in self._units.items():
            if getattr(line, field) is None:
                setattr(line, field, unit)
        days = line.operating_days
        is_right = (
            line.benchmark is not None
            and line.capacity is not None
            and line.capacity > 0
            and (days is None or _DAYS.minimum <= days <= _DAYS.maximum)
            and (self._needs_unit is None or line.intensity is None or line.intensity_unit is not None)
        )
        return line if is_right else None

    def _explain(self, cells: Sequence[Cell]) -> CapacityLine | MalformedLine | None:
        """The line that the schema reads in a row, or every fault of the row; None if it is empty."""
        if _is_empty(cells):
            return None
        if self._explained == MAX_EXPLAINED_LINES:
            return MalformedLine(self._id_in(cells), [NOT_EXPLAINED])
        self._explained += 1
        fields: list[tuple[str, Any]] = []
        beyond: list[Fault] = []
        for place, (cell, plan) in enumerate(zip_longest(cells, self._plan), 1):
            if _is_blank(cell):
                continue
            field, max_length = plan or _NO_HEADER
            if not field:
                value = cell if isinstance(cell, str) else str(cell)
                facts = {"place": place}
                beyond.append(Fault(field=None, code="unknown_field", variant="cell", value=value, facts=facts))
            elif isinstance(cell, str):
                fields.append((field, _as_value(field, max_length, cell)))
            else:
                fields.append((field, cell))
        named = {field for field, _ in fields}
        fields += [(field, unit) for field, unit in self._units.items() if field not in named]
        line = check_shape(Object(fields))
        more = beyond[:1]
        if self._needs_unit is not None and "intensity" in named and "intensity_unit" not in named:
            more.append(missing_unit("intensity_unit", self._needs_unit))
        if isinstance(line, MalformedLine):
            return MalformedLine(line.fields, [*map(_blame_format, line.faults), *more])
        if not more:
            return line
        return MalformedLine({"id": line.id} if beyond else asdict(line), more)

    def _id_in(self, cells: Sequence[Cell]) -> dict[str, object]:
        """What is read of a row that is not explained: its id, which must be unique in the list and names the line."""
        cell = next((cell for cell, plan in zip(cells, self._plan, strict=False) if plan and plan[0] == "id"), None)
        if not isinstance(cell, str) or _is_blank(cell):
            return {}
        text = _as_text(cell)
        return {"id": text} if len(text) <= MAX_LENGTHS["id"] else {}


@contextmanager
def _problems_of_files() -> Iterator[None]:
    """Raise a `ProblemError` for a file that cannot be read."""
    try:
        yield
    except UnreadableError as error:
        problem = explain_unreadable(error.reason, error.facts)
        raise ProblemError("malformed_table", facts={"problem": problem}) from error
    except TooLargeError as error:
        raise ProblemError("too_large", facts={"limit": error.limit}) from error


def _as_text(cell: str) -> str:
    """A cell in a column of texts: of a number its digits, whatever its format shows."""
    return str(cell.number if isinstance(cell, FormattedNumber) else cell)


def _as_value(field: str, max_length: int, cell: str) -> object:
    """What a cell says in its column; a number whose format shows another one stays as it is, and is no number."""
    if max_length > 0:
        return _as_text(cell)
    if max_length == A_WORD:
        return read_word(field, _as_text(cell))
    return cell if isinstance(cell, FormattedNumber) else cell.strip(_BLANKS)


def _blame_format(fault: Fault) -> Fault:
    """The fault; if a number is refused because its format shows something else, with that as the reason."""
    if fault.code == "not_a_number" and isinstance(fault.value, FormattedNumber):
        return replace(fault, variant="format")
    return fault


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _is_empty(cells: Sequence[Cell]) -> bool:
    return all(map(_is_blank, cells))
