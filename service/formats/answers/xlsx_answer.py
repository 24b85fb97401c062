"""An answer as a workbook: the summary, the lines with their verdicts in colour and in words, and the levels used.

XlsxWriter makes everything but the rows of the lines. Those are written here as they come and kept compressed:
XlsxWriter would keep hundreds of megabytes of a long list in memory, or need a disk to write on.
"""

from __future__ import annotations

import io
import re
import textwrap
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from service.domain.line import Stage
from service.formats.answers.tabular import (
    AMOUNTS,
    describe_warning,
    line_row,
    list_totals,
    progress_rows,
    table_rows,
)
from service.texts.codes import CODES
from service.texts.error_code import join_names
from service.texts.labels import COLUMNS, label, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from service.formats.answers.results import LineResult
    from service.formats.answers.shape import SummaryAnswer
    from service.formats.table_report import TableReport
    from service.request_errors import Positions

VERDICT_STYLES: dict[str, dict[str, Any]] = {
    "at_benchmark": {"bg_color": "#CDE4F5", "font_color": "#08415C", "bold": True},
    "between": {"bg_color": "#FFF0C2", "font_color": "#5C4300"},
    "below_baseline": {"bg_color": "#F7C9AF", "font_color": "#7A1F00", "bold": True},
    "above_benchmark": {"bg_color": "#FBE6D9", "font_color": "#7A1F00"},
    "within_baseline": {"bg_color": "#E6F1F9", "font_color": "#08415C"},
    "ungraded": {"bg_color": "#E4E4E4", "font_color": "#333333", "italic": True},
    "rejected": {"bg_color": "#4A4A4A", "font_color": "#FFFFFF"},
}
"""Blue, yellow, vermilion and greys: they differ in brightness too, for readers who cannot tell red from green."""

_STATUS_STYLES = {"met": "at_benchmark", "not_met": "below_baseline", "undetermined": "ungraded"}
"""The style of a status of a goal."""

LINES_PART = "xl/worksheets/sheet2.xml"
_WIDTHS = (8, 7, 20, 11, 24, 42, 13, 13, 16, 16, 13, 18, 22, 70, 18, 46, 40)
_MAX_DIGITS = 15
"""Digits that a number cell keeps. A number with more is written as text, so that no digit is lost."""
_VERDICTS = tuple(list(COLUMNS).index(name) for name in ("status", "standing"))
"""The columns whose codes are shown in words and in colour."""
_NOTE_WIDTH = {"en": 190, "zh": 120}
"""Characters of a warning in one row of the summary; a longer one goes on in the next row."""
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_UNSAFE = re.compile(f"[&<>]|{_UNWRITABLE.pattern}")
_CREATED = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The same content gives the same bytes."""
_DIMENSION = re.compile(rb"<dimension [^>]*/>")
"""The size of the sheet as XlsxWriter writes it, which does not know the lines."""
_LETTERS = [xl_col_to_name(place) for place in range(len(COLUMNS))]
_LETTER_OF = dict(zip(COLUMNS, _LETTERS, strict=True))
_CODED = {_LETTER_OF[name] for name in ("status", "standing", "stage")}
"""The columns whose codes are shown in words."""
_WARNINGS = _LETTER_OF["warnings"]
"""The column whose codes are shown by their titles."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The formats of a workbook."""

    title: Format
    header: Format
    name: Format
    text: Format
    whole: Format
    unit: Format
    share: Format
    note: Format
    verdicts: dict[str, Format]


