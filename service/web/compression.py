"""gzip for answers, where the caller asks for it."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

from flask import Response, request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LEAST_BYTES = 1024
_LEVEL = 1
"""The fastest: answers repeat themselves so much that the higher levels gain little."""


def compress(response: Response) -> Response:
    """Compress the answer, unless it is small, empty, compressed already, or the caller did not ask."""
    response.vary.add("Accept-Encoding")
    is_asked = request.accept_encodings.quality("gzip") > 0 and "Accept-Encoding" in request.headers
    if not is_asked or response.status_code == 304 or response.direct_passthrough or response.content_encoding:  # noqa: PLR2004
        return response
    if response.is_streamed:
        response.response = _streamed(response.iter_encoded())
    elif (response.content_length or len(response.get_data())) >= _LEAST_BYTES:
        response.set_data(gzip.compress(response.get_data(), _LEVEL, mtime=0))
    else:
        return response
    response.content_encoding = "gzip"
    if response.get_etag()[0] is not None:
        response.set_etag(response.get_etag()[0] or "", weak=True)  # the same facts, not the same bytes
    return response


def _streamed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    deflater = zlib.compressobj(_LEVEL, wbits=31)
    for piece in pieces:
        yield deflater.compress(piece) + deflater.flush(zlib.Z_SYNC_FLUSH)  # so that results arrive as they come
    yield deflater.flush()
