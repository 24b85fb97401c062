"""How many workers fit into the container that the service runs in."""

from __future__ import annotations

import math
import os
from pathlib import Path

WORKER_BYTES = 240 * 1024**2
"""Memory of a worker that evaluates the largest body it accepts, as `make test-reliability` measures it."""

_CGROUP = Path("/sys/fs/cgroup")


def count_workers() -> int:
    """As many workers as the container may use processors, and no more than fit into its memory; at least one.

    The processors of the machine do not count: in a container they are the whole host's.
    """
    fitting = len(os.sched_getaffinity(0))
    quota, *period = _limit("cpu.max")
    if quota != "max":
        fitting = min(fitting, math.ceil(int(quota) / int(period[0])))
    memory, *_ = _limit("memory.max")
    if memory != "max":
        fitting = min(fitting, int(memory) // WORKER_BYTES)
    return max(fitting, 1)


def _limit(name: str) -> list[str]:
    """The words of a limit of the container (cgroup v2), or ["max"] without a limit."""
    try:
        return (_CGROUP / name).read_text(encoding="ascii").split()
    except OSError:
        return ["max"]
