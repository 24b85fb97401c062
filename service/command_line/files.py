"""Files in and out: a list is read by the reader of its format, an answer is written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from service.formats.answers.csv_answer import CsvAnswer
from service.formats.answers.ndjson_answer import NdjsonAnswer
from service.formats.answers.results import JsonAnswer
from service.formats.answers.xlsx_answer import XlsxAnswer
from service.formats.lists.csv_rows import CsvRows
from service.formats.lists.json_list import JsonList
from service.formats.lists.ndjson_list import ndjson_blocks
from service.formats.lists.request import Asked
from service.formats.lists.strict_json import NESTING
from service.formats.lists.table import Table
from service.formats.xlsx.sheet import XlsxRows
from service.request_errors import ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from service.domain.line import CapacityLine, MalformedLine
    from service.formats.answers.results import Answer
    from service.formats.lists.table import Rows
    from service.request_errors import Places

STANDARD = "-"
"""Standard input, or standard output."""

_BLOCK = 64 * 1024


class FileError(Exception):
    """A file that cannot be read or written, and why."""

    def __init__(self, path: str, why: str, *, is_written: bool = False) -> None:
        """Keep the path and the reason, as the operating system gives it."""
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why
        self.is_written = is_written


class Source:
    """The bytes of a list, counted as they are read. Reading raises `FileError`."""

    def __init__(self, stream: BinaryIO, path: str) -> None:
        """Start at the beginning of the stream."""
        self._stream = stream
        self._path = path
        self.read = 0

    @property
    def size(self) -> int | None:
        """Bytes that there are, if it is a file that knows."""
        try:
            status = os.fstat(self._stream.fileno())
        except OSError:
            return None
        return status.st_size if stat.S_ISREG(status.st_mode) else None

    def blocks(self, most: int | None) -> Iterator[bytes]:
        """The bytes, as they come. Raises `ProblemError` if there are more than ``most``."""
        while block := self._taken(_BLOCK):
            if most is not None and self.read > most:
                raise ProblemError("too_large", facts={"limit": most})
            yield block

    def whole(self, most: int) -> bytes:
        """All of the bytes. Raises `ProblemError` if there are more than ``most``."""
        body = self._taken(most + 1)
        if len(body) > most:
            raise ProblemError("too_large", facts={"limit": most})
        return body

    def _taken(self, most: int) -> bytes:
        try:
            taken = self._stream.read(most)
        except OSError as error:
            raise FileError(self._path, error.strerror or str(error)) from error
        self.read += len(taken)
        return taken


@dataclass(frozen=True, slots=True)
class SentList:
    """What a list asks for by itself, its lines in blocks, and where they stand if it is a table."""

    asked: Asked
    blocks: Iterator[list[CapacityLine | MalformedLine]]
    count: int | None = None
    """How many lines there are, if that is known before they are read."""
    places: Places | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a list is to be read, whatever its format."""

    bytes_held: int
    """Bytes of a list that is held whole."""
    bytes_streamed: int | None
    """Bytes of a list that is judged while it is read; None where its answer passes through as well."""
    lines: int
    """Lines of a list."""
    charset: str | None = None
    """The charset of a CSV file; found out if None."""
    sheet: str | None = None
    """The sheet of a workbook; the first visible one if None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a list of a format is read, and an answer in it is made."""

    read: Callable[[Source, Reading], SentList]
    answer: Callable[[str, Places | None], Answer]
    is_stream: bool = False
    """Whether a list is judged while it is read, and an answer written while it is judged."""


def _json(source: Source, reading: Reading) -> SentList:
    sent = JsonList(source.whole(reading.bytes_held), most_lines=reading.lines, nesting=NESTING)
    return SentList(sent.asked, sent.blocks(), sent.count)


def _ndjson(source: Source, reading: Reading) -> SentList:
    return SentList(
        Asked(), ndjson_blocks(source.blocks(reading.bytes_streamed), most_lines=reading.lines, nesting=NESTING)
    )


def _csv(source: Source, reading: Reading) -> SentList:
    return _of_table(CsvRows(source.whole(reading.bytes_held), reading.charset), reading)


def _xlsx(source: Source, reading: Reading) -> SentList:
    return _of_table(XlsxRows(source.whole(reading.bytes_held), reading.sheet), reading)


def _of_table(rows: Rows, reading: Reading) -> SentList:
    table = Table(rows, most_lines=reading.lines)
    return SentList(Asked(faults=table.faults), table.blocks(), places=table)


FORMATS = {
    "json": Format(read=_json, answer=lambda *_: JsonAnswer()),
    "ndjson": Format(read=_ndjson, answer=lambda *_: NdjsonAnswer(), is_stream=True),
    "csv": Format(read=_csv, answer=CsvAnswer),
    "xlsx": Format(read=_xlsx, answer=XlsxAnswer),
}
"""By the ending of a file's name."""


def format_of(path: str) -> str | None:
    """The format that a file's name says, JSON for standard input and output, None if it says none."""
    ending = "json" if path == STANDARD else Path(path).suffix.removeprefix(".").lower()
    return ending if ending in FORMATS else None


@contextlib.contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """The bytes of a file or of standard input. Raises `FileError`."""
    if path == STANDARD:
        yield sys.stdin.buffer
        return
    try:
        stream = Path(path).open("rb")  # noqa: SIM115 - only opening it is tried here
    except (OSError, ValueError) as error:  # a path with a NUL is a ValueError
        raise FileError(path, getattr(error, "strerror", None) or str(error)) from error
    with stream:
        yield stream


def is_same_file(one: str, other: str) -> bool:
    """Whether the two paths lead to one file."""
    try:
        return STANDARD not in {one, other} and Path(one).samefile(other)
    except OSError:
        return False


@contextlib.contextmanager
def written(path: str) -> Iterator[BinaryIO]:
    """A stream into a file that appears, or is replaced, only when all of it has been written.

    What fails on the way leaves the file as it was. Standard output, a device and a pipe are written to as it comes.
    Raises `FileError`, and BrokenPipeError if nobody reads.
    """
    try:
        if path == STANDARD:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
            return
        target = Path(path).resolve()
        with _as_it_comes(target) if target.exists() and not target.is_file() else _whole(target) as stream:
            yield stream
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise FileError(path, getattr(error, "strerror", None) or str(error), is_written=True) from error


def _as_it_comes(target: Path) -> BinaryIO:
    return target.open("wb")


@contextlib.contextmanager
def _whole(target: Path) -> Iterator[BinaryIO]:
    beside = target.with_name(f".{target.name[:60]}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
