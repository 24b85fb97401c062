"""What `make bench` says: its tables as they come, and at the end every bar with the figure beside it."""

from __future__ import annotations

import os
import platform
import sysconfig
import time
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
_BEGIN, _END = "<!-- make bench WRITE=1 -->\n", "<!-- end -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A figure, and the least or the most that it may be."""

    name: str
    figure: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def is_met(self) -> bool:
        """Whether the figure is within the bar."""
        if self.at_most is not None:
            return self.figure <= self.at_most
        return self.at_least is None or self.figure >= self.at_least

    def row(self) -> str:
        """The bar as a row of a table."""
        wanted = f"at most {self.at_most:g}" if self.at_most is not None else f"at least {self.at_least:g}"
        return f"| {self.name} | {wanted} {self.unit} | {self.figure:.2f}{'' if self.is_met else ' **missed**'} |"


class Report:
    """The tables and the bars of one run."""

    def __init__(self) -> None:
        """Start with the machine: figures of another one, or of another build of Python, are not comparable."""
        self._text: list[str] = []
        self._bars: list[Bar] = []
        options = sysconfig.get_config_var("CONFIG_ARGS") or ""
        build = "with" if "--enable-optimizations" in options else "without"
        self.say(
            f"{time.strftime('%d %B %Y')}: Python {platform.python_version()} built {build} PGO, "
            f"{os.cpu_count()} cores ({platform.machine()}), one worker unless said otherwise"
        )

    def say(self, line: str = "") -> None:
        """Print a line now, and keep it for the page."""
        print(line, flush=True)
        self._text.append(line)

    def bar(
        self, name: str, figure: float, unit: str, *, at_most: float | None = None, at_least: float | None = None
    ) -> None:
        """Keep a bar for the end."""
        self._bars.append(Bar(name=name, figure=figure, unit=unit, at_most=at_most, at_least=at_least))

    def finish(self) -> None:
        """Print the bars; write everything into the page if `WRITE` is set."""
        table = ["| figure | wanted | measured |", "| --- | --- | --- |", *(bar.row() for bar in self._bars)]
        print("", *table, sep="\n", flush=True)
        if os.environ.get("WRITE"):
            before, begin, rest = PAGE.read_text(encoding="utf-8").partition(_BEGIN)
            _, end, after = rest.partition(_END)
            written = "\n".join(["", *table, "", "```text", *self._text, "```", "", ""])
            PAGE.write_text(before + begin + written + end + after, encoding="utf-8")
