"""Where a list stands against a goal."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from service.domain.errors import GoalNotOfLinesError
from service.domain.goal import KINDS, BelowBaselineAtMost, GoalOfLines, ShareAtLeast
from service.domain.progress import Progress, Status, measure_progress
from service.domain.weighting import Weighting
from tests.builders import Judged, Line, catalogue, clearance, goal, judge, line, made_up, product
from tests.domain.oracle import held_rows

KEYS = ("at_benchmark", "between", "below_baseline", "ungraded")
INTENSITIES = dict(zip(KEYS, (99, 101, 118, None), strict=True))


def clinker(**capacities: str | int) -> Judged:
    """A list of clinker of these capacities by standing."""
    return judge([line(intensity=INTENSITIES[part], capacity=value) for part, value in capacities.items()])


def outcome(reached: Progress) -> tuple[str, Decimal | None]:
    return reached.status.value, reached.shortfall


class TestShareGoal:
    """`met` if even `low` reaches the target, `not_met` if even `high` does not, else `undetermined`."""

    @pytest.mark.parametrize(
        ("target", "capacities", "status", "shortfall"),
        [
            ("0.5", {"at_benchmark": 5, "between": 5}, "met", "0"),
            ("0.5", {"at_benchmark": "4.999999999999", "between": "5.000000000001"}, "not_met", None),
            ("0.5", {"at_benchmark": "4.999999", "between": "5.000001"}, "not_met", "0.000001"),
            ("0.5", {"at_benchmark": "5.000000000001", "between": "4.999999999999"}, "met", "0"),
            ("0.5", {"at_benchmark": 4, "ungraded": 1, "between": 5}, "undetermined", "1"),
            ("0.5", {"at_benchmark": 4, "ungraded": "0.999999999999", "between": "5.000000000001"}, "not_met", "1"),
            ("0.5", {"at_benchmark": 4, "ungraded": 6}, "undetermined", "1"),
            ("0.5", {"ungraded": 1}, "undetermined", "0.5"),
            ("0.5", {"below_baseline": 1}, "not_met", "0.5"),
            ("0", {"below_baseline": 1}, "met", "0"),
            ("1", {"at_benchmark": 1}, "met", "0"),
            ("1", {"at_benchmark": 1, "ungraded": 1}, "undetermined", "1"),
            ("1", {"at_benchmark": 1, "between": 1}, "not_met", "1"),
        ],
    )
    def test_goal_that_is_reached_by_equality(self, target, capacities, status, shortfall):
        """A goal needs >=; `shortfall` is 0 when met."""
        reached = clinker(**capacities).progress(goal(target))
        assert reached.status == status
        assert shortfall is None or reached.shortfall == Decimal(shortfall)
        assert (reached.unit, reached.reason) == ("t/a", None)

    @pytest.mark.parametrize(
        ("target", "capacities", "status"),
        [
            ("0.3", {"at_benchmark": 3, "between": 7}, "not_met"),
            ("0.3", {"at_benchmark": "3.000000000001", "between": "6.999999999999"}, "met"),
            ("0.3", {"at_benchmark": 2, "ungraded": 1, "between": 7}, "not_met"),
            ("0.3", {"at_benchmark": 2, "ungraded": "1.000000000001", "between": "6.999999999999"}, "undetermined"),
            ("0.3", {"at_benchmark": 3, "ungraded": 7}, "undetermined"),
            ("0", {"between": 1}, "not_met"),
            ("1", {"at_benchmark": 1}, "not_met"),
        ],
    )
    def test_goal_that_says_more_than_needs_more(self, target, capacities, status):
        """A goal that says "more than" (`must_exceed`) needs >."""
        assert clinker(**capacities).progress(goal(target, must_exceed=True)).status == status

    @pytest.mark.parametrize(
        ("goal_id", "status"), [("china-2025-benchmark-share", "not_met"), ("china-2025-clinker", "met")]
    )
    def test_published_goals_differ_at_exactly_thirty_percent(self, goal_id, status):
        assert clinker(at_benchmark=30, between=70).progress(catalogue().goal(goal_id)).status == status

    def test_shortfall_is_zero_only_when_the_goal_is_met(self):
        """`shortfall`: how much more capacity must reach the level for `low` to reach the target; 0 when met."""
        reached = clinker(at_benchmark="4.9999999", between="5.0000001").progress(goal("0.5"))
        assert outcome(reached) == ("not_met", Decimal("0.0000001"))


class TestClearanceGoal:
    """A clearance goal (`below_baseline_at_most`) looks at below_baseline / total instead."""

    @pytest.mark.parametrize(
        ("target", "capacities", "status", "shortfall"),
        [
            ("0", {"at_benchmark": 1}, "met", "0"),
            ("0", {"between": 1}, "met", "0"),
            ("0", {"between": 1, "below_baseline": "0.000001"}, "not_met", "0.000001"),
            ("0", {"between": 1, "ungraded": "0.000001"}, "undetermined", "0.000001"),
            ("0.1", {"between": 9, "below_baseline": 1}, "met", "0"),
            ("0.1", {"between": 9, "ungraded": 1}, "met", "0"),
            ("0.1", {"between": 8, "below_baseline": 1, "ungraded": 1}, "undetermined", "1"),
            ("0.1", {"between": "8.999999999999", "below_baseline": "1.000000000001"}, "not_met", None),
            ("0.1", {"between": 5, "below_baseline": 3, "ungraded": 2}, "not_met", "4"),
        ],
    )
    def test_shortfall_is_the_capacity_to_be_lifted(self, target, capacities, status, shortfall):
        """`met` if (below_baseline + ungraded) / total is within the target, `not_met` if below_baseline / total alone
        is over it, else `undetermined`; its `shortfall` is the capacity to be lifted.
        """
        reached = clinker(**capacities).progress(clearance(target))
        assert reached.status == status
        assert shortfall is None or reached.shortfall == Decimal(shortfall)

    def test_share_shown_is_that_below_the_baseline(self):
        share = clinker(between=5, below_baseline=3, ungraded=2).progress(clearance()).share
        assert (share.low.for_display(), share.high.for_display()) == (Decimal("0.3"), Decimal("0.5"))

    def test_published_clearance_goal_is_met_at_the_baseline_level_itself(self):
        whole = judge([line(intensity=117)], "ndrc-2023")
        assert whole.progress(catalogue().goal("china-2028-clearance")).status is Status.MET


class TestWeightings:
    @pytest.mark.parametrize(
        ("target", "must_exceed", "at_benchmark", "of", "expected"),
        [
            ("0.3", True, 3, 10, ("not_met", 1)),
            ("0.3", True, 4, 10, ("met", 0)),
            ("0.3", False, 3, 10, ("met", 0)),
            ("0.3", False, 2, 10, ("not_met", 1)),
            ("0.3", False, 3, 11, ("not_met", 1)),  # 3.3 lines are 4
            ("0.3", True, 3, 11, ("not_met", 1)),
            ("0.5", False, 0, 3, ("not_met", 2)),
            ("1", False, 0, 3, ("not_met", 3)),
        ],
    )
    def test_shortfall_of_lines_is_a_whole_number(self, target, must_exceed, at_benchmark, of, expected):
        lines = [line(intensity=99)] * at_benchmark + [line(intensity=101)] * (of - at_benchmark)
        reached = judge(lines).progress(goal(target, must_exceed=must_exceed), "lines")
        assert outcome(reached) == expected
        assert reached.unit == "lines"

    @pytest.mark.parametrize(("target", "shortfall"), [("0", 3), ("0.25", 1), ("0.3", 0), ("0.1", 2)])
    def test_lines_to_be_lifted_are_a_whole_number(self, target, shortfall):
        lines = [line(intensity=99)] * 7 + [line(intensity=118)] * 3
        assert judge(lines).progress(clearance(target), "lines").shortfall == shortfall

    @pytest.mark.parametrize(
        ("target", "status", "shortfall"),
        [("0.5", "met", "0"), ("0.500001", "not_met", "0.000001"), ("0.75", "not_met", "0.25")],
    )
    def test_mean_of_the_sectors_falls_short_by_a_share(self, target, status, shortfall):
        whole = judge([line(intensity=99, capacity=1000), line("lead.crude", 231)])
        reached = whole.progress(goal(target), "sector_mean")
        assert outcome(reached) == (status, Decimal(shortfall))
        assert reached.unit == "share"

    def test_mean_of_the_sectors_stands_against_a_clearance_goal(self):
        whole = judge([line(intensity=118), line("lead.crude", 231)])
        assert outcome(whole.progress(clearance("0.1"), "sector_mean")) == ("not_met", Decimal("0.4"))

    def test_energy_falls_short_in_coal(self):
        whole = judge([line(intensity=101, capacity=1000), line("aluminium.electrolytic", 13001, 1000)])
        reached = whole.progress(goal("0.5"), "energy")
        assert (reached.shortfall, reached.unit) == (Decimal("848.85"), "tce/a")

    @pytest.mark.parametrize(("target", "status"), [("0.543749", "met"), ("0.54375", "not_met")])
    def test_mean_of_many_sectors_is_compared_exactly(self, target, status):
        """Input never causes a 500. Exact fractions decide."""
        whole = many_sectors()
        assert whole.summary.overall.sector_mean.share_at_benchmark.low.for_display() == Decimal("0.54375")
        assert whole.progress(goal(target), "sector_mean").status == status


class TestEnterprises:
    """`qinghai-2025-enterprise-share` counts enterprises: lines are taken as such only if the caller says so."""

    LARGE_AND_SMALL = (line(intensity=99, capacity=100), *[line(intensity=101, capacity=1)] * 4)

    @pytest.mark.parametrize(
        ("weighting", "lines_are_enterprises", "expected"),
        [
            (None, True, ("not_met", None)),  # one of five enterprises
            ("lines", True, ("not_met", None)),
            (None, False, ("undetermined", "scope_differs")),
            ("capacity", True, ("undetermined", "scope_differs")),  # nearly all of the capacity
            ("energy", True, ("undetermined", "scope_differs")),
            ("sector_mean", True, ("undetermined", "scope_differs")),
        ],
    )
    def test_share_of_anything_but_enterprises_decides_nothing(self, weighting, lines_are_enterprises, expected):
        enterprises = catalogue().goal("qinghai-2025-enterprise-share")
        judged = judge(self.LARGE_AND_SMALL)
        reached = judged.progress(enterprises, weighting, lines_are_enterprises=lines_are_enterprises)
        assert (reached.status, reached.reason) == expected


class TestNothingToSay:
    def test_mixed_dimensions_leave_a_goal_by_capacity_undetermined(self):
        """A goal weighted by capacity is `undetermined` with that reason (`mixed_capacity_dimensions`)."""
        reached = judge([line(intensity=99), line("ceramic-tile.low-absorption", 4)]).progress(goal())
        assert (reached.status, reached.reason) == (Status.UNDETERMINED, "mixed_capacity_dimensions")
        assert (reached.shortfall, reached.unit, reached.share.low) == (None, None, None)

    def test_list_without_an_energy_weight_leaves_a_goal_by_energy_undetermined(self):
        reached = judge([line("steel.converter", -30)]).progress(goal(), "energy")
        assert (reached.status, reached.reason, reached.shortfall) == (Status.UNDETERMINED, "no_energy_weight", None)

    @pytest.mark.parametrize("weighting", Weighting)
    @pytest.mark.parametrize("aim", [goal(), clearance(), goal(0)])
    def test_list_without_a_sound_line_leaves_every_goal_undetermined(self, weighting, aim):
        """Nothing to divide by gives null shares and an `undetermined` goal with `reason: "no_capacity"`."""
        reached = judge([line("unobtainium", 1)]).progress(aim, weighting, leaves_out_rejected=True)
        assert (reached.status, reached.reason, reached.shortfall) == (Status.UNDETERMINED, "no_capacity", None)

    @pytest.mark.parametrize("weighting", ["capacity", "energy", "sector_mean"])
    @pytest.mark.parametrize("aim", [goal(), clearance()])
    def test_figures_that_do_not_exist_fall_short_by_nothing_known(self, weighting, aim):
        whole = judge(
            [line("steel.converter", 1), line("ceramic-tile.low-absorption", 4)] if weighting != "sector_mean" else []
        )
        assert whole.progress(aim, weighting).shortfall is None


class TestOtherGoals:
    """The first two are answered from a list of lines; the other three from figures that the caller sends."""

    @pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if not issubclass(kind, GoalOfLines)])
    def test_goal_of_another_kind_is_refused(self, kind):
        aim = goal(kind=kind)
        assert not aim.is_of_lines
        with pytest.raises(GoalNotOfLinesError) as refused:
            measure_progress(aim, judge([line(intensity=99)]).summary)
        assert (refused.value.goal, refused.value.kind) == ("", kind.kind)

    @pytest.mark.parametrize(
        "goal_id", ["zhejiang-2025-energy-intensity", "zhejiang-2025-green-factories", "china-2028-gain"]
    )
    def test_published_goal_of_another_kind_is_refused_by_its_id(self, goal_id):
        with pytest.raises(GoalNotOfLinesError) as refused:
            judge([line(intensity=99)]).progress(catalogue().goal(goal_id), "capacity")
        assert refused.value.goal == goal_id

    def test_direction_of_a_kind_is_the_one_in_its_name(self):
        assert KINDS.keys() == {kind.kind for kind in KINDS.values()}
        for name, kind in KINDS.items():
            assert name.endswith(kind.direction)
            assert goal(kind=kind).direction is kind.direction

    def test_goals_of_lines_are_shares_and_clearances(self):
        assert {ShareAtLeast, BelowBaselineAtMost} == {kind for kind in KINDS.values() if goal(kind=kind).is_of_lines}


def many_sectors() -> Judged:
    """Two lines in every sector of 2021 that can be graded, of some million tonnes to the kilogramme."""
    digits = random.Random(1)  # noqa: S311 - a list that is the same every time
    lines: dict[str, list[Line]] = {}
    for row in held_rows():
        if row.edition == "ndrc-2021":
            capacities = [Decimal(digits.randrange(10**9, 10**10)).scaleb(-3) for _ in range(2)]
            lines[row.sector] = [
                line(row.id, i, c, intensity_confirmed=True) for i, c in zip((-1000, 100000), capacities, strict=True)
            ]
    return judge(each for pair in lines.values() for each in pair)


STEEL = (("iron", "steel"), ("aluminium",), ("cement-clinker",))
"""Three industries; iron and steel are one of them."""


class TestScope:
    """A goal counts the lines of its own industries; a line of another area is in no figure of the goal."""

    LINES = (
        line("aluminium.electrolytic", 13500, 400000),
        line("cement-clinker", 99, 1600000),
        line("lead.crude", None, 1000),
    )

    def test_kiln_does_not_meet_the_goal_of_the_smelters(self):
        """`goal.lines: {counted, out_of_scope}`."""
        whole = judge(self.LINES)
        reached = whole.progress(catalogue().goal("china-2025-aluminium"))
        assert (reached.status, reached.counted, reached.out_of_scope) == (Status.NOT_MET, 1, 2)
        assert reached.share.low.fraction == 0
        assert reached.figures.total == 400000
        assert whole.summary.overall.capacity.total == 2001000

    def test_goal_without_sectors_counts_every_line(self):
        reached = judge(self.LINES).progress(goal(), "lines")
        assert (reached.counted, reached.out_of_scope) == (3, 0)
        assert reached.lines_by_sector == {"aluminium": 1, "cement-clinker": 1, "lead": 1}

    @pytest.mark.parametrize("weighting", Weighting)
    def test_goal_of_which_no_line_is_counted_is_undetermined(self, weighting):
        """Nothing counted: `undetermined`, `no_capacity`."""
        reached = judge(self.LINES).progress(goal(sectors=(("ethylene",),)), weighting)
        assert (reached.status, reached.reason, reached.counted) == (Status.UNDETERMINED, "no_capacity", 0)

    def test_other_areas_mix_no_dimension_into_the_goal(self):
        lines = [line(intensity=99), line("ceramic-tile.low-absorption", 4)]
        reached = judge(lines).progress(goal(sectors=(("cement-clinker",),)))
        assert (reached.status, reached.unit) == (Status.MET, "t/a")

    @pytest.mark.parametrize(
        ("sectors", "low"),
        [
            (None, Fraction(1, 2)),  # iron 0, steel 1, aluminium 0, clinker 1
            (STEEL, Fraction(5, 12)),  # iron and steel 1/4, aluminium 0, clinker 1
            (STEEL[:2], Fraction(1, 8)),
            ((*STEEL, ("ethylene",)), Fraction(5, 12)),  # an industry without a line is not there
        ],
    )
    def test_mean_is_over_the_industries_of_the_goal(self, sectors, low):
        """Inside a goal `sector_mean` averages over these industries, so 钢铁 counts once."""
        lines = [
            line("iron.blast-furnace", 400, 3),
            line("steel.converter", -31, 1),
            line("aluminium.electrolytic", 13500, 5),
            line("cement-clinker", 99, 7),
        ]
        reached = judge(lines, "ndrc-2021").progress(goal(sectors=sectors), "sector_mean")
        assert reached.share.low.fraction == low

    def test_weighting_is_the_goals_unless_another_is_named(self):
        whole = judge([line(intensity=99), line(intensity=101, capacity=9)])
        assert whole.progress(goal(weighting=Weighting.LINES)).share.low.fraction == Fraction(1, 2)
        assert whole.progress(goal(weighting=Weighting.LINES), "capacity").share.low.fraction == Fraction(1, 10)
        assert whole.progress(goal(weighting=None)).weighting is Weighting.CAPACITY


class TestRejectedLines:
    """While a line is rejected the goal is `undetermined`, reason `lines_rejected`, whatever the shares say."""

    BAD = tuple(line("unobtainium", 99) for _ in range(50))

    @pytest.mark.parametrize("aim", [goal(), clearance(), goal(0), goal(sectors=(("ethylene",),))])
    @pytest.mark.parametrize("weighting", Weighting)
    def test_one_good_line_beside_fifty_that_were_rejected_proves_nothing(self, aim, weighting):
        reached = judge([line(intensity=99), *self.BAD]).progress(aim, weighting)
        assert (reached.status, reached.reason, reached.shortfall) == (Status.UNDETERMINED, "lines_rejected", None)
        assert reached.left_out is None

    def test_shares_stay_over_the_lines_that_were_understood(self):
        reached = judge([line(intensity=99), *self.BAD]).progress(goal())
        assert reached.share.low.fraction == reached.share.high.fraction == 1

    def test_caller_who_means_it_leaves_them_out(self):
        """`goal.left_out: {lines}` says how many."""
        reached = judge([line(intensity=99), *self.BAD]).progress(goal(), leaves_out_rejected=True)
        assert (reached.status, reached.reason, reached.left_out) == (Status.MET, None, 50)

    def test_list_without_rejected_lines_leaves_none_out(self):
        assert judge([line(intensity=99)]).progress(goal(), leaves_out_rejected=True).left_out == 0


class TestGoalsOfEnterprises:
    """Lines are taken as enterprises only with `a_line_is: enterprise`; otherwise `undetermined`, `scope_differs`."""

    AIM = catalogue().goal("qinghai-2025-enterprise-share")

    def test_goal_that_counts_enterprises_is_not_decided_by_lines(self):
        reached = judge([line(intensity=99)]).progress(self.AIM)
        assert (reached.status, reached.reason, reached.shortfall) == (Status.UNDETERMINED, "scope_differs", None)

    def test_goal_that_counts_enterprises_says_so_before_anything_else(self):
        assert judge([line("unobtainium")]).progress(self.AIM).reason == "scope_differs"

    def test_lines_that_are_enterprises_decide_it(self):
        reached = judge([line(intensity=99)]).progress(self.AIM, lines_are_enterprises=True)
        assert (reached.status, reached.weighting) == (Status.MET, Weighting.LINES)

    def test_other_goals_need_no_such_word(self):
        assert judge([line(intensity=99)]).progress(goal()).status is Status.MET


class TestSeveralEditions:
    """A goal of another edition than the answer's is judged by its own edition's levels, in one reading."""

    def test_ferrosilicon_stands_differently_in_each(self):
        """Baseline 1900 became 1850."""
        whole = judge([line("ferroalloy.ferrosilicon", 1880, 5)], "ndrc-2021", further=["ndrc-2023"])
        assert whole.summary.overall.capacity.amounts == (0, 5, 0, 0, 0, 0)
        assert whole.progress(clearance()).status is Status.MET
        reached = whole.progress(clearance(), edition="ndrc-2023")
        assert (reached.status, reached.shortfall, reached.edition) == (Status.NOT_MET, 5, "ndrc-2023")

    @pytest.mark.parametrize("unit", [None, "t/a"])
    def test_product_that_the_other_edition_does_not_have_cannot_be_graded_there(self, unit):
        """It stays in the total, so it widens the band and decides nothing."""
        facts = made_up(product("tea", edition="new"), product("salt", edition="old"))
        whole = judge([line("tea", 99, 5, capacity_unit=unit)], "new", facts, further=["old"])
        reached = whole.progress(goal(), edition="old")
        assert (reached.status, reached.figures.amounts) == (Status.UNDETERMINED, (0, 0, 0, 0, 0, 5))

    def test_energy_is_weighed_by_the_levels_of_the_edition(self):
        facts = made_up(product("tea", (100, 117), edition="new"), product("tea", (50, 60), edition="old"))
        whole = judge([line("tea", 99, 1000)], "new", facts, further=["old"])
        old, new = (whole.progress(goal(), "energy", edition=each).figures for each in ("old", "new"))
        assert (Fraction(old.total) / Fraction(old.divisor), Fraction(new.total) / Fraction(new.divisor)) == (50, 100)

    def test_line_without_an_intensity_or_implausible_or_planned_is_the_same_in_each(self):
        lines = [
            line(capacity=1),
            line(intensity="0.0987", capacity=2),
            line(intensity="0.0987", capacity=4, intensity_confirmed=True),
            line(intensity=99, capacity=8, stage="planned"),
        ]
        whole = judge(lines, "ndrc-2021", further=["ndrc-2023"])
        for edition in ("ndrc-2021", "ndrc-2023"):
            assert whole.progress(goal(), edition=edition).figures.amounts == (4, 0, 0, 0, 0, 3)

    def test_list_of_planned_lines_counts_in_no_edition(self):
        whole = judge([line(intensity=99, stage="planned")], "ndrc-2021", further=["ndrc-2023"])
        assert whole.progress(goal(), edition="ndrc-2023").counted == 0
