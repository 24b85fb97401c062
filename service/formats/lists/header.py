"""The header of a list that is a table: which column holds which field, and every fault of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.errors import Fault
from service.domain.text import Text
from service.formats.lists.columns import NAMES, WORD_FIELDS, parse_header
from service.formats.lists.schemas import Characters, LineSchema
from service.request_errors import RequestFault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from service.formats.lists.columns import Column

_FIELDS = LineSchema().fields
MAX_LENGTHS = {name: field.max_length for name, field in _FIELDS.items() if isinstance(field, Characters)}
"""Characters of the fields that are texts."""
A_WORD = -1
"""What stands for the length of a field that is one of a few words."""
_LENGTHS = MAX_LENGTHS | dict.fromkeys(WORD_FIELDS, A_WORD)
_REQUIRED = [name for name, field in _FIELDS.items() if field.required]


class Header:
    """The columns of a table, made from the texts of its first row that is not empty; an empty text is no header.

    The columns may have any order. An unknown or duplicate column is refused and never ignored; so is a unit in the
    header of a column if there is a column of units too, because either may be wrong.
    """

    def __init__(self, row: int, texts: Sequence[str]) -> None:
        """Find out what the columns hold; ``row`` is the number of the header in the file."""
        columns = [parse_header(text) if text else None for text in texts]
        known = [column for column in columns if column is not None]
        self.plan = [(column.field, _LENGTHS.get(column.field or "", 0)) if column else None for column in columns]
        """Of each column with a header its field, and the most characters of it if that is a text, `A_WORD` or 0."""
        self.units = {column.unit_field: column.unit for column in known if column.unit_field and column.unit}
        """The units that headers state, by the field that they belong to."""
        self.needs_unit = next((column.header for column in known if column.needs_unit), None)
        """The header of a column whose meaning depends on a unit that the header does not state."""
        self.faults = list(_faults(row, known))
        self._headers = {column.unit_field: column.header for column in known} | {
            column.field: column.header for column in known
        }

    def column(self, field: str) -> str | None:
        """The header of the column that a field was read from; a unit may be in the header of its figure."""
        return self._headers.get(field)


def missing_unit(field: str | None, header: str) -> Fault:
    """The fault of a column, or of a field in a row, that means nothing without a unit."""
    return Fault(field=field, code="required", variant="unit", value=header)


def _faults(row: int, columns: Sequence[Column]) -> Iterator[RequestFault]:
    """Unknown and duplicate columns, units stated twice or never, and missing columns."""
    if not columns:
        yield RequestFault("", Fault(field=None, code="no_lines"), row)
        return
    own = [own for own, _ in NAMES.values()]
    known = Text(en=", ".join(name.en for name in own), zh="、".join(name.zh for name in own))
    first: dict[str, str] = {}
    for column in columns:
        header = column.header
        if column.field is None:
            fault = Fault(field=None, code="unknown_field", variant="column", value=header, facts={"known": known})
            yield RequestFault("", fault, row, header)
        elif column.field in first:
            facts = {"first": first[column.field]}
            fault = Fault(field=None, code="duplicate_key", variant="column", value=header, facts=facts)
            yield RequestFault("", fault, row, header)
        else:
            first[column.field] = header
    for column in columns:
        if column.unit_field in first:
            header = first[column.unit_field]
            facts = {"first": column.header}
            fault = Fault(field=None, code="duplicate_key", variant="unit", value=header, facts=facts)
            yield RequestFault("", fault, row, header)
        if column.needs_unit and "intensity_unit" not in first:
            yield RequestFault("", missing_unit(None, column.header), row, column.header)
    for field in _REQUIRED:
        if field not in first:
            fault = Fault(field=None, code="required", variant="column", facts={"name": NAMES[field][0]})
            yield RequestFault("", fault, row)
