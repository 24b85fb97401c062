"""Rules of caution: plausible windows, stages, and warnings that change nothing."""

from decimal import Decimal

import pytest

from service.domain.caution import Cautions, Process, Size, Window
from service.domain.outlier import MIN_LINES
from service.domain.overlap import warn_of_consecutive
from service.domain.progress import warn_of_past_goals
from service.domain.verdict import CONTRADICTS_VARIANT, OtherStanding, Standing
from service.domain.warning import (
    CAPACITY_OUTLIER,
    CONSECUTIVE_STEPS,
    COUNTED_TWICE,
    GOAL_OVER,
    MAX_NAMED,
    SUPERSEDED_EDITION,
    ListWarning,
    NamedLine,
)
from tests.builders import catalogue, goal, judge, line, made_up, product, standing_of, units, verdict_on


def standings(levels, values, *, windows=None, unit=None, confirmed=None):
    """Where lines of a made-up product stand."""
    facts = made_up(product("tea", levels), cautions=Cautions(windows=windows or {}))
    lines = [line("tea", value, intensity_unit=unit, intensity_confirmed=confirmed) for value in values]
    return [standing_of(verdict) for verdict in judge(lines, facts=facts).verdicts]


class TestWindow:
    """Intensity < benchmark / 5 or > baseline × 5 is `implausible_intensity` (with one level held: that one)."""

    @pytest.mark.parametrize(
        ("levels", "below", "lowest", "highest", "above"),
        [
            ((100, 117), "19.999999999999", "20", "585", "585.000000000001"),
            ((100, None), "19.999999999999", "20", "500", "500.000000000001"),
            ((None, 117), "23.399999999999", "23.4", "585", "585.000000000001"),
            (("0.000000000001", 1), "0", "0.000000000001", "5", "5.000000000001"),
        ],
    )
    def test_ends_are_plausible_and_a_last_place_beyond_is_not(self, levels, below, lowest, highest, above):
        assert standings(levels, [below, above]) == ["implausible_intensity"] * 2
        assert "implausible_intensity" not in standings(levels, [lowest, highest])

    def test_window_is_exact_in_the_submitted_unit(self):
        """20 kgce/t are 13.99971338492404… kgoe/t."""
        values = ["13.999713384924", "13.999713384925"]
        assert standings((100, 117), values, unit="kgoe/t") == ["implausible_intensity", "at_benchmark"]

    @pytest.mark.parametrize("levels", [(0, 10), (-30, -10), (-30, 10), (0, None), (None, -1)])
    def test_product_with_a_level_at_or_below_zero_has_no_window(self, levels):
        assert "implausible_intensity" not in standings(levels, ["-999999", "999999"])

    def test_stated_window_replaces_the_rule(self):
        window = Window(lowest=Decimal(-60), highest=Decimal(300), unit=units().intensity("kgce/t"))
        values = ["-60.1", "-60", "300", "300.1"]
        assert standings((61, 72), values, windows={"tea": window}) == [
            "implausible_intensity",
            "at_benchmark",
            "below_baseline",
            "implausible_intensity",
        ]

    @pytest.mark.parametrize("levels", [(100, 117), (100, None), (None, 117)])
    def test_confirmed_intensity_stands_where_it_is(self, levels):
        best, worst = (
            ("at_benchmark" if levels[0] else "within_baseline"),
            ("below_baseline" if levels[1] else "above_benchmark"),
        )
        assert standings(levels, ["-5", "99999"], confirmed=True) == [best, worst]
        assert standings(levels, ["-5", "99999"], confirmed=False) == ["implausible_intensity"] * 2

    def test_levels_that_differ_by_less_than_a_place_have_nothing_between(self):
        """29.307 and 29.30729307 millionths of a millionth in kJ/kg are one threshold."""
        values = ["0.000000000029", "0.000000000030"]
        levels = ("0.000000000001", "0.00000000000100001")
        assert standings(levels, values, unit="kJ/kg") == ["at_benchmark", "below_baseline"]

    def test_implausible_line_has_no_other_editions(self):
        """It is not a question of the edition."""
        assert verdict_on("cement-clinker", "0.0987", edition="ndrc-2021").other_editions == ()


