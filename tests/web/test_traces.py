"""Traces, where they are wanted: from the caller's trace to the log, and nothing of what was sent."""

import http.server
import threading

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from service.app import create_app
from service.settings import Settings
from tests.web.client import Client

TRACE, PARENT = "a" * 32, "b" * 16


@pytest.fixture
def collector(monkeypatch):
    """A collector of spans on the loopback; what it gets is in ``spans``."""
    spans, has_some = [], threading.Event()

    class Collector(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            for resource in ExportTraceServiceRequest.FromString(sent).resource_spans:
                spans.extend(span for scope in resource.scope_spans for span in scope.spans)
            self.send_response(200)
            self.end_headers()
            has_some.set()

        def log_message(self, *_):
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        endpoint = f"http://127.0.0.1:{server.server_address[1]}"
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
        monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "100")
        yield Settings.from_mapping({"OTEL_EXPORTER_OTLP_ENDPOINT": endpoint}), spans, has_some
        server.shutdown()


def test_a_request_is_a_span_of_the_callers_trace(collector, caplog):
    settings, spans, has_some = collector
    with caplog.at_level("INFO"):
        client = Client(create_app(settings))
        client.get("/v1/editions/Zq7mark", headers={"traceparent": f"00-{TRACE}-{PARENT}-01"})
    assert has_some.wait(30)
    (span,) = spans
    assert (span.trace_id.hex(), span.parent_span_id.hex()) == (TRACE, PARENT)
    assert span.name == "GET /v1/editions/<edition_id>"
    assert "Zq7mark" not in str(span)
    (logged,) = (record for record in caplog.records if record.getMessage() == "request")
    assert (logged.trace_id, logged.span_id) == (TRACE, span.span_id.hex())


def test_without_a_place_to_send_them_there_are_none():
    assert Settings().traces_endpoint is None
    assert create_app(Settings()).extensions["biaogan"].traces is None
