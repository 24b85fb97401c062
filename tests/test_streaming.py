"""Streams over sockets: results come while the list is being sent, in little memory, and never for part of a list."""

import contextlib
import gzip
import itertools
import json
import socket
import threading
import zlib

import pytest

from tests.running import MIB, PATIENCE, Running, all_of, chunk

NDJSON = "application/x-ndjson"
LINE = b'{"id":"%d","benchmark":"cement-clinker","capacity":155,"capacity_unit":"\xe4\xb8\x87t/a","intensity":98.7}\n'
LAST_CHUNK = b"0\r\n\r\n"
BLOCK = 500
"""Lines that are sent together: several times what the service reads at a time."""


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with Running(tmp_path_factory.mktemp("streaming"), WEB_CONCURRENCY="1") as service:
        yield service.wait_until_ready()


def head(*headers):
    first = ("POST /v1/evaluations HTTP/1.1", "Host: localhost", f"Content-Type: {NDJSON}", f"Accept: {NDJSON}")
    return "\r\n".join((*first, "Connection: close", *headers, "", "")).encode()


CHUNKED = head("Transfer-Encoding: chunked")


def lines(start, count):
    return b"".join(LINE % number for number in range(start, start + count))


def blocks(count):
    """A list of so many lines, in blocks that are generated one after the other."""
    for start in range(0, count, BLOCK):
        yield lines(start, min(BLOCK, count - start))


class Incoming:
    """The answer as it arrives: its head, and then its text, without chunks and gzip."""

    def __init__(self, connection, *, inflate=False):
        self.file = connection.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        self.headers = {}
        while (header := self.file.readline().rstrip()) != b"":
            name, _, value = header.partition(b": ")
            self.headers[name.lower()] = value
        self.inflater = zlib.decompressobj(wbits=31) if inflate else None
        self.is_complete = False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def pieces(self):
        """The text piece by piece; afterwards `is_complete` says whether the end has arrived."""
        with contextlib.suppress(ConnectionResetError):
            while size := self.file.readline():
                piece = self.file.read(int(size, 16))
                self.file.readline()
                if not piece:
                    self.is_complete = self.inflater is None or self.inflater.eof
                    return
                yield self.inflater.decompress(piece) if self.inflater else piece

    def lines(self):
        """The lines of the text, as they arrive."""
        rest = b""
        for piece in self.pieces():
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
        assert rest == b""


def assert_answers(found, count):
    """The results of so many lines, in order, and their summary."""
    summary = None
    number = -1
    for number, text in enumerate(found):
        if number == count:
            summary = json.loads(text)["summary"]
        elif number % 997 == 0:  # decoding all of them would take most of the time
            verdict = json.loads(text)
            assert (verdict["index"], verdict["id"], verdict["status"]) == (number, str(number), "graded")
    assert number == count
    assert summary["lines"] == {"submitted": count, "graded": count, "ungraded": 0, "rejected": 0}


