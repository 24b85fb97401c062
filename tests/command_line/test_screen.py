"""What is shown to a person: in words as well as in colours, within the width of the screen, in both languages."""

import json

import pytest
from rich.cells import cell_len

from tests.command_line.shell import ESCAPES, MIXED, on_terminal, process
from tests.web.client import get

CLINKER = {"benchmark": "cement-clinker", "capacity": 1000}


def request(*lines, **around):
    """A request in JSON."""
    return json.dumps({"lines": list(lines), **around}).encode()


def told(shell, *lines, lang="en", **around):
    """The summary of a list."""
    return shell("evaluate", "-", "--lang", lang, sent=request(*lines, **around)).text


def test_the_summary_of_the_shipped_list(shell):
    shown = shell("evaluate", MIXED).text.splitlines()
    assert shown[:3] == [
        "zhejiang-2025-benchmark-share",
        "at least 50 % of the capacity at the benchmark level, by 2025-12-31",
        "applies to: key areas (重点领域); no list of areas and no formula is published",
    ]
    assert shown[4] == (
        "UNDETERMINED: between 45.4986 % and 64.6954 % of the capacity is at the benchmark level; the target is 50 %."
    )
    assert shown[5] == (
        "Lines were rejected, so the goal is not decided. --rejected leave_out decides it on the other lines."
    )
    assert not any(line.startswith("Missing") for line in shown)
    assert "Lines: 20; 17 graded, 2 ungraded, 1 rejected" in shown
    assert "Provisional: rejected lines are not in any total." in shown
    assert [line.split()[-3:] for line in shown if line.startswith("Iron making")] == [["%", "3,600,000", "t/a"]]
    assert shown[shown.index("Rejected lines") + 1 :][:2] == [
        "lines[6]  glass-3",
        '  benchmark: "平板玻璃" matches several products: Flat glass, line above 800 t/d (flat-glass.above-800), Flat',
    ]
    (edition,) = (each for each in get("/v1/editions").json["editions"] if each["id"] == "ndrc-2021")
    assert shown[-2:] == ["Graded by ndrc-2021 (发改产业〔2021〕1609号)", edition["fingerprint"]]


def test_the_same_in_chinese(shell):
    shown = shell("evaluate", MIXED, "--lang", "zh", "--rejected", "leave_out").text
    assert "无法判定：产能中 45.4986% 至 64.6954% 达到标杆水平；目标：50%。" in shown
    assert "尚缺：再有 1,031,750 t/a 达到标杆水平即达到目标。" in shown
    assert "共 20 行：已定级 17，未定级 2，被拒绝 1" in shown
    assert '  benchmark："平板玻璃" 对应多个产品：平板玻璃 生产能力>800 t/d（flat-glass.above-800）' in shown


AT, OVER = CLINKER | {"intensity": 100}, CLINKER | {"intensity": 120}


@pytest.mark.parametrize(
    ("lines", "around", "sentences"),
    [
        ([AT], {}, ["MET: 100 % of the capacity is at the benchmark level; the target is 50 %."]),
        (
            [OVER],
            {},
            [
                "NOT MET: 0 % of the capacity is at the benchmark level; the target is 50 %.",
                "Missing: 500 t/a more at the benchmark level would meet the goal.",
            ],
        ),
        ([OVER], {"weighting": "lines"}, ["Missing: 1 lines more at the benchmark level would meet the goal."]),
        ([OVER], {"weighting": "sector_mean"}, ["Missing: 50 % of the mean would meet the goal."]),
        ([OVER], {"weighting": "energy"}, ["of the capacity, weighted by energy, is at the benchmark level"]),
        (
            [OVER],
            {"goal": "china-2028-clearance"},
            [
                "NOT MET: 100 % of the capacity is below the baseline level; the target is at most 0 %.",
                "Missing: 1,000 t/a more raised to the baseline level would meet the goal.",
            ],
        ),
        (
            [AT | {"capacity": 300}, OVER | {"capacity": 700}],
            {"goal": "china-2025-benchmark-share"},
            [
                "more than 30 % of the capacity at the benchmark level, by 2025-12-31",
                "NOT MET: 30 % of the capacity is at the benchmark level; the target is over 30 %.",
                "Missing: over 0 t/a more at the benchmark level would meet the goal.",
            ],
        ),
        ([{}], {}, ["UNDETERMINED: No line counts here"]),
        (
            [AT, {"benchmark": "ceramic-tile.low-absorption", "capacity": 1}],
            {},
            ["UNDETERMINED: Tonnes and square metres cannot be added."],
        ),
    ],
)
def test_the_verdict_is_a_sentence(shell, lines, around, sentences):
    shown = told(shell, *lines, **around)
    for sentence in sentences:
        assert sentence in shown


def test_a_share_that_only_looks_like_the_target_is_said_to_be_rounded(shell):
    """Nothing is decided on a rounded figure."""
    just_under = [CLINKER | {"capacity": "499999.99", "intensity": 100}, CLINKER | {"capacity": "500000.01"}]
    shown = told(shell, just_under[0], just_under[1] | {"intensity": 120})
    assert "NOT MET: 50 % of the capacity" in shown
    assert "Missing: 0.01 t/a more" in shown
    assert "The shares shown are rounded; the goal was decided on exact figures." in shown
    assert "rounded" not in told(shell, OVER)


