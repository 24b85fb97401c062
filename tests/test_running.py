"""The service as it is deployed: gunicorn with the project's own configuration, over sockets."""

import contextlib
import json
import select
import signal
from pathlib import Path

import pytest

from tests.running import (
    LINE,
    MIB,
    PATIENCE,
    PROJECT,
    SMALL,
    Running,
    all_of,
    answer_on,
    begin_request,
    chunk,
    exchange,
    head,
    paused,
)

LIMIT = 32 * MIB


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("running")
    with Running(folder, WEB_CONCURRENCY="2", MAX_BODY_BYTES=str(LIMIT)) as service:
        yield service.wait_until_ready()


@pytest.fixture
def alone(tmp_path):
    """A service of one worker, for one test."""
    with Running(tmp_path, WEB_CONCURRENCY="1") as service:
        yield service.wait_until_ready()


def test_it_lives_and_is_ready(running):
    assert json.loads(running.ask("GET", "/healthz").content) == {"status": "ok"}
    ready = json.loads(running.ask("GET", "/readyz").content)
    assert ready["status"] == "ready"
    assert ready["limits"]["body_bytes"] == LIMIT


def test_a_list_is_answered_and_the_connection_kept(running):
    with running.connect() as connection:
        for _ in range(3):
            connection.sendall(head(f"Content-Length: {len(SMALL)}") + SMALL)
            answer = answer_on(connection)
            assert answer.status == 200
            assert json.loads(answer.content)["lines"]["graded"] == 1


