"""gzip for answers to callers who accept it."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from flask import Response, request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MIN_BYTES = 1024
_LEVEL = 1
"""The fastest: answers are so repetitive that higher levels gain little."""


def compress(response: Response) -> Response:
    """Compress the answer, unless it is small, empty or compressed already, or the caller does not accept gzip."""
    response.vary.add("Accept-Encoding")
    is_accepted = request.accept_encodings.quality("gzip") > 0 and "Accept-Encoding" in request.headers
    if not is_accepted or response.status_code == 304 or response.direct_passthrough or response.content_encoding:  # noqa: PLR2004
        return response
    if response.is_streamed:  # flushed, so that each result arrives when it is made
        response.response = _deflated(response.iter_encoded(), zlib.Z_SYNC_FLUSH)
    elif (response.calculate_content_length() or 0) >= _MIN_BYTES:
        response.response = compressed = list(_deflated(response.iter_encoded(), zlib.Z_NO_FLUSH))
        response.content_length = sum(map(len, compressed))
    else:
        return response
    response.content_encoding = "gzip"
    if response.get_etag()[0] is not None:
        response.set_etag(response.get_etag()[0] or "", weak=True)  # the same facts, not the same bytes
    return response


def _deflated(pieces: Iterable[bytes], flush: int) -> Iterator[bytes]:
    deflater = zlib.compressobj(_LEVEL, wbits=31)
    for piece in pieces:
        yield deflater.compress(piece) + deflater.flush(flush)
    yield deflater.flush()
