"""Ambiguous requests: refused, or read in the only way that HTTP allows (RFC 9112).

A proxy and the service behind it must agree where a request ends. Each probe hides a second request in a place that some
servers read as the body of the first. It must never be answered.
"""

import re

import pytest

from tests.running import Running, exchange

HIDDEN = b"GET /v1/editions/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
"""The hidden request; its answer would be 404 with its path."""

BODY = b'{"lines":[{"benchmark":"cement-clinker","capacity":1,"intensity":98.7}]}'
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with Running(tmp_path_factory.mktemp("smuggling"), WEB_CONCURRENCY="1") as service:
        yield service.wait_until_ready()


def post(*headers, body=BODY, line=b"POST /v1/evaluations HTTP/1.1"):
    return b"\r\n".join((line, b"Host: localhost", b"Content-Type: application/json", *headers, b"", b"")) + body


def answers(running, sent):
    """The statuses of all answers on one connection, and everything that was received."""
    received = exchange(running, sent)
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", received)], received


TE = b"Transfer-Encoding: chunked"
LENGTH = b"Content-Length: %d" % len(BODY)
REFUSED = {
    "both lengths": post(TE, b"Content-Length: 6", body=CHUNKED + HIDDEN),
    "both lengths, the other way round": post(b"Content-Length: 6", TE, body=CHUNKED + HIDDEN),
    "two different lengths": post(b"Content-Length: 5", LENGTH),
    "two equal lengths": post(LENGTH, LENGTH),
    "a list of lengths": post(b"Content-Length: %d, %d" % (len(BODY), len(BODY))),
    "a length with a sign": post(b"Content-Length: +%d" % len(BODY)),
    "a negative length": post(b"Content-Length: -1"),
    "a length in hexadecimal": post(b"Content-Length: 0x48"),
    "a length with an underscore": post(b"Content-Length: 7_2"),
    "a length in other digits": post("Content-Length: ٧٢".encode()),
    "an empty length": post(b"Content-Length: "),
    "a space before the colon of the length": post(b"Content-Length : %d" % len(BODY)),
    "a space before the colon of the coding": post(b"Transfer-Encoding : chunked", body=CHUNKED),
    "a tab before the colon": post(b"Transfer-Encoding\t: chunked", body=CHUNKED),
    "a folded header": post(LENGTH, b"X-A: b\r\n c"),
    "a folded coding": post(b"Transfer-Encoding:\r\n chunked", body=CHUNKED),
    "a header that begins with a space": post(b" Transfer-Encoding: chunked", body=CHUNKED),
    "chunked twice": post(b"Transfer-Encoding: chunked, chunked", body=CHUNKED),
    "chunked in two headers": post(TE, TE, body=CHUNKED),
    "chunked before another coding": post(b"Transfer-Encoding: chunked, identity", body=CHUNKED),
    "chunked and an unknown coding": post(b"Transfer-Encoding: x, chunked", body=CHUNKED),
    "a misspelt coding": post(b"Transfer-Encoding: xchunked", LENGTH),
    "a quoted coding": post(b'Transfer-Encoding: "chunked"', body=CHUNKED),
    "a coding with a vertical tab": post(b"Transfer-Encoding: \x0bchunked", body=CHUNKED),
    "a coding after a null": post(b"Transfer-Encoding: \x00chunked", body=CHUNKED),
    "a coding that is not chunked": post(b"Transfer-Encoding: gzip", LENGTH),
    "a coding in HTTP/1.0": post(TE, body=CHUNKED, line=b"POST /v1/evaluations HTTP/1.0"),
    "a chunk size in 0x": post(TE, body=b"0x48\r\n" + BODY + b"\r\n0\r\n\r\n"),
    "a chunk size with a sign": post(TE, body=b"+48\r\n" + BODY + b"\r\n0\r\n\r\n"),
    "a negative chunk size": post(TE, body=b"-48\r\n" + BODY + b"\r\n0\r\n\r\n"),
    "a chunk size with an underscore": post(TE, body=b"4_8\r\n" + BODY + b"\r\n0\r\n\r\n"),
    "a chunk size after a space": post(TE, body=b" 48\r\n" + BODY + b"\r\n0\r\n\r\n"),
    "an empty chunk size": post(TE, body=b"\r\n" + BODY + b"\r\n0\r\n\r\n"),
    "a chunk longer than its size": post(TE, body=b"5\r\n" + BODY + b"\r\n0\r\n\r\n"),
    "a chunk that ends in a bare line feed": post(TE, body=b"48\n" + BODY + b"\n0\n\n"),
    "a chunk size that ends in a bare line feed": post(TE, body=b"48;a\n" + BODY + b"\r\n0\r\n\r\n"),
    "bare line feeds": post(LENGTH).replace(b"\r\n", b"\n"),
    "a bare carriage return in a header": post(LENGTH, b"X-A: b\rTransfer-Encoding: chunked"),
    "a null in a header": post(LENGTH, b"X-A: b\x00c"),
    "a header without a name": post(LENGTH, b": x"),
    "a header without a colon": post(LENGTH, b"Transfer-Encoding chunked"),
    "two spaces in the first line": post(LENGTH, line=b"POST  /v1/evaluations HTTP/1.1"),
    "a tab in the first line": post(LENGTH, line=b"POST\t/v1/evaluations HTTP/1.1"),
    "a version that is none": post(LENGTH, line=b"POST /v1/evaluations HTTP/1.1 HTTP/1.1"),
    "an old kind of request": b"POST /v1/evaluations\r\n\r\n" + HIDDEN,
}
"""Each is refused, and the connection is closed."""

