"""Reading a list from a table, as the tests look at it."""

from __future__ import annotations

from typing import Any

import pytest

from service.domain.line import MalformedLine
from service.evaluate import Provenance, evaluate, resolve
from service.formats.answers.wording import describe_problem
from service.formats.lists.csv_rows import read_csv
from service.formats.lists.request import RequestedOptions, SubmittedList
from service.formats.lists.schemas import LineSchema
from service.formats.lists.table import Table
from service.formats.xlsx.workbook import read_sheet
from service.request_errors import ProblemError
from tests.builders import catalogue

FIELDS = tuple(LineSchema().fields)


def of_csv(body: str | bytes, charset: str | None = None, max_lines: int = 1000) -> Table:
    """The table of a CSV file."""
    return Table(read_csv(body.encode() if isinstance(body, str) else body, charset), max_lines=max_lines)


def of_workbook(body: bytes, sheet_name: str | None = None, max_lines: int = 1000) -> Table:
    """The table of a workbook."""
    return Table(read_sheet(body, sheet_name), max_lines=max_lines)


def lines_of(table: Table) -> list[Any]:
    """Its lines, each as a dict of what it holds, or as the list of its faults."""
    assert table.faults == []
    return [
        [(fault.field, fault.code, fault.value) for fault in line.faults]
        if isinstance(line, MalformedLine)
        else {name: value for name in FIELDS if (value := getattr(line, name)) is not None}
        for block in table.blocks()
        for line in block
    ]


def answer_to(blocks: Any, answer: Any, lang: str = "en", positions: Any = None, **options: Any) -> bytes:
    """The answer to a list, in one piece; the positions are those of a table."""
    submitted = SubmittedList(blocks=blocks, positions=positions)
    resolved = resolve(RequestedOptions(**options), catalogue())
    made_by = Provenance(version="0", digest=lambda: "sha256:0")
    return b"".join(evaluate(submitted, resolved, catalogue(), answer=answer, lang=lang, provenance=made_by))


def problem_of(read: Any, *arguments: Any) -> ProblemError:
    """The problem that reading all of a list ends in."""
    with pytest.raises(ProblemError) as caught:
        lines_of(read(*arguments))
    return caught.value


def told(problem: ProblemError, lang: str = "en") -> str:
    """The problem as a sentence."""
    return describe_problem(problem, lang)
