"""From rows of cells to lines: what CSV and workbooks have in common.

The first row that is not empty names the columns, in any order. A column that is not known, or stands twice, is refused
and never ignored; so is a value beyond the last column, and a unit in the header of a column that has a column of units
too, because either may be the wrong one. An empty cell is an absent value, a row of empty cells is
passed over without being forgotten in the counting of rows.

`LineSchema` stays the one definition of a line. A row that is right and plain is taken by the fast reader here, which
takes only what the schema takes, with equal values, and a property test holds the two together; every other row is left
to the schema.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import asdict, replace
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Protocol, Self, cast

import msgspec
from marshmallow import ValidationError

from service.domain.errors import Fault
from service.domain.line import MalformedLine
from service.domain.number import MAX_PLACES
from service.domain.text import Text
from service.formats.lists.columns import NAMES, Column, column_of
from service.formats.lists.json_list import BLOCK_LINES
from service.formats.lists.line_reader import EXPLAINED_LINES, NOT_EXPLAINED, judge_shape
from service.formats.lists.schemas import Characters, Digits, LineSchema
from service.formats.lists.strict_json import Object
from service.request_errors import ProblemError, RequestFault
from service.texts import codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from service.domain.line import CapacityLine

MOST_COLUMNS = 256
"""Columns that a list may reach; its fields need eight."""

_FIELDS = LineSchema().fields
_DAYS = cast("Digits", _FIELDS["operating_days"])
_LONGEST = {name: field.longest for name, field in _FIELDS.items() if isinstance(field, Characters)}
_REQUIRED = [name for name, field in _FIELDS.items() if field.required]
_NOWHERE = ("", 0)
"""What is known of a column without a header."""
_BLANKS = " \t"
"""What may stand around a number."""
_NOT_PLAIN = (TypeError, AttributeError, KeyError, ValidationError)
"""What the fast reader runs into where a cell is no text, stands under no header, or is no number."""
_plain_number = re.compile(rf"-?(?:0|[1-9][0-9]{{0,14}})(?:\.[0-9]{{1,{MAX_PLACES}}})?", re.ASCII).fullmatch
"""A number as JSON writes it that is within the bounds of every number, without an exponent."""


class CellError:
    """A cell that shows an error instead of a value, such as #DIV/0!; it is never taken for a text."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        """Keep what the cell shows."""
        self.text = text

    def __str__(self) -> str:
        return self.text


class FormattedNumber(str):
    """A number whose format shows something else, such as 155.0 for 1550000: no figure, but a text that says both."""

    __slots__ = ("number",)

    number: str
    """The number itself, which is what a name or an id is."""

    def __new__(cls, number: str, code: str) -> Self:
        """The text of a number and of the code of its format."""
        text = super().__new__(cls, f"{number} ({code})")
        text.number = number
        return text


Cell = str | bool | CellError | None
"""A text, a `Number` where the cell holds a number, true or false, an error, or nothing."""


