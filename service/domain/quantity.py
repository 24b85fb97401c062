"""Numbers that never round behind one's back, and the units that levels and capacities are measured in.

Figures are `decimal.Decimal` from text to text. A unit is exact: its size is a `fractions.Fraction` of the base unit of
its quantity (MJ for energy, t for mass, m2 for area). Electricity indicators and standard-coal indicators are different
indicators: which coefficient turns a kWh into coal is a question of accounting, not of units, so this module refuses to
know one.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow, localcontext
from enum import StrEnum
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING

from service.domain.errors import UnknownUnitError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from fractions import Fraction

PLACES = 12
"""Digits after the point that a submitted number can have."""

BOUND = Decimal(10) ** 15
"""Submitted numbers are smaller than this in size."""

SHOWN_PLACES = 6
"""Digits after the point of a figure that is rounded for reading."""

_TRAPS = [InvalidOperation, DivisionByZero, Overflow]
_EXACT = Context(prec=200, traps=[Inexact, *_TRAPS])
_READING = Context(prec=200, Emax=199, Emin=-199, clamp=1, rounding=ROUND_HALF_EVEN, traps=_TRAPS)
SHOWN_GRID = Decimal(1).scaleb(-SHOWN_PLACES)
ZERO = Decimal(0)

without_zeros = _READING.normalize
"""`plain` for numbers that are not zero."""


def exact() -> AbstractContextManager[Context]:
    """Arithmetic inside keeps every digit; a result that would have to be rounded raises `decimal.Inexact`.

    200 digits are more than any sum of admissible numbers can need.
    """
    return localcontext(_EXACT)


def reading() -> AbstractContextManager[Context]:
    """As `exact`, for loops that also round figures for reading: only quantizing and dividing round in it."""
    return localcontext(_READING)


def plain(value: Decimal) -> Decimal:
    """The same number without trailing zeros, a positive exponent or a negative zero: 1.50 is 1.5 and 1E+3 is 1000."""
    return without_zeros(value) or ZERO


def shown(value: Decimal) -> Decimal:
    """The number for reading: rounded to 6 places, half to even, and `plain`."""
    return without_zeros(_READING.quantize(value, SHOWN_GRID)) or ZERO


def shown_ratio(numerator: Decimal, denominator: Decimal) -> Decimal:
    """The quotient for reading, as `shown`.

    The division runs at 200 digits. A quotient of admissible numbers that is not a tie lies further from the next tie
    than that, so the two roundings come out as one.
    """
    return shown(_READING.divide(numerator, denominator))


def shown_up(value: Fraction) -> Decimal:
    """The number for reading, rounded up to 6 places: what is missing is never shown as less than it is."""
    return plain(Decimal(ceil(value * 10**SHOWN_PLACES)).scaleb(-SHOWN_PLACES, context=_EXACT))


def floored(value: Fraction) -> Decimal:
    """The largest number of 12 places that is not above ``value``.

    For every ``x`` of at most 12 places, ``x <= floored(q)`` exactly when ``x <= q``: a converted level can be compared
    as a Decimal without losing a verdict.
    """
    return Decimal(value.numerator * 10**PLACES // value.denominator).scaleb(-PLACES, context=_EXACT)


def decimal_of(value: Fraction) -> Decimal:
    """The fraction as a Decimal; raises `decimal.Inexact` where it has no finite one."""
    return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))


class Accounting(StrEnum):
    """What an energy unit counts, which decides the indicators it can be compared with."""

    EQUIVALENT = "equivalent"
    """Coal or oil equivalent, all carriers added up by official coefficients."""
    ELECTRICITY = "electricity"
    """Electricity alone."""
    PHYSICAL = "physical"
    """Joules: either of the two, by 1 kgce = 29.307 MJ (GB/T 2589) or 1 kWh = 3.6 MJ."""


class Dimension(StrEnum):
    """What a capacity is counted in."""

    MASS = "mass"
    AREA = "area"
    MASS_ENERGY_FACTOR = "mass_energy_factor"


BASE_SYMBOLS = {Dimension.MASS: "t", Dimension.AREA: "m2", Dimension.MASS_ENERGY_FACTOR: "(t·EF)"}
"""The unit in which amounts of a dimension have their size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Energy:
    """A unit of energy; ``size`` in MJ."""

    symbol: str
    accounting: Accounting
    size: Fraction
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A unit that products are counted in; ``size`` in the base unit of its dimension (t, m2, t·EF)."""

    symbol: str
    dimension: Dimension
    size: Fraction
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """``a`` (a year) or ``d`` (a day, which needs the days of operation to become a year)."""

    symbol: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IntensityUnit:
    """Energy per amount of product, such as kgce/t."""

    energy: Energy
    amount: Amount

    @property
    def symbol(self) -> str:
        """The one spelling used in answers."""
        return f"{self.energy.symbol}/{self.amount.symbol}"

    @property
    def size(self) -> Fraction:
        """In MJ per base unit of the dimension."""
        return self.energy.size / self.amount.size

    def is_comparable(self, other: IntensityUnit) -> bool:
        """Whether a figure in the one unit can be turned into the other by units alone."""
        kinds = {self.energy.accounting, other.energy.accounting}
        return self.amount.dimension == other.amount.dimension and kinds != {
            Accounting.EQUIVALENT,
            Accounting.ELECTRICITY,
        }

    def per(self, other: IntensityUnit) -> Fraction:
        """How many of ``other`` one of this unit is; the two must be comparable."""
        return self.size / other.size


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityUnit:
    """An amount of product per year or per day, such as t/a."""

    amount: Amount
    period: Period

    @property
    def symbol(self) -> str:
        """The one spelling used in answers."""
        return f"{self.amount.symbol}/{self.period.symbol}"

    @property
    def is_daily(self) -> bool:
        """Whether days of operation are needed to turn it into a year."""
        return self.period.symbol == "d"

    def per(self, other: CapacityUnit) -> Fraction:
        """How many of ``other`` one of this unit is, period by period; both must be of one dimension."""
        return self.amount.size / other.amount.size


def unit_key(text: str) -> str:
    """Fold a spelling: full-width forms and compatibility signs (㎡, ²) by NFKC, and no white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@dataclass(frozen=True, kw_only=True)
