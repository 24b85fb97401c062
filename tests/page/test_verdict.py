"""The verdict never flatters: it is the service's own, and says what it leaves out."""

import json

import pytest

from tests.page.lists import clinker, json_list, line

BLOCKED = json_list(
    clinker("kiln-1", 1_550_000, 98.7), clinker("kiln-2", "75 000", 118), line("x", "no such product", 1, 1)
)
SCOPED = json_list(
    line("pot", "aluminium.electrolytic", 400_000, 13_500),
    clinker("kiln", 1_600_000, 99),
    goal="china-2025-aluminium",
    edition="ndrc-2021",
)
"""Worked case: a kiln does not meet the goal of the smelters."""
CLEARANCE = json_list(
    line("a", "steel.eaf-30-to-50", 300_000, 80),
    line("b", "steel.eaf-30-to-50", 700_000, 90),
    clinker("c", 1_000_000, 118),
    clinker("d", 1_000_000, 98),
    clinker("e", 400_000),
    goal="china-2028-clearance",
    edition="ndrc-2021",
)
SIX = json_list(
    line("a", "aluminium.electrolytic", 300_000, 12_950),
    line("b", "aluminium.electrolytic", 700_000, 13_100),
    clinker("c", 1_000_000, 118),
    clinker("d", 1_000_000, 0.0987),
    clinker("e", 500_000, 99, stage="planned"),
    line("f", "paraxylene", 200_000, 380),
    edition="ndrc-2023",
    as_of="2026-11-22",
)


def printed(here):
    """The text of a print."""
    here.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    here.page.emulate_media(media="print")
    return here.text("main")


@pytest.mark.parametrize(
    ("language", "headline"),
    [("en", "Not decided: 2 lines rejected"), ("zh", "不能判定：2 行有误，未计入")],
)
def test_rejected_lines_block_the_verdict_in_headline_gauge_tiles_and_print(visit, language, headline):
    """One good line beside two that nobody could read proves nothing, although its share is 100 %."""
    here = visit(language)
    here.drop("list.json", BLOCKED)
    assert here.text("#status") == headline
    assert here.page.locator("#verdict.is-undetermined .gauge.is-blocked").count() == 1
    count = {"en": "2 lines", "zh": "2 行"}[language]
    assert count in here.text("#gauge")
    assert count in here.page.get_attribute("#gauge svg", "aria-label")
    assert count in here.text("#remarks .is-block")
    assert headline in here.text("#said")
    assert here.texts("#facts dd")[1].startswith("1")  # lines that the goal counts
    assert headline in printed(here)


def test_the_verdict_leaves_rejected_lines_out_only_if_the_user_chooses_so(visit):
    here = visit()
    here.drop("list.csv", b"id,product,capacity,intensity\na,cement-clinker,1,99\nb,cement-clinker,x,99\n")
    here.show_answer(lambda: here.page.click("#remarks button.act"))
    assert here.text("#status") == "Goal met, with 1 line rejected and left out"
    assert here.page.input_value("#rejected") == "leave_out"
    assert here.settings()["rejected"] == "leave_out"
    assert "Goal met, with 1 line rejected and left out" in here.text("#said")
    here.show_answer(lambda: here.page.select_option("#rejected", ""))
    assert here.text("#status") == "Not decided: 1 line rejected"
    assert "rejected" not in here.settings()


def test_a_link_contains_the_day_and_the_choice_about_rejected_lines(visit):
    here = visit(settings="#as_of=2026-11-22&rejected=leave_out&edition=ndrc-2021")
    assert here.page.input_value("#as_of") == "2026-11-22"
    assert here.page.input_value("#rejected") == "leave_out"
    with here.page.expect_request("**/v1/evaluations*") as request:
        here.drop("list.csv", b"product,capacity,intensity\ncement-clinker,1,99\n")
    assert "as_of=2026-11-22" in request.value.url
    assert "rejected=leave_out" in request.value.url


