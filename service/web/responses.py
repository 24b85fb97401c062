"""What all answers share: the language, exact JSON, and the headers of reference data."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from service.formats.answers.results import encode
from service.texts.codes import LANGUAGES
from service.web.state import state

MAX_AGE = 3600
"""Seconds for which reference data may be kept by a cache."""


def language() -> str:
    """The language of texts that was asked for by the parameter ``lang`` or the header; English unless asked."""
    if (asked := request.args.get("lang")) in LANGUAGES:
        return str(asked)
    wished = (tag.split("-")[0].lower() for tag, quality in request.accept_languages if quality > 0)
    return next((tag for tag in wished if tag in LANGUAGES), LANGUAGES[0])


def json_response(body: Any, status: int = 200, mimetype: str = "application/json") -> Response:  # noqa: ANN401
    """An answer in exact JSON."""
    return Response(encode(body), status=status, mimetype=mimetype)


def reference_response(body: Any) -> Response:  # noqa: ANN401
    """Reference data: may be cached, and need not be sent again while it is the same."""
    return cached(json_response(body))


def cached(response: Response) -> Response:
    """The answer, or only that it is still the same as the one that the caller kept."""
    if state().access:  # what needs a key must not be kept for those who have none
        response.cache_control.private = True
    else:
        response.cache_control.public = True
    response.cache_control.max_age = MAX_AGE
    response.add_etag()
    response.make_conditional(request)
    return response
