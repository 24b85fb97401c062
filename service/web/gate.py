"""The gate before the lists: one is evaluated at a time, a few wait, and the others are told at once to come back.

All threads of a process share one processor, so lists that were evaluated side by side would each take longer, hold
more memory together, and delay everybody else. Small lists pass by the gate: they cost no more than any other request,
and whoever sends one should not wait for whoever sends a hundred thousand lines.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import g, request

from service.formats.registry import MEDIA_TYPES
from service.web import metrics
from service.web.problems import HttpProblemError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Response

SMALL_BODY = 64 * 1024
"""Bytes of a body that passes by the gate: a thousand short lines, some milliseconds of work. A body that is
compressed, as a workbook always is, may be a thousand times as much work as its size says, and never passes by."""

RETRY_AFTER = 2
"""Seconds after which a refused caller may come back: in that time about two of the largest lists are done."""


class Gate:
    """The places of one process: who has one may read a list; who has the turn may work on it."""

    def __init__(self, *, queue: int, most_bytes: int) -> None:
        """Let ``queue`` lists wait while one is evaluated; their bodies hold ``most_bytes`` at most, all together."""
        self._books = threading.Lock()
        self._free = queue + 1
        self._free_bytes = most_bytes
        self._is_taken = False
        self._waiting: deque[threading.Lock] = deque()

    def enter(self) -> Place:
        """A place. Raises the problem `busy`, without waiting."""
        with self._books:
            if not self._free:
                raise _busy()
            self._free -= 1
        return Place(self)

    def reserve(self, size: int) -> None:
        """Keep room for so many bytes more. Raises the problem `busy`."""
        with self._books:
            if size > self._free_bytes:
                raise _busy()
            self._free_bytes -= size

    def take_turn(self) -> None:
        """Wait for the turn; in the order in which it was asked for."""
        with self._books:
            if not self._is_taken:
                self._is_taken = True
                return
            call = threading.Lock()
            call.acquire()
            self._waiting.append(call)
        call.acquire()

    def pass_turn(self) -> None:
        """Hand the turn to whoever has waited longest."""
        with self._books:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False

    def free(self, size: int) -> None:
        """Take back a place and its room."""
        with self._books:
            self._free += 1
            self._free_bytes += size


class Place:
    """The place of one list; used by one thread at a time."""

    def __init__(self, gate: Gate) -> None:
        """Begin without room and without the turn."""
        self._gate = gate
        self._held = 0
        self._has_turn = False
        self._has_left = False
        self._waited = 0.0
        self.is_left_when_sent = False

    def hold(self, size: int) -> None:
        """Keep room for ``size`` bytes in all. Raises the problem `busy`."""
        if size > self._held:
            self._gate.reserve(size - self._held)
            self._held = size

    def take_turn(self) -> None:
        """Wait until no other list is worked on."""
        if not self._has_turn:
            asked = time.perf_counter()
            self._gate.take_turn()
            self._waited += time.perf_counter() - asked
            self._has_turn = True

    def pass_turn(self) -> None:
        """Let another list be worked on."""
        if self._has_turn:
            self._has_turn = False
            self._gate.pass_turn()

    def leave(self) -> None:
        """Give everything back; a second time changes nothing."""
        self.pass_turn()
        if not self._has_left:
            self._has_left = True
            self._gate.free(self._held)
            metrics.gate_wait_seconds(self._waited)


def enter(gate: Gate) -> None:
    """Take a place for the current request, before its body is read. Raises the problem `busy`."""
    length = request.content_length
    sent = MEDIA_TYPES.get(request.mimetype)
    is_packed = "Content-Encoding" in request.headers or (sent is not None and sent.is_compressed)
    if length is None or length > SMALL_BODY or is_packed:
        g.place = gate.enter()


def hold(size: int) -> None:
    """Keep room for ``size`` bytes of the current request's body, which is held whole. Raises the problem `busy`."""
    place: Place | None = g.get("place")
    if place:
        place.hold(size)


@contextmanager
def waiting_for_the_caller() -> Iterator[None]:
    """Let others work while the current request waits for the network; afterwards it has the turn."""
    place: Place | None = g.get("place")
    if place:
        place.pass_turn()
    yield
    if place:
        place.take_turn()


def in_turns(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, each made in a turn of its own; while a piece is sent, others work."""
    place: Place | None = g.get("place")
    while True:
        if place:
            place.take_turn()
        try:
            piece = next(pieces, None)
        finally:
            if place:
                place.pass_turn()
        if piece is None:
            return
        yield piece


def leave_when_sent(response: Response) -> Response:
    """Let others work once the answer is made, and give the place back once it is sent, or cannot be."""
    place: Place | None = g.get("place")
    if place:
        place.pass_turn()
        response.call_on_close(place.leave)
        place.is_left_when_sent = True
    return response


def leave_unanswered(_error: BaseException | None) -> None:
    """Give the place back if no answer could be made, not even one about a fault of our own."""
    place: Place | None = g.get("place")
    if place and not place.is_left_when_sent:
        place.leave()


def _busy() -> HttpProblemError:
    return HttpProblemError("busy", facts={"seconds": RETRY_AFTER}, headers={"Retry-After": str(RETRY_AFTER)})