def create_workbook(file: io.BytesIO) -> tuple[Workbook, Styles]:
    """Create a workbook in memory in which no text becomes a formula, a link or a number."""
    book = Workbook(
        file,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"title": "biaogan", "created": _CREATED})
    return book, Styles(
        title=book.add_format({"bold": True, "font_size": 15}),
        header=book.add_format(
            {"bold": True, "bg_color": "#1F3A4D", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
        ),
        name=book.add_format({"bold": True, "valign": "top"}),
        text=book.add_format({"text_wrap": True, "valign": "top"}),
        whole=book.add_format({"num_format": "#,##0"}),
        unit=book.add_format({"indent": 1}),
        share=book.add_format({"num_format": "0.00%", "align": "right"}),
        note=book.add_format({"italic": True, "font_color": "#555555"}),
        verdicts={code: book.add_format(style) for code, style in VERDICT_STYLES.items()},
    )


class XlsxAnswer:
    """A workbook; no part of it can be sent before it is complete."""

    is_stream = False

    def __init__(self, lang: str, positions: Positions | None) -> None:
        """Start without lines."""
        self._lang = lang
        self._positions = positions
        self._words = {code: word(code, lang) for code in (*VERDICT_STYLES, "graded", *Stage)}
        self._rows = 1
        self._blocks: list[bytes] = []

    def add(self, results: Sequence[LineResult]) -> bytes:
        """Keep the rows of a block, as XML, compressed."""
        first = self._rows + 1
        rows = [
            self._row(number, line_row(each, self._positions, self._lang)) for number, each in enumerate(results, first)
        ]
        self._rows += len(rows)
        self._blocks.append(zlib.compress("".join(rows).encode(), 1))
        return b""

    def finish(self, summary: SummaryAnswer) -> Iterator[bytes]:
        """The workbook that XlsxWriter writes, with the rows inserted."""
        frame = self._frame(summary)
        file = io.BytesIO()
        with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as archive:
            for name in frame.namelist():
                content = frame.read(name)
                with archive.open(name, "w") as part:
                    if name != LINES_PART:
                        part.write(content)
                        continue
                    before, end, after = content.partition(b"</sheetData>")
                    part.write(_DIMENSION.sub(b"", before))
                    for block in self._blocks:
                        part.write(zlib.decompress(block))
                    part.write(end + after)
        yield file.getvalue()

    def _row(self, number: int, cells: Sequence[Any]) -> str:
        pieces = [f'<row r="{number}">']
        for letter, value in zip(_LETTERS, cells, strict=True):
            if value is None:
                continue
            if isinstance(value, str):
                text = value
                if letter in _CODED:
                    text = self._words[value]
                elif letter == _WARNINGS:
                    text = join_names((CODES[code].title.in_language(self._lang) for code in value.split()), self._lang)
                pieces.append(_text(f"{letter}{number}", text))
            else:
                pieces.append(_figure(f"{letter}{number}", value))
        pieces.append("</row>")
        return "".join(pieces)

    def _frame(self, summary: SummaryAnswer) -> ZipFile:
        """The workbook without its lines."""
        file = io.BytesIO()
        book, styles = create_workbook(file)
        names = ["summary_sheet", "lines_sheet", "levels_sheet"] + (["table_sheet"] if summary.table else [])
        sheets = [book.add_worksheet(label(name, self._lang)) for name in names]
        _write_summary(sheets[0], styles, summary, self._lang)
        _write_lines_frame(sheets[1], styles, self._lang, self._rows)
        _write_levels(sheets[2], styles, summary, self._lang)
        if summary.table:
            _write_table(sheets[3], styles, summary.table, self._lang)
        book.close()
        return ZipFile(file)


def _write_lines_frame(sheet: Worksheet, styles: Styles, lang: str, rows: int) -> None:
    """Header, widths, filter, and the colours of the verdicts, which follow the words when the lines are sorted."""
    sheet.write_row(0, 0, [name.in_language(lang) for name in COLUMNS.values()], styles.header)
    sheet.set_row(0, 32)
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, max(rows - 1, 1), len(COLUMNS) - 1)
    for place in _VERDICTS:
        for code, style in styles.verdicts.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{word(code, lang)}"', "format": style}
            sheet.conditional_format(1, place, max(rows - 1, 1), place, rule)
    set_page(sheet)


def _write_summary(sheet: Worksheet, styles: Styles, summary: SummaryAnswer, lang: str) -> None:
    """The goal and the counts as a list, then a table of the whole list, the sectors and the groups."""
    sheet.set_column(0, 0, 54 if lang == "en" else 36)
    sheet.set_column(1, 11, 18)
    sheet.write_string(0, 0, label("title", lang), styles.title)
    shares = {label(name, lang) for name in ("target", "low", "high", "of_graded")}
    row = 2
    for name, value, unit in progress_rows(summary, lang):
        sheet.write_string(row, 0, name, styles.name)
        if name == label("status", lang):
            sheet.write_string(row, 1, str(value), styles.verdicts[_STATUS_STYLES[summary.goal.status]])
        else:
            write_cell(sheet, row, 1, value, styles.share if name in shares else None)
        if unit:
            sheet.write_string(row, 2, word(unit, lang), styles.unit)
        row += 1
    for warning in summary.warnings:
        sheet.write_string(row, 0, label("warning", lang), styles.name)
        for part in textwrap.wrap(describe_warning(warning, lang), _NOTE_WIDTH[lang]):
            sheet.write_string(row, 1, part, styles.note)
            row += 1
    row = _write_goals(sheet, styles, summary, lang, row + 1)
    heads = [label("sector", lang), *(word(part, lang) for part in AMOUNTS), label("unit", lang), label("share", lang)]
    heads += [label("excess_energy", lang), label("lines_without", lang)]
    sheet.write_row(row, 0, heads, styles.header)
    sheet.set_row(row, 48)
    for name, weights, excess in list_totals(summary, lang):
        row += 1
        write_cell(sheet, row, 0, name, styles.name)
        if excess is not None:
            write_cell(sheet, row, 10, excess.total, styles.whole if _is_whole(excess.total) else None)
            write_cell(sheet, row, 11, excess.lines_without, styles.whole)
        if weights.reason is not None:
            sheet.write_string(row, 1, CODES[weights.reason].title.in_language(lang), styles.note)
            continue
        for column, amount in enumerate((weights.total, *weights.parts), 1):
            write_cell(sheet, row, column, amount, styles.whole if _is_whole(amount) else None)
        write_cell(sheet, row, 8, weights.unit, styles.unit)
        write_cell(sheet, row, 9, weights.share_at_benchmark.low, styles.share)
    sheet.write_string(row + 2, 0, label("not_official", lang), styles.note)
    set_page(sheet)


