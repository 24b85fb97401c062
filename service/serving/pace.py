"""Sockets that do not wait for ever for the other side."""

from __future__ import annotations

import errno
import os
import socket
import time

PATIENCE = 10.0
"""Seconds that a request or an answer may lie still, or fall behind `LEAST_RATE`, before it is given up."""

LEAST_RATE = 64 * 1024
"""Bytes per second below which a sender or reader is falling behind: half of a line of 1 Mbit/s, which is slower than
any network from which lists are sent, and thousands of times faster than what is sent to hold a thread."""

_PIECE = 1024 * 1024
"""Bytes of an answer that are handed to the system at once."""


class PacedSocket(socket.socket):
    """A connection with an account of waiting: the time is a debt, and every byte that comes or goes pays off some.

    A debt above `PATIENCE` ends the wait: a read with TimeoutError, a write as if the reader had gone. The time that
    the service itself takes between reads and writes counts for nothing, and no rate is ever saved up.
    """

    _read_debt = 0.0
    _write_debt = 0.0

    @classmethod
    def taking_over(cls, connection: socket.socket) -> PacedSocket:
        """The same connection, paced; the socket that is given is no longer one."""
        return cls(connection.family, connection.type, connection.proto, connection.detach())

    def begin(self) -> None:
        """Forget the debts: a new request begins."""
        self._read_debt = self._write_debt = 0.0

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Receive up to ``size`` bytes. Raises TimeoutError where the sender is too slow."""
        allowed, began = self.gettimeout(), time.monotonic()
        if allowed == 0.0:
            return super().recv(size, flags)
        left = max(PATIENCE - self._read_debt, 0.001)
        self.settimeout(left if allowed is None else min(left, allowed))
        try:
            received = super().recv(size, flags)
        finally:
            self.settimeout(allowed)
        self._read_debt = _debt(self._read_debt, time.monotonic() - began, len(received))
        return received

    def sendall(self, data: bytes, flags: int = 0, /) -> None:  # type: ignore[override]  # gunicorn sends bytes only
        """Send everything. Raises BrokenPipeError where the reader is too slow, as where it has gone."""
        left = memoryview(data)
        allowed = self.gettimeout()
        try:
            while left:
                began = time.monotonic()
                self.settimeout(max(PATIENCE - self._write_debt, 0.001))
                sent = super().send(left[:_PIECE], flags)
                self._write_debt = _debt(self._write_debt, time.monotonic() - began, sent)
                left = left[sent:]
        except TimeoutError as error:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)) from error
        finally:
            self.settimeout(allowed)


def _debt(before: float, waited: float, size: int) -> float:
    return max(before + waited - size / LEAST_RATE, 0.0)
