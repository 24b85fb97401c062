"""Tables as they come: what has one meaning is taken, what has two is asked with the parameters that decide it."""

import pytest

from service.formats.answers.wording import describe_fault
from service.formats.cells import CellError, Number
from service.formats.lists.columns import HARMLESS, TOTAL_ENERGY
from service.formats.lists.skipped_rows import is_total_label
from tests.formats.reading import lines_of, of_csv, of_rows


def questions(table):
    """Code, variant, row, column and fixes of each fault."""
    return [
        (each.fault.code, each.fault.variant, each.row, each.column, each.fault.facts.get("fixes", ()))
        for each in table.faults
    ]


def fixes(table):
    """Every parameter that would decide something; each question has its words in both languages."""
    for each in table.faults:
        assert describe_fault(each, "en").detail
        assert not describe_fault(each, "zh").detail.isascii()
    return {fix for question in questions(table) for fix in question[-1]}


def report(table):
    """How the table was read, with the lines that are left to read."""
    if not table.report().sheets[0].lines:
        lines_of(table)
    (sheet,) = table.report().sheets
    return sheet


def skipped(table):
    return {each.row: each.why for each in report(table).skipped}


# Where the header is


@pytest.mark.parametrize("above", [0, 1, 29])
def test_the_header_is_the_first_row_with_a_product_and_a_capacity(above):
    table = of_csv("标题,,\n" * above + "产品,产能\n熟料,1\n")
    assert lines_of(table) == [{"benchmark": "熟料", "capacity": 1}]
    assert table.row(0) == above + 2
    assert skipped(table) == dict.fromkeys(range(1, above + 1), "above_header")


def test_beyond_thirty_rows_the_caller_has_to_say_where_the_header_is():
    body = "标题,,\n" * 30 + "产品,产能\n熟料,1\n"
    assert "required" in {each.fault.code for each in of_csv(body).faults}
    assert lines_of(of_csv(body, header_row=["31"])) == [{"benchmark": "熟料", "capacity": 1}]


def test_the_row_of_the_header_is_the_callers_to_say():
    body = "产品,产能\n熟料,1\n产品,产能\n熟料,2\n"
    assert len(lines_of(of_csv(body))) == 3  # the second header is a row that is no line, and is rejected
    table = of_csv(body, header_row=["3"])
    assert lines_of(table) == [{"benchmark": "熟料", "capacity": 2}]
    assert skipped(table) == {1: "above_header", 2: "above_header"}


@pytest.mark.parametrize(
    ("value", "code"), [("0", "wrong_type"), ("x", "wrong_type"), ("-1", "wrong_type"), ("9", "unknown_row")]
)
def test_a_row_that_there_is_not_is_refused(value, code):
    (fault,) = of_csv("产品,产能\n熟料,1\n", header_row=[value]).faults
    assert (fault.fault.code, fault.parameter) == (code, "header_row")


def test_an_empty_row_is_no_header():
    (fault,) = of_csv("产品,产能\n\n熟料,1\n", header_row=["2"]).faults
    assert fault.fault.code == "unknown_row"


def test_a_delimiter_is_found_below_titles():
    assert lines_of(of_csv("a,b,c,d,e,f;\n产品;产能\n熟料;1\n")) == [{"benchmark": "熟料", "capacity": 1}]


def test_a_header_that_is_nowhere_is_asked_for_at_the_row_that_is_most_like_one():
    table = of_csv("清单\n产品,设计规模,行业\n熟料,1,x\n")
    assert questions(table)[-1] == (
        "required",
        "column",
        2,
        None,
        ("column=capacity:设计规模", "column=capacity:行业"),
    )


# Units


@pytest.mark.parametrize("units", [",万t/a,kgce/t", "单位,(万t/a),（kgce/t）", "—,万t/a,kgce/t"])
def test_a_row_of_units_below_the_header_is_that_of_the_columns(units):
    table = of_csv(f"产品,产能,单位能耗\n{units}\n熟料,1,98\n")
    (line,) = lines_of(table)
    assert (line["capacity_unit"], line["intensity_unit"]) == ("万t/a", "kgce/t")
    assert report(table).unit_row == 2


