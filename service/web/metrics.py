"""What the service counts, in the text format of Prometheus.

Labels are routes, statuses and codes, never anything that a caller sent: unknown paths and methods must not create time
series.

Under several workers the counts are in files of one directory, and the worker that answers ``/metrics`` adds them up.
`service.serving.worker_numbers` makes the directory and numbers the workers; the number is in the names of the files.
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

MEDIA_TYPE = CONTENT_TYPE_LATEST

UNMATCHED = "unmatched"
"""The route of every request that matches no route of the service."""

OTHER = "other"
"""The method of every request whose method is not in `METHODS`."""

METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})

_worker_number = 0


def set_worker_number(number: int) -> None:
    """From now on count into the files of that number, on top of what an earlier worker of that number counted."""
    global _worker_number  # noqa: PLW0603 - a process has one
    _worker_number = number


if values.ValueClass is not values.MutexValue:
    # prometheus_client found PROMETHEUS_MULTIPROC_DIR when it was imported.
    values.ValueClass = values.MultiProcessValue(lambda: _worker_number)  # type: ignore[no-untyped-call]

# Several workers cannot say when a count began, so a single one does not say it either.
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
    "Seconds that a list waited for its turn to be evaluated. A list that was refused counts as a problem, `busy`.",
    buckets=(0.001, 0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30),
    registry=_PROCESS,
)


def count_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count an answered request; ``route`` is the template of its route."""
    method = method if method in METHODS else OTHER
    _requests.labels(method, route, str(status)).inc()
    _seconds.labels(method, route).observe(seconds)


def count_problem(code: str) -> None:
    """Count a failed request."""
    _problems.labels(code).inc()


def count_list(lines: Mapping[tuple[str, str], int], faults: Mapping[str, int]) -> None:
    """Count the lines of a list by standing and reason (empty except for ungraded lines), and their faults by code."""
    for (standing, reason), count in lines.items():
        _lines.labels(standing, reason).inc(count)
    for code, count in faults.items():
        _faults.labels(code).inc(count)
    _lists.observe(sum(lines.values()))


def observe_gate_wait(seconds: float) -> None:
    """Count a list that waited so long for its turn, 0 if it did not wait."""
    _gate.observe(seconds)


def exposition(version: str, fingerprint: str, directory: Path | None) -> bytes:
    """All counts, of every worker if they are in a directory, and the version and the data of this worker."""
    counted = CollectorRegistry() if directory else _PROCESS
    if directory:
        MultiProcessCollector(counted, str(directory))  # type: ignore[no-untyped-call]
    info = GaugeMetricFamily(
        "biaogan_info",
        "The version of the service and the fingerprint of its data; always 1.",
        labels=["version", "fingerprint"],
    )
    info.add_metric([version, fingerprint], 1)
    return generate_latest(counted) + generate_latest(_Constant(info))


class _Constant(CollectorRegistry):
    """A registry of one metric with a fixed value."""

    def __init__(self, metric: Metric) -> None:
        super().__init__()
        self._metric = metric

    def collect(self) -> Iterator[Metric]:
        yield self._metric
