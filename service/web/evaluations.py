"""``POST /v1/evaluations``: a list in, a verdict per line and the share toward the goal out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from flask import Blueprint, Response

from service.domain.capacity import Weighting
from service.domain.errors import Fault, UnknownEditionError, UnknownGoalError
from service.domain.evaluation import BENCHMARK_NOT_HELD, Evaluation, Rejected, Ungraded
from service.domain.goal import Goal, Kind, progress
from service.web.answers import encode, language
from service.web.line_decoder import decode_lines
from service.web.lines import read_line
from service.web.negotiation import refuse_unless_sent, refuse_unless_wanted
from service.web.problems import ErrorItem, ProblemError, RequestFault, error_item
from service.web.requests import body_blocks, json_request, malformed_json
from service.web.state import state
from service.web.strict_json import MalformedJsonError, escaped
from service.web.summaries import (
    edition_answer,
    goal_answer,
    group_answer,
    lines_answer,
    overall_answer,
    product_answer,
    sector_answer,
)
from service.web.texts import detail

if TYPE_CHECKING:
    from service.domain.benchmark import Edition
    from service.domain.catalogue import Catalogue
    from service.domain.evaluation import Verdict
    from service.domain.summary import Summary
    from service.web.requests import ListRequest
    from service.web.state import Limits

JSON = "application/json"

BLOCK_LINES = 200
"""Lines that are evaluated and encoded together, so that the verdicts of one block only are held at a time."""


def blueprint() -> Blueprint:
    """The one route that does the work."""
    evaluations = Blueprint("evaluations", __name__)

    @evaluations.post("/v1/evaluations")
    def evaluate() -> Response:
        refuse_unless_sent(JSON)
        refuse_unless_wanted(JSON)
        body = b"".join(body_blocks(state().limits))
        sent = json_request(body, state().limits)
        terms = agreed(sent, state().catalogue)
        try:
            answer = answered(sent, terms, state().catalogue, state().limits, language())
        except (MalformedJsonError, UnicodeDecodeError) as error:
            raise malformed_json(body, str(error)) from error
        return Response(answer, mimetype=JSON)

    return evaluations


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a list is judged by."""

    goal: Goal
    edition: Edition
    weighting: Weighting


class GradedResult(msgspec.Struct, gc=False):
    """A graded line, as it is answered: the values of `service.domain.evaluation.Graded`, in their order."""

    index: int
    id: str | None
    status: str
    benchmark: str
    standing: str
    meets_benchmark: bool
    intensity: Any
    unit: str
    gap: Any
    capacity: Any
    capacity_unit: str
    excess_energy: Any


class UngradedResult(msgspec.Struct):
    """An ungraded line, as it is answered."""

    index: int
    id: str | None
    status: str
    benchmark: str
    reason: str
    detail: str
    capacity: Any
    capacity_unit: str


class RejectedResult(msgspec.Struct):
    """A rejected line, as it is answered."""

    index: int
    id: str | None
    status: str
    errors: list[ErrorItem]


def agreed(sent: ListRequest, catalogue: Catalogue) -> Terms:
    """The goal, edition and weighting that were asked for, or their defaults.

    Raises `ProblemError` with every fault in them and in what stands around the list.
    """
    faults = list(sent.faults)
    goal = catalogue.default_goal
    if isinstance(sent.goal, dict):
        goal = Goal(kind=Kind.SHARE_AT_LEAST, target=sent.goal["target"], by=sent.goal["by"])
    elif sent.goal is not None:
        try:
            goal = catalogue.goal(sent.goal)
        except UnknownGoalError as error:
            faults.append(RequestFault("/goal", Fault(field="goal", code="unknown_goal", value=error.text)))
    if not goal.is_of_lines:
        fault = Fault(field="goal", code="goal_not_of_lines", value=goal.id, facts=(("kind", goal.kind.value),))
        faults.append(RequestFault("/goal", fault))
    edition = catalogue.default_edition
    try:
        edition = catalogue.edition(sent.edition or goal.edition or edition.id)
    except UnknownEditionError as error:
        fault = Fault(field="edition", code="unknown_edition", value=error.text, candidates=error.held)
        faults.append(RequestFault("/edition", fault))
    if faults:
        raise ProblemError("invalid_request", errors=faults)
    return Terms(goal=goal, edition=edition, weighting=sent.weighting or goal.weighting or Weighting.CAPACITY)


def answered(sent: ListRequest, terms: Terms, catalogue: Catalogue, limits: Limits, lang: str) -> bytes:
    """The whole answer in JSON. Raises `ProblemError` if the request is strict and a line was rejected."""
    evaluation = Evaluation(catalogue, terms.edition, GradedResult)
    careful = partial(read_line, nesting=limits.nesting)
    blocks: list[bytes] = []
    rejected: list[Rejected] = []
    for start in range(0, len(sent.lines), BLOCK_LINES):
        texts = map(bytes, sent.lines[start : start + BLOCK_LINES])
        verdicts = evaluation.take_all(decode_lines(texts, careful))
        if sent.strict:
            rejected += (verdict for verdict in verdicts if isinstance(verdict, Rejected))
        blocks.append(encode([result(each, terms.edition, lang) for each in verdicts])[1:-1])
    if rejected:
        raise ProblemError("strict", errors=[fault for verdict in rejected for fault in request_faults(verdict)])
    head = encode(summary_answer(evaluation.summary(), terms, lang))
    return b"".join((head[:-1], b',"results":[', b",".join(blocks), b"]}"))


def summary_answer(summary: Summary, terms: Terms, lang: str) -> dict[str, Any]:
    """All of the answer but the lines."""
    names = {sector.id: sector.name.in_language(lang) for sector in terms.edition.sectors}
    standing = progress(terms.goal, summary.overall.under(terms.weighting))
    return {
        "edition": edition_answer(terms.edition),
        "lines": lines_answer(summary),
        "goal": goal_answer(terms.goal, terms.weighting, standing, provisional=summary.rejected > 0),
        "overall": overall_answer(summary.overall),
        "sectors": [sector_answer(part, names[part.name or ""]) for part in summary.sectors],
        "groups": [group_answer(part) for part in summary.groups],
        "benchmarks": {product.id: product_answer(product, lang) for product in summary.products},
    }


def result(verdict: Verdict, edition: Edition, lang: str) -> object:
    """One line of the answer; a graded verdict already has its shape."""
    if verdict.status == "graded":
        return verdict
    if isinstance(verdict, Ungraded):
        named = verdict.editions if verdict.reason == BENCHMARK_NOT_HELD else ()
        words = detail(verdict.reason, lang, candidates=named, facts={"edition": edition.id})
        return UngradedResult(
            verdict.index,
            verdict.id,
            verdict.status,
            verdict.benchmark,
            verdict.reason,
            words,
            verdict.capacity,
            verdict.capacity_unit,
        )
    if isinstance(verdict, Rejected):
        errors = [error_item(fault.pointer, fault.fault, lang) for fault in request_faults(verdict)]
        return RejectedResult(verdict.index, verdict.id, verdict.status, errors)
    return verdict


def request_faults(verdict: Rejected) -> list[RequestFault]:
    """The faults of a line, by where they are in the request."""
    return [
        RequestFault(f"/lines/{verdict.index}/{escaped(fault.field)}".rstrip("/"), fault) for fault in verdict.faults
    ]
