"""What an answer may conclude: goals by their own lines, days that the caller states, slips, stages and warnings."""

import csv
import gzip
import hashlib
import io

import pytest

from service.formats.xlsx.workbook import read_sheet
from tests.web.client import CSV, JSON, NDJSON, XLSX, encoded, get, post, send
from tests.web.wire import EVALUATIONS, line

POT = {"benchmark": "aluminium.electrolytic", "capacity": 300_000, "intensity": 12950}
KILN = line(capacity=1_600_000, intensity=99)
DAY = "2026-11-22"


def result_of(changed, **around):
    (result,) = post([changed], **around).json["results"]
    return result


# Rejected lines


def test_a_goal_is_open_while_a_line_is_rejected_and_decided_if_the_caller_leaves_them_out():
    """One good line beside fifty that nobody could read proves nothing."""
    lines = [line(), *[line(capacity="1,5")] * 50]
    blocked = post(lines, goals=["china-2025-clinker"]).json
    for goal in (blocked["goal"], *blocked["goals"]):
        assert (goal["status"], goal["reason"], goal["shortfall"]) == ("undetermined", "lines_rejected", None)
        assert (goal["share"]["low"], goal["provisional"]) == (1, True)
        assert "left_out" not in goal
    decided = post(lines, rejected="leave_out").json["goal"]
    assert (decided["status"], decided["left_out"], decided["provisional"]) == ("met", {"lines": 50}, True)
    assert post([line()], rejected="leave_out").json["goal"]["left_out"] == {"lines": 0}


# Goals by their own lines


def test_a_goal_counts_the_lines_of_its_own_sectors_and_shows_its_own_figures():
    """A kiln does not meet the goal of the smelters."""
    answer = post([POT | {"intensity": 13500}, KILN], goal="china-2025-aluminium", edition="ndrc-2021").json
    goal = answer["goal"]
    assert (goal["status"], goal["share"]["low"]) == ("not_met", 0)
    assert (goal["lines"], goal["sectors"]) == ({"counted": 1, "out_of_scope": 1}, [["aluminium"]])
    assert goal["figures"]["total"] == 300_000
    assert answer["overall"]["capacity"]["total"] == 1_900_000
    assert "figures" not in post([POT], goal="china-2025-aluminium", edition="ndrc-2021").json["goal"]


def test_an_own_goal_may_have_sectors_a_level_and_a_weighting():
    lines = [POT | {"intensity": 13500}, KILN, line(intensity=118)]
    own = {"target": "0.5", "sectors": ["cement-clinker"], "weighting": "lines", "must_exceed": True}
    goal = post(lines, goal=own).json["goal"]
    assert (goal["status"], goal["direction"], goal["weighting"]) == ("not_met", "at_least", "lines")
    clearance = post(lines, goal={"target": 0, "level": "baseline", "sectors": [["cement-clinker"]]}).json["goal"]
    assert (clearance["kind"], clearance["direction"]) == ("below_baseline_at_most", "at_most")
    assert (clearance["status"], clearance["lines"]) == ("not_met", {"counted": 2, "out_of_scope": 1})


def test_further_goals_are_each_judged_by_their_own_edition():
    """A goal of another edition than the answer's says so."""
    lines = [{"benchmark": "ferroalloy.ferrosilicon", "capacity": 1, "intensity": 1880}]
    answer = post(lines, goals=["china-2025-clinker", "zhejiang-2025-benchmark-share"], edition="ndrc-2023").json
    assert [goal["edition"] for goal in answer["goals"]] == ["ndrc-2023", "ndrc-2021"]
    assert answer["goals"][1]["figures"]["between"] == 1
    assert answer["results"][0]["standing"] == "below_baseline"


def test_all_goals_are_those_that_a_list_can_answer():
    answered = [goal["id"] for goal in post([line()], goals="all").json["goals"]]
    assert answered == [goal["id"] for goal in get("/v1/goals").json["goals"] if goal["of_lines"]]
    assert "goals" not in post([line()]).json


def test_a_goal_of_enterprises_needs_lines_that_are_enterprises():
    goal = post([line()], goal="qinghai-2025-enterprise-share").json["goal"]
    assert (goal["status"], goal["reason"]) == ("undetermined", "scope_differs")
    assert post([line()], goal="qinghai-2025-enterprise-share", a_line_is="enterprise").json["goal"]["status"] == "met"


# One level, slips and other editions


