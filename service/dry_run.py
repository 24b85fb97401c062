"""Read a table without judging it: what each row is as a line of JSON, and what of it could not be read.

Sending the lines as JSON gives the verdicts that sending the table gives; a property test holds that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from service.domain.line import MalformedLine
from service.formats.answers.json_answer import encode
from service.formats.answers.wording import ErrorItem, describe_fault
from service.formats.lists.schemas import LineSchema
from service.request_errors import locate_faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.domain.line import CapacityLine
    from service.formats.lists.request import SubmittedList
    from service.request_errors import Positions

_FIELDS = tuple(LineSchema().fields)


class ReadLine(Struct, omit_defaults=True):
    """A row of a table as a line."""

    row: int
    line: dict[str, object]
    """As `POST /v1/evaluations` takes it; what could not be read is as it was found, and rejects the line there too."""
    sheet: str | None = None
    errors: list[ErrorItem] = []


def read_lines(submitted: SubmittedList, lang: str, *, is_stream: bool) -> Iterator[bytes]:
    """The pieces of the answer: one JSON object, or a stream of lines whose last one is the table.

    Raises `ProblemError` where the table cannot be read to its end.
    """
    positions = submitted.positions
    assert positions is not None and submitted.report is not None  # noqa: S101, PT018 - a table has both
    count = 0
    blocks: list[bytes] = []
    for block in submitted.blocks:
        lines = [_read(index, line, positions, lang) for index, line in enumerate(block, count)]
        count += len(lines)
        if is_stream:
            yield b"".join(piece for each in lines for piece in (encode(each), b"\n"))
        else:
            blocks.append((b"," if blocks else b"") + encode(lines)[1:-1])
    table = encode(submitted.report())
    if is_stream:
        yield b'{"table":' + table + b"}\n"
        return
    yield b'{"table":' + table + b',"lines":['
    yield from blocks
    yield b"]}"


def _read(index: int, line: CapacityLine | MalformedLine, positions: Positions, lang: str) -> ReadLine:
    row, sheet = positions.row(index) or 0, positions.sheet(index)
    if isinstance(line, MalformedLine):
        faults = locate_faults(index, line.faults, positions)
        return ReadLine(row, dict(line.sent or {}), sheet, [describe_fault(fault, lang) for fault in faults])
    values = {name: value for name in _FIELDS if (value := getattr(line, name, None)) is not None}
    return ReadLine(row, values, sheet)
