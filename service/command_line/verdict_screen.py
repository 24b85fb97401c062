"""What came of a list, for a person to read: the goal, the sectors, what was wrong, and what it was judged by."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from service.command_line.screen import amount, percent, printable
from service.domain.tally import PARTS
from service.texts import command_line as words
from service.texts.codes import ABOUT
from service.texts.labels import word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from service.domain.text import Text
    from service.formats.answers.results import RejectedResult
    from service.request_errors import ErrorItem

SHOWN_LINES = 5
"""Rejected lines that are explained on the screen; the answer has all."""

SHOWN_FAULTS = 3
"""Faults of one of them."""

NARROW = 64
"""Columns below which what stands side by side is put one below the other."""

_STYLES = ("green", "yellow", "red", "magenta", "cyan", "dim")
_STATUS_STYLES = {"met": "bold green", "not_met": "bold red", "undetermined": "bold yellow"}
_CLEARANCE = "below_baseline_at_most"


class Summary:
    """Draws an answer without its results, and the first of the rejected lines."""

    def __init__(self, answer: dict[str, Any], rejected: Sequence[RejectedResult], lang: str) -> None:
        """Keep what is to be drawn."""
        self._answer = answer
        self._goal = answer["goal"]
        self._rejected = rejected
        self._lang = lang

    def draw(self, console: Console) -> None:
        """Draw all of it, what matters most first."""
        marks = _Marks(console.encoding)
        self._draw_goal(console, marks)
        if self._answer["sectors"]:
            self._draw_sectors(console, marks)
        if self._rejected:
            self._draw_rejected(console)
        self._draw_edition(console)

    def _say(self, text: Text, **facts: object) -> str:
        return text.in_language(self._lang).format(**facts)

    def _percent(self, share: Decimal) -> str:
        return percent(share, self._lang)

    def _draw_goal(self, console: Console, marks: _Marks) -> None:
        goal, counts = self._goal, self._answer["lines"]
        name = goal["id"] or self._say(words.GOAL_OF_YOUR_OWN)
        console.print(Styled(name, "bold"))
        console.print(self._demand())
        if goal["scope"]:
            console.print(self._say(words.SCOPE, scope=goal["scope"]))
        console.print()
        verdict = Styled().append(word(goal["status"], self._lang).upper(), _STATUS_STYLES[goal["status"]])
        console.print(verdict.append(self._say(words.COLON)).append(self._outcome()))
        if goal["share"]["low"] is not None:
            self._draw_band(console, marks)
        if goal["shortfall"] and goal["status"] != "met":
            console.print(self._missing())
        if goal["target"] in goal["share"].values():
            console.print(self._say(words.ROUNDED))
        self._draw_excess(console)
        console.print(self._say(words.COUNTS, **{name: f"{count:,}" for name, count in counts.items()}))
        if goal["provisional"]:
            console.print(self._say(words.PROVISIONAL))

    def _demand(self) -> str:
        goal = self._goal
        asked = words.CLEARANCE_GOAL if goal["kind"] == _CLEARANCE else words.SHARE_GOAL[goal["must_exceed"]]
        what = self._say(words.WEIGHED[goal["weighting"]])
        demand = self._say(asked, target=self._percent(goal["target"]), what=what)
        return self._say(words.BY, goal=demand, day=goal["by"]) if goal["by"] else demand

    def _outcome(self) -> str:
        goal = self._goal
        low, high = goal["share"]["low"], goal["share"]["high"]
        if low is None:
            return self._say(ABOUT[goal["reason"]])
        share = self._percent(low)
        if low != high:
            share = self._say(words.BAND, low=share, high=self._percent(high))
        sentence = words.REMAINING if goal["kind"] == _CLEARANCE else words.REACHED
        what = self._say(words.WEIGHED[goal["weighting"]])
        target = self._percent(goal["target"])
        if goal["must_exceed"]:
            target = self._say(words.OVER, amount=target)
        return self._say(sentence, share=share, what=what, target=target)

    def _missing(self) -> str:
        missing, unit = self._goal["shortfall"]["amount"], self._goal["shortfall"]["unit"]
        if unit == "share":
            sentence, figure = words.MISSING_SHARE, self._percent(missing)
        else:
            sentence = words.TO_LIFT if self._goal["kind"] == _CLEARANCE else words.MISSING
            figure = amount(missing, self._say(words.LINES) if unit == "lines" else unit)
        if self._goal["must_exceed"] and unit != "lines":
            figure = self._say(words.OVER, amount=figure)
        return self._say(sentence, amount=figure)

    def _draw_excess(self, console: Console) -> None:
        """What could be saved, and how many lines it leaves out."""
        excess = self._answer["excess_energy"]
        if excess["total"] is None:
            return
        sentence = self._say(words.EXCESS, amount=amount(excess["total"], excess["unit"]))
        if excess["lines_without"]:
            sentence += self._say(words.EXCESS_WITHOUT, count=f"{excess['lines_without']:,}")
        console.print(sentence)

    def _draw_band(self, console: Console, marks: _Marks) -> None:
        """The scale from nothing to all: what surely counts, what may, and where the target is."""
        low, high, target = self._goal["share"]["low"], self._goal["share"]["high"], self._goal["target"]
        style = "red" if self._goal["kind"] == _CLEARANCE else "green"
        width = console.width
        surely, possibly, rest = _cells((low, high - low, 1 - high), width)
        bar = Styled()
        bar.append(marks.parts[0] * surely, style).append(marks.may * possibly, "yellow").append(
            marks.none * rest, "dim"
        )
        console.print(bar)
        place = min(int(target * width), width - 1)
        label = self._say(words.TARGET, target=self._percent(target))
        after = place + 2 + cell_len(label) <= width
        line = f"{marks.here} {label}" if after else f"{label} {marks.here}"
        console.print(Styled(" " * (place if after else max(0, place + 1 - cell_len(line))) + line))

    def _draw_sectors(self, console: Console, marks: _Marks) -> None:
        console.print()
        console.print(Styled(self._say(words.SECTORS), "bold"))
        legend = [
            Styled().append(mark, style).append(f" {word(part, self._lang)}")
            for part, mark, style in zip(PARTS, marks.parts, _STYLES, strict=True)
        ]
        in_one_line = Styled("  ").join(legend)
        console.print(in_one_line if in_one_line.cell_len <= console.width else Styled("\n").join(legend))
        sectors = [(each["name"], each["capacity"]) for each in self._answer["sectors"]]
        if console.width < NARROW:
            for name, capacity in sectors:
                console.print(name)
                console.print(Padding(self._bar(capacity, marks, console.width - 2), (0, 0, 0, 2)))
                console.print(Padding(f"{self._share(capacity)}  {self._total(capacity)}", (0, 0, 0, 2)))
            return
        table = Table.grid(padding=(0, 2, 0, 0))
        longest = max(cell_len(name) for name, _ in sectors)
        table.add_column(max_width=max(16, min(longest, console.width * 3 // 10)))
        table.add_column()
        table.add_column(justify="right", no_wrap=True)
        table.add_column(justify="right", no_wrap=True)
        ends = [(self._share(capacity), self._total(capacity)) for _, capacity in sectors]
        taken = min(longest, console.width * 3 // 10) + sum(
            max(map(cell_len, column)) for column in zip(*ends, strict=True)
        )
        for (name, capacity), (share, total) in zip(sectors, ends, strict=True):
            table.add_row(name, self._bar(capacity, marks, max(8, console.width - taken - 8)), share, total)
        console.print(table)

    def _bar(self, capacity: dict[str, Any], marks: _Marks, width: int) -> Styled:
        bar = Styled(no_wrap=True)
        if not capacity["total"]:
            return bar
        shares = [Decimal(capacity[part]) / Decimal(capacity["total"]) for part in PARTS]
        for mark, style, cells in zip(marks.parts, _STYLES, _cells(shares, width), strict=True):
            bar.append(mark * cells, style)
        return bar

    def _share(self, capacity: dict[str, Any]) -> str:
        share = capacity["share_at_benchmark"]
        if share["low"] is None:
            return ""
        low, high = (self._percent(share[end]) for end in ("low", "high"))
        return low if share["low"] == share["high"] else f"{low.removesuffix('%').rstrip()}–{high}"

    def _total(self, capacity: dict[str, Any]) -> str:
        if capacity["total"] is None:
            return ""
        return amount(capacity["total"], capacity["unit"])

    def _draw_rejected(self, console: Console) -> None:
        console.print()
        console.print(Styled(self._say(words.REJECTED), "bold"))
        for each in self._rejected[:SHOWN_LINES]:
            console.print(Styled(self._place(each), "red"))
            for error in each.errors[:SHOWN_FAULTS]:
                console.print(Padding(explained(error, self._lang), (0, 0, 0, 2)))
            if len(each.errors) > SHOWN_FAULTS:
                more = self._say(words.MORE_FAULTS, count=len(each.errors) - SHOWN_FAULTS)
                console.print(Padding(more, (0, 0, 0, 2)))
        left_out = self._answer["lines"]["rejected"] - min(len(self._rejected), SHOWN_LINES)
        if left_out:
            console.print(self._say(words.MORE_LINES, count=f"{left_out:,}"))

    def _place(self, rejected: RejectedResult) -> str:
        row = next((error.row for error in rejected.errors if error.row is not None), None)
        return place_of_line(rejected.index, row, rejected.id, self._lang)

    def _draw_edition(self, console: Console) -> None:
        edition = self._answer["edition"]
        console.print()
        console.print(self._say(words.JUDGED_BY, edition=edition["id"], document=edition["document"]))
        console.print(Styled(edition["fingerprint"], "dim"))


def place_of_line(index: int, row: int | None, line_id: str | None, lang: str) -> str:
    """Where a line stands in its list, and the caller's id of it."""
    text = words.INDEX.format(index=index) if row is None else words.ROW.in_language(lang).format(row=row)
    return text if line_id is None else f"{text}  {printable(line_id)}"


def explained(error: ErrorItem, lang: str) -> str:
    """What is wrong and in which field, which most sentences name by themselves."""
    field = error.column or error.pointer.rpartition("/")[2]
    if error.code in {"unknown_benchmark", "ambiguous_benchmark"}:
        return printable(f"{field}{words.COLON.in_language(lang)}{error.detail}")
    return printable(error.detail)


class _Marks:
    """The characters that bars are made of, or plain ones where the encoding has no others."""

    def __init__(self, encoding: str) -> None:
        self.parts, self.may, self.here = ("█", "▓", "░", "▚", "▖", "·"), "▒", "▲"
        try:
            "".join((*self.parts, self.may, self.here)).encode(encoding)
        except UnicodeEncodeError:
            self.parts, self.may, self.here = ("#", "=", "-", "~", ":", "."), "+", "^"
        self.none = self.parts[-1]


def _cells(shares: Sequence[Decimal], width: int) -> list[int]:
    """Columns for shares of a whole; what is not nothing is seen, and the largest gives way."""
    cells = [max(1, int(share * width)) if share else 0 for share in shares]
    cells[shares.index(max(shares))] += width - sum(cells)
    return cells
