"""What an officer does from beginning to end, in both languages."""

import json
import zipfile

import pytest
import xlsxwriter

CSV = """编号,产品,产能（万t/a）,单位产品综合能耗,能耗单位,地区
窑-1,水泥熟料,155,98.7,kgce/t,湖州
窑-2,水泥熟料,124,112.4,kgce/t,湖州
窑-3,水泥熟料,75,118.6,kgce/t,金华
槽-4,电解铝,10,,,金华
""".encode("gb18030")
"""As Chinese Excel saves it."""

HEADER = ["id", "product", "capacity", "capacity unit", "intensity", "intensity unit"]
ROWS = [
    ["kiln-1", "cement-clinker", 1_550_000, "t/a", 98.7, "kgce/t"],
    ["kiln-2", "cement-clinker", 1_240_000, "t/a", 112.4, "kgce/t"],
    ["glass-3", "平板玻璃", 3_000_000, "weight_box/a", 10.1, "kgce/weight_box"],
    ["kiln-4", "cement-clinker", "n/a", "t/a", 101.1, "kgce/t"],
    ["px-5", "paraxylene", 4_000_000, "t/a", 388, "kWh/t"],
]

WORDS = {
    "en": {
        "rejected": "Not decided: {} rejected",
        "met": "Goal met",
        "not_met": "Goal not met",
        "lang": "en",
        "three": "3 lines",
        "one": "1 line",
    },
    "zh": {
        "rejected": "不能判定：{}有误，未计入",
        "met": "已达成目标",
        "not_met": "未达成目标",
        "lang": "zh-CN",
        "three": "3 行",
        "one": "1 行",
    },
}


def workbook(path):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("list")
        for number, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(number, 0, row)
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_a_dropped_list_to_a_print(visit, files, language):
    words = WORDS[language]
    here = visit(language)
    assert here.page.get_attribute("html", "lang") == words["lang"]

    # A CSV in GB18030 is dropped, and its cells are readable.
    here.drop("清单.csv", CSV)
    assert here.text("#status") == words["not_met"]
    assert "42.58%" in here.text("#sentence")
    assert here.cell(1, "编号").locator("input").input_value() == "窑-1"
    assert set(here.notes(4)) == {"单位产品综合能耗"}

    # A workbook with three invalid rows replaces it; each error is shown beside its cell.
    here.choose(workbook(files / "list.xlsx"))
    assert here.text("#status") == words["rejected"].format(words["three"])
    assert [set(here.notes(line)) for line in (3, 4, 5)] == [{"product"}, {"capacity"}, {"intensity unit"}]
    assert "3" in here.text("#remarks")

    # One is corrected with a name that the service suggests, and the list is evaluated again.
    here.cell(3, "product").locator("button.candidate").first.click()
    assert here.page.is_visible("#changes")
    here.show_answer(lambda: here.page.click("#evaluate-again"))
    assert here.page.is_hidden("#changes")
    assert [set(here.notes(line)) for line in (3, 4, 5)] == [set(), {"capacity"}, {"intensity unit"}]
    assert here.page.locator('tr[data-index="2"].is-between').count() == 1
    # Another is corrected by typing.
    here.cell(4, "capacity").locator("input").fill("900000")
    here.show_answer(lambda: here.page.keyboard.press("Enter"))
    assert here.notes(4) == {}

    # What-if: the fewest lines reach the goal, and the page says how it chose them.
    assert here.text("#status") == words["rejected"].format(words["one"])
    here.page.click("#whatif-fewest")
    assert words["met"] not in here.text("#whatif-shares")
    here.show_answer(lambda: here.page.click("#remarks button.act"))
    assert here.text("#status").startswith(words["not_met"])
    here.page.click("#whatif-fewest")
    assert here.page.locator("tr.line .tick input:checked").count() == 1
    assert words["met"] in here.text("#whatif-shares")
    here.page.click("#whatif-clear")
    assert here.page.locator("tr.line .tick input:checked").count() == 0

    # The results are downloaded as files, with the corrections.
    with zipfile.ZipFile(here.save("xlsx")) as taken:
        assert "xl/workbook.xml" in taken.namelist()
    taken = here.save("csv").read_text(encoding="utf-8-sig")
    assert "kiln-1" in taken
    taken = json.loads(here.save("json").read_bytes())
    assert taken["lines"] == {"submitted": 5, "graded": 4, "ungraded": 0, "rejected": 1}
    assert taken["edition"]["id"] == "ndrc-2021"

    # A print fits on A4 and names the goal.
    pdf = here.page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594.9" in pdf or b"/MediaBox [0 0 595" in pdf
    here.page.emulate_media(media="print")
    said = here.text("#print-head")
    assert taken["edition"]["fingerprint"] in said
    assert "发改产业〔2021〕1609号" in said
    assert here.page.is_hidden("#lines")
    assert here.page.is_visible("#gauge")


def test_cells_are_pasted_from_a_spreadsheet(visit):
    here = visit()
    here.page.click("#paste")
    here.page.fill("#paste-cells", "id\tproduct\tcapacity\tintensity\nkiln-1\tcement-clinker\t1000\t98.70\n")
    here.show_answer(lambda: here.page.click("#paste-dialog button.primary"))
    assert here.cell(1, "intensity").locator("input").input_value() == "98.70"
    assert here.text("#status") == "Goal met"


def test_a_list_that_is_refused_as_a_whole_says_why(visit):
    here = visit("zh")
    here.page.click("#paste")
    here.page.fill("#paste-cells", "名称\t数量\n水泥\t3\n")
    here.page.click("#paste-dialog button.primary")
    here.page.wait_for_selector("#problem:not([hidden])")
    assert "名称" in here.text("#problem")
    assert here.page.is_hidden("#results")


def test_the_language_is_changed_with_a_list_on_the_page(visit):
    here = visit("en").mixed()
    english = here.text("#sentence")
    here.show_answer(lambda: here.page.click('[data-lang="zh"]'))
    assert here.page.get_attribute("html", "lang") == "zh-CN"
    assert here.text("#sentence") != english
    assert "水泥熟料" in here.text("#sectors-bars")
    assert here.settings() == {"lang": "zh"}


def test_the_template_is_in_the_language_of_the_page(visit):
    here = visit("zh")
    with here.page.expect_download() as download:
        here.page.click('[data-template="csv"]')
    target = here.folder / "template.csv"
    download.value.save_as(target)
    assert target.read_text(encoding="utf-8-sig").startswith("编号,产品,产能")


def test_filter_sort_and_search_show_the_matching_lines(visit):
    here = visit().mixed()
    here.page.click("#filter-standing .standing-rejected")
    assert here.page.locator("tr.line").count() == 1
    here.page.click("#filter-standing button:first-child")
    here.page.fill("#filter-text", "水泥熟料")
    here.page.wait_for_selector("#lines-table tbody:not(:has(tr.line + tr.line)) tr.line")
    assert here.page.locator("tr.line").get_attribute("data-index") == "1"
    here.page.fill("#filter-text", "")
    here.page.select_option("#filter-product", "cement-clinker")
    assert here.page.locator("tr.line").count() == 4
    here.page.locator("#lines-table thead button", has_text="Intensity").first.click()
    order = [row.get_attribute("data-index") for row in here.page.locator("tr.line").all()]
    assert order == ["0", "2", "1", "3"]
    here.page.locator("#lines-table thead button", has_text="Intensity").first.click()
    assert here.page.locator('th[aria-sort="descending"]').count() == 1
