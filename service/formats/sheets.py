"""Which sheets of a workbook are the list: those that the caller names, or else the only one that looks like a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.errors import Fault
from service.formats.lists.request import RequestedOptions, SubmittedList
from service.formats.lists.table import Table
from service.formats.lists.table_options import EVERYTHING
from service.formats.lists.tables import read_tables
from service.request_errors import RequestFault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.formats.xlsx.workbook import Workbook


def read_workbook(book: Workbook, options: Mapping[str, Sequence[str]], *, max_lines: int) -> SubmittedList:
    """The list in a workbook. Without the option ``sheet`` it is the first visible sheet.

    If another visible sheet looks like a list, the caller has to say which one is meant: one sheet is never taken for the
    whole. Raises `UnknownSheetError`, `UnreadableError`, `TooLargeError` and `ProblemError`.
    """
    wanted = list(dict.fromkeys(options.get("sheet", ())))
    if EVERYTHING in wanted:
        wanted = list(book.visible)
    if not wanted:
        lists = [name for name in book.visible if Table(book.sheet(name)).is_list] if len(book.visible) > 1 else []
        if lists and lists != [book.visible[0]]:
            return _ask_for_sheet(lists)
        wanted = list(book.visible[:1])
    sheets = [book.sheet(name) for name in wanted] if wanted else [book.sheet()]
    not_read = [name for name in book.names if name not in wanted]
    return read_tables(sheets, options, max_lines=max_lines, not_read=not_read)


def _ask_for_sheet(sheets: Sequence[str]) -> SubmittedList:
    """Ask which of several lists is meant."""
    every = (f"sheet={EVERYTHING}",) if len(sheets) > 1 else ()
    fixes = (*every, *(f"sheet={name}" for name in sheets))
    fault = Fault(field="sheet", code="required", variant="sheet", facts={"fixes": fixes})
    faults = [RequestFault("", fault, parameter="sheet")]
    return SubmittedList(blocks=iter(()), options=RequestedOptions(faults=faults))