def test_one_level_decides_what_it_can():
    lines = [POT, POT | {"capacity": 700_000, "intensity": 13100}]
    answer = post(lines, goal="china-2025-aluminium").json
    at, above = answer["results"]
    assert (at["standing"], at["level_not_held"]) == ("at_benchmark", "baseline")
    assert (above["standing"], above["meets_benchmark"], above["gap"]) == ("above_benchmark", False, 100)
    assert answer["goal"]["status"] == "met"
    within = result_of({"benchmark": "steel.eaf-30-to-50", "capacity": 1, "intensity": 86})
    assert (within["standing"], within["level_not_held"]) == ("within_baseline", "benchmark")
    assert within["meets_benchmark"] is within["gap"] is within["excess_energy"] is None


@pytest.mark.parametrize("slip", ["0.0987", 0, -5, 19, 586])
def test_a_slip_is_not_a_verdict_unless_it_is_confirmed(slip):
    answer = post([line(intensity=slip)]).json
    (result,) = answer["results"]
    assert (result["status"], result["reason"]) == ("ungraded", "implausible_intensity")
    assert answer["goal"]["share"] == {"low": 0, "high": 1, "of_graded": None}
    assert result_of(line(intensity=slip, intensity_confirmed=True))["status"] == "graded"


def test_a_product_without_levels_says_what_another_edition_would_say():
    result = result_of({"benchmark": "paraxylene", "capacity": 1, "intensity": 381}, edition="ndrc-2023")
    assert result["other_editions"] == [{"edition": "ndrc-2021", "standing": "between"}]


# Days


@pytest.mark.parametrize(
    ("day", "edition", "state", "basis"),
    [
        ("2022-01-01", "ndrc-2021", "in_force", "in_force"),
        ("2023-07-03", "ndrc-2021", "in_force", "in_force"),
        ("2023-07-04", "ndrc-2023", "in_force", "published"),
    ],
)
def test_the_edition_is_the_one_in_force_on_the_day(day, edition, state, basis):
    found = post([line()], as_of=day).json
    assert found["as_of"] == day
    assert (found["edition"]["id"], found["edition"]["state"], found["edition"]["basis"]) == (edition, state, basis)


@pytest.mark.parametrize(
    ("edition", "day", "state"),
    [("ndrc-2021", DAY, "superseded"), ("ndrc-2023", "2022-01-01", "not_yet"), ("ndrc-2021", "2021-12-31", "not_yet")],
)
def test_a_named_edition_counts_and_says_what_it_is_on_the_day(edition, day, state):
    found = post([line()], as_of=day, edition=edition).json["edition"]
    assert (found["id"], found["state"]) == (edition, state)


def test_without_a_day_nothing_depends_on_one():
    answer = post([line(intensity=118)]).json
    assert not {"as_of", "goals", "pipeline"} & set(answer)
    assert not {"state", "basis"} & set(answer["edition"])
    assert answer["edition"]["superseded_by"] == "ndrc-2023"
    assert "deadlines" not in answer["results"][0]


def test_a_line_below_its_baseline_level_has_deadlines():
    below = result_of(line(intensity=118), as_of=DAY)
    assert [(each["by"], each["days_left"], each["in_principle"]) for each in below["deadlines"]] == [
        ("2025-12-31", -326, True),
        ("2028-12-31", 770, False),
    ]
    assert "deadlines" not in result_of(line(intensity=117), as_of=DAY)
    assert {each["document"] for each in below["deadlines"]} <= {
        each["document"] for each in get("/v1/deadlines").json["deadlines"]
    }


# Stages


def test_what_is_not_there_yet_is_in_the_pipeline_only():
    lines = [line(stage="planned"), line(stage="under_construction", intensity=118), line(stage="existing"), line()]
    answer = post(lines, as_of=DAY).json
    assert answer["pipeline"]["lines"]["total"] == answer["overall"]["lines"]["total"] == 2
    assert answer["lines"]["graded"] == 4
    assert [result.get("meets_required") for result in answer["results"]] == [True, False, None, None]
    assert [result.get("stage") for result in answer["results"]] == ["planned", "under_construction", None, None]
    assert "deadlines" not in answer["results"][1]
    unmeasured = result_of({"benchmark": "clinker", "capacity": 1, "stage": "planned"})
    assert (unmeasured["status"], unmeasured["meets_required"]) == ("ungraded", None)


# Warnings


def codes_of(answer):
    return [warning["code"] for warning in answer["warnings"]]


def test_a_warning_changes_nothing_and_says_what_it_is_about():
    glass = {
        "benchmark": "flat-glass.above-800", "capacity": 600, "capacity_unit": "t/d", "operating_days": 365,
        "intensity": 8,
    }  # fmt: skip
    answer = post([glass], edition="ndrc-2021", as_of=DAY).json
    assert answer["results"][0]["warnings"] == ["contradicts_variant"]
    assert answer["results"][0]["standing"] == "at_benchmark"
    assert codes_of(answer) == ["contradicts_variant", "superseded_edition", "goal_over"]
    assert answer["warnings"][1]["about"] == ["ndrc-2023"]
    assert answer["warnings"][2]["about"] == ["zhejiang-2025-benchmark-share"]


