"""How firm a standing is; shared meters."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.account import Direction, FeedstockRule, Use
from service.domain.meters import Meters
from service.domain.reckoning import reckon
from service.domain.uncertainty import could_be, is_stable, margin_pct, squared, uncertainty_of
from tests.domain.accounts import account, carriers, item, row

CARRIERS = carriers()
CLINKER = (Fraction(100), Fraction(117))
STANDINGS = ("at_benchmark", "between", "below_baseline")


def of(intensity, percent, levels=CLINKER, names=STANDINGS):
    x, u = Fraction(intensity), squared(Decimal(percent))
    return is_stable(x, levels, u), could_be(x, levels, names, u)


class TestStable:
    @pytest.mark.parametrize(
        ("intensity", "percent", "is_firm", "standings"),
        [
            ("99.2", "1.0", False, ("at_benchmark", "between")),
            ("97.9", "1.0", True, ("at_benchmark",)),
            ("116", "1", False, ("between", "below_baseline")),
            ("118", "1", False, ("between", "below_baseline")),
            ("120", "1", True, ("below_baseline",)),
            ("108", "1", True, ("between",)),
            ("108", "10", False, STANDINGS),
            ("100", "0", False, ("at_benchmark",)),
            ("117", "0", False, ("between",)),
            ("99.999999", "0", True, ("at_benchmark",)),
            ("100.000001", "0", True, ("between",)),
            ("80", "25", False, ("at_benchmark",)),
            ("125", "20", False, STANDINGS),
        ],
    )
    def test_level_within_the_uncertainty_makes_it_unstable(self, intensity, percent, is_firm, standings):
        """80 ± 25 % reaches 100 and no further: a level lies in it, and no other standing does."""
        assert of(intensity, percent) == (is_firm, standings)

    def test_levels_below_zero(self):
        """-29 ± 5 % is -30.45 to -27.55."""
        levels = (Fraction(-30), Fraction(-10))
        assert of("-29", 5, levels) == (False, ("at_benchmark", "between"))
        assert of("-29", 1, levels) == (True, ("between",))
        assert of("-31", 1, levels) == (True, ("at_benchmark",))

    def test_decimals_decide_as_fractions(self):
        levels, u = (Decimal(100), Decimal(117)), Decimal("0.0001")
        assert not is_stable(Decimal("99.2"), levels, u)
        assert could_be(Decimal("99.2"), levels, STANDINGS, u) == ("at_benchmark", "between")

    def test_level_that_is_missing_names_nothing(self):
        """Of an arc furnace below 70 t there is no grade 2."""
        levels, names = (Fraction(61), None, Fraction(86)), ("1", "2", "3", "over_limit")
        assert of(61, 1, levels, names) == (False, ("1", "3"))
        assert of(60, "0.1", levels, names) == (True, ("1",))
        assert of(61, 50, levels, names) == (False, ("1", "3", "over_limit"))

    def test_equal_levels_and_one_that_was_overtaken_name_nothing(self):
        """Age moves levels 1 and 3 of a coke oven and not level 2."""
        names = ("1", "2", "3", "over_limit")
        assert of(110, 1, (Fraction(110), Fraction(110), Fraction(135)), names) == (False, ("1", "3"))
        assert of(112, 1, (Fraction("112.5"), Fraction(110), Fraction("137.5")), names) == (False, ("1", "3"))

    def test_no_level_is_always_stable(self):
        assert of(5, 10, (None,), ("x", "y")) == (True, ("y",))

    @settings(max_examples=200, deadline=None)
    @given(
        x=st.fractions(-50, 50, max_denominator=60),
        percent=st.integers(0, 200),
        levels=st.lists(st.integers(-40, 40), min_size=2, max_size=2, unique=True).map(sorted),
    )
    def test_every_standing_in_the_interval_and_no_other_is_named(self, x, percent, levels):
        """Against the ends of the interval themselves, and the points just beyond the levels."""
        levels = tuple(map(Fraction, levels))
        reach = abs(x) * Fraction(percent, 100)
        low, high = x - reach, x + reach
        inside = {point for point in (low, high, x, *levels) if low <= point <= high}
        inside |= {min(level + Fraction(1, 10**9), high) for level in levels if low <= level < high}
        expected = {
            next((name for level, name in zip(levels, STANDINGS, strict=False) if point <= level), STANDINGS[-1])
            for point in inside
        }
        is_firm, names = of(x, percent, levels)
        assert set(names) == expected
        assert is_firm == all(not low <= level <= high for level in levels)
        assert len(names) == 1 or not is_firm


class TestMargin:
    @pytest.mark.parametrize(
        ("intensity", "levels", "expected"),
        [
            ("99.2", CLINKER, "0.8"),
            ("100", CLINKER, "0"),
            ("112", CLINKER, Fraction(500, 117)),
            ("108.5", CLINKER, "-8.5"),
            ("-29", (Fraction(-30), Fraction(-10)), Fraction(-100, 30)),
            ("1", (Fraction(0), Fraction(10)), None),
            ("1", (None, Fraction(10)), "90"),
            ("1", (None, None), None),
        ],
    )
    def test_to_the_nearest_level(self, intensity, levels, expected):
        """100 (L − x) / |L|: above zero is better than the level; of two as near, the stricter."""
        assert margin_pct(Fraction(intensity), levels) == (None if expected is None else Fraction(expected))


class TestOfAnAccount:
    COAL = item("unit-coal", 300, "kg", uncertainty_pct=Decimal(2))
    HEAT_OUT = item("unit-coal", 100, "kg", direction=Direction.OUT, uncertainty_pct=Decimal(4))

    def test_shares_are_of_the_total_and_keep_their_sign_inside_the_square(self):
        """300 − 100 = 200: (1.5 × 2 %)² + (−0.5 × 4 %)² + (1 %)²."""
        sent = account(self.COAL, self.HEAT_OUT, amount=2, uncertainty_pct=Decimal(1))
        found = uncertainty_of(sent, reckon(sent, row(), CARRIERS))
        assert found.relative_squared == (3**2 + 2**2 + 1**2) * Fraction(1, 10**4)
        assert found.missing == ()

    def test_measured_heating_value_counts_too(self):
        measured = item(
            "raw-coal",
            1,
            "t",
            calorific_value=Decimal(20000),
            calorific_unit="kJ/kg",
            uncertainty_pct=Decimal(3),
            calorific_uncertainty_pct=Decimal(4),
        )
        sent = account(measured, uncertainty_pct=Decimal(0))
        assert uncertainty_of(sent, reckon(sent, row(), CARRIERS)).relative_squared == Fraction(25, 10**4)

    def test_what_was_not_stated_is_unknown_and_not_0(self):
        measured = item("raw-coal", 1, "t", calorific_value=Decimal(20000), calorific_unit="kJ/kg")
        sent = account(self.COAL, measured)
        found = uncertainty_of(sent, reckon(sent, row(), CARRIERS))
        assert found.relative_squared is None
        assert [".".join(path) for path in found.missing] == [
            "output.uncertainty_pct",
            "energy.1.uncertainty_pct",
            "energy.1.calorific_uncertainty_pct",
        ]

    def test_items_that_do_not_count_need_none(self):
        feed = item("unit-coal", 5, "t", use=Use.FEEDSTOCK)
        nothing = item("diesel", 0, "t")
        sent = account(self.COAL, feed, nothing, uncertainty_pct=Decimal(1))
        found = uncertainty_of(sent, reckon(sent, row(feedstock=FeedstockRule.EXCLUDED), CARRIERS))
        assert found.relative_squared == Fraction(5, 10**4)

    def test_electricity_row(self):
        sent = account(item("electricity", 5, "MWh", uncertainty_pct=Decimal(1)), uncertainty_pct=Decimal(0))
        assert uncertainty_of(sent, reckon(sent, row("kWh/t"), CARRIERS)).relative_squared == Fraction(1, 10**4)

    def test_total_of_0_or_unknown_has_none(self):
        balanced = account(self.COAL, replace(self.COAL, direction=Direction.OUT), uncertainty_pct=Decimal(1))
        unknown = account(self.COAL, item("natural-gas", 1, "m3"), uncertainty_pct=Decimal(1))
        for sent in (balanced, unknown):
            found = uncertainty_of(sent, reckon(sent, row(), CARRIERS))
            assert (found.relative_squared, found.missing) == (None, ())


class TestMeters:
    """Over the list, the allocations of one meter and direction add up to at most 1."""

    @staticmethod
    def part(share, meter="M1", **rest):
        return item("electricity", 1, "kWh", meter=meter, allocation=Decimal(share), **rest)

    def test_lines_that_share_more_than_all_are_all_faulty(self):
        meters = Meters()
        meters.add(0, account(item("diesel", 1, "t"), self.part("0.6")))
        meters.add(1, account(self.part("0.3", "M2"), self.part("0.3")))
        meters.add(4, account(self.part("0.1"), self.part("0.000001")))
        faults = meters.faults()
        assert {line: [fault.inside for fault in found] for line, found in faults.items()} == {
            0: [("energy", "1", "allocation")],
            1: [("energy", "1", "allocation")],
            4: [("energy", "0", "allocation"), ("energy", "1", "allocation")],
        }
        assert {(fault.field, fault.code, fault.value) for found in faults.values() for fault in found} == {
            ("account", "allocation_over_one", "M1")
        }
        assert [(each.meter, each.share) for each in meters.allocated()] == [
            ("M1", Fraction("1.000001")),
            ("M2", Fraction("0.3")),
        ]

    def test_thirds_that_are_written_out_stay_below_one(self):
        meters = Meters()
        for line in range(3):
            meters.add(line, account(self.part("0.333333333333")))
        assert meters.faults() == {}
        assert meters.allocated()[0].share == Fraction("0.999999999999")

    def test_directions_are_added_up_apart(self):
        meters = Meters()
        meters.add(0, account(self.part(1), self.part(1, direction=Direction.OUT)))
        assert meters.faults() == {}
        assert [each.direction for each in meters.allocated()] == [Direction.IN, Direction.OUT]