@pytest.mark.parametrize("row", ["熟料,万t/a,kgce/t", ",万t/a,98", ",见附件,", ",1,2", ",,"])
def test_a_row_that_is_not_of_units_only_is_no_row_of_units(row):
    table = of_csv(f"产品,产能,单位能耗\n{row}\n熟料,1,98\n")
    assert report(table).unit_row is None
    assert lines_of(of_csv(f"产品,产能,单位能耗\n{row}\n熟料,1,98\n"))[-1] == {
        "benchmark": "熟料",
        "capacity": 1,
        "intensity": 98,
    }


def test_a_row_of_units_and_a_header_may_say_the_same_but_not_two_things():
    assert not of_csv("产品,产能（万t/a）\n,万t/a\n熟料,1\n").faults
    table = of_csv("产品,产能（万t/a）\n,t/a\n熟料,1\n")
    assert [each[:2] for each in questions(table)] == [("duplicate_key", "unit")]
    assert fixes(table) == {"unit=capacity:万t/a", "unit=capacity:t/a"}
    (line,) = lines_of(of_csv("产品,产能（万t/a）\n,t/a\n熟料,1\n", unit=["capacity:t/a"]))
    assert line["capacity_unit"] == "t/a"


@pytest.mark.parametrize("caption", ["单位：万吨", "（单位：万吨/年）", "清单（计量单位: 万吨）", "Unit: kt/a"])
def test_a_unit_above_the_table_is_asked_about_and_never_passed_over(caption):
    """It may be a factor of ten thousand."""
    body = f"{caption},\n产品,产能\n熟料,1\n"
    ((code, variant, row, column, named),) = questions(of_csv(body))
    assert (code, variant, row, column) == ("required", "caption", 1, "产能")
    (line,) = lines_of(of_csv(body, unit=[named[0].removeprefix("unit=")]))
    assert "/" in line["capacity_unit"]


@pytest.mark.parametrize("caption", ["填报单位：湖州市发改委", "单位：（盖章）"])
def test_an_office_above_the_table_is_no_unit(caption):
    assert not of_csv(f"{caption},\n产品,产能\n熟料,1\n").faults


def test_a_unit_above_the_table_changes_nothing_where_the_columns_have_units():
    assert not of_csv("单位：万吨,,\n产品,产能,产能单位\n熟料,1,t/a\n").faults


def test_a_unit_that_the_caller_says_needs_its_column_and_no_column_of_units():
    assert [each.parameter for each in of_csv("产品,产能\n熟料,1\n", unit=["intensity:kgce/t"]).faults] == ["unit"]
    (fault,) = of_csv("产品,产能,产能单位\n熟料,1,t/a\n", unit=["capacity:t/a"]).faults
    assert (fault.fault.code, fault.fault.variant) == ("duplicate_key", "unit")


# Headers of two rows


def test_a_header_of_two_rows_is_read_as_pairs():
    rows = [
        (1, ["企业", "产品", "产能", None, "单位产品能耗", None, "备注"]),
        (2, [None, None, "数值", "单位", "数值", "单位"]),
        (3, ["甲", "熟料", "1", "万t/a", "98", "kgce/t", "x"]),
    ]
    merged = ("A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2")
    for areas in (merged, ()):
        table = of_rows(*rows, merged=areas)
        assert lines_of(table) == [
            {
                "benchmark": "熟料",
                "capacity": 1,
                "capacity_unit": "万t/a",
                "intensity": 98,
                "intensity_unit": "kgce/t",
                "group": "甲",
            }
        ]
        assert table.report().sheets[0].second_header_row == 2


def test_a_field_below_a_general_heading_counts_and_below_another_one_is_asked():
    """单位产品综合能耗 under 标杆水平 is no measured figure."""
    for heading, known in (("能效情况", True), ("标杆水平", False)):
        table = of_rows(
            (1, ["产品", "产能", heading, None]),
            (2, [None, None, "单位产品综合能耗", "备注"]),
            (3, ["熟料", "1", "98", "x"]),
            merged=("A1:A2", "B1:B2", "C1:D1"),
        )
        assert bool(table.faults) is not known
    assert fixes(table) == {"ignore=标杆水平/单位产品综合能耗"}


