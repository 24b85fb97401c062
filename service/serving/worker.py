"""gunicorn's threaded worker, made so that no slow or silent client holds a thread that others need.

gthread of gunicorn 27 hands a connection to a thread as soon as its first byte is there, reads without a deadline, and
closes connections politely in its main loop, which waits for up to two seconds each time. Here the main loop collects
what it can collect without waiting: the head of a request, and its body where that is small. A thread gets a request
that is whole, or one with a large body, which it reads at a least pace; and connections are closed without anybody
waiting. Who asks how the service is has a thread apart. TLS and HTTP/2 belong to the proxy in front.

It builds on these parts of gthread, which `pyproject.toml` holds to the major version they were read in: `enqueue_req`,
`handle`, `finish_request`, `murder_pending`, `_keepalive_after`, `nr_conns` and the parser's `unreader`.
"""

from __future__ import annotations

import re
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from selectors import EVENT_READ
from typing import TYPE_CHECKING, Any

from gunicorn.http.body import LengthReader
from gunicorn.http.errors import LimitRequestHeaders
from gunicorn.workers.gthread import ThreadWorker

from service.serving.pace import PATIENCE, PacedSocket
from service.settings import Settings
from service.web.gate import SMALL_BODY
from service.web.state import EXTENSION

if TYPE_CHECKING:
    from concurrent.futures import Future
    from types import FrameType

    from gunicorn.workers.gthread import TConn

END_OF_HEAD = b"\r\n\r\n"
LONGEST_HEAD = 64 * 1024
"""Bytes of a head without an end; gunicorn's own limits would let one connection collect thirteen times that."""

_BLOCK = 256 * 1024
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,9})[ \t]*\r\n", re.IGNORECASE)
_HEALTH = re.compile(rb"(?:GET|HEAD) /(?:healthz|readyz)[? ]")
_BODY = re.compile(rb"\r\n(?:content-length|transfer-encoding):", re.IGNORECASE)
_NOW = re.compile(rb"\r\n(?:transfer-encoding|expect):", re.IGNORECASE)

LINGER = 10.0
"""Seconds in which a client that was refused in the middle of sending may read why."""
LINGER_ON_STOP = 2.0

RETIREMENT = 600
"""Seconds in which a worker that was replaced may finish; one that is stopped has what the master leaves it."""


