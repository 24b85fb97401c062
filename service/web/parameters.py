"""What is asked for in the address of a request: every parameter is known and stands once, or the request is refused."""

from __future__ import annotations

from flask import request

from service.domain.errors import Fault
from service.formats.faults import ProblemError, RequestFault
from service.formats.texts import LANGUAGES

LANGUAGE = "lang"
"""The parameter that every address under /v1 takes: the language of the answer, over that of `Accept-Language`."""


def take_parameters(*known: str) -> dict[str, str]:
    """The query parameters; one that is not known, or stands twice, is refused and never ignored."""
    faults = parameter_faults(*known)
    if faults:
        raise ProblemError("invalid_request", errors=faults)
    return request.args.to_dict()


def parameter_faults(*known: str) -> list[RequestFault]:
    """What is wrong with the names of the query parameters, and with the language asked for."""
    names = (*known, LANGUAGE)
    faults = [Fault(field=name, code="unknown_field") for name in request.args if name not in names]
    faults += [
        Fault(field=name, code="duplicate_key", value=name) for name in names if len(request.args.getlist(name)) > 1
    ]
    lang = request.args.get(LANGUAGE)
    if lang is not None and lang not in LANGUAGES:
        faults.append(Fault(field=LANGUAGE, code="unknown_choice", value=lang, candidates=LANGUAGES))
    return [RequestFault("", fault) for fault in faults]
