"""The page shows the cells of the file, and editing a cell changes nothing else."""

import base64
import datetime as dt
import io
import json
import random
import zipfile

import pytest
import xlsxwriter

from service.formats.xlsx.numbers import as_seen
from service.formats.xlsx.workbook import read_sheet
from tests.formats.workbooks import MAIN, number_formats, packed, parts_of, row, sheet, text_cell, workbook

LINE = '{"benchmark":"cement-clinker","capacity":1.10,"intensity":100.0000001}'


READ = """async (book) => {
    const { read } = await import("/static/page/xlsx.js");
    return read(Uint8Array.from(atob(book), (letter) => letter.charCodeAt(0)).buffer);
}"""
PATCH = """async ([book, edits]) => {
    const { patched } = await import("/static/page/xlsx.js");
    const bytes = Uint8Array.from(atob(book), (letter) => letter.charCodeAt(0)).buffer;
    const changed = await patched(bytes, new Map(edits.map(([row, cells]) => [row, new Map(cells)])));
    const content = new Uint8Array(await changed.arrayBuffer());
    return btoa(Array.from(content, (byte) => String.fromCharCode(byte)).join(""));
}"""

ODD = workbook(
    sheet(
        row(1, "编号", "产品", "产能", "单位产品综合能耗", "分组")
        + row(2, "1", "水泥熟料", "5", "99", '<c r="E2" t="e"><v>#N/A</v></c>')
        + row(3, "2", "水泥熟料", "5", "99", '<c r="E3" t="b"><v>1</v></c>')
        + row(4, "3", "水泥熟料", '<c r="C4"><f>1+1</f></c>', "99")
        + row(5, "4", "水泥熟料", '<c r="C5"><v>1.00000000000000012</v></c>', '<c r="D5"><v>0.12345678901234</v></c>')
        + row(6, "5", "水泥熟料", "5", "99", '<c r="E6" t="str"><f>A1</f><v>甲_x000D_</v></c>')
        + row(7, "6", "水泥熟料", "n/a", "99")
    )
)
"""Rows that a workbook can contain and a CSV cannot: an error, a boolean, a formula without a value, 14 places."""

STYLED = {
    "strings": "<si><t>a_x000D_b</t></si><si><r><t>丰</t></r><r><t xml:space='preserve'> 富</t></r><rPh sb='0' eb='1'><t>x</t></rPh></si>",
    "styles": number_formats(
        "yyyy-mm-dd",
        "14",
        "22",
        "0%",
        "10",
        "0.00_ ",
        '"d"0',
        "[h]:mm",
        "General",
        '0.0"%"',
        "[Red]0;d",
        "#,##0,",
        "0!.0,",
    ),
}
NUMBERS = ["1", "0.12", "45000.5", "59", "60", "61", "1.1000000000000001", "1E-5", "1.00000000000012345", "0"]
MUSEUM = sheet(
    row(1, "a", "b", "c", "d", "e", "f", "g", "h", "i")
    + '<row r="2" spans="1:3"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c r="F2" s="1" t="n"><f>1</f><v>1</v></c>'
    + '<c r="G2" t="d"><v>2024-03-01</v></c><c r="H2" t="str"><f>A1</f><v> _x005F_x0041_ </v></c></row>'
    + '<row r="5"/>'
    + row(7, "x&#13;y", '<c r="B7" t="b"><v>0</v></c>', '<c r="C7" t="e"><v>#DIV/0!</v></c>', '<c r="D7"><f>1</f></c>')
    + "".join(
        f'<row r="{8 + style}">'
        + "".join(
            f'<c r="{chr(65 + at)}{8 + style}" s="{style}"><v>{number}</v></c>' for at, number in enumerate(NUMBERS)
        )
        + "</row>"
        for style in range(14)
    )
    + row(30, text_cell("A30", "end"), '<c r="B30"><v>-3.5</v></c>', '<c r="C30" s="4"><v>1E+20</v></c>')
)
"""Every kind of cell, and every kind of number in every kind of format; some cells have no reference."""


def read_by_the_service(book):
    return [[read_as(cell) for cell in cells] for _, cells in read_sheet(book)]


def read_as(cell):
    """The text of a cell; only the number if the cell also says how its format shows it."""
    if cell is None or isinstance(cell, bool):
        return {None: "", True: "TRUE", False: "FALSE"}[cell]
    return str(getattr(cell, "number", cell))


