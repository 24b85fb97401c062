"""Changes levels, and facts that were not held, in the text of a sector file; every other byte stays.

The files are kept by hand, with comments. So the text is not written anew: the values are found by their positions, and
only they are replaced, in the style of the row. The text must have been loaded before: here it is not checked again.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, cast

import yaml

from service.domain.benchmark import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from service.domain.reading import Change, Reading

    Edit = tuple[int, int, str]
    """Where a piece begins and ends, and the new one."""
    Row = dict[str, tuple[yaml.Node, yaml.Node]]
    """By key, the nodes of the key and of its value."""

_PLAIN = re.compile(r"[A-Za-z\u4e00-\u9fff](?:[\w/()（）.-]| (?=[\w(（]))*")
"""Texts that need no quotation marks anywhere."""


def edit_rows(text: str, changes: Iterable[Change], readings: Iterable[Reading], sources: Mapping[str, str]) -> str:
    """The text with the levels after the changes, by product with the source of each, and the facts of the readings."""
    rows = dict(_find_rows(text))
    newline = "\r\n" if "\r\n" in text else "\n"
    edits: list[Edit] = []
    for change in changes:
        edits += _edit_level(text, rows[change.product.id], change, sources[change.product.id], newline)
    for reading in readings:
        edits += _edit_facts(text, rows[reading.product.id], reading)
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _find_rows(text: str) -> Iterator[tuple[str, Row]]:
    _, products = _by_key(yaml.compose(text, Loader=yaml.BaseLoader))["products"]
    for node in products.value:
        row = _by_key(node)
        yield row["id"][1].value, row


def _by_key(node: yaml.Node | None) -> Row:
    return {key.value: (key, value) for key, value in cast("yaml.MappingNode", node).value}


def _edit_level(text: str, row: Row, change: Change, source: str, newline: str) -> Iterator[Edit]:
    key, node = row[change.level]
    level = change.after(source)
    value, source = format(level.value, "f"), _quoted(source)
    if isinstance(change.before, Level):
        held = _by_key(node)
        if change.before.value != level.value:
            yield _span(text, held["value"][1], value)
        yield _span(text, held["evidence"][1], level.evidence)
        items = held["sources"][1].value
        yield items[0].start_mark.index, _end(text, items[-1]), source
    elif row["id"][0].start_mark.line == node.start_mark.line:  # the row is in one line
        yield _after_colon(text, key, node, f" {{value: {value}, evidence: {level.evidence}, sources: [{source}]}}")
    else:
        indent = newline + " " * (key.start_mark.column + 2)
        lines = (f"value: {value}", f"evidence: {level.evidence}", "sources:", f"  - {source}")
        yield _after_colon(text, key, node, "".join(indent + line for line in lines))


def _edit_facts(text: str, row: Row, reading: Reading) -> Iterator[Edit]:
    facts = reading.facts
    written = {field: _scalar(fact) for field, fact in facts.items() if field not in {"indicator", "indicator_en"}}
    if "indicator" in facts:
        written["indicator"] = f"{{zh: {_scalar(facts['indicator'])}, en: {_scalar(facts['indicator_en'])}}}"
    for field, new in written.items():
        key, node = row[field]
        yield _after_colon(text, key, node, f" {new}")


def _after_colon(text: str, key: yaml.Node, node: yaml.Node, new: str) -> Edit:
    """Replace a value and the blanks before it: it may begin on a line of its own."""
    return text.index(":", key.end_mark.index) + 1, _end(text, node), new


def _span(text: str, node: yaml.Node, new: str) -> Edit:
    return node.start_mark.index, _end(text, node), new


def _end(text: str, node: yaml.Node) -> int:
    """Where a value ends; the mark of a block is beyond the comments that follow it."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return len(text[: node.end_mark.index].rstrip())


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    """A text in quotation marks; YAML reads those of JSON."""
    return json.dumps(text, ensure_ascii=False)
