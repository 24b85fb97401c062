"""Which ids of a very long list have been seen, in little memory."""

from __future__ import annotations

from array import array

_LEAST_SLOTS = 1024
_FULLEST = 0.8


class SeenIds:
    """The first index of each id, in 20 to 40 bytes for each instead of about 200.

    Kept are 96 bits of two hashes for each id, not the id: Python keys them at random in each process, so that nobody
    can prepare two ids that are taken for one, and by chance that happens once in 10^17 lists of a million lines.
    """

    def __init__(self) -> None:
        """Start with none."""
        self._count = 0
        self._make(_LEAST_SLOTS)

    def _make(self, slots: int) -> None:
        self._slots = slots
        self._first = array("Q", [0]) * slots
        self._second = array("I", [0]) * slots
        self._index = array("I", [0]) * slots

    def setdefault(self, line_id: str, index: int) -> int:
        """The index under which the id was first seen; ``index`` if it is new."""
        first = hash(line_id) & 0xFFFF_FFFF_FFFF_FFFF or 1  # 0 marks a free slot
        second = hash(line_id + "\0") & 0xFFFF_FFFF
        place = self._place(first, second)
        if self._first[place]:
            return self._index[place]
        if self._count >= self._slots * _FULLEST:
            self._grow()
            place = self._place(first, second)
        self._put(place, first, second, index)
        self._count += 1
        return index

    def _place(self, first: int, second: int) -> int:
        """The slot of the id, or the free slot where it belongs."""
        mask = self._slots - 1
        place = second & mask
        while (found := self._first[place]) and (found != first or self._second[place] != second):
            place = (place + 1) & mask
        return place

    def _put(self, place: int, first: int, second: int, index: int) -> None:
        self._first[place], self._second[place], self._index[place] = first, second, index

    def _grow(self) -> None:
        kept = zip(self._first, self._second, self._index, strict=True)
        self._make(self._slots * 2)
        for first, second, index in kept:
            if first:
                self._put(self._place(first, second), first, second, index)
