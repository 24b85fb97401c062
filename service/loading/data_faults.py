"""What is wrong with the data files."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileFault:
    """One fault: the file, the path inside it (empty for the file as a whole) and what is wrong there."""

    file: str
    path: str
    message: str

    def __str__(self) -> str:
        """As in ``benchmarks/goals/plan.yaml: goals[0].target: missing``."""
        return ": ".join(part for part in (self.file, self.path, self.message) if part)


class DataFaultsError(Exception):
    """The data cannot be used. ``faults`` are all that was found, each once, in the order of files and paths."""

    def __init__(self, faults: list[FileFault]) -> None:
        """Keep every fault, and list them all in the message."""
        self.faults = sorted(set(faults), key=_sort_key)
        super().__init__(f"{len(self.faults)} fault(s) in the data:\n" + "\n".join(map(str, self.faults)))


def _sort_key(fault: FileFault) -> tuple[str, str, str]:
    """Sort by file and path, with ``products[2]`` before ``products[10]``."""
    return fault.file, re.sub("[0-9]+", lambda number: number[0].zfill(6), fault.path), fault.message
