"""Slow and silent clients: they block no thread that others need, and learn what happened to their requests."""

import contextlib
import select
import socket

import pytest

from tests.running import SMALL, Running, answer_on, exchange, head, hold_slot, wait_for

MORE_THAN_THREADS = 40


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """One worker and one slot, so that a test sees at once what is blocked."""
    with Running(tmp_path_factory.mktemp("slow"), WEB_CONCURRENCY="1", EVALUATION_QUEUE="0") as service:
        yield service.wait_until_ready()


@pytest.mark.parametrize(
    "part",
    [
        b"",
        b"P",
        b"POST /v1/evaluations HTTP/1.1\r\nHost: x\r\nX-",
        head("Content-Length: 1000"),
        head("Content-Length: 1000") + b'{"lines":[',
        head("Content-Length: 65536") + b'{"lines":[',
    ],
)
def test_half_sent_requests_block_no_thread(running, part):
    """There are more of them than threads, and other requests are answered."""
    with contextlib.ExitStack() as stack:
        for _ in range(MORE_THAN_THREADS):
            stack.enter_context(running.connect()).sendall(part)
        assert running.ask("GET", "/healthz").status == 200
        assert running.post().status == 200


def test_large_half_sent_lists_block_no_more_threads_than_there_are_slots(running):
    """The other lists are refused at once, and no thread waits to close their connections."""
    body = SMALL.ljust(1_000_000)
    with contextlib.ExitStack() as stack:
        stack.enter_context(hold_slot(running, body, 10))
        others = [stack.enter_context(running.connect()) for _ in range(MORE_THAN_THREADS)]
        for connection in others:
            connection.sendall(head(f"Content-Length: {len(body)}") + body[:10])
        assert running.ask("GET", "/healthz").status == 200
        assert running.post().status == 200
        statuses = [answer_on(connection).status for connection in others]
    assert statuses == [503] * len(others)


def test_the_health_check_never_waits_for_a_thread(running):
    """It is answered while clients that read nothing keep every thread busy, and other requests wait.

    That every thread is busy shows in a request that waits while twenty health checks, one after the other, are answered.
    """
    more_than_is_buffered = head(method="GET", path="/static/echarts/echarts.common.min.js") * 20
    with contextlib.ExitStack() as stack:
        for _ in range(MORE_THAN_THREADS):
            stack.enter_context(running.connect(receive_buffer=4096)).sendall(more_than_is_buffered)

        def is_overtaken():
            waiting, with_a_body = (stack.enter_context(running.connect()) for _ in range(2))
            waiting.sendall(head(method="GET", path="/v1/units"))
            with_a_body.sendall(head("Content-Length: 100000", method="GET", path="/healthz"))
            for _ in range(10):
                assert running.ask("GET", "/healthz").status == 200
                assert running.ask("GET", "/readyz").status == 200
            return not select.select([waiting, with_a_body], [], [], 0)[0]

        wait_for(is_overtaken)


def test_a_client_may_send_a_refused_list_to_its_end_and_then_read_the_answer(running):
    """Many clients read nothing before they have sent everything."""
    body = SMALL.ljust(8 * 1024 * 1024)
    with hold_slot(running, body, 10) as first, running.connect() as second:
        second.sendall(head(f"Content-Length: {len(body)}") + body)
        answer = answer_on(second)
        assert answer.status == 503
        assert answer.getheader("Retry-After")
        assert answer.getheader("Connection") == "close"
        first.sendall(body[10:])
        assert answer_on(first).status == 200


def test_a_complete_request_that_is_refused_keeps_its_connection(running):
    request = head(f"Content-Length: {len(SMALL)}") + SMALL
    with running.connect() as connection:
        for _ in range(3):
            connection.sendall(request.replace(b"application/json", b"application/nosj"))
            assert answer_on(connection).status == 415
        connection.sendall(request)
        assert answer_on(connection).status == 200


def test_a_request_in_many_pieces_is_answered(running):
    request = head(f"Content-Length: {len(SMALL)}") + SMALL
    with running.connect() as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for place in range(len(request)):
            connection.sendall(request[place : place + 1])
        assert answer_on(connection).status == 200


def test_pipelined_requests_are_answered_in_order(running):
    request = head(f"Content-Length: {len(SMALL)}") + SMALL
    last = head(f"Content-Length: {len(SMALL)}", "Connection: close") + SMALL
    answer = exchange(running, request + head(path="/healthz", method="GET") + last[:-5], last[-5:], half_close=False)
    assert answer.count(b"HTTP/1.1 200 ") == 3
    assert answer.count(b'"results":[') == 2


def test_a_client_that_ends_in_the_middle_of_a_small_body_gets_an_answer(running):
    answer = exchange(running, head(f"Content-Length: {len(SMALL)}") + SMALL[:-1])
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"incomplete_body" in answer


def test_a_head_without_an_end_is_refused(running):
    """gunicorn's limits apply, although the worker collects the head itself."""
    answer = exchange(running, b"GET / HTTP/1.1\r\n" + b"X-Filler: some text\r\n" * 10_000, half_close=False)
    assert answer.startswith(b"HTTP/1.1 431 ")
