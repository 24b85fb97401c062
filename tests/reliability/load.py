"""The proof under load: single lines, and mixed lists at twice the number that the service accepts."""

from __future__ import annotations

import asyncio
import gzip
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING

from service.settings import Settings
from tests.reliability.caller import Request, Seen, call_for, request_of
from tests.reliability.results import Result, service
from tests.reliability.surroundings import JSON, NDJSON, MemoryMeter, Prober, listed, quantile, streamed
from tests.running import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.running import Running

LINES = 10_000
WORKERS = 2
THREADS = 16


def expecting(running: Running, name: str, body: bytes, **headers: str) -> Request:
    """The request, with the answer that it gets from a service without other requests."""
    answer = running.ask("POST", "/v1/evaluations", body, {k.replace("_", "-"): v for k, v in headers.items()})
    assert answer.status == 200, answer.content[:200]
    return Request(name, request_of("POST", "/v1/evaluations", body, **headers), answer.content)


def single(running: Running, number: int = 1) -> Request:
    """A list of one line."""
    return expecting(running, "single", listed(1, number), Content_Type=JSON)


def mixed(running: Running, lines: int = LINES) -> list[Request]:
    """Lists in JSON, NDJSON and gzip."""
    packed = gzip.compress(listed(lines, 3), 1, mtime=0)
    return [
        expecting(running, "list", listed(lines), Content_Type=JSON),
        expecting(running, "list", streamed(lines, 1), Content_Type=NDJSON, Accept=NDJSON),
        expecting(running, "list", streamed(lines, 2), Content_Type=NDJSON, Accept=JSON),
        expecting(running, "list", packed, Content_Type=JSON, Content_Encoding="gzip"),
    ]


@contextmanager
def calling(seconds: float, running: Running, callers: list[list[Request]]) -> Iterator[Future[Seen]]:
    """The callers at work, in a process of their own, so that they do not disturb what is measured."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        future = pool.submit(_call, seconds, running.port, callers)
        wait_for_requests(running)
        yield future


def wait_for_requests(running: Running) -> None:
    """Wait until the service has answered some more requests."""
    enough = _count_requests(running) + 20
    wait_for(lambda: _count_requests(running) >= enough)


def _count_requests(running: Running) -> int:
    return int(running.log_text().count('"event": "request"'))


def _call(seconds: float, port: int, callers: list[list[Request]]) -> Seen:
    return asyncio.run(call_for(seconds, port, callers))


def prove(seconds: int) -> Iterator[Result]:
    """Both loads, each for this time."""
    with service() as running:
        callers = 2 * WORKERS * THREADS
        lines = [single(running, number) for number in range(1, 9)]
        yield _under("single lines", f"{callers} callers", running, [lines] * callers, seconds)
    with service() as running:
        places = WORKERS * (Settings().evaluation_queue + 1)
        lists, line = mixed(running), single(running)
        callers = [lists[place % 4 :] + lists[: place % 4] for place in range(2 * places)]
        done = f"{2 * places} callers with lists of {LINES:,} lines (JSON, NDJSON, gzip) for {places} places, 2 with single lines"
        yield _under("mixed lists", done, running, [*callers, [line], [line]], seconds)


def _under(name: str, done: str, running: Running, callers: list[list[Request]], seconds: int) -> Result:
    meter, prober = MemoryMeter(running), Prober(running.port)
    with calling(seconds, running, callers) as future:
        seen = future.result()
    prober.stop()
    third, last = meter.stop().quarters
    found = []
    for kind, lines in (("single", 1), ("list", LINES)):
        if times := seen.seconds.get(kind):
            busy = seen.count("busy", name=kind)
            p50, p99 = (f"{1000 * quantile(times, part):,.0f} ms" for part in (0.5, 0.99))
            found.append(
                f"{kind}: {len(times):,} answered ({len(times) * lines / seconds:,.0f} lines/s, p50 {p50}, p99 {p99}), "
                f"{busy:,} busy"
            )
    others = seen.others("200", "busy")
    found += [f"other endings: {others or 'none'}", f"wrong answers: {seen.wrong}", str(prober)]
    found.append(
        f"memory of the workers at most {third:.0f} MiB in the third quarter of the time, {last:.0f} in the last"
    )
    # How large the lists are that are evaluated at the time of a measurement makes a tenth and 16 MiB of difference.
    holds = not others and not seen.wrong and not prober.failures and last <= third * 1.1 + 16
    return Result(f"load: {name}", f"{done}, {seconds} s", "; ".join(found), holds)
