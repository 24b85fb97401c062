"""Workbooks: what each kind of cell is taken for, which sheet is read, and what is refused."""

import io
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from service.formats.answers.wording import describe_fault
from service.formats.lists.columns import NAMES
from service.formats.lists.line_reader import MAX_EXPLAINED_LINES
from service.formats.xlsx.numbers import as_seen
from service.formats.xlsx.workbook import UnknownSheetError
from service.request_errors import RequestFault
from tests.formats.reading import lines_of, of_workbook, problem_of, told
from tests.formats.workbooks import (
    MAIN,
    RELATIONS,
    list_of,
    number_formats,
    packed,
    parts_of,
    row,
    sheet,
    text_cell,
    workbook,
)


def capacity(cell: str, **more: object):
    """What the list of one line says of the capacity (or its faults) where its cell is this XML."""
    (line,) = lines_of(of_workbook(workbook(list_of(row(2, "k", "熟料", cell)), **more)))
    return line["capacity"] if isinstance(line, dict) else line


def id_of(cell: str, **more: object):
    """What the list of one line says of the id where its cell is this XML."""
    (line,) = lines_of(
        of_workbook(
            workbook(list_of(f'<row r="2">{cell}{text_cell("B2", "熟料")}<c r="C2"><v>1</v></c></row>'), **more)
        )
    )
    return line.get("id") if isinstance(line, dict) else line


def test_a_workbook_made_by_another_program_is_read():
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    made = book.add_worksheet("清单")
    made.write_row(0, 0, ["编号", "产品", "产能（万t/a）", "单位能耗", "企业名称"])
    made.write_row(1, 0, ["000123", "水泥熟料", 155, 98.7, "甲 & <乙>"])
    made.write_row(3, 0, ["k2", "熟料", 1.1, None, "\u00a0湖州\r\n市"])
    book.close()
    table = of_workbook(file.getvalue())
    first, second = lines_of(table)
    assert first == {
        "id": "000123",
        "benchmark": "水泥熟料",
        "capacity": 155,
        "capacity_unit": "万t/a",
        "intensity": Decimal("98.7"),
        "group": "甲 & <乙>",
    }
    assert (second["capacity"], second["group"]) == (Decimal("1.1"), "\u00a0湖州\r\n市")
    assert "intensity" not in second
    assert (table.row(0), table.row(1)) == (2, 4)


@pytest.mark.parametrize(
    ("stored", "seen"),
    [
        ("1.1000000000000001", "1.1"),
        ("100.00000000000001", "100"),
        ("98.700000000000003", "98.7"),
        ("0.10000000000000001", "0.1"),
        ("1550000", "1550000"),
        ("1.55E6", "1550000"),
        ("123456789012345", "123456789012345"),
        ("100.0000001", "100.0000001"),
        ("33.333333333333336", "33.333333333334"),  # beyond the 12th place it is rounded up
        ("1E-13", "0.000000000001"),
    ],
)
def test_a_number_is_what_a_person_sees(stored, seen):
    assert capacity(f'<c r="C2"><v>{stored}</v></c>') == Decimal(seen)


@given(st.floats(-1e14, 1e14, allow_nan=False), st.decimals(-(10**6), 10**6, places=12))
def test_rounding_up_at_the_twelfth_place_changes_no_verdict(value, level):
    """A level has at most 12 places, so `x <= level` exactly when x rounded up is."""
    for number in (value, float(level)):
        exact = Decimal(format(number, ".15g"))
        assert (Decimal(as_seen(number)) <= level) is (exact <= level)


