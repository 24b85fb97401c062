"""For those who run the service: whether the process lives, and whether it wants work."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from service.formats.lists.strict_json import MAX_NESTING
from service.web import metrics
from service.web.problems import HttpProblemError
from service.web.responses import json_response
from service.web.state import state

METRICS = "/metrics"


def blueprint() -> Blueprint:
    """The routes of the operators."""
    operations = Blueprint("operations", __name__)

    @operations.get("/healthz")
    def healthz() -> Response:
        return json_response({"status": "ok"})

    @operations.get("/readyz")
    def readyz() -> Response:
        if state().draining:
            raise HttpProblemError("not_ready", headers={"Retry-After": "5"})
        return json_response(_readiness())

    @operations.get(METRICS)
    def metrics_page() -> Response:
        return Response(metrics.exposition(state(), state().metrics_dir), content_type=metrics.MEDIA_TYPE)

    return operations


def keep_to_own_port() -> None:
    """If the metrics have a port of their own: nothing else there, and no metrics anywhere else.

    The port is the one that the connection came in on, whatever the request says.
    """
    own = state().metrics_port
    if own is not None and (request.environ["SERVER_PORT"] == str(own)) != (request.path == METRICS):
        raise NotFound


def _readiness() -> dict[str, Any]:
    catalogue, limits, refused = state().catalogue, state().limits, state().refused
    answer = {
        "status": "ready",
        "version": state().version,
        "fingerprint": catalogue.fingerprint,
        "counts": {
            "editions": len(catalogue.editions),
            "benchmarks": {edition.id: len(edition.products) for edition in catalogue.editions.values()},
            "benchmarks_held": {edition.id: edition.rows_held for edition in catalogue.editions.values()},
            "goals": len(catalogue.goals),
        },
        "limits": {
            "body_bytes": limits.body_bytes,
            "lines": limits.lines,
            "stream_lines": limits.stream_lines,
            "nesting": MAX_NESTING,
        },
        "refused_data": {"count": len(refused), "faults": refused[: limits.listed_errors]} if refused else None,
    }
    if keys := state().access:
        answer["access"] = {"keys": len(keys.known()), "faults": len(keys.faults)}
    return answer
