"""A list in one JSON object: the list is found and split without being read, what stands around it is read strictly."""

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
from service.formats.lists.request import Asked
from service.formats.lists.schemas import OwnGoalSchema, RequestSchema, expected
from service.formats.lists.strict_json import NOT_UTF_8, MalformedJsonError, Object, parse, parser_said, repeated_keys
from service.request_errors import ProblemError, RequestFault, pointer_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marshmallow import Schema

    from service.domain.line import CapacityLine, MalformedLine

BLOCK_LINES = 200
"""Lines that are evaluated together: few enough to stay in the processor's cache."""

LEVELS_ABOVE_A_LINE = 2
"""Levels of nesting that a line stands in: the object and its list."""

VALUES_OF_A_LINE = 16
SPARE = 1000

_LIST = re.compile(rb'"lines"\s*:\s*(?=\[)')
_BLANKS = b" \t\r\n"
_BYTE = re.compile(r"\(byte (\d+)\)")


class _Envelope(msgspec.Struct):
    """Finds the list in the body without reading it; any other member of the object is read strictly."""

    lines: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


_decode_envelope = msgspec.json.Decoder(_Envelope).decode
_split = msgspec.json.Decoder(list[msgspec.Raw]).decode


class JsonList:
    """The request that a JSON body holds: what it asks for, and the lines in blocks.

    Making it raises `ProblemError` where no request can be made out at all, reading its blocks where a line is no JSON.
    """

    def __init__(self, body: bytes, *, most_lines: int, nesting: int) -> None:
        """Find the list, and read what stands around it."""
        self._body = body.removeprefix(codecs.BOM_UTF8)
        if not self._body or self._body.isspace():
            raise ProblemError("empty_body")
        _refuse_hoard(self._body, most_lines)
        self._nesting = nesting
        found = _list_in(self._body)
        around = _around(self._body, found, nesting)
        if repeated := repeated_keys(around):
            faults = [
                RequestFault(pointer_to(path), Fault(field=path[-1], code="duplicate_key", value=path[-1]))
                for path in repeated
            ]
            raise ProblemError("duplicate_key", errors=faults)
        self._lines: list[msgspec.Raw] = [] if found is None else _split(found)
        if len(self._lines) > most_lines:
            raise ProblemError("too_many_lines", facts={"limit": most_lines, "value": len(self._lines)})
        self.asked = _asked(around, is_empty=found is not None and not self._lines)

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def blocks(self) -> Iterator[list[CapacityLine | MalformedLine]]:
        """The lines, in order, some at a time."""
        explain = Explainer(self._nesting - LEVELS_ABOVE_A_LINE)
        try:
            for start in range(0, len(self._lines), BLOCK_LINES):
                yield decode_lines(map(bytes, self._lines[start : start + BLOCK_LINES]), explain)
        except UnicodeDecodeError as error:
            raise not_utf8(self._body) from error
        except MalformedJsonError as error:
            raise malformed_json(self._body, error.problem) from error


def _refuse_hoard(body: bytes, most_lines: int) -> None:
    """Refuse a body of far more values than so many lines have, before any of them is made.

    A small body of many empty objects or bare numbers would fill the memory. Every object costs a brace and every value
    but the first a comma; a line is one object and has eight values, its texts some commas at the most.
    """
    objects, values = body.count(b"{"), body.count(b",")
    if objects > 2 * most_lines + SPARE or values > max(2 * most_lines, VALUES_OF_A_LINE * objects) + SPARE:
        raise ProblemError("too_many_values", facts={"limit": most_lines})


def _asked(around: Any, *, is_empty: bool) -> Asked:  # noqa: ANN401 - whatever was sent
    faults: list[RequestFault] = []
    try:
        sound = RequestSchema().load(around)
    except ValidationError as error:
        valid = error.valid_data if isinstance(error.valid_data, dict) else {}
        sound = {name: value for name, value in valid.items() if name not in error.messages}
        faults = list(_request_faults(RequestSchema(), error.messages, around))
    if is_empty:
        faults.append(RequestFault("/lines", Fault(field="lines", code="no_lines")))
    return Asked(
        goal=sound.get("goal"),
        edition=sound.get("edition"),
        weighting=sound.get("weighting"),
        strict=bool(sound.get("strict")),
        faults=faults,
    )


def _list_in(body: bytes) -> msgspec.Raw | None:
    """The text of the list, where the body is well-formed JSON and holds one."""
    try:
        found = _decode_envelope(body).lines
    except msgspec.ValidationError:
        return None
    except msgspec.DecodeError as error:
        raise malformed_json(body, parser_said(str(error))) from error
    except RecursionError as error:
        raise malformed_json(body, Text(en="nested too deeply", zh="：嵌套过深")) from error
    return None if found is msgspec.UNSET or bytes(memoryview(found)[:1]) != b"[" else found


def _around(body: bytes, found: msgspec.Raw | None, nesting: int) -> Any:  # noqa: ANN401 - whatever was sent
    """What stands around the list, with an empty list in its place."""
    try:
        if found is None:
            return parse(body.decode(), nesting)
        text = bytes(found)
        start = next((match.end() for match in _LIST.finditer(body) if body.startswith(text, match.end())), None)
        if start is not None:
            end = start + len(text)
            del text  # it may be as large as the body, and so may the blanks behind it
            before, after = body[:start].lstrip(_BLANKS), body[end:].rstrip(_BLANKS)
            around = parse((before + b"[]" + after).decode(), nesting)
        if start is None or around.get("lines") != []:
            # The member is spelt with escapes, or the same text stands inside another one: read it all the slow way.
            around = parse(body.decode(), nesting)
            around["lines"] = []
    except UnicodeDecodeError as error:
        raise not_utf8(body) from error
    except MalformedJsonError as error:
        raise malformed_json(body, error.problem) from error
    return around


def not_utf8(body: bytes) -> ProblemError:
    """The problem of a body that is not UTF-8, with the place of the first byte that is not."""
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
    told = Text(en=_BYTE.sub("", problem.en).strip(), zh=problem.zh)
    return ProblemError("malformed_json", facts={"problem": told, "where": where})


def _request_faults(
    schema: Schema,
    messages: Any,  # noqa: ANN401 - marshmallow's nested messages
    around: Any,  # noqa: ANN401 - whatever was sent
    pointer: str = "",
) -> Iterator[RequestFault]:
    """The codes that the schemas found, each with the value it is about."""
    places = {key: place for place, key in enumerate(around)} if isinstance(around, Object) else {}
    for key, found in sorted(messages.items(), key=lambda item: places.get(item[0], len(places))):
        name = str(key) if isinstance(around, Object) else None
        value = around if name is None else around.get(name)
        here = pointer if name is None else pointer_to((name,), pointer)
        if isinstance(found, dict):
            yield from _request_faults(OwnGoalSchema(), found, value, here)
        else:
            for code in found:
                yield RequestFault(here, Fault(field=name, code=code, value=value, facts=expected(schema, name)))