def test_the_first_line_is_not_taken_for_a_second_header():
    for second in (["熟料", "数值", "x"], ["熟料", None, "单位"]):
        table = of_rows((1, ["产品", "产能", "企业"]), (2, second), (3, ["熟料", "1", "甲"]), merged=("A9:B9",))
        assert len(lines_of(table)) == 2


def test_a_merged_title_is_no_first_row_of_a_header():
    table = of_rows((1, ["清单"]), (2, ["产品", "产能"]), (3, ["熟料", "1"]), merged=("A1:B1",))
    assert lines_of(table) == [{"benchmark": "熟料", "capacity": 1}]
    assert (table.report().sheets[0].header_row, table.report().sheets[0].second_header_row) == (2, None)


# Columns


@pytest.mark.parametrize("name", HARMLESS)
def test_a_harmless_column_is_left_out_and_named(name):
    table = of_csv(f"产品,产能,{name}\n熟料,1,任意\n熟料,2,\n")
    assert len(lines_of(table)) == 2
    assert report(of_csv(f"产品,产能,{name}\n熟料,1,x\n")).ignored == [name]


def test_unknown_columns_are_asked_about_all_at_once_and_left_out_by_name():
    body = "产品,产能,年度,行业\n熟料,1,2024,建材\n"
    assert fixes(of_csv(body)) == {"ignore=年度", "ignore=行业"}
    for ignored in (["年度", "行业"], ["*"], ["C", "D"]):
        table = of_csv(body, ignore=ignored)
        assert lines_of(table) == [{"benchmark": "熟料", "capacity": 1}]
        assert table.report().sheets[0].ignored == ["年度", "行业"]


@pytest.mark.parametrize("option", ["ignore", "group", "column"])
def test_a_parameter_that_names_no_column_is_refused(option):
    value = "capacity:规模" if option == "column" else "规模"
    faults = of_csv(
        "产品,产能,行业\n熟料,1,x\n", **{option: [value], **({} if option == "ignore" else {"ignore": ["*"]})}
    ).faults
    found = [each for each in faults if each.fault.code == "unknown_column"]
    assert [(each.parameter, each.fault.value) for each in found] == [(option, "规模")]
    assert found[0].fault.candidates == ("产品", "产能", "行业")


def test_the_caller_says_what_a_column_holds():
    table = of_csv("产品,设计规模（万吨/年）\n熟料,1\n", column=["capacity:设计规模（万吨/年）"])
    assert lines_of(table) == [{"benchmark": "熟料", "capacity": 1, "capacity_unit": "万吨/年"}]


@pytest.mark.parametrize(
    ("value", "code"), [("capacity", "wrong_type"), ("capacity:", "wrong_type"), ("size:规模", "unknown_choice")]
)
def test_a_mapping_that_means_nothing_is_refused(value, code):
    faults = of_csv("产品,产能\n熟料,1\n", column=[value]).faults
    assert [(each.fault.code, each.parameter) for each in faults] == [(code, "column")]


def test_a_field_is_said_once():
    body = "产品,产能,甲,乙\n熟料,1,2,3\n"
    codes = [each.fault.code for each in of_csv(body, column=["id:甲", "id:乙"], ignore=["*"]).faults]
    assert codes == ["duplicate_key"]


def test_columns_of_one_name_are_named_by_their_letters():
    body = "产品,产能,单位,单位能耗,单位\n熟料,1,万t/a,98,kgce/t\n"
    assert {"column=capacity_unit:C", "column=intensity_unit:E"} <= fixes(of_csv(body))
    (line,) = lines_of(of_csv(body, column=["capacity_unit:C", "intensity_unit:E"]))
    assert (line["capacity_unit"], line["intensity_unit"]) == ("万t/a", "kgce/t")
    assert "column=group:C" in fixes(of_csv(body, column=["group:单位"]))


