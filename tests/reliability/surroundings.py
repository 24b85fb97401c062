"""What a proof needs besides the service: lists to send, health checks, memory, and places to run the service in."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.running import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.running import Running

JSON, NDJSON = "application/json", "application/x-ndjson"

_PRODUCTS = ("cement-clinker", "水泥熟料", "aluminium.electrolytic", "coke", "flat-glass.above-800", "no such product")


def line(number: int) -> bytes:
    """One of many different lines; some are graded, some ungraded, some rejected."""
    fields: dict[str, object] = {
        "id": f"line-{number}",
        "benchmark": _PRODUCTS[number % 7 % 6],
        "capacity": f"{1000 + number * 7 % 90000}.{number % 97:02}",
        "intensity": None if number % 11 == 0 else 60 + number % 90,
        "group": f"city-{number % 13}",
    }
    return json.dumps(fields, ensure_ascii=False).encode()


def listed(count: int, first: int = 0) -> bytes:
    """A list in one JSON object."""
    return b'{"lines":[' + b",".join(map(line, range(first, first + count))) + b"]}"


def streamed(count: int, first: int = 0) -> bytes:
    """The same list as a stream of lines."""
    return b"".join(line(number) + b"\n" for number in range(first, first + count))


class Prober:
    """Sends health checks, each on a new connection, as an orchestrator does."""

    def __init__(self, port: int, every: float = 0.05) -> None:
        """Start."""
        self.seconds: list[float] = []
        self.failures: list[str] = []
        self._port, self._every = port, every
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._is_over.wait(self._every):
            began = time.monotonic()
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=5)
            try:
                connection.request("GET", "/healthz", headers={"Connection": "close"})
                answer = connection.getresponse()
                answer.read()
                if answer.status != http.client.OK:
                    self.failures.append(str(answer.status))
            except OSError as error:
                self.failures.append(type(error).__name__)
            finally:
                connection.close()
            self.seconds.append(time.monotonic() - began)

    def stop(self) -> Prober:
        """Stop sending."""
        self._is_over.set()
        self._thread.join()
        return self

    def __str__(self) -> str:
        """As in ``p50 2 ms, p99 18 ms, longest 40 ms of 1170, 0 failed``."""
        p50, p99, longest = (f"{1000 * quantile(self.seconds, part):.0f} ms" for part in (0.5, 0.99, 1))
        return (
            f"health check p50 {p50}, p99 {p99}, longest {longest} of {len(self.seconds)}, {len(self.failures)} failed"
        )


def quantile(values: list[float], part: float) -> float:
    """The smallest value that is not below this part of the values."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


class MemoryMeter:
    """Measures the memory of the workers every half second: what is their own, and their part of what they share."""

    def __init__(self, running: Running) -> None:
        """Start."""
        self.mebibytes: list[float] = []
        self._running = running
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._is_over.wait(0.5):
            self.mebibytes.append(sum(map(memory_of, self._running.workers())))

    def stop(self) -> MemoryMeter:
        """Stop measuring."""
        self._is_over.set()
        self._thread.join()
        return self

    @property
    def quarters(self) -> tuple[float, float]:
        """The maximum in the third quarter of the time, and in the last, in MiB."""
        half, three = len(self.mebibytes) // 2, len(self.mebibytes) * 3 // 4
        return max(self.mebibytes[half:three]), max(self.mebibytes[three:])


def memory_of(pid: int) -> float:
    """The memory of a process in MiB; 0 if it has ended."""
    with contextlib.suppress(OSError):
        for text in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if text.startswith("Pss:"):
                return int(text.split()[1]) / 1024
    return 0.0


def can_unshare() -> bool:
    """Whether a process can have its own mounts here."""
    return (
        shutil.which("unshare") is not None
        and not subprocess.run(
            ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/tmp"],  # noqa: S607 - nothing outside sees this mount
            check=False,
            capture_output=True,
        ).returncode
    )


def with_mounts(*commands: str) -> tuple[str, ...]:
    """The command that runs a process with its own mounts, which these commands make."""
    return ("unshare", "--mount", "--propagation", "private", "sh", "-ec", "\n".join((*commands, 'exec "$@"')), "sh")


def new_tmp(size: str) -> list[str]:
    """The commands that mount an empty /tmp of that size; what the service needs in the old one stays visible."""
    needed = [path for path in {str(PROJECT), sys.prefix} if path.startswith("/tmp/")]
    commands = ["kept=$(mktemp -d /var/tmp/kept-XXXXXX)"]
    commands += [f"mkdir $kept/{place} && mount --bind {path} $kept/{place}" for place, path in enumerate(needed)]
    commands.append(f"mount -t tmpfs -o size={size} none /tmp")
    commands += [f"mkdir -p {path} && mount --bind $kept/{place} {path}" for place, path in enumerate(needed)]
    commands += [f"umount $kept/{place} && rmdir $kept/{place}" for place in range(len(needed))]
    return [*commands, "rmdir $kept"]


@contextlib.contextmanager
def memory_group(mebibytes: int) -> Iterator[tuple[tuple[str, ...], Path] | None]:
    """The command that runs a process with this memory limit, and its group; None if no group can be made here."""
    v2 = Path("/sys/fs/cgroup/cgroup.controllers").exists()
    folder = Path("/sys/fs/cgroup" if v2 else "/sys/fs/cgroup/memory", f"biaogan-{os.getpid()}")
    limits = ["memory.max", "memory.swap.max"] if v2 else ["memory.limit_in_bytes"]
    try:
        folder.mkdir()
    except OSError:
        yield None
        return
    try:
        for limit in limits:
            if (folder / limit).exists():
                (folder / limit).write_text(str(0 if "swap" in limit else mebibytes * 1024**2), encoding="ascii")
        if not (folder / limits[0]).exists():
            yield None
            return
        yield ("sh", "-ec", f'echo $$ > {folder}/cgroup.procs; exec "$@"', "sh"), folder
    finally:
        for _ in range(50):
            with contextlib.suppress(OSError):
                folder.rmdir()
                break
            time.sleep(0.1)
