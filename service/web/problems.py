"""Every failure in one shape: RFC 9457 problem details, with a JSON Pointer for each error."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import msgspec
from flask import Blueprint, Response, g, request
from werkzeug.exceptions import HTTPException, NotFound

from service.formats.answers.wording import ErrorItem, describe_fault, describe_problem
from service.request_errors import ProblemError
from service.texts.codes import CODES
from service.web import metrics
from service.web.http_problem import HttpProblemError
from service.web.parameters import read_parameters
from service.web.responses import json_response, language, reference_response
from service.web.state import state

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as WerkzeugResponse

bp = Blueprint("problems", __name__)

_log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

_CODE_OF_STATUS = {
    401: "unauthorized",
    404: "not_found",
    405: "method_not_allowed",
    411: "length_required",
    500: "internal_error",
    503: "not_ready",
}


class Problem(msgspec.Struct, omit_defaults=True):
    """A failure, as it is answered."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    request_id: str
    errors: list[ErrorItem]
    errors_left_out: int = 0


def problem_of(error: ProblemError, status: int | None = None) -> Problem:
    """The problem in the caller's language. If all errors of a request have one code, the problem has that type."""
    lang = language()
    kept = error.errors[: state().limits.listed_errors]
    codes = {each.fault.code for each in error.errors}
    code = codes.pop() if error.code == "invalid_request" and len(codes) == 1 else error.code
    sentence = describe_problem(error, lang)
    items = [describe_fault(each, lang) for each in kept]
    metrics.count_problem(code)
    return Problem(
        type=f"/problems/{code}",
        title=CODES[code].title.in_language(lang),
        status=status or CODES[error.code].statuses[0],
        detail=sentence,
        instance=request.path,
        request_id=g.get("request_id", ""),
        errors=items or [ErrorItem("", error.code, sentence, candidates=error.candidates)],
        errors_left_out=error.count - len(items),
    )


@bp.app_errorhandler(ProblemError)
def problem_response(error: ProblemError, status: int | None = None) -> Response:
    """The problem as a response, with the status of its code unless another is given."""
    problem = problem_of(error, status)
    response = json_response(problem, problem.status, MEDIA_TYPE)
    if isinstance(error, HttpProblemError):
        response.headers.extend(dict(error.headers))
    return response


@bp.app_errorhandler(HTTPException)
def _from_http(error: HTTPException) -> WerkzeugResponse:
    """Answer what Werkzeug raises: an address or a method that does not exist, or a request that breaks HTTP."""
    if error.response is not None or (error.code or 500) < 400:  # noqa: PLR2004 - a redirect or a ready answer
        return error.get_response(request.environ)
    code = _CODE_OF_STATUS.get(error.code or 500, "bad_request" if (error.code or 500) < 500 else "internal_error")  # noqa: PLR2004
    facts = {"method": request.method} if code == "method_not_allowed" else {}
    problem = problem_response(ProblemError(code, facts, value=request.path), error.code)
    for name, content in error.get_headers(request.environ):
        if name not in {"Content-Type", "Content-Length"}:
            problem.headers[name] = content
    return problem


@bp.app_errorhandler(Exception)
def _from_exception(error: Exception) -> Response:
    """Answer a server error: the log has the details, the caller gets only the request id."""
    _log.error("request failed", exc_info=error, extra={"request_id": g.get("request_id", "")})
    return problem_response(ProblemError("internal_error"))


@bp.get("/problems")
def every_code() -> Response:
    """Explain every error code."""
    read_parameters("lang")
    return reference_response({"problems": [_explanation(code) for code in CODES]})


@bp.get("/problems/<code>")
def one_code(code: str) -> Response:
    """Explain one error code."""
    read_parameters("lang")
    if code not in CODES:
        raise NotFound
    return reference_response(_explanation(code))


def _explanation(code: str) -> dict[str, object]:
    lang = language()
    return {
        "code": code,
        "statuses": CODES[code].statuses,
        "title": CODES[code].title.in_language(lang),
        "about": CODES[code].about.in_language(lang),
    }
