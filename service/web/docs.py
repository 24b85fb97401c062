"""The contract, and a page to read it and try it that loads nothing from other hosts."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory

from service.web.responses import MAX_AGE
from service.web.state import state

bp = Blueprint("docs", __name__)

STATIC = Path(__file__).parent / "static"
_DOCS = (STATIC / "docs.html").read_bytes()

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of a page: the service's own files and API only, and nothing inline."""


@bp.get("/openapi.yaml")
def contract() -> Response:
    """Get this document."""
    return _document(state().openapi, "application/yaml", MAX_AGE)


@bp.get("/docs")
def page() -> Response:
    """Get a page to read and try this document."""
    return html_page(_DOCS)


@bp.get("/static/<path:name>")
def static_file(name: str) -> Response:
    """Get a file of the pages. The contract leaves these addresses out."""
    max_age = 0 if name.startswith("page/") else MAX_AGE  # the modules of the page must all be of one version
    response = send_from_directory(STATIC, name, max_age=max_age, conditional=False)
    response.make_conditional(request)  # without ranges: no page asks for any
    return response


def html_page(content: bytes) -> Response:
    """A page that loads nothing from other hosts, never cached without asking."""
    response = _document(content, "text/html", 0)
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    return response


def _document(content: bytes, mimetype: str, max_age: int) -> Response:
    """The document, or 304 if the caller has it; every instance gives it the same entity tag."""
    response = Response(content, mimetype=mimetype)
    response.cache_control.public = True
    response.cache_control.max_age = max_age
    response.set_etag(hashlib.sha256(content).hexdigest())
    response.make_conditional(request)
    return response
