"""How long a connection waits for a client: longer only for a client that keeps the minimum rate."""

import itertools
import socket
import threading

import pytest

from service.serving import pace
from service.serving.pace import MIN_RATE, PacedSocket, _debt
from tests.running import PATIENCE


@pytest.fixture
def ends(monkeypatch):
    """Our end of a connection, and the client's."""
    monkeypatch.setattr(pace, "STALL_TIMEOUT", PATIENCE)
    ours, theirs = socket.socketpair()
    with PacedSocket.replace(ours) as paced, theirs:
        yield paced, theirs


@pytest.fixture
def impatient_ends(ends, monkeypatch):
    """The same, with a connection that is soon given up."""
    monkeypatch.setattr(pace, "STALL_TIMEOUT", 0.3)
    return ends


def test_available_bytes_are_read_at_once(ends):
    ours, theirs = ends
    theirs.sendall(b"list")
    assert ours.recv(100) == b"list"
    theirs.close()
    assert ours.recv(100) == b""


def test_a_client_that_sends_nothing_is_given_up(impatient_ends):
    with pytest.raises(TimeoutError):
        impatient_ends[0].recv(100)


def test_a_client_that_sends_slowly_is_given_up(impatient_ends):
    """Each wait is short, but their sum is too long."""
    ours, theirs = impatient_ends
    is_over = threading.Event()

    def trickle():
        while not is_over.wait(0.02):
            theirs.send(b"x")

    sender = threading.Thread(target=trickle)
    sender.start()
    try:
        with pytest.raises(TimeoutError):
            list(iter(lambda: ours.recv(100), b""))
    finally:
        is_over.set()
        sender.join()


def test_a_client_that_never_reads_is_given_up_like_one_that_has_gone(impatient_ends):
    with pytest.raises(BrokenPipeError):
        impatient_ends[0].sendall(bytes(64 * 1024 * 1024))


def test_a_large_answer_arrives_completely(ends):
    ours, theirs = ends
    answer = b"".join(number.to_bytes(4, "big") for number in range(2_000_000))
    received = []
    reader = threading.Thread(target=lambda: received.extend(iter(lambda: theirs.recv(65536), b"")))
    reader.start()
    ours.sendall(answer)
    ours.shutdown(socket.SHUT_WR)
    reader.join()
    assert b"".join(received) == answer


def test_a_new_request_begins_without_debt(ends):
    ours, theirs = ends
    ours._read_debt = ours._write_debt = PATIENCE
    ours.reset_debt()
    sender = threading.Timer(0.05, theirs.send, [b"x"])
    sender.start()
    assert ours.recv(1) == b"x"
    sender.join()


def test_a_shorter_timeout_of_gunicorn_counts(ends):
    """gunicorn sets one for the rest of a body."""
    ours, _ = ends
    ours.settimeout(0.01)
    with pytest.raises(TimeoutError):
        ours.recv(1)
    assert ours.gettimeout() == 0.01
    ours.settimeout(0)
    with pytest.raises(BlockingIOError):
        ours.recv(1)


@pytest.mark.parametrize(
    ("waits", "debt"),
    [
        ([(1.0, MIN_RATE)], 0),
        ([(1.0, MIN_RATE // 2)], 0.5),
        ([(1.0, 0), (1.0, 0)], 2),
        ([(9.0, 0), (0.0, 9 * MIN_RATE)], 0),
        ([(0.0, 100 * MIN_RATE), (5.0, 0)], 5),
    ],
)
def test_bytes_repay_debt_and_give_no_credit(waits, debt):
    assert list(itertools.accumulate(waits, lambda before, each: _debt(before, *each), initial=0.0))[-1] == debt
