"""What every resource answers from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app

if TYPE_CHECKING:
    from service.domain.catalogue import Catalogue
    from service.web.gate import Gate

EXTENSION = "biaogan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request may ask for."""

    body_bytes: int
    lines: int
    stream_lines: int
    nesting: int = 64
    explained_errors: int = 1000
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
    draining: bool = False
    """Whether the process is about to stop and wants no new work."""
    refused: tuple[str, ...] = ()
    """The faults of newer data that were refused, so that the catalogue is not the newest that was offered."""


def state() -> State:
    """The state of the application that answers the current request."""
    return cast("State", current_app.extensions[EXTENSION])