def test_a_goal_is_shown_with_the_figures_of_its_own_lines(visit):
    here = visit()
    here.drop("list.json", SCOPED)
    assert here.text("#status") == "Goal not met"
    assert here.page.text_content("#gauge .gauge-share") == "0%"
    assert "counts 1 line (Primary aluminium). 1 line of other industries" in here.text("#remarks")
    facts = here.text("#facts")
    assert "400,000 t/a" in facts
    assert "1,600,000" not in facts
    assert "2,000,000" not in facts
    assert "1 line of other industries" in printed(here)


@pytest.mark.parametrize(
    ("goal", "at_goal"),
    [("china-2025-aluminium", {"low": "0", "high": "0"}), ("china-2025-steel", None)],
)
def test_the_what_if_counts_the_lines_of_the_goal(visit, goal, at_goal):
    """No line of steel: then there is no share, and no what-if."""
    here = visit()
    here.drop("list.json", json.dumps(json.loads(SCOPED) | {"goal": goal}).encode())
    ticks = here.page.locator("tr.line .tick input").count()
    assert ticks == (1 if at_goal else 0)
    if at_goal:
        here.page.click("#whatif-fewest")
        assert "100%" in here.text("#whatif-shares")
    else:
        assert here.text("#status") == "Not decided: no line of this goal"


def test_a_goal_at_most_is_shown_with_its_own_words_and_colours(visit):
    here = visit()
    here.drop("list.json", CLEARANCE)
    assert here.page.locator(".gauge-below").count() == 1
    assert here.page.locator(".gauge-at").count() == 0
    assert "certainly below the baseline" in here.text("#gauge")
    assert "goal 0%" in here.page.locator("#gauge svg").text_content()
    assert "at least 1.7 million t/a" in here.text("#facts")
    assert "At the benchmark level" not in here.text("#facts")
    assert here.texts("#sectors-bars .bars-share") == ["41.67%–58.33%", "70.00%"]
    assert "Below the baseline level" in here.text("#sectors-bars thead")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_six_parts_are_in_bars_legend_filters_and_print(visit, language):
    here = visit(language)
    here.drop("list.json", SIX)
    words = {"en": ["misses benchmark", "Baseline level not held"], "zh": ["未达标杆", "基准水平未收录"]}[language]
    assert words[0] in here.text("#filter-standing")
    assert words[1] in here.text('tr[data-index="1"] td.verdict')
    assert here.page.locator('#sectors-bars rect[fill="url(#fill-above_benchmark)"]').count() == 1
    assert here.page.locator("#sectors-legend li").count() == 4
    here.page.wait_for_selector("#dots-chart canvas")
    assert here.page.locator("[data-dot=above_benchmark]").is_visible()
    assert here.page.locator("[data-dot=within_baseline]").is_hidden()
    assert words[0] in printed(here)


@pytest.mark.parametrize(
    ("language", "over", "left", "state"),
    [
        (
            "en",
            "31 December 2025, 326 days over",
            "31 December 2028, 770 days left",
            "in force (counted from its publication)",
        ),
        ("zh", "2025年12月31日，已过 326 天", "2028年12月31日，还有 770 天", "有效（自发布日起算）"),
    ],
)
def test_deadlines_and_the_state_of_the_edition_count_from_the_day_of_the_user(visit, language, over, left, state):
    here = visit(language)
    here.drop("list.json", SIX)
    deadlines = here.text('tr[data-index="2"] td.verdict')
    assert over in deadlines
    assert left in deadlines
    assert state in here.text("#judged-goal")
    assert here.page.locator("#warnings li").count() == 1  # the last day of the goal is over
    assert over in printed(here)


def test_without_a_day_no_clock_decides(visit):
    here = visit()
    here.drop("list.csv", b"product,capacity,intensity\ncement-clinker,1,118\n")
    assert here.page.input_value("#as_of") == ""
    assert "Deadline" not in here.text("#lines-table")
    here.show_answer(lambda: here.page.fill("#as_of", "2026-11-22"))
    assert "326 days over" in here.text("#lines-table")
    assert here.settings()["as_of"] == "2026-11-22"
    assert "in force on 22 November 2026" in here.text("#edition")
    here.show_answer(lambda: here.page.fill("#as_of", ""))
    assert "Deadline" not in here.text("#lines-table")


