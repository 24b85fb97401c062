"""``POST /v1/evaluations``: a list in, a verdict per line and the share toward the goal out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response

from service.evaluate import Provenance, evaluate, resolve
from service.formats.body import HashedBody
from service.formats.lists.request import OPTION_NAMES, RequestedOptions
from service.formats.registry import MEDIA_TYPES
from service.web.bodies import RequestBody
from service.web.gate import admit, release_with_response, release_without_response
from service.web.negotiation import best_type, body_type
from service.web.observation import observation
from service.web.parameters import list_options, options_in_query, read_parameters
from service.web.responses import language
from service.web.state import state
from service.web.streaming import send_pieces

if TYPE_CHECKING:
    from service.formats.registry import Format

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
    body = HashedBody(RequestBody(is_stream=is_stream))
    submitted = sent.read(body, limits.stream_lines if is_stream else limits.lines, list_options(sent))
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
    return send_pieces(pieces, wanted, "evaluation")


def _read_query_options(sent: Format) -> RequestedOptions:
    """The options in the query. A list that carries its options may have none there."""
    if sent.carries_options:
        read_parameters("lang", in_body=OPTION_NAMES)
        return RequestedOptions()
    return options_in_query(*sent.options, repeatable=sent.repeatable)
