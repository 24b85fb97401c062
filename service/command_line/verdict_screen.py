"""The verdict on a list, on a screen: the goal, the sectors, the rejected lines, and the edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import asdict
from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from service.command_line.screen import amount, percent, printable
from service.domain.goal import Direction
from service.domain.tally import PARTS
from service.domain.verdict import Standing
from service.domain.weighting import NO_CAPACITY
from service.formats.answers.tabular import describe_warning
from service.texts import command_line as words
from service.texts.codes import CODES
from service.texts.error_code import join_names
from service.texts.labels import word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from rich.console import Console

    from service.domain.text import Text
    from service.domain.verdict import DaysLeft
    from service.formats.answers.results import RejectedResult
    from service.formats.answers.shape import AmountAnswer, GoalAnswer, PipelineAnswer, SummaryAnswer, WeightsAnswer
    from service.formats.answers.wording import ErrorItem
    from service.formats.table_report import TableReport

MAX_SHOWN_LINES = 5
"""Rejected lines that the screen explains; the answer has all of them."""

MAX_SHOWN_ERRORS = 3
"""Errors of one of those lines that the screen shows."""

MAX_SHOWN_ROWS = 10
"""Skipped rows that the screen names; the answer has all of them."""

MIN_TABLE_WIDTH = 64
"""Columns that a screen needs for the table of sectors; on a narrower one its cells are below each other."""

_STYLES = ("green", "yellow", "red", "magenta", "cyan", "dim")
_OF_ONE_LEVEL = {Standing.ABOVE_BENCHMARK, Standing.WITHIN_BASELINE}
"""The standings that only lines of products with one level have."""
_STATUS_STYLES = {"met": "bold green", "not_met": "bold red", "undetermined": "bold yellow"}


class VerdictScreen:
    """Draws a summary, how many lines have which deadline, and the first rejected lines."""

    def __init__(
        self,
        summary: SummaryAnswer,
        rejected: Sequence[RejectedResult],
        deadlines: Mapping[DaysLeft, int],
        lang: str,
    ) -> None:
        """Keep what to draw."""
        self._summary = summary
        self._goal = summary.goal
        self._rejected = rejected
        self._deadlines = deadlines
        self._lang = lang

    def draw(self, console: Console) -> None:
        """Draw everything, the most important part first."""
        marks = _Marks(console.encoding)
        self._draw_goal(console, marks)
        if self._summary.goals:
            self._draw_further_goals(console, self._summary.goals)
        if self._summary.sectors:
            self._draw_sectors(console, marks)
        if self._summary.pipeline is not None:
            self._draw_pipeline(console, self._summary.pipeline)
        if self._deadlines:
            self._draw_deadlines(console)
        if self._summary.warnings:
            self._draw_warnings(console)
        if self._rejected:
            self._draw_rejected(console)
        if self._summary.table:
            self._draw_table(console, self._summary.table)
        self._draw_edition(console)

    def _say(self, text: Text, **facts: object) -> str:
        return text.in_language(self._lang).format(**facts)

    def _percent(self, share: Decimal) -> str:
        return percent(share, self._lang)

    def _draw_goal(self, console: Console, marks: _Marks) -> None:
        goal = self._goal
        name = goal.id or self._say(words.GOAL_OF_YOUR_OWN)
        console.print(Styled(name, "bold"))
        console.print(self._describe_target(goal))
        if goal.scope:
            console.print(self._say(words.SCOPE, scope=goal.scope))
        console.print()
        verdict = Styled().append(word(goal.status, self._lang).upper(), _STATUS_STYLES[goal.status])
        console.print(verdict.append(self._say(words.COLON)).append(self._describe_share(goal)))
        if goal.reason in words.BLOCKED:
            console.print(self._say(words.BLOCKED[goal.reason]))
        if goal.share.low is not None and goal.share.high is not None:
            self._draw_band(console, marks, goal.share.low, goal.share.high)
        if goal.shortfall and goal.status != "met":
            console.print(self._describe_shortfall(goal.shortfall))
        if goal.target in asdict(goal.share).values():
            console.print(self._say(words.ROUNDED))
        self._draw_excess(console)
        counts = asdict(self._summary.lines)
        console.print(self._say(words.COUNTS, **{name: f"{count:,}" for name, count in counts.items()}))
        if goal.lines.out_of_scope:
            console.print(
                self._say(words.IN_SCOPE, counted=f"{goal.lines.counted:,}", rest=f"{goal.lines.out_of_scope:,}")
            )
        if goal.provisional:
            console.print(self._say(words.PROVISIONAL))

    def _describe_target(self, goal: GoalAnswer) -> str:
        sentence = words.CLEARANCE_GOAL if _is_clearance(goal) else words.SHARE_GOAL[goal.must_exceed]
        what = self._say(words.WEIGHTED[goal.weighting])
        target = self._say(sentence, target=self._percent(goal.target), what=what)
        return self._say(words.BY, goal=target, day=goal.by) if goal.by else target

    def _describe_share(self, goal: GoalAnswer) -> str:
        low, high = goal.share.low, goal.share.high
        if low is None or high is None:
            reason = NO_CAPACITY if goal.reason in words.BLOCKED else goal.reason
            return self._say(CODES[reason or NO_CAPACITY].about)
        share = self._percent(low)
        if low != high:
            share = self._say(words.BAND, low=share, high=self._percent(high))
        sentence = words.REMAINING if _is_clearance(goal) else words.REACHED
        what = self._say(words.WEIGHTED[goal.weighting])
        target = self._percent(goal.target)
        if goal.must_exceed:
            target = self._say(words.OVER, amount=target)
        return self._say(sentence, share=share, what=what, target=target)

    def _describe_shortfall(self, shortfall: AmountAnswer) -> str:
        unit = shortfall.unit
        if unit == "share":
            sentence, figure = words.MISSING_SHARE, self._percent(shortfall.amount)
        else:
            sentence = words.TO_LIFT if _is_clearance(self._goal) else words.MISSING
            figure = amount(shortfall.amount, self._say(words.LINES) if unit == "lines" else unit)
        if self._goal.must_exceed and unit != "lines":
            figure = self._say(words.OVER, amount=figure)
        return self._say(sentence, amount=figure)

    def _draw_excess(self, console: Console) -> None:
        """What the lines could save, and how many lines that leaves out."""
        excess = self._summary.excess_energy
        if excess.total is None:
            return
        sentence = self._say(words.EXCESS, amount=amount(excess.total, excess.unit))
        if excess.lines_without:
            sentence += self._say(words.EXCESS_WITHOUT, count=f"{excess.lines_without:,}")
        console.print(sentence)

    def _draw_band(self, console: Console, marks: _Marks, low: Decimal, high: Decimal) -> None:
        """A scale from 0 to 1: the share that certainly counts, the share that may count, and the target."""
        target = self._goal.target
        style = "red" if _is_clearance(self._goal) else "green"
        width = console.width
        surely, possibly, rest = _divide_width((low, high - low, 1 - high), width)
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
            if part not in _OF_ONE_LEVEL or any(getattr(each.lines, part) for each in self._summary.sectors)
        ]
        in_one_line = Styled("  ").join(legend)
        console.print(in_one_line if in_one_line.cell_len <= console.width else Styled("\n").join(legend))
        sectors = [(each.name, each.capacity) for each in self._summary.sectors]
        if console.width < MIN_TABLE_WIDTH:
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

    def _bar(self, capacity: WeightsAnswer, marks: _Marks, width: int) -> Styled:
        bar = Styled(no_wrap=True)
        if not capacity.total:
            return bar
        shares = [part / capacity.total for part in capacity.parts if part is not None]
        for mark, style, cells in zip(marks.parts, _STYLES, _divide_width(shares, width), strict=True):
            bar.append(mark * cells, style)
        return bar

    def _share(self, capacity: WeightsAnswer) -> str:
        share = capacity.share_at_benchmark
        if share.low is None or share.high is None:
            return ""
        low, high = self._percent(share.low), self._percent(share.high)
        return low if share.low == share.high else f"{low.removesuffix('%').rstrip()}–{high}"

    def _total(self, capacity: WeightsAnswer) -> str:
        return "" if capacity.total is None else amount(capacity.total, capacity.unit)

    def _draw_rejected(self, console: Console) -> None:
        console.print()
        console.print(Styled(self._say(words.REJECTED), "bold"))
        for each in self._rejected[:MAX_SHOWN_LINES]:
            row = next((error.row for error in each.errors if error.row is not None), None)
            console.print(Styled(locate_line(each.index, row, each.id, self._lang), "red"))
            for error in each.errors[:MAX_SHOWN_ERRORS]:
                console.print(Padding(describe_error(error, self._lang), (0, 0, 0, 2)))
            if len(each.errors) > MAX_SHOWN_ERRORS:
                more = self._say(words.MORE_FAULTS, count=len(each.errors) - MAX_SHOWN_ERRORS)
                console.print(Padding(more, (0, 0, 0, 2)))
        left_out = self._summary.lines.rejected - min(len(self._rejected), MAX_SHOWN_LINES)
        if left_out:
            console.print(self._say(words.MORE_LINES, count=f"{left_out:,}"))

    def _draw_table(self, console: Console, report: TableReport) -> None:
        """What was read, left out and skipped of the table."""
        console.print()
        for sheet in report.sheets:
            if len(report.sheets) > 1:
                console.print(Styled(self._say(words.TABLE_SHEET, sheet=printable(sheet.sheet or "")), "bold"))
            if sheet.header_row is None:
                continue
            headers = self._join(column.header for column in sheet.columns)
            console.print(self._say(words.TABLE_READ, columns=headers, row=sheet.header_row))
            if sheet.ignored:
                console.print(self._say(words.LEFT_OUT, columns=self._join(sheet.ignored)))
            if skipped := self._join(
                f"{each.row} ({word(each.why, self._lang)})" for each in sheet.skipped[:MAX_SHOWN_ROWS]
            ):
                more = len(sheet.skipped) + sheet.left_out - MAX_SHOWN_ROWS
                rows = skipped if more <= 0 else f"{skipped} {self._say(words.MORE_LINES, count=more)}"
                console.print(self._say(words.SKIPPED, rows=rows))
        if report.not_read:
            console.print(self._say(words.NOT_READ, sheets=self._join(report.not_read)))

    def _join(self, names: Iterable[str]) -> str:
        return join_names(map(printable, names), self._lang)

    def _draw_further_goals(self, console: Console, goals: Sequence[GoalAnswer]) -> None:
        console.print()
        console.print(Styled(self._say(words.FURTHER_GOALS), "bold"))
        for goal in goals:
            if not goal.lines.counted:
                continue
            status = Styled().append(word(goal.status, self._lang).upper(), _STATUS_STYLES[goal.status])
            console.print(status.append("  ").append(goal.id or "", "bold"))
            console.print(Padding(self._describe_share(goal), (0, 0, 0, 2)))
            if goal.reason in words.BLOCKED:
                console.print(Padding(self._say(words.BLOCKED[goal.reason]), (0, 0, 0, 2)))

        without_lines = [goal.id or "" for goal in goals if not goal.lines.counted]
        if without_lines:
            console.print(self._say(words.WITHOUT_LINES, goals=join_names(without_lines, self._lang)))

    def _draw_pipeline(self, console: Console, pipeline: PipelineAnswer) -> None:
        lines, capacity = pipeline.lines, pipeline.capacity
        console.print()
        console.print(Styled(self._say(words.PIPELINE), "bold"))
        facts = {"total": f"{lines.total:,}", "met": f"{lines.at_benchmark:,}"}
        console.print(self._say(words.PIPELINE_LINES, **facts))
        if capacity.total is not None:
            console.print(f"{self._total(capacity)}  {self._share(capacity)}")

    def _draw_deadlines(self, console: Console) -> None:
        console.print()
        console.print(Styled(self._say(words.DEADLINES, day=self._summary.as_of), "bold"))
        for deadline in sorted(self._deadlines, key=lambda each: (each.by, each.document)):
            sentence = words.DAYS_OVER if deadline.days_left < 0 else words.DAYS_LEFT
            by = self._say(words.IN_PRINCIPLE, by=deadline.by) if deadline.in_principle else deadline.by
            facts = {"count": f"{self._deadlines[deadline]:,}", "document": deadline.document}
            console.print(self._say(sentence, by=by, days=f"{abs(deadline.days_left):,}", **facts))

    def _draw_warnings(self, console: Console) -> None:
        console.print()
        console.print(Styled(self._say(words.WARNINGS), "bold"))
        for warning in self._summary.warnings:
            console.print(Styled(printable(describe_warning(warning, self._lang)), "yellow"))

    def _draw_edition(self, console: Console) -> None:
        edition = self._summary.edition
        console.print()
        console.print(self._say(words.GRADED_BY, edition=edition.id, document=edition.document))
        if edition.state is not None and edition.basis is not None:
            facts = {"state": word(edition.state, self._lang), "day": self._summary.as_of}
            console.print(self._say(words.BASES[edition.basis], **facts))
        console.print(Styled(edition.fingerprint, "dim"))


def _is_clearance(goal: GoalAnswer) -> bool:
    return goal.direction == Direction.AT_MOST


def locate_line(index: int, row: int | None, line_id: str | None, lang: str) -> str:
    """The position of a line in its list, and the caller's id of it."""
    text = words.INDEX.format(index=index) if row is None else words.ROW.in_language(lang).format(row=row)
    return text if line_id is None else f"{text}  {printable(line_id)}"


def describe_error(error: ErrorItem, lang: str) -> str:
    """What is wrong, with the field, which most details name already."""
    field = error.column or error.pointer.rpartition("/")[2]
    if error.code in {"unknown_benchmark", "ambiguous_benchmark"}:
        return printable(f"{field}{words.COLON.in_language(lang)}{error.detail}")
    return printable(error.detail)


class _Marks:
    """The characters of bars; plain ones if the encoding of the screen has no others."""

    def __init__(self, encoding: str) -> None:
        self.parts, self.may, self.here = ("█", "▓", "░", "▚", "▖", "·"), "▒", "▲"
        try:
            "".join((*self.parts, self.may, self.here)).encode(encoding)
        except UnicodeEncodeError:
            self.parts, self.may, self.here = ("#", "=", "-", "~", ":", "."), "+", "^"
        self.none = self.parts[-1]


def _divide_width(shares: Sequence[Decimal], width: int) -> list[int]:
    """Columns for shares of a whole: at least one for a share above 0, at the expense of the largest share."""
    cells = [max(1, int(share * width)) if share else 0 for share in shares]
    cells[shares.index(max(shares))] += width - sum(cells)
    return cells