def test_the_first_rejected_lines_are_explained_and_the_rest_is_counted(shell):
    shown = told(shell, *[{"id": f"x{index}", "a": 1, "b": 2} for index in range(1200)])
    assert [line for line in shown.splitlines() if line.startswith("lines[")] == [f"lines[{n}]  x{n}" for n in range(5)]
    assert shown.count("  … and 1 more\n") == 5
    assert "\n… and 1,195 more\n" in shown


def test_rows_and_headers_of_a_table_are_named(shell):
    sent = "编号,产品,产能（万t/a）\na,水泥熟料,1\n\nb,平板玻璃,>0\n".encode()
    shown = shell("evaluate", "-", "--format", "csv", "--lang", "zh", sent=sent).text
    assert '第 4 行  b\n  产能（万t/a）：">0" 不是数字（写法如 1000 或 98.7）\n  产品："平板玻璃" 对应多个产品' in shown


def test_a_list_cannot_steer_the_terminal(shell):
    """Neither by an id nor by the name of a field; reversed writing is shown as what it is."""
    shown = told(shell, {"id": "\x1b[2J\u202e", "\x1b]0;x\x07": 1, "benchmark": "\x9b31m", "capacity": 1})
    assert not set(shown) & {"\x1b", "\x07", "\x9b", "\u202e"}
    assert "\\x1b[2J\\u202e" in shown


@pytest.mark.parametrize("columns", [40, 64, 80, 200])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "command",
    [
        ["evaluate", str(MIXED)],
        ["evaluate", str(MIXED), "--strict"],
        ["evaluate", "--help"],
        ["benchmarks", "glass"],
    ],
)
def test_nothing_is_wider_than_the_screen(command, lang, columns):
    """A Chinese character takes two columns. What cannot be broken, such as the choices of an option, may be longer."""
    _, shown = on_terminal(*command, "--lang", lang, columns=columns)
    lines = [ESCAPES.sub("", line) for line in shown.splitlines()]
    too_wide = [line for line in lines if cell_len(line) > columns]
    assert [line for line in too_wide if "|" not in line] == []


def test_a_terminal_gets_colours_and_no_color_takes_them_away():
    assert "\x1b[1;31mNOT MET\x1b[0m" in on_terminal("evaluate", MIXED, "--goal", "0.9", "--rejected", "leave_out")[1]
    shown = on_terminal("evaluate", MIXED, "--goal", "0.9", "--rejected", "leave_out", NO_COLOR="1")[1]
    assert "NOT MET" in ESCAPES.sub("", shown)
    assert not any(";3" in code or "[3" in code for code in ESCAPES.findall(shown))


def test_bars_are_told_apart_without_colour(shell):
    shown = shell("evaluate", MIXED).text
    legend = "█ at benchmark level  ▓ between the levels  ░ below baseline level  {}· ungraded"
    assert legend.format("") in told(shell, AT).splitlines()
    shown_of_one_level = told(shell, AT, {"benchmark": "steel.eaf-30-to-50", "capacity": 1, "intensity": 86})
    assert "▖ within baseline level, benchmark not available" in shown_of_one_level
    (clinker,) = (line for line in shown.splitlines() if line.startswith("Cement clinker"))
    assert "█▓" in clinker
    assert "▓░" in clinker


def test_a_pipe_gets_no_escape_codes_and_no_progress():
    for command in (["evaluate", MIXED], ["evaluate", MIXED, "-o", "-"], ["benchmarks"]):
        ended = process(*command)
        assert b"\x1b" not in ended.out
        assert "\x1b" not in ended.err
        assert "Evaluating" not in ended.err


def test_a_terminal_sees_progress(tmp_path):
    """And it is gone when the summary comes."""
    source = tmp_path / "list.ndjson"
    source.write_bytes(json.dumps(AT).encode() + b"\n")
    _, shown = on_terminal("evaluate", source)
    summary = shown.index("zhejiang-2025-benchmark-share")
    assert shown.index("Evaluating") < shown.rindex("\x1b[2K") < summary
    assert "Evaluating" not in shown[summary:]


@pytest.mark.parametrize(
    ("locale", "lang"),
    [
        ({"LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_is_the_locale_s_unless_it_is_named(shell, monkeypatch, locale, lang):
    for name, value in locale.items():
        monkeypatch.setenv(name, value)
    assert ("产能" in shell("evaluate", MIXED).text) == (lang == "zh")
    assert shell("evaluate", "no-such.json").err.startswith({"en": "Error: ", "zh": "错误："}[lang])
    other = {"en": "zh", "zh": "en"}[lang]
    assert shell("evaluate", "no-such.json", f"--lang={other}").err.startswith({"en": "Error: ", "zh": "错误："}[other])


def test_an_encoding_without_the_characters_gets_others():
    ended = process("evaluate", MIXED, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (ended.status, ended.err) == (2, "")
    assert "#=" in ended.out.decode("ascii")
    ended = process("evaluate", MIXED, "--lang", "zh", PYTHONIOENCODING="gb18030", PYTHONUTF8="0")
    assert "█ 达到标杆水平" in ended.out.decode("gb18030")
