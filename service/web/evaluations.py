"""``POST /v1/evaluations``: a list in, a verdict per line and the share toward the goal out."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request, stream_with_context

from service.evaluate import Provenance, evaluate, resolve
from service.formats.answers.json_answer import encode
from service.formats.body import HashedBody
from service.formats.lists.request import OPTION_NAMES, RequestedOptions
from service.formats.registry import MEDIA_TYPES
from service.request_errors import ProblemError
from service.web.bodies import read_blocks, read_body
from service.web.gate import admit, in_turns, release_with_response, release_without_response
from service.web.negotiation import best_type, body_type
from service.web.observation import observation
from service.web.parameters import options_in_query, read_parameters
from service.web.problems import problem_of
from service.web.responses import language
from service.web.state import state
from service.web.streaming import stream_without_deadlock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.formats.registry import Format

STREAM_BLOCK = 8 * 1024
"""Bytes of a stream that are read at a time: some forty lines, so that results come soon."""

bp = Blueprint("evaluations", __name__)
bp.after_request(release_with_response)
bp.teardown_request(release_without_response)


@bp.before_request
def _admit() -> None:
    admit(state().gate)


@bp.post("/v1/evaluations")
def evaluate_list() -> Response:
    """Evaluate a list."""
    sent = MEDIA_TYPES[body_type({each.media_type: each.charsets for each in MEDIA_TYPES.values()})]
    wanted = MEDIA_TYPES[best_type(*MEDIA_TYPES)]
    is_stream = sent.is_stream and wanted.is_stream
    limits = state().limits
    requested = _read_query_options(sent)
    body = HashedBody(_RequestBody(is_stream=is_stream))
    submitted = sent.read(body, limits.stream_lines if is_stream else limits.lines, _read_list_options(sent))
    options = resolve(requested.override(submitted.options), state().catalogue)
    answer = wanted.answer(language(), submitted.positions)
    pieces = evaluate(
        submitted,
        options,
        state().catalogue,
        answer=answer,
        lang=language(),
        provenance=Provenance(version=state().version, digest=body.digest),
        count=observation().count_lines,
    )
    return _send_stream(pieces, wanted) if wanted.is_stream else _send_whole(pieces, wanted)


class _RequestBody:
    """The body of the current request; its size has no limit if list and answer are both streams."""

    def __init__(self, *, is_stream: bool) -> None:
        self._is_stream = is_stream

    def whole(self) -> bytes:
        return read_body(state().limits.body_bytes)

    def blocks(self) -> Iterator[bytes]:
        return read_blocks(None if self._is_stream else state().limits.body_bytes, size=STREAM_BLOCK)


def _read_query_options(sent: Format) -> RequestedOptions:
    """The options in the query. A list that carries its options may have none there."""
    if sent.carries_options:
        read_parameters("lang", in_body=OPTION_NAMES)
        return RequestedOptions()
    return options_in_query(*sent.options)


def _read_list_options(sent: Format) -> dict[str, str]:
    """The options of the list's format: in the query, or the charset in the header ``Content-Type``."""
    options = {name: value for name in sent.options if (value := request.args.get(name)) is not None}
    if "charset" in sent.options and "charset" in request.mimetype_params:
        options.setdefault("charset", request.mimetype_params["charset"])
    return options


def _send_whole(pieces: Iterator[bytes], wanted: Format) -> Response:
    response = Response(list(pieces), mimetype=wanted.media_type)
    if wanted.is_download:
        response.headers["Content-Disposition"] = f'attachment; filename="evaluation.{wanted.name}"'
    return response


def _send_stream(pieces: Iterator[bytes], wanted: Format) -> Response:
    first = next(pieces, b"")  # a fault found before the first piece is answered as a problem
    rest = in_turns(stream_without_deadlock(_end_with_problem(chain((first,), pieces))))
    return Response(stream_with_context(rest), mimetype=wanted.media_type)


def _end_with_problem(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces; if the list cannot be read to its end, a last line with the problem, and no proper end.

    The answer has begun by then. Raising leaves it without its summary and its last chunk, so that no caller takes a
    part for the whole.
    """
    try:
        yield from pieces
    except ProblemError as error:
        yield encode({"problem": problem_of(error)}) + b"\n"
        raise
