"""Small made-up units, carriers, rows and accounts for tests of energy accounts."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from service.domain.account import Account, FeedstockRule, Item, Output, RowAccounting, RowBasis
from service.domain.benchmark import Evidence, NotHeld
from service.domain.factor import Basis, Carrier, Carriers, Factor, ItemUnit, Measure, carriers_of
from service.domain.quantity import Accounting, Amount, Dimension, Energy, IntensityUnit, Period, Units
from service.domain.text import Text

Number = Decimal | str | int

ENERGIES = {
    "kgce": Energy(symbol="kgce", accounting=Accounting.EQUIVALENT, size=Fraction("29.307")),
    "tce": Energy(symbol="tce", accounting=Accounting.EQUIVALENT, size=Fraction(29307)),
    "kgoe": Energy(symbol="kgoe", accounting=Accounting.EQUIVALENT, size=Fraction("41.868")),
    "kJ": Energy(symbol="kJ", accounting=Accounting.PHYSICAL, size=Fraction("0.001"), spellings=("千焦",)),
    "MJ": Energy(symbol="MJ", accounting=Accounting.PHYSICAL, size=Fraction(1)),
    "GJ": Energy(symbol="GJ", accounting=Accounting.PHYSICAL, size=Fraction(1000)),
    "kWh": Energy(symbol="kWh", accounting=Accounting.ELECTRICITY, size=Fraction("3.6")),
    "MWh": Energy(symbol="MWh", accounting=Accounting.ELECTRICITY, size=Fraction(3600)),
}
AMOUNTS = {
    "t": Amount(symbol="t", dimension=Dimension.MASS, size=Fraction(1), spellings=("吨",)),
    "kg": Amount(symbol="kg", dimension=Dimension.MASS, size=Fraction("0.001")),
    "万t": Amount(symbol="万t", dimension=Dimension.MASS, size=Fraction(10**4)),
    "weight_box": Amount(symbol="weight_box", dimension=Dimension.MASS, size=Fraction("0.05")),
    "m2": Amount(symbol="m2", dimension=Dimension.AREA, size=Fraction(1)),
    "(t·EF)": Amount(symbol="(t·EF)", dimension=Dimension.MASS_ENERGY_FACTOR, size=Fraction(1)),
}
UNITS = Units(
    energies=tuple(ENERGIES.values()),
    amounts=tuple(AMOUNTS.values()),
    periods=(Period(symbol="a"), Period(symbol="d")),
    electricity_coal_factor=Fraction("0.1229"),
)
"""The one place here where the class of the catalogue's units is made."""

VOLUMES = (
    ItemUnit(symbol="m3", measure=Measure.VOLUME, size=Fraction(1), spellings=("立方米",)),
    ItemUnit(symbol="万m3", measure=Measure.VOLUME, size=Fraction(10**4)),
)

FACTORS = {
    "electricity": ("电力", Basis.CALORIFIC, "kgce/kWh", "0.1229"),
    "electricity-equivalent": ("电力（等价值）", Basis.EQUIVALENT, "kgce/kWh", None),
    "raw-coal": ("原煤", Basis.CALORIFIC, "kgce/kg", "0.7143"),
    "diesel": ("柴油", Basis.CALORIFIC, "kgce/kg", "1.4571"),
    "natural-gas": ("天然气", Basis.CALORIFIC, "kgce/m3", None),
    "heat": ("热力", Basis.CALORIFIC, "kgce/MJ", "0.03412"),
    "steam": ("蒸汽", Basis.CALORIFIC, "kgce/kg", None),
    "fresh-water": ("新水", Basis.MEDIUM, "kgce/t", "0.2571"),
    "unit-coal": ("标准煤", Basis.CALORIFIC, "kgce/kg", "1"),
}
"""Name, basis, unit and factor."""

KGCE = {"raw-coal": ("kg", Fraction("0.7143")), "diesel": ("kg", Fraction("1.4571")), "unit-coal": ("kg", Fraction(1)),
        "electricity": ("kWh", Fraction("0.1229")), "heat": ("MJ", Fraction("0.03412")), "fresh-water": ("t", Fraction("0.2571"))}  # fmt: skip
"""The same for the oracle: unit and kgce per unit."""


def carriers() -> Carriers:
    """The carriers above."""
    bare = carriers_of(UNITS, further=VOLUMES)
    return carriers_of(
        UNITS,
        tuple(
            Carrier(
                id=carrier,
                name=Text(zh=name, en=carrier.replace("-", " ")),
                aliases=(),
                basis=basis,
                unit=bare.coal_rate(unit),
                factor=NotHeld(reason=Text(zh="两个数值", en="two figures"))
                if factor is None
                else Factor(value=Decimal(factor), evidence=Evidence.QUOTED, sources=("a test",)),
                seen=() if factor else ("1.3300 (here)", "1.2143 (there)"),
                calorific_value=None,
                document=None,
                note=None,
            )
            for carrier, (name, basis, unit, factor) in FACTORS.items()
        ),
        VOLUMES,
    )


def intensity_unit(text: str) -> IntensityUnit:
    """A unit such as kgce/t."""
    energy, _, amount = text.partition("/")
    return IntensityUnit(energy=ENERGIES[energy], amount=AMOUNTS[amount])


def row(
    unit: str = "kgce/t",
    basis: RowBasis = RowBasis.SHOWN,
    feedstock: FeedstockRule = FeedstockRule.INCLUDED,
) -> RowAccounting:
    """What a row of the official table says of accounts."""
    return RowAccounting(unit=intensity_unit(unit), basis=basis, feedstock=feedstock)


def item(carrier: str, amount: Number, unit: str, **rest: object) -> Item:
    """An item; numbers as a test writes them."""
    numbers = {
        key: Decimal(value) if isinstance(value, int) else value
        for key, value in rest.items()
        if not isinstance(value, bool)
    }
    return Item(carrier=carrier, amount=Decimal(amount), unit=unit, **numbers)


def account(
    *items: Item,
    amount: Number = 1000,
    unit: str = "t",
    start: str = "2025-01-01",
    end: str = "2025-12-31",
    **output: object,
) -> Account:
    """An account of one year, over 1,000 t unless told otherwise."""
    return Account(
        start=date.fromisoformat(start),
        end=date.fromisoformat(end),
        output=Output(amount=Decimal(amount), unit=unit, **output),
        energy=items,
    )
