"""Energy carriers and what a unit of each counts for in standard coal (折标准煤系数, GB/T 2589).

Amounts of a carrier have one of four dimensions, each with a base unit: mass (t), volume (m3), electricity (kWh) and
heat (MJ). Electricity and heat are different carriers: how much coal a kWh stands for is a question of accounting, not
of units.
"""

from __future__ import annotations

import difflib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from service.domain.benchmark import NotHeld
from service.domain.errors import DomainError, UnknownUnitError
from service.domain.quantity import Accounting, Dimension, unit_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from service.domain.benchmark import Evidence
    from service.domain.quantity import Amount, Units
    from service.domain.text import Text

MAX_NEAR_NAMES = 3
"""How many near names an unknown carrier is answered with."""

MAX_REMEMBERED = 4096
"""Spellings of rates that are kept ready; real lists have a few."""

KGCE, KWH = "kgce", "kWh"
COAL = frozenset({KGCE, "tce"})
"""The units of energy that standard coal is counted in."""


class Basis(StrEnum):
    """What a factor counts a carrier by."""

    CALORIFIC = "calorific"
    """当量值: the heat in it."""
    EQUIVALENT = "equivalent"
    """等价值: the energy that it took to make it. It changes by year and place, and never decides a verdict."""
    MEDIUM = "medium"
    """耗能工质: an energy-carrying medium such as water, which counts if it is bought."""


class Measure(StrEnum):
    """What an amount of a carrier is counted in; the base unit is in brackets."""

    MASS = "mass"
    """(t)"""
    VOLUME = "volume"
    """(m3)"""
    ELECTRICITY = "electricity"
    """(kWh)"""
    HEAT = "heat"
    """(MJ)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemUnit:
    """A unit of an amount of a carrier; ``size`` in the base unit of its measure."""

    symbol: str
    measure: Measure
    size: Fraction
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RateEnergy:
    """What a rate has above the slash: standard coal with its size in kgce, or joules with their size in kJ."""

    symbol: str
    is_coal: bool
    size: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A unit of energy per amount, such as kgce/kg or kJ/m3."""

    energy: RateEnergy
    per: ItemUnit
    size: Fraction
    """The kgce, or kJ, per base unit of the measure."""

    @property
    def symbol(self) -> str:
        """The one spelling used in answers."""
        return f"{self.energy.symbol}/{self.per.symbol}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A held factor, in the unit of its carrier."""

    value: Decimal
    evidence: Evidence
    sources: tuple[str, ...]


class FactorFrom(StrEnum):
    """Where the factor of an item is from."""

    MEASURED = "measured"
    CALLER = "caller"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFactor:
    """The factor of an item of an account: kgce per base unit of its measure, and how to name it."""

    measure: Measure
    per_base: Fraction
    value: Decimal | Fraction
    """In ``unit``; a measured one is the heating value over 29,307 kJ, exactly."""
    unit: str
    origin: FactorFrom
    evidence: str | None
    sources: tuple[str, ...]
    decides: bool
    """Whether a verdict may stand on it."""


@dataclass(frozen=True, kw_only=True)
class Carrier:
    """An energy carrier or an energy-carrying medium."""

    id: str
    name: Text
    aliases: tuple[str, ...]
    basis: Basis
    unit: Rate
    factor: Factor | NotHeld
    seen: tuple[str, ...]
    """Figures in use for a factor that is not held, each with where it was seen; for the reader only."""
    calorific_value: Decimal | None
    """The heating value in kJ/kg that the factor stands for, where the document states it; for the reader only."""
    document: str | None
    note: Text | None

    @cached_property
    def measure(self) -> Measure:
        """What its amounts are counted in, unless a fuel's are sent with a factor per another measure."""
        return self.unit.per.measure

    @cached_property
    def held_factor(self) -> ItemFactor | None:
        """The held factor as it counts."""
        if isinstance(self.factor, NotHeld):
            return None
        return ItemFactor(
            measure=self.measure,
            per_base=Fraction(self.factor.value) * self.unit.size,
            value=self.factor.value,
            unit=self.unit.symbol,
            origin=FactorFrom.HELD,
            evidence=self.factor.evidence.value,
            sources=self.factor.sources,
            decides=self.basis is not Basis.EQUIVALENT,
        )