def test_two_columns_that_could_be_the_group_are_asked_about_and_the_other_is_left_out():
    body = "企业名称,地区,产品,产能\n甲,湖州,熟料,1\n"
    assert fixes(of_csv(body)) == {"group=企业名称", "group=地区"}
    table = of_csv(body, group=["地区"])
    assert lines_of(table) == [{"benchmark": "熟料", "capacity": 1, "group": "湖州"}]
    assert table.report().sheets[0].ignored == ["企业名称"]


def test_any_column_may_be_the_group():
    (line,) = lines_of(of_csv("集团,产品,产能\n甲,熟料,1\n", group=["集团"]))
    assert line["group"] == "甲"


@pytest.mark.parametrize("name", ["可比熟料综合能耗", "可比综合能耗（kgce/t）"])
def test_comparable_energy_is_another_indicator_whatever_the_caller_says(name):
    body = f"产品,产能,{name}\n熟料,1,98\n"
    for options in ({}, {"column": [f"intensity:{name}"]}):
        assert [each[:2] for each in questions(of_csv(body, **options))] == [("unknown_field", "comparable_energy")]
    assert not of_csv(body, ignore=[name]).faults


@pytest.mark.parametrize("name", TOTAL_ENERGY)
def test_the_energy_of_a_plant_stays_refused_and_needs_a_unit_if_the_caller_insists(name):
    body = f"产品,产能,{name}\n熟料,1,98\n"
    assert [each[:2] for each in questions(of_csv(body))] == [("unknown_field", "total_energy")]
    assert [each[:2] for each in questions(of_csv(body, column=[f"intensity:{name}"]))] == [("required", "unit")]
    assert not of_csv(body, column=[f"intensity:{name}"], unit=["intensity:kgce/t"]).faults


def test_a_value_without_a_header_rejects_its_row_unless_its_column_is_left_out():
    rows = (1, ["产品", "产能", None]), (2, ["熟料", "1", "x"])
    assert lines_of(of_rows(*rows)) == [[(None, "unknown_field", "x")]]
    assert lines_of(of_rows(*rows, ignore=["C"])) == [{"benchmark": "熟料", "capacity": 1}]


def test_cells_of_csv_may_have_shifted_so_that_none_beyond_the_header_can_be_left_out():
    (fault,) = of_csv("产品,产能\n熟料,1,550\n", ignore=["C"]).faults
    assert fault.fault.code == "unknown_column"


# Rows that are no lines


@pytest.mark.parametrize(
    "label", ["合计", "小计", "总计", "合 计", "小　计", "合计：", "湖州市合计", "Total", "subtotal", "Grand Total"]
)
def test_a_total_without_a_product_is_skipped_and_listed(label):
    assert is_total_label(label)
    for row in ([label, None, "2"], [None, label, "2"]):
        table = of_rows((1, ["企业", "产品", "产能"]), (2, ["甲", "熟料", "2"]), (3, row))
        assert len(lines_of(table)) == 1
        assert [(each.row, each.why) for each in table.report().sheets[0].skipped] == [(3, "total")]


def test_a_total_with_a_product_is_rejected_and_never_counted():
    """It would be counted twice, and whether it is a line nothing says."""
    for header in ("企业", "序号"):
        table = of_csv(f"{header},产品,产能\n甲,熟料,2\n合计,熟料,2\n")
        assert lines_of(table)[1] == [(None, "total_row", "合计")]


def test_a_total_below_a_merged_product_is_skipped():
    table = of_rows(
        (1, ["产品", "企业", "产能"]),
        (2, ["熟料", "甲", "1"]),
        (3, [None, "乙", "2"]),
        (4, [None, "小计", "3"]),
        merged=("A2:A4",),
    )
    assert [line["group"] for line in lines_of(table)] == ["甲", "乙"]


def test_a_remark_that_ends_like_a_total_is_a_remark():
    for more in ({}, {"product": ["熟料"]}):
        body = "企业,产能,备注\n甲,2,两条生产线合计\n" if more else "企业,产品,产能,备注\n甲,熟料,2,两条生产线合计\n"
        assert len(lines_of(of_csv(body, **more))) == 1


