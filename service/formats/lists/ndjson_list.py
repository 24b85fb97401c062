"""A list as a stream of lines, each a JSON object: read and answered in blocks, however long it is."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import TYPE_CHECKING

from service.domain.errors import Fault
from service.domain.line import MalformedLine
from service.domain.text import Text
from service.formats.lists.line_decoder import decode_lines
from service.formats.lists.line_reader import Explainer
from service.formats.lists.strict_json import NOT_UTF_8, MalformedJsonError
from service.request_errors import ProblemError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from service.domain.line import CapacityLine
    from service.formats.lists.line_reader import Line

MAX_LINE_BYTES = 64 * 1024
"""Bytes of one line; a line that fills every field needs a fraction of it."""


def read_ndjson(
    body: Iterable[bytes], *, max_lines: int, max_nesting: int
) -> Iterator[Sequence[CapacityLine | MalformedLine]]:
    """The lines of the body, block by block as it comes in; blank lines are skipped, but they count against the limit.

    A line that is not JSON is rejected like any other invalid line. Raises `ProblemError` for a line that is too long,
    for too many lines, and for a body without any.
    """
    explain = _LineExplainer(max_nesting)
    count = 0
    is_empty = True
    for texts in _split_lines(body):
        count += len(texts)
        if count > max_lines:
            raise ProblemError("too_many_lines", facts={"limit": max_lines, "count": count})
        if filled := [text for text in texts if text.strip()]:
            is_empty = False
            yield decode_lines(filled, explain)
    if is_empty:
        raise ProblemError("no_lines")


def _split_lines(body: Iterable[bytes]) -> Iterator[list[bytes]]:
    rest = b""
    is_first = True
    for block in body:
        rest += block
        if is_first and (len(rest) >= len(BOM_UTF8) or not BOM_UTF8.startswith(rest)):
            rest = rest.removeprefix(BOM_UTF8)
            is_first = False
        *whole, rest = rest.split(b"\n")
        if len(rest) > MAX_LINE_BYTES or any(len(text) > MAX_LINE_BYTES for text in whole):
            raise ProblemError("too_large", facts={"limit": MAX_LINE_BYTES})
        yield whole
    yield [rest] if rest else []


class _LineExplainer(Explainer):
    """Explains a line that is not JSON as an invalid line, and not as an invalid body."""

    def __call__(self, text: bytes) -> Line | MalformedLine:
        """The faults of the line."""
        try:
            return super().__call__(text)
        except MalformedJsonError as error:
            problem, column = error.problem, error.column
        except UnicodeDecodeError as error:
            problem, column = NOT_UTF_8, len(text[: error.start].decode()) + 1
        where = Text(en=f" (column {column})", zh=f"（第 {column} 列）") if column else ""
        return MalformedLine({}, [Fault(field=None, code="malformed_json", facts={"problem": problem, "where": where})])
