"""Conditions, and the corrections of a limit that depend on them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from service.domain.condition import CONDITIONS, Choice, Flag, Quantity, Requirement, faults_in
from service.domain.correction import (
    ByWord,
    Correction,
    Linear,
    Operation,
    OrderOpenError,
    OutsideTableError,
    Shortfall,
    Steps,
    Table,
    UnheldCorrection,
    corrected,
    offers,
)
from service.domain.text import Text

LEVELS = (Fraction(100), None, Fraction(120))


def requirement(condition, **bounds):
    return Requirement(condition=condition, **{key: Decimal(value) for key, value in bounds.items()})


def linear(condition="moisture_pct", coefficient=2, *, is_required=True):
    return Linear(
        condition=condition,
        is_required=is_required,
        coefficient=Fraction(coefficient),
        origin=Fraction(10),
        per=Fraction(4),
    )


def correction(*terms, operation=Operation.ADD, levels=(1, 2, 3), when=None, constant=0, correction_id="c"):
    return Correction(
        id=correction_id,
        levels=frozenset(levels),
        operation=operation,
        when=when,
        constant=Fraction(constant),
        terms=terms,
        expression="as transcribed",
        note=None,
    )


def stated(**conditions):
    return {
        name: Decimal(value) if isinstance(value, int | str) and isinstance(CONDITIONS[name], Quantity) else value
        for name, value in conditions.items()
    }


class TestConditions:
    def test_every_kind_is_there(self):
        assert {type(kind) for kind in CONDITIONS.values()} == {Quantity, Choice, Flag}

    def test_what_is_right_has_no_fault(self):
        assert faults_in(stated(feed_grade_pct=58, steel="gear", stainless=True, altitude_m="-3.5")) == []

    @pytest.mark.parametrize(
        ("name", "value", "code", "candidates"),
        [
            ("feed_grade", Decimal(1), "unknown_condition", ("feed_grade_pct", "grade")),
            ("zzz", Decimal(1), "unknown_condition", ()),
            ("steel", "carbon", "unknown_condition", ("ordinary", "quality-carbon", "bearing", "gear", "tool")),
            ("steel", True, "wrong_type", ("ordinary", "quality-carbon", "bearing", "gear", "tool")),
            ("stainless", "yes", "wrong_type", ()),
            ("stainless", Decimal(1), "wrong_type", ()),
            ("moisture_pct", "10", "not_a_number", ()),
            ("moisture_pct", True, "not_a_number", ()),
            ("moisture_pct", Decimal("100.1"), "number_out_of_range", ()),
            ("mixed_gas_share", Decimal(50), "number_out_of_range", ()),
            ("mixed_gas_share", Decimal("-0.1"), "number_out_of_range", ()),
        ],
    )
    def test_fault_names_the_condition_and_what_would_do(self, name, value, code, candidates):
        (fault,) = faults_in({name: value})
        assert (fault.field, fault.inside, fault.code, fault.candidates) == ("conditions", (name,), code, candidates)
        assert fault.facts == (
            {"low": CONDITIONS[name].low, "high": CONDITIONS[name].high} if code == "number_out_of_range" else {}
        )
        assert fault.value == (name if code == "unknown_condition" and name not in CONDITIONS else value)

    def test_near_names_are_looked_up_only_when_asked_for(self):
        (fault,) = faults_in({"feed_grade": Decimal(1)}, with_near_names=False)
        assert (fault.code, fault.candidates) == ("unknown_condition", ())

    @pytest.mark.parametrize(
        ("bounds", "held", "not_held"),
        [
            ({"above": 10}, "10.01", "10"),
            ({"at_least": 10}, "10", "9.99"),
            ({"below": 10}, "9.99", "10"),
            ({"at_most": 10}, "10", "10.01"),
            ({"above": 5, "at_most": 10}, "10", "5"),
        ],
    )
    def test_bounds(self, bounds, held, not_held):
        each = requirement("moisture_pct", **bounds)
        assert each.holds(Decimal(held))
        assert not each.holds(Decimal(not_held))

    def test_words_and_flags(self):
        assert Requirement(condition="pulp", equals="wood").holds("wood")
        assert not Requirement(condition="pulp", equals="wood").holds("non-wood")
        assert Requirement(condition="stainless", equals=True).holds(value=True)
        assert not Requirement(condition="stainless", equals=True).holds(value=False)

    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            ({"at_most": 10}, {"above": 10}, True),
            ({"below": 10}, {"at_least": 10}, True),
            ({"below": 10}, {"above": 10}, True),
            ({"at_most": 10}, {"at_least": 10}, False),
            ({"at_most": 10}, {"at_least": 9}, False),
            ({"at_most": 10}, {"at_most": 5}, False),
            ({"above": 10}, {"at_least": 5}, False),
            ({"at_least": 5, "below": 10}, {"at_least": 10}, True),
        ],
    )
    def test_two_that_no_value_fulfils_exclude_each_other(self, one, other, expected):
        one, other = requirement("moisture_pct", **one), requirement("moisture_pct", **other)
        assert one.excludes(other) is other.excludes(one) is expected

    def test_two_words_exclude_each_other(self):
        wood, other = (Requirement(condition="pulp", equals=word) for word in ("wood", "non-wood"))
        assert wood.excludes(other)
        assert not wood.excludes(wood)


class TestTerms:
    def test_linear(self):
        assert linear().amount(Decimal(12)) == 1

    @pytest.mark.parametrize(("value", "amount"), [("62", 0), ("70", 0), ("61", 3), ("57", 15), ("40", 15)])
    def test_shortfall_is_clamped_at_both_ends(self, value, amount):
        term = Shortfall(
            condition="feed_grade_pct",
            is_required=True,
            coefficient=Fraction(3),
            target=Fraction(62),
            at_most=Fraction(5),
        )
        assert term.amount(Decimal(value)) == amount

    @pytest.mark.parametrize(("value", "amount"), [("21", -8), ("22", 0), ("21.25", -6), ("23", 4), ("22.5", 2)])
    def test_table_is_interpolated(self, value, amount):
        assert self.table().amount(Decimal(value)) == amount

    @pytest.mark.parametrize("value", ["20.999", "23.001"])
    def test_table_is_not_extrapolated(self, value):
        with pytest.raises(OutsideTableError) as refusal:
            self.table().amount(Decimal(value))
        assert refusal.value.condition == "volatile_pct"

    @pytest.mark.parametrize(("value", "amount"), [("0", 0), ("15", 0), ("15.01", 2), ("25", 2), ("25.01", 5)])
    def test_steps(self, value, amount):
        steps = ((Fraction(15), Fraction(2)), (Fraction(25), Fraction(5)))
        assert Steps(condition="oven_age_years", is_required=True, steps=steps).amount(Decimal(value)) == amount

    def test_words(self):
        term = ByWord(condition="steel", is_required=True, amounts={"ordinary": Fraction(0), "gear": Fraction(15)})
        assert term.amount("gear") == 15
        for value in ("tool", True):
            with pytest.raises(OutsideTableError):
                term.amount(value)

    @staticmethod
    def table():
        points = (("21", "-8"), ("22", "0"), ("23", "4"))
        return Table(
            condition="volatile_pct",
            is_required=True,
            points=tuple((Fraction(at), Fraction(amount)) for at, amount in points),
        )


class TestCorrection:
    def test_is_applied_when_all_that_it_needs_was_stated(self):
        each = correction(linear(), linear("scrap_pct"))
        assert corrected(LEVELS, [each], stated(moisture_pct=12)) == LEVELS
        assert [offer.needs for offer in offers([each], stated(moisture_pct=12))] == [("scrap_pct",)]
        both = stated(moisture_pct=12, scrap_pct=14)
        assert corrected(LEVELS, [each], both) == (103, None, 123)
        assert [(offer.is_applied, offer.needs) for offer in offers([each], both)] == [(True, ())]

    def test_term_that_is_not_required_counts_0_if_not_stated(self):
        each = correction(linear(), linear("scrap_pct", is_required=False), constant=1)
        assert corrected(LEVELS, [each], stated(moisture_pct=12)) == (102, None, 122)
        assert corrected(LEVELS, [each], stated(scrap_pct=12)) == LEVELS

    def test_moves_its_own_levels_only(self):
        assert corrected(LEVELS, [correction(levels=(3,), constant=5)], {}) == (100, None, 125)
        assert corrected(
            (Fraction(1), Fraction(2), Fraction(3)),
            [correction(levels=(1, 2), constant=2, operation=Operation.FACTOR)],
            {},
        ) == (2, 4, 3)

    def test_without_its_condition_it_does_nothing_and_needs_nothing(self):
        each = correction(linear(), when=requirement("altitude_m", above=1500))
        for conditions, needs, is_applied in (
            ({}, ("altitude_m", "moisture_pct"), False),
            (stated(altitude_m=1500), (), False),
            (stated(altitude_m=1501), ("moisture_pct",), False),
            (stated(altitude_m=1500, moisture_pct=12), (), False),
            (stated(altitude_m=1501, moisture_pct=12), (), True),
        ):
            (offer,) = offers([each], conditions)
            assert (offer.needs, offer.is_applied, offer.is_held) == (needs, is_applied, True)
            assert corrected(LEVELS, [each], conditions) == ((101, None, 121) if is_applied else LEVELS)

    def test_one_that_is_not_held_is_offered_as_such(self):
        unheld = UnheldCorrection(id="u", reason=Text(zh="未收录", en="not held"))
        (offer,) = offers([unheld], {})
        assert (offer.id, offer.is_held, offer.is_applied, offer.needs) == ("u", False, False, ())
        assert corrected(LEVELS, [unheld], {}) == LEVELS

    def test_several_additions_and_several_factors_add_up(self):
        additions = [correction(constant=1), correction(constant=2, levels=(3,))]
        assert corrected(LEVELS, additions, {}) == (101, None, 123)
        factors = [correction(constant=constant, operation=Operation.FACTOR) for constant in (2, 3)]
        assert corrected(LEVELS, factors, {}) == (600, None, 720)

    def test_order_of_addition_and_factor_is_not_guessed(self):
        both = [
            correction(constant=1, correction_id="a"),
            correction(constant="1.1", operation=Operation.FACTOR, correction_id="f"),
        ]
        with pytest.raises(OrderOpenError) as refusal:
            corrected(LEVELS, both, {})
        assert refusal.value.corrections == ("a", "f")

    @pytest.mark.parametrize(("added", "factor"), [(0, "1.1"), (1, 1)])
    def test_order_that_makes_no_difference_need_not_be_known(self, added, factor):
        both = [correction(constant=added), correction(constant=factor, operation=Operation.FACTOR)]
        assert corrected(LEVELS, both, {}) == (100 * Fraction(factor) + added, None, 120 * Fraction(factor) + added)

    def test_order_is_open_for_levels_that_are_there(self):
        """The arc furnace lacks level 2: what would happen to it does not matter."""
        both = [correction(constant=1, levels=(2,)), correction(constant="1.1", operation=Operation.FACTOR)]
        assert corrected(LEVELS, both, {}) == (110, None, 132)
