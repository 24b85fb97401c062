"""From HTTP to the domain and back: one module per resource, one shape for every failure."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

from flask import Flask, g, request

from service.web import authorization, docs, evaluations, operations, origins, page, problems, reference, templates
from service.web.compression import compress
from service.web.observation import Observed, begin
from service.web.responses import language
from service.web.state import EXTENSION, state

if TYPE_CHECKING:
    from flask import Response

    from service.web.state import State

_SANE_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}", re.ASCII)

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def make_app(answered_from: State) -> Flask:
    """The WSGI application that answers from the state."""
    app = Flask(__name__, static_folder=None)
    app.extensions[EXTENSION] = answered_from
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False
    app.register_blueprint(evaluations.bp)
    for resource in (reference, templates, operations, docs, page, problems):
        app.register_blueprint(resource.blueprint())
    app.before_request(_begin)
    app.before_request(operations.keep_to_own_port)
    app.before_request(authorization.refuse_without_key)
    app.after_request(_finish)
    app.after_request(compress)
    app.wsgi_app = Observed(app.wsgi_app, answered_from.traces)  # type: ignore[method-assign]
    return app


def _begin() -> None:
    sent = request.headers.get("X-Request-ID", "")
    g.request_id = sent if _SANE_REQUEST_ID.fullmatch(sent) else str(uuid.uuid4())
    begin(g.request_id)


def _finish(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    response.headers["Benchmark-Data"] = state().catalogue.fingerprint
    response.vary.update(("Accept", "Accept-Language"))
    origins.allow(response)
    response.headers.setdefault("Content-Language", language())
    response.headers.setdefault("Cache-Control", "no-store")
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response
