"""What the mandatory standards (GB) demand, and the factors of energy carriers, to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response

from service.domain.errors import AmbiguousProductError, Fault, UnknownProductError
from service.domain.limit_search import UnknownLimitError, UnknownStandardError, find_limit, search_limits
from service.formats.answers.factor_rows import FactorsAnswer
from service.formats.answers.limit_rows import LimitRowAnswer, LimitRowsAnswer
from service.request_errors import ProblemError, RequestFault
from service.web.negotiation import best_type
from service.web.parameters import read_parameters
from service.web.responses import language, reference_response
from service.web.state import state

if TYPE_CHECKING:
    from service.domain.limit import Limit

bp = Blueprint("limits", __name__, url_prefix="/v1")


@bp.before_request
def _refuse_unless_json_is_wanted() -> None:
    best_type("application/json")


@bp.get("/limits")
def limits() -> Response:
    """List or search the limits of the mandatory standards."""
    asked = read_parameters("benchmark", "standard", "q", "lang")
    rows = _searched(benchmark=asked.get("benchmark"), standard=asked.get("standard"), text=asked.get("q"))
    return reference_response(LimitRowsAnswer.of(rows, language()))


@bp.get("/limits/<limit_id>")
def limit(limit_id: str) -> Response:
    """Get one limit of a mandatory standard."""
    read_parameters("lang")
    try:
        return reference_response(LimitRowAnswer.of(find_limit(state().catalogue, limit_id), language()))
    except UnknownLimitError as error:
        raise ProblemError("unknown_limit", value=error.text, candidates=error.available) from error


@bp.get("/factors")
def factors() -> Response:
    """List the energy carriers with their factors in standard coal."""
    read_parameters("lang")
    return reference_response(FactorsAnswer.of(state().catalogue.carriers, language()))


def _searched(*, benchmark: str | None, standard: str | None, text: str | None) -> list[Limit]:
    catalogue = state().catalogue
    try:
        return search_limits(catalogue, benchmark=benchmark, standard=standard, text=text)
    except UnknownStandardError as error:
        fault = Fault(field="standard", code="unknown_standard", value=error.text, candidates=error.available)
    except AmbiguousProductError as error:
        fault = Fault(field="benchmark", code="ambiguous_benchmark", value=error.text, candidates=error.candidates)
    except UnknownProductError as error:
        near = catalogue.similar_ids(catalogue.default_edition, error.text)
        fault = Fault(field="benchmark", code="unknown_benchmark", value=error.text, candidates=near)
    raise ProblemError(fault.code, errors=[RequestFault("", fault, parameter=fault.field)])
