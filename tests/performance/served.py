"""A service in processes of its own: what it answers, the processor time that this takes, and its memory."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROJECT = Path(__file__).resolve().parents[2]
GUNICORN = [sys.executable, "-m", "gunicorn", "--bind"]
_PEER = [*GUNICORN[:-1], "--config", os.devnull, "--workers", "1", "--threads", "4", "--worker-class", "gthread"]
_PEER_OF = "tests.performance.peer_{}:app"
UVICORN = [sys.executable, "-m", "uvicorn", "--log-level", "warning"]

OWN = GUNICORN
BARE = [*GUNICORN[:-1], _PEER_OF.format("bare"), "--bind"]
"""A bare Flask view on the same worker with the same settings."""
PEERS = {
    "Flask + marshmallow": [*_PEER, _PEER_OF.format("flask"), "--bind"],
    "FastAPI + pydantic": [*UVICORN, _PEER_OF.format("fastapi"), "--port"],
}
"""Commands; the last argument is the option that the port follows."""


class Served:
    """A running service."""

    def __init__(self, command: list[str], workers: int = 1) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        where = str(self.port) if command[-1] == "--port" else f"127.0.0.1:{self.port}"
        environment = os.environ | {"WEB_CONCURRENCY": str(workers), "PORT": str(self.port)}
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen([*command, where], cwd=PROJECT, env=environment, stdout=quiet, stderr=quiet)
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                if command is not OWN or len(self.workers) >= workers:
                    return
            time.sleep(0.1)
        raise RuntimeError("a service did not start")

    def connect(self) -> http.client.HTTPConnection:
        """A connection to it."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)

    def post(self, sent: bytes, headers: dict[str, str]) -> bytes:
        """The answer to a list, on a connection of its own."""
        with contextlib.closing(self.connect()) as connection:
            return post(connection, sent, headers)

    @property
    def workers(self) -> list[int]:
        """The processes that answer: the children, or the process itself if it has none."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(child) for child in children] or [self.process.pid]

    def seconds(self, work: Callable[[], object]) -> float:
        """The processor time of the processes that answer, while something is asked of them."""
        before = sum(self.processor_times())
        work()
        return sum(self.processor_times()) - before

    def processor_times(self) -> list[float]:
        """The processor time of each worker so far, in seconds."""
        # The clock of another process: clock_getcpuclockid(3), which Python does not have.
        return [time.clock_gettime((~pid << 3) | 2) for pid in self.workers]

    def memory(self, key: str) -> float:
        """MB held by the busiest worker: VmRSS now, VmHWM at the most since the last reset."""
        found = []
        for pid in self.workers:
            status = Path(f"/proc/{pid}/status").read_text()
            found.append(int(next(line.split()[1] for line in status.splitlines() if line.startswith(key))) / 1024)
        return max(found)

    def reset_peak(self) -> None:
        """Forget the most memory held so far."""
        for pid in self.workers:
            Path(f"/proc/{pid}/clear_refs").write_text("5")

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.wait(60)


def post(connection: http.client.HTTPConnection, sent: bytes, headers: dict[str, str]) -> bytes:
    """The answer to a list, on a connection that is kept if the service keeps it."""
    connection.request("POST", "/v1/evaluations", sent, headers)
    response = connection.getresponse()
    answer = response.read()
    if response.status != http.client.OK:
        raise RuntimeError(f"{response.status}: {answer[:200]!r}")
    return answer


def get(connection: http.client.HTTPConnection, path: str) -> bytes:
    """The answer to a GET request, on a connection that is kept."""
    connection.request("GET", path)
    return connection.getresponse().read()


@contextlib.contextmanager
def served(command: list[str], workers: int = 1) -> Iterator[Served]:
    """A service that runs while it is measured."""
    service = Served(command, workers)
    try:
        yield service
    finally:
        service.stop()
