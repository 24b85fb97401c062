"""The proofs against hostile input in their long form; `make test` and `make fuzz` run the short form."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tests.reliability.results import Result
from tests.running import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

CALLS = 20_000
CALLS_OF_AN_OPERATION = 1_250
LISTS = 500
FUZZ_SECONDS = 300
READERS = ("json", "ndjson", "csv", "xlsx")


def prove() -> Iterator[Result]:
    """One after the other; only the fuzzing runs for two readers at a time."""
    yield _generated_calls()
    yield _edited_lists()
    yield _smuggled()
    with ThreadPoolExecutor(2) as pool:
        yield from pool.map(_fuzzed, READERS)


def _generated_calls() -> Result:
    found = _tested("tests/web/contract/test_strangers.py", GENERATED_CALLS=str(CALLS_OF_AN_OPERATION))
    calls = int(found.properties.get("calls", 0))
    return Result(
        "generated calls",
        f"Schemathesis generates up to {CALLS_OF_AN_OPERATION:,} valid and invalid requests of each operation from the contract",
        f"{calls:,} calls to {found.tests} operations, answered {found.properties.get('statuses')}; {found.failures} operations "
        "with a 5xx or an answer that the contract does not describe",
        found.is_good and calls >= CALLS,
    )


def _edited_lists() -> Result:
    found = _tested("tests/web/test_edited_lists.py", LIST_EDITS=str(LISTS))
    return Result(
        "edited lists",
        f"{LISTS} lists of up to 8 lines, each edited up to 20 times; the results computed a second time, with fractions",
        f"{int(found.properties.get('answers', 0)):,} answers, {'all equal to those' if found.is_good else 'NOT all equal'}",
        found.is_good,
    )


def _smuggled() -> Result:
    found = _tested("tests/test_smuggling.py")
    return Result(
        "request smuggling",
        "two lengths, odd chunks and sizes, folded and doubled headers, on a socket to the running service",
        f"{found.tests} probes, {found.failures} read as another or a second request",
        found.is_good,
    )


def _fuzzed(reader: str) -> Result:
    command = [sys.executable, "-m", f"tests.fuzz.{reader}_list", str(FUZZ_SECONDS)]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    counted = re.search(r"number_of_executed_units: *(\d+)", run.stderr + run.stdout)
    return Result(
        f"fuzzing: {reader}",
        f"atheris, guided by coverage, for {FUZZ_SECONDS} s, from the bodies in `tests/fuzz/corpus`",
        f"{int(counted[1]) if counted else 0:,} bodies read, {'none' if run.returncode == 0 else 'ONE'} that crashes the "
        "reader, blocks it or loses a line",
        run.returncode == 0 and counted is not None,
    )


class _Tested:
    """The results of a run of pytest, from its report."""

    def __init__(self, returncode: int, report: Path) -> None:
        suite = next(ET.parse(report).iter("testsuite"))  # noqa: S314 - pytest wrote it
        self.tests = int(suite.get("tests", 0))
        self.failures = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        self.is_good = returncode == 0 and self.tests > 0
        self.properties = {each.get("name", ""): each.get("value", "") for each in suite.iter("property")}


def _tested(file: str, **environment: str) -> _Tested:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", file, f"--junit-xml={report}"],
            cwd=PROJECT, env={**os.environ, **environment}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if run.returncode:
            print(run.stdout[-5000:])  # noqa: T201 - for the person who must fix it
        return _Tested(run.returncode, report)
