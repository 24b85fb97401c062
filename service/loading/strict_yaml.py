"""YAML read strictly: every scalar stays the text that was written, and nothing is said twice or elsewhere.

Duplicate keys, anchors, aliases and tags are refused with line and column.
"""

from __future__ import annotations

import yaml

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every scalar stays text; C where PyYAML was built with it

_MARKS = (yaml.Mark, getattr(getattr(yaml, "_yaml", None), "Mark", yaml.Mark))


class StrictYamlError(ValueError):
    """The text is not YAML, or more than this reader takes; says where."""

    def __init__(self, problem: str, mark: object = None) -> None:
        """Say what is wrong and, from the mark, in which line and column."""
        where = f" (line {mark.line + 1}, column {mark.column + 1})" if isinstance(mark, _MARKS) else ""
        super().__init__(problem + where)


def parse(text: str) -> object:
    """The document as dicts, lists and texts; raises `StrictYamlError`."""
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            _refuse_references(event)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        raise StrictYamlError(error.problem or "not YAML", error.problem_mark or error.context_mark) from error
    except yaml.YAMLError as error:
        raise StrictYamlError(f"not YAML: {error}") from error
    except RecursionError as error:
        raise StrictYamlError("nested too deeply") from error
    if node is None:
        raise StrictYamlError("empty")
    return _value(node)


def _refuse_references(event: yaml.Event) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise StrictYamlError("anchors and aliases are not taken", event.start_mark)
    if getattr(event, "tag", None):
        raise StrictYamlError("tags are not taken", event.start_mark)


def _value(node: yaml.Node) -> object:
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, object] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise StrictYamlError("a key must be plain text", key.start_mark)
            if key.value in mapping:
                raise StrictYamlError(f"key {key.value!r} stands twice", key.start_mark)
            mapping[key.value] = _value(value)
        return mapping
    return str(node.value)
