"""What every resource answers from: the catalogue, the limits and the settings that requests depend on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app

from service.evaluate import MAX_LISTED_ERRORS

if TYPE_CHECKING:
    from pathlib import Path

    from service.access_keys import Keys
    from service.domain.catalogue import Catalogue
    from service.web.gate import Gate
    from service.web.traces import Traces

EXTENSION = "biaogan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of one request."""

    body_bytes: int
    lines: int
    stream_lines: int
    listed_errors: int = MAX_LISTED_ERRORS
    """Errors of one problem that are listed; the others are only counted."""


@dataclass(slots=True, kw_only=True)
class State:
    """The state of a running service."""

    catalogue: Catalogue
    """Never replaced while requests are answered: a worker keeps the one it started with."""
    gate: Gate
    limits: Limits
    openapi: bytes
    version: str
    access: Keys | None = None
    """The keys that ``/v1`` accepts, or None if it needs no key."""
    origins: frozenset[str] = frozenset()
    """The origins whose pages may read the answers in a browser (CORS)."""
    metrics_dir: Path | None = None
    """Where the workers count, if the service runs under gunicorn."""
    metrics_port: int | None = None
    """The port of ``/metrics``, if it has one of its own."""
    traces: Traces | None = None
    """What makes a span of each request, if traces are configured."""
    draining: bool = False
    """Whether the process is about to stop; then ``/readyz`` answers 503."""
    refused: tuple[str, ...] = ()
    """The faults of newer data that was refused; then the catalogue is older than the files."""


def state() -> State:
    """The state of the current application."""
    return cast("State", current_app.extensions[EXTENSION])
