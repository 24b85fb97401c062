"""Exact decimal numbers, and how they are rounded for display.

Figures are `decimal.Decimal` from text to text. Nothing rounds before a decision.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow, localcontext
from functools import reduce
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager
    from fractions import Fraction

MAX_PLACES = 12
"""Digits after the point that a submitted number can have."""

BOUND = Decimal(10) ** 15
"""The absolute value of a submitted number is below this."""

DISPLAY_PLACES = 6
"""Digits after the point of a figure that is rounded for display."""

_TRAPS = [InvalidOperation, DivisionByZero, Overflow]
_EXACT = Context(prec=200, traps=[Inexact, *_TRAPS])
_DISPLAY = Context(prec=200, Emax=199, Emin=-199, clamp=1, rounding=ROUND_HALF_EVEN, traps=_TRAPS)
DISPLAY_STEP = Decimal(1).scaleb(-DISPLAY_PLACES)
ZERO = Decimal(0)

LAST_PLACE = Decimal(1).scaleb(-MAX_PLACES)
"""The distance between two neighbours of 12 places."""

add = _EXACT.add
subtract = _EXACT.subtract
multiply = _EXACT.multiply
"""Exact arithmetic as in `exact_context`, without the cost of entering it."""

normalize_nonzero = _DISPLAY.normalize
"""`normalize` for numbers that are not zero."""


def exact_context() -> AbstractContextManager[Context]:
    """Arithmetic inside keeps every digit; a result that would have to be rounded raises `decimal.Inexact`.

    200 digits are more than any sum of valid numbers can need.
    """
    return localcontext(_EXACT)


def display_context() -> AbstractContextManager[Context]:
    """Like `exact_context`, for loops that also round figures for display: here quantizing and dividing may round."""
    return localcontext(_DISPLAY)


def total(values: Iterable[Decimal]) -> Decimal:
    """The exact sum."""
    return reduce(add, values, ZERO)


def normalize(value: Decimal) -> Decimal:
    """The same number without trailing zeros, positive exponent or negative zero: 1.50 is 1.5, and 1E+3 is 1000."""
    return normalize_nonzero(value) or ZERO


def round_for_display(value: Decimal) -> Decimal:
    """The number rounded to 6 places, half to even."""
    return normalize(_DISPLAY.quantize(value, DISPLAY_STEP))


def divide_for_display(numerator: Decimal, denominator: Decimal) -> Decimal:
    """The quotient rounded to 6 places, half to even.

    The division keeps 200 digits. A quotient of valid numbers that is not a tie is further from the next tie than that,
    so rounding twice gives the same result as rounding once.
    """
    return round_for_display(_DISPLAY.divide(numerator, denominator))


def round_up_for_display(value: Fraction) -> Decimal:
    """The number rounded up to 6 places: a shortfall is never displayed as smaller than it is."""
    return normalize(Decimal(ceil(value * 10**DISPLAY_PLACES)).scaleb(-DISPLAY_PLACES, context=_EXACT))


def floor_to_places(value: Fraction) -> Decimal:
    """The largest number of 12 places that is not above ``value``.

    For every ``x`` of at most 12 places, ``x <= floor_to_places(q)`` exactly when ``x <= q``: a converted level can be
    compared as a Decimal, and no verdict changes.
    """
    return Decimal(value.numerator * 10**MAX_PLACES // value.denominator).scaleb(-MAX_PLACES, context=_EXACT)


def ceil_to_places(value: Fraction) -> Decimal:
    """The smallest number of 12 places that is not below ``value``: `floor_to_places` for ``>=``."""
    return floor_to_places(-value).copy_negate()


def to_decimal(value: Fraction) -> Decimal:
    """The fraction as a Decimal; raises `decimal.Inexact` if no finite Decimal equals it."""
    return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
