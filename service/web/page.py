"""The page at the root: the public API for people, in a browser."""

from __future__ import annotations

from flask import Blueprint, Response

from service.web.docs import STATIC, html_page

bp = Blueprint("page", __name__)

_INDEX = (STATIC / "page" / "index.html").read_bytes()


@bp.get("/")
def root() -> Response:
    """Get the web page."""
    return html_page(_INDEX)
