"""What is recorded of each request: for the log, the metrics and, if they are configured, the traces.

The log gets one line per request: what kind of request it was and how it ended. It never gets a value that the caller
sent, except the request id and the trace id, which are validated first.
"""

from __future__ import annotations

import logging
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from flask import request

from service.web import metrics, traces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from opentelemetry.trace import Span

    from service.domain.verdict import Outcomes
    from service.web.traces import Traces

_log = logging.getLogger(__name__)

_KEY = "biaogan.observation"

_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}", re.ASCII)
"""W3C Trace Context: version 00, and the part of it that later versions keep."""


@dataclass(slots=True)
class Observation:
    """The facts of one request so far."""

    method: str
    started: float = field(default_factory=time.perf_counter)
    """Seconds on a monotonic clock."""
    request_id: str = ""
    route: str = metrics.UNMATCHED
    status: int = 0
    bytes_in: int = 0
    """Bytes of the body that were read, before inflation."""
    bytes_out: int = 0
    """Bytes of the answer's body that were handed to the server."""
    outcomes: Outcomes | None = None
    key: str = ""
    """The id of the access key, once it was checked."""
    trace_id: str = ""
    span_id: str = ""
    """The caller's span; the service's own if traces are configured."""
    span: Span | None = None

    def count_lines(self, outcomes: Outcomes) -> None:
        """Record how many lines ended in which way."""
        self.outcomes = outcomes

    def report(self) -> None:
        """Log and count the request."""
        seconds = time.perf_counter() - self.started
        method = self.method if self.method in metrics.METHODS else metrics.OTHER
        known = {
            "request_id": self.request_id,
            "method": method,
            "route": self.route,
            "status": self.status,
            "duration_ms": round(seconds * 1000, 3),
            "bytes_in": self.bytes_in,
            "bytes_out": self.bytes_out,
        }
        if self.outcomes:
            known["lines"] = sum(self.outcomes.lines.values())
            known["rejected"] = self.outcomes.lines.get(("rejected", ""), 0)
            metrics.count_list(self.outcomes.lines, self.outcomes.faults)
        known |= {name: value for name in ("key", "trace_id", "span_id") if (value := getattr(self, name))}
        _log.info("request", extra=known)
        metrics.count_request(method, self.route, self.status, seconds)
        if self.span:
            traces.end(self.span, method, self.route, self.status)


class ObservationMiddleware:
    """WSGI middleware that reports every request once its answer is sent or given up."""

    def __init__(self, application: WSGIApplication, spans: Traces | None) -> None:
        """Wrap the application; trace its requests if there are ``spans`` to make."""
        self._application = application
        self._traces = spans

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer; the report follows when the server closes the answer."""
        seen = environ[_KEY] = Observation(environ["REQUEST_METHOD"])
        traceparent = environ.get("HTTP_TRACEPARENT", "")
        if caller := _TRACEPARENT.match(traceparent):
            seen.trace_id, seen.span_id = caller.groups()
        if self._traces:
            seen.span, seen.trace_id, seen.span_id = self._traces.begin(traceparent if caller else "")

        def start(status: str, headers: list[tuple[str, str]], *failed: object) -> object:
            seen.status = int(status[:3])
            return start_response(status, headers, *failed)  # type: ignore[arg-type]

        return _Answer(self._application(environ, cast("StartResponse", start)), seen)


class _Answer:
    """The pieces of an answer; counts their bytes."""

    def __init__(self, pieces: Iterable[bytes], seen: Observation) -> None:
        self._pieces = pieces
        self._seen = seen

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._seen.bytes_out += len(piece)
            yield piece

    def close(self) -> None:
        """Close and report. The server calls this at the end of every answer, complete or not (PEP 3333)."""
        try:
            if close := getattr(self._pieces, "close", None):
                close()
        finally:
            self._seen.report()


def observation() -> Observation:
    """The observation of the current request."""
    return cast("Observation", request.environ[_KEY])


def observe_request(request_id: str) -> None:
    """Record the id and the route of the current request."""
    seen = observation()
    seen.request_id = request_id
    seen.route = request.url_rule.rule if request.url_rule else metrics.UNMATCHED
