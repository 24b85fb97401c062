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
    Nodes = dict[str, tuple[yaml.Node, yaml.Node]]
    """By key, the nodes of the key and of its value."""

_PLAIN = re.compile(r"[A-Za-z\u4e00-\u9fff](?:[\w/()（）.-]| (?=[\w(（]))*")
"""Texts that need no quotation marks anywhere."""


def edit_rows(text: str, changes: Iterable[Change], readings: Iterable[Reading], sources: Mapping[str, str]) -> str:
    """The text with the levels after the changes, by product with the source of each, and the facts of the readings."""
    rows = dict(_find_rows(text))
    edits: list[Edit] = []
    for change in changes:
        level = change.after(sources[change.product.id])
        nodes, is_flow = rows[change.product.id]
        key, node = nodes[change.level]
        if isinstance(change.before, Level):
            edits += _replace_level(text, node, level, is_same=change.before.value == level.value)
        else:
            edits.append((*_after_colon(text, key, node), _write_level(text, key, level, is_flow=is_flow)))
    for reading in readings:
        edits += _edit_facts(text, rows[reading.product.id][0], reading)
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _find_rows(text: str) -> Iterator[tuple[str, tuple[Nodes, bool]]]:
    """By the id of each row, its nodes, and whether it is written in braces."""
    _, products = _by_key(yaml.compose(text, Loader=yaml.BaseLoader))["products"]
    for node in products.value:
        nodes = _by_key(node)
        yield nodes["id"][1].value, (nodes, bool(node.flow_style))


def _by_key(node: yaml.Node | None) -> Nodes:
    return {key.value: (key, value) for key, value in cast("yaml.MappingNode", node).value}


def _replace_level(text: str, node: yaml.Node, level: Level, *, is_same: bool) -> Iterator[Edit]:
    """Replace figure, evidence and sources where they stand, so that comments beside them stay."""
    held = {key: value for key, (_, value) in _by_key(node).items()}
    if not is_same:
        yield held["value"].start_mark.index, _end(text, held["value"]), format(level.value, "f")
    yield held["evidence"].start_mark.index, _end(text, held["evidence"]), level.evidence
    items = held["sources"].value
    yield items[0].start_mark.index, _end(text, items[-1]), _quoted(level.sources[0])


def _write_level(text: str, key: yaml.Node, level: Level, *, is_flow: bool) -> str:
    """A level where none was held, in the style of the row."""
    value, source = format(level.value, "f"), _quoted(level.sources[0])
    if is_flow:
        return f" {{value: {value}, evidence: {level.evidence}, sources: [{source}]}}"
    newline = ("\r\n" if "\r\n" in text else "\n") + " " * (key.start_mark.column + 2)
    lines = (f"value: {value}", f"evidence: {level.evidence}", "sources:", f"  - {source}")
    return "".join(newline + line for line in lines)


def _edit_facts(text: str, nodes: Nodes, reading: Reading) -> Iterator[Edit]:
    facts = reading.facts
    written = {field: _scalar(fact) for field, fact in facts.items() if field not in {"indicator", "indicator_en"}}
    if "indicator" in facts:
        written["indicator"] = f"{{zh: {_scalar(facts['indicator'])}, en: {_scalar(facts['indicator_en'])}}}"
    for field, new in written.items():
        yield (*_after_colon(text, *nodes[field]), f" {new}")


def _after_colon(text: str, key: yaml.Node, node: yaml.Node) -> tuple[int, int]:
    """Where a value and the blanks before it begin and end: it may be on a line of its own."""
    return text.index(":", key.end_mark.index) + 1, _end(text, node)


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
