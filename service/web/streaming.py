"""Sending an answer while the request is still coming in, without waiting for a caller who does not read yet."""

from __future__ import annotations

import select
import zlib
from collections import deque
from typing import TYPE_CHECKING, Any

from flask import request

if TYPE_CHECKING:
    from collections.abc import Iterator


def as_they_come(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Pass the pieces on, and hold back, compressed, those that the caller has no room for yet.

    A caller that sends its whole list before it reads the answer would otherwise wait for us while we wait for it. The
    pieces that are made after the request has been read are passed on as they are.
    """
    held: deque[bytes] = deque()
    for piece in pieces:
        if not held and _has_room():
            yield piece
            continue
        held.append(zlib.compress(piece, 1))
        while held and _has_room():
            yield zlib.decompress(held.popleft())
    for compressed in held:
        yield zlib.decompress(compressed)


def _has_room() -> bool:
    """Whether the caller's connection takes more; always, where there is no connection to ask."""
    connection: Any = request.environ.get("gunicorn.socket")
    if connection is None:
        return True
    poll = select.poll()
    poll.register(connection, select.POLLOUT)
    return bool(poll.poll(0))
