"""Help in both languages, wrapped by display width; click counts a Chinese character as one column, not two."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import click
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text as Styled

from service.texts import command_line as words

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEEP_LINES = "\b\n"
"""Click's sign at the beginning of a paragraph that is not wrapped."""


def help_width() -> int:
    """Columns for help: those of the terminal, but at most 78; click itself would use at least 50."""
    return max(min(shutil.get_terminal_size().columns, 80) - 2, 24)


def help_formatter(lang: str) -> type[click.HelpFormatter]:
    """The class that formats help in a language."""

    class Formatter(click.HelpFormatter):
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or words.USAGE.in_language(lang))

        def write_heading(self, heading: str) -> None:
            known = words.HEADINGS.get(heading)
            super().write_heading(known.in_language(lang) if known else heading)

        def write_text(self, text: str) -> None:
            indent = " " * self.current_indent
            paragraphs = [_wrap(each, self.width - self.current_indent) for each in text.split("\n\n")]
            self.write("\n".join("".join(f"{indent}{line}\n" for line in lines) for lines in paragraphs))

        def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
            rows = list(rows)
            indent = " " * self.current_indent
            column = min(max(cell_len(term) for term, _ in rows), col_max, self.width // 3) + col_spacing
            room = max(self.width - self.current_indent - column, 10)
            for term, text in rows:
                lines = _wrap(text, room)
                if cell_len(term) + col_spacing <= column:
                    self.write(f"{indent}{term}{' ' * (column - cell_len(term))}{lines.pop(0)}\n")
                else:
                    self.write(f"{indent}{term}\n")
                self.write("".join(f"{indent}{' ' * column}{line}\n" for line in lines))

    return Formatter


def _wrap(paragraph: str, width: int) -> list[str]:
    if paragraph.startswith(_KEEP_LINES):
        return paragraph.removeprefix(_KEEP_LINES).split("\n")
    one_line = " ".join(paragraph.split())
    return [line.plain.rstrip() for line in Styled(one_line).wrap(Console(width=width), width)]
