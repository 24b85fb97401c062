"""Query parameters: those that are known, once each; anything else is refused and never ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from service.domain.errors import Fault, UnknownEditionError
from service.formats.faults import ProblemError, RequestFault
from service.formats.terms import Asked, asked_as_texts
from service.formats.texts import LANGUAGES, echoed
from service.web.state import state

if TYPE_CHECKING:
    from service.domain.benchmark import Edition


def take_parameters(*known: str) -> dict[str, str]:
    """The parameters sent. Raises `ProblemError` with every one that is unknown or stands twice."""
    if faults := parameter_faults(*known):
        raise ProblemError("invalid_request", errors=faults)
    return request.args.to_dict()


def parameter_faults(*known: str) -> list[RequestFault]:
    """What is wrong with the names of the parameters, and with the language."""
    faults = [Fault(field=name, code="unknown_field") for name in request.args if name not in known]
    faults += [
        Fault(field=name, code="duplicate_key", value=name) for name in known if len(request.args.getlist(name)) > 1
    ]
    lang = request.args.get("lang")
    if lang is not None and "lang" in known and lang not in LANGUAGES:
        faults.append(Fault(field="lang", code="unknown_language", value=lang, candidates=LANGUAGES))
    return [RequestFault("", fault) for fault in faults]


def asked_in_query(*more: str) -> Asked:
    """What a list that is no JSON object is to be judged by."""
    faults = parameter_faults("goal", "edition", "weighting", "strict", "lang", *more)
    return asked_as_texts(request.args.to_dict(), faults)


def found_edition(edition_id: str | None) -> Edition:
    """The edition asked for, or the default goal's; raises `ProblemError` where there is none of that id."""
    catalogue = state().catalogue
    if edition_id is None:
        return catalogue.default_edition
    try:
        return catalogue.edition(edition_id)
    except UnknownEditionError as error:
        raise ProblemError("unknown_edition", {"value": echoed(error.text)}, candidates=error.held) from error
