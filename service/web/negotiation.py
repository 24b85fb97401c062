"""What a caller sends and wants, against what an address takes and gives."""

from __future__ import annotations

from flask import request

from service.formats.faults import ProblemError


def refuse_unless_sent(*types: str) -> None:
    """Raise the problem of a body that is of none of these media types, or is not UTF-8."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype not in types or charset not in {"utf-8", "utf8"}:
        sent = request.headers.get("Content-Type", "")
        raise ProblemError(
            "unsupported_media_type",
            facts={"value": f'"{sent[:80]}"', "limit": ", ".join(types)},
            headers={"Accept-Post": ", ".join(types)},
        )


def refuse_unless_wanted(*types: str) -> None:
    """Raise the problem of an answer that the caller does not accept in any of these media types."""
    accepted = request.accept_mimetypes
    if accepted.provided and not accepted.best_match(types):
        raise ProblemError("not_acceptable", facts={"limit": ", ".join(types)})
