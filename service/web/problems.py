"""Every failure as one shape: RFC 9457 problem details, with a JSON Pointer for each fault."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import msgspec
from flask import Blueprint, Response, g, request
from werkzeug.exceptions import HTTPException, NotFound

from service.request_errors import ErrorItem, ProblemError, error_item
from service.texts import codes as texts
from service.web import metrics
from service.web.parameters import read_parameters
from service.web.responses import json_response, language, reference_response
from service.web.state import state

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as WerkzeugResponse

bp = Blueprint("problems", __name__)

_log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

STATUS = {
    "malformed_json": 400,
    "empty_body": 400,
    "malformed_body": 400,
    "malformed_table": 400,
    "duplicate_key": 400,
    "incomplete_body": 400,
    "bad_request": 400,
    "unauthorized": 401,
    "not_found": 404,
    "unknown_edition": 404,
    "unknown_benchmark": 404,
    "unknown_goal": 404,
    "ambiguous_benchmark": 404,
    "method_not_allowed": 405,
    "not_acceptable": 406,
    "length_required": 411,
    "too_large": 413,
    "too_many_lines": 413,
    "too_many_groups": 413,
    "too_many_values": 413,
    "no_lines": 422,
    "unsupported_media_type": 415,
    "invalid_request": 422,
    "strict": 422,
    "internal_error": 500,
    "busy": 503,
    "not_ready": 503,
}
"""The status of each problem. Faults inside a request make one ``invalid_request``, whatever their codes."""

FAULTS = {
    "required", "wrong_type", "not_a_number", "number_out_of_range", "not_a_date", "unknown_field", "duplicate_key",
    "unknown_goal", "goal_not_of_lines", "unknown_edition", "unknown_sector", "unknown_weighting", "unknown_choice",
    "no_edition_then", "unknown_language", "unknown_charset", "unknown_sheet", "no_lines",
}  # fmt: skip
"""The codes of faults inside a request. Where all have one code, the ``invalid_request`` is a problem of that type."""

_CODE_OF_STATUS = {
    401: "unauthorized",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    411: "length_required",
    413: "too_large",
    415: "unsupported_media_type",
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
    """The problem in the caller's language. Where all faults are of one code, the problem is of that type."""
    lang = language()
    kept = error.errors[: state().limits.listed_errors]
    codes = {each.fault.code for each in error.errors}
    code = codes.pop() if error.code == "invalid_request" and len(codes) == 1 else error.code
    sentence = error.sentence(lang)
    items = [error_item(each, lang) for each in kept]
    metrics.count_problem(code)
    return Problem(
        type=f"/problems/{code}",
        title=texts.TITLES[code].in_language(lang),
        status=status or STATUS[error.code],
        detail=sentence,
        instance=request.path,
        request_id=g.get("request_id", ""),
        errors=items or [ErrorItem("", error.code, sentence, candidates=error.candidates)],
        errors_left_out=error.count - len(items),
    )


@bp.app_errorhandler(ProblemError)
def problem_response(error: ProblemError, status: int | None = None) -> Response:
    """The problem as an answer, with the status of its code or another."""
    problem = problem_of(error, status)
    response = json_response(problem, problem.status, MEDIA_TYPE)
    response.headers.extend(dict(error.headers))
    return response


@bp.app_errorhandler(HTTPException)
def _from_http(error: HTTPException) -> WerkzeugResponse:
    """Answer what Werkzeug raises: an address or a method that does not exist, or a request that breaks HTTP."""
    if error.response is not None or (error.code or 500) < 400:  # noqa: PLR2004 - a redirect or a ready answer
        return error.get_response(request.environ)
    code = _CODE_OF_STATUS.get(error.code or 500, "bad_request" if (error.code or 500) < 500 else "internal_error")  # noqa: PLR2004
    value = request.method if code == "method_not_allowed" else texts.echoed(request.path)
    problem = problem_response(ProblemError(code, facts={"value": value}), error.code)
    for name, content in error.get_headers(request.environ):
        if name not in {"Content-Type", "Content-Length"}:
            problem.headers[name] = content
    return problem


@bp.app_errorhandler(Exception)
def _from_exception(error: Exception) -> Response:
    """A fault of our own: the log has it, the caller learns nothing but the request id."""
    _log.error("request failed", exc_info=error, extra={"request_id": g.get("request_id", "")})
    return problem_response(ProblemError("internal_error"))


@bp.get("/problems")
def every_code() -> Response:
    """Explain every error code."""
    read_parameters("lang")
    return reference_response({"problems": [_explanation(code) for code in texts.TITLES]})


@bp.get("/problems/<code>")
def one_code(code: str) -> Response:
    """Explain one error code."""
    read_parameters("lang")
    if code not in texts.TITLES:
        raise NotFound
    return reference_response(_explanation(code))


def _statuses(code: str) -> set[int]:
    """The statuses that problems of this type are answered with."""
    own = {STATUS[code]} if code in STATUS else set()
    return own | {STATUS["invalid_request"]} if code in FAULTS else own


def _explanation(code: str) -> dict[str, object]:
    lang = language()
    return {
        "code": code,
        "statuses": sorted(_statuses(code)),
        "title": texts.TITLES[code].in_language(lang),
        "about": texts.ABOUT[code].in_language(lang),
    }
