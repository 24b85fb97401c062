"""The units that levels, intensities and capacities are measured in.

A unit is exact: its size is a `fractions.Fraction` of the base unit of its quantity (MJ for energy, t for mass, m2 for
area). Electricity indicators and standard-coal indicators are different indicators: which coefficient turns a kWh into
coal is a question of accounting, not of units, so no intensity is converted from one to the other.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from service.domain.errors import UnknownUnitError

if TYPE_CHECKING:
    from fractions import Fraction


class Accounting(StrEnum):
    """What an energy unit counts. This decides which indicators it can be compared with."""

    EQUIVALENT = "equivalent"
    """Coal or oil equivalent: all energy carriers, added up with official coefficients."""
    ELECTRICITY = "electricity"
    """Electricity only."""
    PHYSICAL = "physical"
    """Joules: comparable with both, by 1 kgce = 29.307 MJ (GB/T 2589) and 1 kWh = 3.6 MJ."""


class Dimension(StrEnum):
    """What a capacity is an amount of."""

    MASS = "mass"
    AREA = "area"
    MASS_ENERGY_FACTOR = "mass_energy_factor"


BASE_SYMBOLS = {Dimension.MASS: "t", Dimension.AREA: "m2", Dimension.MASS_ENERGY_FACTOR: "(t·EF)"}
"""The base unit of each dimension: an amount of it has size 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Energy:
    """A unit of energy; ``size`` in MJ."""

    symbol: str
    accounting: Accounting
    size: Fraction
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A unit for amounts of product; ``size`` in the base unit of its dimension (t, m2, t·EF)."""

    symbol: str
    dimension: Dimension
    size: Fraction
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """``a`` (a year) or ``d`` (a day; the days of operation turn it into a year)."""

    symbol: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IntensityUnit:
    """Energy per amount of product, such as kgce/t."""

    energy: Energy
    amount: Amount

    @property
    def symbol(self) -> str:
        """The spelling used in answers."""
        return f"{self.energy.symbol}/{self.amount.symbol}"

    @property
    def size(self) -> Fraction:
        """In MJ per base unit of the dimension."""
        return self.energy.size / self.amount.size

    def is_comparable(self, other: IntensityUnit) -> bool:
        """Whether units alone can convert a figure from the one unit to the other."""
        accountings = {self.energy.accounting, other.energy.accounting}
        return self.amount.dimension == other.amount.dimension and accountings != {
            Accounting.EQUIVALENT,
            Accounting.ELECTRICITY,
        }

    def per(self, other: IntensityUnit) -> Fraction:
        """The size of this unit in ``other``; the two must be comparable."""
        return self.size / other.size


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityUnit:
    """An amount of product per year or per day, such as t/a."""

    amount: Amount
    period: Period

    @property
    def symbol(self) -> str:
        """The spelling used in answers."""
        return f"{self.amount.symbol}/{self.period.symbol}"

    @property
    def is_daily(self) -> bool:
        """Whether the days of operation are needed to convert it to a year."""
        return self.period.symbol == "d"

    def per(self, other: CapacityUnit) -> Fraction:
        """The size of this unit in ``other``, per period; both must have the same dimension."""
        return self.amount.size / other.amount.size


def unit_key(text: str) -> str:
    """Fold a spelling: NFKC unifies full-width forms and compatibility signs (㎡, ²), and white space is dropped."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@dataclass(frozen=True, kw_only=True)
class Units:
    """Every known unit: the parts, and the units composed of them."""

    energies: tuple[Energy, ...]
    amounts: tuple[Amount, ...]
    periods: tuple[Period, ...]
    electricity_coal_factor: Fraction
    """kgce per kWh (电力折标准煤系数), to add up different products; never used to convert a measured intensity."""

    @cached_property
    def intensities(self) -> dict[str, IntensityUnit]:
        """Intensity units by symbol."""
        units = (IntensityUnit(energy=energy, amount=amount) for energy in self.energies for amount in self.amounts)
        return {unit.symbol: unit for unit in units}

    @cached_property
    def capacities(self) -> dict[str, CapacityUnit]:
        """Capacity units by symbol."""
        amounts = (amount for amount in self.amounts if amount.dimension is not Dimension.MASS_ENERGY_FACTOR)
        units = [CapacityUnit(amount=amount, period=period) for amount in amounts for period in self.periods]
        return {unit.symbol: unit for unit in units}

    @cached_property
    def _symbols(self) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
        energies, amounts, periods = (
            {unit_key(text): part.symbol for part in parts for text in (part.symbol, *part.spellings)}
            for parts in (self.energies, self.amounts, self.periods)
        )
        return energies, amounts, periods

    def intensity(self, text: str) -> IntensityUnit:
        """The intensity unit with this spelling; raises `UnknownUnitError`."""
        energies, amounts, _ = self._symbols
        above, _, below = unit_key(text).partition("/")
        try:
            return self.intensities[f"{energies[above]}/{amounts[below]}"]
        except KeyError:
            raise UnknownUnitError(text) from None

    def capacity(self, text: str) -> CapacityUnit:
        """The capacity unit with this spelling; raises `UnknownUnitError`."""
        _, amounts, periods = self._symbols
        above, _, below = unit_key(text).partition("/")
        try:
            return self.capacities[f"{amounts[above]}/{periods[below]}"]
        except KeyError:
            raise UnknownUnitError(text) from None

    def capacities_of_amount(self, text: str) -> tuple[str, ...]:
        """The symbols of the capacity units of an amount with this spelling; none if no amount has it."""
        symbol = self._symbols[1].get(unit_key(text))
        return tuple(unit.symbol for unit in self.capacities.values() if unit.amount.symbol == symbol)

    def coal_equivalent(self, unit: IntensityUnit) -> Fraction:
        """The tce that one of this unit's energy counts for when different products are added up.

        Electricity counts by ``electricity_coal_factor``, all else by its MJ. Raises KeyError without the units kgce,
        tce and kWh.
        """
        sizes = {energy.symbol: energy.size for energy in self.energies}
        if unit.energy.accounting is Accounting.ELECTRICITY:
            return unit.energy.size / sizes["kWh"] * self.electricity_coal_factor * sizes["kgce"] / sizes["tce"]
        return unit.energy.size / sizes["tce"]
