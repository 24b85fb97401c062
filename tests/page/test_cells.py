"""The cells on the page are those of the file, and changing one changes nothing else."""

import datetime as dt
import json

import xlsxwriter

LINE = '{"benchmark":"cement-clinker","capacity":1.10,"intensity":100.0000001}'


def sent_after(here, act):
    """The body that is sent by what is done."""
    with here.page.expect_request("**/v1/evaluations*") as request:
        here.answered(act)
    return request.value.post_data_buffer.decode()


def test_an_unchanged_line_is_sent_as_it_was_written(visit, files):
    """A value keeps its digits, and a key that stands twice stays a fault, when another line is edited."""
    here = visit()
    twice = '{"benchmark":"cement-clinker","capacity":1,"capacity":2}'
    path = files / "list.json"
    path.write_text(f'{{"lines": [{LINE}, {twice}, {{"benchmark": "lead.crude", "capacity": 1e3}}]}}', encoding="utf-8")
    here.choose(path)
    assert here.cell(1, "Capacity").locator("input").input_value() == "1.10"
    assert here.page.locator('tr[data-index="1"].is-rejected').count() == 1
    here.cell(3, "Capacity").locator("input").fill("7.50")
    body = sent_after(here, lambda: here.page.click("#evaluate-again"))
    assert LINE in body
    assert twice in body
    assert json.loads(body)["lines"][2] == {"benchmark": "lead.crude", "capacity": "7.50"}
    assert here.page.locator('tr[data-index="1"].is-rejected').count() == 1


def test_the_goal_of_a_file_is_kept_and_can_be_left(visit, files):
    here = visit()
    path = files / "list.json"
    path.write_text(f'{{"goal":{{"target":0.30,"by":"2027-12-31"}},"lines":[{LINE}]}}', encoding="utf-8")
    body = sent_after(here, lambda: here.page.set_input_files("#file", path))
    assert '"goal":{"target":0.30,"by":"2027-12-31"}' in body
    assert "30%" in here.text("#sentence")
    assert "2027" in here.text("#sentence")
    here.answered(lambda: here.page.select_option("#goal", "zhejiang-2025-benchmark-share"))
    assert "50%" in here.text("#sentence")


def test_a_file_is_sent_as_it_is_until_a_cell_is_changed(visit, files):
    here = visit()
    path = files / "list.csv"
    content = 'id;product;capacity;intensity\n"a;1";cement-clinker;"1550000";98.70\nb;cement-clinker;1;101\n'
    path.write_text(content, encoding="utf-8")
    assert sent_after(here, lambda: here.page.set_input_files("#file", path)) == content
    assert here.cell(1, "id").locator("input").input_value() == "a;1"
    here.cell(2, "intensity").locator("input").fill("99")
    body = sent_after(here, lambda: here.page.click("#evaluate-again"))
    assert body.splitlines() == [
        "id,product,capacity,intensity",
        '"a;1",cement-clinker,1550000,98.70',
        "b,cement-clinker,1,99",
    ]


def test_cells_of_a_workbook_are_what_a_person_sees(visit, files):
    """1.1 is not 1.1000000000000001, a percentage keeps its sign, a day is a day: none of them becomes another number."""
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
    here.answered(lambda: here.page.click("#evaluate-again"))
    assert here.texts("tr.line .chip") == before == ["between", "rejected", "rejected", "at benchmark"]


def test_text_of_a_list_is_never_markup(visit):
    here = visit()
    content = b'id,product,capacity\n"<img src=x onerror=alert(1)>",<b>x</b>,1\n'
    here.drop("<i>list</i>.csv", content)
    assert here.page.locator("#lines-table img, #lines-table b, #list-name i").count() == 0
    assert "<b>x</b>" in here.notes(1)["product"]
