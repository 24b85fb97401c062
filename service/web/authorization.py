"""Access control: ``/v1`` needs a key where the operator has configured keys."""

from __future__ import annotations

from flask import request

from service.web import origins
from service.web.http_problem import HttpProblemError
from service.web.observation import observation
from service.web.state import state

_SCHEME = "bearer "


def require_key() -> None:
    """Raise the problem `unauthorized` for a request under ``/v1`` without a valid key (RFC 6750).

    A CORS preflight never carries the key, so it needs none.
    """
    keys = state().access
    if keys is None or not f"{request.path}/".startswith("/v1/") or origins.is_preflight():
        return
    sent = request.headers.get("Authorization", "")
    challenge = 'Bearer realm="biaogan"'
    if sent[: len(_SCHEME)].lower() == _SCHEME:
        owner = keys.owner(sent[len(_SCHEME) :].strip(" "))
        if owner is not None:
            observation().key = owner
            return
        challenge += ', error="invalid_token"'
    raise HttpProblemError("unauthorized", headers={"WWW-Authenticate": challenge})
