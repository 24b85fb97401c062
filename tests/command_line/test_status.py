"""What a command ends with: 0 goal met, 1 not met, 2 undetermined, 3 no answer; a script can rely on it."""

import json

import pytest

from tests.command_line.shell import MIXED
from tests.web.client import get

SOUND = {"benchmark": "cement-clinker", "capacity": 1}
AT, OVER = SOUND | {"intensity": 100}, SOUND | {"intensity": "100.000000000001"}


def request(*lines, **around):
    """A request in JSON."""
    return json.dumps({"lines": list(lines), **around}).encode()


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ([AT, OVER], 0),
        ([AT, OVER, OVER], 1),
        ([AT, SOUND, OVER], 2),
        ([OVER], 1),
        ([SOUND], 2),
        ([{}], 2),
    ],
)
def test_the_status_is_the_goal_s(shell, lines, status):
    """Exactly half of the capacity meets a goal of half."""
    assert shell("evaluate", "-", sent=request(*lines)).status == status


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ([], 2),
        (["--goal", "0.454985"], 0),
        (["--goal", "0.646955"], 1),
        (["--goal", "0.5"], 2),
        (["--goal", "5e-1", "--weighting", "lines"], 2),
        (["--goal", "0.3", "--weighting", "lines"], 0),
        (["--goal", "0", "--weighting", "energy"], 2),
        (["--goal", "china-2028-clearance"], 1),
        (["--edition", "ndrc-2023"], 2),
        (["--strict"], 3),
        (["--no-strict"], 2),
    ],
)
def test_the_shipped_list_under_each_option(shell, options, status):
    assert shell("evaluate", MIXED, *options).status == status


def test_options_override_what_the_request_says_only_when_they_are_given(shell):
    asked = request(AT, OVER, {}, goal={"target": 0.9}, weighting="lines", edition="no-such", strict=True)
    assert shell("evaluate", "-", sent=asked).status == 3
    assert shell("evaluate", "-", "--edition", "ndrc-2021", sent=asked).err.startswith("Error: 1 line(s) rejected")
    options = ("--edition", "ndrc-2021", "--no-strict")
    assert "at least 90 % of the lines" in shell("evaluate", "-", *options, sent=asked).text
    assert shell("evaluate", "-", *options, "--goal", "0.5", sent=asked).status == 0


def test_an_option_stands_in_for_a_value_that_is_wrong_in_the_request(shell):
    asked = request(AT, goal={"target": "many"}, weighting="colour")
    assert shell("evaluate", "-", sent=asked).status == 3
    assert shell("evaluate", "-", "--goal", "0.5", "--weighting", "lines", sent=asked).status == 0


FOLDER = MIXED.parent


@pytest.mark.parametrize(
    ("arguments", "sent", "said"),
    [
        ([], b"", "Missing command"),
        (["grade"], b"", "No such command 'grade'"),
        (["evaluate"], b"", "Missing argument 'LIST'"),
        (["evaluate", MIXED, "--colour"], b"", "No such option '--colour'"),
        (["evaluate", MIXED, "--lang", "fr"], b"", "--lang"),
        (["evaluate", MIXED, "--weighting", "mass"], b"", "--weighting"),
        (["evaluate", MIXED, "--format", "yaml"], b"", "--format"),
        (["evaluate", MIXED, "--sheet", "1"], b"", "--sheet is for xlsx lists only"),
        (["evaluate", MIXED, "--charset", "gbk"], b"", "--charset is for csv lists only"),
        (["evaluate", MIXED, "--goal", "no-such"], b"", 'unknown goal "no-such"; available:'),
        (["evaluate", MIXED, "--goal", "zhejiang-2025-green-factories"], b"", "is not about a list of capacities"),
        (["evaluate", MIXED, "--goal", "60%"], b"", 'goal: "60%" is not a number'),
        (["evaluate", MIXED, "--goal", "60"], b"", 'goal: "60" is not between 0 and 1'),
        (["evaluate", MIXED, "--goal", ""], b"", 'goal: "" is not a number'),
        (
            ["evaluate", MIXED, "--edition", "no-such"],
            b"",
            'unknown edition "no-such"; available: ndrc-2021, ndrc-2023',
        ),
        (["evaluate", "no-such.json"], b"", "no-such.json cannot be read: No such file or directory"),
        (["evaluate", "no\0such.json"], b"", "cannot be read"),
        (["evaluate", FOLDER / "README.md"], b"", "use --format"),
        (["evaluate", FOLDER, "--format", "csv"], b"", "cannot be read: Is a directory"),
        (["evaluate", MIXED, "-o", "answer.pdf"], b"", "use --output-format"),
        (["evaluate", MIXED, "-o", "/no/such/folder/a.json"], b"", "cannot be written: No such file or directory"),
        (["evaluate", MIXED, "-o", MIXED], b"", "it is the list itself"),
        (["evaluate", "-"], b"", "the body is empty"),
        (["evaluate", "-", "--format", "csv"], b"", "the body is empty"),
        (["evaluate", "-", "--format", "xlsx"], b"", "the body is empty"),
        (["evaluate", "-"], b'{"lines": [', "(line 1, column 12)"),
        (["evaluate", "-"], b'{"goal": "\xff"}', "not UTF-8 (line 1, column 11)"),
        (["evaluate", "-"], b"[]", "is not an object"),
        (["evaluate", "-"], b'{"lines": []}', "the list has no lines"),
        (["evaluate", "-"], b'{"lines": [], "lines": []}', 'duplicate key "lines"'),
        (["evaluate", "-"], b'{"lines": [{}], "colour": 1}', "unknown field colour"),
        (["evaluate", "-"], b"[" * 100_000, "nest"),
        (["evaluate", "-", "--format", "ndjson"], b"\n\n", "the list has no lines"),
        (["evaluate", "-", "--format", "csv"], b"colour,capacity\nred,1\n", "colour"),
        (["evaluate", "-", "--format", "xlsx"], b"PK\3\4 no workbook", "workbook"),
        (["evaluate", MIXED, "--strict"], b"", 'lines[6]  glass-3  benchmark: "平板玻璃" matches several products'),
        (["benchmarks", "--edition", "no-such"], b"", 'unknown edition "no-such"; available: ndrc-2021, ndrc-2023'),
        (["benchmarks", "a", "b"], b"", "unexpected extra argument"),
    ],
)
def test_what_cannot_be_answered_ends_with_3_and_says_why(shell, arguments, sent, said):
    ended = shell(*arguments, sent=sent)
    assert ended.status == 3
    assert ended.err.startswith("Error: ")
    assert said in ended.err
    assert ended.out == b""


