"""gunicorn's threaded worker, changed so that slow or silent clients block no thread.

gthread of gunicorn 27 gives a connection to a thread when its first byte arrives, reads without a deadline, and closes
connections in its main loop, which waits for up to two seconds each time. Here the main loop collects, without waiting,
the head of a request and its body if that is small. A thread gets only complete requests, and those with a large body,
which it reads at a minimum rate. Closing a connection blocks nothing. Health checks have a thread of their own. TLS and
HTTP/2 belong to the proxy in front.

The service also runs on gunicorn's own gthread; docs/operations.md says what is lost.

This worker uses these internals of gthread, so `pyproject.toml` pins the major version of gunicorn: `enqueue_req`,
`handle`, `accept`, `finish_request`, `murder_pending`, `_keepalive_after`, `nr_conns` and the parser's `unreader`.
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

from service.serving.occupancy import Occupancy
from service.serving.pace import STALL_TIMEOUT, PacedSocket
from service.settings import Settings
from service.web.bodies import BLOCK
from service.web.gate import SMALL_BODY
from service.web.state import EXTENSION

if TYPE_CHECKING:
    from concurrent.futures import Future
    from types import FrameType

    from gunicorn.workers.gthread import TConn

END_OF_HEAD = b"\r\n\r\n"
MAX_HEAD = 64 * 1024
"""Bytes of a head; with gunicorn's own limits one connection could fill thirteen times as much."""

_BLOCK = 256 * 1024
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,9})[ \t]*\r\n", re.IGNORECASE)
_HEALTH = re.compile(rb"(?:GET|HEAD) /(?:healthz|readyz)[? ]")
_BODY = re.compile(rb"\r\n(?:content-length|transfer-encoding):", re.IGNORECASE)
_CHUNKED_OR_EXPECT = re.compile(rb"\r\n(?:transfer-encoding|expect):", re.IGNORECASE)

LINGER = 10.0
"""Seconds in which a client that is still sending may read why it was refused."""
LINGER_ON_STOP = 2.0

MAX_DECLINES = 50
DECLINE_SECONDS = 0.001
"""A worker with a list leaves a new connection to a free worker so often, for so long; then it accepts it itself."""

RETIREMENT = 600
"""Seconds in which a replaced worker may finish its requests. On SIGTERM it has the master's ``graceful_timeout``."""


