"""What the verdicts of a list add up to: overall, by sector and by group."""

from decimal import Decimal
from fractions import Fraction

import pytest

from service.domain.excess import Excess
from service.domain.share import Share
from service.domain.tally import PARTS, Tally
from service.domain.weighting import (
    Weighting,
    average_sectors,
    weigh_by_capacity,
    weigh_by_energy,
    weigh_by_lines,
)
from tests.builders import judge, line, made_up, product

CLINKER = [
    line(intensity=100, capacity=1),
    line(intensity=117, capacity=2),
    line(intensity=118, capacity=4),
    line(capacity=8),
]


def amounts(*values):
    return tuple(Decimal(value) for value in values)


def shown(share: Share) -> list[Decimal | None]:
    return [ratio and ratio.for_display() for ratio in (share.low, share.high, share.of_graded)]


class TestCounts:
    def test_parts_partition_the_list(self):
        """Per sector and overall, the numbers by standing."""
        summary = judge(CLINKER).summary
        assert summary.overall.capacity.amounts == amounts(1, 2, 4, 0, 0, 8)
        assert summary.overall.capacity.total == 15
        assert summary.overall.lines.amounts == amounts(1, 1, 1, 0, 0, 1)
        assert summary.overall.energy.unit == "tce/a"

    def test_shares_are_of_the_total(self):
        capacity = judge(CLINKER).summary.overall.capacity
        assert shown(capacity.share_at_benchmark) == list(amounts("0.066667", "0.6", "0.142857"))
        assert shown(capacity.share_below_baseline) == list(amounts("0.266667", "0.8", "0.571429"))

    def test_rejected_lines_are_in_no_total(self):
        """They are in no total, and the answer says so."""
        summary = judge([*CLINKER, line("unobtainium", 99, 1000)]).summary
        assert (summary.submitted, summary.graded, summary.ungraded, summary.rejected) == (5, 3, 1, 1)
        assert summary.overall.capacity.total == 15
        assert summary.overall.lines.total == 4

    @pytest.mark.parametrize("lines", [[], [line("unobtainium", 99)]])
    def test_list_without_a_sound_line_adds_up_to_nothing(self, lines):
        """Nothing to divide by (every line rejected) gives null shares and `no_capacity`."""
        summary = judge(lines).summary
        assert (summary.graded, summary.ungraded, summary.rejected) == (0, 0, len(lines))
        assert (summary.sectors, summary.groups, summary.products) == ((), (), ())
        for weighting in Weighting:
            figures = summary.overall.under(weighting)
            assert figures.reason == "no_capacity"
            assert figures.share_at_benchmark == figures.share_below_baseline == Share()

    def test_taking_more_lines_after_a_summary_adds_to_it(self):
        assert judge(CLINKER * 3).summary.overall.capacity.amounts == amounts(3, 6, 12, 0, 0, 24)


class TestSectors:
    def test_sectors_and_products_stand_in_the_order_of_the_document(self):
        """Rows in the order of the document."""
        named = ["aluminium.electrolytic", "coke.stamp-charged", "lead.refining", "coke.top-charged", "lead.crude"]
        summary = judge([line(each) for each in named]).summary
        assert [part.name for part in summary.sectors] == ["coke", "lead", "aluminium"]
        assert [each.id for each in summary.products] == [
            "coke.top-charged",
            "coke.stamp-charged",
            "lead.crude",
            "lead.refining",
            "aluminium.electrolytic",
        ]

    def test_sector_is_in_its_products_default_unit_and_the_whole_in_tonnes(self):
        """A sector's totals are in its products' default unit, `overall` in t/a (or the one dimension's base unit)."""
        summary = judge([line("flat-glass.above-800", 7, 100, capacity_unit="t/a"), line(intensity=99)]).summary
        glass, clinker = sorted((part.capacity for part in summary.sectors), key=lambda each: each.unit, reverse=True)
        assert (glass.unit, glass.amounts) == ("weight_box/a", amounts(2000, 0, 0, 0, 0, 0))
        assert (clinker.unit, clinker.amounts) == ("t/a", amounts(1, 0, 0, 0, 0, 0))
        assert (summary.overall.capacity.unit, summary.overall.capacity.total) == ("t/a", 101)

    def test_sector_of_areas_alone_adds_up_in_square_metres(self):
        overall = judge([line("ceramic-tile.low-absorption", 4, 2, capacity_unit="万m2/a")]).summary.overall
        assert (overall.capacity.unit, overall.capacity.total) == ("m2/a", 20000)

    def test_sector_whose_products_differ_in_unit_adds_up_in_the_base_unit(self):
        facts = made_up(
            product("glass.sheet", (8, 12), ("kgce/weight_box", "weight_box/a")), product("glass.tube", (100, 117))
        )
        (sector,) = judge([line("glass.sheet", 8, 20), line("glass.tube", 101)], facts=facts).summary.sectors
        assert (sector.capacity.unit, sector.capacity.amounts) == ("t/a", amounts(1, 1, 0, 0, 0, 0))

    def test_sector_whose_products_differ_in_dimension_does_not_add_up(self):
        facts = made_up(product("tile.floor", (4, 7), ("kgce/m2", "m2/a")), product("tile.roof", (100, 117)))
        summary = judge([line("tile.floor", 4), line("tile.roof", 101)], facts=facts).summary
        (sector,) = summary.sectors
        assert (sector.capacity.unit, sector.capacity.amounts) == (None, None)
        assert sector.capacity.reason == "mixed_capacity_dimensions"
        assert sector.lines.amounts == amounts(1, 1, 0, 0, 0, 0)
        assert summary.overall.sector_mean.reason == "mixed_capacity_dimensions"
        assert summary.overall.sector_mean.share_at_benchmark == Share()


