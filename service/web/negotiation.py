"""What a caller sends and wants, against what an address takes and gives."""

from __future__ import annotations

from flask import request

from service.formats.faults import ProblemError


def sent_as(*types: str) -> str:
    """The media type of the body. Raises the problem of a body that is of none of these, or is not UTF-8."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype not in types or charset not in {"utf-8", "utf8"}:
        sent = request.headers.get("Content-Type", "")
        raise ProblemError(
            "unsupported_media_type",
            facts={"value": f'"{sent[:80]}"', "limit": ", ".join(types)},
            headers={"Accept-Post": ", ".join(types)},
        )
    return request.mimetype


def best_of(*types: str) -> str:
    """The media type to answer in, the first if the caller takes any. Raises the problem of a wish for others."""
    if not request.accept_mimetypes.provided:
        return types[0]
    best = request.accept_mimetypes.best_match(types)
    if best is None:
        raise ProblemError("not_acceptable", facts={"limit": ", ".join(types)})
    return best
