"""The texts that the cells of a workbook share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from service.formats.cells import UnreadableError

if TYPE_CHECKING:
    from service.formats.xlsx.package import Package

MAX_STRINGS = 500_000
"""Texts that a workbook shares between its cells."""
MAX_CHARACTERS = 32 * 1024 * 1024
"""Characters of all those texts."""

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_strings(package: Package, part: str | None) -> list[str]:
    """The shared texts; rich text is joined, phonetic hints are left out."""
    shared = _Strings()
    if part is not None:
        package.read(
            part,
            {"si": shared.start, "t": shared.start_text, "rPh": shared.start_hint},
            {"si": shared.end, "t": shared.end_text, "rPh": shared.end_hint},
            shared.text,
        )
    return shared.strings


def unescape(text: str) -> str:
    """Replace escapes such as _x000D_ by their characters; two of them spell one character beyond U+FFFF.

    Half of such a pair is not a character, and becomes U+FFFD.
    """
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class _Strings:
    """Collects the shared texts while expat parses them."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._pieces: list[str] = []
        self._is_text = False
        self._hints = self._total = 0

    def start(self, _: dict[str, str]) -> None:
        self._pieces.clear()

    def start_text(self, _: dict[str, str]) -> None:
        self._is_text = not self._hints

    def start_hint(self, _: dict[str, str]) -> None:
        self._hints += 1

    def text(self, characters: str) -> None:
        if self._is_text:
            self._total += len(characters)
            self._pieces.append(characters)
            if self._total > MAX_CHARACTERS:
                raise UnreadableError("too_many_characters", limit=MAX_CHARACTERS)

    def end_text(self) -> None:
        self._is_text = False

    def end_hint(self) -> None:
        self._hints -= 1

    def end(self) -> None:
        if len(self.strings) == MAX_STRINGS:
            raise UnreadableError("too_many_texts", limit=MAX_STRINGS)
        self.strings.append(unescape("".join(self._pieces)))
