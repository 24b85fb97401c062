"""Callers who keep their connections do not stay together in one worker while another one is free."""

import contextlib
import http.client
import threading
from pathlib import Path

import pytest

from service.serving.occupancy import MAX_NUMBER, Occupancy
from tests.running import LINE, PATIENCE, SMALL, Running, wait_for

LIST = b'{"lines":[' + b",".join([LINE] * 20_000) + b"]}"
JSON = {"Content-Type": "application/json"}


class Caller:
    """A caller with a connection that is kept as long as the service keeps it."""

    def __init__(self, running):
        self.running = running
        self.connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=PATIENCE)
        self.post(SMALL)

    def post(self, body):
        self.connection.request("POST", "/v1/evaluations", body, JSON)
        answer = self.connection.getresponse()
        answer.read()
        assert answer.status == 200

    def worker(self):
        """The process that holds the other end of the connection; None while there is none."""
        if self.connection.sock is None:
            return None
        here = f"0100007F:{self.connection.sock.getsockname()[1]:04X}"
        rows = [row.split() for row in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
        inode = next((row[9] for row in rows if row[2] == here), None)
        return next((pid for pid in self.running.workers() if f"socket:[{inode}]" in sockets_of(pid)), None)


def sockets_of(pid):
    found = set()
    for each in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            found.add(str(each.readlink()))
    return found


@pytest.fixture
def running(tmp_path):
    with Running(tmp_path, WEB_CONCURRENCY="2", EVALUATION_QUEUE="8") as service:
        yield service.wait_until_ready()


@pytest.fixture
def callers(running):
    """Three of them: two must share a worker."""
    with contextlib.ExitStack() as stack:
        callers = [Caller(running) for _ in range(3)]
        for caller in callers:
            stack.callback(caller.connection.close)
        yield callers


def post_until(is_over, caller):
    while not is_over.is_set():
        caller.post(LIST)


def test_two_callers_in_one_worker_end_up_in_two(callers):
    workers = [caller.worker() for caller in callers]
    one, other, *_ = (caller for caller, worker in zip(callers, workers, strict=True) if workers.count(worker) > 1)
    is_over = threading.Event()
    threads = [threading.Thread(target=post_until, args=[is_over, caller]) for caller in (one, other)]
    for thread in threads:
        thread.start()
    try:
        wait_for(lambda: len({one.worker(), other.worker()} - {None}), expected=2)
    finally:
        is_over.set()
        for thread in threads:
            thread.join()


def test_a_lonely_caller_keeps_the_connection(callers):
    caller = callers[0]
    used = caller.connection.sock
    for _ in range(5):
        caller.post(LIST)
        assert caller.connection.sock is used


def test_a_worker_is_free_while_it_accepts_connections_and_has_no_list():
    occupancy = Occupancy()
    assert not occupancy.has_free_worker()
    for number, lists, expected in (
        (1, 0, True),
        (1, 1, False),
        (2, 3, False),
        (2, 1000, False),
        (MAX_NUMBER, 0, True),
    ):
        occupancy.set(number, lists)
        assert occupancy.has_free_worker() is expected
    occupancy.remove(MAX_NUMBER)
    assert not occupancy.has_free_worker()
    occupancy.set(MAX_NUMBER + 1, 0)
    assert not occupancy.has_free_worker()