def test_the_first_results_come_before_the_last_line_is_sent(running):
    with running.connect() as connection:
        connection.sendall(CHUNKED + chunk(lines(0, BLOCK)))
        with Incoming(connection) as answer:
            assert answer.status == 200
            found = answer.lines()
            first = list(itertools.islice(found, BLOCK // 2))
            assert [json.loads(text)["index"] for text in first] == list(range(BLOCK // 2))
            connection.sendall(chunk(lines(BLOCK, BLOCK)))
            second = list(itertools.islice(found, BLOCK))
            connection.sendall(LAST_CHUNK)
            assert_answers(itertools.chain(first, second, found), 2 * BLOCK)
            assert answer.is_complete


def test_the_first_results_come_before_the_last_line_is_sent_when_both_are_compressed(running):
    deflater = zlib.compressobj(wbits=31)
    with running.connect() as connection:
        packed = deflater.compress(lines(0, 20 * BLOCK)) + deflater.flush(zlib.Z_SYNC_FLUSH)
        connection.sendall(
            head("Transfer-Encoding: chunked", "Content-Encoding: gzip", "Accept-Encoding: gzip") + chunk(packed)
        )
        with Incoming(connection, inflate=True) as answer:
            assert answer.headers[b"content-encoding"] == b"gzip"
            found = answer.lines()
            first = list(itertools.islice(found, BLOCK))
            connection.sendall(chunk(deflater.compress(lines(20 * BLOCK, BLOCK)) + deflater.flush()) + LAST_CHUNK)
            assert_answers(itertools.chain(first, found), 21 * BLOCK)
            assert answer.is_complete


@pytest.mark.parametrize("room", [4096, None], ids=["little room", "the room of the system"])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "compressed"])
def test_a_client_that_sends_everything_before_it_reads_is_answered(running, room, packed):
    """The service must continue to read, although the client reads nothing."""
    count = 100_000 if room is None else 20_000
    with socket.socket() as connection:
        connection.settimeout(PATIENCE)
        if room:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        connection.connect(("127.0.0.1", running.port))
        connection.sendall(head("Transfer-Encoding: chunked", *(["Accept-Encoding: gzip"] if packed else [])))
        for block in blocks(count):
            connection.sendall(chunk(block))
        connection.sendall(LAST_CHUNK)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, MIB)
        with Incoming(connection, inflate=packed) as answer:
            assert_answers(answer.lines(), count)
            assert answer.is_complete


PART = lines(0, 2 * BLOCK)
PACKED = gzip.compress(lines(0, 20 * BLOCK))


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (CHUNKED + chunk(PART), "incomplete_body"),
        (CHUNKED + chunk(PART) + chunk(lines(2 * BLOCK, BLOCK))[:-1000], "incomplete_body"),
        (CHUNKED + chunk(PART) + b"zz\r\n", "incomplete_body"),
        (head(f"Content-Length: {len(PART) + 1}") + PART, "incomplete_body"),
        (head(f"Content-Length: {len(PACKED)}", "Content-Encoding: gzip") + PACKED[:-1], "incomplete_body"),
        (head(f"Content-Length: {len(PACKED) - 1}", "Content-Encoding: gzip") + PACKED[:-1], "incomplete_body"),
        (head(f"Content-Length: {len(PACKED)}", "Content-Encoding: gzip") + PACKED[:-8] + bytes(8), "malformed_body"),
        (CHUNKED + chunk(PART) + chunk(b"x" * 70_000) + LAST_CHUNK, "too_large"),
    ],
    ids=["no last chunk", "within a chunk", "no chunk", "length", "gzip and length", "gzip", "checksum", "a long line"],
)
def test_a_broken_stream_ends_with_a_problem_and_without_its_last_chunk(running, sent, code):
    """Part of a list never passes for the whole list: the last line says so, and the missing last chunk."""
    with running.connect() as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        with Incoming(connection) as answer:
            assert answer.status == 200
            *verdicts, last = map(json.loads, answer.lines())
            assert not answer.is_complete
    assert {verdict["status"] for verdict in verdicts} == {"graded"}
    assert last["problem"]["type"] == f"/problems/{code}"
    assert "Traceback" not in str(last)


def test_a_broken_strict_stream_is_an_ordinary_problem(running):
    """No part of the answer was sent before."""
    with running.connect() as connection:
        connection.sendall(CHUNKED.replace(b"/evaluations", b"/evaluations?strict=true") + chunk(PART))
        connection.shutdown(socket.SHUT_WR)
        answer = all_of(connection)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b'"graded"' not in answer


def test_a_client_that_disconnects_does_not_stop_others(running):
    for _ in range(5):
        with running.connect() as connection:
            connection.sendall(CHUNKED + chunk(lines(0, 10 * BLOCK)))
            connection.recv(1000)
    assert running.ask("GET", "/healthz").status == 200
    assert running.post(lines(0, 10), {"Content-Type": NDJSON}).status == 200


def memory(running, name):
    """Memory of the only worker in MiB, by its name in proc(5): VmRSS is the present, VmHWM the maximum."""
    (worker,) = running.workers()
    with open(f"/proc/{worker}/status", encoding="ascii") as status:  # noqa: PTH123 - no file
        return next(int(text.split()[1]) for text in status if text.startswith(name)) / 1024


@pytest.mark.parametrize("is_read_late", [False, True], ids=["read as it comes", "read after all was sent"])
def test_a_long_stream_takes_little_memory(tmp_path, is_read_late):
    """At most 100 MB above idle for a million lines; `make bench` measures the million, which takes longer."""
    count = 200_000
    running = Running(tmp_path, WEB_CONCURRENCY="1").wait_until_ready()
    try:
        running.post(lines(0, 1), {"Content-Type": NDJSON})
        idle = memory(running, "VmRSS")
        with running.connect() as connection:

            def send():
                connection.sendall(CHUNKED)
                for block in blocks(count):
                    connection.sendall(chunk(block))
                connection.sendall(LAST_CHUNK)

            sender = threading.Thread(target=send)
            sender.start()
            if is_read_late:
                sender.join()
            with Incoming(connection) as answer:
                assert_answers(answer.lines(), count)
                assert answer.is_complete
            sender.join()
        assert memory(running, "VmHWM") - idle < 60
    finally:
        running.stop()
