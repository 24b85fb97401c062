"""The contract, and a page to read it and try it that loads nothing from elsewhere."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory

from service.web.answers import MAX_AGE
from service.web.state import state

_STATIC = Path(__file__).parent / "static"

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of a page: our own files and our own API, nothing inline, nothing from outside."""


def blueprint() -> Blueprint:
    """The routes of the contract and its page."""
    documentation = Blueprint("documentation", __name__)

    @documentation.get("/openapi.yaml")
    def contract() -> Response:
        response = Response(state().openapi, mimetype="application/yaml")
        response.cache_control.public = True
        response.cache_control.max_age = MAX_AGE
        response.set_etag(hashlib.sha256(state().openapi).hexdigest())
        response.make_conditional(request)
        return response

    @documentation.get("/docs")
    def page() -> Response:
        response = _file("docs.html", max_age=0)
        response.headers["Content-Security-Policy"] = PAGE_POLICY
        return response

    @documentation.get("/static/<path:name>")
    def static_file(name: str) -> Response:
        return _file(name, max_age=MAX_AGE)

    return documentation


def _file(name: str, *, max_age: int) -> Response:
    """A file of the page: whole, or not at all where the caller still has it. Parts of it (Range) are not sent."""
    response = send_from_directory(_STATIC, name, max_age=max_age, conditional=False)
    response.make_conditional(request)
    return response
