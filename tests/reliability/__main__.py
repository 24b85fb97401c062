"""Runs the proofs and prints their table: `make test-reliability`, with `LONG=1` for the long form, `WRITE=1` to keep it."""

from __future__ import annotations

import os
import sys
import time
from itertools import chain

from tests.reliability import determinism, faults, hostile, load
from tests.reliability.results import LONG, SHORT, Result, page
from tests.running import PROJECT


def main() -> int:
    """Return 1 if a proof fails."""
    is_long = bool(os.environ.get("LONG"))
    seconds = LONG if is_long else SHORT
    results: list[Result] = []
    began = time.monotonic()
    hostile_input = hostile.prove() if is_long else ()
    for result in chain(load.prove(seconds), faults.prove(), determinism.prove(), hostile_input):
        results.append(result)
        verdict = {True: "holds", False: "FAILS", None: "not tried"}[result.holds]
        print(f"[{time.monotonic() - began:.0f} s] {result.name}: {verdict}\n  {result.seen}", flush=True)  # noqa: T201
    text = page(results, seconds=seconds)
    print(text)  # noqa: T201 - the table is what the command is for
    if os.environ.get("WRITE"):
        (PROJECT / "docs" / "reliability.md").write_text(text, encoding="utf-8")
    return int(any(result.holds is False for result in results))


if __name__ == "__main__":
    sys.exit(main())