@pytest.mark.parametrize("stored", ["abc", " ", "1_0", "nan", "inf", "1e999", "１", "1" * 65, "0x1p3"])
def test_a_number_cell_without_a_number_is_damage(stored):
    assert (
        problem_of(of_workbook, workbook(list_of(row(2, "k", "熟料", f'<c r="C2"><v>{stored}</v></c>')))).code
        == "malformed_table"
    )


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="C2" t="inlineStr"><is><t>155</t></is></c>', Decimal(155)),
        ('<c r="C2" t="str"><f>A1</f><v>155</v></c>', Decimal(155)),
        ('<c r="C2"><f>1+1</f><v>2</v></c>', Decimal(2)),
        ('<c r="C2" t="n"><v>2</v></c>', Decimal(2)),
        ('<c r="C2" t="b"><v>1</v></c>', [("capacity", "not_a_number", True)]),
        ('<c r="C2" t="d"><v>2024-01-01</v></c>', [("capacity", "not_a_number", "2024-01-01")]),
        ('<c r="C2" s="5"/>', [("capacity", "required", None)]),
        ('<c r="C2" t="inlineStr"/>', [("capacity", "required", None)]),
        ("<c><v>3</v></c>", Decimal(3)),
    ],
)
def test_each_kind_of_cell_is_taken_for_what_it_is(cell, value):
    assert capacity(cell) == value


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="C2" t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c r="C2"><f>A1*2</f></c>', "=…"),
        ('<c r="C2"><f>A1*2</f><v/></c>', "=…"),
    ],
)
def test_an_error_or_a_formula_without_a_value_is_no_empty_cell(cell, shown):
    ((field, code, value),) = capacity(cell)
    assert (field, code, str(value)) == ("capacity", "not_a_number", shown)


def test_an_error_is_no_text_either():
    ((field, code, _),) = id_of('<c r="A2" t="e"><v>#REF!</v></c>')
    assert (field, code) == ("id", "wrong_type")


@pytest.mark.parametrize(
    ("string", "text"),
    [
        ("<si><t>窑 1</t></si>", "窑 1"),
        ('<si><t xml:space="preserve"> a </t></si>', " a "),
        ("<si><r><rPr><b/></rPr><t>水</t></r><r><t>泥</t></r></si>", "水泥"),
        ("<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh><phoneticPr fontId='1'/></si>", "東京"),
        ("<si><t>a_x000D_b_x005F_x0041_</t></si>", "a\rb_x0041_"),
        ("<si><t>1e5</t></si>", "1e5"),
        ("<si><t>_xD83C__xDFED_</t></si>", "🏭"),
        ("<si><t>a_xD800_b_xDFFF_</t></si>", "a\ufffdb\ufffd"),  # half a character each
        ("<si><t>a&amp;b&lt;&#x1F3ED;</t></si>", "a&b<🏭"),
        ("<si><t/></si>", None),
        ("<si/>", None),
    ],
)
def test_a_shared_text_keeps_its_characters_without_phonetic_hints(string, text):
    assert id_of('<c r="A2" t="s"><v>0</v></c>', strings=string) == text


def test_an_inline_text_may_have_runs_and_hints_too():
    cell = '<c r="A2" t="inlineStr"><is><r><t>水</t></r><r><t>泥</t></r><rPh sb="0" eb="1"><t>みず</t></rPh></is></c>'
    assert id_of(cell) == "水泥"


def test_a_number_in_a_column_of_texts_is_the_text_that_it_shows():
    assert id_of('<c r="A2"><v>20240101</v></c>') == "20240101"
    assert id_of('<c r="A2"><v>1.1000000000000001</v></c>') == "1.1"


@pytest.mark.parametrize(
    ("code", "stored", "shown"),
    [
        ("14", "45292", "2024-01-01"),
        ("22", "45292.5", "2024-01-01 12:00:00"),
        ("yyyy-mm", "45292", "2024-01-01"),
        ('yyyy"年"m"月"', "45292", "2024-01-01"),
        ("yyyy年m月d日", "45292", "2024-01-01"),
        ("[$-804]yyyy/m/d;@", "45292", "2024-01-01"),
        ("57", "45292", "2024-01-01"),
        ("14", "1", "1900-01-01"),
        ("14", "61", "1900-03-01"),
        ("9", "0.12", "12%"),
        ("0.00%", "0.125", "12.5%"),
        ("0.00", "0.125", "0.125"),
        ('0.0"年d"', "5", "5"),
        ("[Red]0.00", "5", "5"),
        ("General", "5", "5"),
        ("#,##0.00_);[Red](#,##0.00)", "1550000", "1550000"),
        ("0.00E+00", "5", "5"),
        ("14", "2958465", "9999-12-31"),
    ],
)
def test_a_date_or_a_percentage_is_the_text_that_it_shows(code, stored, shown):
    assert id_of(f'<c r="A2" s="1"><v>{stored}</v></c>', styles=number_formats(code)) == shown


