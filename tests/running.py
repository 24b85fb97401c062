"""The service as it runs: gunicorn with the configuration of the project, and what tests say to it on a socket."""

import contextlib
import http.client
import os
import re
import select
import socket
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).parents[1]
PATIENCE = 60
"""Seconds after which a test gives up; nothing is measured by it."""

MIB = 1024 * 1024
MALLOC = dict(re.findall(r"(MALLOC_\w+)=(\d+)", (PROJECT / "Dockerfile").read_text(encoding="utf-8")))
"""How the image sets the C library's memory allocator; what is said of memory is said of this."""

LINE = b'{"benchmark":"cement-clinker","capacity":1,"intensity":98.7}'
SMALL = b'{"lines":[' + LINE + b"]}"


class Running:
    """A gunicorn of its own on a free port of the loopback."""

    def __init__(self, folder, *, under=(), **environment):
        """Start it, ``under`` another command if one is given, with these settings."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = folder / "log"
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

    def wait_until_ready(self):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.ask("GET", "/readyz").status == 200:
                    return self
            time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    def ask(self, method, path, body=None, headers=None):
        """One request on a connection of its own; the answer with its body as ``content``."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
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
        if receive_buffer:  # known to the other side from the start
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connection.settimeout(PATIENCE)
        connection.connect(("127.0.0.1", self.port))
        return connection

    def workers(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(pid) for pid in children.split()]

    def stop(self):
        self.process.terminate()
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


def head(*headers, method="POST", path="/v1/evaluations"):
    return "\r\n".join(
        (f"{method} {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json", *headers, "", "")
    ).encode()


def all_of(connection):
    """Everything that the other side sends until it closes."""
    received = []
    with contextlib.suppress(ConnectionResetError):
        while block := connection.recv(MIB):
            received.append(block)
    return b"".join(received)


def exchange(running, *parts, half_close=True):
    """Everything that is answered to these bytes, sent as they are."""
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


def holding(running, body, sent):
    """A connection whose list holds the only place of the service, with a part of its body sent.

    Two lists try for the place, because nothing tells from outside when one has it; but the other is refused.
    """
    rivals = [running.connect(), running.connect()]
    for rival in rivals:
        rival.sendall(head(f"Content-Length: {len(body)}", "Connection: close") + body[:sent])
    refused = select.select(rivals, [], [], PATIENCE)[0][0]
    assert answer_on(refused).status == 503
    refused.close()
    rivals.remove(refused)
    return rivals[0]


def begun(connection, body, sent):
    """Send the head and a part of a request, and wait until a thread of the service asks for the rest."""
    connection.sendall(head(f"Content-Length: {len(body)}", "Expect: 100-continue", "Connection: close"))
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(4096)
    assert received.startswith(b"HTTP/1.1 100 ")
    connection.sendall(body[:sent])
