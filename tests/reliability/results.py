"""The result of a proof, and the table of all results."""

from __future__ import annotations

import datetime as dt
import os
import platform
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.running import Running

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Result:
    """One proof: what was done, what was seen, and whether it holds (None: it cannot be tried here)."""

    name: str
    done: str
    seen: str
    holds: bool | None


@contextmanager
def service(*, under: tuple[str, ...] = (), **settings: str) -> Iterator[Running]:
    """A service of two workers, unless the settings say otherwise; it ends with the block."""
    with (
        tempfile.TemporaryDirectory(dir="/var/tmp") as folder,
        Running(Path(folder), under=under, **{"WEB_CONCURRENCY": "2", **settings}) as running,
    ):
        yield running.wait_until_ready()


def page(results: list[Result], *, seconds: int) -> str:
    """The table as a page."""
    with Path("/proc/cpuinfo").open(encoding="utf-8") as file:
        processor = next((text.partition(":")[2].strip() for text in file if text.startswith("model name")), "unknown")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    machine = f"{len(os.sched_getaffinity(0))} processors ({processor}), {memory:.0f} GiB, Linux, Python"
    verdicts = {True: "holds", False: "**fails**", None: "not tried"}
    rows = "\n".join(f"| {each.name} | {each.done} | {each.seen} | {verdicts[each.holds]} |" for each in results)
    return f"""\
# What happens under load and when something fails?

`make test-reliability LONG=1 WRITE=1` puts a running service of two workers under load, faults and hostile input, over the
loopback, and writes this page in about 25 minutes. Every change runs it without `LONG`: each load then lasts {SHORT} s instead
of {LONG} s, and only `make test` and `make fuzz` try hostile input. Times and rates depend on the machine. The last column must
hold on every machine; otherwise the command fails.

{dt.datetime.now(dt.UTC):%Y-%m-%d}, {machine} {platform.python_version()}, which also made the load; {seconds} s for
each load.

| proof | done | seen | |
|---|---|---|---|
{rows}
"""


LONG, SHORT = 60, 12
"""Seconds of each load."""
