"""Sockets that do not wait for ever for a slow client."""

from __future__ import annotations

import errno
import os
import socket
import time

STALL_TIMEOUT = 10.0
"""Seconds that a request or an answer may stall, or fall behind `MIN_RATE`, before the connection is given up."""

MIN_RATE = 64 * 1024
"""Bytes per second that a client must send or read: half of a line of 1 Mbit/s, which is slower than any network that
lists come from, and thousands of times the rate of attackers who keep threads busy by sending slowly."""

_PIECE = 1024 * 1024
"""Bytes of an answer given to the system at once."""


class PacedSocket(socket.socket):
    """A socket with a minimum transfer rate: waiting adds debt, in seconds, and each byte repays 1/`MIN_RATE` s.

    A debt above `STALL_TIMEOUT` ends the wait: a read raises TimeoutError, a write fails as if the client had gone.
    Only waiting counts, not the time that the service works between reads and writes; and no credit is saved.
    """

    _read_debt = 0.0
    _write_debt = 0.0

    @classmethod
    def replace(cls, connection: socket.socket) -> PacedSocket:
        """The same connection, paced; the given socket object can no longer be used."""
        return cls(connection.family, connection.type, connection.proto, connection.detach())

    def reset_debt(self) -> None:
        """Forget the debts when a new request begins."""
        self._read_debt = self._write_debt = 0.0

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        """Receive up to ``size`` bytes. Raises TimeoutError if the sender is too slow."""
        allowed, began = self.gettimeout(), time.monotonic()
        if allowed == 0.0:
            return super().recv(size, flags)
        left = max(STALL_TIMEOUT - self._read_debt, 0.001)
        self.settimeout(left if allowed is None else min(left, allowed))
        try:
            received = super().recv(size, flags)
        finally:
            self.settimeout(allowed)
        self._read_debt = _debt(self._read_debt, time.monotonic() - began, len(received))
        return received

    def sendall(self, data: bytes, flags: int = 0, /) -> None:  # type: ignore[override]  # gunicorn sends bytes only
        """Send everything. Raises BrokenPipeError if the reader is too slow, as if it had gone."""
        left = memoryview(data)
        allowed = self.gettimeout()
        try:
            while left:
                began = time.monotonic()
                self.settimeout(max(STALL_TIMEOUT - self._write_debt, 0.001))
                sent = super().send(left[:_PIECE], flags)
                self._write_debt = _debt(self._write_debt, time.monotonic() - began, sent)
                left = left[sent:]
        except TimeoutError as error:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)) from error
        finally:
            self.settimeout(allowed)


def _debt(before: float, waited: float, size: int) -> float:
    return max(before + waited - size / MIN_RATE, 0.0)
