"""SIGTERM: `/readyz` says so while the sockets still answer, what is under way is finished, and the exit code is 0."""

import contextlib
import json
import signal
import time

import pytest

from tests.running import LINE, PATIENCE, SMALL, Running, answer_on, begun, head

AT_MOST = 20
"""Seconds that a scheduler gives a container to stop."""


@pytest.fixture
def start(tmp_path):
    """Start a service with these settings; it is ended with the test."""
    with contextlib.ExitStack() as stack:

        def started(**settings):
            service = Running(tmp_path, WEB_CONCURRENCY="1", **settings).wait_until_ready()
            stack.callback(lambda: service.process.poll() is None and service.stop())
            return service

        yield started


def wait_until_told(running):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        answer = running.ask("GET", "/readyz")
        if answer.status == 503:
            return answer
        time.sleep(0.02)
    raise AssertionError


def test_while_it_drains_it_says_so_and_takes_what_still_comes(start):
    running = start(DRAIN_SECONDS="3")
    running.process.send_signal(signal.SIGTERM)
    answer = wait_until_told(running)
    assert json.loads(answer.content)["type"] == "/problems/not_ready"
    assert int(answer.getheader("Retry-After")) > 0
    assert running.ask("GET", "/healthz").status == 200
    assert running.post().status == 200
    assert running.process.wait(PATIENCE) == 0


def test_a_large_list_under_way_is_answered_whole(start):
    running = start()
    body = b'{"lines":[' + b",".join([LINE] * 100_000) + b"]}"
    with running.connect() as connection:
        begun(connection, body, len(body) - 1)
        running.process.send_signal(signal.SIGTERM)
        connection.sendall(body[-1:])
        answer = answer_on(connection)
    assert answer.status == 200
    assert json.loads(answer.content)["lines"]["graded"] == 100_000
    assert running.process.wait(PATIENCE) == 0


def test_connections_that_say_nothing_do_not_hold_up_the_stop(start):
    """Idle ones, kept ones, and half-sent requests."""
    running = start()
    with contextlib.ExitStack() as stack:
        kept, *others = (stack.enter_context(running.connect()) for _ in range(20))
        kept.sendall(head(f"Content-Length: {len(SMALL)}") + SMALL)
        assert answer_on(kept).status == 200
        for connection in others[:5]:
            connection.sendall(head("Content-Length: 1000"))
        for connection in others[5:10]:
            connection.sendall(b"GET /")
        begun(others[10], SMALL, 10)
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(AT_MOST) == 0


def test_a_kept_connection_may_ask_once_more(start):
    """A request that is on its way when the service stops is answered, and told that it was the last."""
    running = start()
    with running.connect() as other, running.connect() as kept:
        begun(other, SMALL, 10)
        kept.sendall(head(f"Content-Length: {len(SMALL)}") + SMALL)
        assert answer_on(kept).status == 200
        running.process.send_signal(signal.SIGTERM)
        kept.sendall(head(f"Content-Length: {len(SMALL)}") + SMALL)
        answer = answer_on(kept)
        assert answer.status == 200
        other.sendall(SMALL[10:])
        assert answer_on(other).status == 200
    assert running.process.wait(PATIENCE) == 0
