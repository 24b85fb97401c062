"""Hooks around every request: its id before the route runs, the common headers after it."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

from flask import g, request

from service.web import origins
from service.web.observation import observe_request
from service.web.responses import language
from service.web.state import state

if TYPE_CHECKING:
    from flask import Response

_VALID_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}", re.ASCII)

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def identify_request() -> None:
    """Give the request an id: the caller's ``X-Request-ID`` if it is valid, else a new one."""
    sent = request.headers.get("X-Request-ID", "")
    g.request_id = sent if _VALID_REQUEST_ID.fullmatch(sent) else str(uuid.uuid4())
    observe_request(g.request_id)


def add_headers(response: Response) -> Response:
    """Add the headers that every answer has, without replacing what the route has set."""
    response.headers["X-Request-ID"] = g.request_id
    response.headers["Benchmark-Data"] = state().catalogue.fingerprint
    response.vary.update(("Accept", "Accept-Language"))
    origins.add_cors_headers(response)
    response.headers.setdefault("Content-Language", language())
    response.headers.setdefault("Cache-Control", "no-store")
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response
