"""Fuzzes the reader of workbooks: a table of lines, or a `ProblemError`.

What begins like a zip archive is a workbook as it is; anything else is the sheet of a sound one, for few changes to an
archive get past its checksums.
"""

import atheris

with atheris.instrument_imports(include=["service"]):
    from service.formats.lists.table import Table
    from service.formats.xlsx.sheet import XlsxRows
    from tests.formats.workbooks import workbook
    from tests.fuzz.fuzzing import answer_to_table, fuzz, or_a_problem


def target(body: bytes) -> None:
    """The first sheet that can be seen."""
    with or_a_problem():
        rows = XlsxRows(body if body.startswith(b"PK") else workbook(body))
        answer_to_table(Table(rows, most_lines=1000), rows)


if __name__ == "__main__":
    fuzz("xlsx_list", target)
