"""The hooks of gunicorn's master: it alone reads the data, and the workers get it when they are forked.

So all workers always have the same data. A worker that replaces a dead one has the data in force, whatever is in the
folder by then; and invalid data stops the start once, not once per worker.
"""

from __future__ import annotations

import gc
import itertools
import signal
import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from service.app import reload_catalogue
from service.loading.data_faults import DataFaultsError
from service.serving.refusals import replace_error_page
from service.settings import Settings, SettingsError
from service.web import metrics

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CANNOT_START = 3
"""Exit code; gunicorn uses the same for workers that do not start."""

FINISH_SECONDS = 15
"""Seconds to finish running requests after SIGTERM and draining; in all less than the 20 s of most schedulers."""

COLLECT_AFTER = 10_000
"""New objects after which the garbage collector looks for cycles.

A list under evaluation makes no cycles, and keeps its ids in large containers, which the collector would visit in vain.
"""

_STOP_SIGNALS = {signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM}


@contextmanager
def exit_if_invalid() -> Iterator[None]:
    """Print every fault of the settings or the data, and nothing else, and exit with `CANNOT_START`."""
    try:
        yield
    except (SettingsError, DataFaultsError) as error:
        print(error, file=sys.stderr, flush=True)  # noqa: T201 - for the person who starts it
        sys.exit(CANNOT_START)


def prepare(server: Any) -> None:  # noqa: ANN401 - gunicorn's master
    """Make the application before any worker is forked (gunicorn's ``on_starting``)."""
    replace_error_page()
    with exit_if_invalid():
        settings = Settings.from_environment()
        server.app.wsgi()
    server.cfg.set("graceful_timeout", settings.drain_seconds + FINISH_SECONDS)
    # On SIGHUP gunicorn itself would read its configuration again, start workers that may refuse the data, and handle
    # no signal until the old workers have ended.
    server.handle_hup = partial(_reload, server)
    server.spawn_worker = partial(_spawn_worker, server.spawn_worker)
    freeze_heap()


def number_worker(server: Any, worker: Any) -> None:  # noqa: ANN401 - gunicorn's master and worker
    """Give the worker the lowest free number (gunicorn's ``pre_fork``).

    It counts into the files of its number, on top of what an earlier worker of that number counted. So no count ever
    decreases, and there are never more files than workers at one time. By default prometheus_client names the files by
    process: each worker that dies would leave more of them, to be read whenever somebody asks for the metrics.
    """
    used = {other.number for other in server.WORKERS.values()}
    worker.number = next(number for number in itertools.count(1) if number not in used)


def open_metrics(_server: Any, worker: Any) -> None:  # noqa: ANN401 - gunicorn's master and worker
    """Count into the files of the worker's number (gunicorn's ``post_fork``)."""
    metrics.set_worker_number(worker.number)


def accept_signals(_worker: Any) -> None:  # noqa: ANN401 - gunicorn's worker
    """Accept the signals that `_spawn_worker` blocks: the worker has its own handlers now (``post_worker_init``)."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP_SIGNALS)


def freeze_heap() -> None:
    """Collect garbage, then exclude all living objects from collection, and collect the later ones less often.

    The data stays until it is replaced as a whole. The collector need not visit it again and again; and visiting would
    write to its memory, so that master and workers no longer share it.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)


def _spawn_worker(spawn: Callable[[], Any]) -> Any:  # noqa: ANN401 - gunicorn's method, and what it returns
    """Fork a worker that gets no signal before it can handle it.

    A new worker still has the master's handlers, which only note a signal for the master's main loop. A SIGTERM in this
    moment would be lost, and the master would wait for the worker until it kills it.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOP_SIGNALS)
    try:
        return spawn()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP_SIGNALS)


def _reload(server: Any) -> None:  # noqa: ANN401 - gunicorn's master
    """Load the data again and replace every worker; the old ones finish what they have begun."""
    reload_catalogue(server.app.wsgi())
    freeze_heap()
    replaced = list(server.WORKERS)
    for _ in range(server.num_workers):
        server.spawn_worker()
    # SIGHUP would end a worker of gunicorn's own at once.
    retire = getattr(server.worker_class, "RETIRE", signal.SIGTERM)
    for pid in replaced:
        server.kill_worker(pid, retire)