class TestGroups:
    def test_groups_stand_by_name_and_lines_without_one_come_last(self):
        """`group` (a city or an enterprise, say) is optional."""
        lines = [
            line(intensity=99, capacity=1, group="湖州"),
            line(intensity=99, capacity=2),
            line(intensity=101, capacity=4, group="Hangzhou"),
            line("lead.crude", 231, 8, group="湖州"),
        ]
        groups = judge(lines).summary.groups
        assert [group.name for group in groups] == ["Hangzhou", "湖州", None]
        assert [group.capacity.amounts for group in groups] == [
            amounts(0, 4, 0, 0, 0, 0),
            amounts(1, 8, 0, 0, 0, 0),
            amounts(2, 0, 0, 0, 0, 0),
        ]
        assert [group.lines.total for group in groups] == [1, 2, 1]

    def test_list_of_which_all_lines_have_a_group_has_no_rest(self):
        assert [group.name for group in judge([line(group="b"), line(group="a")]).summary.groups] == ["a", "b"]

    def test_list_without_groups_has_none(self):
        assert judge([line(), line()]).summary.groups == ()

    def test_group_of_mixed_dimensions_does_not_add_up_and_the_others_do(self):
        lines = [
            line(intensity=99, group="a"),
            line("ceramic-tile.low-absorption", 4, group="a"),
            line("ceramic-tile.low-absorption", 4, group="b"),
        ]
        mixed, tiles = judge(lines).summary.groups
        assert (mixed.capacity.amounts, mixed.capacity.reason) == (None, "mixed_capacity_dimensions")
        assert (tiles.capacity.unit, tiles.capacity.total) == ("m2/a", 1)


class TestExcess:
    def test_what_all_lines_would_save_at_the_benchmark_level_adds_up(self):
        """(intensity − benchmark) × capacity, not below 0, in tce/a: overall, by sector and by group."""
        lines = [
            line(intensity=90, capacity=1000, group="a"),
            line(intensity=101, capacity=1000, group="a"),
            line(intensity=118, capacity=1000, group="b"),
            line("lead.crude", 231, 1000, group="b"),
        ]
        summary = judge(lines).summary
        assert summary.overall.excess == Excess(total=Fraction(20), lines=4, lines_without=0)
        assert [part.excess.total for part in summary.sectors] == [19, 1]
        assert [part.excess.total for part in summary.groups] == [1, 19]

    @pytest.mark.parametrize(
        ("lines", "excess"),
        [
            ([line(intensity=100)], (0, 1, 0)),
            ([line(intensity=101), line()], (Fraction(1, 1000), 1, 1)),
            ([line(intensity=101), line("oil-refining", 99)], (Fraction(1, 1000), 1, 1)),
            ([line(), line()], (None, 0, 2)),
            ([line("oil-refining", 99)], (None, 0, 1)),
            ([line("coal-methanol.lignite", 1)], (None, 0, 1)),
            ([line(capacity_unit="m2/a")], (None, 0, 0)),
        ],
    )
    def test_lines_without_such_a_figure_are_counted_beside_the_total(self, lines, excess):
        """Null where the indicator is not energy per unit of the capacity; what is ungraded is not known."""
        total, known, without = excess
        expected = Excess(total=total, lines=known, lines_without=without)
        assert judge(lines).summary.overall.excess == expected

    def test_total_is_rounded_nowhere(self):
        """What three lines add up to is not what their figures for display do."""
        whole = judge([line(intensity="100.0003")] * 3)
        assert [verdict.excess_energy for verdict in whole.verdicts] == [0, 0, 0]
        assert whole.summary.overall.excess.total == Fraction(9, 10**7)