ONE_READING = {
    "a chunk size with leading zeros": post(TE, body=b"00048\r\n" + BODY + b"\r\n0\r\n\r\n"),
    "a chunk extension": post(TE, body=b"48;a=b\r\n" + BODY + b"\r\n0\r\n\r\n"),
    "a quoted chunk extension": post(TE, body=b'48;a="b;c"\r\n' + BODY + b"\r\n0\r\n\r\n"),
    "a trailer": post(TE, body=b"48\r\n" + BODY + b"\r\n0\r\nX-A: b\r\n\r\n"),
    "a coding in capitals": post(b"tRANSFER-eNCODING: CHUNKED", body=CHUNKED),
    "spaces around a coding": post(b"Transfer-Encoding: \t chunked \t", body=CHUNKED),
}
"""HTTP allows these, with one meaning: one answer, to the whole list."""


@pytest.mark.parametrize("name", REFUSED)
def test_an_ambiguous_request_is_refused(name, running):
    statuses, received = answers(running, REFUSED[name] + HIDDEN)
    assert len(statuses) == 1, received
    assert statuses[0] in {400, 501}, received
    assert b"smuggled" not in received


@pytest.mark.parametrize("name", ONE_READING)
def test_an_allowed_request_has_one_meaning(name, running):
    statuses, received = answers(running, ONE_READING[name] + HIDDEN)
    assert statuses == [200, 404], received
    assert b'"graded":1' in received


@pytest.mark.parametrize("header", [TE, LENGTH])
def test_an_underscore_in_a_name_is_not_a_hyphen(header, running):
    """CGI-like interfaces could confuse `Transfer_Encoding` with `Transfer-Encoding`; here it has no meaning."""
    statuses, received = answers(running, post(header.replace(b"-", b"_", 1), body=b"") + HIDDEN)
    assert statuses == [400, 404], received


def test_a_body_is_never_read_as_a_request(running):
    """Without this the probes would prove nothing."""
    statuses, received = answers(running, post(b"Content-Length: %d" % len(HIDDEN), body=HIDDEN))
    assert statuses == [400]
    assert b"malformed_json" in received
