"""The parts of a workbook file, inflated within limits: what XML may cost before anything in it is believed."""

from __future__ import annotations

import io
import posixpath
import struct
import zlib
from typing import TYPE_CHECKING, TypeVar
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from service.formats.lists.table import unreadable
from service.request_errors import ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Starts = Mapping[str, Callable[[dict[str, str]], object]]
    Ends = Mapping[str, Callable[[], object]]

MOST_INFLATED = 256 * 1024 * 1024
"""Bytes of all parts that are read, after inflation; 200,000 lines of eight columns are some 70 MB."""
MOST_PARTS = 1000
"""Files in the archive."""
LONGEST_DIRECTORY = 256 * 1024
"""Bytes of the archive's directory."""
MOST_ELEMENTS = 6_000_000
"""XML elements of one part; 200,000 lines of eight columns need up to 5,000,000."""
DEEPEST = 64
"""Levels of nesting of XML elements."""
LONGEST_TOKEN = 1024 * 1024
"""Bytes of one XML tag."""

_BLOCK = 64 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DIRECTORY_END = b"PK\x05\x06"
_DIRECTORY_END_FORMAT = "<4s4H2LH"
_ZIP64_LOCATOR = b"PK\x06\x07"
_LONGEST_COMMENT = 65535
_Handler = TypeVar("_Handler")
_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
)


class Package:
    """An open workbook file."""

    def __init__(self, body: bytes) -> None:
        """Read the directory. Raises `ProblemError` where this is no workbook that is taken."""
        _check_directory(body)
        try:
            self._archive = ZipFile(io.BytesIO(body))
        except (BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
            raise not_a_workbook() from error
        self._parts = {info.filename: info for info in self._archive.infolist()}
        if len(self._parts) < len(self._archive.infolist()):
            raise unreadable(en="two parts of the workbook have one name", zh="工作簿中有两个部分重名")
        self._left = MOST_INFLATED

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def blocks(self, name: str) -> Iterator[bytes]:
        """A part, inflated, in blocks; counted while it is inflated, whatever its directory entry says."""
        if name not in self._parts:
            raise not_a_workbook()
        info = self._parts[name]
        if info.flag_bits & 1:
            raise _protected()
        if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise not_a_workbook()
        try:
            with self._archive.open(info) as part:
                while block := part.read(_BLOCK):
                    self._left -= len(block)
                    if self._left < 0:
                        raise ProblemError("too_large", facts={"limit": MOST_INFLATED})
                    yield block
        except (BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, struct.error) as error:
            raise unreadable(
                en=f"the workbook is damaged: {name} cannot be unpacked", zh=f"工作簿已损坏：无法解压 {name}"
            ) from error

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """By id, the last word of the type and the name of each part that a part refers to."""
        folder, name = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}

        def relation(attributes: dict[str, str]) -> None:
            if attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
                found[attributes.get("Id", "")] = attributes.get("Type", "").rpartition("/")[2], target

        if listed in self:
            self.read(listed, {"Relationship": relation})
        return found

    def read(
        self, name: str, starts: Starts, ends: Ends | None = None, text: Callable[[str], object] | None = None
    ) -> None:
        """Parse a part to its end; see `parse`."""
        for _ in self.parse(name, starts, ends, text):
            pass

    def parse(
        self, name: str, starts: Starts, ends: Ends | None = None, text: Callable[[str], object] | None = None
    ) -> Iterator[None]:
        """Parse a part, and stop after each block for what came of it to be taken.

        ``starts`` and ``ends`` say by local name what is told of which elements. Raises `ProblemError` for XML that is
        not well formed, has a document type (and so could have entities), or is beyond a limit.
        """
        begin, finish = _by_full_name(starts), _by_full_name(ends or {})
        depth = elements = 0

        def started(element: str, attributes: dict[str, str]) -> None:
            nonlocal depth, elements
            depth += 1
            elements += 1
            if depth > DEEPEST or elements > MOST_ELEMENTS:
                raise unreadable(
                    en=f"{name} has more than {MOST_ELEMENTS} elements or {DEEPEST} levels",
                    zh=f"{name} 超过 {MOST_ELEMENTS} 个元素或 {DEEPEST} 层",
                )
            if (handle := begin.get(element)) is not None:
                handle(attributes)

        def ended(element: str) -> None:
            nonlocal depth
            depth -= 1
            if (handle := finish.get(element)) is not None:
                handle()

        def refuse(*_: object) -> None:
            raise unreadable(en=f"{name} has a document type, which is not taken", zh=f"{name} 含有 DOCTYPE，不予接受")

        parser = expat.ParserCreate(namespace_separator="}")
        parser.StartElementHandler = started
        parser.EndElementHandler = ended
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = refuse
        parser.buffer_text = text is not None
        fed = 0
        try:
            for block in self.blocks(name):
                parser.Parse(block, False)  # noqa: FBT003 - expat's own name of it is isfinal
                fed += len(block)
                if fed - parser.CurrentByteIndex > LONGEST_TOKEN:
                    raise unreadable(
                        en=f"{name} has a tag of more than {LONGEST_TOKEN} bytes",
                        zh=f"{name} 含有超过 {LONGEST_TOKEN} 字节的标签",
                    )
                yield
            parser.Parse(b"", True)  # noqa: FBT003
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise unreadable(
                en=f"the workbook is damaged: {name} is not well-formed XML ({error})",
                zh=f"工作簿已损坏：{name} 不是合法的 XML（{error}）",
            ) from error
        yield


def _by_full_name(handlers: Mapping[str, _Handler]) -> dict[str, _Handler]:
    return {f"{space}}}{name}": handler for name, handler in handlers.items() for space in _NAMESPACES}


def not_a_workbook() -> ProblemError:
    """The problem of a file that is something else than an .xlsx workbook."""
    return unreadable(
        en="the file is not an .xlsx workbook; save it as Excel workbook (.xlsx)",
        zh="该文件不是 .xlsx 工作簿；请另存为 Excel 工作簿（.xlsx）",
    )


def _protected() -> ProblemError:
    return unreadable(
        en="the file is an old .xls or is protected by a password; save it as .xlsx without a password",
        zh="该文件为旧版 .xls 或设有密码；请另存为不带密码的 .xlsx",
    )


def _check_directory(body: bytes) -> None:
    """Refuse an archive whose directory alone would cost too much, before it is read.

    There must be one end of the directory and no doubt about it, or two readers could see two archives.
    """
    if body.startswith(_OLE):
        raise _protected()
    size = struct.calcsize(_DIRECTORY_END_FORMAT)
    tail = body[-(size + _LONGEST_COMMENT) :]
    at = tail.rfind(_DIRECTORY_END)
    if not body.startswith(b"PK") or at < 0 or len(tail) - at < size or tail.count(_DIRECTORY_END) > 1:
        raise not_a_workbook()
    _, disk, first_disk, here, parts, length, _, _ = struct.unpack_from(_DIRECTORY_END_FORMAT, tail, at)
    if disk or first_disk or here != parts or tail[max(0, at - 20) : at].startswith(_ZIP64_LOCATOR):
        raise not_a_workbook()
    if parts > MOST_PARTS or length > LONGEST_DIRECTORY:
        raise unreadable(en=f"the workbook has more than {MOST_PARTS} parts", zh=f"工作簿包含超过 {MOST_PARTS} 个部分")
