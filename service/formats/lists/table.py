"""From rows of cells to lines: what CSV and workbooks have in common.

An empty cell is an absent value. A row of empty cells is skipped, but counted in the numbers of rows. A value beyond
the last column is refused, because the cells of such a row may have shifted.

`LineSchema` stays the one definition of a line. A plain row, which has no fault and no unusual spelling, is read by the
fast reader here. It accepts only what the schema accepts, with equal values; a property test compares the two. Every
other row is read with care: totals and notes are skipped, merged cells and the spellings of figures are resolved, and
what is then no plain row is left to the schema.
"""

from __future__ import annotations

import re
from array import array
from decimal import Decimal
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any, cast

import msgspec
from marshmallow import ValidationError

from service.domain.number import MAX_PLACES
from service.formats.cells import MAX_COLUMNS, FormattedNumber, UnreadableError
from service.formats.lists.columns import MAX_ROWS_ABOVE
from service.formats.lists.figure_questions import ask_about_figures
from service.formats.lists.header import LEFT_OUT, Header
from service.formats.lists.header_search import MAX_HEADER_ROWS, FoundHeader, find_header
from service.formats.lists.request import BLOCK_LINES
from service.formats.lists.row_reader import NO_HEADER, RowReader, as_value, is_empty
from service.formats.lists.schemas import Digits, LineSchema
from service.formats.lists.skipped_rows import ABOVE_HEADER, TOTAL_LABELS, is_total_label
from service.formats.lists.table_options import TableOptions, option_fault
from service.formats.table_report import MAX_LISTED, SheetReport, SkippedRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from service.domain.line import CapacityLine, MalformedLine
    from service.formats.cells import Cell, Sheet
    from service.formats.lists.header_search import Row
    from service.request_errors import RequestFault

_FIELDS = LineSchema().fields
_DAYS = cast("Digits", _FIELDS["operating_days"])
MAX_KNOWN_NAMES = 4096
"""Products and groups that are known to be no labels of totals."""
_LEFT_OUT = LEFT_OUT[1]
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


