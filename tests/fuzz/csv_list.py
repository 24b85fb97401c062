"""Fuzzes the reader of CSV files: a table of lines, or a `ProblemError`; never a line more or less than it has rows."""

import contextlib

import atheris

with atheris.instrument_imports(include=["service"]):
    from service.formats.csv_rows import CsvRows
    from service.formats.faults import ProblemError
    from service.formats.table import Table
    from tests.fuzz.fuzzing import answer_to_table, fuzz


def target(body: bytes) -> None:
    """The file in the encoding and with the delimiter that are found in it."""
    with contextlib.suppress(ProblemError):
        rows = CsvRows(body)
        answer_to_table(Table(rows, most_lines=1000), rows)


if __name__ == "__main__":
    fuzz("csv_list", target)
