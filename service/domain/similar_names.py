"""Names like a name: by what they say in common first, by their letters second.

A Chinese character is a word here, and so is a run of Latin letters or digits. What few rows say counts for more than
what many say: 电解铜 has 铜 in common with the rows of copper only, and 电解 also with aluminium and lead.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MIN_SHARED = 0.5
"""The least part of what a text says that a row must have in common with it, to be suggested for its words."""

_WORD = re.compile(r"[a-z]+|[0-9]+(?:\.[0-9]+)?|[\u4e00-\u9fff]")


class SimilarNames:
    """The names of the rows of an edition, each as the key that names are compared by."""

    def __init__(self, names: Mapping[str, tuple[str, ...]], keys: Mapping[str, str]) -> None:
        """Keep the ids of the rows by the key of a name, and by its key the text of each name."""
        self._names = names
        words: dict[str, set[str]] = {}
        for key, ids in names.items():
            for product_id in ids:
                words.setdefault(product_id, set()).update(_words(keys[key]))
        rows = Counter(word for found in words.values() for word in found)
        self._words = words
        self._weights = {word: log(1 + len(words) / count) for word, count in rows.items()}
        self._unknown = 0.6 * log(1 + len(words))  # less than of a word that one row alone has

    def find(self, text: str, key: str, count: int) -> tuple[str, ...]:
        """The ids of up to ``count`` rows, best first."""
        similar = [*self._by_words(text), *self._by_letters(key, count * 2)]
        return tuple(dict.fromkeys(similar))[:count]

    def _by_words(self, text: str) -> list[str]:
        said = set(_words(text))
        total = sum(self._weight(word) for word in said)
        found = []
        for place, (product_id, words) in enumerate(self._words.items()):
            shared = sum(self._weight(word) for word in said & words)
            if total and shared / total >= MIN_SHARED:
                found.append((-shared, len(words), place, product_id))
        return [product_id for *_, product_id in sorted(found)]

    def _by_letters(self, key: str, count: int) -> Iterable[str]:
        close = difflib.get_close_matches(key, self._names, n=count)
        return (product_id for name in close for product_id in self._names[name])

    def _weight(self, word: str) -> float:
        return self._weights.get(word, self._unknown)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)
