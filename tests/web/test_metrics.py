"""What is counted, and what can never become a time series."""

import logging
import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from service.settings import Settings, SettingsError
from service.web import metrics
from tests.web.client import Client, get, make_app, post, send
from tests.web.wire import line


def counts():
    """Every sample that is served, by name and labels."""
    text = get("/metrics").body.decode()
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def gained(act):
    """What an action adds to the counts; asking for them adds to them, too, and is left out."""
    before = counts()
    act()
    return {
        name: value - before.get(name, 0)
        for name, value in counts().items()
        if value != before.get(name, 0) and ("route", "/metrics") not in name
    }


def test_lines_are_counted_by_standing_and_reason_and_their_faults_by_code():
    sent = [
        line(),
        line(intensity=110),
        line(intensity=118, id="a"),
        line(intensity=None),
        {"benchmark": "steel.converter", "capacity": 1, "intensity": 1, "capacity_unit": "t/a"},
        {"benchmark": "no such thing", "capacity": -1},
        line(id="a"),
    ]
    ended = post(sent).json["lines"]
    new = gained(lambda: post(sent))
    by_standing = {name[2][1]: value for name, value in new.items() if name[0] == "biaogan_lines_total"}
    assert by_standing["rejected"] == ended["rejected"] == 2
    assert by_standing["at_benchmark"] + by_standing["between"] + by_standing["below_baseline"] >= 3
    assert sum(value for name, value in new.items() if name[0] == "biaogan_lines_total") == len(sent)
    assert new["biaogan_lines_total", ("reason", "intensity_missing"), ("standing", "ungraded")] == 1
    assert {name[1][1]: value for name, value in new.items() if name[0] == "biaogan_line_faults_total"} == {
        "not_positive": 1,
        "unknown_benchmark": 1,
        "duplicate_id": 1,
    }
    assert new[("biaogan_list_lines_count",)] == 1
    assert new[("biaogan_list_lines_sum",)] == len(sent)


def test_requests_are_counted_by_route_and_status():
    new = gained(lambda: get("/v1/editions/ndrc-2021"))
    route = ("route", "/v1/editions/<edition_id>")
    assert new["biaogan_http_requests_total", ("method", "GET"), route, ("status", "200")] == 1
    assert new["biaogan_http_request_duration_seconds_count", ("method", "GET"), route] == 1


def test_unknown_paths_and_methods_are_one_series():
    """Labels never come from what was sent."""

    def knock():
        for number in range(20):
            send("GET", f"/wp-admin-{number}?token=abc-{number}")
            send(f"KNOCK{number}", "/v1/units")

    new = [name for name in gained(knock) if name[0] == "biaogan_http_requests_total"]
    assert sorted(new) == [
        ("biaogan_http_requests_total", ("method", method), ("route", "unmatched"), ("status", status))
        for method, status in (("GET", "404"), ("other", "405"))
    ]


def test_failures_are_counted_by_code():
    assert gained(lambda: post(b"{"))["biaogan_problems_total", ("code", "malformed_json")] == 1


def test_waits_at_the_gate_are_counted():
    new = gained(lambda: [metrics.observe_gate_wait(seconds) for seconds in (0, 0.05, 100)])
    assert new[("biaogan_gate_wait_seconds_count",)] == 3
    assert new["biaogan_gate_wait_seconds_bucket", ("le", "0.1")] == 2
    assert new["biaogan_gate_wait_seconds_bucket", ("le", "+Inf")] == 3


def test_version_and_fingerprint_are_one_series():
    ready = get("/readyz").json
    found = [name for name in counts() if name[0] == "biaogan_info"]
    assert found == [("biaogan_info", ("fingerprint", ready["fingerprint"]), ("version", ready["version"]))]


def test_metrics_keep_to_their_own_port():
    client = Client(make_app(metrics_port=9001))

    def status(path, port, host="localhost"):
        options = {"headers": {"Host": host}, "environ_overrides": {"SERVER_PORT": str(port)}}
        with client._application.test_client().get(path, **options) as answer:
            return answer.status_code

    assert (status("/metrics", 9001), status("/metrics", 8000)) == (200, 404)
    assert status("/metrics", 8000, host="localhost:9001") == 404
    assert (status("/healthz", 9001), status("/v1/units", 9001), status("/healthz", 8000)) == (404, 404, 200)


@pytest.mark.parametrize(("port", "main"), [("8000", ""), ("9", "9"), ("65536", ""), ("x", "")])
def test_an_invalid_metrics_port_is_refused(port, main):
    given = {"METRICS_PORT": port, "PORT": main}
    with pytest.raises(SettingsError, match="METRICS_PORT"):
        Settings.from_mapping(given)


def request_lines(caplog):
    return [record for record in caplog.records if record.getMessage() == "request"]


def test_every_request_is_one_line_of_the_log(caplog):
    with caplog.at_level(logging.INFO):
        answer = post([line(), {}], headers={"X-Request-ID": "case-1", "traceparent": f"00-{'a' * 32}-{'b' * 16}-01"})
    (logged,) = request_lines(caplog)
    assert {
        name: getattr(logged, name)
        for name in ("request_id", "method", "route", "status", "lines", "rejected", "bytes_out", "trace_id", "span_id")
    } == {
        "request_id": "case-1",
        "method": "POST",
        "route": "/v1/evaluations",
        "status": 200,
        "lines": 2,
        "rejected": 1,
        "bytes_out": len(answer.body),
        "trace_id": "a" * 32,
        "span_id": "b" * 16,
    }
    assert logged.bytes_in > 0
    assert logged.duration_ms > 0


@pytest.mark.parametrize(
    "sent",
    ["", "secret"]
    + [f"{version}-{of * 32}-{'b' * 16}-01" for version, of in (("00", "0"), ("ff", "a"), ("00", "A"), ("0", "a"))],
)
def test_an_invalid_trace_is_ignored(sent, caplog):
    with caplog.at_level(logging.INFO):
        get("/healthz", headers={"traceparent": sent})
    (logged,) = request_lines(caplog)
    assert not hasattr(logged, "trace_id")


def test_a_line_of_the_log_comes_when_the_answer_is_given_up_too(caplog):
    answer = make_app().test_client().get("/docs", buffered=False)
    assert not request_lines(caplog)
    with caplog.at_level(logging.INFO):
        answer.close()
    assert [record.route for record in request_lines(caplog)] == ["/docs"]


def test_metrics_are_in_the_text_format():
    assert re.match(r"text/plain; version=[0-9.]+; charset=utf-8", get("/metrics").headers["Content-Type"])
