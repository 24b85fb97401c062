"""Spreadsheets as an office makes and opens them: LibreOffice writes the lists, and opens the answers."""

import csv
import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import xlsxwriter

from service.formats.answers.blank_lists import xlsx_template
from service.formats.answers.results import JsonAnswer
from service.formats.answers.xlsx_answer import XlsxAnswer
from service.formats.xlsx.workbook import read_sheet
from service.texts.labels import label
from tests.builders import catalogue
from tests.formats.reading import answer_to, lines_of, of_csv, of_workbook

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(
    SOFFICE is None and not os.environ.get("REQUIRE_LIBREOFFICE"), reason="LibreOffice Calc is not installed"
)

LIST = (
    "编号,产品,产能（万吨/年）,单位产品综合能耗,能耗单位,企业名称\n"
    "000123,水泥熟料,155,98.7,千克标准煤/吨,浙江“甲”水泥有限公司\n"
    "窑②,熟料,1.1,112.4,kgce/t,乙 & 丙\n"
    '2024-01,熟料,0.5,,,"丁\n戊"\n'
)
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"
"""CSV in UTF-8, with the cells as they are shown."""
GB18030 = "85"
"""LibreOffice's own number of the encoding."""


def converted(tmp_path: Path, body: bytes, name: str, to: str, *options: str) -> bytes:
    """What LibreOffice makes of a file."""
    (tmp_path / name).write_bytes(body)
    out = tmp_path / "out"
    command = [
        SOFFICE or "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        *options,
        "--convert-to",
        to,
        "--outdir",
        str(out),
        str(tmp_path / name),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return (out / Path(name).with_suffix(f".{to.partition(':')[0]}")).read_bytes()


def test_a_list_made_in_libreoffice_is_read_from_its_workbook_and_from_its_gb18030_csv(tmp_path):
    """As text cells for the ids, typed numbers, and a line break in a cell."""
    as_typed = "--infilter=CSV:44,34,76,1,1/2/2/2/5/2/6/2"  # the first column is text
    book = converted(tmp_path, LIST.encode(), "list.csv", "xlsx", as_typed)
    expected = lines_of(of_csv(LIST))
    assert lines_of(of_workbook(book)) == expected
    text = converted(tmp_path, book, "again.xlsx", f"csv:Text - txt - csv (StarCalc):44,34,{GB18030},1")
    with pytest.raises(UnicodeDecodeError):
        text.decode()
    assert lines_of(of_csv(text)) == expected
    assert lines_of(of_csv(text, "gb18030")) == expected


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("#,##0", "1,550,000"),
        ("0.00_);\\(0.00\\)", "1550000.00 "),
        ("#,##0,", "1,550"),
        ("0.0,,", "1.6"),
        ('0.0,,"百万吨"', "1.6百万吨"),
        ("0\\.0,", "155.0"),
        ('0"."0,', "155.0"),
        ("0\\.0000", "155.0000"),
        ('0"万"', "1550000万"),
        ('0"0000"', "15500000000"),
        ('[>=10000]0\\.0,"万";0', "155.0万"),
    ],
)
def test_a_number_is_one_where_libreoffice_shows_it_as_it_is(tmp_path, code, shown):
    """In the workbook that LibreOffice itself writes, with the code of the format in its own spelling."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["产品", "产能"])
    sheet.write_row(1, 0, ["水泥熟料"])
    sheet.write_number(1, 1, 1550000, book.add_format({"num_format": code}))
    book.close()
    text = converted(tmp_path, file.getvalue(), "list.xlsx", AS_SHOWN).decode()
    assert list(csv.reader(text.splitlines()))[1][1] == shown
    is_plain = shown.replace(",", "").strip() in {"1550000", "1550000.00"}
    for body in (file.getvalue(), converted(tmp_path, file.getvalue(), "list.xlsx", "xlsx")):
        (line,) = lines_of(of_workbook(body))
        if is_plain:
            assert line["capacity"] == 1550000
        else:
            ((field, fault, value),) = line
            assert (field, fault) == ("capacity", "not_a_number")
            assert value.startswith("1550000 (")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_answer_opens_in_libreoffice_with_every_sheet_and_cell(tmp_path, lang):
    table = of_csv(LIST + "=1+1,熟料,x,,,\n")
    body = answer_to(table.blocks(), XlsxAnswer(lang, table), lang, table)
    again = converted(tmp_path, body, "answer.xlsx", "ods")
    assert again.startswith(b"PK")
    opened = converted(tmp_path, body, "copy.xlsx", "xlsx")
    for sheet in ("summary_sheet", "lines_sheet", "levels_sheet"):
        name = label(sheet, lang)
        assert trimmed(read_sheet(opened, name)) == trimmed(read_sheet(body, name))


def trimmed(rows):
    return {number: [cell for cell in cells if cell is not None] for number, cells in rows}


def test_the_template_filled_in_with_libreoffice_is_taken_back(tmp_path):
    body = xlsx_template(catalogue(), catalogue().default_edition, "zh")
    opened = converted(tmp_path, body, "capacity.xlsx", "xlsx")
    table = of_workbook(opened)
    answer = answer_to(table.blocks(), JsonAnswer(), "zh", table)
    assert b'"standing":"at_benchmark"' in answer
