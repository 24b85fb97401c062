"""Numbers and days as Excel shows them, from the floats that a workbook holds."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_CEILING, Context, Decimal

from service.domain.number import MAX_PLACES
from service.formats.cells import Number

_GRID = Decimal(1).scaleb(-MAX_PLACES)
_WIDE = Context(prec=400)
"""Precise enough for every number that a cell can hold."""


def as_seen(value: float) -> Number:
    """A number as Excel shows it: 15 significant digits, none beyond the 12th place; those are rounded up."""
    text = format(value, ".15g")
    if len(text) > MAX_PLACES or "e-" in text:
        exact = Decimal(text)
        rounded = exact.quantize(_GRID, rounding=ROUND_CEILING, context=_WIDE)
        if rounded != exact:
            text = format(rounded.normalize(), "f")
    return Number("0" if text in ("-0", "0") else text)


def as_day(value: float, *, since_1904: bool) -> str | None:
    """The day, and the time if there is one, in ISO 8601; None if Excel shows no day.

    Excel counts days from 1900 as if that had been a leap year, or from 1904.
    """
    leap = 60  # the 29th of February 1900, which never was
    first = dt.date(1904, 1, 1) if since_1904 else dt.date(1899, 12, 30 if value > leap else 31)
    try:
        moment = dt.datetime.combine(first, dt.time()) + dt.timedelta(seconds=round(value * 86400))
    except OverflowError:  # beyond the year 9999
        return None
    if value < 0:
        return None
    return moment.date().isoformat() if value == int(value) else moment.isoformat(sep=" ")