class TestWeightings:
    def test_capacity_exists_only_where_all_lines_share_a_dimension(self):
        """It exists only where all lines share a dimension, otherwise null with `mixed_capacity_dimensions`."""
        overall = judge([line(intensity=99), line("ceramic-tile.low-absorption", 4)]).summary.overall
        assert (overall.capacity.unit, overall.capacity.amounts) == (None, None)
        assert overall.capacity.reason == "mixed_capacity_dimensions"
        assert overall.capacity.share_at_benchmark == overall.capacity.share_below_baseline == Share()
        assert overall.energy.reason is overall.sector_mean.reason is overall.lines.reason is None

    def test_line_that_is_rejected_mixes_nothing(self):
        lines = [line(intensity=99), line("ceramic-tile.low-absorption", 4, capacity_unit="t/a")]
        assert judge(lines).summary.overall.capacity.total == 1

    @pytest.mark.parametrize(
        ("benchmark", "edition"),
        [
            ("oil-refining", "ndrc-2021"),  # not energy per unit of the capacity
            ("oil-refining", "ndrc-2023"),
            ("steel.converter", "ndrc-2021"),  # a level below zero
            ("paraxylene", "ndrc-2023"),  # no benchmark level held
            ("coal-methanol.lignite", "ndrc-2021"),
        ],
    )
    def test_line_that_has_no_energy_weight_leaves_the_list_without(self, benchmark, edition):
        """With one of them in the list the figure is null with reason `no_energy_weight`."""
        energy = judge([line(intensity=99), line(benchmark, 1)], edition).summary.overall.energy
        assert (energy.amounts, energy.reason) == (None, "no_energy_weight")
        assert energy.share_at_benchmark == Share()

    def test_area_known_by_name_only_has_no_energy_weight(self):
        lines = [line("urea", capacity_unit="t/a")]
        assert judge(lines, "ndrc-2023").summary.overall.energy.reason == "no_energy_weight"

    @pytest.mark.parametrize(
        ("levels", "reason"),
        [
            (("0.000000000001", 1), None),
            ((0, 1), "no_energy_weight"),
            ((0, 0), "no_energy_weight"),
            ((-1, 1), "no_energy_weight"),
            ((1, None), None),
            ((None, 1), "no_energy_weight"),
        ],
    )
    def test_level_weighs_only_above_zero(self, levels, reason):
        """Lines whose product has a level <= 0 cannot be weighted so."""
        facts = made_up(product("tea", levels))
        assert judge([line("tea", 1)], facts=facts).summary.overall.energy.reason == reason

    def test_energy_weighs_each_line_by_its_benchmark_level(self):
        """`energy`: each line weighs capacity × benchmark level, in tce/a (kWh at 0.1229 kgce)."""
        energy = judge(
            [line(intensity=118, capacity=1000), line("aluminium.electrolytic", 13000, 1000)]
        ).summary.overall.energy
        assert energy.unit == "tce/a"
        at_benchmark, _, below_baseline, *_ = (amount / energy.divisor for amount in energy.amounts)
        assert (at_benchmark, below_baseline) == (Decimal("1597.7"), Decimal(100))

    def test_sector_mean_is_the_plain_mean_of_the_sectors_shares(self):
        """`sector_mean`: plain mean of the sectors' shares."""
        lines = [
            line(intensity=100, capacity=1),
            line(capacity=3),
            line("lead.crude", 230, 1),
            line("lead.crude", 301, 1),
        ]
        mean = judge(lines).summary.overall.sector_mean
        assert (mean.sectors, mean.unit, mean.reason) == (2, "share", None)
        assert shown(mean.share_at_benchmark) == list(amounts("0.375", "0.75", "0.75"))
        assert shown(mean.share_below_baseline) == list(amounts("0.25", "0.625", "0.25"))

    def test_mean_has_no_reading_that_one_of_the_sectors_lacks(self):
        mean = judge([line(intensity=100), line("lead.crude")]).summary.overall.sector_mean
        assert shown(mean.share_at_benchmark) == [Decimal("0.5"), 1, None]

    def test_lines_weigh_one_each(self):
        """`lines`: number of lines."""
        lines = judge(
            [line(intensity=99, capacity="0.000000000001"), line(intensity=101, capacity=10**14)]
        ).summary.overall.lines
        assert (lines.unit, lines.amounts) == ("lines", amounts(1, 1, 0, 0, 0, 0))
        assert lines.share_at_benchmark.low.fraction == Fraction(1, 2)

    def test_wrong_weighting_is_the_classic_error(self):
        """900 + 50 + 50 with the two small lines at the level is 10 %, not 67 %."""
        overall = judge([line(intensity=i, capacity=c) for i, c in ((101, 900), (99, 50), (99, 50))]).summary.overall
        assert overall.capacity.share_at_benchmark.low.fraction == Fraction(1, 10)
        assert overall.lines.share_at_benchmark.low.fraction == Fraction(2, 3)

    def test_tallies_of_nothing_weigh_nothing(self):
        for weights in (
            weigh_by_capacity([(Decimal(1), Tally())], "t/a"),
            weigh_by_energy([(Fraction(1), Tally())]),
            weigh_by_lines([0] * len(PARTS)),
            average_sectors([]),
        ):
            assert weights.reason == "no_capacity"
            assert weights.share_at_benchmark == Share()
