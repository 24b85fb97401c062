"""What the service counts, in the text format of Prometheus.

Labels are routes, statuses and codes, never anything that was sent: who sends unheard-of paths or methods must not be
able to make as many time series.

Under several workers the counts lie in files of one directory, and whichever worker is asked adds them up.
`gunicorn.conf.py` makes the directory and gives each worker a seat, after which its files are named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
    values,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from prometheus_client.core import Metric

    from service.web.state import State

MEDIA_TYPE = CONTENT_TYPE_LATEST

UNMATCHED = "unmatched"
"""The route of every request that no route of the service takes."""

OTHER = "other"
"""The method of every request whose method is none of `METHODS`."""

METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})

_seat = 0


def take_seat(seat: int) -> None:
    """Count into the files of that seat from now on, where whoever sat there before has left its counts."""
    global _seat  # noqa: PLW0603 - a process has one
    _seat = seat


if values.ValueClass is not values.MutexValue:
    # There is a directory: prometheus_client has looked for it as it was imported.
    values.ValueClass = values.MultiProcessValue(lambda: _seat)  # type: ignore[no-untyped-call]

# Several workers cannot say when a count began, so one does not either.
disable_created_metrics()  # type: ignore[no-untyped-call]
_PROCESS = CollectorRegistry(auto_describe=False)

_requests = Counter(
    "biaogan_http_requests", "Requests answered.", ["method", "route", "status"], registry=_PROCESS
)  # fmt: skip
_seconds = Histogram(
    "biaogan_http_request_duration_seconds",
    "Seconds from the first line of a request to the last byte of its answer.",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=_PROCESS,
)
_problems = Counter("biaogan_problems", "Requests that failed, by code of the problem.", ["code"], registry=_PROCESS)
_lines = Counter(
    "biaogan_lines",
    "Lines evaluated, by standing, or `ungraded` and `rejected`; ungraded ones by reason.",
    ["standing", "reason"],
    registry=_PROCESS,
)
_faults = Counter(
    "biaogan_line_faults", "Faults of rejected lines; a line can have several.", ["code"], registry=_PROCESS
)
_lists = Histogram(
    "biaogan_list_lines",
    "Lines of a list.",
    buckets=(1, 10, 100, 1_000, 10_000, 50_000, 100_000, 200_000),
    registry=_PROCESS,
)
_gate = Histogram(
    "biaogan_gate_wait_seconds",
    "Seconds that a list waited for its turn to be evaluated. A list that got none counts as a problem, `busy`.",
    buckets=(0.001, 0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30),
    registry=_PROCESS,
)


def request_answered(method: str, route: str, status: int, seconds: float) -> None:
    """Count a request; ``route`` is the template of the route."""
    method = method if method in METHODS else OTHER
    _requests.labels(method, route, str(status)).inc()
    _seconds.labels(method, route).observe(seconds)


def problem_answered(code: str) -> None:
    """Count a failure."""
    _problems.labels(code).inc()


def list_evaluated(lines: Mapping[tuple[str, str], int], faults: Mapping[str, int]) -> None:
    """Count the lines of a list by standing and reason (empty but for ungraded lines), and their faults by code."""
    for (standing, reason), count in lines.items():
        _lines.labels(standing, reason).inc(count)
    for code, count in faults.items():
        _faults.labels(code).inc(count)
    _lists.observe(sum(lines.values()))


def gate_wait_seconds(seconds: float) -> None:
    """Count a list that waited so long for its turn, zero seconds if it did not have to wait."""
    _gate.observe(seconds)


def exposition(state: State, directory: Path | None) -> bytes:
    """All counts, of every worker if there is a directory of them, and what this worker answers from."""
    counted = CollectorRegistry() if directory else _PROCESS
    if directory:
        MultiProcessCollector(counted, str(directory))  # type: ignore[no-untyped-call]
    info = GaugeMetricFamily(
        "biaogan_info",
        "The version of the service and the fingerprint of its data; always 1.",
        labels=["version", "fingerprint"],
    )
    info.add_metric([state.version, state.catalogue.fingerprint], 1)
    return generate_latest(counted) + generate_latest(_Held(info))


class _Held(CollectorRegistry):
    """A single metric that is known and not counted."""

    def __init__(self, metric: Metric) -> None:
        super().__init__()
        self._metric = metric

    def collect(self) -> Iterator[Metric]:
        yield self._metric
