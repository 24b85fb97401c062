"""What answers share: the language, exact JSON, and the caching of reference data."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from service.formats.answers.json_answer import encode
from service.texts.codes import LANGUAGES
from service.web.state import state

MAX_AGE = 3600
"""Seconds for which a cache may keep reference data."""


def language() -> str:
    """The language that the caller asks for, by the parameter ``lang`` or ``Accept-Language``; else English."""
    if (asked := request.args.get("lang")) in LANGUAGES:
        return str(asked)
    wished = (tag.split("-")[0].lower() for tag, quality in request.accept_languages if quality > 0)
    return next((tag for tag in wished if tag in LANGUAGES), LANGUAGES[0])


def json_response(body: Any, status: int = 200, mimetype: str = "application/json") -> Response:  # noqa: ANN401
    """An answer in exact JSON."""
    return Response(encode(body), status=status, mimetype=mimetype)


def reference_response(body: Any) -> Response:  # noqa: ANN401
    """Reference data in exact JSON, cacheable."""
    return cached(json_response(body))


def cached(response: Response) -> Response:
    """The answer, cacheable, or 304 if the caller has it already."""
    if state().access:  # a shared cache must not give it to callers without a key
        response.cache_control.private = True
    else:
        response.cache_control.public = True
    response.cache_control.max_age = MAX_AGE
    response.add_etag()
    response.make_conditional(request)
    return response
