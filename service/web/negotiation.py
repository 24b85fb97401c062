"""Content negotiation: the media type of the request body and of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from service.request_errors import ProblemError
from service.web.http_problem import HttpProblemError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def body_type(types: Mapping[str, Collection[str]]) -> str:
    """The media type of the body. Raises a problem unless it is one of ``types``, in one of that type's charsets."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in types.get(request.mimetype, ()):
        sent = request.headers.get("Content-Type", "")
        charsets = types.get(request.mimetype)
        supported = tuple(types) if charsets is None else f"{request.mimetype} ({', '.join(charsets)})"
        raise HttpProblemError(
            "unsupported_media_type",
            value=sent,
            facts={"supported": supported},
            headers={"Accept-Post": ", ".join(types)},
        )
    return request.mimetype


def best_type(*types: str) -> str:
    """The media type to answer in; the first if the caller accepts any. Raises a problem if it accepts none of them."""
    if not request.accept_mimetypes.provided:
        return types[0]
    best = request.accept_mimetypes.best_match(types)
    if best is None:
        raise ProblemError("not_acceptable", facts={"supported": types})
    return best
