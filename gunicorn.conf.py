"""How gunicorn serves the application; it reads this file by itself when started in this folder."""

import math
import os
from pathlib import Path

from service.serving.master import prepare


def _cgroup(name: str) -> list[str]:
    """Return the words of a limit of the container, or ["max"] where nothing limits it."""
    try:
        return Path("/sys/fs/cgroup", name).read_text(encoding="ascii").split()
    except OSError:
        return ["max"]


def _workers() -> int:
    """Count the workers that fit into the processors and the memory that this container may use."""
    fitting = len(os.sched_getaffinity(0))
    quota, *period = _cgroup("cpu.max")
    if quota != "max":
        fitting = min(fitting, math.ceil(int(quota) / int(period[0])))
    memory, *_ = _cgroup("memory.max")
    if memory != "max":
        # 128 MiB leave room for a worker and a large list; without this, a small container on a host with
        # many processors would be killed for its memory as it starts.
        fitting = min(fitting, int(memory) // (128 * 1024**2))
    return max(fitting, 1)


wsgi_app = "service:create_app()"

_host = os.environ.get("HOST", "127.0.0.1")
_port = os.environ.get("PORT", "8000")
bind = f"[{_host}]:{_port}" if ":" in _host else f"{_host}:{_port}"

# The data is read before the workers are forked, and again at SIGHUP.
on_starting = prepare

worker_class = "service.serving.worker.Worker"
# At most nine are held by lists (EVALUATION_QUEUE); the others answer what is small, the health check among it.
threads = 16
# Not the number of the machine's processors: in a container that is the whole host's.
workers = int(os.environ.get("WEB_CONCURRENCY") or _workers())

# The workers' heartbeat is a file: on a disk that is slow or read-only it would stall or fail.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - gunicorn makes its own file there

# Longer than a load balancer usually keeps an idle connection (60 s), so that it is never the service that
# closes one just as a request comes in.
keepalive = 75
# The time in which a worker must show that it is alive; its main loop does so whatever the threads do.
timeout = 60

# Nobody steers the service through a socket, and on a read-only root there is no place for one.
control_socket_disable = True

# The access log stays off, gunicorn's default: the proxy in front keeps one, and bodies and ids of plants
# have no place in it.
