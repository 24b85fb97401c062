"""Coverage-guided fuzzing of a reader of bodies, with atheris (libFuzzer).

    python -m tests.fuzz.json_list 300     # seconds

A target is a small module that imports its reader instrumented: a function that takes bytes, hands them to its reader
and holds what comes back to what the reader promises. Its name is that of its folder of bodies under `corpus/`. What a
run finds goes to a folder that it names; the inputs worth keeping are merged into the corpus by

    python -m tests.fuzz.json_list merge FOLDER
"""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import atheris

from service.formats.answers.results import JsonAnswer, answered, encode
from service.formats.answers.wording import describe_fault, describe_problem
from service.formats.lists.request import Asked, agreed
from service.request_errors import ProblemError
from service.texts.codes import LANGUAGES
from tests.builders import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from service.request_errors import RequestFault

CORPUS = Path(__file__).parent / "corpus"
LONGEST = 4096
"""Bytes of an input: enough for every construct of a format, and few enough for thousands of tries a second."""


@contextlib.contextmanager
def or_a_problem() -> Iterator[None]:
    """What is read in here may end in a `ProblemError`, which must be one that can be answered."""
    try:
        yield
    except ProblemError as problem:
        for lang in LANGUAGES:
            encode(describe_problem(problem, lang))
        told(problem.errors)


def told(faults: Sequence[RequestFault]) -> None:
    """Fails if the faults cannot be answered in every language."""
    for lang in LANGUAGES:
        encode([describe_fault(fault, lang) for fault in faults])


def answer_to(blocks, asked: Asked | None = None, places=None):
    """The answer to a list, as a value; fails if it has not a verdict for every line, in order."""
    pieces = answered(blocks, agreed(asked or Asked(), catalogue()), catalogue(), "en", JsonAnswer(), places)
    value = json.loads(b"".join(pieces), parse_float=Decimal)
    numbers = value["lines"]
    assert [result["index"] for result in value["results"]] == list(range(numbers["submitted"]))
    for status in ("graded", "ungraded", "rejected"):
        assert numbers[status] == sum(result["status"] == status for result in value["results"])
    return value


def answer_to_table(table, rows):
    """The answer to a table; fails if it has not a verdict for every row that holds something, or more."""
    if table.faults:
        told(table.faults)
        return
    value = answer_to(table.blocks(), places=table)
    numbers = [number for number, _ in rows.rows()]
    assert value["lines"]["submitted"] < len(numbers)
    assert all(table.row(index) in numbers for index in range(value["lines"]["submitted"]))


def fuzz(name: str, target: Callable[[bytes], None]) -> None:
    """Run the target for as many seconds as the command line says, from the corpus of its name."""
    corpus, dictionary = CORPUS / name, CORPUS / "words.dict"
    if sys.argv[1] == "merge":
        options = ["-merge=1", f"-max_len={LONGEST}", str(corpus), sys.argv[2]]
    else:
        found = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
        print(f"{name}: {sys.argv[1]} s; new inputs go to {found}", flush=True)  # noqa: T201 - a command's output
        options = [
            f"-max_total_time={sys.argv[1]}", f"-max_len={LONGEST}", "-timeout=10", "-rss_limit_mb=2048",
            f"-dict={dictionary}", f"-artifact_prefix={found}/", "-verbosity=0", "-print_final_stats=1",
            str(found), str(corpus),
        ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options], target)
    atheris.Fuzz()
