"""Text for a terminal or a pipe: as wide as there is room, in colour where there is colour, and safe to print."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, TextIO

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

WIDTH_OF_A_PIPE = 120
"""Columns where nothing says how many there are."""

WIDEST = 110
"""Columns beyond which lines are tiring to read."""


def put(stream: TextIO, draw: Callable[[Console], None]) -> None:
    """Draw on a console and write what comes of it at once. Raises OSError, and BrokenPipeError if nobody reads."""
    width = None if stream.isatty() else shutil.get_terminal_size((WIDTH_OF_A_PIPE, 24)).columns
    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDEST)
    # Rich would end the process by itself, with another status, where nobody reads what it writes.
    with console.capture() as capture:
        draw(console)
    write(stream, "\n".join(line.rstrip(" ") for line in capture.get().split("\n")))


def tell(stream: TextIO, text: str) -> None:
    """Write lines of text: broken at the width of a terminal, and as they are for whatever else reads them."""
    if stream.isatty():
        put(stream, lambda console: console.print(text))
    else:
        write(stream, f"{text}\n")


def write(stream: TextIO, text: str) -> None:
    """Write text; a character that the stream's encoding lacks becomes a question mark."""
    stream.write(text.encode(stream.encoding, "replace").decode(stream.encoding))
    stream.flush()


def printable(text: str) -> str:
    """Text from a list, in which nothing can steer the terminal: other characters stand as escapes."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in text
    )


def percent(share: Decimal, lang: str) -> str:
    """A share in percent, with all of its digits."""
    figure = format((share * 100).normalize(), "f")
    return f"{figure}%" if lang == "zh" else f"{figure} %"


def amount(value: Decimal, unit: str | None) -> str:
    """A figure with its digits in groups of three, and its unit."""
    return f"{value:,f} {unit or ''}".rstrip()
