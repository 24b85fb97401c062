"""Whether a call may be answered: ``/v1`` asks for a key where the operator has given out keys."""

from __future__ import annotations

from flask import request

from service.web import origins
from service.web.observation import observed
from service.web.problems import HttpProblemError
from service.web.state import state

_SCHEME = "bearer "


def refuse_without_key() -> None:
    """Raise the problem of a call under ``/v1`` without a key that is taken (RFC 6750).

    A browser asks beforehand, and without the key, whether it may send a call with one; that is answered.
    """
    keys = state().access
    if keys is None or not f"{request.path}/".startswith("/v1/") or origins.is_preflight():
        return
    sent = request.headers.get("Authorization", "")
    challenge = 'Bearer realm="biaogan"'
    if sent[: len(_SCHEME)].lower() == _SCHEME:
        owner = keys.owner(sent[len(_SCHEME) :].strip(" "))
        if owner is not None:
            observed().key = owner
            return
        challenge += ', error="invalid_token"'
    raise HttpProblemError("unauthorized", headers={"WWW-Authenticate": challenge})
