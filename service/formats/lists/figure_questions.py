"""What the figures of a table would be asked about, found while its header still leaves questions.

Without this, a caller would learn of `—` and `1,240,000` only after the columns are settled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.errors import Fault
from service.formats.lists.figures import is_grouped_number, is_mark
from service.formats.lists.merges import MergedRow
from service.formats.lists.schemas import Digits, LineSchema
from service.request_errors import RequestFault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from service.formats.lists.header import Header
    from service.formats.lists.header_search import Row
    from service.formats.lists.row_reader import RowReader
    from service.formats.lists.table_options import TableOptions

MAX_MARKS = 20
"""Different marks for "no value" that one question names."""

_FIGURES = {name for name, field in LineSchema().fields.items() if isinstance(field, Digits)}


def ask_about_figures(
    rows: Iterable[Row], reader: RowReader, header: Header, options: TableOptions
) -> Iterator[RequestFault]:
    """The questions about the figures in the rows, each with the first cell that it is about."""
    places = {place for place, field in header.fields.items() if field in _FIGURES}
    if "capacity" not in header.fields.values():
        places |= header.unknown
    marks: dict[str, tuple[int, int]] = {}
    grouped: list[tuple[str, int, int]] = []
    for number, place, text in _texts(rows, reader, places):
        if not grouped and not options.is_grouped and is_grouped_number(text):
            grouped.append((text, number, place))
        elif len(marks) < MAX_MARKS and text not in options.missing and is_mark(text):
            marks.setdefault(text, (number, place))
    for mark, (number, place) in list(marks.items())[:1]:
        yield _ask(header, mark, number, place, f"missing={','.join(marks)}")
    for text, number, place in grouped:
        yield _ask(header, text, number, place, "numbers=grouped")


def _texts(rows: Iterable[Row], reader: RowReader, places: Collection[int]) -> Iterator[tuple[int, int, str]]:
    """Row, place and text of the cells at these places, of the rows that are not skipped."""
    for number, cells in rows:
        if reader.why_skipped(MergedRow(cells=cells), cells):
            continue
        for place in places:
            cell = cells[place] if place < len(cells) else None
            if isinstance(cell, str):
                yield number, place, cell.strip()


def _ask(header: Header, value: str, number: int, place: int, fix: str) -> RequestFault:
    fault = Fault(field=header.fields.get(place), code="not_a_number", value=value, facts={"fixes": (fix,)})
    return RequestFault("", fault, number, header.name(place))
