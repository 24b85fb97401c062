"""What is noted of each request while it is answered: for the log, the metrics and, if they are wanted, the traces.

One line per request: who asked what kind of thing and how it went. Never a value that was sent; the caller's own
request id and trace id are there to be found again, and are checked before they are taken.
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
"""W3C Trace Context, version 00 and what later versions keep of it."""


@dataclass(slots=True)
class Observation:
    """What is known of one request so far."""

    method: str
    started: float = field(default_factory=time.perf_counter)
    """Seconds on a clock that nobody sets."""
    request_id: str = ""
    route: str = metrics.UNMATCHED
    status: int = 0
    bytes_in: int = 0
    """Bytes of the body that were read, before inflation."""
    bytes_out: int = 0
    """Bytes of the answer's body that were handed to the server."""
    census: Outcomes | None = None
    key: str = ""
    """The id of the access key that the request came with, once that was found to be right."""
    trace_id: str = ""
    span_id: str = ""
    """The caller's span; the service's own where traces are on."""
    span: Span | None = None

    def count_lines(self, census: Outcomes) -> None:
        """Note how the lines of the list ended."""
        self.census = census

    def report(self) -> None:
        """Write the line of the log, and count."""
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
        if self.census:
            known["lines"] = sum(self.census.lines.values())
            known["rejected"] = self.census.lines.get(("rejected", ""), 0)
            metrics.list_evaluated(self.census.lines, self.census.faults)
        known |= {name: value for name in ("key", "trace_id", "span_id") if (value := getattr(self, name))}
        _log.info("request", extra=known)
        metrics.request_answered(method, self.route, self.status, seconds)
        if self.span:
            traces.end(self.span, method, self.route, self.status)


class Observed:
    """A WSGI application whose every request is reported once its answer is sent, or given up."""

    def __init__(self, application: WSGIApplication, spans: Traces | None) -> None:
        """Watch that application, and trace its requests if there is something to do so."""
        self._application = application
        self._traces = spans

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer, and report when the server is done with the answer."""
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
    """The pieces of an answer, counted as they go out."""

    def __init__(self, pieces: Iterable[bytes], seen: Observation) -> None:
        self._pieces = pieces
        self._seen = seen

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._seen.bytes_out += len(piece)
            yield piece

    def close(self) -> None:
        """The server calls this at the end of every answer, whole or not (PEP 3333)."""
        try:
            if close := getattr(self._pieces, "close", None):
                close()
        finally:
            self._seen.report()


def observed() -> Observation:
    """What is noted of the current request."""
    return cast("Observation", request.environ[_KEY])


def begin(request_id: str) -> None:
    """Note the id and the route of the current request."""
    seen = observed()
    seen.request_id = request_id
    seen.route = request.url_rule.rule if request.url_rule else metrics.UNMATCHED