class Worker(ThreadWorker):
    """Threads for what is there to be worked on; the main loop waits for the rest."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - gunicorn's own arguments
        super().__init__(*args, **kwargs)
        self._drain_seconds = Settings.from_environment().drain_seconds
        self._is_ending = False
        self._arriving: dict[TConn, float] = {}
        """Connections with a request that is not whole yet, and when they are given up."""
        self._leaving: dict[TConn, float] = {}
        """Connections that were answered for the last time, and when they are closed whatever still comes."""
        self._next_sweep = 0.0

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:  # noqa: ANN401 - gunicorn's own arguments
        """Refuse what this worker cannot do."""
        super().check_config(cfg, log)
        if cfg.is_ssl:
            raise RuntimeError("TLS belongs to the proxy in front: start without certfile and keyfile")

    # What it is told to do

    def init_signals(self) -> None:
        """Besides gunicorn's signals: SIGHUP, by which the master retires the workers that it has replaced."""
        super().init_signals()
        signal.signal(signal.SIGHUP, self.handle_hang_up)

    def handle_hang_up(self, _number: int, _frame: FrameType | None) -> None:
        """Retire: take no new connection, finish what is under way with the data it began with, and end."""
        if not self._is_ending:
            self._is_ending = True
            self.cfg.set("graceful_timeout", RETIREMENT)
            self.method_queue.defer(self._stop_accepting)

    def handle_exit(self, _number: int, _frame: FrameType | None) -> None:
        """Stop: say so at once where readiness is asked for, and go on for a moment for those who do not know yet."""
        if not self._is_ending:
            self._is_ending = True
            self.method_queue.defer(self._drain)

    def _drain(self) -> None:
        self._application.extensions[EXTENSION].draining = True
        wait = threading.Timer(self._drain_seconds, self.method_queue.defer, [self._stop_accepting])
        wait.daemon = True
        wait.start()

    def _stop_accepting(self) -> None:
        self.alive = False

    def init_process(self) -> None:
        """Besides the threads that do the work: one that says how the service is."""
        self._health = ThreadPoolExecutor(max_workers=1)
        super().init_process()

    # What comes in

    def enqueue_req(self, conn: TConn) -> None:
        """Hand a connection to a thread, once there is something on it to work on."""
        if not conn.initialized:
            conn.sock = PacedSocket.taking_over(conn.sock)
            conn.init()
        if _is_whole(conn.parser.unreader.buf.getvalue()):
            self._hand_over(conn)
            return
        conn.sock.settimeout(0)
        is_begun = bool(conn.parser.unreader.buf.getvalue())
        self._arriving[conn] = time.monotonic() + (PATIENCE if is_begun else self.cfg.keepalive)
        self.poller.register(conn.sock, EVENT_READ, partial(self._receive, conn))

    def _hand_over(self, conn: TConn) -> None:
        conn.sock.begin()
        if _asks_only_for_health(conn.parser.unreader.buf.getvalue()):
            handled = self._health.submit(self.handle, conn)
            handled.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))
        else:
            super().enqueue_req(conn)

    def _receive(self, conn: TConn, _socket: socket.socket) -> None:
        """Take what has come. The end of what the client sends is for the thread to judge."""
        buffer = conn.parser.unreader.buf
        was_begun = bool(buffer.seek(0, 2))
        try:
            received = conn.sock.recv(_BLOCK)
        except BlockingIOError:
            return
        except OSError:
            received = b""
        buffer.write(received)
        if not received and not was_begun:
            self._arriving.pop(conn)
            self._forget(conn)
        elif not received or _is_whole(buffer.getvalue()):
            self._arriving.pop(conn)
            self.poller.unregister(conn.sock)
            self._hand_over(conn)
        elif len(buffer.getbuffer()) > LONGEST_HEAD and END_OF_HEAD not in buffer.getvalue():
            self._arriving.pop(conn)
            self.poller.unregister(conn.sock)
            self.handle_error(None, conn.sock, conn.client, LimitRequestHeaders("head too long"))
            self._leave(conn)
        elif not was_begun:
            self._arriving[conn] = time.monotonic() + PATIENCE

    # What goes out

    def load_wsgi(self) -> None:
        """Say that a connection will be closed where it must be: where a request was refused before it was read."""
        super().load_wsgi()
        application: Any = vars(self)["wsgi"]  # set by the super class, which has no types
        self._application = application

        def answer(environ: dict[str, Any], start_response: Any) -> Any:  # noqa: ANN401 - WSGI
            def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:  # noqa: ANN401
                if status >= "4" and not _is_at_hand(environ["wsgi.input"]):
                    start_response.__self__.force_close()  # gunicorn's response
                return start_response(status, headers, exc_info)

            return application(environ, start)

        self.wsgi = answer

    def _keepalive_after(self, conn: TConn, keepalive: bool) -> bool:  # noqa: FBT001 - gunicorn's own argument
        """Keep a connection whose request was read to its end; do not wait for the rest of one that was refused."""
        return bool(keepalive and conn.parser.finish_body(deadline=time.monotonic() + 0.05))

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """Keep the connection, or close it so that the client can still read what it was answered."""
        if fs.cancelled() or fs.exception() or not fs.result():
            self._leave(conn)
        else:
            super().finish_request(conn, fs)

    def _leave(self, conn: TConn) -> None:
        try:
            conn.sock.settimeout(0)
            conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, EVENT_READ, partial(self._discard, conn))
        except (OSError, ValueError):
            self._close(conn)
        else:
            self._leaving[conn] = time.monotonic() + LINGER

    def _discard(self, conn: TConn, _socket: socket.socket) -> None:
        try:
            is_over = not conn.sock.recv(_BLOCK)
        except BlockingIOError:
            return
        except OSError:
            is_over = True
        if is_over:
            del self._leaving[conn]
            self._forget(conn)

    def _forget(self, conn: TConn) -> None:
        self.poller.unregister(conn.sock)
        self._close(conn)

    def _close(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()

    # What takes too long

    def murder_pending(self) -> None:
        """Give up the connections whose time is over; gunicorn calls this in every round of the main loop."""
        now = time.monotonic()
        if now < self._next_sweep:
            return
        self._next_sweep = now + 0.25
        latest = now + (LINGER_ON_STOP if not self.alive else PATIENCE + self.cfg.keepalive)
        for conn, deadline in list(self._leaving.items()):
            self._leaving[conn] = min(deadline, latest)
            if deadline <= now:
                del self._leaving[conn]
                self._forget(conn)
        for conn, deadline in list(self._arriving.items()):
            self._arriving[conn] = min(deadline, latest)
            if deadline <= now:
                del self._arriving[conn]
                if conn.parser.unreader.buf.getvalue():
                    self._cut_off(conn)
                else:
                    self._forget(conn)

    def _cut_off(self, conn: TConn) -> None:
        """Let a thread judge a request that does not get whole, as one that its client has ended there."""
        self.poller.unregister(conn.sock)
        try:
            conn.sock.shutdown(socket.SHUT_RD)
        except OSError:
            self._close(conn)
        else:
            self._hand_over(conn)


def _is_whole(received: bytes) -> bool:
    """Whether a thread has something to do: the head, with the body where it is small and will come unasked.

    This only decides who waits. What the request is and where it ends, gunicorn's parser decides.
    """
    end = received.find(END_OF_HEAD)
    if end < 0:
        return False
    head = received[: end + 2]
    length = _LENGTH.search(head)
    if length is None or int(length[1]) > SMALL_BODY or _NOW.search(head):
        return True
    return len(received) - end - len(END_OF_HEAD) >= int(length[1])


def _asks_only_for_health(received: bytes) -> bool:
    """Whether the thread apart can answer it without waiting; no health check has a body."""
    return bool(_HEALTH.match(received)) and not _BODY.search(received.partition(END_OF_HEAD)[0])


def _is_at_hand(body: Any) -> bool:  # noqa: ANN401 - gunicorn's body
    """Whether what is left of a body need not be waited for: nothing, or little enough to have been collected."""
    if isinstance(body.reader, LengthReader):
        return bool(body.reader.length <= SMALL_BODY)
    return body.reader.parser is None
