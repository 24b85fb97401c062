"""How gunicorn serves the application; it reads this file by itself when started in this folder."""

from __future__ import annotations

import atexit
import itertools
import math
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter

# What the workers count, they keep in files of one directory, in memory if there is room for files in it; whichever
# worker is asked for the metrics adds them up. A new directory, because what an earlier service left is not ours; set
# before prometheus_client is first imported, which looks for it then and never again.
_memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - only files and folders of unique names
if "prometheus_client" not in sys.modules:
    _master = os.getpid()
    _counts = tempfile.mkdtemp(prefix=f"biaogan-metrics-{_master}-", dir=_memory)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = _counts

    @atexit.register
    def _leave_nothing_behind() -> None:
        """Remove the counts when the master ends, however far it came; what it forks is not the master."""
        if os.getpid() == _master:
            shutil.rmtree(_counts, ignore_errors=True)


import gunicorn.http.wsgi  # noqa: E402
import gunicorn.util  # noqa: E402

from service.logs import log_config  # noqa: E402
from service.serving.master import accept_signals, prepare, starting  # noqa: E402
from service.serving.refusals import SERVER, write_refusal  # noqa: E402
from service.settings import Settings  # noqa: E402
from service.web import metrics  # noqa: E402


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
        # What a worker needs for the largest body that it takes (`make test-reliability` tries it); without this, a
        # small container on a host with many processors would be killed for its memory.
        fitting = min(fitting, int(memory) // (240 * 1024**2))
    return max(fitting, 1)


wsgi_app = "service:create_app()"

with starting():
    _settings = Settings.from_environment()
_host = f"[{_settings.host}]" if ":" in _settings.host else _settings.host
bind = [f"{_host}:{port}" for port in (_settings.port, _settings.metrics_port) if port]

# The data is read before the workers are forked, and again at SIGHUP.
on_starting = prepare
post_worker_init = accept_signals

worker_class = "service.serving.worker.Worker"
# At most nine are held by lists (EVALUATION_QUEUE); the others answer what is small.
threads = 16
# Not the number of the machine's processors: in a container that is the whole host's.
workers = _settings.workers or _workers()

# The workers' heartbeat is a file: on a disk that is slow or read-only it would stall or fail.
worker_tmp_dir = _memory

# Longer than a load balancer usually keeps an idle connection (60 s), so that it is never the service that
# closes one just as a request comes in.
keepalive = 75
# The time in which a worker must show that it is alive; its main loop does so whatever the threads do.
timeout = 60

# Nobody steers the service through a socket, and on a read-only root there is no place for one.
control_socket_disable = True

# The access log stays off, gunicorn's default: the service itself writes a line for each request, without addresses,
# queries or anything else that was sent. gunicorn's other lines come in the same shape.
logconfig_dict = log_config()

# What is no request is refused in the shape of every other failure; and nobody is told which server this is.
gunicorn.util.write_error = write_refusal
gunicorn.http.wsgi.SERVER = SERVER


def pre_fork(server: Arbiter, worker: Any) -> None:  # noqa: ANN401 - it is given a seat here
    """Give the worker the lowest seat that nobody holds.

    Its counts go into the files of its seat, where those of the worker that died in it already are. So nothing counts
    backwards, and there are never more files than workers at one time; named by process, as is the default, they would
    become more with each worker that dies, and each would be read whenever the metrics are.
    """
    held = {other.seat for other in server.WORKERS.values()}
    worker.seat = next(seat for seat in itertools.count(1) if seat not in held)


def post_fork(_server: Arbiter, worker: Any) -> None:  # noqa: ANN401
    """Count into the files of the worker's seat from now on."""
    metrics.take_seat(worker.seat)