@pytest.mark.parametrize("since_1904", [0, 1])
@pytest.mark.parametrize(
    "stored", ["-1", "-0.5", "2958466", "2958465.9999999999", "3000000", "99999999", "1e15", "1e300", "-1e300"]
)
def test_a_day_that_excel_cannot_show_is_no_number(stored, since_1904):
    """Excel fills the cell with ####, before 1900 (or 1904) as after the year 9999."""
    properties = f'<workbookPr date1904="{since_1904}"/>'
    cell = f'<c r="C2" s="1"><v>{stored}</v></c>'
    ((field, code, value),) = capacity(cell, styles=number_formats("yyyy-mm-dd"), properties=properties)
    assert (field, code, str(value)) == ("capacity", "not_a_number", "####")


@pytest.mark.parametrize(
    "code",
    [
        "#,##0,",  # 1,550
        "0.0,",
        "0,.0",
        "0.0,,",
        "0?,",
        "0,0,",
        '0.0,,"百万吨"',  # 1.6百万吨
        "0!.0,",  # 155.0 in Chinese Excel
        "0\\.0,",  # 155.0
        '0"."0,',
        "0\\.0000",  # 155.0000
        '0"."0000',
        "0!.0000",
        '0"万"',  # 1550000万
        "0万",
        "0\\万",
        'General"万"',
        '"约"0',
        '0"0000"',  # 15500000000
        '0.0"吨"',
        "[$万-804]0",
        '0"%"',
        "0‰",
        '[>=10000]0!.0,"万";0',
        '[<1000]0;#,##0.0," K"',
        "0;-0,",
        "[>1]0.0;0.0%",
        "[<1]0.0;yyyy-mm-dd",
        '_(* #,##0,_);_(* \\(#,##0,\\);_(* "-"??_);_(@_)',
    ],
)
def test_a_number_whose_format_shows_something_else_is_no_capacity_and_says_so(code):
    """What LibreOffice and Excel show of 1550000 stands beside it; never is it taken for what it is not."""
    cell = '<c r="C2" s="1"><v>1550000</v></c>'
    assert capacity(cell, styles=number_formats(code)) == [("capacity", "not_a_number", f"1550000 ({code})")]
    assert id_of('<c r="A2" s="1"><v>1550000</v></c>', styles=number_formats(code)) == "1550000"


@pytest.mark.parametrize(
    "code",
    [
        "#,##0",
        "#,##0.00",
        "00000",
        "0.00E+00",
        "# ?/?",
        "# ??/100",
        "0;;;",
        "0*,",  # filled up with commas
        "0_,",  # with a comma's width beside it
        "#,##0\\,",
        '0";"0',
        "#,##0.00_);[Red]\\(#,##0.00\\)",
        '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ',
        '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
        "[$¥-804]#,##0",
        '0.00;-0.00;"零";@"万"',  # letters only of what is no number
        "General;[Red]-General",
        "G/通用格式",
        "[DBNum1][$-804]G/通用格式",
        "[红色]0.00",
        "@",
    ],
)
def test_a_number_that_is_shown_as_it_is_stays_one(code):
    assert capacity('<c r="C2" s="1"><v>1550000</v></c>', styles=number_formats(code)) == 1550000


@pytest.mark.parametrize(("lang", "words"), [("en", "the format of the cell shows"), ("zh", "单元格的数字格式")])
def test_a_formatted_number_is_told_with_its_format(lang, words):
    body = workbook(list_of(row(2, "k", "熟料", '<c r="C2" s="1"><v>1550000</v></c>')), styles=number_formats("#,##0,"))
    table = of_workbook(body)
    (line,) = next(table.blocks())
    (fault,) = line.faults
    sentence = describe_fault(RequestFault("", fault, 2, "产能"), lang).detail
    assert "1550000 (#,##0,)" in sentence
    assert words in sentence


