"""The body of a request, inflated if it was compressed: read whole or refused whole."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from flask import request
from gunicorn.http.errors import ParseException  # type: ignore[import-untyped]
from werkzeug.exceptions import ClientDisconnected

from service.formats.faults import ProblemError
from service.web.observation import observed

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = 64 * 1024


def body_blocks(most_bytes: int | None, *, size: int = BLOCK) -> Iterator[bytes]:
    """The request body, inflated if it was compressed, in blocks of up to ``size`` bytes as they come.

    It is counted and refused once it is larger than ``most_bytes``, if there is such a limit.
    """
    if request.content_length is None and not request.environ.get("wsgi.input_terminated"):
        raise ProblemError("length_required")
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in {"identity", "gzip"}:
        raise ProblemError(
            "unsupported_media_type",
            facts={"value": f'"{coding}"', "limit": "gzip"},
            headers={"Accept-Encoding": "gzip"},
        )
    if most_bytes is not None and coding == "identity" and (request.content_length or 0) > most_bytes:
        raise ProblemError("too_large", facts={"limit": most_bytes})
    received = _received(size)
    read = 0
    for block in _inflated(received, size) if coding == "gzip" else received:
        read += len(block)
        if most_bytes is not None and read > most_bytes:
            raise ProblemError("too_large", facts={"limit": most_bytes})
        yield block


def _received(size: int) -> Iterator[bytes]:
    try:
        while block := request.stream.read(size):
            observed().bytes_in += len(block)
            yield block
    except (ClientDisconnected, OSError) as error:
        raise ProblemError("incomplete_body") from error
    except ParseException as error:
        raise ProblemError("malformed_body", facts={"problem": "its chunks break the rules of HTTP"}) from error


def _inflated(blocks: Iterator[bytes], size: int) -> Iterator[bytes]:
    inflater = zlib.decompressobj(wbits=31)
    try:
        for received in blocks:
            block = received
            while block and not inflater.eof:
                yield inflater.decompress(block, size)
                block = inflater.unconsumed_tail
            if inflater.eof and (block or inflater.unused_data):
                raise ProblemError("malformed_body", facts={"problem": "data after the end of the gzip stream"})
        yield inflater.flush()
    except zlib.error as error:
        raise ProblemError("malformed_body", facts={"problem": str(error)}) from error
    if not inflater.eof:
        raise ProblemError("incomplete_body")
