"""OpenTelemetry traces: one span for each request, as a part of the caller's trace. An optional extra.

The packages are in `requirements-traces.lock`; the image has them only if it is built with that file. OpenTelemetry
reads its own settings (`OTEL_EXPORTER_OTLP_ENDPOINT` and others) for where the spans go.
"""

from __future__ import annotations

import importlib.util
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

_SERVER_ERROR = 500
_PACKAGES = ("opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.http")


class TracesError(RuntimeError):
    """Traces are configured and cannot be made."""


class Traces:
    """Makes the spans of a service and sends them in the background."""

    def __init__(self, version: str) -> None:
        """Trace that version of the service. Raises `TracesError` if the packages are not installed."""
        try:
            found = all(map(importlib.util.find_spec, _PACKAGES))
        except ModuleNotFoundError:
            found = False
        if not found:
            raise TracesError("OpenTelemetry is not installed; requirements-traces.lock has it")
        self._version = version
        self._lock = Lock()

    @cached_property
    def _tracer(self) -> Tracer:
        """Made at the first request, after the worker was forked: threads do not survive a fork."""
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

        resource = Resource.create({"service.name": "biaogan", "service.version": self._version})
        provider = TracerProvider(resource=resource)
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        return provider.get_tracer("biaogan", self._version)

    def begin(self, traceparent: str) -> tuple[Span, str, str]:
        """A span of the caller's trace, or of a new one, with the ids of its trace and its own."""
        from opentelemetry.trace import SpanKind  # noqa: PLC0415
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415

        with self._lock:
            tracer = self._tracer
        context = TraceContextTextMapPropagator().extract({"traceparent": traceparent})
        span = tracer.start_span("HTTP", context=context, kind=SpanKind.SERVER)
        ids = span.get_span_context()
        return span, f"{ids.trace_id:032x}", f"{ids.span_id:016x}"


def end(span: Span, method: str, route: str, status: int) -> None:
    """End and send the span, named by method, route and status, never by anything that the caller sent."""
    from opentelemetry.trace import StatusCode  # noqa: PLC0415

    span.update_name(f"{method} {route}")
    span.set_attributes({"http.request.method": method, "http.route": route, "http.response.status_code": status})
    if status >= _SERVER_ERROR:
        span.set_status(StatusCode.ERROR)
    span.end()
