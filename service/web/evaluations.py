"""``POST /v1/evaluations``: a list in, a verdict per line and the share toward the goal out."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request, stream_with_context

from service.domain.errors import Fault
from service.formats.answers.csv_answer import CsvAnswer
from service.formats.answers.ndjson_answer import NdjsonAnswer
from service.formats.answers.results import Answer, JsonAnswer, answered, encode
from service.formats.answers.xlsx_answer import XlsxAnswer
from service.formats.lists.csv_rows import ENCODINGS, CsvRows
from service.formats.lists.json_list import JsonList
from service.formats.lists.ndjson_list import ndjson_blocks
from service.formats.lists.request import agreed
from service.formats.lists.table import Table
from service.formats.xlsx.sheet import XlsxRows
from service.request_errors import Places, ProblemError, RequestFault
from service.web.bodies import read_blocks, read_body
from service.web.gate import admit, in_turns, release_with_response, release_without_response
from service.web.negotiation import UTF_8, best_type, body_type
from service.web.observation import observation
from service.web.parameters import IN_BODY, options_in_query, read_parameters
from service.web.problems import problem_of
from service.web.responses import language
from service.web.state import state
from service.web.streaming import stream_without_deadlock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from service.domain.line import CapacityLine, MalformedLine
    from service.formats.lists.request import Asked
    from service.formats.lists.table import Rows

    Sent = tuple[Asked, Iterator[list[CapacityLine | MalformedLine]], Places | None]

bp = Blueprint("evaluations", __name__)
bp.after_request(release_with_response)
bp.teardown_request(release_without_response)

JSON, NDJSON = JsonAnswer.media_type, NdjsonAnswer.media_type

ANSWERS: dict[str, Callable[[str, Places | None], Answer]] = {
    JSON: lambda _lang, _places: JsonAnswer(),
    NDJSON: lambda _lang, _places: NdjsonAnswer(),
    CsvAnswer.media_type: CsvAnswer,
    XlsxAnswer.media_type: XlsxAnswer,
}
"""By media type, the preferred one first; tables are in a language, and name the rows of the table that was sent."""

FILE_NAMES = {CsvAnswer.media_type: "evaluation.csv", XlsxAnswer.media_type: "evaluation.xlsx"}
"""What a browser calls an answer that it saves."""

STREAM_BLOCK = 8 * 1024
"""Bytes of a stream that are read at a time: some forty lines, so that results come soon."""


@bp.before_request
def _admit() -> None:
    admit(state().gate, {XlsxAnswer.media_type})


@bp.post("/v1/evaluations")
def evaluate() -> Response:
    """Evaluate a list."""
    sent = body_type(CHARSETS)
    wanted = best_type(*ANSWERS)
    asked, blocks, places = _ndjson(is_streamed=wanted == NDJSON) if sent == NDJSON else _READERS[sent]()
    terms = agreed(asked, state().catalogue)
    answer = ANSWERS[wanted](language(), places)
    pieces = answered(blocks, terms, state().catalogue, language(), answer, places, observation().count_lines)
    if not answer.is_stream:
        response = Response(list(pieces), mimetype=answer.media_type)
        if wanted in FILE_NAMES:
            response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAMES[wanted]}"'
        return response
    first = next(pieces, b"")  # what is wrong from the start is answered as a problem
    rest = in_turns(stream_without_deadlock(_ended_by_a_problem(chain((first,), pieces))))
    return Response(stream_with_context(rest), mimetype=answer.media_type)


def _ended_by_a_problem(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces; if the list cannot be read to its end, a last line that says why, and no proper end.

    The answer has begun by then. Raising leaves it without its summary and without its last chunk, so that no caller
    takes a part for the whole.
    """
    try:
        yield from pieces
    except ProblemError as error:
        yield encode({"problem": problem_of(error)}) + b"\n"
        raise


def _json() -> Sent:
    limits = state().limits
    read_parameters("lang", in_body=IN_BODY)
    body = read_body(limits.body_bytes)
    sent = JsonList(body, most_lines=limits.lines, nesting=limits.nesting)
    return sent.asked, sent.blocks(), None


def _ndjson(*, is_streamed: bool) -> Sent:
    limits = state().limits
    body = read_blocks(None if is_streamed else limits.body_bytes, size=STREAM_BLOCK)
    most_lines = limits.stream_lines if is_streamed else limits.lines  # any other answer is held whole
    return options_in_query(), ndjson_blocks(body, most_lines=most_lines, nesting=limits.nesting), None


def _csv() -> Sent:
    asked = options_in_query("charset")
    charset = request.args.get("charset", request.mimetype_params.get("charset", "")).lower() or None
    if charset not in {None, *ENCODINGS}:
        fault = Fault(field="charset", code="unknown_charset", value=charset, candidates=tuple(ENCODINGS))
        return _refused(asked, [RequestFault("", fault, parameter="charset")])
    return _of_table(asked, lambda body: CsvRows(body, charset))


def _xlsx() -> Sent:
    sheet = request.args.get("sheet")
    return _of_table(options_in_query("sheet"), lambda body: XlsxRows(body, sheet))


def _of_table(asked: Asked, rows: Callable[[bytes], Rows]) -> Sent:
    limits = state().limits
    body = read_body(limits.body_bytes)
    if not body:
        raise ProblemError("empty_body")
    try:
        table = Table(rows(body), most_lines=limits.lines)
    except ProblemError as error:
        if not error.errors:
            raise
        return _refused(asked, error.errors)
    return replace(asked, faults=[*asked.faults, *table.faults]), table.blocks(), table


def _refused(asked: Asked, faults: Sequence[RequestFault]) -> Sent:
    """No list, for more is wrong than what was asked for; all of it is told at once."""
    return replace(asked, faults=[*asked.faults, *faults]), iter(()), None


_READERS = {JSON: _json, CsvAnswer.media_type: _csv, XlsxAnswer.media_type: _xlsx}

CHARSETS = {JSON: UTF_8, NDJSON: UTF_8, CsvAnswer.media_type: ENCODINGS, XlsxAnswer.media_type: UTF_8}
"""By media type of a list, the charsets that it may be in."""