def test_faults_of_a_request_are_all_told_in_the_language(shell):
    ended = shell("evaluate", MIXED, "--goal", "no-such", "--edition", "no-such", "--lang", "zh")
    assert ended.status == 3
    assert ended.err.splitlines()[0] == "错误：请求有 2 处错误"
    assert [line.split("；")[0] for line in ended.err.splitlines()[1:]] == [
        '  没有目标 "no-such"',
        '  没有版本 "no-such"',
    ]


def test_the_first_faults_of_a_refused_list_are_told_and_the_rest_is_counted(shell):
    told = shell("evaluate", "-", "--strict", sent=request(*[{"benchmark": "x"}] * 30)).err.splitlines()
    assert told[0] == "Error: 30 line(s) rejected"
    assert len(told) == 22
    assert told[-1] == "  … and 40 more"


def test_the_limits_are_the_service_s(shell, monkeypatch):
    monkeypatch.setenv("MAX_LINES", "1")
    assert "2 lines; the limit is 1" in shell("evaluate", "-", sent=request(AT, AT)).err
    stream = json.dumps(AT).encode() + b"\n" + json.dumps(AT).encode()
    assert shell("evaluate", "-", "--format", "ndjson", sent=stream).status == 0
    assert shell("evaluate", "-", "--format", "ndjson", "-o", "-", sent=stream).status == 3
    as_it_comes = ("-o", "-", "--output-format", "ndjson")
    assert shell("evaluate", "-", "--format", "ndjson", *as_it_comes, sent=stream).status == 0
    monkeypatch.setenv("MAX_BODY_BYTES", "10")
    assert "larger than 10 bytes" in shell("evaluate", "-", sent=request(AT)).err
    assert "larger than 10 bytes" in shell("evaluate", "-", "--format", "ndjson", "-o", "-", sent=b"\n" * 11).err
    assert shell("evaluate", "-", "--format", "ndjson", *as_it_comes, sent=stream).status == 0


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("MAX_LINES", "many", "MAX_LINES: 'many' is not"), ("BENCHMARKS_DIR", "/no/such", "fault(s) in the data")],
)
def test_faulty_settings_and_data_are_told(shell, monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)
    ended = shell("evaluate", MIXED)
    assert (ended.status, said in ended.err) == (3, True)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("command", ["evaluate", "benchmarks"])
def test_help_ends_with_0_and_tells_every_status(shell, command, lang):
    ended = shell(command, "--help", "--lang", lang)
    assert ended.status == 0
    assert ("用法：" in ended.text) == (lang == "zh")
    for status in ("0", "1", "2", "3", "130", "141") if command == "evaluate" else ("0", "3"):
        assert f" {status}" in ended.text


@pytest.mark.parametrize(("lang", "words"), [("en", "rejected, which are not in"), ("zh", "即使有行被拒绝")])
def test_help_of_evaluate_holds_with_any_values_and_tells_of_rejected_lines(shell, lang, words):
    """Another folder of values may have another default goal, and 0 says nothing of lines that were rejected."""
    shown = shell("evaluate", "--help", "--lang", lang).text
    assert words in shown
    assert not [goal["id"] for goal in get("/v1/goals").json["goals"] if goal["id"] in shown]
