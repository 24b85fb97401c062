"""From rows of cells to lines: what CSV and workbooks have in common.

An empty cell is an absent value. A row of empty cells is skipped, but counted in the numbers of rows. A value beyond
the last column is refused, because the cells of such a row may have shifted.

`LineSchema` stays the one definition of a line. A plain row, which has no fault and no unusual spelling, is read by the
fast reader here. It accepts only what the schema accepts, with equal values; a property test compares the two. Every
other row is read with care: totals and notes are skipped, merged cells and the spellings of figures are resolved, and what
is then no plain row is left to the schema.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any, cast

import msgspec
from marshmallow import ValidationError

from service.domain.errors import Fault
from service.domain.line import MalformedLine
from service.domain.number import MAX_PLACES
from service.formats.cells import MAX_COLUMNS, CellError, FormattedNumber, UnreadableError
from service.formats.lists import skipped_rows
from service.formats.lists.figures import is_grouped_number, is_mark, tidy_figure
from service.formats.lists.header import LEFT_OUT, MAX_LENGTHS, Header, missing_unit
from service.formats.lists.header_search import MAX_HEADER_ROWS, MAX_ROWS_ABOVE, FoundHeader, find_header
from service.formats.lists.line_reader import MAX_EXPLAINED_LINES, NOT_EXPLAINED, check_shape
from service.formats.lists.merges import MergedRow, Merges
from service.formats.lists.request import BLOCK_LINES
from service.formats.lists.schemas import Digits, LineSchema
from service.formats.lists.skipped_rows import TOTAL_LABELS, is_note, is_total_label
from service.formats.lists.strict_json import Object
from service.formats.lists.table_options import TableOptions, option_fault
from service.formats.table_report import MAX_LISTED, SheetReport, SkippedRow
from service.request_errors import RequestFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from service.domain.line import CapacityLine
    from service.formats.cells import Cell, Sheet
    from service.formats.lists.header_search import Row


_FIELDS = LineSchema().fields
_DAYS = cast("Digits", _FIELDS["operating_days"])
_NO_HEADER = ("", 0)
"""The plan of a column without a header."""
MAX_MARKS = 20
"""Different marks for "no value" that one question names."""
_FIGURES = {name for name, field in _FIELDS.items() if isinstance(field, Digits)}
MAX_KNOWN_GROUPS = 4096
"""Groups that are known to be none of the labels of totals."""
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


@dataclass(frozen=True, slots=True)
class MalformedRow(MalformedLine):
    """A row of which no line can be made."""

    sent: Mapping[str, object]
    """The line as JSON that is rejected as the row is: a text that is no number stays as it is, and a cell that is neither
    text nor number, or not clear, is an object."""


class Table:
    """A list that is being read from a table: its columns, its lines in blocks, and the positions of both.

    Making it reads the file up to the header; ``faults`` are those of the header, each a question with its answers. Reading
    it raises `UnreadableError` and `TooLargeError`. A file may turn out to be unreadable only at its end.
    """

    def __init__(self, sheet: Sheet, options: TableOptions | None = None) -> None:
        """Read the header."""
        options = options or TableOptions()
        self.sheet = sheet
        self._rows = sheet.rows
        self._options = options
        self.row_numbers = array("L")
        """Of each line its row."""
        self._explained = 0
        self._skipped: list[SkippedRow] = []
        self._skipped_beyond = 0
        first = self._read_first_rows(options.header_row)
        found = find_header(first, sheet.merged, options)
        self.found = found
        self.is_empty = not first and not self._skipped
        """Whether the table has nothing."""
        self.faults: list[RequestFault] = []
        if found is None and options.header_row is not None:
            self.faults.append(option_fault("header_row", "unknown_row", str(options.header_row)))
        self.header = Header(found or FoundHeader(row=1), options, sheet.name)
        if not self.faults:
            self.faults = self.header.faults
        for number, _ in first[: found.end if found else 0]:
            if found and number not in {found.row, found.second_row, found.unit_row}:
                self._skip(number, skipped_rows.ABOVE_HEADER)
        self._rows = chain(first[found.end if found else len(first) :], sheet.rows)
        self._plan = self.header.plan
        self._defaults = self.header.defaults
        self._needs_unit = self.header.needs_unit
        self._needs_name = self.header.needs_name
        self._missing = options.missing
        self._is_particular = self._needs_name or bool(self._missing)
        self._merges = (
            Merges(sheet.merged, self.header.fields, found.last_row if found else 0) if sheet.merged else None
        )
        self._groups: set[str] = set()
        self._is_careful = (
            bool(sheet.merged) or options.product is not None or any(_plain_number(mark) for mark in options.missing)
        )

    @property
    def is_list(self) -> bool:
        """Whether the table looks like a list: a capacity and something else are known."""
        fields = self.found.fields if self.found else set()
        return "capacity" in fields and len(fields) > 1

    def ask_about_figures(self) -> None:
        """If the header leaves questions, read on and add those that the figures would leave, so that all come at once."""
        if not self.faults:
            return
        marks: dict[str, tuple[int, int]] = {}
        grouped: tuple[str, int, int] | None = None  # the first one
        is_figure = {place for place, field in self.header.fields.items() if field in _FIGURES}
        if "capacity" not in self.header.fields.values():
            is_figure |= self.header.unknown
        for number, cells in self._rows:
            if self._why_skipped(MergedRow(cells=cells), cells):
                continue
            for place in is_figure:
                cell = cells[place] if place < len(cells) else None
                if not isinstance(cell, str) or cell in self._missing:
                    continue
                if grouped is None and not self._options.is_grouped and is_grouped_number(cell):
                    grouped = cell, number, place
                elif len(marks) < MAX_MARKS and is_mark(cell):
                    marks.setdefault(cell.strip(), (number, place))
        if marks:
            mark, (number, place) = next(iter(marks.items()))
            self.faults.append(self._ask_about_figure(mark, number, place, f"missing={','.join(marks)}"))
        if grouped:
            self.faults.append(self._ask_about_figure(*grouped, "numbers=grouped"))

    def _ask_about_figure(self, value: str, number: int, place: int, fix: str) -> RequestFault:
        fault = Fault(field=self.header.fields.get(place), code="not_a_number", value=value, facts={"fixes": (fix,)})
        return RequestFault("", fault, number, self.header.name(place))

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
        yield block

    def _read_first_rows(self, header_row: int | None) -> list[Row]:
        """The rows in which the header is looked for, and those that may belong to it."""
        first: list[Row] = []
        for number, cells in self._rows:
            if _is_empty(cells):
                continue
            if len(cells) > MAX_COLUMNS:
                raise UnreadableError("too_many_columns", limit=MAX_COLUMNS)
            if header_row is not None and number < header_row:
                self._skip(number, skipped_rows.ABOVE_HEADER)
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
                field, max_length = plan or _NO_HEADER
                if max_length > 0:
                    text = cell.number if isinstance(cell, FormattedNumber) else cell
                    if len(text) <= max_length and not text.isspace():
                        setattr(line, field, str(text))  # a number in a column of texts is the text of its digits
                    elif not cell.isspace():
                        return None
                elif max_length:
                    if cell in TOTAL_LABELS:
                        return None
                elif _plain_number(cell):
                    setattr(line, field, Decimal(cell))
                elif not cell.isspace():
                    setattr(line, field, _FIELDS[field].deserialize(cell.strip(_BLANKS)))
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
            and not (line.benchmark in TOTAL_LABELS or line.id in TOTAL_LABELS)
            and (line.group is None or line.group in self._groups or self._is_group(line.group))
            and (not self._is_particular or self._is_complete(line))
        )
        return line if is_right else None

    def _is_group(self, text: str) -> bool:
        """Whether a text in the column of the group names one, and not a total."""
        if is_total_label(text):
            return False
        if len(self._groups) < MAX_KNOWN_GROUPS:
            self._groups.add(text)
        return True

    def _is_complete(self, line: _PlainLine) -> bool:
        """Whether the line has the name that it needs, and no text that stands for "no value"."""
        texts = (line.id, line.group, line.capacity_unit, line.intensity_unit)
        return self._missing.isdisjoint(texts) and not (self._needs_name and line.id is None and line.group is None)

    def _read_with_care(self, number: int, cells: Sequence[Cell]) -> CapacityLine | MalformedLine | None:
        """The line of any row; None if it is none, and then the row is listed as skipped unless it is empty."""
        row = self._merges.apply(number, cells) if self._merges else MergedRow(cells=cells)
        if _is_empty(cells):
            return None
        if why := self._why_skipped(row, cells):
            self._skip(number, why)
            return None
        tidy = [self._tidy(cell, plan) for cell, plan in zip_longest(row.cells, self._plan)]
        label = self._total_label(cells, has_product=True)
        if not row.unclear and label is None and (line := self._read_plain(tidy)):
            return line
        return self._explain(tidy, row, label)

    def _why_skipped(self, row: MergedRow, cells: Sequence[Cell]) -> str | None:
        """Why a row is no line: a total or a note without a product of its own, or nothing that is read."""
        filled = [(place, cell) for place, cell in enumerate(cells) if not _is_blank(cell)]
        own = {self.header.fields.get(place): cell for place, cell in filled}
        has_product = "benchmark" in own and not is_total_label(own["benchmark"])
        if not has_product and self._total_label(cells, has_product=False) is not None:
            return skipped_rows.TOTAL
        if "capacity" not in own and is_note([cell for _, cell in filled], is_banner=row.is_banner):
            return skipped_rows.NOTE
        is_left_out = all(place < len(self._plan) and self._plan[place] == LEFT_OUT for place, _ in filled)
        return skipped_rows.NOTHING_READ if is_left_out else None

    def _total_label(self, cells: Sequence[Cell], *, has_product: bool) -> str | None:
        """The cell that says that a row adds up others.

        In a column that is left out, a remark such as 两条生产线合计 says nothing of the kind: only a bare 合计 counts
        there, or the first cell of a row without a product of its own.
        """
        is_first = not has_product
        for place, cell in enumerate(cells):
            if _is_blank(cell):
                continue
            is_name = self.header.fields.get(place) in ("group", "benchmark", "id") and not (
                has_product and self.header.fields[place] != "group"
            )
            if cell in TOTAL_LABELS or ((is_name or is_first) and is_total_label(cell)):
                return str(cell)
            is_first = False
        return None

    def _tidy(self, cell: Cell, plan: tuple[str, int] | None) -> Cell:
        """The cell as it is read."""
        if plan is None or not isinstance(cell, str) or plan[1] < 0:
            return cell
        if plan[1] == 0:
            return tidy_figure(cell, self._missing, is_grouped=self._options.is_grouped)
        return None if cell.strip() in self._missing else cell

    def _explain(self, cells: Sequence[Cell], row: MergedRow, total: str | None) -> CapacityLine | MalformedLine:
        """The line that the schema reads in a row, or every fault of the row."""
        fields: list[tuple[str, Any]] = []
        sent: dict[str, object] = {}
        more: list[Fault] = []
        for place, (cell, plan) in enumerate(zip_longest(cells, self._plan)):
            if _is_blank(cell):
                continue
            field, max_length = plan or _NO_HEADER
            if not field:
                if max_length == 0:
                    more = more or [self._beyond(place, cell)]
                    sent[f"column {self.header.letter(place)}"] = str(cell)
            elif isinstance(cell, str):
                value = _as_text(cell) if max_length else _as_figure(cell)
                fields.append((field, value))
                sent[field] = str(value)
            else:
                fields.append((field, cell))
                sent[field] = {"error": str(cell)} if isinstance(cell, CellError) else cell
        named = {field for field, _ in fields}
        fields += [(field, default) for field, default in self._defaults.items() if field not in named]
        sent |= {field: default for field, default in self._defaults.items() if field not in named}
        if self._needs_unit is not None and "intensity" in named and "intensity_unit" not in named:
            more.append(missing_unit("intensity_unit", self._needs_unit))
            sent["intensity_unit"] = ""
        if self._needs_name and not {"id", "group"} & named:
            more.append(Fault(field="id", code="required", variant="unnamed"))
            sent["id"] = ""
        for field, area in dict(row.unclear).items():
            more.append(Fault(field=field, code="merged_cells", value=area.reference))
            sent[field] = {"merged": area.reference}
        if total is not None:
            more.append(Fault(field=None, code="total_row", value=total))
            sent["total row"] = total
        if self._explained == MAX_EXPLAINED_LINES:
            return MalformedRow(self._id_in(cells), [NOT_EXPLAINED], sent)
        self._explained += 1
        line = check_shape(Object(fields))
        if isinstance(line, MalformedLine):
            return MalformedRow(line.fields, [*map(_add_fixes, line.faults), *more], sent)
        if not more:
            return line
        if any(fault.field is None for fault in more):
            return MalformedRow({"id": line.id}, more, sent)
        unclear = {fault.field for fault in more if fault.code == "merged_cells"}
        return MalformedRow({name: each for name, each in asdict(line).items() if name not in unclear}, more, sent)

    def _beyond(self, place: int, cell: Cell) -> Fault:
        """The fault of a value without a header."""
        value = cell if isinstance(cell, str) else str(cell)
        fixes = (f"ignore={self.header.letter(place)}",) if self.header.can_name(place) else ()
        facts = {"place": place + 1, "fixes": fixes}
        return Fault(field=None, code="unknown_field", variant="cell", value=value, facts=facts)

    def _id_in(self, cells: Sequence[Cell]) -> dict[str, object]:
        """What is read of a row that is not explained: its id, which must be unique in the list and names the line."""
        cell = next((cell for cell, plan in zip(cells, self._plan, strict=False) if plan and plan[0] == "id"), None)
        if not isinstance(cell, str) or _is_blank(cell):
            return {}
        text = _as_text(cell)
        return {"id": text} if len(text) <= MAX_LENGTHS["id"] else {}


def _as_text(cell: str) -> str:
    """A cell in a column of texts: of a number its digits, whatever its format shows."""
    return str(cell.number if isinstance(cell, FormattedNumber) else cell)


def _as_figure(cell: str) -> str:
    """A cell in a column of figures, where a formatted number is not a number."""
    return cell if isinstance(cell, FormattedNumber) else cell.strip(_BLANKS)


def _add_fixes(fault: Fault) -> Fault:
    """The fault; of what is no number with the reason, or with the parameter that would make it one."""
    value = fault.value
    if fault.code != "not_a_number" or not isinstance(value, str):
        return fault
    if isinstance(value, FormattedNumber):
        return replace(fault, variant="format")
    if is_mark(value):
        return replace(fault, facts={"fixes": (f"missing={value}",)})
    return replace(fault, facts={"fixes": ("numbers=grouped",)}) if is_grouped_number(value) else fault


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _is_empty(cells: Sequence[Cell]) -> bool:
    return all(map(_is_blank, cells))
