"""The page at the root: a person's way to the public API, made of files of our own."""

from __future__ import annotations

from flask import Blueprint, Response

from service.web.docs import PAGE_POLICY, STATIC, document


def blueprint() -> Blueprint:
    """The route of the page; its files are under ``/static/page/``."""
    page = Blueprint("page", __name__)
    index = (STATIC / "page" / "index.html").read_bytes()

    @page.get("/")
    def root() -> Response:
        response = document(index, "text/html", 0)
        response.headers["Content-Security-Policy"] = PAGE_POLICY
        return response

    return page
