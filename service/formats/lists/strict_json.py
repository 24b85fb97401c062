"""JSON read strictly: numbers keep their digits, and nothing is said twice.

This is the careful reader. It is several times slower than the fast decoder of lists and is used for what stands around
a list and for the lines that the fast decoder refuses.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, NoReturn

from service.domain.text import Text
from service.formats.cells import Number

_OUTSIDE_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"?|[^\[\]{}"]+', re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class Object(dict[str, Any]):
    """A JSON object that remembers the keys that stood in it more than once."""

    __slots__ = ("repeated",)

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        """Keep the last value of a key, as parsers do, and note that it was not the only one."""
        super().__init__(pairs)
        self.repeated: list[str] = []
        if len(self) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            self.repeated = [key for key, count in counts.items() if count > 1]


NESTING = 64
"""Levels that are taken unless a setting says otherwise; a list needs three."""

NOT_UTF_8 = Text(en="not UTF-8", zh="：不是 UTF-8 编码")


class MalformedJsonError(ValueError):
    """The text is not JSON; ``line`` and ``column`` (from 1) say where, if known."""

    def __init__(self, problem: Text, line: int | None = None, column: int | None = None) -> None:
        """Say what is wrong, and where."""
        super().__init__(problem.en)
        self.problem = problem
        self.line = line
        self.column = column


class TooDeepError(MalformedJsonError):
    """The text is nested more deeply than the limit."""


def parse(text: str, nesting: int) -> Any:  # noqa: ANN401 - whatever the text says
    """The value: `Object`, list, str, `Number`, bool or None. Raises `MalformedJsonError`."""
    refuse_too_deep(text, nesting)
    try:
        value = json.loads(
            text, object_pairs_hook=Object, parse_float=Number, parse_int=Number, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as error:
        raise MalformedJsonError(parser_said(error.msg), error.lineno, error.colno) from None
    if _SURROGATE.search(text):
        _refuse_half_characters(value)
    return value


def parser_said(problem: str) -> Text:
    """What a parser says of a text that is no JSON; it speaks English only, and in Chinese the place must do."""
    return Text(en=problem, zh="")


def refuse_too_deep(text: str, nesting: int) -> None:
    """Raise `TooDeepError` for a text that is nested more deeply than the limit."""
    if text.count("[") + text.count("{") > nesting and _depth(text) > nesting:
        raise TooDeepError(Text(en=f"nested deeper than {nesting} levels", zh=f"：嵌套超过 {nesting} 层"))


def repeats_a_key(text: str) -> bool:
    """Whether a key stands twice in the object that the text is, at any depth; the text is well-formed."""
    found: list[bool] = []

    def note(pairs: list[tuple[str, Any]]) -> None:
        found.append(len({key for key, _ in pairs}) < len(pairs))

    json.loads(text, object_pairs_hook=note)
    return any(found)


def _refuse_constant(name: str) -> NoReturn:
    raise MalformedJsonError(Text(en=f"{name} is not a JSON number", zh=f"：{name} 不是 JSON 数字"))


def _refuse_half_characters(value: object) -> None:
    """Escapes can spell half of a character beyond U+FFFF; such a text could never be sent back."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise MalformedJsonError(
            Text(en="an escape spells half of a character", zh="：转义序列只拼出半个字符")
        ) from None


def _depth(text: str) -> int:
    depth = deepest = 0
    for bracket in _OUTSIDE_STRINGS.sub("", text):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def repeated_keys(value: object, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every key that stands twice in the value, at any depth, behind the keys and places that lead to it."""
    found: list[tuple[str, ...]] = []
    if isinstance(value, Object):
        found += [(*above, key) for key in value.repeated]
        for key, inner in value.items():
            found += repeated_keys(inner, (*above, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            found += repeated_keys(inner, (*above, str(place)))
    return found