def test_a_chunked_list_is_answered_with_chunks_of_any_size(running):
    whole = running.post().content
    for size in (1, 7, len(SMALL)):
        chunks = b"".join(chunk(SMALL[start : start + size]) for start in range(0, len(SMALL), size))
        answer = exchange(running, head("Transfer-Encoding: chunked", "Connection: close") + chunks + b"0\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert answer.endswith(whole)


def test_a_chunked_body_over_the_limit_is_refused_whole(running):
    """The part before the limit is a complete list, padded: a server that cut the body there would evaluate it."""
    parts = [head("Transfer-Encoding: chunked", "Connection: close"), chunk(SMALL)]
    parts += [chunk(b" " * MIB)] * (LIMIT // MIB)
    answer = exchange(running, *parts, b"0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"too_large" in answer
    assert b'"results"' not in answer


def test_a_length_over_the_limit_is_refused_before_the_body_arrives(running):
    with running.connect() as connection:
        connection.sendall(head(f"Content-Length: {LIMIT + 1}"))
        assert answer_on(connection).status == 413


def test_the_rest_of_a_refused_body_is_not_read_as_a_request(running):
    """It must never become the next request of the connection."""
    smuggled = head(method="GET", path="/healthz")
    for first in (
        head("Content-Length: 100", "Accept: text/csv") + smuggled.ljust(100, b" "),
        head(f"Content-Length: {len(smuggled)}").replace(b"application/json", b"text/plain") + smuggled,
        head(f"Content-Length: {len(smuggled)}", path="/nowhere") + smuggled,
        head(f"Content-Length: {len(smuggled)}", path="/healthz") + smuggled,
    ):
        answer = exchange(running, first)
        assert answer.startswith(b"HTTP/1.1 4")
        assert b'{"status":"ok"}' not in answer
        assert answer.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize(
    "sent",
    [
        0,
        1,
        len(SMALL) // 2,
        len(SMALL) - 1,
        len(SMALL),
    ],
)
def test_a_body_that_ends_before_its_length_is_never_evaluated(running, sent):
    """A connection that ends early gets 400 or nothing, even if the received part is a complete list."""
    answer = exchange(running, head(f"Content-Length: {len(SMALL) + 1}", "Connection: close") + SMALL[:sent])
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400 ")
    assert b'"results"' not in answer


def test_an_incomplete_ndjson_list_is_never_evaluated(running):
    """Part of a list is never evaluated as if it were the whole list; here it ends at the end of a line."""
    whole = (LINE + b"\n") * 10
    sent = head(f"Content-Length: {len(whole)}", "Connection: close").replace(b"/json", b"/x-ndjson")
    answer = exchange(running, sent + whole[: 3 * len(LINE) + 3])
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400 ")
    assert b'"graded"' not in answer


@pytest.mark.parametrize(
    "end",
    [
        b"",
        b"0",
        b"5\r\nab",
        b"0\r\n",
        b"zz\r\n",
        b"-1\r\n",
        b"\r\n",
    ],
)
def test_a_chunked_body_without_its_end_is_never_evaluated(running, end):
    answer = exchange(running, head("Transfer-Encoding: chunked", "Connection: close") + chunk(SMALL) + end)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400 ")
    assert b'"results"' not in answer


@pytest.mark.parametrize(
    "headers",
    [
        [f"Content-Length: {len(SMALL)}", f"Content-Length: {len(SMALL)}"],
        [f"Content-Length: {len(SMALL)}", "Content-Length: 5"],
        [f"Content-Length: {len(SMALL)}, {len(SMALL)}"],
        [f"Content-Length: {len(SMALL)}", "Transfer-Encoding: chunked"],
        ["Transfer-Encoding: chunked", f"Content-Length: {len(SMALL)}"],
        ["Transfer-Encoding: chunked, chunked"],
        ["Transfer-Encoding: chunked", "Transfer-Encoding: identity"],
        ["Transfer-Encoding: xchunked"],
        [f"Content-Length: +{len(SMALL)}"],
        [f"Content-Length: -{len(SMALL)}"],
        [f"Content-Length : {len(SMALL)}"],
        [f"Content_Length: {len(SMALL)}", "Content-Length: 1e3"],
    ],
)
def test_a_body_of_ambiguous_length_is_refused(running, headers):
    """If two servers disagree where a body ends, requests can be smuggled past a proxy."""
    answer = exchange(running, head(*headers) + SMALL)
    assert b" 200 " not in answer.partition(b"\r\n")[0]
    assert b'"results"' not in answer
    assert answer.count(b"HTTP/1.1 ") <= 1


def test_without_a_length_there_is_no_body(running):
    answer = exchange(running, head("Connection: close"))
    assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 411 "))
    assert b"application/problem+json" in answer


def test_a_big_list_does_not_block_the_health_check(alone):
    """The answer to the health check comes first, although its request came later."""
    body = b'{"lines":[' + b",".join([LINE] * 200_000) + b"]}"
    with alone.connect() as big:
        big.sendall(head(f"Content-Length: {len(body)}", "Connection: close") + body)
        for _ in range(3):
            assert alone.ask("GET", "/healthz").status == 200
        assert select.select([big], [], [], 0)[0] == []
        answer = all_of(big)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b'"lines":{"submitted":200000,"graded":200000,"ungraded":0,"rejected":0}' in answer


def test_half_sent_requests_do_not_block_others(running):
    """Three clients stop in the middle of a body; the others are answered."""
    with contextlib.ExitStack() as stack:
        for _ in range(3):
            connection = stack.enter_context(running.connect())
            connection.sendall(head("Content-Length: 1000") + b'{"lines":[')
        assert [running.post().status for _ in range(4)] == [200] * 4


def test_every_worker_gives_the_same_bytes(running):
    """Same input and same fingerprint give the same answer from every worker."""
    body = (PROJECT / "examples" / "mixed.json").read_bytes()
    workers = running.workers()
    assert len(workers) == 2
    answers = []
    for other in workers:
        with paused(other):
            answer = running.post(body, {"X-Request-ID": "case"})
            answers.append((answer.status, answer.content, answer.getheader("Benchmark-Data")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 200


def test_requests_that_gunicorn_refuses_reveal_only_a_status(running):
    for request in (b"nonsense\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", head("X: " + "x" * 9000), b"GET /" + b"x" * 9000):
        answer = exchange(running, request)
        assert b"Traceback" not in answer
        assert b'"results"' not in answer
        assert answer == b"" or answer.startswith((b"HTTP/1.1 4", b"HTTP/1.1 505"))


def test_no_list_and_no_id_of_a_plant_is_logged(running):
    running.post(SMALL.replace(b'"capacity":1', b'"capacity":"secret","id":"secret-plant"'))
    running.ask("GET", "/v1/benchmarks?q=secret-plant", headers={"X-Request-ID": "last-of-both"})
    assert "secret" not in running.log_with("last-of-both")


def test_a_stop_lets_a_running_request_finish(alone):
    """After SIGTERM the running request is answered, and the process ends with exit code 0."""
    with alone.connect() as connection:
        begin_request(connection, SMALL, 20)
        alone.process.send_signal(signal.SIGTERM)
        alone.log_with("Handling signal: term")
        assert alone.process.poll() is None
        connection.sendall(SMALL[20:])
        answer = all_of(connection)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["lines"]["graded"] == 1
    assert alone.process.wait(PATIENCE) == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAX_LINES", "many"),
        ("BENCHMARKS_DIR", "/nowhere"),
        ("WEB_CONCURRENCY", "0"),
        ("PORT", "70000"),
        ("METRICS_PORT", "0"),
    ],
)
def test_a_service_that_cannot_start_ends_and_says_why(tmp_path, name, value):
    """The log names the wrong setting or the missing data and has no traceback; no file is left behind."""
    with Running(tmp_path, **{"WEB_CONCURRENCY": "2", name: value}) as service:
        assert service.process.wait(PATIENCE) == 3
    log = service.log_text()
    assert value in log
    assert name in log or name == "BENCHMARKS_DIR"
    assert "Traceback" not in log
    assert list(Path("/dev/shm").glob(f"biaogan-metrics-{service.process.pid}-*")) == []  # noqa: S108 - where they are
