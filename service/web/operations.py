"""For those who run the service: whether the process lives, and whether it wants work."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from service.formats.faults import ProblemError
from service.web.answers import json_response
from service.web.state import state


def blueprint() -> Blueprint:
    """The routes of the operators."""
    operations = Blueprint("operations", __name__)

    @operations.get("/healthz")
    def healthz() -> Response:
        return json_response({"status": "ok"})

    @operations.get("/readyz")
    def readyz() -> Response:
        if state().draining:
            raise ProblemError("not_ready", headers={"Retry-After": "5"})
        return json_response(_readiness())

    return operations


def _readiness() -> dict[str, Any]:
    catalogue, limits, refused = state().catalogue, state().limits, state().refused
    return {
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
            "nesting": limits.nesting,
        },
        "refused_data": {"count": len(refused), "faults": refused[: limits.explained_errors]} if refused else None,
    }
