"""CORS: pages of which other origins may read the answers in a browser. None, unless the operator names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from service.web.state import state

if TYPE_CHECKING:
    from flask import Response

EXPOSED_HEADERS = "Benchmark-Data, Content-Language, ETag, Retry-After, WWW-Authenticate, X-Request-ID"
ALLOWED_HEADERS = "Accept, Accept-Language, Authorization, Content-Encoding, Content-Type, If-None-Match, X-Request-ID"
MAX_AGE = 3600
"""Seconds for which a browser may cache the answer to a preflight."""


def is_preflight() -> bool:
    """Whether the request is a CORS preflight from an allowed origin."""
    return (
        request.method == "OPTIONS"
        and "Access-Control-Request-Method" in request.headers
        and request.headers.get("Origin") in state().origins
    )


def add_cors_headers(response: Response) -> None:
    """Let pages of an allowed origin read the answer. An origin matches exactly or not at all."""
    if not state().origins:
        return
    response.vary.add("Origin")
    origin = request.headers.get("Origin")
    if origin not in state().origins:
        return
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
    if is_preflight():
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET, HEAD, OPTIONS, POST")
        response.headers["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
        response.headers["Access-Control-Max-Age"] = str(MAX_AGE)
