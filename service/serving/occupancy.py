"""Which workers have lists, in memory that all processes of the service share.

Two callers who keep their connections may have met in one worker, while another one has nothing to do. Nothing in HTTP
moves a kept connection; but a worker can close it after an answer, and leave the next one to a free worker.
"""

from __future__ import annotations

import mmap

MAX_NUMBER = 4095
"""The highest number of a worker that is counted; there are up to 512, and twice as many while they are replaced."""

_ABSENT, _FREE, _MAX = 0, 1, 255


class Occupancy:
    """How many lists each worker has; made before the workers are forked."""

    def __init__(self) -> None:
        """Start without workers."""
        self._memory = mmap.mmap(-1, MAX_NUMBER + 1)

    def set(self, number: int, lists: int) -> None:
        """Record that the worker of that number accepts connections, and how many lists it has."""
        self._put(number, min(_FREE + lists, _MAX))

    def remove(self, number: int) -> None:
        """Record that the worker of that number accepts no more connections."""
        self._put(number, _ABSENT)

    def has_free_worker(self) -> bool:
        """Whether some worker has no list."""
        return self._memory.find(bytes([_FREE]), 0) >= 0

    def _put(self, number: int, value: int) -> None:
        if number <= MAX_NUMBER:
            self._memory[number] = value