def test_the_day_of_a_file_is_followed_until_the_user_states_another(visit):
    here = visit()
    here.drop("list.json", SIX)
    assert here.page.input_value("#as_of") == "2026-11-22"
    assert "as the file says" in here.text("#as_of-about")
    here.show_answer(lambda: here.page.fill("#as_of", "2025-12-01"))
    assert "30 days left" in here.text('tr[data-index="2"] td.verdict')
    assert "The file says: 22 November 2026" in here.text("#as_of-about")
    here.show_answer(lambda: here.page.click("#as_of-file"))
    assert "326 days over" in here.text('tr[data-index="2"] td.verdict')


def test_planned_lines_are_shown_beside_the_share(visit):
    here = visit()
    here.drop("list.json", SIX)
    assert "planned, meets the required benchmark level" in here.text('tr[data-index="4"] td.verdict')
    assert "1 line planned or under construction, in no share" in here.text("#remarks")
    assert here.page.locator('tr[data-index="4"] .tick input').count() == 0


def test_the_standing_by_another_edition_is_shown_and_counts_nowhere(visit):
    here = visit()
    here.drop("list.json", SIX)
    assert "2021 edition: at benchmark, counts nowhere" in here.text('tr[data-index="5"] td.verdict')


def test_a_superseded_edition_is_named(visit):
    here = visit()
    here.drop("list.csv", b"product,capacity,intensity\ncement-clinker,1,99\n")
    assert "superseded by the 2023 edition" in here.text("#warnings")
    assert "Superseded by the 2023 edition" in here.text("#edition-about")
    assert "superseded by the 2023 edition" in printed(here)


def test_evidence_and_note_of_the_goal_are_shown(visit):
    here = visit(settings="#goal=china-2028-clearance")
    for place in ("#goal-about", "#judged-goal"):
        if place == "#judged-goal":
            here.drop("list.csv", b"product,capacity,intensity\ncement-clinker,1,99\n")
        assert "Evidence: corroborated" in here.text(place)
        assert "a note made for the tests" in here.text(place)


@pytest.mark.parametrize(("language", "words"), [("en", "Not an official decision"), ("zh", "不是官方认定")])
def test_a_print_says_that_it_is_not_official(visit, language, words):
    here = visit(language).mixed()
    assert words in printed(here)


def test_a_goal_of_enterprises_is_decided_only_if_each_line_is_one(visit):
    here = visit(settings="#goal=qinghai-2025-enterprise-share")
    here.drop("list.csv", b"product,capacity,intensity\ncement-clinker,1,99\n")
    assert here.text("#status") == "Not decided: the goal counts enterprises"
    here.show_answer(lambda: here.page.click("#remarks button.act"))
    assert here.text("#status") == "Goal met"
    assert here.settings()["a_line_is"] == "enterprise"


def test_a_standing_that_the_page_does_not_know_counts_as_undecided(visit):
    """A later service may have other standings; the page shows their names and never counts them as good."""
    here = visit()

    def answer(route):
        body = route.fetch().text().replace('"standing":"at_benchmark"', '"standing":"nearly_there"')
        route.fulfill(status=200, content_type="application/x-ndjson", body=body)

    here.page.route("**/v1/evaluations*", answer)
    here.drop("list.csv", b"product,capacity,intensity\ncement-clinker,1,99\ncement-clinker,1,118\n")
    assert "nearly_there" in here.text('tr[data-index="0"] .chip')
    assert "nearly_there" in here.text("#filter-standing")
    # Its own share would be 0 to 50 %; that is not the service's, so there is no what-if.
    assert "does not arrive at the share" in here.text("#whatif-off")
