"""The careful reader of a row: slow, complete, and the only one that skips rows and explains what is wrong."""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from service.domain.errors import Fault
from service.domain.line import MalformedLine
from service.formats.cells import CellError, FormattedNumber
from service.formats.lists.columns import read_word
from service.formats.lists.figures import BLANKS, is_grouped_number, is_mark, tidy_figure
from service.formats.lists.header import A_WORD, LEFT_OUT, MAX_LENGTHS, missing_unit
from service.formats.lists.line_reader import MAX_EXPLAINED_LINES, NOT_EXPLAINED, check_shape
from service.formats.lists.merges import MergedRow, Merges
from service.formats.lists.skipped_rows import (
    NOTE,
    NOTHING_READ,
    TOTAL,
    TOTAL_LABELS,
    is_note,
    is_total_label,
)
from service.formats.lists.strict_json import Object

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.domain.line import CapacityLine
    from service.formats.cells import Area, Cell
    from service.formats.lists.header import Header, Plan
    from service.formats.lists.table_options import TableOptions

    ReadPlain = Callable[[Sequence[Cell]], CapacityLine | None]

NO_HEADER: Plan = ("", 0)
"""The plan of a column without a header."""
_NAMES = ("group", "benchmark", "id")


class RowReader:
    """Reads the rows of one table below its header, in their order."""

    def __init__(self, header: Header, options: TableOptions, areas: Sequence[Area], header_end: int) -> None:
        """Keep what the columns hold and what the caller says of the table; the areas are sorted."""
        self._header = header
        self._options = options
        self._explained = 0
        below = [area for area in areas if area.last_row > header_end and not area.is_single]
        self._merges = Merges(below, header.fields, header_end) if below else None

    @property
    def is_needed(self) -> bool:
        """Whether a row that looks plain may mean something else here."""
        return self._merges is not None or self._options.product is not None

    def read(
        self, number: int, cells: Sequence[Cell], read_plain: ReadPlain
    ) -> CapacityLine | MalformedLine | str | None:
        """The line of a row; why there is none, or None for an empty row. Tidied rows are tried as plain ones."""
        row = self._merges.apply(number, cells) if self._merges else MergedRow(cells=cells)
        if is_empty(cells):
            return None
        if why := self.why_skipped(row, cells):
            return why
        tidy = [self._tidy(cell, plan) for cell, plan in zip_longest(row.cells, self._header.plan)]
        total = self._total_label(cells, has_product=True)
        if not row.unclear and total is None and (line := read_plain(tidy)):
            return line
        return self._explain(tidy, row, total)

    def why_skipped(self, row: MergedRow, cells: Sequence[Cell]) -> str | None:
        """Why a row is no line: a total or a note without a product of its own, or nothing that is read."""
        filled = [(place, cell) for place, cell in enumerate(cells) if not is_blank(cell)]
        own = {self._header.fields.get(place): cell for place, cell in filled}
        has_product = "benchmark" in own and not is_total_label(own["benchmark"])
        if not has_product and self._total_label(cells, has_product=False) is not None:
            return TOTAL
        if is_note([cell for _, cell in filled], is_banner=row.is_banner):
            return NOTE
        plan = self._header.plan
        is_left_out = all(place < len(plan) and plan[place] == LEFT_OUT for place, _ in filled)
        return NOTHING_READ if is_left_out else None

    def _total_label(self, cells: Sequence[Cell], *, has_product: bool) -> str | None:
        """The cell that says that a row adds up others.

        In a column that is left out, a remark such as 两条生产线合计 says nothing of the kind: only a bare 合计 counts
        there, or the first cell of a row without a product of its own.
        """
        names = ("group",) if has_product else _NAMES
        is_first = not has_product
        for place, cell in enumerate(cells):
            if is_blank(cell):
                continue
            is_name = self._header.fields.get(place) in names
            if cell in TOTAL_LABELS or ((is_name or is_first) and is_total_label(cell)):
                return str(cell)
            is_first = False
        return None

    def _tidy(self, cell: Cell, plan: Plan | None) -> Cell:
        """The cell as it is read."""
        if plan is None or not isinstance(cell, str) or plan == LEFT_OUT:
            return cell
        if plan[1] == 0:
            return tidy_figure(cell, self._options.missing, is_grouped=self._options.is_grouped)
        return None if cell.strip() in self._options.missing else cell

    def _explain(self, cells: Sequence[Cell], row: MergedRow, total: str | None) -> CapacityLine | MalformedLine:
        """The line that the schema reads in a row, or every fault of the row."""
        fields, sent, more = self._collect(cells)
        more += self._doubts(row, total, sent)
        if self._explained == MAX_EXPLAINED_LINES:
            return MalformedLine(self._id_in(cells), [NOT_EXPLAINED], sent)
        self._explained += 1
        line = check_shape(fields)
        unclear = {field for field, _ in row.unclear}
        if isinstance(line, MalformedLine):
            valid = line.fields
            more = [*(_add_fixes(fault) for fault in line.faults if fault.field not in unclear), *more]
        elif more:
            valid = {"id": line.id} if any(fault.field is None for fault in more) else asdict(line)
        else:
            return line
        return MalformedLine({name: each for name, each in valid.items() if name not in unclear}, more, sent)

    def _collect(self, cells: Sequence[Cell]) -> tuple[Object, dict[str, object], list[Fault]]:
        """The fields of a row, the same as JSON, and the fault of the first value without a header.

        In the JSON, a text that is no number stays as it is, and a cell that is neither text nor number is an object.
        """
        fields: list[tuple[str, Any]] = []
        sent: dict[str, object] = {}
        beyond: list[Fault] = []
        for place, (cell, plan) in enumerate(zip_longest(cells, self._header.plan)):
            field, max_length = plan or NO_HEADER
            if is_blank(cell) or plan == LEFT_OUT:
                continue
            if not field:
                beyond.append(self._beyond(place, cell))
                sent[f"column {self._header.letter(place)}"] = str(cell)
            elif isinstance(cell, str):
                value = as_value(field, max_length, cell)
                fields.append((field, value))
                sent[field] = str(value) if isinstance(value, str) else value
            else:
                fields.append((field, cell))
                sent[field] = {"error": str(cell)} if isinstance(cell, CellError) else cell
        defaults = [(field, each) for field, each in self._header.defaults.items() if field not in sent]
        return Object([*fields, *defaults]), sent | dict(defaults), beyond[:1]

    def _doubts(self, row: MergedRow, total: str | None, sent: dict[str, object]) -> list[Fault]:
        """What leaves open whether a row is a line, or what it says; as JSON it is rejected too."""
        header, doubts = self._header, list[Fault]()
        for field, area in dict(row.unclear).items():
            doubts.append(Fault(field=field, code="merged_cells", value=area.reference))
            sent[field] = {"merged": area.reference}
        if header.needs_unit is not None and "intensity" in sent and "intensity_unit" not in sent:
            doubts.append(missing_unit("intensity_unit", header.needs_unit))
            sent["intensity_unit"] = ""
        if header.needs_name and not {"id", "group"} & sent.keys():
            doubts.append(Fault(field="id", code="required", variant="unnamed"))
            sent["id"] = ""
        if total is not None:
            doubts.append(Fault(field=None, code="total_row", value=total))
            sent["total row"] = total
        return doubts

    def _beyond(self, place: int, cell: Cell) -> Fault:
        """The fault of a value without a header."""
        value = cell if isinstance(cell, str) else str(cell)
        fixes = (f"ignore={self._header.letter(place)}",) if self._header.can_name(place) else ()
        facts = {"place": place + 1, "fixes": fixes}
        return Fault(field=None, code="unknown_field", variant="cell", value=value, facts=facts)

    def _id_in(self, cells: Sequence[Cell]) -> dict[str, object]:
        """What is read of a row that is not explained: its id, which must be unique in the list and names the line."""
        place = next((place for place, field in self._header.fields.items() if field == "id"), len(cells))
        cell = cells[place] if place < len(cells) else None
        if not isinstance(cell, str) or is_blank(cell):
            return {}
        text = _as_text(cell)
        return {"id": text} if len(text) <= MAX_LENGTHS["id"] else {}


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing, or white space only."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_empty(cells: Sequence[Cell]) -> bool:
    """Whether all cells of a row are blank."""
    return all(map(is_blank, cells))


def _as_text(cell: str) -> str:
    """A cell in a column of texts: of a number its digits, whatever its format shows."""
    return str(cell.number if isinstance(cell, FormattedNumber) else cell)


def as_value(field: str, max_length: int, cell: str) -> object:
    """What a cell says in its column; a number whose format shows another one stays as it is, and is no number."""
    if max_length > 0:
        return _as_text(cell)
    if max_length == A_WORD:
        return read_word(field, _as_text(cell))
    return cell if isinstance(cell, FormattedNumber) else cell.strip(BLANKS)


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
