"""SIGTERM: `/readyz` answers 503 at once, running requests are finished, and the exit code is 0."""

import contextlib
import json
import signal

import pytest

from tests.running import LINE, PATIENCE, SMALL, Running, answer_on, begin_request, head, wait_for


@pytest.fixture
def start(tmp_path):
    """Start a service with these settings; it ends with the test."""
    with contextlib.ExitStack() as stack:

        def start_service(**settings):
            service = stack.enter_context(Running(tmp_path, WEB_CONCURRENCY="1", **settings))
            return service.wait_until_ready()

        yield start_service


def test_while_it_drains_it_is_not_ready_and_still_answers(start):
    """It would drain for ten minutes; SIGQUIT ends that."""
    running = start(DRAIN_SECONDS="600")
    running.process.send_signal(signal.SIGTERM)
    wait_for(lambda: running.ask("GET", "/readyz").status, 503)
    answer = running.ask("GET", "/readyz")
    assert json.loads(answer.content)["type"] == "/problems/not_ready"
    assert int(answer.getheader("Retry-After")) > 0
    assert running.ask("GET", "/healthz").status == 200
    assert running.post().status == 200
    running.process.send_signal(signal.SIGQUIT)
    assert running.process.wait(PATIENCE) == 0


def test_it_ends_by_itself_when_it_has_drained(start):
    running = start(DRAIN_SECONDS="1")
    assert running.stop() == 0
    assert running.killed_workers() == set()


def test_a_large_list_is_answered_completely(start):
    running = start()
    body = b'{"lines":[' + b",".join([LINE] * 100_000) + b"]}"
    with running.connect() as connection:
        begin_request(connection, body, len(body) - 1)
        running.process.send_signal(signal.SIGTERM)
        connection.sendall(body[-1:])
        answer = answer_on(connection)
    assert answer.status == 200
    assert json.loads(answer.content)["lines"]["graded"] == 100_000
    assert running.process.wait(PATIENCE) == 0


def test_silent_connections_do_not_delay_the_stop(start):
    """New and kept connections without a request, and half-sent requests."""
    running = start()
    with contextlib.ExitStack() as stack:
        kept, *others = (stack.enter_context(running.connect()) for _ in range(20))
        kept.sendall(head(f"Content-Length: {len(SMALL)}") + SMALL)
        assert answer_on(kept).status == 200
        for connection in others[:5]:
            connection.sendall(head("Content-Length: 1000"))
        for connection in others[5:10]:
            connection.sendall(b"GET /")
        begin_request(others[10], SMALL, 10)
        assert running.stop() == 0
    assert running.killed_workers() == set()


def test_a_kept_connection_gets_one_more_answer(start):
    """A request that is on its way when the service stops is answered."""
    running = start()
    with running.connect() as other, running.connect() as kept:
        begin_request(other, SMALL, 10)
        kept.sendall(head(f"Content-Length: {len(SMALL)}") + SMALL)
        assert answer_on(kept).status == 200
        running.process.send_signal(signal.SIGTERM)
        kept.sendall(head(f"Content-Length: {len(SMALL)}") + SMALL)
        answer = answer_on(kept)
        assert answer.status == 200
        other.sendall(SMALL[10:])
        assert answer_on(other).status == 200
    assert running.process.wait(PATIENCE) == 0
