"""Which sheets of a workbook are the list: those that the caller names, or else the only one that looks like a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.errors import Fault
from service.formats.lists.request import RequestedOptions, SubmittedList
from service.formats.lists.table import Table
from service.formats.lists.table_options import EVERYTHING
from service.formats.lists.tables import Tables, join_sheets, read_tables
from service.request_errors import RequestFault
from service.texts.labels import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.formats.xlsx.workbook import Workbook

OF_TEMPLATES = (label("examples_sheet", "en"), label("examples_sheet", "zh"))
"""The sheet of our own templates that shows how lines are filled in."""


def read_workbook(book: Workbook, options: Mapping[str, Sequence[str]], *, max_lines: int) -> SubmittedList:
    """The list in a workbook. Without the option ``sheet`` it is the first visible sheet.

    If another visible sheet looks like a list, the caller has to say which one is meant: one sheet is never taken for
    the whole. Raises `UnknownSheetError`, `UnreadableError`, `TooLargeError` and `ProblemError`.
    """
    wanted = list(dict.fromkeys(options.get("sheet", ())))
    if EVERYTHING in wanted:
        wanted = list(book.visible)
    if not wanted:
        seen = {name: Table(book.sheet(name)) for name in book.visible} if len(book.visible) > 1 else {}
        lists = [name for name, table in seen.items() if table.is_list and name not in OF_TEMPLATES]
        if lists and lists != [book.visible[0]]:
            is_all = all(name in lists or table.is_empty for name, table in seen.items())
            tables = Tables([book.sheet(name) for name in lists], options, max_lines=max_lines)
            return _ask_for_sheet(lists, tables.faults, is_all=is_all)
        wanted = list(book.visible[:1])
    sheets = [book.sheet(name) for name in wanted] if wanted else [book.sheet()]
    not_read = [name for name in book.names if name not in wanted]
    return read_tables(sheets, options, max_lines=max_lines, not_read=not_read)


def _ask_for_sheet(lists: Sequence[str], others: Sequence[RequestFault], *, is_all: bool) -> SubmittedList:
    """Ask which lists are meant, together with all that would be asked about them."""
    together = (f"sheet={EVERYTHING}" if is_all else join_sheets(lists),) if len(lists) > 1 else ()
    fixes = (*together, *(f"sheet={name}" for name in lists))
    fault = Fault(field="sheet", code="required", variant="sheet", facts={"fixes": fixes})
    faults = [RequestFault("", fault, parameter="sheet"), *others]
    return SubmittedList(blocks=iter(()), options=RequestedOptions(faults=faults))