class TestOtherEditions:
    """`other_editions` shows beside an ungraded line what the others would say; it counts nowhere."""

    @pytest.mark.parametrize(
        ("intensity", "confirmed", "standing"),
        [
            ("380", None, Standing.AT_BENCHMARK),
            ("420", None, Standing.BETWEEN),
            ("99999", True, Standing.BELOW_BASELINE),
            ("99999", None, None),
        ],
    )
    def test_other_edition_says_what_it_would(self, intensity, confirmed, standing):
        whole = judge([line("paraxylene", intensity, intensity_confirmed=confirmed)], "ndrc-2023")
        (verdict,) = whole.verdicts
        expected = (OtherStanding(edition="ndrc-2021", standing=standing),) if standing else ()
        assert (verdict.reason, verdict.other_editions) == ("benchmark_not_held", expected)
        assert whole.summary.overall.lines.amounts == (0, 0, 0, 0, 0, 1)

    def test_one_level_of_another_edition_says_what_it_can(self):
        facts = made_up(
            product("tea", (None, None), edition="new"),
            product("tea", (100, None), edition="old"),
            product("tea", (None, 117), edition="older"),
        )
        (verdict,) = judge([line("tea", 110)], "new", facts).verdicts
        assert {each.edition: each.standing.value for each in verdict.other_editions} == {
            "old": "above_benchmark",
            "older": "within_baseline",
        }

    def test_unit_that_does_not_fit_another_edition_says_nothing(self):
        facts = made_up(product("tea", (None, None), (None, None), edition="new"), product("tea", edition="old"))
        for unit in (None, "kWh/t"):
            each = line("tea", 110, capacity_unit="t/a", intensity_unit=unit)
            (verdict,) = judge([each], "new", facts).verdicts
            assert (verdict.editions, verdict.other_editions) == (("old",), ())

    def test_line_without_an_intensity_has_nothing_to_compare(self):
        assert verdict_on("paraxylene", None, edition="ndrc-2023").other_editions == ()


class TestStage:
    """Only `existing` is in totals and goals; the others are evaluated and added up under `pipeline`."""

    def test_pipeline_is_added_up_by_itself(self):
        lines = [
            line(intensity=118, capacity=5, stage="existing", group="a"),
            line(intensity=100, capacity=1, stage="planned", group="b"),
            line(intensity=101, capacity=2, stage="under_construction"),
            line(capacity=4, stage="planned"),
            line("ferroalloy.ferrosilicon", 99999, 8, stage="planned"),
        ]
        whole = judge(lines, "ndrc-2021")
        assert whole.summary.pipeline.capacity.amounts == (1, 2, 0, 0, 0, 12)
        assert whole.summary.pipeline.lines.total == 4
        assert whole.summary.overall.capacity.amounts == (0, 0, 5, 0, 0, 0)
        assert [each.name for each in whole.summary.groups] == ["a"]
        assert (whole.summary.submitted, whole.summary.graded, whole.summary.ungraded) == (5, 3, 2)
        assert [each.id for each in whole.summary.products] == ["cement-clinker", "ferroalloy.ferrosilicon"]

    @pytest.mark.parametrize(
        ("benchmark", "intensity", "meets"),
        [
            ("cement-clinker", 100, True),
            ("cement-clinker", 101, False),
            ("steel.eaf-30-to-50", 86, None),
            ("steel.eaf-30-to-50", 87, False),
        ],
    )
    def test_planned_line_must_be_at_the_benchmark_level(self, benchmark, intensity, meets):
        """Planned and under construction: at the benchmark level (both editions)."""
        verdict = verdict_on(benchmark, intensity, stage="planned")
        assert (verdict.stage, verdict.meets_required) == ("planned", meets)

    def test_list_without_such_lines_has_no_pipeline(self):
        assert judge([line(intensity=100)]).summary.pipeline is None

    def test_planned_line_alone_leaves_nothing_to_divide_by(self):
        whole = judge([line(intensity=100, stage="planned")])
        assert whole.progress(goal()).reason == "no_capacity"
        assert whole.summary.sectors == ()


