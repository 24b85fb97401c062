"""An intensity far from the levels is confirmed in the file itself, and nothing else of the file changes."""

import pytest
import xlsxwriter

from tests.page.lists import clinker, json_list

HEADER = ["id", "product", "capacity", "intensity"]
ROWS = [["a", "cement-clinker", 5, 9.9], ["b", "cement-clinker", 7, 101]]


def confirm(here, line=1):
    """Confirm a line and evaluate again; the bytes that are sent."""
    here.page.locator(f'tr[data-index="{line - 1}"] button.confirm').click()
    assert here.page.is_visible("#changes")
    with here.page.expect_request("**/v1/evaluations*") as request:
        here.show_answer(lambda: here.page.click("#evaluate-again"))
    return request.value.post_data_buffer


@pytest.mark.parametrize(("language", "words"), [("en", "This value is right"), ("zh", "数值无误")])
def test_an_implausible_intensity_asks_for_confirmation(visit, language, words):
    here = visit(language)
    here.drop("list.json", json_list(clinker("a", 5, 9.9), clinker("b", 7, 101)))
    assert here.page.locator('tr[data-index="0"].is-ungraded button.confirm').inner_text() == words
    assert here.page.locator("button.confirm").count() == 1
    assert here.text("#status") == {"en": "Goal not met", "zh": "未达成目标"}[language]


def test_json_gets_the_flag_in_that_line_only(visit):
    here = visit()
    content = '{"strict": false, "lines": [ {"benchmark":"cement-clinker","capacity":5,"intensity":9.90}, {"benchmark": "cement-clinker", "capacity": 7}]}'
    here.drop("list.json", content.encode())
    changed = '{"benchmark":"cement-clinker","capacity":5,"intensity":9.90,"intensity_confirmed":true}'
    assert confirm(here).decode() == content.replace(
        '{"benchmark":"cement-clinker","capacity":5,"intensity":9.90}', changed
    )
    assert here.page.locator('tr[data-index="0"].is-at_benchmark').count() == 1
    # The flag is a cell now; emptied, the line is as it was.
    here.cell(1, "Intensity confirmed").locator("input").fill("")
    with here.page.expect_request("**/v1/evaluations*") as request:
        here.show_answer(lambda: here.page.click("#evaluate-again"))
    assert request.value.post_data_buffer.decode() == content
    assert here.page.locator('tr[data-index="0"].is-ungraded').count() == 1


def test_csv_gets_a_column(visit):
    here = visit()
    here.drop("list.csv", b"id;product;capacity;intensity\r\na;cement-clinker;5;9.90\r\nb;cement-clinker;7;101\r\n")
    assert confirm(here) == (
        b"id;product;capacity;intensity;intensity_confirmed\r\na;cement-clinker;5;9.90;true\r\nb;cement-clinker;7;101\r\n"
    )
    assert here.page.locator('tr[data-index="0"].is-at_benchmark').count() == 1


def test_csv_with_the_column_gets_the_cell(visit):
    here = visit("zh")
    content = "编号,产品,产能,能耗已核实,单位产品综合能耗\na,水泥熟料,5,,9.90\n"
    here.drop("list.csv", content.encode())
    assert confirm(here).decode() == content.replace("5,,9.90", "5,true,9.90")
    assert here.page.locator('tr[data-index="0"].is-at_benchmark').count() == 1


def test_a_confirmation_can_be_taken_back(visit):
    here = visit()
    content = b"id,product,capacity,intensity\na,cement-clinker,5,9.9\nb,cement-clinker,7,9.8\n"
    here.drop("list.csv", content)
    button = here.page.locator('tr[data-index="0"] button.confirm')
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    here.cell(2, "capacity").locator("input").fill("8")
    with here.page.expect_request("**/v1/evaluations*") as request:
        here.show_answer(lambda: here.page.click("#evaluate-again"))
    assert request.value.post_data_buffer == content.replace(b",7,", b",8,")


def test_a_workbook_gets_a_column(visit, files):
    path = files / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(number, 0, row)
    here = visit().choose(path)
    confirm(here)
    assert [here.cell(line, "intensity_confirmed").locator("input").input_value() for line in (1, 2)] == ["true", ""]
    assert here.texts("tr.line .chip") == ["at benchmark", "between"]


def test_a_list_whose_cells_are_not_shown_has_no_button(visit):
    here = visit()
    here.drop(
        "list.json",
        b'{"lines":[{"benchmark":"cement-clinker","capacity":1,"intensity":9,"group":"a","group":"b"},{"benchmark":"cement-clinker","capacity":1,"intensity":9}]}',
    )
    assert here.page.locator('tr[data-index="1"].is-ungraded').count() == 1
    assert here.page.locator("button.confirm").count() == 0
