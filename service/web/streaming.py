"""Sending an answer while the request is still arriving, to callers who may read nothing before they have sent all."""

from __future__ import annotations

import select
import zlib
from collections import deque
from typing import TYPE_CHECKING, Any

from flask import request

if TYPE_CHECKING:
    from collections.abc import Iterator


def stream_without_deadlock(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the pieces; queue them, compressed, while the caller's connection is full.

    Some callers send the whole list before they read the answer. If the service waited until such a caller reads, both
    sides would wait for ever. Once all pieces are made, the request has been read, and waiting is safe.
    """
    queue: deque[bytes] = deque()
    for piece in pieces:
        if not queue and _can_send():
            yield piece
            continue
        queue.append(zlib.compress(piece, 1))
        while queue and _can_send():
            yield zlib.decompress(queue.popleft())
    for compressed in queue:
        yield zlib.decompress(compressed)


def _can_send() -> bool:
    """Whether the caller's connection has room; always true where there is no socket to ask, as in tests."""
    connection: Any = request.environ.get("gunicorn.socket")
    if connection is None:
        return True
    poll = select.poll()
    poll.register(connection, select.POLLOUT)
    return bool(poll.poll(0))