def test_an_id_keeps_the_digits_of_its_number_however_they_are_shown_and_explained():
    """Beyond the wrong rows that are explained too."""
    wrong = "".join(row(number, "", "熟料", "x") for number in range(2, MAX_EXPLAINED_LINES + 2))
    last = MAX_EXPLAINED_LINES + 2
    cells = f'<c r="A{last}" s="1"><v>7</v></c>{text_cell(f"B{last}", "熟料")}{text_cell(f"C{last}", "x")}'
    body = workbook(list_of(wrong + f'<row r="{last}">{cells}</row>'), styles=number_formats('"K-"000'))
    lines = [line for block in of_workbook(body, None, 2000).blocks() for line in block]
    assert lines[-1].fields == {"id": "7"}


def test_an_id_with_a_number_format_is_right_in_a_row_with_another_fault_too():
    cells = f'<c r="A2" s="1"><v>7</v></c>{text_cell("B2", "熟料")}{text_cell("C2", "x")}'
    body = workbook(list_of(f'<row r="2">{cells}</row>'), styles=number_formats('"K-"000'))
    assert lines_of(of_workbook(body)) == [[("capacity", "not_a_number", "x")]]


def test_a_percentage_is_no_capacity():
    cell = '<c r="C2" s="1"><v>0.12</v></c>'
    assert capacity(cell, styles=number_formats("9")) == [("capacity", "not_a_number", "12%")]


def test_days_may_be_counted_from_1904():
    cell = '<c r="A2" s="1"><v>0</v></c>'
    properties = '<workbookPr date1904="1"/>'
    assert id_of(cell, styles=number_formats("14"), properties=properties) == "1904-01-01"


def test_the_first_visible_sheet_is_read_unless_one_is_named():
    sheets = [list_of(row(2, name, "熟料", '<c r="C2"><v>1</v></c>')) for name in ("a", "b", "c")]
    body = workbook(*sheets, names=("甲", "乙", "丙"), states=("hidden", "visible", "veryHidden"))
    assert lines_of(of_workbook(body))[0]["id"] == "b"
    assert [lines_of(of_workbook(body, name))[0]["id"] for name in ("甲", "乙", "丙")] == ["a", "b", "c"]
    with pytest.raises(UnknownSheetError) as caught:
        of_workbook(body, "丁")
    assert (caught.value.name, caught.value.sheets) == ("丁", ("甲", "乙", "丙"))


def test_a_workbook_may_write_its_names_with_a_prefix_or_in_the_strict_vocabulary():
    plain = list_of(row(2, "k", "熟料", '<c r="C2"><v>1</v></c>'))
    strict = {}
    for name, part in parts_of(plain).items():
        replaced = part.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
        strict[name] = replaced.replace(RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships")
    assert lines_of(of_workbook(packed(strict)))[0]["id"] == "k"
    prefixed = plain.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    assert lines_of(of_workbook(workbook(prefixed)))[0]["id"] == "k"


def test_rows_and_cells_without_references_follow_one_another():
    rows = "<row><c t='inlineStr'><is><t>产品</t></is></c><c t='inlineStr'><is><t>产能</t></is></c></row>"
    rows += "<row/><row><c t='inlineStr'><is><t>熟料</t></is></c><c><v>1</v></c></row>"
    table = of_workbook(workbook(sheet(rows)))
    assert lines_of(table) == [{"benchmark": "熟料", "capacity": 1}]
    assert table.row(0) == 3


def test_cells_that_only_look_like_something_cost_nothing():
    """Formats down to the last row and column are common."""
    last = '<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"/></row>'
    assert len(lines_of(of_workbook(workbook(list_of(row(2, "k", "熟料", '<c r="C2"><v>1</v></c>') + last))))) == 1


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ('<row r="2"><c r="XFD2"><v>1</v></c></row>', "column 256"),
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "column 256"),
        ('<row r="1048577"/>', "rows are out of order"),
        ('<row r="4294967297"/>', "a row number"),
        ('<row r="-1"/>', "a row number"),
        ('<row r="0"/>', "a row number"),
        ('<row r="1"/>', "rows are out of order"),
        ('<row r="3"/><row r="2"/>', "rows are out of order"),
        ('<row r="2"><c r="A3"><v>1</v></c></row>', "belongs to another row"),
        ('<row r="2"><c r="a2"><v>1</v></c></row>', "belongs to another row"),
        ('<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>', "cells are out of order"),
        ('<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>1</v></c></row>', "cells are out of order"),
        ('<row r="2"><c r="A2" t="s"><v>-1</v></c></row>', "shared text"),
        ('<row r="2"><c r="A2" t="s"><v>1</v></c></row>', "shared text"),
        ('<row r="2"><c r="A2" t="s"><v>x</v></c></row>', "shared text"),
        ('<row r="2"><c r="A2" s="99"><v>1</v></c></row>', "format"),
        ('<row r="2"><c r="A2" s="-1"><v>1</v></c></row>', "format"),
        (f'<row r="2">{text_cell("A2", "x" * 32768)}</row>', "too long"),
        (f'<row r="2"><c r="A2" t="inlineStr"><is>{"<r><t>xx</t></r>" * 16384}</is></c></row>', "too long"),
        (f'<row r="2">{text_cell("A2", "x" * 300_000)}</row>', "too long"),
        ('<row r="2"><c r="A2" t="str"><v>' + "x" * 40_000 + "</v></c></row>", "too long"),
    ],
)
def test_a_damaged_sheet_is_refused_and_said_where(rows, words):
    problem = problem_of(of_workbook, workbook(list_of(rows), strings="<si><t>a</t></si>", styles=number_formats("0")))
    assert problem.code == "malformed_table"
    assert words in told(problem)
    assert not told(problem, "zh").isascii()