def trimmed(cells):
    return "\0".join(cells).rstrip("\0").split("\0")


def edit(cells, changes):
    cells = [*cells, *[""] * (max(changes) + 1 - len(cells))]
    for column, text in changes.items():
        cells[column] = text
    return trimmed(cells)


def body_sent_by(here, act):
    """The body of the request that this action sends."""
    with here.page.expect_request("**/v1/evaluations*") as request:
        here.show_answer(act)
    return request.value.post_data_buffer.decode()


def test_an_unchanged_line_is_sent_as_it_was_written(visit, files):
    """Only the edited cell of a line changes: other invalid cells stay as invalid as they were."""
    here = visit()
    wrong = '{ "benchmark":"cement-clinker", "capacity": {"a": 1e2}, "intensity":"", "group":true, "id":null }'
    path = files / "list.json"
    content = f'{{"strict":false, "lines": [{LINE}, {wrong}, {{"benchmark": "lead.crude", "capacity": 1e3}}]}}'
    path.write_text(content, encoding="utf-8")
    assert body_sent_by(here, lambda: here.page.set_input_files("#file", path)) == content
    assert here.cell(1, "Capacity").locator("input").input_value() == "1.10"
    assert here.cell(2, "Capacity").locator("input").input_value() == '{"a": 1e2}'
    here.cell(3, "Capacity").locator("input").fill("7.50")
    body = body_sent_by(here, lambda: here.page.click("#evaluate-again"))
    assert body == content.replace(
        '{"benchmark": "lead.crude", "capacity": 1e3}', '{"benchmark":"lead.crude","capacity":"7.50"}'
    )
    here.cell(2, "Id").locator("input").fill("x")
    body = body_sent_by(here, lambda: here.page.click("#evaluate-again"))
    assert '{"benchmark":"cement-clinker","capacity":{"a": 1e2},"intensity":"","group":true,"id":"x"}' in body
    assert here.page.locator('tr[data-index="1"].is-rejected').count() == 1
    # A cell that got its old text back is unchanged.
    here.cell(2, "Id").locator("input").fill("")
    here.cell(3, "Capacity").locator("input").fill("1e3")
    assert body_sent_by(here, lambda: here.page.click("#evaluate-again")) == content


def test_an_emptied_field_is_removed_from_the_line(visit, files):
    here = visit()
    path = files / "list.ndjson"
    other = '{"benchmark":"lead.crude" ,"capacity":1}'
    path.write_text(f"{other}\n\n{LINE}\r\n", encoding="utf-8")
    here.choose(path)
    here.cell(2, "Intensity").locator("input").fill("")
    body = body_sent_by(here, lambda: here.page.click("#evaluate-again"))
    assert body == f'{other}\n\n{{"benchmark":"cement-clinker","capacity":1.10}}\n'
    assert here.page.locator('tr[data-index="1"].is-ungraded').count() == 1


def test_the_goal_of_a_file_is_kept_and_can_be_replaced(visit, files):
    here = visit()
    path = files / "list.json"
    path.write_text(f'{{"goal":{{"target":0.30,"by":"2027-12-31"}},"lines":[{LINE}]}}', encoding="utf-8")
    body = body_sent_by(here, lambda: here.page.set_input_files("#file", path))
    assert '"goal":{"target":0.30,"by":"2027-12-31"}' in body
    assert "30%" in here.text("#sentence")
    assert "2027" in here.text("#sentence")
    assert here.text("#goal option:checked") == "as the file says: own goal of the file: 30%"
    assert here.text("#judged-goal").startswith("own goal of the file: 30%")
    here.show_answer(lambda: here.page.select_option("#goal", "zhejiang-2025-benchmark-share"))
    assert "50%" in here.text("#sentence")


