"""What a caller sends and wants, against what an address takes and gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from service.request_errors import ProblemError
from service.web.problems import HttpProblemError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def sent_as(types: Mapping[str, Collection[str]]) -> str:
    """The media type of the body. Raises the problem of a body that is of none of these, or in none of its charsets."""
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


def best_of(*types: str) -> str:
    """The media type to answer in, the first if the caller takes any. Raises the problem of a wish for others."""
    if not request.accept_mimetypes.provided:
        return types[0]
    best = request.accept_mimetypes.best_match(types)
    if best is None:
        raise ProblemError("not_acceptable", facts={"supported": types})
    return best
