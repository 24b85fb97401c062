"""Spreadsheets as an office makes and opens them: LibreOffice writes the lists, and opens the answers."""

import csv
import io
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import xlsxwriter

from service.formats.answers.blank_lists import write_blank_xlsx
from service.formats.answers.json_answer import JsonAnswer
from service.formats.answers.xlsx_answer import XlsxAnswer
from service.formats.xlsx.workbook import read_sheet
from service.texts.labels import label
from tests.builders import catalogue
from tests.formats.reading import answer_to, lines_of, of_csv, of_workbook
from tests.running import PATIENCE

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
    return all_converted(tmp_path, {name: body}, to, *options)[name]


def all_converted(tmp_path: Path, files: dict[str, bytes], to: str, *options: str) -> dict[str, bytes]:
    """What LibreOffice makes of files, by their names. To start it takes longer than to convert a file."""
    for name, body in files.items():
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
        *(str(tmp_path / name) for name in files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    ending = f".{to.partition(':')[0]}"
    return {name: (out / Path(name).with_suffix(ending)).read_bytes() for name in files}


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


SHOWN = {
    code: (f"list-{number}.xlsx", shown)
    for number, (code, shown) in enumerate(
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
        ]
    )
}
"""By the code of a number format: a file, and how its number is shown."""


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory):
    """By file: the workbook, its cells as LibreOffice shows them, and the workbook that LibreOffice makes of it."""
    folder = tmp_path_factory.mktemp("formats")
    books = {name: workbook_with(code) for code, (name, _) in SHOWN.items()}
    shown, rewritten = all_converted(folder, books, AS_SHOWN), all_converted(folder, books, "xlsx")
    return {name: (books[name], shown[name].decode(), rewritten[name]) for name in books}


def workbook_with(code):
    """A workbook whose number has the format of this code."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["产品", "产能"])
    sheet.write_row(1, 0, ["水泥熟料"])
    sheet.write_number(1, 1, 1550000, book.add_format({"num_format": code}))
    book.close()
    return file.getvalue()


@pytest.mark.parametrize("code", SHOWN)
def test_a_number_is_one_where_libreoffice_shows_it_as_it_is(workbooks, code):
    """In the workbook that LibreOffice itself writes, with the code of the format in its own spelling."""
    name, shown = SHOWN[code]
    book, text, rewritten = workbooks[name]
    assert list(csv.reader(text.splitlines()))[1][1] == shown
    is_plain = shown.replace(",", "").strip() in {"1550000", "1550000.00"}
    for body in (book, rewritten):
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
    body = write_blank_xlsx(catalogue(), catalogue().default_edition, "zh")
    opened = converted(tmp_path, body, "capacity.xlsx", "xlsx")
    table = of_workbook(opened)
    answer = answer_to(table.blocks(), JsonAnswer(), "zh", table)
    assert b'"standing":"at_benchmark"' in answer
