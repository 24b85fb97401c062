"""The command `read`, and the options of tables: the same as POST /v1/tables, without a server."""

import json
from pathlib import Path

PROJECT = Path(__file__).parents[2]
MESSY = str(PROJECT / "examples" / "messy.csv")
DECIDED = ["--group", "地区", "--ignore", "行业", "--missing", "—", "--numbers", "grouped"]


def test_a_table_is_read_as_over_http(shell):
    answer = json.loads(shell("read", MESSY, *DECIDED).out)
    (sheet,) = answer["table"]["sheets"]
    assert (sheet["header_row"], sheet["unit_row"], sheet["lines"]) == (3, 4, 4)
    assert [line["row"] for line in answer["lines"]] == [5, 6, 7, 9]
    assert not any("errors" in line for line in answer["lines"])


def test_open_questions_are_shown_with_the_options_that_decide_them(shell):
    ended = shell("read", MESSY, "--lang", "en")
    assert ended.status == 3
    for fix in ("group=地区", "ignore=行业", "missing=—", "numbers=grouped"):
        assert fix in ended.err
    assert "row 3" in ended.err


def test_an_evaluation_takes_the_same_options_and_says_how_it_read_the_table(shell):
    shown = shell("evaluate", MESSY, *DECIDED, "--lang", "en").text
    assert "header in row 3" in shown
    assert "Left out: 序号, 企业名称, 行业, 备注" in shown
    assert "8 (total)" in shown


def test_a_list_that_is_no_table_has_no_options_of_tables(shell):
    list_of_lines = str(PROJECT / "examples" / "mixed.json")
    assert "--ignore is for csv or xlsx lists only" in shell("evaluate", list_of_lines, "--ignore", "x").err
    ended = shell("read", list_of_lines, "--lang", "en")
    assert (ended.status, "is not a table" in ended.err) == (3, True)
