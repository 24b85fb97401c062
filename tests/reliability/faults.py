"""The proofs under faults: for each, what was done to a running service, and what was seen."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.reliability.load import calling, mixed, single, wait_for_requests
from tests.reliability.results import Result, service
from tests.reliability.surroundings import Prober, can_unshare, listed, memory_group, new_tmp, with_mounts
from tests.running import MIB, PATIENCE, PROJECT, SMALL, Running, all_of, answer_on, begin_request, head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STOP_LIMIT = 20
"""Seconds that most schedulers give a container to stop."""


def prove() -> Iterator[Result]:
    """Every fault, one after the other."""
    for proof in PROOFS:
        yield proof()


def worker_killed() -> Result:
    """kill -9 of a worker under load: the other continues, a new one starts, no answer is wrong."""
    with service() as running:
        callers = [mixed(running, 1000)] * 4 + [[single(running)]] * 2
        with calling(6, running, callers) as future:
            before = set(running.workers())
            began = time.monotonic()
            os.kill(min(before), signal.SIGKILL)
            started = _seconds_until(lambda: len(set(running.workers()) - before) == 1, began)
            seen = future.result()
        after = [running.post().status for _ in range(20)]
        others = seen.others("200", "busy")
        return Result(
            "kill -9 of a worker",
            "lists of 1,000 lines and single lines by 6 callers; one of two workers killed under this load",
            f"a new worker after {started:.1f} s; {seen.count('200'):,} answered, {seen.wrong} wrong; broken off with the worker: "
            f"{others or 'none'}; afterwards {after.count(200)} of 20 answered",
            not seen.wrong and len(running.workers()) == 2 and after == [200] * 20
            and set(others) <= {"IncompleteReadError", "EOFError", "ConnectionResetError", "BrokenPipeError"},
        )  # fmt: skip


def stopped() -> Result:
    """SIGTERM during a list of 100,000 lines, with connections that send nothing or half a request."""
    with service(DRAIN_SECONDS="2") as running, contextlib.ExitStack() as stack:
        body = listed(100_000)
        expected = running.post(body).content
        for text in [b""] * 5 + [b"GET /"] * 5 + [head("Content-Length: 100") + b"{"] * 5:
            stack.enter_context(running.connect()).sendall(text)
        kept = stack.enter_context(running.connect())
        kept.sendall(head(method="GET", path="/healthz"))
        answer_on(kept)
        connection = stack.enter_context(running.connect())
        begin_request(connection, body, len(body) // 2)
        running.process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        unready = _seconds_until(lambda: running.ask("GET", "/readyz").status == 503, began)
        connection.sendall(body[len(body) // 2 :])
        answer = answer_on(connection)
        answered = time.monotonic() - began
        code = running.process.wait(PATIENCE)
        ended = time.monotonic() - began
        is_complete = answer.status == 200 and answer.content == expected
        return Result(
            "SIGTERM during 100,000 lines",
            "when half of the list was sent, with 15 silent and half-sent connections and one that is kept open",
            f"`/readyz` 503 after {1000 * unready:.0f} ms; the list answered {'complete' if is_complete else 'INCOMPLETE'} after "
            f"{answered:.1f} s; exit code {code} after {ended:.1f} s",
            is_complete and code == 0 and ended < STOP_LIMIT,
        )


def half_sent() -> Result:
    """20 half-sent requests, more than the service has threads."""
    with service() as running, contextlib.ExitStack() as stack:
        prober = Prober(running.port)
        began = time.monotonic()
        parts = [b"POST /v1/eval"] * 7 + [head("Content-Length: 500") + b"{"] * 7
        parts += [head("Content-Length: 5000000") + b"{"] * 6
        connections = [stack.enter_context(running.connect()) for _ in parts]
        for connection, part in zip(connections, parts, strict=True):
            connection.sendall(part)
        others = [running.post().status for _ in range(50)]
        answers = [all_of(connection)[9:12].decode() or "closed" for connection in connections]
        freed = time.monotonic() - began
        prober.stop()
        found = {status: answers.count(status) for status in sorted(set(answers))}
        return Result(
            "20 half-sent requests",
            "7 heads, 7 small and 6 large bodies that are never finished; at the same time 50 single lines",
            f"{others.count(200)} of 50 answered; the last of the 20 closed after {freed:.1f} s, ended by {found}; {prober}",
            others == [200] * 50 and not prober.failures and set(answers) <= {"400", "closed", "503"} and freed < 30,
        )


def trickled() -> Result:
    """A body at one byte per second."""
    with service(WEB_CONCURRENCY="1", EVALUATION_QUEUE="0") as running:
        ended = []
        for size in (300, 1_000_000):
            with running.connect() as connection:
                connection.sendall(head(f"Content-Length: {size}"))
                connection.settimeout(1)
                began, answer = time.monotonic(), b""
                while not answer and time.monotonic() - began < PATIENCE:
                    with contextlib.suppress(TimeoutError):
                        connection.sendall(b" ")
                        answer = connection.recv(65536)
                answer += all_of(connection)
                ended.append((answer[9:12].decode(), b"incomplete_body" in answer, time.monotonic() - began))
        after = running.post(listed(5000)).status
        said = ", ".join(f"{status} after {seconds:.1f} s" for status, _, seconds in ended)
        return Result(
            "a body at 1 byte/s",
            "of 300 bytes, and of 1 MB",
            f"ended with {said}; the next list {after}",
            all(status == "400" and known and seconds < 30 for status, known, seconds in ended) and after == 200,
        )


def never_read() -> Result:
    """A client that never reads a large answer; its list has the only slot."""
    with service(WEB_CONCURRENCY="1", EVALUATION_QUEUE="0") as running, running.connect() as connection:
        prober = Prober(running.port)
        body = listed(100_000)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        connection.sendall(head(f"Content-Length: {len(body)}") + body)
        began = time.monotonic()
        small = [running.post().status for _ in range(20)]
        was_busy = running.post(listed(5000)).status
        freed = _seconds_until(lambda: running.post(listed(5000)).status == 200, began)
        prober.stop()
        return Result(
            "a client that never reads",
            "the answer to 100,000 lines, in the only slot of the only worker",
            f"{small.count(200)} of 20 single lines answered at that time, another list {was_busy}; the slot free after "
            f"{freed:.1f} s; {prober}",
            small == [200] * 20 and freed < 40 and not prober.failures,
        )


def full_tmp() -> Result:
    """A full /tmp."""
    done = "/tmp of 64 KiB, full before the start"
    if not can_unshare():
        return Result("a full /tmp", done, "needs root", None)
    under = with_mounts(*new_tmp("64k"), "head -c 1M /dev/zero > /tmp/full 2> /dev/null || true")
    return _as_usual("a full /tmp", done, under)


def read_only_root() -> Result:
    """No file can be written except in memory."""
    done = "every file system read-only, except /tmp and /dev/shm"
    if not can_unshare():
        return Result("a read-only root", done, "needs root", None)
    mounted = [text.split()[4] for text in Path("/proc/self/mountinfo").read_text(encoding="ascii").splitlines()]
    disks = ["/", *(path for path in mounted if path.startswith(("/home", "/opt", "/srv", "/usr", "/var", "/work")))]
    return _as_usual(
        "a read-only root", done, with_mounts(*new_tmp("64m"), *(f"mount -o remount,bind,ro {path}" for path in disks))
    )


def _as_usual(name: str, done: str, under: tuple[str, ...]) -> Result:
    with service(under=under) as running:
        asked = running.post(listed(20_000)).status, running.post().status, running.ask("GET", "/docs").status
        code = running.stop()
        log = running.log.read_text()
    errors = [text for text in log.splitlines() if "rror" in text and '"level": "info"' not in text]
    return Result(
        name,
        done,
        f"started; 20,000 lines, a single line and the page: {', '.join(map(str, asked))}; exit code {code}; "
        f"{len(errors)} errors in the log",
        asked == (200, 200, 200) and code == 0 and not errors,
    )


def little_memory() -> Result:
    """256 MiB of memory, and a body at the limit."""
    done = "256 MiB for the whole service with one worker; a body of 64 MiB with 200,000 lines, then 4 of these at once"
    with memory_group(256) as group:
        if group is None:
            return Result("256 MiB and a body at the limit", done, "needs root and a memory cgroup", None)
        under, _ = group
        with service(under=under, WEB_CONCURRENCY="1") as running:
            body = listed(200_000).ljust(64 * MIB)
            worker = running.workers()
            alone, took = _timed(lambda: _status(running, body))
            statuses: list[str] = []
            threads = [threading.Thread(target=lambda: statuses.append(_status(running, body))) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            after = _seconds_until(lambda: _status(running, SMALL) == "200", time.monotonic())
            is_same = running.workers() == worker
            most = _most_memory(worker[0]) if is_same else "killed"
        found = {status: statuses.count(status) for status in sorted(set(statuses))}
        return Result(
            "256 MiB and a body at the limit",
            done,
            f"{alone} after {took:.1f} s; of four at once {found}; the worker {'survived' if is_same else 'was replaced'} "
            f"(at most {most}); a single line answered {1000 * after:.0f} ms later",
            alone == "200" and set(found) <= {"200", "503"} and is_same,
        )


def _most_memory(pid: int) -> str:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return f"{int(status.partition('VmHWM:')[2].split()[0]) / 1024:.0f} MiB"


def _status(running: Running, body: bytes) -> str:
    """The status of the answer, which may come before the end of the body, or the error that ended the connection."""
    with running.connect() as connection:
        sender = threading.Thread(target=_send, args=(connection, head(f"Content-Length: {len(body)}"), body))
        sender.start()
        try:
            return str(answer_on(connection).status)
        except (OSError, EOFError) as error:
            return type(error).__name__
        finally:
            connection.close()
            sender.join()


def _send(connection: socket.socket, *parts: bytes) -> None:
    with contextlib.suppress(OSError):
        for part in parts:
            connection.sendall(part)


def clock_jump() -> Result:
    """The clock of the machine is changed while lists are evaluated and while the service stops."""
    done = "the clock of the service set a day forward, two days back and right again, under load; and a day forward before the stop"
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        clock = Path(folder) / "clock"
        clock.write_text("0", encoding="ascii")
        # Python runs this file before anything else. libfaketime 0.9.10 would break time.sleep of Python 3.11.
        Path(folder, "sitecustomize.py").write_text(
            f"import time\nright = time.time\ntime.time = lambda: right() + int(open({str(clock)!r}).read() or 0)\n",
            encoding="utf-8",
        )
        faked = {"PYTHONPATH": folder}
        with service(**faked) as running:
            workers = set(running.workers())
            with calling(6, running, [mixed(running, 1000)] * 4 + [[single(running)]] * 2) as future:
                for jump in ("86400", "-86400", "0"):
                    clock.write_text(jump, encoding="ascii")
                    wait_for_requests(running)
                seen = future.result()
            is_same = set(running.workers()) == workers
            clock.write_text("86400", encoding="ascii")
            date = running.ask("GET", "/healthz").getheader("Date")
            code, took = _timed(running.stop)
        others = seen.others("200", "busy")
        return Result(
            "a clock that jumps",
            done,
            f"{seen.count('200'):,} answered, {seen.wrong} wrong, other endings: {others or 'none'}; the workers "
            f"{'survived' if is_same else 'were replaced'}; `Date` said {date}; exit code {code} after {took:.1f} s",
            not others and not seen.wrong and is_same and code == 0,
        )


def reloaded() -> Result:
    """SIGHUP under load: with valid data, with invalid data, and then a worker dies."""
    with tempfile.TemporaryDirectory() as folder:
        data = shutil.copytree(PROJECT / "benchmarks", Path(folder) / "benchmarks")
        with service(BENCHMARKS_DIR=str(data)) as running:
            requests = [each.__class__(each.name, each.sent) for each in [*mixed(running, 1000), single(running)]]
            before = _ready(running)["fingerprint"]
            with calling(8, running, [requests] * 4) as future:
                _correct(data, "value: 117", "value: 116")
                running.process.send_signal(signal.SIGHUP)
                began = time.monotonic()
                reloaded_after = _seconds_until(lambda: _fingerprints(running).isdisjoint({before}), began)
                valid = _ready(running)["fingerprint"]
                _correct(data, "value: 116", "value: 1")
                running.process.send_signal(signal.SIGHUP)
                _seconds_until(lambda: _ready(running)["refused_data"] is not None, time.monotonic())
                refused = _ready(running)
                os.kill(max(running.workers()), signal.SIGKILL)
                seen = future.result()
            kept = _fingerprints(running) == {valid}
        cut = seen.others("200", "busy")
        return Result(
            "SIGHUP under load",
            "valid data, then invalid data, then a worker killed; 4 callers all the time",
            f"the valid data in force in every worker {reloaded_after:.1f} s after the signal; `/readyz` shows "
            f"{refused['refused_data']['count']} fault of the invalid data; the valid data {'kept' if kept else 'LOST'}, also by the "
            f"new worker; {seen.count('200'):,} answered, broken off with the killed worker: {cut or 'none'}",
            valid != before and refused["fingerprint"] == valid and kept and sum(cut.values()) <= 4,
        )


def _correct(data: Path, old: str, new: str) -> None:
    file = data / "ndrc-2021" / "sectors" / "cement-clinker.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def _ready(running: Running) -> dict[str, Any]:
    ready: dict[str, Any] = json.loads(running.ask("GET", "/readyz").content)
    return ready


def _fingerprints(running: Running) -> set[str]:
    return {_ready(running)["fingerprint"] for _ in range(12)}


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.monotonic()
    return work(), time.monotonic() - began


def _seconds_until(is_so: Callable[[], bool], began: float) -> float:
    while time.monotonic() - began < PATIENCE:
        with contextlib.suppress(OSError):
            if is_so():
                return time.monotonic() - began
        time.sleep(0.02)
    raise TimeoutError


PROOFS = [
    worker_killed,
    stopped,
    half_sent,
    trickled,
    never_read,
    full_tmp,
    read_only_root,
    little_memory,
    clock_jump,
    reloaded,
]
