"""Figures as people write them in cells: full-width digits, blanks around them, commas, and marks for "no value"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from service.formats.cells import FormattedNumber
from service.formats.lists.schemas import NUMBER

if TYPE_CHECKING:
    from service.formats.cells import Cell

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width forms have one reading. Other forms of digits (①, ²) are left as they are: 10² is not 102."""

BLANKS = " \t\r\n\u00a0\u3000\u2007\u202f"
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?", re.ASCII)
_MARKS = {
    "-",
    "--",
    "—",
    "——",
    "–",
    "―",
    "/",
    "\\",
    "无",
    "暂无",
    "不详",
    "未知",
    "n/a",
    "na",
    "none",
    "nil",
    "null",
    "...",
    "…",
}


def tidy_figure(cell: Cell, missing: frozenset[str], *, is_grouped: bool) -> Cell:
    """The cell of a column of figures as it is read; None if it says that it has no value.

    What is no number in any of these ways stays as it is.
    """
    if not isinstance(cell, str) or isinstance(cell, FormattedNumber):
        return cell
    text = _normalise(cell)
    if not missing.isdisjoint((cell.strip(BLANKS), text)):
        return None
    if is_grouped and is_grouped_number(text):
        return text.replace(",", "")
    return text if NUMBER.fullmatch(text) else cell


def is_grouped_number(text: str) -> bool:
    """Whether the text is a number with commas between groups of three digits."""
    return _GROUPED.fullmatch(_normalise(text)) is not None


def _normalise(text: str) -> str:
    return text.strip(BLANKS).translate(_FULL_WIDTH).strip(BLANKS)


def is_mark(text: str) -> bool:
    """Whether the text is what people write for "no value"."""
    return _normalise(text).casefold() in _MARKS
