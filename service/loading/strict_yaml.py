"""A strict YAML parser: every scalar stays the text that was written.

Duplicate keys, anchors, aliases, tags, further documents and deep nesting are errors with line and column.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml._yaml import Mark as CMark

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar stays text; C where PyYAML was built with it

_MAX_DEPTH = 32  # more than any data file needs; without a limit, the recursion below could end the process


class StrictYamlError(ValueError):
    """The text is not YAML, or uses a feature of YAML that this parser rejects; the message says where."""

    def __init__(self, problem: str, mark: yaml.Mark | CMark | None = None) -> None:
        """Say what is wrong and, from the mark, in which line and column."""
        super().__init__(f"{problem} (line {mark.line + 1}, column {mark.column + 1})" if mark else problem)


def parse_yaml(text: str) -> object:
    """The document as dicts, lists and texts; raises `StrictYamlError`."""
    try:
        return _parse_document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        raise StrictYamlError(f"not YAML: {error.problem}", error.problem_mark) from error
    except yaml.reader.ReaderError as error:
        line = text[: text.index(chr(error.character))].count("\n") + 1
        raise StrictYamlError(f"not YAML: character U+{error.character:04X} (line {line})") from error


def _parse_document(events: Iterator[yaml.Event]) -> object:
    next(events)  # the stream starts
    if isinstance(next(events), yaml.StreamEndEvent):
        raise StrictYamlError("empty")
    content = _parse_value(next(events), events)
    next(events)  # the document ends
    if not isinstance(after := next(events), yaml.StreamEndEvent):
        raise StrictYamlError("a second document begins", after.start_mark)
    return content


def _parse_value(event: yaml.Event, events: Iterator[yaml.Event], depth: int = 0) -> object:
    """The value that begins with the event; reads the events up to its end."""
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise StrictYamlError("anchors and aliases are not allowed", event.start_mark)
    if getattr(event, "tag", None):
        raise StrictYamlError("tags are not allowed", event.start_mark)
    if isinstance(event, yaml.ScalarEvent):
        return str(event.value)
    if depth == _MAX_DEPTH:
        raise StrictYamlError("nested too deeply", event.start_mark)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(item := next(events), yaml.SequenceEndEvent):
            items.append(_parse_value(item, events, depth + 1))
        return items
    mapping: dict[str, object] = {}
    while not isinstance(start := next(events), yaml.MappingEndEvent):
        key = _parse_value(start, events, depth + 1)
        if not isinstance(key, str):
            raise StrictYamlError("a key must be plain text", start.start_mark)
        if key in mapping:
            raise StrictYamlError(f"duplicate key {key!r}", start.start_mark)
        mapping[key] = _parse_value(next(events), events, depth + 1)
    return mapping
