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
    from collections.abc import Iterable, Iterator

    from service.domain.line import CapacityLine
    from service.formats.lists.line_reader import Line

LONGEST_LINE = 64 * 1024
"""Bytes of one line; a line that fills every field needs a fraction of it."""


def ndjson_blocks(
    body: Iterable[bytes], *, most_lines: int, nesting: int
) -> Iterator[list[CapacityLine | MalformedLine]]:
    """The lines of the body, as they come; blank lines are passed over, but not without end.

    A line that is no JSON is rejected like any other wrong line. Raises `ProblemError` for a line that is too long, for
    too many lines, and for a body without any.
    """
    explain = _LineExplainer(nesting)
    count = 0
    is_empty = True
    for texts in _text_lines(body):
        count += len(texts)
        if count > most_lines:
            raise ProblemError("too_many_lines", facts={"limit": most_lines, "value": count})
        if filled := [text for text in texts if text.strip()]:
            is_empty = False
            yield decode_lines(filled, explain)
    if is_empty:
        raise ProblemError("no_lines")


def _text_lines(body: Iterable[bytes]) -> Iterator[list[bytes]]:
    rest = b""
    is_first = True
    for block in body:
        rest += block
        if is_first and (len(rest) >= len(BOM_UTF8) or not BOM_UTF8.startswith(rest)):
            rest = rest.removeprefix(BOM_UTF8)
            is_first = False
        *whole, rest = rest.split(b"\n")
        if len(rest) > LONGEST_LINE or any(len(text) > LONGEST_LINE for text in whole):
            raise ProblemError("too_large", facts={"limit": LONGEST_LINE})
        yield whole
    yield [rest] if rest else []


class _LineExplainer(Explainer):
    """Where every line is a text of its own, one that is no JSON is a wrong line and not a wrong body."""

    def __call__(self, text: bytes) -> Line | MalformedLine:
        """The faults of the line."""
        try:
            return super().__call__(text)
        except MalformedJsonError as error:
            problem, column = error.problem, error.column
        except UnicodeDecodeError as error:
            problem, column = NOT_UTF_8, len(text[: error.start].decode()) + 1
        where = Text(en=f" (column {column})", zh=f"（第 {column} 列）") if column else ""
        return MalformedLine(
            {}, [Fault(field=None, code="malformed_json", facts=(("problem", problem), ("where", where)))]
        )
