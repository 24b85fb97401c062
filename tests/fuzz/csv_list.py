"""Fuzzes the reader of CSV files: a list, or a `ProblemError`; never a line more than the file has rows."""

import atheris

with atheris.instrument_imports(include=["service"]):
    from service.formats.lists.csv_rows import read_csv
    from service.formats.registry import CSV
    from tests.fuzz.fuzzing import answer_to_table, fuzz, or_a_problem, read


def target(body: bytes) -> None:
    """The file, with encoding and delimiter detected."""
    with or_a_problem():
        answer_to_table(read(CSV, body), read_csv(body))


if __name__ == "__main__":
    fuzz("csv_list", target)
