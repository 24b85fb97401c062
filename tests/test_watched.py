"""What the running service shows: the counts of all workers, and a log without submitted values or server names."""

import json
import os
import re
import signal
import socket
from pathlib import Path

import pytest

from tests.running import PATIENCE, Running, all_of, free_port, wait_for

MARK = "Zq7mark"
"""Part of everything that is sent to the service."""


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    port = free_port()
    with Running(tmp_path_factory.mktemp("watched"), WEB_CONCURRENCY="2", METRICS_PORT=str(port)) as service:
        service.metrics_port = port
        yield service.wait_until_ready()


def graded(service):
    """How many graded lines the metrics count."""
    answer = service.ask("GET", "/metrics", port=service.metrics_port)
    assert answer.status == 200
    found = re.findall(r'^biaogan_lines_total{.*"at_benchmark"} (.*)$', answer.content.decode(), re.MULTILINE)
    return sum(map(float, found))


def test_the_counts_of_all_workers_are_added_up_and_survive_a_worker(watched):
    """A request is counted just after its answer, so the test waits for the counts."""
    expected = graded(watched)
    for victim in (None, *watched.workers()):
        if victim:
            os.kill(victim, signal.SIGKILL)
            wait_for(lambda victim=victim: victim not in watched.workers())
            watched.wait_until_ready()
        for _ in range(10):
            assert watched.post().status == 200
        expected += 10
        wait_for(lambda: graded(watched), expected)


def test_a_dead_worker_leaves_no_extra_file(watched):
    files = {
        line.rpartition(b" ")[2].decode()
        for pid in (watched.process.pid, *watched.workers())
        for line in _of_process(pid, "maps").splitlines()
        if line.endswith(b".db")
    }
    (folder,) = {Path(file).parent for file in files}
    seats = (0, 1, 2)  # the master, which counts nothing, and the two workers
    kept = {file.name for file in folder.iterdir()}
    assert kept <= {f"{kind}_{seat}.db" for kind in ("counter", "histogram") for seat in seats}


def _of_process(pid, name):
    return Path(f"/proc/{pid}/{name}").read_bytes()


def test_metrics_are_on_their_own_port_only(watched):
    assert watched.ask("GET", "/metrics").status == 404
    assert watched.ask("GET", "/metrics", headers={"Host": f"127.0.0.1:{watched.metrics_port}"}).status == 404


def marked_requests():
    """Requests with the mark in the path, the query, every field and every header, complete and malformed."""
    fields = ("id", "benchmark", "capacity", "capacity_unit", "intensity", "intensity_unit", "operating_days", "group")
    line = dict.fromkeys(fields, f"{MARK}-value") | {f"{MARK}-field": f"{MARK}-value"}
    around = dict.fromkeys(("goal", "edition", "weighting", "strict"), f"{MARK}-around")
    names = (
        "Accept", "Accept-Language", "Authorization", "Content-Encoding", "Cookie", "If-None-Match", "Origin",
        "Referer", "traceparent", "User-Agent", "X-Forwarded-For", f"X-{MARK}",
    )  # fmt: skip
    headers = dict.fromkeys(names, f"{MARK}-header") | {"X-Request-ID": f"{MARK} is no id"}
    json_type = {"Content-Type": "application/json"}
    yield "POST", "/v1/evaluations", json.dumps({"lines": [line]}), json_type
    yield "POST", "/v1/evaluations", json.dumps({"lines": [line], "strict": True}), json_type
    yield "POST", "/v1/evaluations", json.dumps({"lines": [line], **around}), json_type
    yield "POST", "/v1/evaluations", f'{{"{MARK}', json_type
    yield "POST", "/v1/evaluations", MARK, {"Content-Type": f"text/{MARK}"}
    for path in (f"/{MARK}", f"/v1/benchmarks/{MARK}?q={MARK}&{MARK}=1", f"/v1/units?q={MARK}", f"/problems/{MARK}"):
        yield "GET", path, None, headers
    yield MARK, f"/v1/units?{MARK}", None, {}