@pytest.mark.parametrize(
    "row",
    [
        ["注：数据为核定产能"],
        ["备注：…", None, None],
        ["填表人：张三", None, "审核人：李四"],
        [None, "说明: x"],
        ["Note: x"],
    ],
)
def test_a_note_is_skipped_and_listed(row):
    table = of_rows((1, ["产品", "产能", "企业"]), (2, ["熟料", "1", "甲"]), (9, row))
    assert len(lines_of(table)) == 1
    assert [(each.row, each.why) for each in table.report().sheets[0].skipped] == [(9, "note")]


def test_a_text_merged_across_columns_is_a_note():
    table = of_rows((1, ["产品", "产能"]), (2, ["一、建材行业"]), (3, ["熟料", "1"]), merged=("A2:B2",))
    assert lines_of(table) == [{"benchmark": "熟料", "capacity": 1}]


@pytest.mark.parametrize("row", [["熟料"], ["注意"], ["以上共 3 家"], ["注：x", "1"]])
def test_what_may_be_a_line_is_never_skipped(row):
    table = of_rows((1, ["产品", "产能"]), (2, ["熟料", "1"]), (3, row))
    assert len(lines_of(table)) == 2


def test_a_row_of_which_nothing_is_read_is_listed():
    table = of_csv("序号,产品,产能\n1,熟料,1\n2,,\n3,,\n")
    assert skipped(table) == {3: "nothing_read", 4: "nothing_read"}


def test_skipped_rows_beyond_the_first_thousand_are_counted():
    sheet = report(of_csv("企业,产品,产能\n甲,熟料,1\n" + "小计,,1\n" * 1003))
    assert (len(sheet.skipped), sheet.left_out) == (1000, 3)


# Merged cells


def test_a_merged_group_or_product_holds_for_all_its_rows():
    table = of_rows(
        (1, ["企业", "产品", "产能"]),
        (2, ["甲", "熟料", "1"]),
        (3, [None, None, "2"]),
        (4, [None, "电解铝", "3"]),
        (5, ["乙", "熟料", "4"]),
        merged=("A2:A4", "B2:B3"),
    )
    assert [(line["group"], line["benchmark"]) for line in lines_of(table)] == [
        ("甲", "熟料"),
        ("甲", "熟料"),
        ("甲", "电解铝"),
        ("乙", "熟料"),
    ]


def test_a_person_sees_the_merged_cell_and_not_what_is_below_it():
    table = of_rows(
        (1, ["企业", "产品", "产能"]), (2, ["甲", "熟料", "1"]), (3, ["乙", "熟料", "2"]), merged=("A2:A3",)
    )
    assert [line["group"] for line in lines_of(table)] == ["甲", "甲"]


@pytest.mark.parametrize("area", ["C2:C3", "A2:B2", "A2:B3", "A1:A2"])
def test_any_other_merge_across_cells_that_are_read_rejects_its_rows(area):
    table = of_rows((1, ["企业", "产品", "产能"]), (2, ["甲", "熟料", "1"]), (3, ["甲", "熟料", "2"]), merged=(area,))
    first = lines_of(table)[0]
    assert ("merged_cells", area) in {(code, value) for _, code, value in first}


def test_merges_across_columns_that_are_left_out_and_totals_are_harmless():
    table = of_rows(
        (1, ["序号", "产品", "产能", "备注"]),
        (2, ["1", "熟料", "1", "x"]),
        (3, [None, "熟料", "2"]),
        (4, ["合计", None, "3"]),
        merged=("A2:A3", "C2:D2", "A4:B4", "D3:F9"),
    )
    assert [line["capacity"] for line in lines_of(table)] == [1, 2]


# Figures


