"""The body of a request, inflated if it was compressed: read whole or refused whole."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING

from flask import request

from service.domain.text import Text
from service.formats.lists.strict_json import quote_parser
from service.request_errors import ProblemError
from service.web.gate import hold, waiting_for_the_caller
from service.web.observation import observed
from service.web.problems import HttpProblemError

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = 64 * 1024


def whole_body(most_bytes: int) -> bytes:
    """The request body as `body_blocks` reads it, in one piece; it is never held twice."""
    body = io.BytesIO()
    for block in body_blocks(most_bytes):
        body.write(block)
    return body.getvalue()


def body_blocks(most_bytes: int | None, *, size: int = BLOCK) -> Iterator[bytes]:
    """The request body, inflated if it was compressed, in blocks of up to ``size`` bytes as they come.

    It is counted and refused once it is larger than ``most_bytes``, if there is such a limit.
    """
    if request.content_length is None and not request.environ.get("wsgi.input_terminated"):
        raise ProblemError("length_required")
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in {"identity", "gzip"}:
        raise HttpProblemError(
            "unsupported_media_type",
            value=coding,
            facts={"supported": "gzip"},
            headers={"Accept-Encoding": "gzip"},
        )
    if most_bytes is not None and coding == "identity" and (request.content_length or 0) > most_bytes:
        raise ProblemError("too_large", facts={"limit": most_bytes})
    if most_bytes is not None:
        hold(request.content_length or 0)
    received = _received(size)
    read = 0
    for block in _inflated(received, size) if coding == "gzip" else received:
        read += len(block)
        if most_bytes is not None:
            if read > most_bytes:
                raise ProblemError("too_large", facts={"limit": most_bytes})
            hold(read)
        yield block


def _received(size: int) -> Iterator[bytes]:
    read = 0
    while block := _next_block(size):
        read += len(block)
        observed().bytes_in = read
        yield block
    if request.content_length is not None and read < request.content_length:
        raise ProblemError("incomplete_body")


def _next_block(size: int) -> bytes:
    try:
        with waiting_for_the_caller():
            return request.stream.read(size)
    except Exception as error:  # servers raise errors of their own for broken chunks and lost connections
        raise ProblemError("incomplete_body") from error


def _inflated(blocks: Iterator[bytes], size: int) -> Iterator[bytes]:
    """The blocks inflated, a few at a time; several gzip members on end are one body (RFC 1952)."""
    inflater = zlib.decompressobj(wbits=31)
    members = 1
    try:
        for received in blocks:
            block = received
            while block:
                if inflater.eof:
                    inflater = zlib.decompressobj(wbits=31)
                    members += 1
                yield inflater.decompress(block, size)
                block = inflater.unconsumed_tail or inflater.unused_data
    except zlib.error as error:
        raise ProblemError("malformed_body", facts={"problem": quote_parser(str(error))}) from error
    if not inflater.eof:
        rest = {"problem": Text(en="something that is no gzip follows the end", zh="：结束之后还有非 gzip 的内容")}
        raise ProblemError("incomplete_body") if members == 1 else ProblemError("malformed_body", facts=rest)
