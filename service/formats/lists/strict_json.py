"""JSON parsed strictly: numbers keep their digits, and duplicate keys are found.

This parser is careful, and several times slower than the fast decoder of lists. It reads what stands around a list, and
the lines that the fast decoder refuses.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, NoReturn

from service.domain.text import Text
from service.formats.cells import Number

MAX_NESTING = 64
"""Levels of nesting in a body; a list needs three."""

NOT_UTF_8 = Text(en="not UTF-8", zh="：不是 UTF-8 编码")

_OUTSIDE_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"?|[^\[\]{}"]+', re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class Object(dict[str, Any]):
    """A JSON object that remembers its duplicate keys."""

    __slots__ = ("repeated",)

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        """Keep the last value of a key, as parsers do, and note the duplicate keys."""
        super().__init__(pairs)
        self.repeated: list[str] = []
        if len(self) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            self.repeated = [key for key, count in counts.items() if count > 1]


class MalformedJsonError(ValueError):
    """The text is not JSON; ``line`` and ``column`` (from 1) say where, if known."""

    def __init__(self, problem: Text, line: int | None = None, column: int | None = None) -> None:
        """Keep what is wrong, and where."""
        super().__init__(problem.en)
        self.problem = problem
        self.line = line
        self.column = column


class TooDeepError(MalformedJsonError):
    """The text is nested more deeply than the limit."""


def parse(text: str, max_nesting: int) -> Any:  # noqa: ANN401 - whatever the text says
    """The value: `Object`, list, str, `Number`, bool or None. Raises `MalformedJsonError`."""
    check_nesting(text, max_nesting)
    try:
        value = json.loads(
            text, object_pairs_hook=Object, parse_float=Number, parse_int=Number, parse_constant=_reject_constant
        )
    except json.JSONDecodeError as error:
        raise MalformedJsonError(quote_parser(error.msg), error.lineno, error.colno) from None
    if _SURROGATE.search(text):
        _reject_lone_surrogates(value)
    return value


def quote_parser(message: str) -> Text:
    """The message of a parser. Parsers speak English only; in Chinese the position has to be enough."""
    return Text(en=message, zh="")


def check_nesting(text: str, max_nesting: int) -> None:
    """Raise `TooDeepError` for a text that is nested more deeply than the limit."""
    if text.count("[") + text.count("{") > max_nesting and _depth(text) > max_nesting:
        raise TooDeepError(Text(en=f"nested deeper than {max_nesting} levels", zh=f"：嵌套超过 {max_nesting} 层"))


def has_duplicate_key(text: str) -> bool:
    """Whether an object in the text, at any depth, has a duplicate key; the text is well-formed."""
    found: list[bool] = []

    def note(pairs: list[tuple[str, Any]]) -> None:
        found.append(len({key for key, _ in pairs}) < len(pairs))

    json.loads(text, object_pairs_hook=note)
    return any(found)


def duplicate_keys(value: object, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every duplicate key in the value, at any depth, as the path of keys and positions that leads to it."""
    found: list[tuple[str, ...]] = []
    if isinstance(value, Object):
        found += [(*above, key) for key in value.repeated]
        for key, inner in value.items():
            found += duplicate_keys(inner, (*above, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            found += duplicate_keys(inner, (*above, str(position)))
    return found


def _reject_constant(name: str) -> NoReturn:
    raise MalformedJsonError(Text(en=f"{name} is not a JSON number", zh=f"：{name} 不是 JSON 数字"))


def _reject_lone_surrogates(value: object) -> None:
    """Refuse escapes that spell half of a character beyond U+FFFF; no answer could repeat such a text."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise MalformedJsonError(
            Text(en="an escape sequence is half of a character", zh="：转义序列只拼出半个字符")
        ) from None


def _depth(text: str) -> int:
    depth = deepest = 0
    for bracket in _OUTSIDE_STRINGS.sub("", text):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest
