"""Puts the figures of a real answer into the answer that a page shows, and keeps the layout and what is cut with `…`."""

from __future__ import annotations

import json
import re
from collections import deque
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.examples.pages import CUT
from tests.web.client import exact_json

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(r'\s+|"(?:[^"\\]|\\.)*"|[^\s{}\[\],:"]+|.')
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_SPACES = re.compile(" +")


class CannotRenewError(Exception):
    """What is shown differs from the real answer in more than its figures: a person must change the page."""


def renew_json(shown: str, real: Any) -> str:
    """The shown JSON text with the values of the real answer."""
    return "".join(_value(deque(_TOKEN.findall(shown)), real, ""))


def renew_lines(shown: str, real: str) -> str:
    """The shown lines with the numbers of the lines that are printed; a line `…` stands for any number of lines."""
    printed = real.splitlines()
    renewed = []
    place = 0
    is_cut = False
    for line in shown.splitlines():
        if line == CUT:
            is_cut = True
            renewed.append(line)
            continue
        place = _find(line, printed, range(place, len(printed) if is_cut else min(place + 1, len(printed))))
        renewed.append(printed[place])
        place += 1
        is_cut = False
    if not is_cut and place < len(printed):
        raise CannotRenewError(f"{printed[place]!r} is left out without a {CUT}")
    return "".join(f"{line}\n" for line in renewed)


def to_json(value: Any) -> str:
    """A scalar as JSON, with its digits."""
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def _find(line: str, printed: list[str], places: range) -> int:
    """The place of the line itself, or else of the first that differs from it in numbers and spaces only."""
    for form in (str, _without_numbers):
        for place in places:
            if form(printed[place]) == form(line):
                return place
    raise CannotRenewError(f"no line such as {line!r} is printed there")


def _without_numbers(line: str) -> str:
    return _SPACES.sub(" ", _NUMBER.sub("0", line))


def _value(tokens: deque[str], real: Any, where: str) -> Iterator[str]:
    yield from _spaces(tokens)
    part = tokens.popleft()
    if part == "{":
        yield part
        yield from _members(tokens, real, where)
    elif part == "[":
        yield part
        yield from _items(tokens, real, where)
    else:
        yield _scalar(part, real, where)
    yield from _spaces(tokens)


def _members(tokens: deque[str], real: Any, where: str) -> Iterator[str]:
    if not isinstance(real, dict):
        raise CannotRenewError(f"{where or '/'} is no object any more")
    unseen = set(real)
    while True:
        yield from _spaces(tokens)
        part = tokens.popleft()
        yield part
        if part == CUT:
            unseen.clear()
        elif part == "}":
            break
        elif part != ",":
            key = json.loads(part)
            if key not in real:
                raise CannotRenewError(f"{where} has no {key!r} any more")
            unseen.discard(key)
            yield from _spaces(tokens)
            yield tokens.popleft()  # the colon
            yield from _value(tokens, real[key], f"{where}/{key}")
    if unseen:
        raise CannotRenewError(f"{where} leaves out {sorted(unseen)} without a {CUT}")


def _items(tokens: deque[str], real: Any, where: str) -> Iterator[str]:
    if not isinstance(real, list):
        raise CannotRenewError(f"{where or '/'} is no list any more")
    index = 0
    is_cut = False
    while True:
        yield from _spaces(tokens)
        part = tokens[0]
        if part in {CUT, "]", ","}:
            is_cut = is_cut or part == CUT
            yield tokens.popleft()
            if part == "]":
                break
        elif index < len(real):
            yield from _value(tokens, real[index], f"{where}/{index}")
            index += 1
        else:
            raise CannotRenewError(f"{where} has only {len(real)} items")
    if index < len(real) and not is_cut:
        raise CannotRenewError(f"{where} leaves out items without a {CUT}")


def _spaces(tokens: deque[str]) -> Iterator[str]:
    while tokens and tokens[0].isspace():
        yield tokens.popleft()


def _scalar(part: str, real: Any, where: str) -> str:
    if isinstance(real, dict | list):
        raise CannotRenewError(f"{where} is no longer a single value")
    shown = exact_json(part)
    if (type(shown), shown) == (type(real), real):
        return part
    if isinstance(real, str) and isinstance(shown, str) and shown.endswith(CUT):
        kept = shown.removesuffix(CUT)
        return part if real.startswith(kept) else to_json(real[: len(kept)] + CUT)
    return to_json(real)
