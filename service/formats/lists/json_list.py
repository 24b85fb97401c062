"""A list in one JSON object: the list is found and split without parsing it, the rest is parsed strictly."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any

import msgspec
from marshmallow import ValidationError

from service.domain.errors import Fault
from service.domain.text import Text
from service.formats.lists.line_decoder import decode_lines
from service.formats.lists.line_reader import Explainer
from service.formats.lists.request import BLOCK_LINES, RequestedOptions, SubmittedList
from service.formats.lists.schemas import OwnGoalSchema, RequestSchema, shape_fault
from service.formats.lists.strict_json import (
    NOT_UTF_8,
    MalformedJsonError,
    Object,
    duplicate_keys,
    parse,
    quote_parser,
)
from service.request_errors import ProblemError, RequestFault, pointer_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marshmallow import Schema

    from service.domain.line import CapacityLine, MalformedLine

LEVELS_ABOVE_A_LINE = 2
"""Levels of nesting around a line: the object and its list."""

_VALUES_OF_A_LINE = 16
_SPARE = 1000

_LIST = re.compile(rb'"lines"\s*:\s*(?=\[)')
_BLANKS = b" \t\r\n"
_BYTE = re.compile(r"\(byte (\d+)\)")


class _Envelope(msgspec.Struct):
    """Finds the list in the body without parsing it; the other members of the object are parsed strictly later."""

    lines: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


_decode_envelope = msgspec.json.Decoder(_Envelope).decode
_split = msgspec.json.Decoder(list[msgspec.Raw]).decode


def read_json(body: bytes, *, max_lines: int, max_nesting: int) -> SubmittedList:
    """The list and the options in a JSON body.

    Raises `ProblemError` where the body is not a request at all. Reading the blocks raises it for a line that is not
    JSON.
    """
    body = body.removeprefix(codecs.BOM_UTF8)
    if not body or body.isspace():
        raise ProblemError("empty_body")
    _reject_value_flood(body, max_lines)
    raw_list = _find_list(body)
    envelope = _parse_envelope(body, raw_list, max_nesting)
    if duplicates := duplicate_keys(envelope):
        faults = [
            RequestFault(pointer_to(path), Fault(field=path[-1], code="duplicate_key", value=path[-1]))
            for path in duplicates
        ]
        raise ProblemError("duplicate_key", errors=faults)
    lines: list[msgspec.Raw] = [] if raw_list is None else _split(raw_list)
    if len(lines) > max_lines:
        raise ProblemError("too_many_lines", facts={"limit": max_lines, "count": len(lines)})
    return SubmittedList(
        blocks=_decode_blocks(body, lines, max_nesting - LEVELS_ABOVE_A_LINE),
        options=load_options(envelope, is_empty=raw_list is not None and not lines),
        count=len(lines),
    )


def _decode_blocks(
    body: bytes, lines: list[msgspec.Raw], max_nesting: int
) -> Iterator[list[CapacityLine | MalformedLine]]:
    explain = Explainer(max_nesting)
    try:
        for start in range(0, len(lines), BLOCK_LINES):
            yield decode_lines(map(bytes, lines[start : start + BLOCK_LINES]), explain)
    except UnicodeDecodeError as error:
        raise not_utf8(body) from error
    except MalformedJsonError as error:
        raise malformed_json(body, error.problem) from error


def _reject_value_flood(body: bytes, max_lines: int) -> None:
    """Reject a body with far more JSON values than the line limit allows, before parsing.

    A small body of many empty objects or bare numbers would fill the memory. Every object costs a brace, and every
    value but the first a comma; a line is one object of eight values, with at most some commas in its texts.
    """
    objects, values = body.count(b"{"), body.count(b",")
    if objects > 2 * max_lines + _SPARE or values > max(2 * max_lines, _VALUES_OF_A_LINE * objects) + _SPARE:
        raise ProblemError("too_many_values", facts={"limit": max_lines})


def load_options(envelope: Any, *, is_empty: bool = False, has_list: bool = True) -> RequestedOptions:  # noqa: ANN401
    """The options beside the list, if it has them beside it, and the faults of all that is not in a line."""
    faults: list[RequestFault] = []
    try:
        loaded = RequestSchema().load(envelope, partial=() if has_list else ("lines",))
    except ValidationError as error:
        valid = error.valid_data if isinstance(error.valid_data, dict) else {}
        loaded = {name: value for name, value in valid.items() if name not in error.messages}
        faults = list(_find_faults(RequestSchema(), error.messages, envelope))
    if is_empty:
        faults.append(RequestFault("/lines", Fault(field="lines", code="no_lines")))
    loaded.pop("lines", None)
    return RequestedOptions(faults=faults, **loaded)


def _find_list(body: bytes) -> msgspec.Raw | None:
    """The text of the list, if the body is well-formed JSON and has one."""
    try:
        found = _decode_envelope(body).lines
    except msgspec.ValidationError:
        return None
    except msgspec.DecodeError as error:
        raise malformed_json(body, quote_parser(str(error))) from error
    except RecursionError as error:
        raise malformed_json(body, Text(en="nested too deeply", zh="：嵌套过深")) from error
    return None if found is msgspec.UNSET or bytes(memoryview(found)[:1]) != b"[" else found


def _parse_envelope(body: bytes, raw_list: msgspec.Raw | None, max_nesting: int) -> Any:  # noqa: ANN401 - as sent
    """The body with an empty list in the place of its list."""
    try:
        if raw_list is None:
            return parse(body.decode(), max_nesting)
        text = bytes(raw_list)
        start = next((match.end() for match in _LIST.finditer(body) if body.startswith(text, match.end())), None)
        if start is not None:
            end = start + len(text)
            del text  # it may be as large as the body, and so may the blanks behind it
            before, after = body[:start].lstrip(_BLANKS), body[end:].rstrip(_BLANKS)
            envelope = parse((before + b"[]" + after).decode(), max_nesting)
        if start is None or envelope.get("lines") != []:
            # The key is spelt with escapes, or the same text occurs inside another member: parse all of it, slowly.
            envelope = parse(body.decode(), max_nesting)
            envelope["lines"] = []
    except UnicodeDecodeError as error:
        raise not_utf8(body) from error
    except MalformedJsonError as error:
        raise malformed_json(body, error.problem) from error
    return envelope


def not_utf8(body: bytes) -> ProblemError:
    """The problem of a body that is not UTF-8, with the position of the first byte that is not."""
    try:
        body.decode()
    except UnicodeDecodeError as error:
        return malformed_json(body, Text(en=f"not UTF-8 (byte {error.start})", zh=NOT_UTF_8.zh))
    return malformed_json(body, NOT_UTF_8)


def malformed_json(body: bytes, problem: Text) -> ProblemError:
    """The problem of a body that is not JSON, with line and column where they are known."""
    found = _BYTE.search(problem.en)
    before = body[: int(found[1])] if found else body if "truncated" in problem.en else None
    where = Text(en="", zh="")
    if before is not None:
        last_line = before[before.rfind(b"\n") + 1 :].decode(errors="replace")
        line, column = before.count(10) + 1, len(last_line) + 1
        where = Text(en=f" (line {line}, column {column})", zh=f"（第 {line} 行第 {column} 列）")
    without_byte = Text(en=_BYTE.sub("", problem.en).strip(), zh=problem.zh)
    return ProblemError("malformed_json", facts={"problem": without_byte, "where": where})


def _find_faults(
    schema: Schema,
    messages: Any,  # noqa: ANN401 - marshmallow's nested messages
    sent: Any,  # noqa: ANN401 - whatever was sent
    pointer: str = "",
) -> Iterator[RequestFault]:
    """The codes that the schemas found, each with the value that it is about, in the order of the body."""
    order = {key: position for position, key in enumerate(sent)} if isinstance(sent, Object) else {}
    for key, found in sorted(messages.items(), key=lambda item: order.get(item[0], len(order))):
        name = str(key) if isinstance(sent, Object) else None
        value = sent if name is None else sent.get(name)
        here = pointer if name is None else pointer_to((name,), pointer)
        if isinstance(found, dict):
            yield from _find_faults(OwnGoalSchema(), found, value, here)
        else:
            for code in found:
                yield RequestFault(here, shape_fault(schema, name, code, value))
