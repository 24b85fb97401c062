"""Which ids of a very long list have been seen, in little memory."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MIN_SLOTS = 1024
_MAX_LOAD = 0.8


class FirstIds:
    """The ids of a list as they are, and the first index of each that comes more than once."""

    def __init__(self) -> None:
        """Start empty."""
        self.ids: list[str | None] = []
        """The ids so far, by index."""
        self._seen: set[str | None] = {None}
        self._first: dict[str, int] = {}

    def find_repeated(self, ids: Sequence[str | None], start: int) -> dict[int, int]:
        """Add the ids of the lines from ``start`` on; by index, the first index of each id that was there before.

        Filling a set is quick and tells whether any id repeats; which one does is looked up only if one does.
        """
        new = len(ids) - ids.count(None)
        known = len(self._seen)
        self._seen.update(ids)
        self.ids += ids
        if not self._first:
            if len(self._seen) - known == new:
                return {}
            _find_repeated(self._first, self.ids[:start], 0)
        return _find_repeated(self._first, ids, start)

    def compact(self) -> SeenIds:
        """The same ids in less memory."""
        seen = SeenIds()
        seen.find_repeated(self.ids, 0)
        return seen


class SeenIds:
    """The first index of each id: a hash table that needs 20 to 40 bytes per id, where a dict needs about 200.

    It keeps 96 bits of two hashes of each id, not the id. Python keys its hashes at random in each process, so nobody
    can prepare two ids that collide; by chance, two collide once in 10^17 lists of a million lines.
    """

    def __init__(self) -> None:
        """Start empty."""
        self._count = 0
        self._allocate(_MIN_SLOTS)

    def _allocate(self, slots: int) -> None:
        self._slots = slots
        self._first = array("Q", [0]) * slots
        self._second = array("I", [0]) * slots
        self._index = array("I", [0]) * slots

    def find_repeated(self, ids: Sequence[str | None], start: int) -> dict[int, int]:
        """As `FirstIds.find_repeated`."""
        return _find_repeated(self, ids, start)

    def setdefault(self, line_id: str, index: int) -> int:
        """The index under which the id was first seen; ``index`` if it is new."""
        first = hash(line_id) & 0xFFFF_FFFF_FFFF_FFFF or 1  # 0 marks a free slot
        second = hash(line_id + "\0") & 0xFFFF_FFFF
        slot = self._find_slot(first, second)
        if self._first[slot]:
            return self._index[slot]
        if self._count >= self._slots * _MAX_LOAD:
            self._grow()
            slot = self._find_slot(first, second)
        self._put(slot, first, second, index)
        self._count += 1
        return index

    def _find_slot(self, first: int, second: int) -> int:
        """The slot of the id, or the free slot where it belongs."""
        mask = self._slots - 1
        slot = second & mask
        while (found := self._first[slot]) and (found != first or self._second[slot] != second):
            slot = (slot + 1) & mask
        return slot

    def _put(self, slot: int, first: int, second: int, index: int) -> None:
        self._first[slot], self._second[slot], self._index[slot] = first, second, index

    def _grow(self) -> None:
        entries = zip(self._first, self._second, self._index, strict=True)
        self._allocate(self._slots * 2)
        for first, second, index in entries:
            if first:
                self._put(self._find_slot(first, second), first, second, index)


def _find_repeated(first_index: dict[str, int] | SeenIds, ids: Sequence[str | None], start: int) -> dict[int, int]:
    """By index, the first index of each id that is in ``first_index`` already; the others are added to it."""
    repeated = {}
    for index, line_id in enumerate(ids, start):
        if line_id is not None and (first := first_index.setdefault(line_id, index)) != index:
            repeated[index] = first
    return repeated
