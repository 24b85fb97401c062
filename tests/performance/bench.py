"""``make bench``: how fast, as ratios in one run, and in how much memory.

Measured are, on the same generated lists: this service over HTTP on loopback; the floor, which is reading the request
and writing the answer with orjson and doing nothing between; a plain Flask and marshmallow service; a FastAPI and
pydantic service; and the domain alone. Each figure is the least of several runs, the services taking turns, so that
what else the machine does falls on all alike.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import platform
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from service.domain.evaluation import Evaluation
from service.domain.verdict import Graded
from service.formats.lists.json_list import read_json
from service.loading import load_catalogue
from tests.performance.lists import BENCHMARKS, body, lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from service.domain.catalogue import Catalogue
    from service.domain.line import CapacityLine, MalformedLine

PROJECT = Path(__file__).resolve().parents[2]
MOST_LINES = 200_000
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
GUNICORN = [sys.executable, "-m", "gunicorn", "--workers", "1", "--threads", "4", "--worker-class", "gthread"]
OWN = [sys.executable, "-m", "gunicorn"]
PEERS = {
    "Flask + marshmallow": [*GUNICORN, "--config", os.devnull, "tests.performance.peer_flask:app"],
    "FastAPI + pydantic": [
        sys.executable,
        "-m",
        "uvicorn",
        "--log-level",
        "warning",
        "tests.performance.peer_fastapi:app",
    ],
}


class Served:
    """A service in a process of its own, on a port of its own."""

    def __init__(self, command: list[str], *, port_option: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        bind = ["--port", str(self.port)] if port_option == "--port" else ["--bind", f"127.0.0.1:{self.port}"]
        environment = os.environ | {"WEB_CONCURRENCY": "1", "PORT": str(self.port)}
        self.process = subprocess.Popen([*command, *bind], cwd=PROJECT, env=environment, **QUIET)
        self._wait()

    def _wait(self) -> None:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.1)
        raise RuntimeError("a service did not start")

    def post(self, sent: bytes, media_type: str = "application/json") -> bytes:
        """The answer to a list."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        try:
            connection.request("POST", "/v1/evaluations", sent, {"Content-Type": media_type})
            response = connection.getresponse()
            answer = response.read()
        finally:
            connection.close()
        if response.status != http.client.OK:
            raise RuntimeError(f"{response.status}: {answer[:200]!r}")
        return answer

    @property
    def workers(self) -> list[int]:
        """The processes that answer: the children, or the process itself if it has none."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(child) for child in children] or [self.process.pid]

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
        self.process.wait(30)


@contextlib.contextmanager
def served(command: list[str], port_option: str = "--bind") -> Iterator[Served]:
    """A service that runs while it is measured."""
    service = Served(command, port_option=port_option)
    try:
        yield service
    finally:
        service.stop()


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def floor(sent: bytes, answer: object) -> None:
    """Reading the request and writing the answer, with nothing between."""
    orjson.loads(sent)
    orjson.dumps(answer)


def domain_alone(catalogue: Catalogue, blocks: list[list[CapacityLine | MalformedLine]]) -> None:
    """The verdicts and the summary, on lines that have been read."""
    evaluation = Evaluation(catalogue, catalogue.default_edition, Graded)
    for block in blocks:
        evaluation.evaluate(block)
    evaluation.summary()


def compare(catalogue: Catalogue, own: Served, peers: dict[str, Served], sent: bytes, runs: int) -> None:
    """One table: everything on one list."""
    answer = orjson.loads(own.post(sent))
    count, rejected = answer["lines"]["submitted"], answer["lines"]["rejected"]
    blocks = list(read_json(sent, max_lines=MOST_LINES, max_nesting=64).blocks)
    works: dict[str, Callable[[], object]] = {
        "floor (orjson, both ways)": lambda: floor(sent, answer),
        "biaogan over HTTP": lambda: own.post(sent),
        "the domain alone": lambda: domain_alone(catalogue, blocks),
        **{name: (lambda peer=peer: peer.post(sent)) for name, peer in peers.items()},
    }
    best = dict.fromkeys(works, float("inf"))
    for _ in range(runs):
        for name, work in works.items():
            if best[name] < 3 or best[name] == float("inf"):  # the slow ones once
                best[name] = min(best[name], seconds(work))
    ours, least = best["biaogan over HTTP"], best["floor (orjson, both ways)"]
    print(f"\n{count:,} lines, {rejected / count:.0%} bad ({len(sent) / count:.0f} bytes a line)")
    print(f"{'':28}{'seconds':>9}{'µs/line':>9}{'x floor':>9}{'x biaogan':>11}")
    for name, took in best.items():
        print(f"{name:28}{took:9.3f}{took / count * 1e6:9.2f}{took / least:9.2f}{took / ours:11.2f}")


def flatness(own: Served, runs: int) -> None:
    """Cost per line from short to long lists."""
    print("\nCost per line by length of the list (µs, over HTTP)")
    costs = []
    for count in (1_000, 10_000, 50_000, 100_000, 200_000):
        sent = body(count)
        costs.append(min(seconds(lambda sent=sent: own.post(sent)) for _ in range(runs)) / count * 1e6)
        print(f"{count:>9,}{costs[-1]:9.2f}")
    print(f"most over least: {max(costs) / min(costs):.2f}")


def memory() -> None:
    """Peak memory of a new worker over its idle memory."""
    print("\nPeak memory of a worker above idle (MB)")
    for name, sent, media_type in (
        ("100,000 lines, JSON", body(100_000), "application/json"),
        ("100,000 wrong lines, JSON", body(100_000, bad=1.0), "application/json"),
        ("1,000,000 lines, NDJSON to NDJSON", None, "application/x-ndjson"),
    ):
        with served(OWN) as own:
            own.post(body(1))
            idle = own.memory("VmRSS")
            own.reset_peak()
            if sent is None:
                _stream_a_million(own)
            else:
                own.post(sent, media_type)
            print(f"{name:36}{own.memory('VmHWM') - idle:8.0f}   (idle: {idle:.0f})")


def _stream_a_million(own: Served) -> None:
    """A million lines, made as they are sent and forgotten as they are answered."""
    block = b"".join(orjson.dumps(line) + b"\n" for line in lines(10_000))

    def pieces() -> Iterator[bytes]:
        for part in range(100):
            yield block.replace(b"plant-", b"plant-%d-" % part)

    connection = http.client.HTTPConnection("127.0.0.1", own.port, timeout=600)
    headers = {"Content-Type": "application/x-ndjson", "Accept": "application/x-ndjson"}
    connection.request("POST", "/v1/evaluations", pieces(), headers, encode_chunked=True)
    response = connection.getresponse()
    last = b""
    while received := response.read(1 << 20):
        last = (last + received)[-200_000:]
    connection.close()
    if b'"submitted":1000000' not in last:
        raise RuntimeError("the stream was not answered whole")


def single(own: Served, count: int = 2_000) -> None:
    """The time of one line alone."""
    connection = http.client.HTTPConnection("127.0.0.1", own.port, timeout=30)
    sent = body(1)
    took = []
    for _ in range(count):
        start = time.perf_counter()
        connection.request("POST", "/v1/evaluations", sent, {"Content-Type": "application/json"})
        connection.getresponse().read()
        took.append(time.perf_counter() - start)
    connection.close()
    cuts = statistics.quantiles(took, n=100)
    median, late = cuts[49] * 1e3, cuts[98] * 1e3
    print(f"\nOne line alone, {count:,} requests on one connection: p50 {median:.2f} ms, p99 {late:.2f} ms")


def main() -> None:
    """Measure everything and print it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=7, help="runs of which the least counts")
    runs = options.parse_args().runs
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}; one worker each")
    catalogue = load_catalogue(BENCHMARKS)
    with contextlib.ExitStack() as stack:
        own = stack.enter_context(served(OWN))
        peers = {
            name: stack.enter_context(served(command, "--port" if "uvicorn" in command else "--bind"))
            for name, command in PEERS.items()
        }
        for count in (10_000, 100_000):
            for bad in (0.0, 0.01):
                compare(catalogue, own, peers, body(count, bad=bad), runs)
        flatness(own, runs)
        single(own)
    memory()


if __name__ == "__main__":
    main()
