"""The table of an edition as a file to fill in: every row in the order of the document, gaps as empty cells.

The notes say what is held and from where, and why something is not. The page is left empty in every row: who writes one
says that they read this row in the document.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from service.domain.benchmark import NotHeld
from service.domain.reading import LEVEL_NAMES
from service.formats.answers.csv_answer import encode_csv
from service.formats.answers.xlsx_answer import create_workbook, set_page, write_cell
from service.texts.labels import word
from service.texts.level_sheet import COLUMNS, GUIDE, GUIDE_SHEET, HELD, LEVELS_SHEET, NOT_HELD, header

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from service.domain.benchmark import Edition, Level, Product, Sector

_WIDTHS = {"edition": 12, "id": 30, "variant": 30, "name_en": 36, "indicator": 26, "indicator_en": 30, "note": 80}


def write_levels_csv(edition: Edition, lang: str) -> bytes:
    """The table as CSV."""
    return encode_csv([_headers(lang), *_rows(edition, lang)], mark=True)


def write_levels_xlsx(edition: Edition, lang: str) -> bytes:
    """The table as a workbook, with a second sheet that says how to fill it in."""
    file = io.BytesIO()
    book, styles = create_workbook(file)
    sheet, guide = (book.add_worksheet(title.in_language(lang)) for title in (LEVELS_SHEET, GUIDE_SHEET))
    paper = {"bg_color": "#FFF6DA", "border": 1, "border_color": "#D8C68C", "valign": "top"}
    to_fill_in = book.add_format(paper)
    place = book.add_format(paper | {"num_format": "@"})  # so that 3-4 does not become a day
    sheet.write_row(0, 0, _headers(lang), styles.header)
    for number, cells in enumerate(_rows(edition, lang), 1):
        for column, (field, cell) in enumerate(zip(COLUMNS, cells, strict=True)):
            if field == "place":
                sheet.write_blank(number, column, None, place)
            elif cell is None and field != "note":
                sheet.write_blank(number, column, None, to_fill_in)
            else:
                write_cell(sheet, number, column, cell, to_fill_in if field in LEVEL_NAMES else styles.text)
    for column, field in enumerate(COLUMNS):
        sheet.set_column(column, column, _WIDTHS.get(field, 14))
    sheet.freeze_panes(1, 2)
    guide.set_column(0, 0, 110)
    for number, sentence in enumerate(GUIDE):
        guide.write_string(number, 0, sentence.in_language(lang), styles.text)
    for each in (sheet, guide):
        set_page(each)
    book.close()
    return file.getvalue()


def facts_of(product: Product, sector: Sector) -> dict[str, str | None]:
    """What the table says of a row beside its levels; None for what is not held."""
    indicator, unit = product.indicator, product.capacity_unit
    return {
        "sector": sector.name.zh,
        "variant": product.name.zh.removeprefix(sector.name.zh).strip(),
        "name_en": product.name.en,
        "industry_code": _or_none(product.industry_code),
        "indicator": None if isinstance(indicator, NotHeld) else indicator.name.zh,
        "indicator_en": None if isinstance(indicator, NotHeld) else indicator.name.en,
        "unit": None if isinstance(indicator, NotHeld) else indicator.unit.symbol,
        "capacity_unit": None if isinstance(unit, NotHeld) else unit.symbol,
        "reference_standard": _or_none(product.reference_standard),
    }


def _headers(lang: str) -> list[str]:
    return [header(field, lang) for field in COLUMNS]


def _rows(edition: Edition, lang: str) -> Iterator[list[str | Decimal | None]]:
    for sector in edition.sectors:
        for product in sector.products:
            levels = {name: getattr(product, name) for name in LEVEL_NAMES}
            values: dict[str, Any] = {
                name: None if isinstance(each, NotHeld) else each.value for name, each in levels.items()
            }
            notes = (_note(COLUMNS[name].in_language(lang), each, lang) for name, each in levels.items())
            cells: dict[str, Any] = {
                "edition": edition.id,
                "id": product.id,
                **facts_of(product, sector),
                **values,
                "note": ("；" if lang == "zh" else "; ").join(notes),
            }
            yield [cells.get(field) for field in COLUMNS]


def _note(name: str, level: Level | NotHeld, lang: str) -> str:
    if isinstance(level, NotHeld):
        return NOT_HELD.in_language(lang).format(level=name, reason=level.reason.in_language(lang))
    return HELD.in_language(lang).format(
        level=name,
        value=format(level.value, "f"),
        evidence=word(level.evidence, lang),
        sources=("；" if lang == "zh" else "; ").join(level.sources),
    )


def _or_none(value: str | NotHeld) -> str | None:
    return None if isinstance(value, NotHeld) else value


SHEETS = {"csv": write_levels_csv, "xlsx": write_levels_xlsx}
"""How the table is written, by the ending of the name of its file."""
