"""What every resource answers from."""

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
    """What one request may ask for."""

    body_bytes: int
    lines: int
    stream_lines: int
    listed_errors: int = MAX_LISTED_ERRORS
    """Errors of one problem that are listed; the rest is counted."""


@dataclass(slots=True, kw_only=True)
class State:
    """The catalogue, the limits and the contract of a running service."""

    catalogue: Catalogue
    """Never replaced while requests are answered: a worker keeps the one that it was started with."""
    gate: Gate
    limits: Limits
    openapi: bytes
    version: str
    access: Keys | None = None
    """The keys that ``/v1`` asks for, or None where it asks for none."""
    origins: frozenset[str] = frozenset()
    """The origins whose pages may read answers in a browser."""
    metrics_dir: Path | None = None
    """Where the workers keep their counts, if there are several."""
    metrics_port: int | None = None
    """The port that ``/metrics`` keeps to, if it has one of its own."""
    traces: Traces | None = None
    """What makes a span of each request, if traces are wanted."""
    draining: bool = False
    """Whether the process is about to stop and wants no new work."""
    refused: tuple[str, ...] = ()
    """The faults of newer data that were refused, so that the catalogue is not the newest that was offered."""


def state() -> State:
    """The state of the application that answers the current request."""
    return cast("State", current_app.extensions[EXTENSION])
