"""Which pages of other origins may read the answers in a browser: none, unless the operator names them (CORS)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from service.web.state import state

if TYPE_CHECKING:
    from flask import Response

EXPOSED = "Benchmark-Data, Content-Language, ETag, Retry-After, WWW-Authenticate, X-Request-ID"
ALLOWED = "Accept, Accept-Language, Authorization, Content-Encoding, Content-Type, If-None-Match, X-Request-ID"
MAX_AGE = 3600
"""Seconds for which a browser may remember what it was allowed."""


def is_preflight() -> bool:
    """Whether a browser asks for a named origin what it may send, before it sends it."""
    return (
        request.method == "OPTIONS"
        and "Access-Control-Request-Method" in request.headers
        and request.headers.get("Origin") in state().origins
    )


def allow(response: Response) -> None:
    """Tell the browser that a page of a named origin may read the answer. An origin matches exactly or not at all."""
    if not state().origins:
        return
    response.vary.add("Origin")
    origin = request.headers.get("Origin")
    if origin not in state().origins:
        return
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    if is_preflight():
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET, HEAD, OPTIONS, POST")
        response.headers["Access-Control-Allow-Headers"] = ALLOWED
        response.headers["Access-Control-Max-Age"] = str(MAX_AGE)