def test_a_file_is_sent_unchanged_until_a_cell_is_edited(visit, files):
    here = visit()
    path = files / "list.csv"
    content = 'id;product;capacity;intensity\n"a;1";cement-clinker;"1550000";98.70\nb;cement-clinker;1;101\n'
    path.write_text(content, encoding="utf-8")
    assert body_sent_by(here, lambda: here.page.set_input_files("#file", path)) == content
    assert here.cell(1, "id").locator("input").input_value() == "a;1"
    here.cell(2, "intensity").locator("input").fill("99")
    body = body_sent_by(here, lambda: here.page.click("#evaluate-again"))
    assert body == content.replace("1;101", "1;99")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_an_edited_table_differs_only_in_the_edited_cell(visit, files, encoding):
    """The page keeps empty rows, quotation marks, line ends and cells without a header; the service judges them."""
    here = visit()
    content = (
        '\r\n编号\t产品\t产能\t分组\r\n"甲 ""1"""\t水泥熟料\t 5 \t\n\t\r\n乙\t水泥熟料\t7\r丙\t"水泥熟料"\tx\t\t多\r\n'
    )
    path = files / "list.txt"
    path.write_bytes(content.encode(encoding))
    here.choose(path)
    assert here.cell(1, "编号").locator("input").input_value() == '甲 "1"'
    here.cell(2, "产能").locator("input").fill('7"')
    here.cell(2, "分组").locator("input").fill("东, 西")
    body = body_sent_by(here, lambda: here.page.click("#evaluate-again"))
    assert body == content.replace("水泥熟料\t7\r", '水泥熟料\t"7"""\t"东, 西"\r')
    assert here.texts("tr.line .chip") == ["not graded", "rejected", "rejected"]
    # A row with only empty cells is no longer a line; the others keep their positions.
    for column in ("编号", "产品", "产能", "分组"):
        here.cell(2, column).locator("input").fill("")
    here.show_answer(lambda: here.page.click("#evaluate-again"))
    assert here.texts("tr.line .chip") == ["not graded", "rejected"]
    assert here.cell(2, "编号").locator("input").input_value() == "丙"


def test_pasted_cells_are_not_changed(visit):
    here = visit()
    cells = 'id\tproduct\tcapacity\n\n"a"\tcement-clinker\t 5\n'
    here.page.click("#paste")
    here.page.fill("#paste-cells", cells)
    assert body_sent_by(here, lambda: here.page.click("#paste-dialog button.primary")) == cells


def test_broken_quotation_marks_are_not_repaired(visit):
    here = visit()
    cells = 'id,product,capacity\n"a"b,cement-clinker,5\n'
    here.page.click("#paste")
    here.page.fill("#paste-cells", cells)
    with here.page.expect_request("**/v1/evaluations*") as request:
        here.page.click("#paste-dialog button.primary")
    assert request.value.post_data_buffer.decode() == cells
    here.page.wait_for_selector("#problem:not([hidden])")


