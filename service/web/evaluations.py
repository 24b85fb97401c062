"""``POST /v1/evaluations``: a list in, a verdict per line and the share toward the goal out."""

from __future__ import annotations

from flask import Blueprint, Response

from service.formats.answers import JsonAnswer, answered
from service.formats.json_list import JsonList
from service.formats.terms import agreed
from service.web.answers import language
from service.web.bodies import body_blocks
from service.web.negotiation import refuse_unless_sent, refuse_unless_wanted
from service.web.observation import observed
from service.web.state import state

JSON = "application/json"


def blueprint() -> Blueprint:
    """The one route that does the work."""
    evaluations = Blueprint("evaluations", __name__)

    @evaluations.post("/v1/evaluations")
    def evaluate() -> Response:
        refuse_unless_sent(JSON)
        refuse_unless_wanted(JSON)
        limits, catalogue, answer = state().limits, state().catalogue, JsonAnswer()
        sent = JsonList(b"".join(body_blocks(limits)), most_lines=limits.lines, nesting=limits.nesting)
        terms = agreed(sent.asked, catalogue)
        pieces = answered(sent.blocks(), terms, catalogue, language(), answer, count=observed().count_lines)
        return Response(b"".join(pieces), mimetype=answer.media_type)

    return evaluations