class Units:
    """Every unit understood: the parts, and what they compose to."""

    energies: tuple[Energy, ...]
    amounts: tuple[Amount, ...]
    periods: tuple[Period, ...]
    electricity_weight: Fraction
    """kgce that one kWh counts for when unlike products are added up; never used to convert a measured intensity."""

    @cached_property
    def intensities(self) -> dict[str, IntensityUnit]:
        """Intensity units by symbol."""
        units = (IntensityUnit(energy=energy, amount=amount) for energy in self.energies for amount in self.amounts)
        return {unit.symbol: unit for unit in units}

    @cached_property
    def capacities(self) -> dict[str, CapacityUnit]:
        """Capacity units by symbol."""
        countable = (amount for amount in self.amounts if amount.dimension is not Dimension.MASS_ENERGY_FACTOR)
        units = [CapacityUnit(amount=amount, period=period) for amount in countable for period in self.periods]
        return {unit.symbol: unit for unit in units}

    @cached_property
    def _symbols(self) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
        energies, amounts, periods = (
            {unit_key(text): part.symbol for part in parts for text in (part.symbol, *part.spellings)}
            for parts in (self.energies, self.amounts, self.periods)
        )
        return energies, amounts, periods

    def intensity(self, text: str) -> IntensityUnit:
        """The intensity unit so spelt; raises `UnknownUnitError`."""
        energies, amounts, _ = self._symbols
        above, _, below = unit_key(text).partition("/")
        try:
            return self.intensities[f"{energies[above]}/{amounts[below]}"]
        except KeyError:
            raise UnknownUnitError(text) from None

    def capacity(self, text: str) -> CapacityUnit:
        """The capacity unit so spelt; raises `UnknownUnitError`."""
        _, amounts, periods = self._symbols
        above, _, below = unit_key(text).partition("/")
        try:
            return self.capacities[f"{amounts[above]}/{periods[below]}"]
        except KeyError:
            raise UnknownUnitError(text) from None

    def capacities_of_amount(self, text: str) -> tuple[str, ...]:
        """The symbols of the capacity units of an amount so spelt; none if it is no amount."""
        symbol = self._symbols[1].get(unit_key(text))
        return tuple(unit.symbol for unit in self.capacities.values() if unit.amount.symbol == symbol)

    def coal_equivalent(self, unit: IntensityUnit) -> Fraction:
        """The tce that one of the unit's energy counts for when unlike products are added up.

        Electricity counts by ``electricity_weight``, everything else by its MJ. Raises KeyError without kgce and tce
        in the table.
        """
        sizes = {energy.symbol: energy.size for energy in self.energies}
        if unit.energy.accounting is Accounting.ELECTRICITY:
            return unit.energy.size / sizes["kWh"] * self.electricity_weight * sizes["kgce"] / sizes["tce"]
        return unit.energy.size / sizes["tce"]
