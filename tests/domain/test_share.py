"""The share three ways: `low`, `high` and `of_graded`."""

from decimal import Decimal
from fractions import Fraction

import pytest

from service.domain.share import Ratio, Share, make_share


@pytest.mark.parametrize(
    ("part", "ungraded", "total", "readings"),
    [
        (0, 0, 1, (0, 0, 0)),
        (1, 0, 1, (1, 1, 1)),
        (0, 1, 1, (0, 1, None)),
        (5, 0, 10, ("0.5", "0.5", "0.5")),
        (1, 1, 4, ("0.25", "0.5", Fraction(1, 3))),
    ],
)
def test_capacity_that_cannot_be_graded_counts_against_for_and_not_at_all(part, ungraded, total, readings):
    """`low` (capacity that cannot be graded counts as not reaching it), `high`, `of_graded`."""
    share = make_share(Decimal(part), Decimal(ungraded), Decimal(total))
    fractions = [ratio and ratio.fraction for ratio in (share.low, share.high, share.of_graded)]
    assert fractions == [None if each is None else Fraction(each) for each in readings]


def test_nothing_to_divide_by_gives_no_share():
    """Nothing to divide by gives null shares."""
    assert make_share(Decimal(0), Decimal(0), Decimal(0)) == Share()


@pytest.mark.parametrize(
    ("numerator", "denominator", "target", "order"),
    [
        (1, 2, "0.5", 0),
        (1, 2, "0.500000000001", -1),
        (1, 2, "0.499999999999", 1),
        (1, 3, "0.333333333333", 1),
        (1, 3, "0.333333333334", -1),
        (2, 3, "0.666667", -1),
        (0, 7, "0", 0),
    ],
)
def test_share_is_compared_as_the_fraction_that_it_is(numerator, denominator, target, order):
    """Exact fractions decide."""
    difference = Ratio(Decimal(numerator), Decimal(denominator)).fraction - Fraction(target)
    assert (difference > 0) - (difference < 0) == order


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (1, 2000000, "0"),  # a tie goes to the even neighbour
        (3, 2000000, "0.000002"),
        (1, 3, "0.333333"),
        (2, 3, "0.666667"),
        (1, 1, "1"),
        (10**30 + 1, 2000000 * 10**30, "0.000001"),
    ],
)
def test_share_is_shown_to_six_places_half_to_even(numerator, denominator, expected):
    assert str(Ratio(Decimal(numerator), Decimal(denominator)).for_display()) == expected