def test_an_outlier_is_named():
    lines = [line(id=f"k{number}", capacity=1000) for number in range(10)] + [line(id="total", capacity=10**6)]
    (warning,) = [each for each in post(lines).json["warnings"] if each["code"] == "capacity_outlier"]
    assert (warning["lines"], warning["named"]) == (1, [{"index": 10, "id": "total"}])


def test_a_process_beside_its_step_may_count_twice():
    steps = [{"benchmark": name, "capacity": 1, "group": "A"} for name in ("lead.whole", "lead.crude")]
    (warning,) = [each for each in post(steps).json["warnings"] if each["code"] == "counted_twice"]
    assert (warning["lines"], warning["about"]) == (2, ["A"])


# What judged it


@pytest.mark.parametrize("media_type", [JSON, NDJSON, CSV])
@pytest.mark.parametrize("accept", [JSON, NDJSON])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_every_answer_names_the_service_and_the_list(media_type, accept, coding):
    body = {JSON: encoded({"lines": [line()]}), NDJSON: encoded(line()), CSV: "产品,产能\n熟料,1\n".encode()}[
        media_type
    ]
    headers = {"Content-Type": media_type, "Accept": accept, "Content-Encoding": coding}
    answer = send("POST", EVALUATIONS, data=gzip.compress(body) if coding == "gzip" else body, headers=headers)
    summary = answer.lines[-1]["summary"] if accept == NDJSON else answer.json
    assert summary["input"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
    ready = get("/readyz").json
    assert summary["service"] == {"version": ready["version"], "fingerprint": ready["fingerprint"]}


# Tables


TABLE = (
    "编号,产品,产能,单位产品综合能耗,能耗已核实,建设阶段\n"
    "a,熟料,1,118,,\nb,熟料,1,5,是,\nc,熟料,1,99,否,拟建\nd,电解铝,1,13100,,现有\ne,熟料,1,5,,\nf,熟料,1,99,也许,已批\n"
)
QUERY = f"?lang=zh&as_of={DAY}&goals=china-2025-clinker&rejected=leave_out"


def table_answer(accept):
    return send("POST", EVALUATIONS + QUERY, data=TABLE.encode(), headers={"Content-Type": CSV, "Accept": accept})


def test_a_table_says_yes_and_no_and_stages_in_words():
    answer = table_answer(JSON).json
    assert [result["status"] for result in answer["results"]] == [
        "graded", "graded", "graded", "graded", "ungraded", "rejected",
    ]  # fmt: skip
    assert answer["results"][2]["stage"] == "planned"
    assert (answer["results"][4]["row"], answer["results"][4]["column"]) == (6, "单位产品综合能耗")
    assert [(error["column"], error["code"]) for error in answer["results"][5]["errors"]] == [
        ("能耗已核实", "wrong_type"),
        ("建设阶段", "unknown_choice"),
    ]
    assert "existing（现有）" in answer["results"][5]["errors"][1]["detail"]


def test_the_answer_as_a_table_has_stages_deadlines_and_further_goals():
    rows = list(csv.reader(io.StringIO(table_answer(CSV).body.decode("utf-8-sig"), newline="")))
    by_id = {row[2]: dict(zip(rows[0], row, strict=True)) for row in rows[1:7]}
    assert by_id["a"]["期限"] == "原则上 2025-12-31（已过 326 天）；2028-12-31（剩 770 天）"
    assert (by_id["c"]["建设阶段"], by_id["d"]["说明"]) == ("planned", "未收录基准水平")
    said = {row[0]: row[1] for row in rows[8:]}
    assert said["其他目标：china-2025-clinker 目标完成情况"] == "已达到"
    assert (said["截至日期"], said["当日版本状态"], said["不计的被拒绝行数"]) == (DAY, "施行中", "1")
    assert said["拟建和在建（须达到标杆水平）：合计"] == "1"
    assert said["清单指纹"] == f"sha256:{hashlib.sha256(TABLE.encode()).hexdigest()}"


def test_the_answer_as_a_workbook_has_them_in_words():
    body = table_answer(XLSX).body
    lines = {row[2]: row for row in list(dict(read_sheet(body, "逐行结果")).values())[1:]}
    assert (lines["c"][14], lines["d"][5]) == ("拟建", "未达标杆水平（未收录基准水平）")
    summary = [row for row in dict(read_sheet(body, "汇总")).values() if row]
    assert ["china-2025-clinker", "已达到"] in [row[:2] for row in summary]