def test_cells_of_a_workbook_are_shown_as_in_a_spreadsheet(visit, files):
    """1.1 is not 1.1000000000000001, a percentage keeps its sign, a date stays a date."""
    path = files / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "product", "capacity", "intensity"])
        sheet.write_row(1, 0, ["01", "cement-clinker", 1.1, 100.1])
        sheet.write_row(2, 0, ["percent", "cement-clinker", 5])
        sheet.write_number(2, 3, 0.12, book.add_format({"num_format": "0%"}))
        sheet.write_row(3, 0, ["day", "cement-clinker", 5])
        sheet.write_datetime(3, 3, dt.datetime(2024, 3, 1), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
        sheet.write_row(4, 0, ["文", "cement-clinker", 5, 99])
    here = visit().choose(path)
    cells = [
        [here.cell(line, name).locator("input").input_value() for name in ("id", "intensity")] for line in (1, 2, 3, 4)
    ]
    assert cells == [["01", "100.1"], ["percent", "12%"], ["day", "2024-03-01"], ["文", "99"]]
    before = here.texts("tr.line .chip")
    here.cell(4, "capacity").locator("input").fill("6")
    here.show_answer(lambda: here.page.click("#evaluate-again"))
    assert here.texts("tr.line .chip") == before == ["between", "rejected", "rejected", "at benchmark"]


def test_editing_one_row_of_a_workbook_does_not_change_the_results_of_others(visit, files):
    """An error, a boolean, too many places and a formula without a value do not become texts when another row is edited."""
    path = files / "list.xlsx"
    path.write_bytes(ODD)
    here = visit().choose(path)
    before = here.texts("tr.line .verdict")
    notes = [here.notes(line) for line in range(1, 7)]
    assert [bool(each) for each in notes] == [True, True, True, True, False, True]
    here.cell(6, "产能").locator("input").fill("1e3")
    here.show_answer(lambda: here.page.click("#evaluate-again"))
    assert here.texts("tr.line .verdict")[:5] == before[:5]
    assert [here.notes(line) for line in range(1, 7)] == [*notes[:5], {}]
    # Now an invalid row is corrected, and the downloaded files are those of the corrected workbook.
    assert here.cell(1, "分组").locator("input").input_value() == "#N/A"
    here.cell(1, "分组").locator("input").fill("_x0041_ & <b> 甲")
    here.show_answer(lambda: here.page.click("#evaluate-again"))
    assert here.notes(1) == {}
    assert "_x0041_ & <b> 甲" in here.text("#groups-bars")
    taken = json.loads(here.save("json").read_bytes())
    assert taken["lines"] == {"submitted": 6, "graded": 3, "ungraded": 1, "rejected": 2}


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_edited_workbook_differs_only_in_the_edited_cells(visit, compression):
    """The service reads all other cells as before, and no other part of the file has changed."""
    parts = parts_of(MUSEUM, **STYLED)
    before = packed(parts, compression)
    edits = [[1, [[2, "9.90"], [7, "_x0041_\x01 <&>"]]], [3, [[0, ""], [30, "new"]]]]
    after = base64.b64decode(visit().page.evaluate(PATCH, [base64.b64encode(before).decode(), edits]))
    expected = read_by_the_service(before)
    # Positions among all row elements: the museum has an empty row between the second and the third.
    expected[1] = edit(expected[1], {2: "9.90", 7: "_x0041_\x01 <&>"})
    expected[2] = edit(expected[2], {0: "", 30: "new"})
    assert read_by_the_service(after) == expected
    with zipfile.ZipFile(io.BytesIO(after)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == list(parts)
        for name, content in parts.items():
            assert (archive.read(name) == content.encode()) == (name != "xl/worksheets/sheet1.xml")


def test_a_workbook_with_prefixed_names_can_be_edited(visit):
    spelt = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row><x:row/>'
        "<x:row><x:c><x:v>2</x:v></x:c><x:c><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    before = workbook(spelt)
    edits = [[1, [[1, "new"]]], [2, [[0, "other"]]]]
    after = base64.b64decode(visit().page.evaluate(PATCH, [base64.b64encode(before).decode(), edits]))
    assert read_by_the_service(after) == [["1"], ["", "new"], ["other", "3"]]


def test_the_page_shows_the_cells_that_the_service_reads(visit):
    """Two readers of the same format, compared cell by cell."""
    here = visit()
    for book in (workbook(MUSEUM, **STYLED), workbook(MUSEUM, **STYLED, properties='<workbookPr date1904="1"/>'), ODD):
        shown = here.page.evaluate(READ, base64.b64encode(book).decode())
        assert [trimmed(row) for row in shown if any(row)] == [trimmed(row) for row in read_by_the_service(book)]


def test_the_page_shows_the_digits_that_the_service_reads(visit):
    # Some larger numbers are exactly between two numbers of 15 digits. No list can contain them: 10^15 is out of range.
    chance = random.Random(3)  # noqa: S311 - the same numbers every time
    numbers = [0.0, -0.0, 1e15, 1e21, 1e-5, 1.5e-7, 1e-13, -1e-13, 0.1 + 0.2, 1e14 + 1, 123456.789, 5e-324, 1.7e308]
    numbers += [chance.choice([-1, 1]) * chance.random() * 10 ** chance.randint(-20, 14) for _ in range(3000)]
    numbers += [chance.randint(1, 10**6) / 10 ** chance.randint(0, 16) for _ in range(3000)]
    seen = visit().page.evaluate(
        "async (numbers) => { const { asSeen } = await import('/static/page/xlsx.js'); return numbers.map(asSeen); }",
        numbers,
    )
    assert seen == [str(as_seen(number)) for number in numbers]


def test_text_of_a_list_is_never_markup(visit):
    here = visit()
    content = b'id,product,capacity\n"<img src=x onerror=alert(1)>",<b>x</b>,1\n'
    here.drop("<i>list</i>.csv", content)
    assert here.page.locator("#lines-table img, #lines-table b, #list-name i").count() == 0
    assert "<b>x</b>" in here.notes(1)["product"]
