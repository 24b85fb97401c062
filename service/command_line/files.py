"""Files in and out: a list is read from a file, and an answer is written completely or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from service.formats.registry import FORMATS, JSON
from service.request_errors import ProblemError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.formats.registry import Format

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
    """The bytes of a list, counted as they are read.

    Reading raises `FileError`, and `ProblemError` if there are more than ``max_bytes``; None is no limit.
    """

    def __init__(self, stream: BinaryIO, path: str, max_bytes: int | None) -> None:
        """Start at the beginning of the stream."""
        self._stream = stream
        self._path = path
        self._max_bytes = max_bytes
        self.bytes_read = 0

    @property
    def size(self) -> int | None:
        """Bytes of the whole file, if it is a regular one."""
        try:
            status = os.fstat(self._stream.fileno())
        except OSError:
            return None
        return status.st_size if stat.S_ISREG(status.st_mode) else None

    def whole(self) -> bytes:
        """All of the bytes."""
        return self._read(-1 if self._max_bytes is None else self._max_bytes + 1)

    def blocks(self) -> Iterator[bytes]:
        """The bytes, as they come in."""
        while block := self._read(_BLOCK):
            yield block

    def _read(self, size: int) -> bytes:
        try:
            block = self._stream.read(size)
        except OSError as error:
            raise FileError(self._path, error.strerror or str(error)) from error
        self.bytes_read += len(block)
        if self._max_bytes is not None and self.bytes_read > self._max_bytes:
            raise ProblemError("too_large", facts={"limit": self._max_bytes})
        return block


def format_of(path: str) -> Format | None:
    """The format that the name of a file ends in, JSON for standard input and output, or None."""
    return JSON if path == STANDARD else FORMATS.get(Path(path).suffix.removeprefix(".").lower())


def is_same_file(one: str, other: str) -> bool:
    """Whether the two paths lead to one file."""
    try:
        return STANDARD not in {one, other} and Path(one).samefile(other)
    except OSError:
        return False


@contextlib.contextmanager
def open_source(path: str) -> Iterator[BinaryIO]:
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


@contextlib.contextmanager
def open_target(path: str) -> Iterator[BinaryIO]:
    """A stream into a file that appears, or is replaced, only when all of it has been written.

    A failure on the way leaves the file as it was. Standard output, a device and a pipe get every byte as it comes.
    Raises `FileError`, and BrokenPipeError if nobody reads.
    """
    try:
        if path == STANDARD:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
            return
        target = Path(path).resolve()
        is_special = target.exists() and not target.is_file()
        with target.open("wb") if is_special else _replace(target) as stream:
            yield stream
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise FileError(path, getattr(error, "strerror", None) or str(error), is_written=True) from error


def _beside(target: Path, ending: str) -> Path:
    """A name that no file has, in the folder of the target; the loader ignores it because it begins with a dot."""
    return target.with_name(f".{target.name[:60]}.{secrets.token_hex(4)}.{ending}")


@contextlib.contextmanager
def _replace(target: Path) -> Iterator[BinaryIO]:
    """A stream into a file beside the target, which takes its place at the end."""
    beside = _beside(target, "part")
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


def replace_files(contents: Mapping[Path, bytes]) -> None:
    """Replace all of these files, or none of them. Raises `FileError`.

    The new contents and copies of the old files are written beside them first, so that from then on nothing can fail
    for want of room; a failure on the way brings the old files back.
    """
    made: list[Path] = []
    replaced: list[tuple[Path, Path]] = []
    target = Path()
    try:
        for target, content in contents.items():
            new, old = (_beside(target.resolve(), ending) for ending in ("part", "old"))
            made += [new, old]
            with new.open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            shutil.copymode(target, new)
            shutil.copy2(target, old)
        for target, new, old in zip(contents, made[::2], made[1::2], strict=True):
            replaced.append((target.resolve(), old))
            new.replace(target.resolve())
    except BaseException as error:
        for path, old in replaced:
            old.replace(path)
        if isinstance(error, OSError):
            raise FileError(str(target), error.strerror or str(error), is_written=True) from error
        raise
    finally:
        for path in made:
            path.unlink(missing_ok=True)
