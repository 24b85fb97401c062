"""``make bench``: how fast, as ratios in one run, and in how much memory.

Measured are this service and its peers over HTTP on loopback, each by the processor time of the processes that answer;
and in this process the floor of each format, which is a bare read of the same list and a bare write of the same answer
with nothing between. Each figure is the least of several runs, in which all take turns, so that what else the machine
does falls on all alike.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import statistics
import threading
import time
import zlib
from typing import TYPE_CHECKING

import orjson

from service.domain.evaluation import Evaluation
from service.domain.verdict import Graded
from service.formats.lists.json_list import read_json
from service.loading import load_catalogue
from tests.performance.floors import READ, WRITE, body_of
from tests.performance.lists import BENCHMARKS, as_csv, as_json, as_ndjson, as_xlsx, grouped, lines
from tests.performance.report import Report
from tests.performance.served import BARE, OWN, PEERS, Served, get, post, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from service.domain.catalogue import Catalogue

JSON, NDJSON, CSV = "application/json", "application/x-ndjson", "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MANY = 100_000
SLOW = 3.0
"""Seconds from which on a work is measured once."""


def own_seconds(work: Callable[[], object]) -> float:
    """The processor time of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def least(measures: dict[str, Callable[[], float]], runs: int) -> dict[str, float]:
    """The least of several runs of each, which take turns."""
    best = dict.fromkeys(measures, float("inf"))
    for _ in range(runs):
        for name, measure in measures.items():
            if not SLOW < best[name] < float("inf"):
                best[name] = min(best[name], measure())
    return best


