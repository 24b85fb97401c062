"""The contract, and a page to read it and try it that loads nothing from elsewhere."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory

from service.web.responses import MAX_AGE
from service.web.state import state

STATIC = Path(__file__).parent / "static"

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of a page: our own files and our own API, nothing inline, nothing from outside."""


def blueprint() -> Blueprint:
    """The routes of the contract and its page."""
    documentation = Blueprint("documentation", __name__)
    docs = (STATIC / "docs.html").read_bytes()

    @documentation.get("/openapi.yaml")
    def contract() -> Response:
        return document(state().openapi, "application/yaml", MAX_AGE)

    @documentation.get("/docs")
    def page() -> Response:
        response = document(docs, "text/html", 0)
        response.headers["Content-Security-Policy"] = PAGE_POLICY
        return response

    @documentation.get("/static/<path:name>")
    def static_file(name: str) -> Response:
        max_age = 0 if name.startswith("page/") else MAX_AGE  # its modules must all be of one version
        response = send_from_directory(STATIC, name, max_age=max_age, conditional=False)
        response.make_conditional(request)  # without parts: a Range is not asked for by any page of ours
        return response

    return documentation


def document(content: bytes, mimetype: str, max_age: int) -> Response:
    """The whole document, or nothing where the caller still has it; the same tag on every instance."""
    response = Response(content, mimetype=mimetype)
    response.cache_control.public = True
    response.cache_control.max_age = max_age
    response.set_etag(hashlib.sha256(content).hexdigest())
    response.make_conditional(request)
    return response