class Table:
    """A list that is being read from a table: its columns, its lines in blocks, and the positions of both.

    Making it reads the file up to the header; ``faults`` are those of the header, each a question with its answers.
    Reading it raises `UnreadableError` and `TooLargeError`. A file may turn out to be unreadable only at its end.
    """

    def __init__(self, sheet: Sheet, options: TableOptions | None = None) -> None:
        """Read the header."""
        options = options or TableOptions()
        self.sheet = sheet
        self._rows = sheet.rows
        self.row_numbers = array("L")
        """Of each line its row."""
        self._skipped: list[SkippedRow] = []
        self._skipped_beyond = 0
        first = self._read_first_rows(options.header_row)
        self.is_empty = not first and not self._skipped
        """Whether the table has nothing."""
        self.found = find_header(first, sheet.merged, options)
        found = self.found or FoundHeader(row=1)
        self.header = Header(found, options, sheet.name)
        for number, _ in first[: found.end]:
            if number not in {found.row, found.second_row, found.unit_row}:
                self._skip(number, ABOVE_HEADER)
        self._rows = chain(first[found.end :], sheet.rows)
        self._reader = RowReader(self.header, options, sheet.merged, found.last_row)
        self._options = options
        self._plan = self.header.plan
        self._defaults = self.header.defaults
        self._needs_unit = self.header.needs_unit
        self._missing = options.missing
        self._is_particular = self.header.needs_name or bool(options.missing)
        self._names: set[str] = set()
        self._is_careful = self._reader.is_needed or any(map(_plain_number, options.missing))
        self.faults = self._find_faults()

    def _find_faults(self) -> list[RequestFault]:
        """The questions that the header leaves, and then those of the figures too, so that all come at once."""
        if self.found is None and self._options.header_row is not None:
            return [option_fault("header_row", "unknown_row", str(self._options.header_row))]
        if not self.header.faults:
            return []
        return [*self.header.faults, *ask_about_figures(self._rows, self._reader, self.header, self._options)]

    @property
    def is_list(self) -> bool:
        """Whether the table looks like a list: a capacity and something else are known."""
        fields = self.found.fields if self.found else set()
        return "capacity" in fields and len(fields) > 1

    def report(self) -> SheetReport:
        """How the table was read; complete once its lines were."""
        found, merged, hidden = self.found, self.sheet.merged, self.sheet.hidden
        beyond = [len(merged) - MAX_LISTED, len(hidden) - MAX_LISTED]
        return SheetReport(
            sheet=self.sheet.name,
            header_row=found.row if found else None,
            second_header_row=found.second_row if found else None,
            unit_row=found.unit_row if found else None,
            lines=len(self.row_numbers),
            columns=self.header.report(),
            ignored=self.header.ignored,
            skipped=self._skipped,
            merged=[area.reference for area in merged[:MAX_LISTED]],
            hidden=hidden[:MAX_LISTED],
            left_out=self._skipped_beyond + sum(max(0, each) for each in beyond),
        )

    def blocks(self) -> Iterator[list[CapacityLine | MalformedLine]]:
        """The lines, block by block."""
        block: list[CapacityLine | MalformedLine] = []
        numbers = self.row_numbers
        is_careful = self._is_careful
        for number, cells in self._rows:
            line = (None if is_careful else self._read_plain(cells)) or self._read_with_care(number, cells)
            if line is None:
                continue
            numbers.append(number)
            block.append(line)
            if len(block) == BLOCK_LINES:
                yield block
                block = []
        if block:
            yield block

    def _read_first_rows(self, header_row: int | None) -> list[Row]:
        """The rows in which the header is looked for, and those that may belong to it."""
        first: list[Row] = []
        for number, cells in self._rows:
            if is_empty(cells):
                continue
            if len(cells) > MAX_COLUMNS:
                raise UnreadableError("too_many_columns", limit=MAX_COLUMNS)
            if header_row is not None and number < header_row:
                self._skip(number, ABOVE_HEADER)
                continue
            first.append((number, cells))
            if len(first) == (MAX_HEADER_ROWS if header_row is not None else MAX_ROWS_ABOVE + MAX_HEADER_ROWS):
                break
        return first

    def _skip(self, number: int, why: str) -> None:
        if len(self._skipped) < MAX_LISTED:
            self._skipped.append(SkippedRow(number, why))
        else:
            self._skipped_beyond += 1

    def _read_plain(self, cells: Sequence[Cell]) -> CapacityLine | None:  # noqa: C901 - runs once for each row
        """The line of a plain row; None for any other."""
        line = _PlainLine()
        try:
            pairs: Iterable[tuple[Any, Any]] = zip_longest(cells, self._plan)
            for cell, plan in pairs:
                if cell is None or cell == "":
                    continue
                field, max_length = plan or NO_HEADER
                if max_length > 0:
                    text = cell.number if isinstance(cell, FormattedNumber) else cell
                    if len(text) <= max_length and not text.isspace():
                        setattr(line, field, str(text))  # a number in a column of texts is the text of its digits
                    elif not cell.isspace():
                        return None
                elif max_length == _LEFT_OUT:
                    if cell in TOTAL_LABELS:
                        return None
                elif max_length == 0 and _plain_number(cell):
                    setattr(line, field, Decimal(cell))
                elif not cell.isspace():
                    setattr(line, field, _FIELDS[field].deserialize(as_value(field, max_length, cell)))
        except _NOT_PLAIN:
            return None
        for field, default in self._defaults.items():
            if getattr(line, field) is None:
                setattr(line, field, default)
        days = line.operating_days
        is_right = (
            line.benchmark is not None
            and line.capacity is not None
            and line.capacity > 0
            and (days is None or _DAYS.minimum <= days <= _DAYS.maximum)
            and (self._needs_unit is None or line.intensity is None or line.intensity_unit is not None)
            and line.id not in TOTAL_LABELS
            and (line.benchmark in self._names or self._is_name(line.benchmark))
            and (line.group is None or line.group in self._names or self._is_name(line.group))
            and (not self._is_particular or self._is_complete(line))
        )
        return line if is_right else None

    def _is_name(self, text: str) -> bool:
        """Whether a text in the column of the product or of the group is a name, and not the label of a total."""
        if is_total_label(text):
            return False
        if len(self._names) < MAX_KNOWN_NAMES:
            self._names.add(text)
        return True

    def _is_complete(self, line: _PlainLine) -> bool:
        """Whether the line has the name that it needs, and no text that stands for "no value"."""
        texts = (line.id, line.group, line.capacity_unit, line.intensity_unit)
        return self._missing.isdisjoint(texts) and not (
            self.header.needs_name and line.id is None and line.group is None
        )

    def _read_with_care(self, number: int, cells: Sequence[Cell]) -> CapacityLine | MalformedLine | None:
        """The line of any row; None if it is none, and then the row is listed as skipped unless it is empty."""
        line = self._reader.read(number, cells, self._read_plain)
        if isinstance(line, str):
            self._skip(number, line)
            return None
        return line