class Rows(Protocol):
    """A table of cells, read row by row."""

    def rows(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        """The rows that are there, each with its number as the file has it, counted from 1, in ascending order.

        Raises `ProblemError` where the file cannot be read.
        """


class _TableLine(msgspec.Struct, gc=False):
    """A line that the schema would take."""

    benchmark: Any = None
    capacity: Any = None
    id: Any = None
    capacity_unit: Any = None
    intensity: Any = None
    intensity_unit: Any = None
    operating_days: Any = None
    group: Any = None


class Table:
    """The list that a table holds: its columns, and the lines in blocks.

    Making it reads the file up to the header; ``faults`` are what is wrong with that. A file may turn out to be
    unreadable only at its end, so nothing should be sent of an answer before the last block was read.
    """

    def __init__(self, table: Rows, *, most_lines: int) -> None:
        """Read the header."""
        self._rows = table.rows()
        self._most_lines = most_lines
        self._row_numbers = array("L")
        self._explained = 0
        number, cells = next(((number, cells) for number, cells in self._rows if not _is_empty(cells)), (1, ()))
        if len(cells) > MOST_COLUMNS:
            raise unreadable(en=f"more than {MOST_COLUMNS} columns", zh=f"超过 {MOST_COLUMNS} 列")
        self._columns = [None if _is_blank(cell) else column_of(str(cell).strip()) for cell in cells]
        known = [column for column in self._columns if column is not None]
        self._plan = [
            (column.field, _LONGEST.get(column.field or "", 0)) if column else None for column in self._columns
        ]
        self._unit_needed = next((column.header for column in known if column.needs_unit), None)
        self._units = {column.unit_field: column.unit for column in known if column.unit_field}
        self._headers = {column.unit_field: column.header for column in known} | {
            column.field: column.header for column in known
        }
        self.faults = list(_header_faults(number, known))

    def row(self, index: int) -> int | None:
        """The row of a line."""
        return self._row_numbers[index]

    def column(self, field: str) -> str | None:
        """The header of the column that a field was read from; a unit may stand in the header of its figure."""
        return self._headers.get(field)

    def blocks(self) -> Iterator[list[CapacityLine | MalformedLine]]:
        """The lines, in order, some at a time. Raises `ProblemError` for too many, for none, and for a broken file."""
        block: list[CapacityLine | MalformedLine] = []
        numbers = self._row_numbers
        for number, cells in self._rows:
            line = self._plain_line(cells) or self._explained_line(cells)
            if line is None:
                continue
            if len(numbers) == self._most_lines:
                over = Text(en=f"more than {self._most_lines}", zh=f"超过 {self._most_lines}")
                raise ProblemError("too_many_lines", facts={"limit": self._most_lines, "value": over})
            numbers.append(number)
            block.append(line)
            if len(block) == BLOCK_LINES:
                yield block
                block = []
        if not numbers:
            raise ProblemError("no_lines")
        yield block

    def _plain_line(self, cells: Sequence[Cell]) -> CapacityLine | None:  # noqa: C901 - runs once for each row
        """The line of a row; None if the row is empty or has a fault."""
        line = _TableLine()
        try:
            pairs: Iterable[tuple[Any, Any]] = zip_longest(cells, self._plan)
            for cell, plan in pairs:
                if cell is None or cell == "":
                    continue
                field, longest = plan or _NOWHERE
                if longest:
                    text = cell.number if isinstance(cell, FormattedNumber) else cell
                    if len(text) <= longest and not text.isspace():
                        setattr(line, field, str(text))  # a number among texts is the text that it shows
                    elif not cell.isspace():
                        return None
                elif _plain_number(cell):
                    setattr(line, field, Decimal(cell))
                elif not cell.isspace():
                    setattr(line, field, _FIELDS[field].deserialize(cell.strip(_BLANKS)))
        except _NOT_PLAIN:
            return None
        for field, unit in self._units.items():
            if getattr(line, field) is None:
                setattr(line, field, unit)
        days = line.operating_days
        is_sound = (
            line.benchmark is not None
            and line.capacity is not None
            and line.capacity > 0
            and (days is None or _DAYS.minimum <= days <= _DAYS.maximum)
            and (self._unit_needed is None or line.intensity is None or line.intensity_unit is not None)
        )
        return line if is_sound else None

    def _id_in(self, cells: Sequence[Cell]) -> dict[str, object]:
        """What is read of a row that is not explained: an id is unique in the list, and names a wrong line too."""
        cell = next((cell for cell, plan in zip(cells, self._plan, strict=False) if plan and plan[0] == "id"), None)
        if not isinstance(cell, str) or _is_blank(cell):
            return {}
        text = _text_of(cell)
        return {"id": text} if len(text) <= _LONGEST["id"] else {}

    def _explained_line(self, cells: Sequence[Cell]) -> CapacityLine | MalformedLine | None:
        """What the schema makes of a row that is not plain; None if it is empty."""
        if _is_empty(cells):
            return None
        if self._explained == EXPLAINED_LINES:
            return MalformedLine(self._id_in(cells), [NOT_EXPLAINED])
        self._explained += 1
        fields: list[tuple[str, Any]] = []
        astray: list[Fault] = []
        for place, (cell, plan) in enumerate(zip_longest(cells, self._plan), 1):
            if _is_blank(cell):
                continue
            field, longest = plan or _NOWHERE
            if not field:
                value = cell if isinstance(cell, str) else str(cell)
                facts = (("case", "cell"), ("place", place))
                astray.append(Fault(field=None, code="unknown_field", value=value, facts=facts))
                continue
            if isinstance(cell, str):
                fields.append((field, _text_of(cell) if longest else _figure_in(cell)))
            else:
                fields.append((field, cell))
        named = {field for field, _ in fields}
        fields += [(field, unit) for field, unit in self._units.items() if field not in named]
        line = judge_shape(Object(fields))
        more = astray[:1]
        if self._unit_needed is not None and "intensity" in named and "intensity_unit" not in named:
            more.append(_without_unit("intensity_unit", self._unit_needed))
        if isinstance(line, MalformedLine):
            return MalformedLine(line.fields, [*map(_told_of_format, line.faults), *more])
        if not more:
            return line
        return MalformedLine({"id": line.id} if astray else asdict(line), more)


def unreadable(*, en: str, zh: str) -> ProblemError:
    """The problem of a file that is not a table, or not one that is taken."""
    return ProblemError("malformed_table", facts={"problem": Text(en=en, zh=zh)})


def _text_of(cell: str) -> str:
    """What a cell says among texts: a number its digits, however they are shown."""
    return cell.number if isinstance(cell, FormattedNumber) else str(cell)


def _figure_in(cell: str) -> str:
    """What a cell says among figures, where a formatted number is none."""
    return cell if isinstance(cell, FormattedNumber) else cell.strip(_BLANKS)


def _without_unit(field: str | None, header: str) -> Fault:
    return Fault(field=field, code="required", value=header, facts=(("case", "unit"),))


def _told_of_format(fault: Fault) -> Fault:
    """The fault; of a number whose format shows something else, with that as the reason."""
    if fault.code == "not_a_number" and isinstance(fault.value, FormattedNumber):
        return replace(fault, facts=(("case", "format"),))
    return fault


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _is_empty(cells: Sequence[Cell]) -> bool:
    return all(map(_is_blank, cells))


def _header_faults(row: int, columns: Sequence[Column]) -> Iterator[RequestFault]:
    """What is wrong with the columns: unknown ones, two that mean the same, units said twice or never, missing ones."""
    if not columns:
        yield RequestFault("", Fault(field=None, code="no_lines"), row)
        return
    own = [own for own, _ in NAMES.values()]
    known = Text(en=", ".join(name.en for name in own), zh="、".join(name.zh for name in own))
    first: dict[str, str] = {}
    for column in columns:
        header = column.header
        if column.field is None:
            fault = Fault(field=None, code="unknown_field", value=header, facts=(("case", "column"), ("limit", known)))
            yield RequestFault("", fault, row, header)
        elif column.field in first:
            same = codes.echoed(first[column.field])
            fault = Fault(field=None, code="duplicate_key", value=header, facts=(("case", "column"), ("first", same)))
            yield RequestFault("", fault, row, header)
        else:
            first[column.field] = header
    for column in columns:
        if column.unit_field in first:
            header = first[column.unit_field]
            facts = (("case", "unit"), ("first", codes.echoed(column.header)))
            yield RequestFault("", Fault(field=None, code="duplicate_key", value=header, facts=facts), row, header)
        if column.needs_unit and "intensity_unit" not in first:
            yield RequestFault("", _without_unit(None, column.header), row, column.header)
    for field in _REQUIRED:
        if field not in first:
            fault = Fault(field=None, code="required", facts=(("case", "column"), ("name", NAMES[field][0])))
            yield RequestFault("", fault, row)
