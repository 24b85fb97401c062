"""What is wrong with a filled table of levels, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.formats.answers.wording import quote
from service.texts.error_code import join_names
from service.texts.level_sheet import COLUMNS, FAULTS, NEAR, POSITION, POSITION_IN_COLUMN

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class SheetFault:
    """One fault: its row, counted from 1 with the header, the field or the header of its column, and what is wrong."""

    row: int
    column: str | None
    code: str
    """A key of `service.texts.level_sheet.FAULTS`."""
    value: object = None
    facts: Mapping[str, object] = field(default_factory=dict)
    near: tuple[str, ...] = ()
    """What may have been meant instead."""

    def describe(self, lang: str) -> str:
        """The fault in a sentence that begins with its position."""
        near = NEAR.in_language(lang).format(list=join_names(self.near, lang)) if self.near else ""
        facts = {"value": quote(self.value), "near": near, **self.facts}
        said = FAULTS[self.code].in_language(lang).format_map(facts)
        if self.column is None:
            position = POSITION.in_language(lang).format(row=self.row)
        else:
            column = COLUMNS[self.column].in_language(lang) if self.column in COLUMNS else quote(self.column)
            position = POSITION_IN_COLUMN.in_language(lang).format(row=self.row, column=column)
        return f"{position}{'：' if lang == 'zh' else ': '}{said}"