class TestContradictsVariant:
    """A 600 t/d line under `flat-glass.above-800`."""

    @pytest.mark.parametrize(
        ("benchmark", "capacity", "unit", "is_warned"),
        [
            ("flat-glass.above-800", "600", "t/d", True),
            ("flat-glass.above-800", "800", "t/d", True),
            ("flat-glass.above-800", "800.000000000001", "t/d", False),
            ("flat-glass.500-to-800", "499.999999999999", "t/d", True),
            ("flat-glass.500-to-800", "500", "t/d", False),
            ("flat-glass.500-to-800", "800", "t/d", False),
            ("flat-glass.500-to-800", "800.000000000001", "t/d", True),
            ("flat-glass.500-to-800", "10000", "weight_box/d", False),
            ("flat-glass.500-to-800", "16000.1", "weight_box/d", True),
            ("flat-glass.above-800", "600", "t/a", False),  # a year says nothing about a day
            ("cement-clinker", "1", "t/d", False),
        ],
    )
    def test_capacity_per_day_is_held_against_the_name(self, benchmark, capacity, unit, is_warned):
        for intensity in (None, 99):
            each = line(
                benchmark, intensity, capacity, capacity_unit=unit, operating_days=365, intensity_confirmed=True
            )
            whole = judge([each, each])
            assert getattr(whole.verdicts[0], "warnings", ()) == ((CONTRADICTS_VARIANT,) if is_warned else ())
            expected = ListWarning(code=CONTRADICTS_VARIANT, lines=2) if is_warned else None
            assert whole.warning(CONTRADICTS_VARIANT) == expected

    def test_size_without_a_unit_that_fits_says_nothing(self):
        size = Size(lowest=Decimal(1), includes_lowest=True, highest=None, unit=units().capacity("m2/d"))
        facts = made_up(product("tea"), cautions=Cautions(sizes={"tea": size}))
        (verdict,) = judge([line("tea", 100, capacity_unit="t/d", operating_days=1)], facts=facts).verdicts
        assert not hasattr(verdict, "warnings")


class TestOutliers:
    """A factor of 1,000 or more from the median of the product's lines, ten lines or more."""

    def lines(self, *odd, count=MIN_LINES, **fields):
        usual = [line(intensity=99, capacity=5000, id=f"line-{each}") for each in range(count - len(odd))]
        return [*(line(intensity=99, capacity=each, id=f"odd-{each}", **fields) for each in odd), *usual]

    @pytest.mark.parametrize(
        ("capacity", "is_outlier"),
        [
            ("5000000", True),
            ("4999999.999999999999", False),
            ("5", True),
            ("5.000000000001", False),
            ("0.000000000001", True),
        ],
    )
    def test_factor_of_a_thousand_is_far(self, capacity, is_outlier):
        warning = judge(self.lines(capacity)).warning(CAPACITY_OUTLIER)
        named = (NamedLine(index=0, id=f"odd-{capacity}"),)
        assert warning == (ListWarning(code=CAPACITY_OUTLIER, lines=1, named=named) if is_outlier else None)

    def test_fewer_than_ten_lines_say_nothing(self):
        assert judge(self.lines("9999999", count=MIN_LINES - 1)).warning(CAPACITY_OUTLIER) is None

    def test_capacities_are_compared_in_one_unit(self):
        lines = self.lines("500", capacity_unit="万t/a")
        assert judge(lines).warning(CAPACITY_OUTLIER).named == (NamedLine(index=0, id="odd-500"),)
        assert judge(self.lines("0.5", capacity_unit="万t/a")).warning(CAPACITY_OUTLIER) is None

    def test_lines_that_count_nowhere_are_no_measure(self):
        lines = self.lines("9999999", stage="planned")
        assert judge([*lines, line("unobtainium", 99, 10**14)]).warning(CAPACITY_OUTLIER) is None

    @pytest.mark.parametrize(("largest", "lines"), [("2000000", 1), ("1999999.999999999999", None)])
    def test_median_of_an_even_number_is_between_the_middle_two(self, largest, lines):
        """Of six at 1,000, five at 3,000 and one far above it is 2,000."""
        capacities = [*[1000] * 6, *[3000] * 5, largest]
        warning = judge([line(intensity=99, capacity=each) for each in capacities]).warning(CAPACITY_OUTLIER)
        assert (warning and warning.lines) == lines

    def test_few_of_many_are_named_and_all_are_counted(self):
        count = MAX_NAMED + 1
        lines = [*self.lines(count=2 * count + 1), *(line(intensity=99, capacity="0.1") for _ in range(count))]
        warning = judge(lines).warning(CAPACITY_OUTLIER)
        assert (warning.lines, len(warning.named)) == (count, MAX_NAMED)


