"""Writes the error codes and documented answers of `openapi.yaml` as the service has them; `make figures` runs it.

    python -m tests.web.contract.renew_examples

Read the difference before you keep it.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.web.client import PROJECT
from tests.web.contract.codes import renew_codes
from tests.web.contract.exchanges import exchanges, lasting

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 120


def renew() -> list[str]:
    """Replace the codes and the answers that are no longer the service's; returns the names of what was replaced."""
    file = PROJECT / "openapi.yaml"
    before = file.read_text(encoding="utf-8")
    text = renew_codes(before)
    changed = ["the error codes"] if text != before else []
    for exchange in exchanges():
        answer = exchange.answered()
        if lasting(answer) == lasting(exchange.documented):
            continue
        found = re.search(
            rf"^    {exchange.example}:\n(?:      .*\n)*?      value:(.*\n(?:       .*\n|      [\]}}]\n)*)",
            text,
            re.MULTILINE,
        )
        assert found, exchange.example
        value = "\n".join(_stream(answer) if isinstance(answer, list) else _lines(answer, 6)).strip()
        text = f"{text[: found.start(1)]} {value}\n{text[found.end(1) :]}"
        changed.append(exchange.example)
    file.write_text(text, encoding="utf-8")
    return changed


def _stream(answer: list[Any]) -> Iterator[str]:
    """The lines of a stream as a block of text."""
    yield "|"
    for line in answer:
        yield " " * 8 + _flat(line)


def _lines(value: Any, margin: int, before: str = "", after: str = "") -> Iterator[str]:
    """JSON with its digits kept; what fits on a line stands on one."""
    line = f"{' ' * margin}{before}{_flat(value)}{after}"
    if len(line) <= WIDTH or not isinstance(value, (dict, list)):
        yield line
        return
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    yield f"{' ' * margin}{before}{opening}"
    members = (
        [(_flat(key) + ": ", value[key]) for key in value]
        if isinstance(value, dict)
        else [("", part) for part in value]
    )
    for place, (name, part) in enumerate(members, 1):
        yield from _lines(part, margin + 2, name, "," if place < len(members) else "")
    yield f"{' ' * margin}{closing}{after}"


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flat(key)}: {_flat(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flat(inner) for inner in value) + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    print(*(f"renewed: {name}" for name in renew()), sep="\n")  # noqa: T201 - a command's output
