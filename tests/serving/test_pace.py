"""How long a connection waits for the other side: for a while, and longer only for those who keep a least rate."""

import itertools
import socket
import threading

import pytest

from service.serving import pace
from service.serving.pace import MIN_RATE, PacedSocket, _debt


@pytest.fixture
def ends(monkeypatch):
    """Our end, with little patience, and that of the other side."""
    monkeypatch.setattr(pace, "STALL_TIMEOUT", 0.3)
    ours, theirs = socket.socketpair()
    with PacedSocket.replace(ours) as paced, theirs:
        yield paced, theirs


def test_what_is_there_is_read_at_once(ends):
    ours, theirs = ends
    theirs.sendall(b"list")
    assert ours.recv(100) == b"list"
    theirs.close()
    assert ours.recv(100) == b""


def test_who_sends_nothing_is_given_up(ends):
    with pytest.raises(TimeoutError):
        ends[0].recv(100)


def test_who_sends_a_byte_now_and_then_is_given_up(ends):
    """Every single wait is short: it is their sum that is too long."""
    ours, theirs = ends
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


def test_who_never_reads_is_given_up_as_one_who_has_gone(ends):
    with pytest.raises(BrokenPipeError):
        ends[0].sendall(bytes(64 * 1024 * 1024))


def test_a_large_answer_arrives_whole(ends):
    ours, theirs = ends
    answer = b"".join(number.to_bytes(4, "big") for number in range(2_000_000))
    received = []
    reader = threading.Thread(target=lambda: received.extend(iter(lambda: theirs.recv(65536), b"")))
    reader.start()
    ours.sendall(answer)
    ours.shutdown(socket.SHUT_WR)
    reader.join()
    assert b"".join(received) == answer


def test_a_new_request_begins_without_debts(ends):
    ours, theirs = ends
    with pytest.raises(TimeoutError):
        ours.recv(1)
    ours.reset_debt()
    sender = threading.Timer(0.05, theirs.send, [b"x"])
    sender.start()
    assert ours.recv(1) == b"x"
    sender.join()


def test_a_shorter_wait_that_is_asked_for_is_kept(ends):
    """gunicorn's own deadline, for the rest of a body, counts where it is the shorter one."""
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
def test_bytes_pay_off_debts_and_are_never_saved_up(waits, debt):
    assert list(itertools.accumulate(waits, lambda before, each: _debt(before, *each), initial=0.0))[-1] == debt
