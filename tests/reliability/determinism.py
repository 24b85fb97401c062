"""The proof of determinism: the same list and data give the same bytes from every worker and after a restart."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tests.reliability.results import Result, service
from tests.reliability.surroundings import JSON, NDJSON, listed, streamed
from tests.running import paused

if TYPE_CHECKING:
    from collections.abc import Iterator

LISTS = {(JSON, JSON): listed, (NDJSON, NDJSON): streamed, (NDJSON, JSON): streamed, (JSON, NDJSON): listed}


def prove() -> Iterator[Result]:
    """Ask each worker by itself, in two services one after the other."""
    found: dict[tuple[str, str], set[str]] = {}
    asked, fingerprints = 0, set()
    for seed in ("1", "2"):
        with service(PYTHONHASHSEED=seed) as running:
            for one in running.workers():
                with paused(*(pid for pid in running.workers() if pid != one)):
                    for (sent, wanted), made in LISTS.items():
                        answer = running.post(made(5000), {"Content-Type": sent, "Accept": wanted})
                        assert answer.status == 200
                        asked += 1
                        fingerprints.add(answer.getheader("Benchmark-Data"))
                        found.setdefault((sent, wanted), set()).add(hashlib.sha256(answer.content).hexdigest())
    different = [kind for kind, hashes in found.items() if len(hashes) > 1]
    yield Result(
        "determinism",
        "a list of 5,000 lines in JSON and NDJSON, answered in both, sent to each worker while the other is paused, and again "
        "after a restart with another hash seed",
        f"{asked} answers, {sum(map(len, found.values()))} different ones of {len(found)} kinds, "
        f"{len(fingerprints)} fingerprint",
        not different and len(fingerprints) == 1 and asked == 2 * 2 * len(LISTS),
    )
