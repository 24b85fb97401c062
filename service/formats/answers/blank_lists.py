"""Empty lists to fill in: headers, and in a workbook the choices, explanations and examples.

The list itself has no row that could count: the examples are on a sheet of their own, and a CSV file has none.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from service.domain.benchmark import NotHeld
from service.domain.errors import AmbiguousProductError
from service.domain.line import Stage
from service.domain.quantity import Dimension
from service.formats.answers.csv_answer import encode_csv
from service.formats.answers.xlsx_answer import create_workbook, set_page, write_cell
from service.formats.lists.columns import NAMES
from service.formats.lists.schemas import LineSchema
from service.texts.labels import MEANINGS, label, word

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from service.domain.benchmark import Edition, Product
    from service.domain.catalogue import Catalogue
    from service.formats.answers.xlsx_answer import Styles

_FIELDS = LineSchema().fields
_WIDTHS = {"id": 22, "benchmark": 34, "capacity": 14, "capacity_unit": 16, "intensity": 20, "intensity_unit": 16}
_PREPARED_ROWS = 2000
"""Rows that have drop-down lists; a list may have more."""


def write_blank_csv(lang: str) -> bytes:
    """Write an empty list as CSV."""
    return encode_csv([_headers(lang)], mark=True)


def write_blank_xlsx(catalogue: Catalogue, edition: Edition, lang: str) -> bytes:
    """Write an empty list as a workbook; its first sheet is the list."""
    file = io.BytesIO()
    book, styles = create_workbook(file)
    titles = ("list_sheet", "examples_sheet", "columns_sheet", "products_sheet", "units_sheet")
    empty, examples, columns, products, units = (book.add_worksheet(label(title, lang)) for title in titles)
    shown = list(edition)
    spellings = list(catalogue.units.capacities), list(catalogue.units.intensities)
    as_text = book.add_format({"num_format": "@"})  # so that 000123 stays what was typed
    for sheet in (empty, examples):
        sheet.write_row(0, 0, _headers(lang), styles.header)
        for place, field in enumerate(NAMES):
            sheet.set_column(place, place, _WIDTHS.get(field, 14), as_text if field in {"id", "group"} else None)
        sheet.freeze_panes(1, 0)
    for row, example in enumerate(_examples(catalogue, edition, lang), 1):
        for place, cell in enumerate(example):
            write_cell(examples, row, place, cell, None)
    for sheet in (empty, examples, columns, products, units):
        set_page(sheet)
    for field, chosen, column, count in (
        ("benchmark", "products_sheet", 0, len(shown)),
        ("capacity_unit", "units_sheet", 0, len(spellings[0])),
        ("intensity_unit", "units_sheet", 1, len(spellings[1])),
    ):
        place, letter = list(NAMES).index(field), "AB"[column]
        choices = {
            "validate": "list",
            "source": f"='{label(chosen, lang)}'!${letter}$2:${letter}${count + 1}",
            "error_type": "warning",  # other spellings are understood too
            "error_title": NAMES[field][0].in_language(lang),
            "error_message": label("choose", lang),
        }
        empty.data_validation(1, place, _PREPARED_ROWS, place, choices)
    for field, texts in (
        ("intensity_confirmed", [word(flag, lang) for flag in (True, False)]),
        ("stage", [word(stage, lang) for stage in Stage]),
    ):
        place = list(NAMES).index(field)
        empty.data_validation(1, place, _PREPARED_ROWS, place, {"validate": "list", "source": texts})
    _write_columns(columns, styles, lang)
    _write_products(products, styles, catalogue, shown, lang)
    units.write_row(0, 0, [label("capacity_unit", lang), label("intensity_unit", lang)], styles.header)
    units.set_column(0, 1, 20)
    for place, symbols in enumerate(spellings):
        units.write_column(1, place, symbols)
    book.close()
    return file.getvalue()


def _headers(lang: str) -> list[str]:
    return [own.in_language(lang) for own, _ in NAMES.values()]


def _examples(catalogue: Catalogue, edition: Edition, lang: str) -> list[list[object]]:
    """A line at its benchmark level and one that is not there yet: of the first product that is measured per tonne."""
    gradable = [product for product in edition if product.levels]
    product = next((each for each in gradable if _is_per_tonne(each)), gradable[0])
    level = product.levels[0].value if product.levels else None
    values: dict[str, object] = {
        "id": label("example_id", lang),
        "benchmark": _name(catalogue, edition, product, lang),
        "capacity": 100000,
        "capacity_unit": None if isinstance(product.capacity_unit, NotHeld) else product.capacity_unit.symbol,
        "intensity": level,
        "intensity_unit": None if isinstance(product.indicator, NotHeld) else product.indicator.unit.symbol,
        "group": label("example_group", lang),
    }
    planned = values | {"id": f"{values['id']} b", "stage": word(Stage.PLANNED, lang)}
    return [[example.get(field) for field in NAMES] for example in (values, planned)]


def _is_per_tonne(product: Product) -> bool:
    return not isinstance(product.indicator, NotHeld) and product.indicator.unit.amount.dimension is Dimension.MASS


def _name(catalogue: Catalogue, edition: Edition, product: Product, lang: str) -> str:
    """The official name, or the id if other rows have the same name."""
    name = product.name.in_language(lang)
    try:
        return name if catalogue.find(edition, name) is product else product.id
    except AmbiguousProductError:
        return product.id


def _write_columns(sheet: Worksheet, styles: Styles, lang: str) -> None:
    sheet.write_row(0, 0, [label(name, lang) for name in ("column", "required", "meaning")], styles.header)
    sheet.set_column(0, 1, 20)
    sheet.set_column(2, 2, 90)
    for row, (field, (own, _)) in enumerate(NAMES.items(), 1):
        sheet.write_string(row, 0, own.in_language(lang), styles.name)
        sheet.write_string(row, 1, word(_FIELDS[field].required, lang), styles.text)
        sheet.write_string(row, 2, MEANINGS[field].in_language(lang), styles.text)


def _write_products(sheet: Worksheet, styles: Styles, catalogue: Catalogue, shown: list[Product], lang: str) -> None:
    names = ("product", "product_id", "benchmark_level", "baseline_level", "intensity_unit", "capacity_unit")
    sheet.write_row(0, 0, [label(name, lang) for name in names], styles.header)
    sheet.set_column(0, 1, 34)
    sheet.set_column(2, 5, 16)
    for row, product in enumerate(shown, 1):
        cells = (
            _name(catalogue, catalogue.edition(product.edition), product, lang),
            product.id,
            None if isinstance(product.benchmark, NotHeld) else product.benchmark.value,
            None if isinstance(product.baseline, NotHeld) else product.baseline.value,
            None if isinstance(product.indicator, NotHeld) else product.indicator.unit.symbol,
            None if isinstance(product.capacity_unit, NotHeld) else product.capacity_unit.symbol,
        )
        for place, cell in enumerate(cells):
            write_cell(sheet, row, place, cell, None)
    sheet.freeze_panes(1, 0)
