"""An answer as a table: one row for each line, and the summary as rows of name, value and unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import asdict

from service.domain.tally import PARTS
from service.domain.text import Text
from service.formats.answers.results import GradedResult, NotedResult, UngradedResult
from service.formats.answers.shape import WeightsAnswer
from service.texts.codes import CODES
from service.texts.error_code import join_names
from service.texts.labels import label, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from service.domain.verdict import DaysLeft
    from service.formats.answers.results import LineResult
    from service.formats.answers.shape import ExcessAnswer, GoalAnswer, SummaryAnswer, WarningAnswer
    from service.formats.table_report import TableReport
    from service.request_errors import Positions

    Cell = str | int | Decimal | None
    Row = tuple[str, Cell, str | None]
    """Name, value and unit."""

AMOUNTS = ("total", *PARTS)
"""The amounts of weights, in their order."""


def line_row(result: LineResult, positions: Positions | None, lang: str) -> tuple[Cell, ...]:
    """The cells of a line: the columns of `service.texts.labels.COLUMNS`, in their order."""
    index = result.index
    row = _name_row(index, positions) if positions else None
    if isinstance(result, GradedResult):
        detail = stage = deadlines = warnings = None
        if isinstance(result, NotedResult):
            detail = label(f"{result.level_not_held}_not_held", lang) if result.level_not_held else None
            stage, deadlines, warnings = result.stage, _describe_deadlines(result.deadlines, lang), result.warnings
        return (
            index, row, result.id, result.status, result.benchmark, result.standing, result.intensity, result.unit,
            result.gap, result.capacity, result.capacity_unit, result.excess_energy, None, detail, stage, deadlines,
            " ".join(warnings) if warnings else None,
        )  # fmt: skip
    if isinstance(result, UngradedResult):
        return (
            index, row, result.id, result.status, result.benchmark, None, None, None, None, result.capacity,
            result.capacity_unit, None, result.reason, _describe_ungraded(result, lang), result.stage, None,
            " ".join(result.warnings) or None,
        )  # fmt: skip
    codes = " ".join(dict.fromkeys(error.code for error in result.errors))
    details = _joint(lang).join(error.detail for error in result.errors)
    return (index, row, result.id, result.status, *[None] * 8, codes, details, *[None] * 3)


def _describe_ungraded(result: UngradedResult, lang: str) -> str:
    """Why a line is not graded, and what it would be by other editions."""
    others = (
        label("would_be", lang).format(edition=other.edition, standing=word(other.standing, lang))
        for other in result.other_editions
    )
    return _joint(lang).join((result.detail, *others))


def _describe_deadlines(deadlines: Iterable[DaysLeft], lang: str) -> str | None:
    """The days, and how far they are."""
    texts = []
    for each in deadlines:
        by = label("by_in_principle", lang).format(by=each.by) if each.in_principle else each.by
        sentence = "days_over" if each.days_left < 0 else "days_left"
        texts.append(label(sentence, lang).format(by=by, days=abs(each.days_left)))
    return _joint(lang).join(texts) or None


def _joint(lang: str) -> str:
    return "；" if lang == "zh" else "; "


def summary_rows(summary: SummaryAnswer, lang: str) -> Iterator[Row]:
    """Name, value and unit of everything in the summary, in the words of a language."""
    yield from progress_rows(summary, lang)
    for goal in summary.goals or ():
        for name, value, unit in goal_rows(goal, lang):
            yield _join(label("further_goals", lang), f"{goal.id} {name}", lang), value, unit
    for warning in summary.warnings:
        yield label("warning", lang), describe_warning(warning, lang), None
    for name, weights, excess in list_totals(summary, lang):
        if weights.reason is None:
            for part, amount in zip(AMOUNTS, (weights.total, *weights.parts), strict=True):
                yield _join(name, word(part, lang), lang), amount, weights.unit
            yield _join(name, label("share", lang), lang), weights.share_at_benchmark.low, None
        else:
            yield _join(name, label("reason", lang), lang), CODES[weights.reason].title.in_language(lang), None
        if excess is not None:
            yield _join(name, label("excess", lang), lang), excess.total, excess.unit
            yield _join(name, label("lines_without", lang), lang), excess.lines_without, None
    if summary.table is not None:
        yield from table_rows(summary.table, lang)


def table_rows(report: TableReport, lang: str) -> Iterator[Row]:
    """How the table that was sent was read."""
    for sheet in report.sheets:
        name = label("table", lang) if sheet.sheet is None else sheet.sheet
        header = [row for row in (sheet.header_row, sheet.second_header_row) if row is not None]
        yield _join(name, label("header_row", lang), lang), join_names(map(str, header), lang), None
        if sheet.unit_row is not None:
            yield _join(name, label("unit_row", lang), lang), sheet.unit_row, None
        yield _join(name, label("lines_read", lang), lang), sheet.lines, None
        for column in sheet.columns:
            shown = f"{column.header} → {column.field}"
            yield _join(name, f"{label('column', lang)} {column.column}", lang), shown, column.unit
        yield _join(name, label("ignored", lang), lang), join_names(sheet.ignored, lang), None
        for why in dict.fromkeys(each.why for each in sheet.skipped):
            rows = join_names((str(each.row) for each in sheet.skipped if each.why == why), lang)
            yield _join(name, f"{label('skipped', lang)} ({word(why, lang)})", lang), rows, None
        for part in ("merged", "hidden"):
            if ranges := getattr(sheet, part):
                yield _join(name, label(part, lang), lang), join_names(ranges, lang), None
        if sheet.left_out:
            yield _join(name, label("not_listed", lang), lang), sheet.left_out, None
    if report.not_read:
        yield label("not_read", lang), join_names(report.not_read, lang), None


def progress_rows(summary: SummaryAnswer, lang: str) -> Iterator[Row]:
    """Where the list stands, how many lines ended in which way, and what they were judged by."""
    goal, edition = summary.goal, summary.edition
    yield label("goal", lang), goal.id or label("own_goal", lang), None
    yield label("scope", lang), goal.scope, None
    yield from goal_rows(goal, lang)
    for outcome, count in asdict(summary.lines).items():
        yield label(outcome, lang), count, None
    for name in ("id", "document", "fingerprint"):
        yield label(name, lang), getattr(edition, name), None
    if edition.superseded_by is not None:
        yield label("superseded_by", lang), edition.superseded_by, None
    if summary.as_of is not None:
        yield label("as_of", lang), summary.as_of, None
        yield label("state", lang), edition.state and word(edition.state, lang), None
        yield label("basis", lang), edition.basis and word(edition.basis, lang), None
    yield label("version", lang), summary.service.version, None
    yield label("data", lang), summary.service.fingerprint, None
    yield label("input", lang), summary.input, None


def goal_rows(goal: GoalAnswer, lang: str) -> Iterator[Row]:
    """What a goal demands, and where the list stands against it."""
    yield label("kind", lang), word(goal.kind, lang), None
    yield label("target", lang), goal.target, None
    if goal.must_exceed:
        yield label("must_exceed", lang), word(goal.must_exceed, lang), None
    yield label("by", lang), goal.by, None
    yield label("weighting", lang), word(goal.weighting, lang), None
    yield label("goal_edition", lang), goal.edition, None
    yield label("counted", lang), goal.lines.counted, None
    yield label("out_of_scope", lang), goal.lines.out_of_scope, None
    yield label("status", lang), word(goal.status, lang), None
    for reading, share in asdict(goal.share).items():
        yield label(reading, lang), share, None
    shortfall = goal.shortfall
    yield label("shortfall", lang), shortfall.amount if shortfall else None, shortfall.unit if shortfall else None
    yield label("provisional", lang), word(goal.provisional, lang), None
    if goal.left_out is not None:
        yield label("left_out", lang), goal.left_out.lines, None
    if goal.reason is not None:
        yield label("reason", lang), CODES[goal.reason].title.in_language(lang), None


def describe_warning(warning: WarningAnswer, lang: str) -> str:
    """A warning as a sentence, with the lines that it names."""
    named = [str(line.index) if line.id is None else line.id for line in warning.named]
    return f"{warning.detail}{': ' if lang == 'en' else '：'}{join_names(named, lang)}" if named else warning.detail


def list_totals(summary: SummaryAnswer, lang: str) -> Iterator[tuple[str, WeightsAnswer, ExcessAnswer | None]]:
    """Name, weights and excess energy of the whole list by capacity and by energy, of each sector and of each group.

    The excess energy of the whole list comes once, beside the weights in its unit. What the goal counts comes first if
    that is not the whole list, and what is not there yet comes last.
    """
    if isinstance(summary.goal.figures, WeightsAnswer):
        yield label("figures", lang), summary.goal.figures, None
    overall = label("overall", lang)
    yield _join(overall, word("capacity", lang), lang), summary.overall.capacity, None
    yield _join(overall, word("energy", lang), lang), summary.overall.energy, summary.excess_energy
    for sector in summary.sectors:
        yield sector.name, sector.capacity, sector.excess_energy
    for group in summary.groups:
        name = label("no_group", lang) if group.group is None else group.group
        yield _join(label("group", lang), name, lang), group.capacity, group.excess_energy
    if summary.pipeline is not None:
        yield label("pipeline", lang), summary.pipeline.capacity, summary.pipeline.excess_energy


def _name_row(index: int, positions: Positions) -> Cell:
    """The row of a line; with its sheet, as spreadsheets write it, if the list is from several."""
    row, sheet = positions.row(index), positions.sheet(index)
    return row if sheet is None else f"{sheet}!{row}"


def _join(name: str, part: str, lang: str) -> str:
    return Text(en=f"{name}: {part}", zh=f"{name}：{part}").in_language(lang)
