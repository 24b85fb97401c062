"""From a request body to the parts of a request: read whole or refused whole."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from flask import request
from marshmallow import ValidationError
from werkzeug.exceptions import ClientDisconnected

from service.domain.errors import Fault
from service.web.problems import ProblemError, RequestFault
from service.web.schemas import RequestSchema
from service.web.strict_json import MalformedJsonError, escaped, parse, repeated_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.domain.capacity import Weighting
    from service.web.state import Limits

BLOCK = 64 * 1024
_LIST = re.compile(rb'"lines"\s*:\s*(?=\[)')
_BYTE = re.compile(r"\(byte (\d+)\)")


def body_blocks(limits: Limits) -> Iterator[bytes]:
    """The request body, inflated if it was compressed, counted as it comes and refused once it is too large."""
    if request.content_length is None and not request.environ.get("wsgi.input_terminated"):
        raise ProblemError("length_required")
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in {"identity", "gzip"}:
        raise ProblemError("unsupported_media_type", facts={"value": coding}, headers={"Accept-Encoding": "gzip"})
    if coding == "identity" and (request.content_length or 0) > limits.body_bytes:
        raise ProblemError("too_large", facts={"limit": limits.body_bytes})
    read = 0
    for block in _inflated(_received()) if coding == "gzip" else _received():
        read += len(block)
        if read > limits.body_bytes:
            raise ProblemError("too_large", facts={"limit": limits.body_bytes})
        yield block


def _received() -> Iterator[bytes]:
    try:
        while block := request.stream.read(BLOCK):
            yield block
    except (ClientDisconnected, OSError) as error:
        raise ProblemError("incomplete_body") from error


def _inflated(blocks: Iterator[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(wbits=31)
    try:
        for received in blocks:
            block = received
            while block and not inflater.eof:
                yield inflater.decompress(block, BLOCK)
                block = inflater.unconsumed_tail
            if inflater.eof and (block or inflater.unused_data):
                raise ProblemError("malformed_body", facts={"problem": "data after the end of the gzip stream"})
        yield inflater.flush()
    except zlib.error as error:
        raise ProblemError("malformed_body", facts={"problem": str(error)}) from error
    if not inflater.eof:
        raise ProblemError("incomplete_body")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRequest:
    """A list as it was sent, how to read it, and what is wrong with what stands around it."""

    goal: str | dict[str, Any] | None
    edition: str | None
    weighting: Weighting | None
    strict: bool
    lines: list[msgspec.Raw]
    faults: list[RequestFault]


class _Envelope(msgspec.Struct):
    """Finds the list in the body without reading it; any other member of the object is read strictly."""

    lines: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


_decode_envelope = msgspec.json.Decoder(_Envelope).decode
_split = msgspec.json.Decoder(list[msgspec.Raw]).decode


def json_request(body: bytes, limits: Limits) -> ListRequest:
    """The request that the body holds. Raises `ProblemError` where no request can be made out at all."""
    body = body.removeprefix(b"\xef\xbb\xbf")
    found = _list_in(body)
    around = _around(body, found, limits)
    if repeated := repeated_keys(around):
        raise ProblemError(
            "duplicate_key",
            errors=[
                RequestFault(pointer, Fault(field=key, code="duplicate_key", value=key)) for pointer, key in repeated
            ],
        )
    lines = [] if found is None else _split(found)
    if len(lines) > limits.lines:
        raise ProblemError("too_many_lines", facts={"limit": limits.lines, "value": len(lines)})
    faults: list[RequestFault] = []
    try:
        loaded = RequestSchema().load(around)
    except ValidationError as error:
        valid = error.valid_data if isinstance(error.valid_data, dict) else {}
        loaded = {name: value for name, value in valid.items() if name not in error.messages}
        faults = list(_request_faults(error.messages, around))
    if found is not None and not lines:
        faults.append(RequestFault("/lines", Fault(field="lines", code="no_lines")))
    return ListRequest(
        goal=loaded.get("goal"),
        edition=loaded.get("edition"),
        weighting=loaded.get("weighting"),
        strict=bool(loaded.get("strict")),
        lines=lines,
        faults=faults,
    )


def _list_in(body: bytes) -> msgspec.Raw | None:
    """The text of the list, where the body is well-formed JSON and holds one."""
    try:
        found = _decode_envelope(body).lines
    except msgspec.ValidationError:
        return None
    except msgspec.DecodeError as error:
        raise malformed_json(body, str(error)) from error
    except RecursionError as error:
        raise ProblemError("malformed_json", facts={"problem": "nested too deeply", "where": ""}) from error
    return None if found is msgspec.UNSET or bytes(memoryview(found)[:1]) != b"[" else found


def _around(body: bytes, found: msgspec.Raw | None, limits: Limits) -> Any:  # noqa: ANN401 - whatever was sent
    """What stands around the list, with an empty list in its place."""
    try:
        if found is None:
            return parse(body.decode(), limits.nesting)
        start = next((m.end() for m in _LIST.finditer(body) if body.startswith(bytes(found), m.end())), None)
        if start is not None:
            end = start + len(memoryview(found))
            around = parse((body[:start] + b"[]" + body[end:]).decode(), limits.nesting)
        if start is None or around.get("lines") != []:
            # The member is spelt with escapes, or the same text stands inside another one: read it all the slow way.
            around = parse(body.decode(), limits.nesting)
            around["lines"] = []
    except UnicodeDecodeError as error:
        where = f" (byte {error.start})"
        raise ProblemError("malformed_json", facts={"problem": "not UTF-8", "where": where}) from error
    except MalformedJsonError as error:
        raise malformed_json(body, str(error)) from error
    return around


def malformed_json(body: bytes, problem: str) -> ProblemError:
    """The problem of a body that is not JSON, with line and column where they are known."""
    found = _BYTE.search(problem)
    before = body[: int(found[1])] if found else body if "truncated" in problem else None
    where = ""
    if before is not None:
        last_line = before[before.rfind(b"\n") + 1 :].decode(errors="replace")
        where = f" (line {before.count(10) + 1}, column {len(last_line) + 1})"
    return ProblemError("malformed_json", facts={"problem": _BYTE.sub("", problem).strip(), "where": where})


def _request_faults(messages: Any, around: Any, pointer: str = "") -> Iterator[RequestFault]:  # noqa: ANN401
    """The codes that the schemas found, each with the value it is about."""
    for name, found in messages.items():
        value = around.get(name) if isinstance(around, dict) else around
        here = pointer if name == "_schema" else f"{pointer}/{escaped(str(name))}"
        if isinstance(found, dict):
            yield from _request_faults(found, value, here)
        else:
            for code in found:
                yield RequestFault(here, Fault(field="" if name == "_schema" else str(name), code=code, value=value))