def _write_goals(sheet: Worksheet, styles: Styles, summary: SummaryAnswer, lang: str, row: int) -> int:
    """A table of the further goals; the row after it."""
    if not summary.goals:
        return row
    names = ("further_goals", "status", "low", "high", "target", "shortfall", "unit", "counted", "goal_edition", "by")
    sheet.write_row(row, 0, [label(name, lang) for name in (*names, "kind")], styles.header)
    sheet.set_row(row, 48)
    for goal in summary.goals:
        row += 1
        write_cell(sheet, row, 0, goal.id, styles.name)
        sheet.write_string(row, 1, word(goal.status, lang), styles.verdicts[_STATUS_STYLES[goal.status]])
        for column, share in enumerate((goal.share.low, goal.share.high, goal.target), 2):
            write_cell(sheet, row, column, share, styles.share)
        if goal.shortfall is not None:
            amount = goal.shortfall.amount
            write_cell(sheet, row, 5, amount, styles.whole if _is_whole(amount) else None)
            write_cell(sheet, row, 6, goal.shortfall.unit, styles.unit)
        if goal.reason is not None:
            sheet.write_string(row, 5, CODES[goal.reason].title.in_language(lang), styles.note)
        for column, cell in enumerate((goal.lines.counted, goal.edition, goal.by), 7):
            write_cell(sheet, row, column, cell, styles.unit if isinstance(cell, str) else None)
    return row + 2


def _write_levels(sheet: Worksheet, styles: Styles, summary: SummaryAnswer, lang: str) -> None:
    names = ("product_id", "product", "benchmark_level", "baseline_level", "unit", "evidence", "sources", "not_held")
    sheet.write_row(0, 0, [label(name, lang) for name in names], styles.header)
    for place, width in enumerate((26, 30, 14, 14, 14, 14, 80, 50)):
        sheet.set_column(place, place, width)
    for row, (product, levels) in enumerate(summary.benchmarks.items(), 1):
        cells = (
            product,
            levels.name,
            levels.benchmark,
            levels.baseline,
            levels.unit,
            None if levels.evidence is None else word(levels.evidence, lang),
            "\n".join(levels.sources),
            levels.not_held,
        )
        for place, cell in enumerate(cells):
            write_cell(sheet, row, place, cell, styles.text)
    sheet.freeze_panes(1, 1)
    set_page(sheet)


def _write_table(sheet: Worksheet, styles: Styles, report: TableReport, lang: str) -> None:
    """How the table that was sent was read."""
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 1, 80)
    for row, (name, value, unit) in enumerate(table_rows(report, lang)):
        sheet.write_string(row, 0, name, styles.name)
        write_cell(sheet, row, 1, value, styles.text)
        write_cell(sheet, row, 2, unit, styles.unit)
    set_page(sheet)


def set_page(sheet: Worksheet) -> None:
    """Print on landscape A4, as wide as one page, with the header on each page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def write_cell(sheet: Worksheet, row: int, column: int, value: object, style: Format | None) -> None:
    """Write a text as text, and a number as a number, or as text if it has more digits than a cell keeps."""
    if value is None:
        return
    if isinstance(value, (int, Decimal)) and _fits(value):
        sheet.write_number(row, column, value, style)
    elif isinstance(value, (int, Decimal)):
        sheet.write_string(row, column, format(value, "f"), style)
    else:
        sheet.write_string(row, column, str(value), style)


def _is_whole(value: Decimal | None) -> bool:
    return value is not None and value == int(value)


def _fits(value: int | Decimal) -> bool:
    return len(Decimal(value).normalize().as_tuple().digits) <= _MAX_DIGITS


def _figure(reference: str, value: int | Decimal) -> str:
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    if len(text) <= _MAX_DIGITS or _fits(value):
        return f'<c r="{reference}"><v>{text}</v></c>'
    return _text(reference, text)


def _text(reference: str, text: str) -> str:
    """A cell with an inline text, which no spreadsheet reads as a formula, however it begins."""
    if _UNSAFE.search(text):
        text = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", escape(text))
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
