"""What gunicorn's master does for the service: it alone reads the data, and hands it to the workers it forks.

So all workers have the same data at all times. A worker that dies is replaced by one with the data in force, whatever
lies in the folder by then; and faulty data stops the start once, not once for each worker.
"""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from service.app import reload_catalogue
from service.loading.data_faults import DataFaultsError
from service.serving.memory import give_back_what_is_freed, set_aside_what_stays
from service.settings import Settings, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CANNOT_START = 3
"""Exit code, as gunicorn's own for workers that do not start."""

FINISH_SECONDS = 15
"""Seconds for what is under way at SIGTERM, after the draining; with that, less than the 20 s of most schedulers."""

_STOP_SIGNALS = {signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM}


@contextmanager
def starting() -> Iterator[None]:
    """End the process where a setting or the data is faulty: say all that is wrong, and nothing else."""
    try:
        yield
    except (SettingsError, DataFaultsError) as error:
        print(error, file=sys.stderr, flush=True)  # noqa: T201 - for whoever starts it
        sys.exit(CANNOT_START)


def prepare(server: Any) -> None:  # noqa: ANN401 - gunicorn's master
    """Make the application before any worker is forked."""
    give_back_what_is_freed()
    with starting():
        settings = Settings.from_environment()
        server.app.wsgi()
    server.cfg.set("graceful_timeout", settings.drain_seconds + FINISH_SECONDS)
    # gunicorn's own answer to SIGHUP would read its configuration anew, start workers that may refuse the data, and
    # listen to no signal until the old workers have ended.
    server.handle_hup = partial(_renew, server)
    server.spawn_worker = partial(_spawn_worker, server.spawn_worker)
    set_aside_what_stays()


def _spawn_worker(spawn: Callable[[], Any]) -> Any:  # noqa: ANN401 - gunicorn's own method, and what it returns
    """Fork a worker that gets no signal before it can handle it.

    A new worker still has the handlers of the master, which only note a signal for the master's main loop. A stop in
    this moment would be lost, and the master would wait for the worker until it kills it.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOP_SIGNALS)
    try:
        return spawn()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP_SIGNALS)


def accept_signals(_worker: Any) -> None:  # noqa: ANN401 - gunicorn's worker
    """Let in the signals that `_spawn_worker` holds back; the worker has its own handlers now."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOP_SIGNALS)


def _renew(server: Any) -> None:  # noqa: ANN401 - gunicorn's master
    """Read the data anew, and replace every worker; those that are replaced finish what they have begun."""
    reload_catalogue(server.app.wsgi())
    set_aside_what_stays()
    replaced = list(server.WORKERS)
    for _ in range(server.num_workers):
        server.spawn_worker()
    for pid in replaced:
        server.kill_worker(pid, signal.SIGHUP)
