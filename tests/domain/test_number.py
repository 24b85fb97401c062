"""Exact numbers, and how they are rounded for display."""

from decimal import Decimal, Inexact
from fractions import Fraction

import pytest

from service.domain.number import exact_context, floor_to_places, normalize, round_for_display, to_decimal

THIRD = Fraction(1, 3)
LAST_PLACE = Fraction(1, 10**12)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0.0000005", "0"),  # a tie goes to the even neighbour
        ("0.0000015", "0.000002"),
        ("0.0000025", "0.000002"),
        ("-0.0000005", "0"),
        ("-0.0000015", "-0.000002"),
        ("0.000000500000000001", "0.000001"),
        ("0.000000499999999999", "0"),
        ("0.4999995", "0.5"),
        ("0.5", "0.5"),
        ("1.300000", "1.3"),
        ("100", "100"),
        ("1E+3", "1000"),
        ("-0", "0"),
        ("999999999999999.999999999999", "1000000000000000"),
    ],
)
def test_figure_for_display_has_six_places_half_to_even_and_no_exponent(value, expected):
    """For display: rounded to 6 places, half to even."""
    assert str(round_for_display(Decimal(value))) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", "0"),
        ("-0.00", "0"),
        ("0E+9", "0"),
        ("1.50", "1.5"),
        ("1E+3", "1000"),
        ("1.20E+3", "1200"),
        ("-30", "-30"),
        ("0.000000000001", "1E-12"),
        ("999999999999999.999999999999", "999999999999999.999999999999"),
    ],
)
def test_plain_number_is_the_same_number_without_trailing_zeros_or_a_positive_exponent(value, expected):
    assert str(normalize(Decimal(value))) == expected
    assert normalize(Decimal(value)) == Decimal(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(0), "0"),
        (Fraction(100), "100"),
        (LAST_PLACE, "0.000000000001"),
        (LAST_PLACE / 2, "0"),
        (-LAST_PLACE, "-0.000000000001"),
        (-LAST_PLACE / 2, "-0.000000000001"),  # down, not toward zero
        (THIRD, "0.333333333333"),
        (-THIRD, "-0.333333333334"),
        (Fraction(10**40), str(10**40)),
    ],
)
def test_floor_is_the_largest_number_of_twelve_places_that_is_not_above(value, expected):
    """Rounded down to the 12 places that a submitted number can have."""
    assert floor_to_places(value) == Decimal(expected)
    assert Fraction(floor_to_places(value)) <= value < Fraction(floor_to_places(value)) + LAST_PLACE


def test_fraction_with_a_finite_decimal_becomes_it():
    assert to_decimal(Fraction(29307, 1000)) == Decimal("29.307")


def test_fraction_without_a_finite_decimal_is_refused_instead_of_rounded():
    with pytest.raises(Inexact):
        to_decimal(THIRD)


def test_exact_arithmetic_refuses_to_round():
    with exact_context():
        assert Decimal(10**15) + Decimal("1E-12") - Decimal(10**15) == Decimal("1E-12")
        with pytest.raises(Inexact):
            Decimal(1) / Decimal(3)
