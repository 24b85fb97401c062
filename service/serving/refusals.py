"""The answer to what is no request at all: gunicorn refuses it before the service sees it.

gunicorn would answer with a page that quotes what was sent. This answer is a problem (RFC 9457) that says no more than
its status, with the same headers as every other.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING

from service.formats.answers.results import encode
from service.web import metrics
from service.web.hooks import SECURITY_HEADERS

if TYPE_CHECKING:
    import socket

SERVER = "biaogan"
"""What the Server header says: neither whose server it is nor of which version."""


def write_refusal(sock: socket.socket, status: int, _reason: str, _message: str) -> None:
    """Take the place of `gunicorn.util.write_error`; the connection is closed afterwards."""
    title = HTTPStatus(status).phrase
    code = "bad_request" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "internal_error"
    body = encode({"type": f"/problems/{code}", "title": title, "status": status, "detail": title})
    head = {
        "Server": SERVER,
        "Connection": "close",
        "Content-Type": "application/problem+json",
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "X-Request-ID": str(uuid.uuid4()),
        **SECURITY_HEADERS,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    metrics.count_request(metrics.OTHER, metrics.UNMATCHED, status, 0)
    with suppress(OSError):  # whoever sends no request may not wait for an answer
        sock.settimeout(1)
        sock.sendall(f"HTTP/1.1 {status} {title}\r\n{lines}\r\n".encode("ascii") + body)