class TestCountedTwice:
    """Lines of one `group` hold a process and a step of it."""

    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            ([("lead.whole", "a"), ("lead.crude", "a")], (2, ("a",))),
            ([("lead.whole", "a"), ("lead.crude", "b")], None),
            ([("lead.whole", None), ("lead.crude", None)], None),
            ([("lead.crude", "a"), ("lead.refining", "a")], None),
            ([("copper.concentrate-to-cathode", "b"), ("copper.electrolysis", "b"), ("lead.crude", "b")], (2, ("b",))),
            ([("lead.whole", "a"), ("lead.crude", "a"), ("lead.crude", "a")], (3, ("a",))),
            (
                [(each, group) for group in "ba" for each in ("lead.whole", "lead.crude", "lead.refining")],
                (6, ("a", "b")),
            ),
        ],
    )
    def test_whole_and_step_of_one_group_may_count_twice(self, lines, expected):
        whole = judge([line(product, group=group) for product, group in lines], "ndrc-2021")
        warning = ListWarning(code=COUNTED_TWICE, lines=expected[0], about=expected[1]) if expected else None
        assert whole.warning(COUNTED_TWICE) == warning

    def test_group_of_two_processes_is_named_once(self):
        cautions = Cautions(processes=(Process(whole="a", steps=("b",)), Process(whole="c", steps=("d",))))
        facts = made_up(*map(product, "abcd"), cautions=cautions)
        whole = judge([line(each, 100, group="x") for each in "abcd"], facts=facts)
        assert whole.warning(COUNTED_TWICE) == ListWarning(code=COUNTED_TWICE, lines=4, about=("x",))


class TestSupersededEdition:
    @pytest.mark.parametrize(
        ("edition", "as_of", "is_warned"),
        [
            ("ndrc-2021", None, True),
            ("ndrc-2021", "2023-07-03", False),
            ("ndrc-2021", "2023-07-04", True),
            ("ndrc-2023", None, False),
            ("ndrc-2023", "2026-11-22", False),
        ],
    )
    def test_edition_that_another_has_replaced_by_then_is_said(self, edition, as_of, is_warned):
        lines = [line(intensity=99), line(intensity=99, stage="planned"), line("unobtainium")]
        warning = judge(lines, edition, as_of=as_of).warning(SUPERSEDED_EDITION)
        expected = ListWarning(code=SUPERSEDED_EDITION, lines=2, about=("ndrc-2023",))
        assert warning == (expected if is_warned else None)


class TestGoalWarnings:
    def test_goal_is_over_after_its_last_day(self):
        """`goal_over` (needs `as_of`)."""
        whole = judge([line(intensity=99)], "ndrc-2023")
        reached = [whole.progress(catalogue().goal(each)) for each in ("china-2025-clinker", "china-2028-clearance")]
        for as_of, goals in (
            (None, None),
            ("2025-12-31", None),
            ("2026-01-01", ("china-2025-clinker",)),
            ("2029-01-01", ("china-2025-clinker", "china-2028-clearance")),
        ):
            expected = [ListWarning(code=GOAL_OVER, lines=1, about=goals)] if goals else []
            assert list(warn_of_past_goals(reached, as_of)) == expected

    def test_goal_without_a_day_is_never_over(self):
        reached = judge([line(intensity=99)]).progress(goal())
        assert list(warn_of_past_goals([reached], "2099-01-01")) == []

    @pytest.mark.parametrize(
        ("products", "weighting", "lines"),
        [
            (["iron.blast-furnace", "steel.converter", "steel.converter"], "capacity", 3),
            (["iron.blast-furnace", "steel.converter"], "lines", None),
            (["iron.blast-furnace"], "capacity", None),
            (["steel.converter", "steel.eaf-50-up"], "capacity", None),
        ],
    )
    def test_iron_and_steel_by_capacity_count_the_same_metal(self, products, weighting, lines):
        """`consecutive_steps` (iron and steel both, weighting `capacity`)."""
        reached = judge([line(each) for each in [*products, "cement-clinker"]]).progress(goal(), weighting)
        expected = [ListWarning(code=CONSECUTIVE_STEPS, lines=lines, about=("iron", "steel"))] if lines else []
        assert list(warn_of_consecutive([reached], catalogue().cautions.consecutive)) == expected
