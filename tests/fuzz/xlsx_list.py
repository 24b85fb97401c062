"""Fuzzes the reader of workbooks: a list, or a `ProblemError`; never a line more than the sheet has rows.

A body that begins like a zip archive is a workbook as it is. Any other body is the sheet of a sound workbook, because few
changes to an archive get past its checksums.
"""

import atheris

with atheris.instrument_imports(include=["service"]):
    from service.formats.registry import XLSX
    from service.formats.xlsx.workbook import read_sheet
    from tests.formats.workbooks import workbook
    from tests.fuzz.fuzzing import answer_to_table, fuzz, or_a_problem, read


def target(body: bytes) -> None:
    """The first visible sheet."""
    book = body if body.startswith(b"PK") else workbook(body)
    with or_a_problem():
        answer_to_table(read(XLSX, book), read_sheet(book))


if __name__ == "__main__":
    fuzz("xlsx_list", target)
