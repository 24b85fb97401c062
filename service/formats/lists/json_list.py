"""A list in one JSON object: the list is found without parsing it, and read in pieces; the rest is parsed strictly."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any

import msgspec

from service.domain.errors import Fault
from service.domain.text import Text
from service.formats.lists.line_decoder import decode_apart, decode_list
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
    from collections.abc import Iterator, Sequence

    from marshmallow import Schema

    from service.domain.line import CapacityLine, MalformedLine

LEVELS_ABOVE_A_LINE = 2
"""Levels of nesting around a line: the object and its list."""

PIECE = 12 * 1024
"""Bytes of the list that are read at once, some seventy lines: few enough to stay in the processor's cache."""

_VALUES_OF_A_LINE = 16
_SPARE = 1000
_MAX_ENVELOPE = 64 * 1024
"""Bytes around the list in which values are not counted."""

_REQUEST, _OWN_GOAL = RequestSchema(), OwnGoalSchema()

_BETWEEN_LINES = re.compile(rb"\}[ \t\r\n]*,[ \t\r\n]*(?=\{)")
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
    objects = _reject_object_flood(body, max_lines)
    raw_list = _find_list(body)
    if raw_list is None or len(body) - memoryview(raw_list).nbytes > _MAX_ENVELOPE:
        _reject_value_flood(body, max_lines)
    envelope, start = _parse_envelope(body, raw_list, max_nesting)
    if duplicates := duplicate_keys(envelope):
        faults = [
            RequestFault(pointer_to(path), Fault(field=path[-1], code="duplicate_key", value=path[-1]))
            for path in duplicates
        ]
        raise ProblemError("duplicate_key", errors=faults)
    lines = _Lines(body, raw_list, start, max_lines)
    if objects > max_lines:
        lines.check_count()
    return SubmittedList(
        blocks=lines.blocks(Explainer(max_nesting - LEVELS_ABOVE_A_LINE)),
        options=load_options(envelope, is_empty=raw_list is not None and lines.is_empty),
        expected_count=objects - 1,
    )


class _Lines:
    """The lines of a list, decoded many at a time where they stand in the body."""

    def __init__(self, body: bytes, raw_list: msgspec.Raw | None, start: int | None, max_lines: int) -> None:
        """Decode nothing yet; ``start`` is where the list begins in the body, if that is known."""
        self._body = body
        self._text = body if start is not None else bytes(raw_list or b"[]")
        self._start = (start or 0) + 1
        self._end = (start or 0) + (memoryview(raw_list).nbytes if raw_list else 2) - 1
        self._max_lines = max_lines

    @property
    def is_empty(self) -> bool:
        """Whether there is no line."""
        return not self._text[self._start : self._end].strip(_BLANKS)

    def check_count(self) -> None:
        """Raise `ProblemError` if there are too many lines."""
        count = len(self._split(self._start, self._end))
        if count > self._max_lines:
            raise ProblemError("too_many_lines", facts={"limit": self._max_lines, "count": count})

    def blocks(self, explain: Explainer) -> Iterator[Sequence[CapacityLine | MalformedLine]]:
        """The lines, in order. Raises `ProblemError` for a line that is not JSON, and for too many lines."""
        count = 0
        try:
            for block in self._decode(explain):
                count += len(block)
                if count > self._max_lines:
                    self.check_count()
                yield block
        except UnicodeDecodeError as error:
            raise not_utf8(self._body) from error
        except MalformedJsonError as error:
            raise malformed_json(self._body, error.problem) from error

    def _decode(self, explain: Explainer) -> Iterator[Sequence[CapacityLine | MalformedLine]]:
        """The lines, a piece of the list at once; the lines of a piece that has an unusual one, one by one."""
        start, is_counted = self._start, False
        while start < self._end:
            cut = _BETWEEN_LINES.search(self._text, start + PIECE, self._end)
            end, following = (cut.start() + 1, cut.end()) if cut else (self._end, self._end)
            lines = decode_list(b"[%b]" % self._text[start:end])
            if lines is not None:
                yield lines
            else:
                if not is_counted:
                    _reject_value_flood(self._body, self._max_lines)
                    is_counted = True
                try:
                    texts = self._split(start, end)
                except msgspec.DecodeError:  # what looked like the end of a line was inside one
                    texts, following = self._split(start, self._end), self._end
                for first in range(0, len(texts), BLOCK_LINES):
                    yield decode_apart(texts[first : first + BLOCK_LINES], explain)
            start = following

    def _split(self, start: int, end: int) -> list[msgspec.Raw]:
        return _split(b"[%b]" % self._text[start:end])


def _reject_object_flood(body: bytes, max_lines: int) -> int:
    """Reject a body with far more JSON objects than the line limit allows, before parsing; return how many it may have.

    A small body of many empty objects would fill the memory. Every object costs a brace.
    """
    objects = body.count(b"{")
    if objects > 2 * max_lines + _SPARE:
        raise ProblemError("too_many_values", facts={"limit": max_lines})
    return objects


def _reject_value_flood(body: bytes, max_lines: int) -> None:
    """Reject a body with far more JSON values than the line limit allows.

    A small body of many bare numbers would fill the memory. Every value but the first costs a comma; a line is one
    object of ten values, with at most some commas in its texts. Lines that are decoded at once hide no other value.
    """
    if body.count(b",") > max(2 * max_lines, _VALUES_OF_A_LINE * body.count(b"{")) + _SPARE:
        raise ProblemError("too_many_values", facts={"limit": max_lines})


def load_options(envelope: Any, *, is_empty: bool = False, has_list: bool = True) -> RequestedOptions:  # noqa: ANN401
    """The options beside the list, if it has them beside it, and the faults of all that is not in a line."""
    loaded: dict[str, Any] = {}
    codes: dict[str, Any] = {"_schema": ["wrong_type"]}
    if isinstance(envelope, Object):
        loaded, codes = _REQUEST.read_fields(envelope)
        if not has_list and "lines" not in envelope:
            del codes["lines"]
    faults = list(_find_faults(_REQUEST, codes, envelope))
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


def _parse_envelope(body: bytes, raw_list: msgspec.Raw | None, max_nesting: int) -> tuple[Any, int | None]:
    """The body with an empty list in the place of its list, and where the list begins, if that is plain."""
    try:
        if raw_list is None:
            return parse(body.decode(), max_nesting), None
        text = bytes(raw_list)
        start = next((match.end() for match in _LIST.finditer(body) if body.startswith(text, match.end())), None)
        if start is not None:
            end = start + len(text)
            del text  # it may be as large as the body, and so may the blanks behind it
            before, after = body[:start].lstrip(_BLANKS), body[end:].rstrip(_BLANKS)
            envelope = parse((before + b"[]" + after).decode(), max_nesting)
            if envelope.get("lines") == []:
                return envelope, start
        # The key is spelt with escapes, or the same text occurs inside another member: parse all of it, slowly.
        envelope = parse(body.decode(), max_nesting)
        envelope["lines"] = []
    except UnicodeDecodeError as error:
        raise not_utf8(body) from error
    except MalformedJsonError as error:
        raise malformed_json(body, error.problem) from error
    return envelope, None


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
            yield from _find_faults(_OWN_GOAL, found, value, here)
        else:
            for code in found:
                yield RequestFault(here, shape_fault(schema, name, code, value))
