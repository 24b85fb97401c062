"""What a caller says of a table: where its header is, what its columns hold, and how its cells are written.

Each is a query parameter and an option of the command line. They decide what has two meanings; a table that has one
needs none of them. In a workbook of several sheets, some of them begin with the name of a sheet: 水泥:熟料.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.domain.errors import Fault
from service.formats.lists.columns import NAMES
from service.request_errors import RequestFault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TABLE_OPTIONS = ("header_row", "column", "ignore", "group", "unit", "product", "missing", "numbers")
"""The options that any table has."""

REPEATABLE = ("column", "header_row", "ignore", "unit", "product", "missing")
"""Those that may be given several times."""

EVERYTHING = "*"
"""Every unknown column, or every visible sheet."""

NUMBERS = ("plain", "grouped")
"""How numbers are written: 1240000, or also 1,240,000."""

UNIT_OF = {"capacity": "capacity_unit", "intensity": "intensity_unit"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """What is said of one sheet, or of a table that has no sheets."""

    header_row: int | None = None
    """The number of the header's first row in the file."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """By field, the header or the letter of its column."""
    ignored: tuple[str, ...] = ()
    """Columns to leave out: headers, letters, or `EVERYTHING`."""
    units: Mapping[str, str] = field(default_factory=dict)
    """By field (a capacity or an intensity), the unit of all of its figures."""
    product: str | None = None
    """The product of every line."""
    missing: frozenset[str] = frozenset()
    """What a cell without a value says."""
    is_grouped: bool = False
    """Whether numbers may have commas between groups of three digits."""


def parse_table_options(
    values: Mapping[str, Sequence[str]], sheets: Sequence[str] = ()
) -> tuple[dict[str, TableOptions], list[RequestFault]]:
    """The options for each of the sheets (of a table without sheets: for ""), and what is wrong with them.

    With several sheets, a header row or a product belongs to one of them, and says to which.
    """
    names = tuple(sheets) or ("",)
    faults: list[RequestFault] = []
    columns = _pairs("column", values, tuple(NAMES), faults)
    for group in values.get("group", ()):
        if "group" in columns:
            faults.append(option_fault("group", "duplicate_key", group, variant="parameter"))
        columns["group"] = group
    rows = _by_sheet("header_row", values, names, faults)
    products = _by_sheet("product", values, names, faults)
    header_rows: dict[str, int] = {}
    for sheet, text in rows.items():
        if text.isascii() and text.isdigit() and 0 < len(text) < 8 and int(text):  # noqa: PLR2004 - a sheet has 7 digits
            header_rows[sheet] = int(text)
        else:
            faults.append(option_fault("header_row", "wrong_type", text, variant="row"))
    numbers = next(iter(values.get("numbers", ())), NUMBERS[0])
    if numbers not in NUMBERS:
        faults.append(option_fault("numbers", "unknown_choice", numbers, candidates=NUMBERS))
    units = _pairs("unit", values, tuple(UNIT_OF), faults)
    missing = frozenset(mark.strip() for text in values.get("missing", ()) for mark in text.split(",") if mark.strip())
    return {
        sheet: TableOptions(
            header_row=header_rows.get(sheet),
            columns=columns,
            ignored=tuple(values.get("ignore", ())),
            units=units,
            product=products.get(sheet),
            missing=missing,
            is_grouped=numbers == NUMBERS[1],
        )
        for sheet in names
    }, faults


def option_fault(
    option: str, code: str, value: object, *, variant: str = "", candidates: tuple[str, ...] = ()
) -> RequestFault:
    """A fault of an option."""
    fault = Fault(
        field=option, code=code, variant=variant, value=value, candidates=candidates, facts={"choices": candidates}
    )
    return RequestFault("", fault, parameter=option)


def _pairs(
    option: str, values: Mapping[str, Sequence[str]], fields: tuple[str, ...], faults: list[RequestFault]
) -> dict[str, str]:
    """What follows the field and the colon, by field."""
    pairs: dict[str, str] = {}
    for text in values.get(option, ()):
        name, colon, what = text.partition(":")
        if not colon or not what.strip():
            faults.append(option_fault(option, "wrong_type", text, variant="pair"))
        elif name not in fields:
            faults.append(option_fault(option, "unknown_choice", name, candidates=fields))
        elif name in pairs:
            faults.append(option_fault(option, "duplicate_key", f"{option}={name}", variant="parameter"))
        else:
            pairs[name] = what.strip()
    return pairs


def _by_sheet(
    option: str, values: Mapping[str, Sequence[str]], sheets: Sequence[str], faults: list[RequestFault]
) -> dict[str, str]:
    """What is said of each sheet."""
    found: dict[str, str] = {}
    for text in values.get(option, ()):
        name, colon, what = text.partition(":")
        if colon and name in sheets:
            sheet = name
        elif len(sheets) == 1:
            sheet, what = sheets[0], text
        else:
            faults.append(option_fault(option, "unknown_sheet", text, variant="prefix", candidates=tuple(sheets)))
            continue
        if sheet in found:
            faults.append(option_fault(option, "duplicate_key", text, variant="parameter"))
        elif not what.strip():
            faults.append(option_fault(option, "required", what))
        found[sheet] = what.strip()
    return found
