"""``POST /v1/evaluations``: a list in, a verdict per line and the share toward the goal out."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from flask import Blueprint, Response, stream_with_context

from service.formats.answers import JsonAnswer, answered, encode
from service.formats.faults import ProblemError
from service.formats.json_list import JsonList
from service.formats.ndjson_list import NdjsonAnswer, ndjson_blocks
from service.formats.terms import agreed
from service.web.answers import language
from service.web.bodies import body_blocks
from service.web.negotiation import best_of, sent_as
from service.web.observation import observed
from service.web.parameters import asked_in_query, take_parameters
from service.web.problems import problem_of
from service.web.state import state
from service.web.streaming import as_they_come

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.domain.capacity import CapacityLine
    from service.domain.evaluation import Unsound
    from service.formats.terms import Asked

    Blocks = Iterator[list[CapacityLine | Unsound]]

ANSWERS = {answer.media_type: answer for answer in (JsonAnswer, NdjsonAnswer)}
"""By media type, the preferred one first."""

STREAM_BLOCK = 8 * 1024
"""Bytes of a stream that are read at a time: some forty lines, so that results come soon."""


def blueprint() -> Blueprint:
    """The one route that does the work."""
    evaluations = Blueprint("evaluations", __name__)

    @evaluations.post("/v1/evaluations")
    def evaluate() -> Response:
        read = _READERS[sent_as(*_READERS)]
        answer = ANSWERS[best_of(*ANSWERS)]()
        asked, blocks = read(is_streamed=answer.is_stream)
        catalogue, count = state().catalogue, observed().count_lines
        pieces = answered(blocks, agreed(asked, catalogue), catalogue, language(), answer, count=count)
        if not answer.is_stream:
            return Response(b"".join(pieces), mimetype=answer.media_type)
        first = next(pieces, b"")  # what is wrong from the start is answered as a problem
        rest = as_they_come(_ended_by_a_problem(chain((first,), pieces)))
        return Response(stream_with_context(rest), mimetype=answer.media_type)

    return evaluations


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


def _json(*, is_streamed: bool) -> tuple[Asked, Blocks]:
    del is_streamed
    limits = state().limits
    take_parameters("lang")
    body = b"".join(body_blocks(limits.body_bytes))
    sent = JsonList(body, most_lines=limits.lines, nesting=limits.nesting)
    return sent.asked, sent.blocks()


def _ndjson(*, is_streamed: bool) -> tuple[Asked, Blocks]:
    limits = state().limits
    body = body_blocks(None if is_streamed else limits.body_bytes, size=STREAM_BLOCK)
    most_lines = limits.stream_lines if is_streamed else limits.lines  # any other answer is held whole
    return asked_in_query(), ndjson_blocks(body, most_lines=most_lines, nesting=limits.nesting)


_READERS = {JsonAnswer.media_type: _json, NdjsonAnswer.media_type: _ndjson}
