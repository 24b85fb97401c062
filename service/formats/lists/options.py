"""Options of a list as texts: query parameters, and options of a command."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from service.formats.lists.json_list import load_options
from service.formats.lists.schemas import ALL_GOALS
from service.formats.lists.strict_json import MAX_NESTING, MalformedJsonError, Object, duplicate_keys, parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.formats.lists.request import RequestedOptions
    from service.request_errors import RequestFault

_FLAGS = {"true": True, "false": False}


def parse_options(
    values: Mapping[str, str], faults: Sequence[RequestFault] = (), *, is_query: bool = True
) -> RequestedOptions:
    """The options in texts, with the faults found in them added to those given.

    They are the members of a JSON request: goals are separated by commas, a goal of the caller's own is a JSON object,
    and a flag is ``true`` or ``false``.
    """
    sent = Object([(name, _read(name, text)) for name, text in values.items()])
    options = load_options(sent, has_list=False)
    found = [replace(fault, parameter=fault.pointer.split("/")[1]) if is_query else fault for fault in options.faults]
    return replace(options, faults=[*faults, *found], is_query=is_query)


def _read(name: str, text: str) -> object:
    """The value that a text stands for; the text itself if it stands for none."""
    if name == "goals" and text != ALL_GOALS:
        return [each.strip() for each in text.split(",")]
    if name == "strict":
        return _FLAGS.get(text, text)
    if name == "goal" and text.lstrip().startswith("{"):
        try:
            goal = parse(text, MAX_NESTING)
        except MalformedJsonError:
            return text
        return text if duplicate_keys(goal) else goal
    return text
