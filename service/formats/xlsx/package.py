"""The parts of a workbook file, unpacked and parsed within limits: a few kilobytes can hold gigabytes."""

from __future__ import annotations

import io
import posixpath
import struct
import zlib
from typing import TYPE_CHECKING, TypeVar
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from service.formats.cells import TooLargeError, UnreadableError
from service.formats.file_kind import find_file_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Starts = Mapping[str, Callable[[dict[str, str]], object]]
    Ends = Mapping[str, Callable[[], object]]

MAX_UNPACKED_BYTES = 256 * 1024 * 1024
"""Bytes of all parts that are read, once unpacked; 200,000 lines of eight columns are some 70 MB."""
MAX_PARTS = 1000
"""Files in the archive."""
MAX_DIRECTORY_BYTES = 256 * 1024
"""Bytes of the archive's directory."""
MAX_ELEMENTS = 6_000_000
"""XML elements of one part; 200,000 lines of eight columns need up to 5,000,000."""
MAX_DEPTH = 64
"""Levels of nesting of XML elements."""
MAX_TAG_BYTES = 1024 * 1024
"""Bytes of one XML tag."""

_BLOCK = 64 * 1024
_MAX_PREFIX = 64
"""Bytes before the name of an element that belong to its tag."""
_DIRECTORY_END = b"PK\x05\x06"
_DIRECTORY_END_FORMAT = "<4s4H2LH"
_ZIP64_LOCATOR = b"PK\x06\x07"
_MAX_COMMENT_BYTES = 65535
_Handler = TypeVar("_Handler")
_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
)


class Package:
    """An open workbook file."""

    def __init__(self, body: bytes) -> None:
        """Read the directory. Raises `UnreadableError` where the file is not a workbook."""
        _check_directory(body)
        try:
            self._archive = ZipFile(io.BytesIO(body))
        except (BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
            raise UnreadableError("not_a_workbook") from error
        self._parts = {info.filename: info for info in self._archive.infolist()}
        if len(self._parts) < len(self._archive.infolist()):
            raise UnreadableError("duplicate_part")
        self._left = self._left_to_search = MAX_UNPACKED_BYTES

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def blocks(self, name: str) -> Iterator[bytes]:
        """A part, unpacked, in blocks; counted while it is unpacked, whatever its directory entry says."""
        if name not in self._parts:
            raise UnreadableError("not_a_workbook")
        info = self._parts[name]
        if info.flag_bits & 1:
            raise UnreadableError("protected")
        if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise UnreadableError("not_a_workbook")
        try:
            with self._archive.open(info) as part:
                while block := part.read(_BLOCK):
                    self._left -= len(block)
                    if self._left < 0:
                        raise TooLargeError(MAX_UNPACKED_BYTES)
                    yield block
        except (BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, struct.error) as error:
            raise UnreadableError("damaged_part", part=name) from error

    def find(self, name: str, mark: bytes, limit: int) -> bytes:
        """A part from a little before the first ``mark`` to its end, or nothing.

        Raises `TooLargeError` beyond the limit.
        The part is unpacked, and counted apart from the parts that are read, because it is unpacked again to be read.
        """
        left, self._left = self._left, self._left_to_search
        found, rest = bytearray(), b""
        for block in self.blocks(name):
            if found:
                found += block
            elif (at := (joined := rest + block).find(mark)) >= 0:
                found += joined[max(0, at - _MAX_PREFIX) :]
            else:
                rest = block[-len(mark) - _MAX_PREFIX :]
            if len(found) > limit:
                raise TooLargeError(limit)
        self._left_to_search, self._left = self._left, left
        return bytes(found)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """The parts that a part refers to: by id, the last word of the type, and the name."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        relations: dict[str, tuple[str, str]] = {}

        def add(attributes: dict[str, str]) -> None:
            if attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
                relations[attributes.get("Id", "")] = attributes.get("Type", "").rpartition("/")[2], target

        if rels in self:
            self.read(rels, {"Relationship": add})
        return relations

    def read(
        self, name: str, starts: Starts, ends: Ends | None = None, text: Callable[[str], object] | None = None
    ) -> None:
        """Parse a part to its end; see `parse`."""
        for _ in self.parse(name, starts, ends, text):
            pass

    def parse(
        self, name: str, starts: Starts, ends: Ends | None = None, text: Callable[[str], object] | None = None
    ) -> Iterator[None]:
        """Parse a part, and yield after each block, so that the caller can collect what the handlers found.

        ``starts`` and ``ends`` are handlers by the local name of an element, ``text`` receives characters. Raises
        `UnreadableError` for XML that is not well formed, has a document type (and so could have entities), or goes
        beyond a limit.
        """
        begin, finish = _by_full_name(starts), _by_full_name(ends or {})
        depth = elements = 0

        def start(element: str, attributes: dict[str, str]) -> None:
            nonlocal depth, elements
            depth += 1
            elements += 1
            if depth > MAX_DEPTH or elements > MAX_ELEMENTS:
                raise UnreadableError("large_part", part=name, elements=MAX_ELEMENTS, levels=MAX_DEPTH)
            if (handle := begin.get(element)) is not None:
                handle(attributes)

        def end(element: str) -> None:
            nonlocal depth
            depth -= 1
            if (handle := finish.get(element)) is not None:
                handle()

        def refuse_document_type(*_: object) -> None:
            raise UnreadableError("document_type", part=name)

        parser = expat.ParserCreate(namespace_separator="}")
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = refuse_document_type
        parser.buffer_text = text is not None
        fed = 0
        try:
            for block in self.blocks(name):
                parser.Parse(block, False)  # noqa: FBT003 - expat's own name of it is isfinal
                fed += len(block)
                if fed - parser.CurrentByteIndex > MAX_TAG_BYTES:
                    raise UnreadableError("long_tag", part=name, limit=MAX_TAG_BYTES)
                yield
            parser.Parse(b"", True)  # noqa: FBT003
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise UnreadableError("not_xml", part=name, message=str(error)) from error
        yield


def _by_full_name(handlers: Mapping[str, _Handler]) -> dict[str, _Handler]:
    return {f"{space}}}{name}": handler for name, handler in handlers.items() for space in _NAMESPACES}


def _check_directory(body: bytes) -> None:
    """Refuse an archive whose directory alone would cost too much, before it is read.

    There must be exactly one end of the directory, or two readers could see two archives.
    """
    if reason := find_file_kind(body):
        raise UnreadableError(reason)
    size = struct.calcsize(_DIRECTORY_END_FORMAT)
    tail = body[-(size + _MAX_COMMENT_BYTES) :]
    at = tail.rfind(_DIRECTORY_END)
    if not body.startswith(b"PK") or at < 0 or len(tail) - at < size or tail.count(_DIRECTORY_END) > 1:
        raise UnreadableError("not_a_workbook")
    _, disk, first_disk, here, parts, length, _, _ = struct.unpack_from(_DIRECTORY_END_FORMAT, tail, at)
    if disk or first_disk or here != parts or tail[max(0, at - 20) : at].startswith(_ZIP64_LOCATOR):
        raise UnreadableError("not_a_workbook")
    if parts > MAX_PARTS or length > MAX_DIRECTORY_BYTES:
        raise UnreadableError("too_many_parts", limit=MAX_PARTS)
