"""A what-if shows exactly the share that the service would answer, or nothing."""

import itertools
import json
import random

import pytest

from tests.page.visit import MIXED

LINES = [
    {"benchmark": "cement-clinker", "capacity": "1550000.000000000001", "intensity": "98.7"},
    {"benchmark": "cement-clinker", "capacity": "124", "capacity_unit": "万t/a", "intensity": "112.4"},
    {"benchmark": "cement-clinker", "capacity": "5000", "capacity_unit": "t/d", "operating_days": 310},
    {"benchmark": "cement-clinker", "capacity": "750000", "intensity": "118.6"},
    {"benchmark": "flat-glass.above-800", "capacity": "6570000.3", "intensity": "12.5"},
    {"benchmark": "flat-glass.500-to-800", "capacity": "420", "capacity_unit": "万重量箱/年", "intensity": "9.80"},
    {"benchmark": "ethylene.naphtha", "capacity": "2.2", "capacity_unit": "Mt/a", "intensity": "24.9", "intensity_unit": "GJ/t"},
    {"benchmark": "aluminium.electrolytic", "capacity": "333333.333333", "intensity": "13120"},
    {"benchmark": "aluminium.electrolytic", "capacity": "100000", "intensity": "12999"},
    {"benchmark": "lead.crude", "capacity": "80000", "intensity": "305"},
]  # fmt: skip
LEVELS = {
    "cement-clinker": "100",
    "flat-glass.above-800": "8",
    "flat-glass.500-to-800": "9.5",
    "ethylene.naphtha": "590",
    "aluminium.electrolytic": "13000",
    "lead.crude": "230",
}
COMPUTE = """async ([lines, asked, ticks]) => {
    const [{ Answer, unitTable }, { WhatIf }, { get }] = await Promise.all(
        ["answer", "whatif", "service"].map((name) => import(`/static/page/${name}.js`)));
    const units = await get("/v1/units");
    const answer = await fetch("/v1/evaluations", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/x-ndjson" },
        body: JSON.stringify({ lines, ...asked }),
    });
    const { exactJson } = await import("/static/page/numbers.js");
    const results = (await answer.text()).trim().split("\\n");
    const { summary } = exactJson(results.pop());
    const whatIf = new WhatIf(new Answer({ summary, results }, unitTable(units)), units);
    const told = (share) => ({ low: share.low.text(), high: share.high.text(), met: whatIf.reaches(share) });
    return {
        isSound: whatIf.isSound,
        shares: ticks.map((lines) => told(whatIf.share(lines))),
        fewest: whatIf.fewest().lines,
        movable: lines.map((_, index) => index).filter((index) => whatIf.canMove(index)),
    };
}"""


def improve(lines, ticked):
    """The list with the ticked lines at their benchmark level."""
    return [
        {**{name: value for name, value in line.items() if name != "intensity_unit"}, "intensity": LEVELS[line["benchmark"]]}
        if index in ticked
        else line
        for index, line in enumerate(lines)
    ]  # fmt: skip


WEIGHTINGS = ("capacity", "energy", "sector_mean", "lines")
MOVABLE = [1, 2, 3, 4, 5, 6, 7, 9]


@pytest.mark.parametrize(
    ("goal", "movable"),
    [("zhejiang-2025-benchmark-share", MOVABLE), ("china-2028-clearance", [1, 2, 3, 4, 5, 7])],
)
def test_the_share_equals_that_of_the_service_under_every_weighting(visit, goal, movable):
    """Of the lines that the goal counts: neither ethylene nor lead is cleared by 2028."""
    here = visit()
    chance = random.Random(goal)  # noqa: S311 - the same sets every time
    ticks = [[], MOVABLE, *([index] for index in MOVABLE), *(chance.sample(MOVABLE, 3) for _ in range(6))]
    for weighting in WEIGHTINGS:
        asked = {"goal": goal, "edition": "ndrc-2021", "weighting": weighting}
        page = here.page.evaluate(COMPUTE, [LINES, asked, ticks])
        assert page["isSound"], weighting
        assert page["movable"] == movable
        for ticked, share in zip(ticks, page["shares"], strict=True):
            answer = here.answer_of_service(improve(LINES, ticked), **asked)["goal"]
            shown = (float(share["low"]), float(share["high"]))
            assert shown == (answer["share"]["low"], answer["share"]["high"]), (weighting, ticked)
            assert share["met"] == (answer["status"] == "met"), (weighting, ticked)


def test_no_smaller_number_of_lines_reaches_the_goal(visit):
    here = visit()
    for weighting in WEIGHTINGS:
        asked = {"weighting": weighting, "goal": {"target": "0.8"}}
        fewest = here.page.evaluate(COMPUTE, [LINES, asked, []])["fewest"]
        smaller = list(itertools.combinations(MOVABLE, len(fewest) - 1))
        page = here.page.evaluate(COMPUTE, [LINES, asked, [fewest, *smaller]])
        assert [share["met"] for share in page["shares"]] == [True] + [False] * len(smaller), weighting


def test_a_share_that_only_rounds_to_the_target_does_not_reach_it(visit):
    """Rounded figures decide nothing: 0.4999999… is not 50 %."""
    here = visit()
    lines = [
        {"benchmark": "cement-clinker", "capacity": "499999999999999", "intensity": 100},
        {"benchmark": "cement-clinker", "capacity": "500000000000000", "intensity": 101},
        {"benchmark": "cement-clinker", "capacity": "0.9", "intensity": 101},
    ]
    page = here.page.evaluate(COMPUTE, [lines, {}, [[], [2], [1]]])
    assert [share["met"] for share in page["shares"]] == [False, False, True]
    assert page["shares"][1]["low"] == "0.5"


def test_a_tick_changes_the_share(visit):
    here = visit().mixed()
    here.page.locator('tr[data-index="1"] .tick input').check()
    lines = json.loads(MIXED.read_text(encoding="utf-8"))["lines"]
    lines[1]["intensity"] = 100
    share = here.answer_of_service(lines)["goal"]["share"]
    assert f"{share['low']:.2%} – {share['high']:.2%}" in here.text("#whatif-shares")
    assert here.page.is_visible("#tick-bar")
    here.page.locator('tr[data-index="1"] .tick input').uncheck()
    assert here.text("#whatif-shares") == ""


def test_a_line_without_available_levels_cannot_be_ticked(visit):
    here = visit().mixed()
    here.page.fill("#filter-text", "steel-3")
    here.page.wait_for_selector("#lines-table tbody:not(:has(tr.line + tr.line)) tr.line.is-within_baseline")
    assert here.page.locator("tr.line .tick input").count() == 0
