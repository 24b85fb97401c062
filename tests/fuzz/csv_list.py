"""Fuzzes the reader of CSV files: a table of lines, or a `ProblemError`; never a line more or less than it has rows."""

import atheris

with atheris.instrument_imports(include=["service"]):
    from service.formats.lists.csv_rows import CsvRows
    from service.formats.lists.table import Table
    from tests.fuzz.fuzzing import answer_to_table, fuzz, or_a_problem


def target(body: bytes) -> None:
    """The file in the encoding and with the delimiter that are found in it."""
    with or_a_problem():
        rows = CsvRows(body)
        answer_to_table(Table(rows, most_lines=1000), rows)


if __name__ == "__main__":
    fuzz("csv_list", target)
