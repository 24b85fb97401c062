"""Rows of a table that are no lines: totals, notes, and rows that hold nothing that is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from service.formats.cells import Cell, Number
from service.formats.lists.schemas import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterable

ABOVE_HEADER, TOTAL, NOTE, NOTHING_READ = "above_header", "total", "note", "nothing_read"
"""Why a row is skipped."""

_WORDS = ("合计", "小计", "总计", "共计", "累计", "total", "subtotal", "sub-total", "grand total", "sum")
TOTAL_LABELS = frozenset(
    each
    for word in _WORDS
    for spelt in (word, word.title(), word.upper(), " ".join(word), "　".join(word), "  ".join(word))
    for each in (spelt, f"{spelt}:", f"{spelt}：")
)
"""The usual labels of totals as they are written; `is_total_label` knows more of them."""

_TOTAL = re.compile(rf"[^\d]{{0,20}}(?:{'|'.join(_WORDS[:5])})[:：]?|(?:grand|sub)?-?total:?|sum:?", re.IGNORECASE)
_NOTE = re.compile(
    r"(备?注|注释|说明|(填表|填报|制表|审核|复核|统计)(人|单位|日期|时间)?|(单位)?负责人|联系人|联系电话|数据来源|notes?|remarks?|source)"
    r"\s*\d*\s*([:：（(、.．]|$).*",
    re.IGNORECASE | re.DOTALL,
)


def is_total_label(cell: Cell) -> bool:
    """Whether a cell says that its row adds up others: 合计, 小 计, 湖州市合计."""
    if not isinstance(cell, str) or isinstance(cell, Number) or len(cell) > 60:  # noqa: PLR2004 - no label is so long
        return False
    return _TOTAL.fullmatch("".join(cell.split())) is not None


def is_note(filled: Iterable[Cell], *, is_banner: bool) -> bool:
    """Whether the filled cells of a row are a note: one cell merged across columns, or texts that begin like 注：."""
    cells = list(filled)
    texts = [cell for cell in cells if isinstance(cell, str) and not isinstance(cell, Number)]
    if len(texts) < len(cells) or any(NUMBER.fullmatch(text.strip()) for text in texts):
        return False
    return (is_banner and len(cells) == 1) or all(_NOTE.match(text.strip()) for text in texts)
