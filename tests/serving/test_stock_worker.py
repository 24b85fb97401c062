"""The way out: the service on gunicorn's own threaded worker, as docs/operations.md says."""

import json
import re
import signal

import pytest

from tests.running import LINE, PATIENCE, PROJECT, Running, all_of, begin_request, wait_for

BODY = b'{"lines":[' + b",".join([LINE] * 2000) + b"]}"


@pytest.fixture
def running(tmp_path):
    """One stock worker, started as the page says."""
    page = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
    (arguments,) = re.findall(r"`GUNICORN_CMD_ARGS=(.+?)`", page)
    with Running(tmp_path, WEB_CONCURRENCY="1", GUNICORN_CMD_ARGS=arguments) as service:
        yield service.wait_until_ready()
    assert "Using worker: gthread" in service.log_text()


def graded(content):
    return json.loads(content)["lines"]["graded"]


def test_it_evaluates_a_list_and_finishes_another_when_it_is_stopped(running):
    assert json.loads(running.ask("GET", "/healthz").content) == {"status": "ok"}
    answer = running.post(BODY)
    assert (answer.status, graded(answer.content), answer.getheader("Server")) == (200, 2000, "biaogan")
    with running.connect() as connection:
        begin_request(connection, BODY, len(BODY) - 1)
        running.process.send_signal(signal.SIGTERM)
        connection.sendall(BODY[-1:])
        head, _, content = all_of(connection).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert graded(content) == 2000
    assert running.process.wait(PATIENCE) == 0


def test_a_reload_finishes_what_is_under_way(running):
    (old,) = running.workers()
    with running.connect() as connection:
        begin_request(connection, BODY, len(BODY) - 1)
        running.process.send_signal(signal.SIGHUP)
        wait_for(lambda: running.workers() != [old])
        connection.sendall(BODY[-1:])
        assert all_of(connection).startswith(b"HTTP/1.1 200 ")
    wait_for(lambda: old not in running.workers())
    assert running.ask("GET", "/readyz").status == 200
