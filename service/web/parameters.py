"""Query parameters: each known one at most once; any other is refused, never ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from service.domain.errors import Fault, UnknownEditionError
from service.formats.lists.options import parse_options
from service.formats.lists.request import OPTION_NAMES
from service.request_errors import ProblemError, RequestFault
from service.texts.codes import LANGUAGES
from service.web.state import state

if TYPE_CHECKING:
    from collections.abc import Collection

    from service.domain.benchmark import Edition
    from service.formats.lists.request import RequestedOptions


def read_parameters(*known: str, in_body: Collection[str] = ()) -> dict[str, str]:
    """The query parameters. Raises `ProblemError` with every one that is unknown or duplicate.

    Those that belong ``in_body`` are unknown here too, and their errors say where they belong.
    """
    if faults := _faults(known, in_body):
        raise ProblemError("invalid_request", errors=faults)
    return request.args.to_dict()


def options_in_query(*more: str) -> RequestedOptions:
    """The options of a list that is not a JSON object."""
    values = {name: value for name, value in request.args.items() if name in OPTION_NAMES}
    return parse_options(values, _faults((*OPTION_NAMES, "lang", *more)))


def find_edition(edition_id: str) -> Edition:
    """The edition with that id. Raises `ProblemError` if there is none."""
    return _edition(edition_id, None)


def requested_edition() -> Edition:
    """The edition that the query names, else the default goal's. Raises `ProblemError` if there is none."""
    edition_id = request.args.get("edition")
    return state().catalogue.default_edition if edition_id is None else _edition(edition_id, "edition")


def _edition(edition_id: str, parameter: str | None) -> Edition:
    try:
        return state().catalogue.edition(edition_id)
    except UnknownEditionError as error:
        fault = Fault(field="edition", code="unknown_edition", value=error.text, candidates=error.available)
        raise ProblemError("unknown_edition", errors=[RequestFault("", fault, parameter=parameter)]) from error


def _faults(known: Collection[str], in_body: Collection[str] = ()) -> list[RequestFault]:
    """What is wrong with the names of the parameters, and with the language."""
    faults = []
    for name, values in request.args.lists():
        if name not in known:
            fault = Fault(
                field=name,
                code="unknown_field",
                variant="in_body" if name in in_body else "parameter",
                value=name,
                facts={"known": tuple(known)},
            )
            faults.append(fault)
        elif len(values) > 1:
            faults.append(Fault(field=name, code="duplicate_key", variant="parameter", value=name))
    lang = request.args.get("lang")
    if lang is not None and "lang" in known and lang not in LANGUAGES:
        faults.append(Fault(field="lang", code="unknown_language", value=lang, candidates=LANGUAGES))
    return [RequestFault("", fault, parameter=fault.field) for fault in faults]
