"""OpenTelemetry traces: one span for each request, as a part of the caller's trace. An optional extra.

Its packages are in `requirements-traces.lock` and not in the image unless it is built with them. Where the spans go is
OpenTelemetry's own to be set: `OTEL_EXPORTER_OTLP_ENDPOINT` and its like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

FIRST_FAULT_OF_OURS = 500


class TracesError(RuntimeError):
    """Traces are asked for and cannot be made."""


def tracer(version: str) -> Tracer:
    """What makes the spans and sends them, in the background, from this process; to be made after a fork.

    Raises `TracesError` if the packages are not installed.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError as error:
        raise TracesError(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, but OpenTelemetry is not installed: see requirements-traces.lock"
        ) from error
    provider = TracerProvider(resource=Resource.create({"service.name": "biaogan", "service.version": version}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider.get_tracer("biaogan", version)


def begin(tracer: Tracer, traceparent: str) -> tuple[Span, str, str]:
    """A span of the caller's trace, or of a new one, with the ids of its trace and its own."""
    from opentelemetry.trace import SpanKind  # noqa: PLC0415
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415

    context = TraceContextTextMapPropagator().extract({"traceparent": traceparent})
    span = tracer.start_span("HTTP", context=context, kind=SpanKind.SERVER)
    ids = span.get_span_context()
    return span, f"{ids.trace_id:032x}", f"{ids.span_id:016x}"


def end(span: Span, method: str, route: str, status: int) -> None:
    """Name the span by what was asked and how it went, never by anything that was sent; and send it."""
    from opentelemetry.trace import StatusCode  # noqa: PLC0415

    span.update_name(f"{method} {route}")
    span.set_attributes({"http.request.method": method, "http.route": route, "http.response.status_code": status})
    if status >= FIRST_FAULT_OF_OURS:
        span.set_status(StatusCode.ERROR)
    span.end()