MALFORMED = [
    f"GET /{MARK}\r\n\r\n",
    f"GET /{MARK} HTTP/1.1\r\n{MARK} : x\r\n\r\n",
    f"GET /{MARK} HTTP/1.1\r\nHost: {MARK}\r\n {MARK}\r\n\r\n",
    f"GET /{MARK} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: {MARK}\r\n\r\n",
    f"GET /{MARK} HTTP/1.1\r\nHost: a\r\nExpect: {MARK}\r\n\r\n",
    f"GET /{MARK} HTTP/1.1\r\nHost: a\r\nContent-Length: {MARK}\r\n\r\n",
    f"GET /{MARK * 2000} HTTP/1.1\r\nHost: a\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: a\r\nX-{MARK}: {MARK * 5000}\r\n\r\n",
    f"GET / {MARK}/1.1\r\nHost: a\r\n\r\n",
    f"{MARK} {MARK}\r\n\r\n",
    f"POST /v1/evaluations HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{MARK}\r\n",
]


def log_with(service, request_id):
    """The log, with a last request of that id in it."""
    service.ask("GET", "/nowhere", headers={"X-Request-ID": request_id})
    return service.log_with(request_id)


def test_no_submitted_value_gets_into_the_log(watched):
    """The figures of plants are commercial secrets, and many people read logs."""
    for method, path, body, headers in marked_requests():
        answer = watched.ask(method, path, body, headers)
        assert answer.status == 200 or 400 <= answer.status < 500
    for text in MALFORMED:
        assert refusal(watched, text.encode())[0] >= 400
    log = log_with(watched, "the-last-one")
    assert MARK not in log
    assert len(re.findall("invalid request refused", log)) >= len(MALFORMED) - 1


def test_every_line_of_the_log_is_one_json_object(watched):
    lines = [json.loads(line) for line in log_with(watched, "in-the-log").splitlines()]
    assert all({"event", "level", "timestamp", "logger"} <= set(line) for line in lines)
    (found,) = (line for line in lines if line.get("request_id") == "in-the-log")
    assert (found["event"], found["route"], found["status"], found["method"]) == ("request", "unmatched", 404, "GET")


def refusal(service, sent):
    with service.connect() as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        head, _, body = all_of(connection).partition(b"\r\n\r\n")
    status, _, rest = head.decode().partition("\r\n")
    return int(status.split()[1]), dict(line.split(": ", 1) for line in rest.split("\r\n")), body


@pytest.mark.parametrize("sent", MALFORMED[:-1])
def test_a_malformed_request_gets_a_problem_like_every_failure(watched, sent):
    """gunicorn's own error page would quote the request."""
    status, headers, body = refusal(watched, sent.encode())
    assert status in {400, 414, 417, 431, 501}
    assert headers["Content-Type"] == "application/problem+json"
    assert json.loads(body)["status"] == status
    for name, value in (("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store"), ("Server", "biaogan")):
        assert headers[name] == value
    assert MARK not in body.decode()


def test_no_header_names_the_server_software(watched):
    for path in ("/healthz", "/v1/units", "/nowhere", "/docs"):
        answer = watched.ask("GET", path)
        assert answer.getheader("Server") == "biaogan"
        assert not re.search(r"gunicorn|python|werkzeug|flask", f"{answer.headers}", re.IGNORECASE)


def test_a_start_that_fails_says_why_in_the_log(tmp_path):
    keys = tmp_path / "keys.txt"
    keys.write_text("no key\n", encoding="ascii")
    with Running(tmp_path, WEB_CONCURRENCY="1", API_KEYS_FILE=str(keys)) as service:
        assert service.process.wait(PATIENCE) == 3
    assert "API_KEYS_FILE: keys.txt: line 1: not id:salt:hash" in service.log_text().splitlines()