@pytest.mark.parametrize(
    ("mark", "named"), [("—", "—"), ("/", "/"), ("无", "无"), ("-", "-"), (" — ", "—"), ("N/A", "N/A")]
)
def test_a_mark_for_no_value_is_taken_only_if_the_caller_says_so(mark, named):
    body = f'产品,产能,单位能耗\n熟料,1,"{mark}"\n'
    ((field, code, _),) = lines_of(of_csv(body))[0]
    assert (field, code) == ("intensity", "not_a_number")
    assert lines_of(of_csv(body, missing=[f"x,{named}"])) == [{"benchmark": "熟料", "capacity": 1}]


def test_a_mark_may_be_a_number():
    """0 is what many systems write for what was not measured."""
    rows = (1, ["产品", "产能", "单位能耗"]), (2, ["熟料", "1", Number("0")]), (3, ["熟料", "1", "98"])
    first, second = lines_of(of_rows(*rows, missing=["0"]))
    assert ("intensity" in first, "intensity" in second) == (False, True)


def test_a_mark_counts_in_every_column_that_is_read():
    body = "编号,产品,产能,产能单位,企业\n—,熟料,1,—,—\n—,熟料,2,—,—\n"
    assert lines_of(of_csv(body, missing=["—"])) == [
        {"benchmark": "熟料", "capacity": 1},
        {"benchmark": "熟料", "capacity": 2},
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,240,000", 1240000),
        ("1,240.5", "1240.5"),
        ("１，２４０", 1240),
        ("12,40", None),
        ("1,24", None),
        ("0,123", None),
        ("1,2345", None),
    ],
)
def test_commas_between_thousands_are_taken_only_if_the_caller_says_so(text, number):
    body = f'产品,产能\n熟料,"{text}"\n'
    assert lines_of(of_csv(body))[0] == [("capacity", "not_a_number", text)]
    (line,) = lines_of(of_csv(body, numbers=["grouped"]))
    assert (str(line["capacity"]) == str(number)) if number else line[0][1] == "not_a_number"


def test_a_hundred_thousand_grouped_figures_are_read_like_any_others():
    """They are no faults, so that the limit of explained lines says nothing of them."""
    body = "产品,产能\n" + '熟料,"1,240"\n' * 3000
    table = of_csv(body, None, 5000, numbers=["grouped"])
    assert [line["capacity"] for line in lines_of(table)] == [1240] * 3000


def test_how_numbers_are_written_is_one_of_two():
    (fault,) = of_csv("产品,产能\n熟料,1\n", numbers=["x"]).faults
    assert (fault.fault.code, fault.fault.candidates) == ("unknown_choice", ("plain", "grouped"))


def test_the_figures_are_asked_about_together_with_the_header():
    table = of_csv('产品,产能,单位能耗,行业\n熟料,"1,000",—,x\n熟料,"2,000",/,x\n')
    assert fixes(table) == {"ignore=行业", "numbers=grouped", "missing=—,/"}


# One product for all


def test_the_product_of_all_lines_is_the_callers_to_say():
    table = of_csv("企业,产能\n甲,1\n乙,2\n", product=["熟料"])
    assert lines_of(table) == [
        {"benchmark": "熟料", "capacity": 1, "group": "甲"},
        {"benchmark": "熟料", "capacity": 2, "group": "乙"},
    ]
    assert "product=…" in fixes(of_csv("企业,产能\n甲,1\n"))


def test_a_product_for_all_beside_a_column_of_products_is_asked_about():
    assert fixes(of_csv("产品,产能\n熟料,1\n", product=["熟料"])) == {"ignore=产品"}
    (line,) = lines_of(of_csv("产品,产能\n水泥,1\n", product=["熟料"], ignore=["产品"]))
    assert line["benchmark"] == "熟料"


def test_with_one_product_for_all_a_row_that_names_nothing_may_be_a_total_and_is_rejected():
    table = of_csv("企业,产能\n甲,1\n,1\n合计,1\n", product=["熟料"])
    assert lines_of(table)[1:] == [[("id", "required", None)]]


def test_a_cell_that_shows_an_error_is_no_label():
    (((field, code, value),),) = lines_of(
        of_rows((1, ["企业", "产品", "产能"]), (2, [CellError("#REF!"), "熟料", "1"]))
    )
    assert (field, code, str(value)) == ("group", "wrong_type", "#REF!")