@pytest.mark.parametrize(
    ("reference", "field", "rows"),
    [("A2:A3", "id", {2, 3}), ("C2:D2", "capacity", {2}), ("D3:E9", "intensity", {3}), ("C1:C2", "capacity", {2})],
)
def test_merged_cells_that_leave_a_value_open_reject_their_rows_by_name(reference, field, rows):
    cells = "".join(
        row(number, f"k{number}", "熟料", f'<c r="C{number}"><v>1</v></c>', f'<c r="D{number}"><v>1</v></c>')
        for number in (2, 3)
    )
    body = workbook(list_of(cells, after=f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>'))
    for number, line in enumerate(lines_of(of_workbook(body)), 2):
        assert ((field, "merged_cells", reference) in line) is (number in rows)


@pytest.mark.parametrize(
    "merged",
    [
        '<mergeCell ref="A2:B9"/><mergeCell ref="B3:C3"/>',
        '<mergeCell ref="B9:A2"/>',
        '<mergeCell ref="A0:B1"/>',
        '<mergeCell ref="A2&#58;B9"/>',
        '<!-- <mergeCell ref="A2:B9"/> -->',
        '<mergeCell\nref="A2:B9"/>',
    ],
)
def test_merged_areas_that_overlap_or_are_not_what_they_seem_are_refused(merged):
    """What the search for them finds must be what the parser finds; a workbook of Excel never differs."""
    cells = row(2, "k", "熟料", '<c r="C2"><v>1</v></c>')
    body = workbook(list_of(cells, after=f"<mergeCells>{merged}</mergeCells>"))
    assert "merged cells is invalid" in told(problem_of(of_workbook, body))


def test_more_merged_areas_than_any_list_has_are_refused():
    merged = "".join(f'<mergeCell ref="A{number}"/>' for number in range(2, 65_540))
    body = workbook(list_of("", after=f"<mergeCells>{merged}</mergeCells>"))
    assert problem_of(of_workbook, body).code == "malformed_table"


@pytest.mark.parametrize("reference", ["F1:F9", "A4:B9", "A2"])
def test_merged_cells_elsewhere_say_nothing_of_the_list(reference):
    rows = "".join(row(number, f"k{number}", "熟料", f'<c r="C{number}"><v>1</v></c>') for number in (2, 3))
    body = workbook(list_of(rows, after=f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>'))
    assert len(lines_of(of_workbook(body))) == 2


def test_every_field_of_a_line_can_be_sent():
    header = row(1, *(own.zh for own, _ in NAMES.values()))
    line = row(
        2,
        "k",
        "熟料",
        '<c r="C2"><v>1</v></c>',
        "t/d",
        '<c r="E2"><v>98.7</v></c>',
        "kgce/t",
        '<c r="G2"><v>330</v></c>',
        "湖州",
        "是",
        "在建",
    )
    (read,) = lines_of(of_workbook(workbook(sheet(header + line))))
    assert set(read) == set(NAMES)
    assert (read["intensity_confirmed"], read["stage"]) == (True, "under_construction")
