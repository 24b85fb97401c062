"""``POST /v1/tables``: a table in, its lines and how they were read out; nothing is judged."""

from __future__ import annotations

from flask import Blueprint, Response

from service.dry_run import read_lines
from service.formats.registry import CSV, JSON, MEDIA_TYPES, NDJSON, XLSX
from service.request_errors import ProblemError
from service.web.bodies import RequestBody
from service.web.gate import admit, release_with_response, release_without_response
from service.web.negotiation import best_type, body_type
from service.web.parameters import list_options, table_faults
from service.web.responses import language
from service.web.state import state
from service.web.streaming import send_pieces

bp = Blueprint("tables", __name__)
bp.after_request(release_with_response)
bp.teardown_request(release_without_response)


@bp.before_request
def _admit() -> None:
    admit(state().gate)


@bp.post("/v1/tables")
def read_table() -> Response:
    """Read a table without judging it."""
    sent = MEDIA_TYPES[body_type({each.media_type: each.charsets for each in (CSV, XLSX)})]
    wanted = MEDIA_TYPES[best_type(JSON.media_type, NDJSON.media_type)]
    faults = table_faults(sent)
    submitted = sent.read(RequestBody(), state().limits.lines, list_options(sent))
    if faults := [*faults, *submitted.options.faults]:
        raise ProblemError("invalid_request", errors=faults)
    return send_pieces(read_lines(submitted, language(), is_stream=wanted.is_stream), wanted, "table")
