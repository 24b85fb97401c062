"""OpenTelemetry traces: one span for each request, as a part of the caller's trace. An optional extra.

Its packages are in `requirements-traces.lock` and not in the image unless it is built with them. Where the spans go is
OpenTelemetry's own to be set: `OTEL_EXPORTER_OTLP_ENDPOINT` and its like.
"""

from __future__ import annotations

import importlib.util
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

_FAULT_OF_OURS = 500
_PACKAGES = ("opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.http")


class TracesError(RuntimeError):
    """Traces are asked for and cannot be made."""


class Traces:
    """What makes the spans of a service and sends them in the background."""

    def __init__(self, version: str) -> None:
        """Traces of that version of the service. Raises `TracesError` if the packages are not installed."""
        try:
            found = all(map(importlib.util.find_spec, _PACKAGES))
        except ModuleNotFoundError:
            found = False
        if not found:
            raise TracesError("OpenTelemetry is not installed; requirements-traces.lock has it")
        self._version = version
        self._making = Lock()

    @cached_property
    def _made(self) -> Tracer:
        """Made at the first request: its thread would not live on in a process that is forked off later."""
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

        with self._making:
            tracer = self._made
        context = TraceContextTextMapPropagator().extract({"traceparent": traceparent})
        span = tracer.start_span("HTTP", context=context, kind=SpanKind.SERVER)
        ids = span.get_span_context()
        return span, f"{ids.trace_id:032x}", f"{ids.span_id:016x}"


def end(span: Span, method: str, route: str, status: int) -> None:
    """Name the span by what was asked and how it went, never by anything that was sent; and send it."""
    from opentelemetry.trace import StatusCode  # noqa: PLC0415

    span.update_name(f"{method} {route}")
    span.set_attributes({"http.request.method": method, "http.route": route, "http.response.status_code": status})
    if status >= _FAULT_OF_OURS:
        span.set_status(StatusCode.ERROR)
    span.end()
