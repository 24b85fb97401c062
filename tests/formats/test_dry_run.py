"""Sending the lines of the dry run gives the verdicts that sending the table gives, whatever is in its cells."""

import json
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from service.dry_run import read_lines
from service.formats.answers.json_answer import JsonAnswer, encode
from service.formats.cells import CellError, FormattedNumber, Number
from service.formats.lists.json_list import read_json
from service.formats.lists.request import SubmittedList
from service.request_errors import ProblemError
from tests.formats.reading import answer_to, of_rows, problem_of

OF_TABLES = {"merged_cells", "total_row"}
"""Codes that a line of JSON cannot have; it is rejected with another one."""

texts = st.sampled_from(
    [
        "",
        "熟料",
        "电解铝",
        "nix",
        "湖州",
        "甲",
        "合计",
        "小计",
        "湖州市合计",
        "注：x",
        "—",
        "/",
        "t/a",
        "万t/a",
        "kgce/t",
        "x" * 70,
    ]
)
figures = st.sampled_from(["1", "98.7", "1,240", "１２", "\u00a05", "12%", "-1", "0", "1e3", "x", "—", "", "367"])
cells = st.one_of(
    st.none(),
    texts,
    figures,
    figures.filter(str.isdecimal).map(Number),
    st.just(FormattedNumber("155", '0"万"')),
    st.builds(CellError, st.just("#DIV/0!")),
    st.booleans(),
)
likely = st.tuples(
    st.one_of(st.none(), st.sampled_from(["k1", "k2", "k3"])),
    st.sampled_from(["熟料", "电解铝"]),
    figures,
    figures,
    texts,
)
tables = st.lists(st.one_of(likely, st.lists(cells, max_size=7)), min_size=1, max_size=8)
headers = st.sampled_from(
    [
        ["编号", "产品", "产能", "单位能耗", "企业"],
        ["编号", "产品", "产能（万t/a）", "能耗", "能耗单位"],
        ["序号", "产品", "产能", "单位能耗（kgce/t）", "产能单位", "备注"],
    ]
)
areas = st.sampled_from([(), ("B2:B4",), ("E2:E3", "C3:C4"), ("A2:B2",), ("A3:E3",), ("C2:C9",)])
options = st.fixed_dictionaries({}, optional={"missing": st.just(["—,/"]), "numbers": st.just(["grouped"])})


def judged(blocks):
    return json.loads(answer_to(blocks, JsonAnswer()), parse_float=Decimal)


def comparable(answer):
    """The answer without sentences; a rejected line has the codes that JSON can have."""
    for result in answer["results"]:
        if "errors" in result:
            result["errors"] = bool(result["errors"])
    return answer


def codes(answer):
    return [{error["code"] for error in result.get("errors", [])} for result in answer["results"]]


@settings(deadline=None)
@given(headers, tables, areas, options)
def test_the_lines_sent_back_get_the_verdicts_of_the_table(header, rows, merged, said):
    def table():
        return of_rows((1, header), *[(number, list(row)) for number, row in enumerate(rows, 2)], merged=merged, **said)

    first, second = table(), table()
    assert first.faults == []
    submitted = SubmittedList(blocks=first.blocks(), positions=first, report=first.report)
    try:
        read = json.loads(b"".join(read_lines(submitted, "en", is_stream=False)), parse_float=Decimal)
    except ProblemError:
        assert "no_lines" in problem_of(table).code  # refused both ways
        return
    back = read_json(encode({"lines": [each["line"] for each in read["lines"]]}), max_lines=20, max_nesting=64)
    by_table, by_lines = judged(second.blocks()), judged(back.blocks)
    for of_table, of_lines in zip(codes(by_table), codes(by_lines), strict=True):
        assert of_table <= of_lines | OF_TABLES
    assert comparable(by_table) == comparable(by_lines)
    assert [each["row"] for each in read["lines"]] == [second.row(index) for index in range(len(read["lines"]))]


def test_a_stream_of_lines_has_the_same_lines_and_ends_with_the_table():
    def submitted():
        table = of_rows((1, ["产品", "产能"]), (2, ["熟料", "1"]), (3, ["熟料", "x"]))
        return SubmittedList(blocks=table.blocks(), positions=table, report=table.report)

    whole = json.loads(b"".join(read_lines(submitted(), "en", is_stream=False)))
    *lines, last = map(json.loads, b"".join(read_lines(submitted(), "en", is_stream=True)).splitlines())
    assert (lines, last) == (whole["lines"], {"table": whole["table"]})
