"""Lists as provinces and enterprises make them are read right in the second call, with what the first answer names."""

from decimal import Decimal
from urllib.parse import parse_qsl, urlencode

import pytest

from tests.formats.messy import enterprise, industries, province
from tests.web.client import JSON, NDJSON, XLSX, post, send


def read(body, *parameters, path="/v1/tables"):
    return send("POST", f"{path}?{urlencode(parameters)}", data=body, headers={"Content-Type": XLSX})


def fixes(answer):
    """Every parameter that the answer names, those of several sheets one by one."""
    return {pair for error in answer.json["errors"] for fix in error["fixes"] for pair in parse_qsl(fix)}


def lines(answer):
    """Row and line, with the texts of numbers as numbers."""
    figures = {"capacity", "intensity"}
    return [
        (
            each["row"],
            {name: Decimal(value) if name in figures else value for name, value in each["line"].items()},
        )
        for each in answer.json["lines"]
    ]


def line(group, benchmark, capacity, capacity_unit, intensity, intensity_unit, **more):  # noqa: PLR0917 - as columns
    made = {"group": group, "benchmark": benchmark, "capacity": Decimal(capacity), "capacity_unit": capacity_unit}
    made |= {} if intensity is None else {"intensity": Decimal(intensity)}
    return made | {"intensity_unit": intensity_unit} | more


LISTS = {
    "province": (
        province(),
        [("group", "所在地市"), ("ignore", "行业"), ("missing", "—"), ("numbers", "grouped")],
        [
            (5, line("湖州", "水泥熟料", 155, "万t/a", "98.7", "kgce/t")),
            (6, line("湖州", "水泥熟料", 1240000, "t/a", "112.4", "kgce/t")),
            (7, line("湖州", "水泥熟料", 60, "万t/a", None, "kgce/t")),
            (9, line("嘉兴", "电解铝", 40, "万t/a", 13350, "kWh/t")),
            (10, line("嘉兴", "电解铝", 10, "万t/a", 13200, "kWh/t")),
        ],
        {1: "above_header", 2: "above_header", 8: "total", 11: "total", 12: "note", 13: "note"},
    ),
    "enterprise": (
        enterprise(),
        [
            *(("ignore", name) for name in ("装置", "产量", "年度", "是否达到标杆")),
            ("column", "capacity:设计产能规模"),
            ("unit", "capacity:万吨/年"),
            ("numbers", "grouped"),
        ],
        [
            (3, line("一公司", "熟料", 155, "万吨/年", "98.7", "kgce/t")),
            (4, line("一公司", "熟料", 1124, "万吨/年", "112.4", "kgce/t")),
            (5, line("二公司", "熟料", 62, "万吨/年", 0, "kgce/t")),
            (7, line("二公司", "熟料", 80, "万吨/年", 117, "kgce/t")),
        ],
        {1: "above_header", 6: "total"},
    ),
    "industries": (
        industries(),
        [
            ("sheet", "水泥"),
            ("sheet", "电解铝"),
            ("ignore", "可比熟料综合能耗"),
            ("product", "水泥:水泥熟料"),
            ("product", "电解铝:电解铝"),
        ],
        [
            (4, line("甲水泥", "水泥熟料", 155, "万t/a", "98.7", "kgce/t", id="1#")),
            (5, line("甲水泥", "水泥熟料", 124, "万t/a", "112.4", "kgce/t", id="2#")),
            (2, line("丙铝业", "电解铝", 40, "万t/a", 13350, "kWh/t", id="一系列")),
            (3, line("丙铝业", "电解铝", 20, "万t/a", 13000, "kWh/t", id="二系列")),
        ],
        {1: "above_header", 6: "total"},
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_messy_workbook_is_read_right_in_the_second_call(name):
    body, parameters, expected, skipped = LISTS[name]
    first = read(body)
    assert first.status == 422
    named = fixes(first)
    for option, value in parameters:
        sheet, _, _ = value.partition(":")
        assert (option, value) in named or (option == "product" and (option, f"{sheet}:…") in named), (option, value)
    second = read(body, *parameters)
    assert lines(second) == expected
    found = {each["row"]: each["why"] for sheet in second.json["table"]["sheets"] for each in sheet["skipped"]}
    assert found == skipped


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("path", ["/v1/tables", "/v1/evaluations"])
def test_without_one_of_the_parameters_it_is_asked_again_or_its_rows_are_rejected(name, path):
    """Nothing with two meanings is taken in silence."""
    body, parameters, _, _ = LISTS[name]
    for left_out in parameters:
        answer = read(body, *(each for each in parameters if each != left_out), path=path)
        if answer.status == 200:
            results = answer.json["lines" if path == "/v1/tables" else "results"]
            if left_out == ("sheet", "电解铝"):
                assert "电解铝" in answer.json["table"]["not_read"]
            else:
                assert any(each.get("errors") for each in results), left_out
        else:
            assert answer.status == 422, left_out


@pytest.mark.parametrize("name", LISTS)
def test_the_lines_of_a_table_sent_back_get_the_verdicts_of_the_table(name):
    body, parameters, _, _ = LISTS[name]
    sent = [each["line"] for each in read(body, *parameters).json["lines"]]
    by_table = read(body, *parameters, path="/v1/evaluations").json
    report = by_table.pop("table")
    assert sum(sheet["lines"] for sheet in report["sheets"]) == len(sent)
    by_lines = post(sent).json
    for answer in (by_table, by_lines):
        del answer["input"]  # the hash of what was sent
        for result in answer["results"]:
            result.pop("row", None)
            result.pop("column", None)
    assert by_lines == by_table


def test_a_list_from_several_sheets_names_the_sheet_of_each_error():
    body, parameters, _, _ = LISTS["industries"]
    wrong = [each for each in parameters if each[1] != "电解铝:电解铝"] + [("product", "电解铝:铝")]
    errors = [
        error for each in read(body, *wrong, path="/v1/evaluations").json["results"] for error in each.get("errors", [])
    ]
    assert {(error["sheet"], error["row"], error["code"]) for error in errors} == {
        ("电解铝", 2, "unknown_benchmark"),
        ("电解铝", 3, "unknown_benchmark"),
    }


def test_hidden_rows_and_columns_count_and_are_listed():
    body, parameters, expected, _ = LISTS["enterprise"]
    (sheet,) = read(body, *parameters).json["table"]["sheets"]
    assert sheet["hidden"] == ["F:F", "6:6"]
    assert sheet["lines"] == len(expected)


def test_a_table_is_read_as_json_or_as_a_stream_and_nothing_else_is_a_table():
    body, parameters, expected, _ = LISTS["province"]
    path = f"/v1/tables?{urlencode(parameters)}"
    *stream, last = send("POST", path, data=body, headers={"Content-Type": XLSX, "Accept": NDJSON}).lines
    whole = read(body, *parameters).json
    assert (stream, last) == (whole["lines"], {"table": whole["table"]})
    assert len(stream) == len(expected)
    assert send("POST", "/v1/tables", data=b"{}", headers={"Content-Type": JSON}).status == 415
    assert send("POST", path, data=body, headers={"Content-Type": XLSX, "Accept": "text/csv"}).status == 406


def test_every_wrong_parameter_is_refused_at_once_together_with_the_questions():
    body, *_ = LISTS["province"]
    answer = read(body, ("goal", "x"), ("numbers", "x"), ("ignore", "x"), ("numbers", "y"))
    assert answer.status == 422
    codes = set(answer.codes)
    assert {"unknown_field", "duplicate_key", "unknown_choice", "unknown_column"} <= codes
