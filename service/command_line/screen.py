"""Text for a terminal or a pipe: as wide as there is room, in colour where possible, and safe to print."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, TextIO

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

PIPE_WIDTH = 120
"""Columns where the output is not a terminal, unless COLUMNS is set."""

MAX_WIDTH = 110
"""Columns that are still pleasant to read."""


def render(stream: TextIO, draw: Callable[[Console], None]) -> None:
    """Call ``draw`` with a console, and write the result in one piece. Raises OSError, such as BrokenPipeError."""
    width = None if stream.isatty() else shutil.get_terminal_size((PIPE_WIDTH, 24)).columns
    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
    console.width = min(console.width, MAX_WIDTH)
    # If nobody reads the output, Rich would end the process by itself, with another status.
    with console.capture() as capture:
        draw(console)
    write(stream, "\n".join(line.rstrip(" ") for line in capture.get().split("\n")))


def write_message(stream: TextIO, text: str) -> None:
    """Write lines of text; on a terminal, wrapped at its width."""
    if stream.isatty():
        render(stream, lambda console: console.print(text))
    else:
        write(stream, f"{text}\n")


def write(stream: TextIO, text: str) -> None:
    """Write text; a question mark replaces a character that the encoding of the stream lacks."""
    stream.write(text.encode(stream.encoding, "replace").decode(stream.encoding))
    stream.flush()


def printable(text: str) -> str:
    """Escape the characters of a text that could control the terminal."""
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
