"""The empty list: in both languages and every edition, and our own reader takes it back."""

import io
import zipfile

import pytest

from service.formats.answers.blank_lists import write_blank_csv, write_blank_xlsx
from service.formats.answers.json_answer import JsonAnswer
from service.formats.xlsx.workbook import read_sheet
from service.texts.labels import label
from tests.builders import catalogue
from tests.formats.reading import answer_to, lines_of, of_csv, of_workbook

EDITIONS = list(catalogue().editions)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(("make", "read"), [(write_blank_csv, of_csv), (write_blank_xlsx, of_workbook)])
def test_the_example_row_is_read_back_and_reaches_its_level(make, read, edition, lang):
    body = make(catalogue(), catalogue().edition(edition), lang)
    assert len(lines_of(read(body))) == 1
    table = read(body)
    answer = answer_to(table.blocks(), JsonAnswer(), lang, table, edition=edition)
    assert b'"standing":"at_benchmark"' in answer


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_product_of_the_drop_down_is_understood(edition, lang):
    """A name that several rows have is offered as their ids."""
    chosen = catalogue().edition(edition)
    rows = dict(read_sheet(write_blank_xlsx(catalogue(), chosen, lang), label("products_sheet", lang)))
    offered = [cells[0] for number, cells in rows.items() if number > 1]
    assert [catalogue().find(chosen, name).id for name in offered] == list(chosen.products)


def test_every_unit_of_the_drop_downs_is_understood():
    rows = dict(read_sheet(write_blank_xlsx(catalogue(), catalogue().default_edition, "zh"), "单位"))
    columns = [
        [row[place] for number, row in rows.items() if number > 1 and len(row) > place and row[place]]
        for place in (0, 1)
    ]
    assert [catalogue().units.capacity(text).symbol for text in columns[0]] == columns[0]
    assert [catalogue().units.intensity(text).symbol for text in columns[1]] == columns[1]


def test_the_drop_downs_stand_in_the_sheet():
    body = write_blank_xlsx(catalogue(), catalogue().default_edition, "zh")
    sheet = zipfile.ZipFile(io.BytesIO(body)).read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count('type="list"') == 3
    assert "'产品目录'!$A$2:$A$" in sheet or "产品目录!$A$2:$A$" in sheet


@pytest.mark.parametrize("make", [write_blank_csv, write_blank_xlsx])
def test_a_template_has_the_same_bytes_every_time(make):
    first, second = (make(catalogue(), catalogue().default_edition, "zh") for _ in range(2))
    assert first == second
