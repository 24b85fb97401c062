"""The answer to malformed requests: gunicorn refuses them before the service sees them.

gunicorn's own answer is a page that quotes the request. This one is a problem (RFC 9457) that says no more than its
status, with the headers of every other answer.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING

import gunicorn.http.wsgi
import gunicorn.util

from service.formats.answers.json_answer import encode
from service.web import metrics
from service.web.hooks import SECURITY_HEADERS

if TYPE_CHECKING:
    import socket

SERVER = "biaogan"
"""The Server header; it names no software and no version."""


def replace_error_page() -> None:
    """Let gunicorn answer with `write_refusal`, and name no software in any answer. It has no settings for either."""
    gunicorn.util.write_error = write_refusal
    gunicorn.http.wsgi.SERVER = SERVER


def write_refusal(sock: socket.socket, status: int, _reason: str, _message: str) -> None:
    """Replace `gunicorn.util.write_error`; gunicorn closes the connection afterwards."""
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
    with suppress(OSError):  # the client may have gone
        sock.settimeout(1)
        sock.sendall(f"HTTP/1.1 {status} {title}\r\n{lines}\r\n".encode("ascii") + body)
