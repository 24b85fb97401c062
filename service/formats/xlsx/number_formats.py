r"""What the number formats of a workbook show of a number: the number itself, a day, a percentage, or something else.

A comma after the last digit divides by a thousand: `#,##0,` shows 1,550 for 1550000. A literal point is
not the decimal point: `0!.0,`, with which Chinese Excel counts in ten thousands, shows 155.0, and so does `0\.0000`.
Letters and digits add what the number does not say: `0"万"` shows 1550000万. (ECMA-376 part 1, 18.8.31; LibreOffice
shows the same.)

We do not render the format; we detect that Excel shows something other than the stored number.
"""

from __future__ import annotations

import re

DATE, PERCENT = "date", "percent"

BUILT_IN = {
    **dict.fromkeys((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), DATE),
    9: PERCENT,
    10: PERCENT,
}
"""By number, the formats that need no definition in the file and show something else than the number."""

MAX_CODE_LENGTH = 255
"""Characters of a format, as in Excel."""

_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)|[_*].|\[\$([^][-]*+)[^][]*+\]|\[(?!(?:h+|m+|s+)\])[^][]*+\]', re.IGNORECASE)
"""Literal text, colours, conditions and blanks; Chinese Excel also escapes with exclamation marks."""
_GENERAL = re.compile("general|g/通用格式")
_POINTS = set(".．·。")
_POINT, _LETTERS = "·", "文"

_DATE_SIGNS = re.compile("[ymdhs]")
_DIGIT = re.compile("[0#?]")
_FOREIGN = re.compile(r"[^\W\x00-\x7f]|‰")
_CHANGED = re.compile("[0#?],+(?![0#?,])|[0#?,]·[0#?]|[%ymdhs]")
"""A comma after the last digit, a point among the literals, a percentage, a date."""


def shown_as(code: str) -> str | None:
    """What a number format shows: `DATE`, `PERCENT`, the code itself for something else, or None for the number.

    A format has sections for positive numbers, negative ones and zero, or for numbers that meet conditions. We do not
    find the section of a number: if one section shows something else, we say that the format does.
    """
    if len(code) > MAX_CODE_LENGTH:
        return code[:MAX_CODE_LENGTH]
    sections = _GENERAL.sub("0", _LITERAL.sub(_mark, code).lower()).split(";")
    if "%" in sections[0]:
        return PERCENT
    if _DATE_SIGNS.search(sections[0]):
        return DATE
    is_plain = all(
        not _CHANGED.search(section) and not (_DIGIT.search(section) and _FOREIGN.search(section))
        for section in sections
    )
    return None if is_plain else code


def _mark(literal: re.Match[str]) -> str:
    """Replace a literal by what it means to the digits beside it: letters, a point, or nothing."""
    text = literal[1] or literal[2] or literal[3] or ""
    if any(character.isalnum() or character in "%‰" for character in text):
        return _LETTERS
    return _POINT if _POINTS.intersection(text) else ""
