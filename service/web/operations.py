"""For operators: whether the process is alive, whether it wants work, and what it counts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from service.formats.lists.strict_json import MAX_NESTING
from service.web import metrics
from service.web.http_problem import HttpProblemError
from service.web.responses import json_response
from service.web.state import state

bp = Blueprint("operations", __name__)

METRICS = "/metrics"


@bp.get("/healthz")
def healthz() -> Response:
    """Check that the process is alive."""
    return json_response({"status": "ok"})


@bp.get("/readyz")
def readyz() -> Response:
    """Check that the service is ready, and with what data."""
    if state().draining:
        raise HttpProblemError("not_ready", headers={"Retry-After": "5"})
    return json_response(_readiness())


@bp.get(METRICS)
def metrics_page() -> Response:
    """Get the metrics, for Prometheus."""
    exposition = metrics.exposition(state().version, state().catalogue.fingerprint, state().metrics_dir)
    return Response(exposition, content_type=metrics.MEDIA_TYPE)


def separate_metrics_port() -> None:
    """If the metrics have a port of their own, answer 404 to all else on it, and to ``/metrics`` on the main port.

    The port is the one that accepted the connection; the Host header does not count.
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
