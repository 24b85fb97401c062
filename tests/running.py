"""Starts the service as it is deployed, gunicorn with the project's own configuration, and talks to it over sockets."""

import contextlib
import http.client
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).parents[1]
PATIENCE = 300
"""Seconds until a test gives up. It measures nothing: on a slow or busy machine a test only takes longer."""

MIB = 1024 * 1024
MALLOC = dict(re.findall(r"(MALLOC_\w+)=(\d+)", (PROJECT / "Dockerfile").read_text(encoding="utf-8")))
"""How the image sets the C library's memory allocator; what is said of memory is said of this."""

LINE = b'{"benchmark":"cement-clinker","capacity":1,"intensity":98.7}'
SMALL = b'{"lines":[' + LINE + b"]}"


def wait_for(ask, expected=True):  # noqa: FBT002 - most questions are answered with yes or no
    """Ask until the answer is the expected one; fail with the last answer after `PATIENCE`."""
    until = time.monotonic() + PATIENCE
    while (answer := ask()) != expected:
        assert time.monotonic() < until, f"{answer!r} instead of {expected!r}"
        time.sleep(0.02)


class Running:
    """A service of its own on a free port of the loopback; as a context manager, it ends with the block."""

    def __init__(self, folder, *, under=(), **environment):
        """Start it with these settings, ``under`` another command if one is given. Its log goes to ``folder``."""
        self.port = free_port()
        self.log = folder / "log"
        self.worker_count = int(environment.get("WEB_CONCURRENCY", 1))
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*under, sys.executable, "-m", "gunicorn"],
                cwd=PROJECT,
                env={
                    **os.environ,
                    **MALLOC,
                    "HOST": "127.0.0.1",
                    "PORT": str(self.port),
                    "DRAIN_SECONDS": "0",
                    **environment,
                },
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self):
        return self

    def __exit__(self, error, *_):
        if self.process.poll() is None:
            status = self.stop()
            assert error or status == 0, self.log_text()

    def wait_until_ready(self):
        """Wait until it is ready and all of its workers are there: the first one answers before the last one starts."""

        def is_ready():
            assert self.process.poll() is None, self.log_text()
            with contextlib.suppress(OSError, http.client.HTTPException):
                return self.ask("GET", "/readyz").status == 200 and len(self.workers()) >= self.worker_count
            return False

        wait_for(is_ready)
        return self

    def ask(self, method, path, body=None, headers=None, *, port=None):
        """One request on a connection of its own; the answer with its body as ``content``."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            answer.content = answer.read()
            return answer
        finally:
            connection.close()

    def post(self, body=SMALL, headers=None):
        return self.ask("POST", "/v1/evaluations", body, {"Content-Type": "application/json", **(headers or {})})

    def connect(self, receive_buffer=None):
        connection = socket.socket()
        if receive_buffer:  # set before connecting, so that the service knows it from the start
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connection.settimeout(PATIENCE)
        connection.connect(("127.0.0.1", self.port))
        return connection

    def workers(self):
        """The process ids of the workers, also of one that is starting or has just died."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(pid) for pid in children.split()]

    def killed_workers(self):
        """The workers that did not end by themselves. The master kills those that take too long, and they log nothing."""
        begun = re.findall(r"Booting worker with pid: (\d+)", self.log_text())
        ended = re.findall(r"Worker exiting \(pid: (\d+)\)", self.log_text())
        return set(begun) - set(ended)

    def log_text(self):
        return self.log.read_text(encoding="utf-8")

    def log_with(self, text):
        """The log, once this text is in it: a request is logged just after its answer."""
        wait_for(lambda: text in self.log_text())
        return self.log_text()

    def stop(self):
        """Send SIGTERM, and return the exit code."""
        self.process.terminate()
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextlib.contextmanager
def paused(*pids):
    """Pause these processes; the block begins when every thread of them has stopped."""
    try:
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
            wait_for(lambda pid=pid: thread_states(pid), {"T"})
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def thread_states(pid):
    """The states of the threads of a process, as in proc(5): R runs, S sleeps, T is stopped."""
    threads = Path(f"/proc/{pid}/task").glob("*/stat")
    return {thread.read_text(encoding="utf-8").rpartition(")")[2].split()[0] for thread in threads}


def head(*headers, method="POST", path="/v1/evaluations"):
    return "\r\n".join(
        (f"{method} {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json", *headers, "", "")
    ).encode()


def all_of(connection):
    """Everything that the service sends until it closes the connection."""
    received = []
    with contextlib.suppress(ConnectionResetError):
        while block := connection.recv(MIB):
            received.append(block)
    return b"".join(received)


def exchange(running, *parts, half_close=True):
    """Send these bytes as they are, and return everything that the service sends back."""
    with running.connect() as connection:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for part in parts:
                connection.sendall(part)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
        return all_of(connection)


def answer_on(connection):
    """The next answer on a connection that stays open."""
    answer = http.client.HTTPResponse(connection)
    answer.begin()
    answer.content = answer.read()
    return answer


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


def hold_slot(running, body, sent):
    """A connection whose list has the only slot of the service, with the first ``sent`` bytes of its body sent.

    Nothing shows from outside when a list has got the slot. So two lists compete for it, and the service refuses one.
    """
    rivals = [running.connect(), running.connect()]
    for rival in rivals:
        rival.sendall(head(f"Content-Length: {len(body)}", "Connection: close") + body[:sent])
    refused = select.select(rivals, [], [], PATIENCE)[0][0]
    assert answer_on(refused).status == 503
    refused.close()
    rivals.remove(refused)
    return rivals[0]


def begin_request(connection, body, sent):
    """Send the head of a request, wait until a thread of the service asks for the body, and send ``sent`` bytes of it."""
    connection.sendall(head(f"Content-Length: {len(body)}", "Expect: 100-continue", "Connection: close"))
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(4096)
    assert received.startswith(b"HTTP/1.1 100 ")
    connection.sendall(body[:sent])
