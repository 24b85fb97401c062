"""The admission queue for lists: one is evaluated at a time, a few wait, and the others get 503 `busy` immediately.

All threads of a process share one processor. Lists evaluated side by side would each take longer, use more memory
together, and delay every other request. Small lists do not queue: they cost no more than any other request, and should
not wait for a list of a hundred thousand lines.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

from flask import g, request

from service.formats.registry import MEDIA_TYPES
from service.web import metrics
from service.web.http_problem import HttpProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Response

SMALL_BODY = 64 * 1024
"""Bytes of a body that does not queue: a thousand short lines, some milliseconds of work. A compressed body, as a
workbook always is, may be a thousand times as much work as its size says, and always queues."""

RETRY_AFTER = 2
"""Seconds after which a refused caller may try again; about two of the largest lists are done in that time."""


class Gate:
    """The semaphores of one process: a request with a slot may read its list, the one with the turn may work on it."""

    def __init__(self, *, queue: int, max_bytes: int) -> None:
        """Let ``queue`` lists wait while one is evaluated; ``max_bytes`` limits the sum of their bodies in memory."""
        self.slots = BoundedSemaphore(queue + 1)
        self.turn = Lock()
        self.free_bytes = max_bytes
        self.lists = 0
        """The slots in use."""
        self.report: Callable[[int], None] = lambda _: None
        """Called with the number of slots in use whenever it changes."""
        self.counting = Lock()

    def count(self, change: int) -> None:
        """Count a slot that was acquired (1) or released (-1)."""
        with self.counting:
            self.lists += change
            self.report(self.lists)


class Slot:
    """A slot of the gate, with the memory and the turn of its request; used by one thread at a time."""

    def __init__(self, gate: Gate) -> None:
        """Acquire a slot, without waiting. Raises the problem `busy` if none is free."""
        if not gate.slots.acquire(blocking=False):
            raise _busy()
        gate.count(1)
        self._gate = gate
        self._reserved = 0
        self._has_turn = False
        self._is_released = False
        self._waited = 0.0
        self.ends_with_response = False
        """Whether a response releases the slot when it is closed."""

    def reserve(self, size: int) -> None:
        """Reserve memory for a body of ``size`` bytes in all. Raises the problem `busy` if too little is free."""
        more = size - self._reserved
        if more <= 0:
            return
        with self._gate.counting:
            if more > self._gate.free_bytes:
                raise _busy()
            self._gate.free_bytes -= more
        self._reserved = size

    def acquire_turn(self) -> None:
        """Wait until no other list is being worked on."""
        if not self._has_turn:
            began = time.perf_counter()
            self._gate.turn.acquire()
            self._waited += time.perf_counter() - began
            self._has_turn = True

    def release_turn(self) -> None:
        """Let another list be worked on."""
        if self._has_turn:
            self._has_turn = False
            self._gate.turn.release()

    def release(self) -> None:
        """Release everything; a second call changes nothing."""
        self.release_turn()
        if not self._is_released:
            self._is_released = True
            with self._gate.counting:
                self._gate.free_bytes += self._reserved
            self._gate.slots.release()
            self._gate.count(-1)
            metrics.observe_gate_wait(self._waited)


def admit(gate: Gate) -> None:
    """Acquire a slot for the current request, before its body is read. Raises the problem `busy`."""
    length = request.content_length
    sent = MEDIA_TYPES.get(request.mimetype)
    is_compressed = "Content-Encoding" in request.headers or (sent is not None and sent.is_compressed)
    if length is None or length > SMALL_BODY or is_compressed:
        g.slot = Slot(gate)


def reserve(size: int) -> None:
    """Reserve memory for ``size`` bytes of the current request's body. Raises the problem `busy`."""
    if slot := _slot():
        slot.reserve(size)


@contextmanager
def yield_turn() -> Iterator[None]:
    """Let other lists be worked on while the current request waits for the network; then wait for the turn."""
    slot = _slot()
    if slot:
        slot.release_turn()
    yield
    if slot:
        slot.acquire_turn()


def in_turns(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, each made with the turn; while a piece is sent, other lists have it."""
    slot = _slot()
    while True:
        if slot:
            slot.acquire_turn()
        try:
            piece = next(pieces, None)
        finally:
            if slot:
                slot.release_turn()
        if piece is None:
            return
        yield piece


def release_with_response(response: Response) -> Response:
    """Release the turn now that the response is made, and the slot once it is sent or given up."""
    if slot := _slot():
        slot.release_turn()
        response.call_on_close(slot.release)
        slot.ends_with_response = True
    return response


def release_without_response(_error: BaseException | None) -> None:
    """Release the slot when the request died before any response, even a 500, was built."""
    slot = _slot()
    if slot and not slot.ends_with_response:
        slot.release()


def _slot() -> Slot | None:
    slot: Slot | None = g.get("slot")
    return slot


def _busy() -> HttpProblemError:
    return HttpProblemError("busy", facts={"seconds": RETRY_AFTER}, headers={"Retry-After": str(RETRY_AFTER)})
