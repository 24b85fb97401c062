"""The header of a list that is a table: which column holds which field, and every question that it leaves open.

Each question comes with the parameters that answer it, and all come at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.errors import Fault
from service.domain.text import Text
from service.formats.cells import column_letters
from service.formats.lists.columns import (
    NAMES,
    UNIT_HEADERS,
    WORD_FIELDS,
    Column,
    assign_field,
    is_comparable_energy,
    normalise_header,
    parse_unit,
)
from service.formats.lists.schemas import Characters, LineSchema
from service.formats.lists.table_options import EVERYTHING, UNIT_OF
from service.formats.table_report import ColumnReport
from service.request_errors import RequestFault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from service.formats.lists.header_search import FoundHeader
    from service.formats.lists.table_options import TableOptions

_FIELDS = LineSchema().fields
MAX_LENGTHS = {name: field.max_length for name, field in _FIELDS.items() if isinstance(field, Characters)}
"""Characters of the fields that are texts."""
A_WORD = -1
"""What stands for the length of a field that is one of a few words."""
_LENGTHS = MAX_LENGTHS | dict.fromkeys(WORD_FIELDS, A_WORD)
_REQUIRED = [name for name, field in _FIELDS.items() if field.required]

Plan = tuple[str, int]
LEFT_OUT: Plan = ("", -2)
"""The plan of a column that is left out."""


class Header:
    """The columns of a table, which may have any order.

    An unknown or duplicate column is refused and never ignored, unless it is harmless or the caller leaves it out. A
    unit that is stated twice is refused too, because either may be wrong.
    """

    def __init__(self, found: FoundHeader, options: TableOptions, sheet: str | None = None) -> None:
        """Find out what the columns hold; ``sheet`` is the name of the sheet, if the table is one."""
        self.row = found.row
        self._sheet = sheet
        self._headers = ["" if column is None else column.header for column in found.columns]
        self.faults: list[RequestFault] = []
        self.used: set[str] = set()
        """The columns named by the caller that there are."""
        self.ignored: list[str] = []
        """The headers of the columns that are left out."""
        columns = list(found.columns)
        self._assign(columns, options)
        left_out = self._leave_out(columns, options)
        self.fields = {
            place: column.field
            for place, column in enumerate(columns)
            if column is not None and column.field and place not in left_out
        }
        """The fields that are read, by place."""
        self.unknown = {
            place
            for place, column in enumerate(columns)
            if column is not None and column.field is None and place not in left_out
        }
        """The places of the columns of which the caller has to say what they are."""
        self._ask_for_columns(columns, left_out)
        self.units = self._units(columns, found, options)
        """The units of all figures of a field, by the field that holds the unit."""
        self.defaults = self.units | ({"benchmark": options.product} if options.product is not None else {})
        """What every row has that says nothing else."""
        self.needs_unit = self._needs_unit(columns)
        """The header of a column whose meaning depends on a unit that no header states."""
        self._ask_for_the_rest(found, options)
        width = max([len(columns), *(place + 1 for place in left_out)])
        self.plan: list[Plan | None] = [
            LEFT_OUT if place in left_out else (field, _LENGTHS.get(field, 0)) if field else None
            for place in range(width)
            for field in [self.fields.get(place)]
        ]
        """Of each column its field, and the most characters of it if that is a text, `A_WORD` or 0."""
        self.needs_name = options.product is not None and bool({"id", "group"} & {*self.fields.values()})
        """Whether a row needs an id or a group to be a line, because its product does not make it one."""

    @property
    def names(self) -> list[str]:
        """The headers of all columns."""
        return [header for header in self._headers if header]

    def column(self, field: str) -> str | None:
        """The header of the column that a field was read from; a unit may be in the header of its figure."""
        places = {name: place for place, name in self.fields.items()}
        own = next((name for name, unit in UNIT_OF.items() if unit == field and unit in self.units), field)
        place = places.get(field, places.get(own))
        return None if place is None else self._headers[place]

    def letter(self, place: int) -> str:
        """The name of a column without a header."""
        return column_letters(place + 1)

    def can_name(self, place: int) -> bool:
        """Whether a column without a header can be left out by its letter: cells of a CSV file may have shifted."""
        return self._sheet is not None or place < len(self._headers)

    def report(self) -> list[ColumnReport]:
        """The columns that are read, in their order."""
        return [
            ColumnReport(self.letter(place), self._headers[place], field, self.units.get(UNIT_OF.get(field, "")))
            for place, field in self.fields.items()
        ]

    def _places(self, name: str) -> list[int]:
        """The places of the columns that a caller names: by header, or else by letter."""
        wanted = normalise_header(name)
        places = [place for place, header in enumerate(self._headers) if header and normalise_header(header) == wanted]
        if not places and name.isascii() and name.isalpha() and len(name) <= 3:  # noqa: PLR2004 - letters of a column
            letters = [self.letter(place) for place in range(256)]
            places = [place for place, letter in enumerate(letters) if letter == name and self.can_name(place)]
        if places:
            self.used.add(name)
        return places

    def name(self, place: int) -> str:
        """What a caller calls a column: its header, if no other column has it."""
        header = self._headers[place]
        return header if header and len(self._places(header)) == 1 else self.letter(place)

    def _assign(self, columns: list[Column | None], options: TableOptions) -> None:
        """Give columns the fields that the caller says; other columns of such a field are left out."""
        for field, name in options.columns.items():
            places = [place for place in self._places(name) if place < len(columns)]
            if len(places) > 1:
                fixes = tuple(f"column={field}:{self.letter(place)}" for place in places)
                facts = {"fixes": fixes, "first": name}
                self._ask(Fault(field=None, code="duplicate_key", variant="column", value=name, facts=facts), name)
            elif places:
                for place, column in enumerate(columns):
                    if column is not None and column.field == field:
                        columns[place] = Column(column.header, "")
                header = self._headers[places[0]] or self.letter(places[0])
                if not is_comparable_energy(header):
                    columns[places[0]] = assign_field(header, field)

    def _leave_out(self, columns: list[Column | None], options: TableOptions) -> set[int]:
        """The places of the columns that are left out."""
        named = {place for name in options.ignored if name != EVERYTHING for place in self._places(name)}
        for place, column in enumerate(columns):
            if column is None:
                continue
            is_unknown = column.field is None and EVERYTHING in options.ignored
            if is_unknown or column.is_harmless or column.field == "":
                named.add(place)
        self.ignored = [
            (self._headers[place] if place < len(self._headers) else "") or self.letter(place)
            for place in sorted(named)
        ]
        return named

    def _ask(self, fault: Fault, header: str | None = None) -> None:
        self.faults.append(RequestFault("", fault, self.row, header))

    def _ask_for_columns(self, columns: list[Column | None], left_out: set[int]) -> None:
        """Ask about unknown columns and about several of one field."""
        first: dict[str, int] = {}
        for place, column in enumerate(columns):
            if column is None or place in left_out:
                continue
            header, name = column.header, self.name(place)
            if column.field is None:
                self._ask(_unknown(column, name), header)
            elif column.field in first:
                names = self.name(first[column.field]), name
                option = "group=" if column.field == "group" else "ignore="
                facts = {"first": self._headers[first[column.field]], "fixes": tuple(option + each for each in names)}
                self._ask(Fault(field=None, code="duplicate_key", variant="column", value=header, facts=facts), header)
            else:
                first[column.field] = place

    def _units(self, columns: list[Column | None], found: FoundHeader, options: TableOptions) -> dict[str, str]:
        """The units that headers, the row of units and the caller state; ask about those that are stated twice."""
        places = {field: place for place, field in reversed(self.fields.items())}
        units: dict[str, str] = {}
        for field, unit_field in UNIT_OF.items():
            place = places.get(field)
            column = None if place is None else columns[place]
            if place is None or column is None:
                continue
            stated = [unit for unit in (column.unit, found.units.get(place)) if unit]
            if field in options.units:
                stated = [options.units[field]]
            header, of_unit = column.header, places.get(unit_field)
            facts: dict[str, object] = {"first": header, "fixes": ()}
            if stated and of_unit is not None:
                facts["fixes"] = () if field in options.units else (f"ignore={self.name(of_unit)}",)
                value = self._headers[of_unit]
                self._ask(Fault(field=None, code="duplicate_key", variant="unit", value=value, facts=facts), value)
            elif len({parse_unit(unit) or unit for unit in stated}) > 1:
                facts["fixes"] = tuple(f"unit={field}:{unit}" for unit in stated)
                self._ask(Fault(field=None, code="duplicate_key", variant="unit", value=stated[1], facts=facts), header)
            if stated:
                units[unit_field] = stated[0]
        return units

    def _needs_unit(self, columns: list[Column | None]) -> str | None:
        for place in self.fields:
            column = columns[place]
            if column is not None and column.needs_unit and "intensity_unit" not in self.units:
                return column.header
        return None

    def _ask_for_the_rest(self, found: FoundHeader, options: TableOptions) -> None:
        """Ask for a unit that nothing states, for a product that is stated twice, and for missing columns."""
        fields = set(self.fields.values())
        if not any(self._headers):
            self.faults.append(RequestFault("", Fault(field=None, code="no_lines"), self.row))
            return
        if self.needs_unit is not None and "intensity_unit" not in fields:
            self._ask(missing_unit(None, self.needs_unit), self.needs_unit)
        if options.product is not None and "benchmark" in fields:
            header = self.column("benchmark") or ""
            facts: Mapping[str, object] = {"fixes": (f"ignore={header}",)}
            fault = Fault(field=None, code="duplicate_key", variant="product", value=header, facts=facts)
            self._ask(fault, header)
        self._ask_for_caption_units(found, fields, options)
        prefix = f"{self._sheet}:" if self._sheet else ""
        unknown = [
            self.name(place)
            for place, column in enumerate(found.columns)
            if place in self.unknown
            and column is not None
            and not column.is_comparable_energy
            and not column.is_total_energy
        ]
        for field in _REQUIRED:
            if field not in fields and not (field == "benchmark" and options.product is not None):
                fixes = tuple(f"column={field}:{name}" for name in unknown)
                if field == "benchmark":
                    fixes = (*fixes, f"product={prefix}…")
                facts = {"name": NAMES[field][0], "fixes": fixes}
                self._ask(Fault(field=None, code="required", variant="column", facts=facts))

    def _ask_for_caption_units(self, found: FoundHeader, fields: set[str], options: TableOptions) -> None:
        """Ask whether a unit above the table is that of a column without one; it may be a factor of ten thousand."""
        may_be = {*fields, "capacity"}
        without = [
            name
            for name, unit in UNIT_OF.items()
            if name in may_be and not {unit} & {*fields, *self.units} and name not in options.units
        ]
        for row, text, units in found.captions:
            for name in without:
                per_year = [each if "/" in each or name != "capacity" else f"{each}/年" for each in units]
                facts = {"name": NAMES[name][0], "fixes": tuple(f"unit={name}:{each}" for each in per_year)}
                fault = Fault(field=None, code="required", variant="caption", value=text, facts=facts)
                self.faults.append(RequestFault("", fault, row, self.column(name)))


def missing_unit(field: str | None, header: str) -> Fault:
    """The fault of a column, or of a field in a row, that means nothing without a unit."""
    facts = {"fixes": ("unit=intensity:…",)}
    return Fault(field=field, code="required", variant="unit", value=header, facts=facts)


def _unknown(column: Column, name: str) -> Fault:
    """The fault of an unknown column, with what the caller can say of it."""
    header, leave_out = column.header, f"ignore={name}"
    facts: dict[str, object]
    if column.is_comparable_energy:
        facts = {"fixes": (leave_out,)}
        return Fault(field=None, code="unknown_field", variant="comparable_energy", value=header, facts=facts)
    if column.is_total_energy:
        facts = {"fixes": (leave_out, f"column=intensity:{name}")}
        return Fault(field=None, code="unknown_field", variant="total_energy", value=header, facts=facts)
    if normalise_header(column.header) in UNIT_HEADERS:
        meanings = ("capacity_unit", "intensity_unit", "group")
        facts = {"fixes": (*(f"column={field}:{name}" for field in meanings), leave_out)}
        return Fault(field=None, code="unknown_field", variant="unit_or_enterprise", value=header, facts=facts)
    own = [own for own, _ in NAMES.values()]
    known = Text(en=", ".join(name.en for name in own), zh="、".join(name.zh for name in own))
    return Fault(
        field=None,
        code="unknown_field",
        variant="column",
        value=header,
        facts={"known": known, "fixes": (leave_out,)},
    )


def unused_columns(options: TableOptions, headers: Sequence[Header]) -> Iterator[tuple[str, str]]:
    """Option and name of each column that the caller names and no table has."""
    used = {name for header in headers for name in header.used}
    for field, name in options.columns.items():
        if name not in used:
            yield ("group" if field == "group" else "column"), name
    fields = {field for header in headers for field in header.fields.values()}
    for field in options.units:
        if field not in fields:
            yield "unit", field
    for name in options.ignored:
        if name not in used and name != EVERYTHING:
            yield "ignore", name
