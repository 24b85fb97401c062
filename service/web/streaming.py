"""Sending an answer while the request is still arriving, to callers who may read nothing before they have sent all."""

from __future__ import annotations

import select
import zlib
from collections import deque
from itertools import chain
from typing import TYPE_CHECKING, Any

from flask import Response, request, stream_with_context

from service.formats.answers.json_answer import encode
from service.request_errors import ProblemError
from service.web.gate import in_turns
from service.web.problems import problem_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.formats.registry import Format


def send_pieces(pieces: Iterator[bytes], wanted: Format, name: str) -> Response:
    """An answer in a format, made of its pieces; ``name`` is that of the file as which a browser saves it."""
    if wanted.is_stream:
        first = next(pieces, b"")  # a fault found before the first piece is answered as a problem
        rest = in_turns(stream_without_deadlock(_end_with_problem(chain((first,), pieces))))
        return Response(stream_with_context(rest), mimetype=wanted.media_type)
    response = Response(list(pieces), mimetype=wanted.media_type)
    if wanted.is_download:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{wanted.name}"'
    return response


def _end_with_problem(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces; if the list cannot be read to its end, a last line with the problem, and no proper end.

    The answer has begun by then. Raising leaves it without its summary and its last chunk, so that no caller takes a
    part for the whole.
    """
    try:
        yield from pieces
    except ProblemError as error:
        yield encode({"problem": problem_of(error)}) + b"\n"
        raise


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
