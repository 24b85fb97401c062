"""Reading a list from a table, as the tests look at it."""

from __future__ import annotations

from typing import Any

import pytest

from service.domain.line import MalformedLine
from service.evaluate import Provenance, evaluate, resolve
from service.formats.answers.wording import describe_problem
from service.formats.cells import Sheet
from service.formats.lists.csv_rows import read_csv
from service.formats.lists.request import RequestedOptions, SubmittedList
from service.formats.lists.schemas import LineSchema
from service.formats.lists.tables import Tables, problems_of_files
from service.formats.sheets import read_workbook
from service.formats.xlsx.merged_areas import parse_area
from service.formats.xlsx.workbook import Workbook
from service.request_errors import ProblemError
from tests.builders import catalogue

FIELDS = tuple(LineSchema().fields)


def of_csv(body: str | bytes, charset: str | None = None, max_lines: int = 1000, **options: list[str]) -> Tables:
    """The table of a CSV file."""
    rows = read_csv(body.encode() if isinstance(body, str) else body, charset)
    return Tables([Sheet(rows=rows)], options, max_lines=max_lines)


def of_rows(*rows: tuple[int, list[Any]], merged: tuple[str, ...] = (), **options: list[str]) -> Tables:
    """The table of rows of cells, with merged areas, as a sheet has them."""
    areas = sorted(map(parse_area, merged), key=lambda area: area.first_row)
    return Tables([Sheet(rows=iter(rows), name="Sheet1", merged=areas)], options, max_lines=1000)


def of_workbook(body: bytes, sheet_name: str | None = None, max_lines: int = 1000, **options: list[str]) -> Tables:
    """The tables of a workbook; fails unless they can be read up to their headers."""
    if sheet_name is not None:
        options["sheet"] = [sheet_name]
    with problems_of_files():
        submitted = read_workbook(Workbook(body), options, max_lines=max_lines)
    assert isinstance(submitted.positions, Tables), submitted.options.faults
    return submitted.positions


def lines_of(table: Tables) -> list[Any]:
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
