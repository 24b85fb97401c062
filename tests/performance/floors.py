"""The floor of each format: reading the same bytes, and writing the same answer, with the fastest means at hand.

Nothing is checked and nothing is decided; numbers become binary floats.
"""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _read_csv(body: bytes) -> None:
    list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def _read_xlsx(body: bytes) -> None:
    """Unpack and parse every part; each element and each text is handed to Python, as any reader must."""
    for content in _parts(body).values():
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = lambda _name, _attributes: None
        parser.EndElementHandler = lambda _name: None
        parser.CharacterDataHandler = lambda _text: None
        parser.Parse(content, True)  # noqa: FBT003 - expat's own name of it is isfinal


def _write_csv(rows: list[list[str]]) -> None:
    csv.writer(io.StringIO()).writerows(rows)


def _write_xlsx(parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _parts(body: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(body))
    return {name: archive.read(name) for name in archive.namelist()}


READ: dict[str, Callable[[bytes], object]] = {
    "application/json": orjson.loads,
    "application/x-ndjson": lambda body: [orjson.loads(line) for line in body.splitlines()],
    "text/csv": _read_csv,
    _XLSX: _read_xlsx,
}
"""Reads a list, by its media type."""

WRITE: dict[str, Callable[[Any], object]] = {
    "application/json": orjson.dumps,
    "application/x-ndjson": lambda values: b"\n".join(map(orjson.dumps, values)),
    "text/csv": _write_csv,
    _XLSX: _write_xlsx,
}
"""Writes an answer, by its media type, from what `body_of` returns."""


def body_of(media_type: str, answer: bytes) -> Any:
    """What an answer holds, ready to be written again."""
    if media_type == "application/json":
        return orjson.loads(answer)
    if media_type == "application/x-ndjson":
        return [orjson.loads(line) for line in answer.splitlines()]
    if media_type == "text/csv":
        return list(csv.reader(io.StringIO(answer.decode("utf-8-sig"), newline="")))
    return _parts(answer)
