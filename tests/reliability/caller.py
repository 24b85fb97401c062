"""Many callers at once, each on a connection that it keeps: what they send, and what they see."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.running import PATIENCE

WAIT_WHEN_BUSY = 0.1
"""Seconds; less than `Retry-After` asks for, so that the gate stays under pressure."""


@dataclass(frozen=True)
class Request:
    """A request, and the exact body that its answer must have."""

    name: str
    sent: bytes
    expected: bytes | None = None


@dataclass
class Seen:
    """What the callers have seen."""

    statuses: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often, by name of the request and by status, or by the error that it ended with."""
    wrong: int = 0
    """Answers with status 200 and an unexpected body."""
    seconds: dict[str, list[float]] = field(default_factory=dict)
    """How long the requests with status 200 took, by name of the request."""

    def count(self, *statuses: str, name: str | None = None) -> int:
        """How many requests ended in one of these ways."""
        return sum(n for (of, status), n in self.statuses.items() if status in statuses and name in {None, of})

    def others(self, *statuses: str) -> dict[str, int]:
        """How many requests ended in another way, by that way."""
        found: Counter[str] = Counter()
        for (_, status), number in self.statuses.items():
            if status not in statuses:
                found[status] += number
        return dict(found)


def request_of(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """The bytes of a request."""
    fields = {"Host": "localhost", "Content-Length": str(len(body)), **headers}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items())]
    return "\r\n".join((*lines, "", "")).encode() + body


async def call_for(seconds: float, port: int, callers: list[list[Request]]) -> Seen:
    """Let every caller send its requests in turn, again and again, for this time."""
    seen = Seen()
    until = time.monotonic() + seconds
    async with asyncio.TaskGroup() as group:
        for requests in callers:
            group.create_task(_call(port, requests, until, seen))
    return seen


async def _call(port: int, requests: list[Request], until: float, seen: Seen) -> None:
    connection = None
    while time.monotonic() < until:
        for request in requests:
            if time.monotonic() >= until:
                break
            began = time.monotonic()
            try:
                connection = connection or await asyncio.open_connection("127.0.0.1", port, limit=2**20)
                status, body, is_last = await asyncio.wait_for(_exchange(*connection, request.sent), PATIENCE)
            except (OSError, EOFError, TimeoutError) as error:
                seen.statuses[request.name, type(error).__name__] += 1
                connection = _closed(connection)
                await asyncio.sleep(0.01)
                continue
            busy = status == "503" and b'"type":"/problems/busy"' in body
            seen.statuses[request.name, "busy" if busy else status] += 1
            if status == "200":
                seen.seconds.setdefault(request.name, []).append(time.monotonic() - began)
                seen.wrong += request.expected is not None and body != request.expected
            if is_last:
                connection = _closed(connection)
            if busy:
                await asyncio.sleep(WAIT_WHEN_BUSY)
    _closed(connection)


def _closed(connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None) -> None:
    if connection:
        connection[1].transport.abort()


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sent: bytes) -> tuple[str, bytes, bool]:
    """Send, and read the answer at the same time: it may come before the end of the request."""
    sending = asyncio.create_task(_send(writer, sent))
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        if "\r\ntransfer-encoding: chunked\r\n" in head:
            pieces = []
            while size := int((await reader.readline()).strip() or b"x", 16):
                pieces.append(await reader.readexactly(size))
                await reader.readexactly(2)
            await reader.readline()
            body = b"".join(pieces)
        else:
            body = await reader.readexactly(int(head.partition("\r\ncontent-length: ")[2].partition("\r\n")[0]))
        is_last = "\r\nconnection: close\r\n" in head or not sending.done()
    except ValueError as error:
        raise EOFError from error
    finally:
        sending.cancel()
        with contextlib.suppress(asyncio.CancelledError, OSError):
            await sending
    return head.split()[1], body, is_last


async def _send(writer: asyncio.StreamWriter, sent: bytes) -> None:
    writer.write(sent)
    await writer.drain()