class Worker(ThreadWorker):
    """Its threads work on requests that have arrived; its main loop waits for the others."""

    RETIRE = signal.SIGHUP
    """The signal by which the master retires a worker that it has replaced."""

    occupancy = Occupancy()
    """Of all workers; made when the master imports this module."""
    number: int
    """Given by the master before it forks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - gunicorn's own arguments
        super().__init__(*args, **kwargs)
        self._drain_seconds = Settings.from_environment().drain_seconds
        self._is_ending = False
        self._arriving: dict[TConn, float] = {}
        """Connections with an incomplete request, and their deadlines."""
        self._closing: dict[TConn, float] = {}
        """Connections whose last answer was sent, and when they are closed even if the client still sends."""
        self._next_sweep = 0.0
        self._declines = 0

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:  # noqa: ANN401 - gunicorn's own arguments
        """Refuse settings that this worker does not support."""
        super().check_config(cfg, log)
        if cfg.is_ssl:
            raise RuntimeError("TLS belongs to the proxy in front: start without certfile and keyfile")

    # Signals

    def init_signals(self) -> None:
        """Handle `RETIRE` besides gunicorn's signals."""
        super().init_signals()
        signal.signal(self.RETIRE, self.handle_retire)

    def handle_retire(self, _number: int, _frame: FrameType | None) -> None:
        """Accept no new connection, finish the running requests with the data they began with, and end."""
        if not self._is_ending:
            self._is_ending = True
            self.cfg.set("graceful_timeout", RETIREMENT)
            self.method_queue.defer(self._stop_accepting)

    def handle_exit(self, _number: int, _frame: FrameType | None) -> None:
        """Drain: ``/readyz`` answers 503 from now on, but for a while new requests are still accepted."""
        if not self._is_ending:
            self._is_ending = True
            self.method_queue.defer(self._drain)

    def _drain(self) -> None:
        self._application.extensions[EXTENSION].draining = True
        wait = threading.Timer(self._drain_seconds, self.method_queue.defer, [self._stop_accepting])
        wait.daemon = True
        wait.start()

    def _stop_accepting(self) -> None:
        self._application.extensions[EXTENSION].gate.report = lambda _: None
        self.occupancy.remove(self.number)
        self.alive = False

    def init_process(self) -> None:
        """Start a thread for health checks, besides those that do the work."""
        self._health = ThreadPoolExecutor(max_workers=1)
        super().init_process()

    # Connections

    @property
    def _lists(self) -> int:
        """The lists that this worker evaluates or keeps waiting."""
        lists: int = self._application.extensions[EXTENSION].gate.lists
        return lists

    def accept(self, listener: socket.socket) -> None:
        """Accept a new connection; if this worker has a list, leave it to a free worker for a moment."""
        if self._lists and self._declines < MAX_DECLINES and self.occupancy.has_free_worker():
            self._declines += 1
            time.sleep(DECLINE_SECONDS)
            return
        self._declines = 0
        super().accept(listener)

    # Requests

    def enqueue_req(self, conn: TConn) -> None:
        """Give the connection to a thread if its request has arrived; else let the main loop wait for it."""
        if not conn.initialized:
            conn.sock = PacedSocket.replace(conn.sock)
            conn.init()
            # gunicorn copies what it has read ahead, up to 1 MB, with each read of the application.
            conn.parser.unreader.max_body_chunk = BLOCK
        if _is_complete(conn.parser.unreader.buf.getvalue()):
            self._hand_over(conn)
            return
        conn.sock.settimeout(0)
        is_begun = bool(conn.parser.unreader.buf.getvalue())
        self._arriving[conn] = time.monotonic() + (STALL_TIMEOUT if is_begun else self.cfg.keepalive)
        self.poller.register(conn.sock, EVENT_READ, partial(self._receive, conn))

    def _hand_over(self, conn: TConn) -> None:
        conn.sock.reset_debt()
        if _is_health_check(conn.parser.unreader.buf.getvalue()):
            handled = self._health.submit(self.handle, conn)
            handled.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))
        else:
            super().enqueue_req(conn)

    def _receive(self, conn: TConn, _socket: socket.socket) -> None:
        """Read what has arrived. If the client has stopped sending, gunicorn's parser, in a thread, judges the rest."""
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
        elif not received or _is_complete(buffer.getvalue()):
            self._arriving.pop(conn)
            self.poller.unregister(conn.sock)
            self._hand_over(conn)
        elif len(buffer.getbuffer()) > MAX_HEAD and END_OF_HEAD not in buffer.getvalue():
            self._arriving.pop(conn)
            self.poller.unregister(conn.sock)
            self.handle_error(None, conn.sock, conn.client, LimitRequestHeaders("head too long"))
            self._close_later(conn)
        elif not was_begun:
            self._arriving[conn] = time.monotonic() + STALL_TIMEOUT

    # Answers

    def load_wsgi(self) -> None:
        """Answer with ``Connection: close`` where that is better for the next request.

        That is when a request is refused before its body was read, and when this worker has two lists or more while
        another worker is free.
        """
        super().load_wsgi()
        application: Any = vars(self)["wsgi"]  # the super class sets it and has no types
        self._application = application
        application.extensions[EXTENSION].gate.report = partial(self.occupancy.set, self.number)
        self.occupancy.set(self.number, 0)

        def answer(environ: dict[str, Any], start_response: Any) -> Any:  # noqa: ANN401 - WSGI
            def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:  # noqa: ANN401
                is_crowded = self._lists > 1 and self.occupancy.has_free_worker()
                if is_crowded or (status >= "4" and not _has_arrived(environ["wsgi.input"])):
                    start_response.__self__.force_close()  # gunicorn's response
                return start_response(status, headers, exc_info)

            return application(environ, start)

        self.wsgi = answer

    def _keepalive_after(self, conn: TConn, keepalive: bool) -> bool:  # noqa: FBT001 - gunicorn's own argument
        """Keep the connection if its request was read to the end; do not wait for the rest of a refused one."""
        return bool(keepalive and conn.parser.finish_body(deadline=time.monotonic() + 0.05))

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """Keep the connection, or close it in a way that lets the client read the answer."""
        if fs.cancelled() or fs.exception() or not fs.result():
            self._close_later(conn)
        else:
            super().finish_request(conn, fs)

    def _close_later(self, conn: TConn) -> None:
        try:
            conn.sock.settimeout(0)
            conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, EVENT_READ, partial(self._discard, conn))
        except (OSError, ValueError):
            self._close(conn)
        else:
            self._closing[conn] = time.monotonic() + LINGER

    def _discard(self, conn: TConn, _socket: socket.socket) -> None:
        try:
            is_over = not conn.sock.recv(_BLOCK)
        except BlockingIOError:
            return
        except OSError:
            is_over = True
        if is_over:
            del self._closing[conn]
            self._forget(conn)

    def _forget(self, conn: TConn) -> None:
        self.poller.unregister(conn.sock)
        self._close(conn)

    def _close(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()

    # Deadlines

    def murder_pending(self) -> None:
        """Close the connections whose deadline has passed; gunicorn calls this in every round of its main loop."""
        now = time.monotonic()
        if now < self._next_sweep:
            return
        self._next_sweep = now + 0.25
        latest = now + (LINGER_ON_STOP if not self.alive else STALL_TIMEOUT + self.cfg.keepalive)
        for conn, deadline in list(self._closing.items()):
            self._closing[conn] = min(deadline, latest)
            if deadline <= now:
                del self._closing[conn]
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
        """Give an incomplete request to a thread, as if its client had stopped sending there."""
        self.poller.unregister(conn.sock)
        try:
            conn.sock.shutdown(socket.SHUT_RD)
        except OSError:
            self._close(conn)
        else:
            self._hand_over(conn)


def _is_complete(received: bytes) -> bool:
    """Whether a thread can begin: the head has arrived, and the body too if it is small and the client just sends it.

    This decides only who waits. gunicorn's parser decides what the request is and where it ends.
    """
    end = received.find(END_OF_HEAD)
    if end < 0:
        return False
    head = received[: end + 2]
    length = _LENGTH.search(head)
    if length is None or int(length[1]) > SMALL_BODY or _CHUNKED_OR_EXPECT.search(head):
        return True
    return len(received) - end - len(END_OF_HEAD) >= int(length[1])


def _is_health_check(received: bytes) -> bool:
    """Whether the request is a health check; one with a body is not, because reading a body may wait."""
    return bool(_HEALTH.match(received)) and not _BODY.search(received.partition(END_OF_HEAD)[0])


def _has_arrived(body: Any) -> bool:  # noqa: ANN401 - gunicorn's body
    """Whether the rest of the body is there: nothing, or so little that the main loop has collected it."""
    if isinstance(body.reader, LengthReader):
        return bool(body.reader.length <= SMALL_BODY)
    return body.reader.parser is None
