"""The rows of the official tables, on a screen: each row with all editions that have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.padding import Padding
from rich.text import Text as Styled

from service.domain.benchmark import Level, NotHeld
from service.texts import command_line as words
from service.texts.labels import word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from service.domain.benchmark import Product

_HEADS = (words.EDITION, words.BENCHMARK, words.BASELINE, words.UNIT, words.EVIDENCE)
_FIGURES = (1, 2)
"""The columns that are aligned right."""


class BenchmarkTable:
    """Draws rows; each comes as the products of the editions that have it."""

    def __init__(self, rows: Sequence[Sequence[Product]], lang: str) -> None:
        """Keep what to draw."""
        self._lang = lang
        self._rows = [(row[0], self._cells(row)) for row in rows]

    def draw(self, console: Console) -> None:
        """Draw a name with the editions below it, in columns if there is room, else in sentences."""
        heads = [head.in_language(self._lang) for head in _HEADS]
        lines = [heads, *(cells for _, editions in self._rows for cells in editions)]
        widths = [max(cell_len(cells[column]) for cells in lines) for column in range(len(heads))]
        is_narrow = sum(widths) + 2 * len(widths) > console.width
        if not is_narrow:
            console.print(Styled(_align(heads, widths), "bold"), soft_wrap=True)
        for product, editions in self._rows:
            name = Styled(product.name.in_language(self._lang), "bold")
            console.print(name.append(f"  {product.id}", "not bold dim"))
            for edition, benchmark, baseline, unit, evidence in editions:
                if is_narrow:
                    figures = f"{heads[1]} {benchmark}, {heads[2]} {baseline} {unit}"
                    text = ", ".join(filter(None, (f"{edition}: {figures}".rstrip(), evidence)))
                    console.print(Padding(text, (0, 0, 0, 2)))
                else:
                    console.print(_align((edition, benchmark, baseline, unit, evidence), widths), soft_wrap=True)

    def _cells(self, row: Sequence[Product]) -> list[tuple[str, ...]]:
        """The cells of each edition; editions that agree share one row."""
        editions: dict[tuple[str, ...], list[str]] = {}
        for product in row:
            editions.setdefault(self._facts(product), []).append(product.edition)
        return [(", ".join(ids), *facts) for facts, ids in editions.items()]

    def _facts(self, product: Product) -> tuple[str, ...]:
        levels = (product.benchmark, product.baseline)
        not_held = words.NOT_HELD.in_language(self._lang)
        evidences = sorted({level.evidence for level in levels if isinstance(level, Level)})
        return (
            *(format(level.value, ",f") if isinstance(level, Level) else not_held for level in levels),
            "" if isinstance(product.indicator, NotHeld) else product.indicator.unit.symbol,
            " / ".join(word(each, self._lang) for each in evidences),
        )


def _align(cells: Sequence[str], widths: Sequence[int]) -> str:
    spaces = [" " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True)]
    pairs = zip(cells, spaces, strict=True)
    return "  " + "  ".join(
        space + cell if column in _FIGURES else cell + space for column, (cell, space) in enumerate(pairs)
    )
