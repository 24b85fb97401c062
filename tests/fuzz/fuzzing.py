"""Coverage-guided fuzzing of a reader of bodies, with atheris (libFuzzer).

    python -m tests.fuzz.json_list 300     # seconds

Each format of the register has a target, a small module that imports its reader instrumented: a function that takes
bytes, hands them to the reader and checks what the reader promises. The folder of its bodies under `corpus/` has the
same name. A run puts what it finds into a folder that it names; this merges the inputs worth keeping into the corpus:

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

from service.evaluate import Provenance, evaluate, resolve
from service.formats.answers.json_answer import JsonAnswer, encode
from service.formats.answers.wording import describe_fault, describe_problem
from service.request_errors import ProblemError
from service.texts.codes import LANGUAGES
from tests.builders import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from service.formats.cells import Rows
    from service.formats.lists.request import SubmittedList
    from service.formats.registry import Format
    from service.request_errors import RequestFault

CORPUS = Path(__file__).parent / "corpus"
MAX_LENGTH = 4096
"""Bytes of an input: enough for every construct of a format, and few enough for thousands of tries a second."""


@contextlib.contextmanager
def or_a_problem() -> Iterator[None]:
    """Reading in this context may raise a `ProblemError`, which must have words in every language."""
    try:
        yield
    except ProblemError as problem:
        for lang in LANGUAGES:
            encode(describe_problem(problem, lang))
        check_words(problem.errors)


def check_words(faults: Sequence[RequestFault]) -> None:
    """Fails if a fault has no words in one of the languages."""
    for lang in LANGUAGES:
        encode([describe_fault(fault, lang) for fault in faults])


class Pieces(list[bytes]):
    """A body that comes in pieces."""

    def whole(self) -> bytes:
        """All of it."""
        return b"".join(self)

    def blocks(self) -> Iterator[bytes]:
        """Piece by piece."""
        return iter(self)


def read(fmt: Format, *pieces: bytes) -> SubmittedList:
    """The list that a body in that format holds."""
    return fmt.read(Pieces(pieces), 1000, {})


def answer_to(submitted: SubmittedList):
    """The answer to a list, as a value; fails unless it has a verdict for every line, in order."""
    options = resolve(submitted.options, catalogue())
    made_by = Provenance(version="0", digest=lambda: "sha256:0")
    pieces = evaluate(submitted, options, catalogue(), answer=JsonAnswer(), lang="en", provenance=made_by)
    value = json.loads(b"".join(pieces), parse_float=Decimal)
    numbers = value["lines"]
    assert [result["index"] for result in value["results"]] == list(range(numbers["submitted"]))
    for status in ("graded", "ungraded", "rejected"):
        assert numbers[status] == sum(result["status"] == status for result in value["results"])
    return value


def answer_to_table(submitted: SubmittedList, rows: Rows) -> None:
    """Answers a list in a table; fails if there are more verdicts than rows below the header."""
    value = answer_to(submitted)
    numbers = [number for number, _ in rows]
    assert value["lines"]["submitted"] < len(numbers)
    assert all(submitted.positions.row(index) in numbers for index in range(value["lines"]["submitted"]))


def fuzz(name: str, target: Callable[[bytes], None]) -> None:
    """Run the target for as many seconds as the command line says, from the corpus of its name."""
    corpus, dictionary = CORPUS / name, CORPUS / "words.dict"
    if sys.argv[1] == "merge":
        options = ["-merge=1", f"-max_len={MAX_LENGTH}", str(corpus), sys.argv[2]]
    else:
        found = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
        print(f"{name}: {sys.argv[1]} s; new inputs go to {found}", flush=True)  # noqa: T201 - a command's output
        options = [
            f"-max_total_time={sys.argv[1]}", f"-max_len={MAX_LENGTH}", "-timeout=10", "-rss_limit_mb=2048",
            f"-dict={dictionary}", f"-artifact_prefix={found}/", "-verbosity=0", "-print_final_stats=1",
            str(found), str(corpus),
        ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options], target)
    atheris.Fuzz()