class UnknownCarrierError(DomainError):
    """No carrier has that id or name."""

    def __init__(self, text: str) -> None:
        """Keep what was asked for."""
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, kw_only=True)
class Carriers:
    """Every carrier known, and the units of accounts, each by the key of every spelling."""

    carriers: tuple[Carrier, ...]
    units: Mapping[str, ItemUnit]
    """Of the amounts of carriers."""
    outputs: Mapping[str, Amount]
    """Of the amounts of product."""
    energies: Mapping[str, RateEnergy]
    kj_per_kgce: Fraction

    @cached_property
    def by_id(self) -> dict[str, Carrier]:
        """The carriers by id."""
        return {carrier.id: carrier for carrier in self.carriers}

    @cached_property
    def _by_name(self) -> dict[str, Carrier]:
        return {
            _name_key(name): carrier
            for carrier in self.carriers
            for name in (carrier.id, carrier.name.zh, carrier.name.en, *carrier.aliases)
        }

    def find(self, text: str) -> Carrier:
        """The carrier that the text is the id or a name of; raises `UnknownCarrierError`."""
        carrier = self.by_id.get(text) or self._by_name.get(_name_key(text))
        if carrier is None:
            raise UnknownCarrierError(text)
        return carrier

    def nearest(self, text: str) -> tuple[str, ...]:
        """Up to three ids of carriers with an id or name like the text, the most similar first. Costs milliseconds."""
        near = difflib.get_close_matches(_name_key(text), self._by_name, n=MAX_NEAR_NAMES * 2)
        return tuple(dict.fromkeys(self._by_name[key].id for key in near))[:MAX_NEAR_NAMES]

    def unit(self, text: str) -> ItemUnit:
        """The unit so spelt; raises `UnknownUnitError`."""
        unit = self.units.get(text) or self.units.get(unit_key(text))
        if unit is None:
            raise UnknownUnitError(text)
        return unit

    def coal_rate(self, text: str) -> Rate:
        """The unit of a factor so spelt, such as kgce/kg; raises `UnknownUnitError`."""
        return self._rate(text, is_coal=True)

    def heat_rate(self, text: str) -> Rate:
        """The unit of a heating value so spelt, per mass or volume, such as kJ/kg; raises `UnknownUnitError`."""
        rate = self._rate(text, is_coal=False)
        if rate.per.measure not in {Measure.MASS, Measure.VOLUME}:
            raise UnknownUnitError(text)
        return rate

    def _rate(self, text: str, *, is_coal: bool) -> Rate:
        if rate := self._rates.get((text, is_coal)):
            return rate
        above, _, below = unit_key(text).partition("/")
        energy, per = self.energies.get(above), self.units.get(below)
        if energy is None or per is None or energy.is_coal is not is_coal:
            raise UnknownUnitError(text)
        if len(self._rates) >= MAX_REMEMBERED:
            self._rates.clear()
        rate = self._rates[text, is_coal] = Rate(energy=energy, per=per, size=energy.size / per.size)
        return rate

    @cached_property
    def _rates(self) -> dict[tuple[str, bool], Rate]:
        """By spelling."""
        return {}

    def symbols(self, *measures: Measure) -> tuple[str, ...]:
        """The symbols of the units of these measures, each once."""
        return tuple(dict.fromkeys(unit.symbol for unit in self.units.values() if unit.measure in measures))


def carriers_of(units: Units, carriers: tuple[Carrier, ...] = (), further: tuple[ItemUnit, ...] = ()) -> Carriers:
    """The carriers, with the units of mass, electricity and heat that the catalogue has and the further ones."""
    kgce = {each.symbol: each.size for each in units.energies}[KGCE]
    return Carriers(
        carriers=carriers,
        units={
            unit_key(text): unit for unit in (*_units_of(units), *further) for text in (unit.symbol, *unit.spellings)
        },
        outputs={unit_key(text): amount for amount in units.amounts for text in (amount.symbol, *amount.spellings)},
        energies={
            unit_key(text): RateEnergy(
                symbol=energy.symbol,
                is_coal=energy.symbol in COAL,
                size=energy.size / kgce if energy.symbol in COAL else energy.size * 1000,
            )
            for energy in units.energies
            if energy.symbol in COAL or energy.accounting is Accounting.PHYSICAL
            for text in (energy.symbol, *energy.spellings)
        },
        kj_per_kgce=kgce * 1000,
    )


def _units_of(units: Units) -> Iterator[ItemUnit]:
    """The units of the catalogue that a carrier can be counted in: sizes in t, kWh and MJ."""
    for amount in units.amounts:
        if amount.dimension is Dimension.MASS:
            yield ItemUnit(symbol=amount.symbol, measure=Measure.MASS, size=amount.size, spellings=amount.spellings)
    kwh = {each.symbol: each.size for each in units.energies}[KWH]
    for energy in units.energies:
        if energy.accounting is Accounting.ELECTRICITY:
            yield ItemUnit(
                symbol=energy.symbol,
                measure=Measure.ELECTRICITY,
                size=energy.size / kwh,
                spellings=energy.spellings,
            )
        elif energy.accounting is Accounting.PHYSICAL:
            yield ItemUnit(symbol=energy.symbol, measure=Measure.HEAT, size=energy.size, spellings=energy.spellings)


def _name_key(text: str) -> str:
    """Fold a name: width by NFKC, case, and white space."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