def asked(service: Served, sent: bytes, media_type: str = JSON, **headers: str) -> Callable[[], float]:
    """A measure: the service evaluates a list."""
    all_headers = {"Content-Type": media_type} | {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda: service.seconds(lambda: service.post(sent, all_headers))


def compare(report: Report, catalogue: Catalogue, own: Served, peers: dict[str, Served], runs: int) -> None:
    """Everything on one long list."""
    sent = as_json(lines(MANY))
    answer = orjson.loads(own.post(sent, {"Content-Type": JSON}))
    blocks = list(read_json(sent, max_lines=MANY, max_nesting=64).blocks)

    def evaluate_alone() -> None:
        evaluation = Evaluation(catalogue, catalogue.default_edition, Graded)
        for block in blocks:
            evaluation.evaluate(block)
        evaluation.summary()

    gc.collect()
    gc.freeze()  # what is alive here is no part of a floor
    best = least(
        {
            "floor": lambda: own_seconds(lambda: (orjson.loads(sent), orjson.dumps(answer))),
            "biaogan": asked(own, sent),
            "the domain alone": lambda: own_seconds(evaluate_alone),
            **{name: asked(peer, sent) for name, peer in peers.items()},
        },
        runs,
    )
    report.say(f"\n{MANY:,} lines in JSON ({len(sent) / MANY:.0f} bytes a line)")
    report.say(f"{'':28}{'µs/line':>9}{'x floor':>9}{'x biaogan':>11}")
    for name, took in best.items():
        report.say(f"{name:28}{took / MANY * 1e6:9.2f}{took / best['floor']:9.2f}{took / best['biaogan']:11.2f}")
    report.bar("100,000 lines, beside the floor", best["biaogan"] / best["floor"], "times", at_most=3.0)
    for name, wanted in zip(PEERS, (12.0, 2.2), strict=True):
        report.bar(f"100,000 lines, faster than {name}", best[name] / best["biaogan"], "times", at_least=wanted)


def lengths(report: Report, own: Served, runs: int) -> None:
    """Cost per line from short to long lists."""
    counts = (1_000, 10_000, 50_000, 100_000, 200_000)
    best = least({f"{count:,}": asked(own, as_json(lines(count))) for count in counts}, runs)
    costs = {count: took / count * 1e6 for count, took in zip(counts, best.values(), strict=True)}
    _columns(report, "lines", costs)
    flat = [cost for count, cost in costs.items() if count >= 10_000]
    report.bar(
        "cost per line from 10,000 to 200,000 lines, most over least", max(flat) / min(flat), "times", at_most=1.2
    )


def groups(report: Report, own: Served, runs: int) -> None:
    """Cost per line by the number of groups, of five products each."""
    counts = (1, 90, 1_000, 10_000)
    best = least({str(count): asked(own, as_json(grouped(MANY, count))) for count in counts}, runs)
    costs = {count: took / MANY * 1e6 for count, took in zip(counts, best.values(), strict=True)}
    _columns(report, "groups, 100,000 lines", costs)
    report.bar("100,000 lines in 10,000 groups", costs[10_000], "µs a line", at_most=7)
    short = least({"": asked(own, as_json(grouped(1_000, 90)))}, runs * 5)[""] * 1e3
    report.say(f"1,000 lines in 90 groups of 5 products, 450 sums: {short:.2f}")
    report.bar("1,000 lines in 450 sums", short, "µs a line", at_most=9)


def wrong_lines(report: Report, own: Served, runs: int) -> None:
    """Cost per line by the share of lines that are wrong."""
    shares = (0.0, 0.01, 0.1, 1.0)
    best = least({f"{share:.0%}": asked(own, as_json(lines(MANY, bad=share))) for share in shares}, runs)
    costs = {share: took / MANY * 1e6 for share, took in best.items()}
    _columns(report, "wrong lines of 100,000", costs)
    report.bar("1 % wrong lines, beside none", costs["1%"] / costs["0%"], "times", at_most=1.2)
    report.bar("only wrong lines, beside none", costs["100%"] / costs["0%"], "times", at_most=4)


def _columns(report: Report, head: str, costs: dict[object, float] | dict[int, float] | dict[str, float]) -> None:
    report.say(f"\nµs a line, by {head}")
    report.say("".join(f"{f'{name:,}' if isinstance(name, int) else name:>10}" for name in costs))
    report.say("".join(f"{cost:10.2f}" for cost in costs.values()))


def formats(report: Report, own: Served, runs: int, count: int = 20_000) -> None:
    """Every format in and out, each beside its own floor."""
    made = lines(count)
    bodies = {JSON: as_json(made), NDJSON: as_ndjson(made), CSV: as_csv(made), XLSX: as_xlsx(made)}
    names = {JSON: "JSON", NDJSON: "NDJSON", CSV: "CSV", XLSX: "XLSX"}
    pairs = [(JSON, JSON), (NDJSON, NDJSON), (NDJSON, JSON), (JSON, NDJSON)]
    pairs += [(CSV, JSON), (JSON, CSV), (XLSX, JSON), (JSON, XLSX)]
    measures: dict[str, Callable[[], float]] = {}
    floors: dict[str, Callable[[], float]] = {}
    for sent, wanted in pairs:
        name = f"{names[sent]} to {names[wanted]}"
        body = bodies[sent]
        plain = body_of(wanted, own.post(body, {"Content-Type": sent, "Accept": wanted}))
        measures[name] = asked(own, body, sent, Accept=wanted)
        floors[name] = lambda sent=sent, wanted=wanted, body=body, plain=plain: own_seconds(
            lambda: (READ[sent](body), WRITE[wanted](plain))
        )
    body, packed = bodies[JSON], zlib.compress(bodies[JSON], 6, wbits=31)
    answer = own.post(body, {"Content-Type": JSON})
    plain = orjson.loads(answer)
    measures["JSON to JSON, gzip in"] = asked(own, packed, Content_Encoding="gzip")
    floors["JSON to JSON, gzip in"] = lambda: own_seconds(
        lambda: (orjson.loads(zlib.decompress(packed, wbits=31)), orjson.dumps(plain))
    )
    measures["JSON to JSON, gzip out"] = asked(own, body, Accept_Encoding="gzip")
    floors["JSON to JSON, gzip out"] = lambda: own_seconds(
        lambda: (orjson.loads(body), zlib.compress(orjson.dumps(plain), 1))
    )
    best = least(measures, runs)
    best_floors = least(floors, runs)
    report.say(f"\nFormats, {count:,} lines; the floor is a bare read of the list and a bare write of the answer")
    report.say(f"{'':28}{'µs/line':>9}{'floor':>9}{'x floor':>9}{'x JSON':>9}")
    for name, took in best.items():
        times = (took / best_floors[name], took / best["JSON to JSON"])
        cells = (took / count * 1e6, best_floors[name] / count * 1e6, *times)
        report.say(f"{name:28}" + "".join(f"{cell:9.2f}" for cell in cells))
    both = best["NDJSON to NDJSON"] / best["JSON to JSON"]
    report.bar("NDJSON to NDJSON, beside JSON to JSON", both, "times", at_most=1.5)
    report.bar("XLSX to JSON", best["XLSX to JSON"] / count * 1e6, "µs a line", at_most=25)
    report.bar("JSON to XLSX", best["JSON to XLSX"] / count * 1e6, "µs a line", at_most=20)


def single(report: Report, own: Served, bare: Served, count: int = 2_000) -> None:
    """The time of one line alone, beside a bare view on the same worker; all take turns.

    A health check has everything around an evaluation (identity, headers, log, counts), and no evaluation.
    """
    sent, headers = as_json(lines(1)), {"Content-Type": JSON}
    took: dict[str, list[float]] = {"a bare Flask view": [], "biaogan, a health check": [], "biaogan, one line": []}
    with contextlib.ExitStack() as stack:
        other, health, one = (stack.enter_context(contextlib.closing(each.connect())) for each in (bare, own, own))
        asks = (
            lambda: post(other, sent, headers),
            lambda: get(health, "/healthz"),
            lambda: post(one, sent, headers),
        )
        for _ in range(count):
            for times, ask in zip(took.values(), asks, strict=True):
                start = time.perf_counter()
                ask()
                times.append(time.perf_counter() - start)
    report.say(f"\nOne request at a time, {count:,} on one connection (ms, wall-clock time)")
    middle = {}
    for name, times in took.items():
        cuts = statistics.quantiles(times, n=100)
        middle[name] = cuts[49] * 1e3
        report.say(f"{name:28}p50 {cuts[49] * 1e3:5.2f}   p99 {cuts[98] * 1e3:5.2f}")
    over = middle["biaogan, one line"] - middle["a bare Flask view"]
    report.bar("one line, over a bare Flask view (p50)", over, "ms", at_most=0.4)


def callers(report: Report, seconds: float = 6.0) -> None:
    """Two callers with kept connections and two workers: what share of the work the busier worker does."""
    sent, headers = as_json(lines(10_000)), {"Content-Type": JSON}
    rates, shares = {}, []
    with served(OWN, workers=2) as own:
        for count in (1, 2):
            done = [0] * count
            until = time.monotonic() + seconds

            def ask(place: int, done: list[int] = done, until: float = until) -> None:
                with contextlib.closing(own.connect()) as connection:
                    while time.monotonic() < until:
                        post(connection, sent, headers)
                        done[place] += 1

            threads = [threading.Thread(target=ask, args=[place]) for place in range(count)]
            before = own.processor_times()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            spent = [after - earlier for earlier, after in zip(before, own.processor_times(), strict=True)]
            rates[count] = sum(done) / seconds
            shares.append(max(spent) / sum(spent))
    report.say("\nTwo workers, kept connections, lists of 10,000 lines")
    for (count, rate), share in zip(rates.items(), shares, strict=True):
        report.say(
            f"{count} at a time: {rate:5.1f} lists a second (wall-clock time), {share:.0%} of the work by one worker"
        )
    report.bar("two callers, two workers: work done by the busier one", shares[1], "of it", at_most=0.6)


def memory(report: Report) -> None:
    """Peak memory of a new worker over its idle memory."""
    report.say("\nPeak memory of a worker above idle (MB)")
    for name, sent, most in (
        ("100,000 lines, JSON", as_json(lines(MANY)), 60),
        ("100,000 wrong lines, JSON", as_json(lines(MANY, bad=1.0)), 60),
        ("1,000,000 lines, NDJSON to NDJSON", None, 100),
    ):
        with served(OWN) as own:
            own.post(as_json(lines(1)), {"Content-Type": JSON})
            idle = own.memory("VmRSS")
            own.reset_peak()
            if sent is None:
                _stream_a_million(own)
            else:
                own.post(sent, {"Content-Type": JSON})
            peak = own.memory("VmHWM") - idle
            report.say(f"{name:36}{peak:8.0f}   (idle: {idle:.0f})")
            report.bar(f"memory: {name}", peak, "MB", at_most=most)


def _stream_a_million(own: Served) -> None:
    """A million lines, made as they are sent and forgotten as they are answered."""
    block = as_ndjson(lines(10_000))

    def pieces() -> Iterator[bytes]:
        for part in range(100):
            yield block.replace(b"plant-", b"plant-%d-" % part)

    with contextlib.closing(own.connect()) as connection:
        headers = {"Content-Type": NDJSON, "Accept": NDJSON}
        connection.request("POST", "/v1/evaluations", pieces(), headers, encode_chunked=True)
        response = connection.getresponse()
        last = b""
        while received := response.read(1 << 20):
            last = (last + received)[-200_000:]
    if b'"submitted":1000000' not in last:
        raise RuntimeError("the stream was not answered whole")


def main() -> None:
    """Measure everything and print it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=7, help="runs of which the least counts")
    runs = options.parse_args().runs
    report = Report()
    with contextlib.ExitStack() as stack:
        own, bare = stack.enter_context(served(OWN)), stack.enter_context(served(BARE))
        peers = {name: stack.enter_context(served(command)) for name, command in PEERS.items()}
        compare(report, load_catalogue(BENCHMARKS), own, peers, runs)
        lengths(report, own, runs)
        groups(report, own, runs)
        wrong_lines(report, own, runs)
        formats(report, own, runs)
        single(report, own, bare)
    callers(report)
    memory(report)
    report.finish()


if __name__ == "__main__":
    main()
