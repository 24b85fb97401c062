"""A list in one table or in several sheets, read one after the other."""

from __future__ import annotations

from bisect import bisect_right
from contextlib import contextmanager
from typing import TYPE_CHECKING

from service.domain.errors import Fault
from service.domain.text import Text
from service.formats.cells import TooLargeError, UnreadableError
from service.formats.lists.header import unused_columns
from service.formats.lists.request import RequestedOptions, SubmittedList
from service.formats.lists.table import Table
from service.formats.lists.table_options import option_fault, parse_table_options
from service.formats.table_report import TableReport
from service.request_errors import ProblemError, RequestFault
from service.texts.unreadable import explain_unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from service.domain.line import CapacityLine, MalformedLine
    from service.formats.cells import Sheet


class Tables:
    """The tables of a list: their lines in blocks, and the positions of the lines."""

    def __init__(
        self,
        sheets: Sequence[Sheet],
        values: Mapping[str, Sequence[str]] | None = None,
        *,
        max_lines: int,
        not_read: Sequence[str] = (),
    ) -> None:
        """Read the headers. Raises `ProblemError` where a file cannot be read up to its header."""
        names = [sheet.name for sheet in sheets if sheet.name is not None]
        options, faults = parse_table_options(values or {}, names)
        self._max_lines = max_lines
        self._not_read = list(not_read)
        self._starts = [0]
        with problems_of_files():
            tables = [Table(sheet, options[sheet.name or ""]) for sheet in sheets]
        filled = [table for table in tables if not table.is_empty]
        self._is_one = len(tables) == 1
        self._tables = tables
        for table in filled or tables[:1]:
            if self._is_one:
                faults += table.faults
            elif table.header.fields:
                faults += [fault.on_sheet(table.sheet.name) for fault in table.faults]
            else:
                lists = [str(each.sheet.name) for each in filled if each.header.fields]
                faults.append(_is_no_list(str(table.sheet.name), lists))
        headers = [table.header for table in tables]
        candidates = tuple(dict.fromkeys(name for header in headers for name in header.names))
        faults += [
            option_fault(option, "unknown_column", name, candidates=candidates)
            for option, name in unused_columns(options[tables[0].sheet.name or ""], headers)
        ]
        self.faults = faults

    def blocks(self) -> Iterator[list[CapacityLine | MalformedLine]]:
        """The lines, block by block. Raises `ProblemError` for too many lines, for none, and for a damaged file."""
        count = 0
        for table in self._tables:
            with problems_of_files():
                for block in table.blocks():
                    count += len(block)
                    if count > self._max_lines:
                        over = Text(en=f"more than {self._max_lines}", zh=f"超过 {self._max_lines}")
                        raise ProblemError("too_many_lines", facts={"limit": self._max_lines, "count": over})
                    if block:
                        yield block
            self._starts.append(count)
        if not count:
            raise ProblemError("no_lines")

    def row(self, index: int) -> int:
        """The row of a line, in its sheet."""
        table, place = self._find(index)
        return table.row_numbers[place]

    def sheet(self, index: int) -> str | None:
        """The sheet of a line, if lines are from several."""
        return None if self._is_one else self._find(index)[0].sheet.name

    def column(self, index: int, field: str) -> str | None:
        """The header of the column that a field of a line was read from."""
        return self._find(index)[0].header.column(field)

    def is_unit_of_column(self, index: int, field: str) -> bool:
        """Whether a unit is that of all figures of its column."""
        return field in self._find(index)[0].header.units

    def report(self) -> TableReport:
        """How the tables were read; complete once all lines were."""
        return TableReport([table.report() for table in self._tables], self._not_read)

    def _find(self, index: int) -> tuple[Table, int]:
        """The table of a line, and the place of the line there."""
        if self._is_one:
            return self._tables[0], index
        at = bisect_right(self._starts, index, hi=min(len(self._starts), len(self._tables))) - 1
        return self._tables[at], index - self._starts[at]


def read_tables(
    sheets: Sequence[Sheet],
    values: Mapping[str, Sequence[str]],
    *,
    max_lines: int,
    not_read: Sequence[str] = (),
) -> SubmittedList:
    """The list in the tables of a file. Raises `ProblemError` where the file cannot be read up to its headers."""
    tables = Tables(sheets, values, max_lines=max_lines, not_read=not_read)
    return SubmittedList(
        blocks=tables.blocks(), options=RequestedOptions(faults=tables.faults), positions=tables, report=tables.report
    )


def join_sheets(names: Sequence[str]) -> str:
    """The parameters that name these sheets."""
    return "&".join(f"sheet={name}" for name in names)


def _is_no_list(name: str, lists: Sequence[str]) -> RequestFault:
    facts = {"fixes": (join_sheets(lists),)}
    fault = Fault(field=None, code="required", variant="no_list", value=name, facts=facts)
    return RequestFault("", fault, sheet=name)


@contextmanager
def problems_of_files() -> Iterator[None]:
    """Raise a `ProblemError` for a file that cannot be read."""
    try:
        yield
    except UnreadableError as error:
        problem = explain_unreadable(error.reason, error.facts)
        raise ProblemError("malformed_table", facts={"problem": problem}) from error
    except TooLargeError as error:
        raise ProblemError("too_large", facts={"limit": error.limit}) from error
