"""The body of a request, decompressed: read completely or refused completely."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING

from flask import request

from service.domain.text import Text
from service.formats.lists.strict_json import quote_parser
from service.request_errors import ProblemError
from service.web.gate import reserve, yield_turn
from service.web.http_problem import HttpProblemError
from service.web.observation import observation

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = 64 * 1024


def read_body(max_bytes: int) -> bytes:
    """The request body as one piece. Memory never has two copies of it. Raises as `read_blocks`."""
    body = io.BytesIO()
    for block in read_blocks(max_bytes):
        body.write(block)
    return body.getvalue()


def read_blocks(max_bytes: int | None, *, size: int = BLOCK) -> Iterator[bytes]:
    """The request body, decompressed, in blocks of up to ``size`` bytes as they arrive.

    Raises `ProblemError` for a body that is incomplete, malformed or, decompressed, larger than ``max_bytes``. Without
    ``max_bytes`` its size is unlimited, and no memory is reserved for it.
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
    if max_bytes is not None and coding == "identity" and (request.content_length or 0) > max_bytes:
        raise ProblemError("too_large", facts={"limit": max_bytes})
    if max_bytes is not None:
        reserve(request.content_length or 0)
    received = _receive(size)
    read = 0
    for block in _inflate(received, size) if coding == "gzip" else received:
        read += len(block)
        if max_bytes is not None:
            if read > max_bytes:
                raise ProblemError("too_large", facts={"limit": max_bytes})
            reserve(read)
        yield block


def _receive(size: int) -> Iterator[bytes]:
    read = 0
    while block := _next_block(size):
        read += len(block)
        observation().bytes_in = read
        yield block
    if request.content_length is not None and read < request.content_length:
        raise ProblemError("incomplete_body")


def _next_block(size: int) -> bytes:
    try:
        with yield_turn():
            return request.stream.read(size)
    except Exception as error:  # servers have their own errors for broken chunks and lost connections
        raise ProblemError("incomplete_body") from error


def _inflate(blocks: Iterator[bytes], size: int) -> Iterator[bytes]:
    """The blocks, decompressed, up to ``size`` bytes at a time. Several gzip members are one body (RFC 1952)."""
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
        rest = {"problem": Text(en="data that is not gzip follows the end", zh="：结束之后还有非 gzip 的内容")}
        raise ProblemError("incomplete_body") if members == 1 else ProblemError("malformed_body", facts=rest)
