"""The energy account of a line: carriers and output over one period, and the intensity that follows from them.

GB/T 2589: e = (Σ in a·q·k − Σ out a·q·k) / (output × content), with q the amount of a carrier, k its factor in standard
coal and a the share of it that is the line's. Every step is exact; the quotient is rounded only to be shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from service.domain.factor import Basis

if TYPE_CHECKING:
    from datetime import date

    from service.domain.factor import ItemFactor
    from service.domain.quantity import IntensityUnit

ONE = Decimal(1)

SHOWN_PLACES = 6
"""Digits after the point of a figure that is rounded for reading."""

MAX_DAYS = 366
"""Days that a period can have, both ends included."""

SHORT_DAYS = 180
"""A period of fewer days is warned about: it may not be typical of a year."""

MAX_AMOUNT = Decimal(10) ** 15
"""Amounts are not below 0: the direction of an item says which way the energy went."""

MAX_CONTENT = Decimal("1.5")
"""Of an output that is stronger than the standard's basis, such as carbide above 300 L/kg."""


class Direction(StrEnum):
    """Whether energy came into the boundary or left it; what is made and used inside is no item."""

    IN = "in"
    """Bought."""
    OUT = "out"
    """Sold, or handed to another line."""


class Use(StrEnum):
    """What a carrier was for."""

    FUEL = "fuel"
    FEEDSTOCK = "feedstock"
    MEDIUM = "medium"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One carrier of an account. Amounts are not negative: ``direction`` says which way the energy went."""

    carrier: str
    """The id or a name of a carrier."""
    amount: Decimal
    unit: str
    direction: Direction = Direction.IN
    use: Use = Use.FUEL
    allocation: Decimal = ONE
    """The share of the amount that is this line's, 0 to 1."""
    meter: str | None = None
    """The meter that several lines share."""
    calorific_value: Decimal | None = None
    """The measured lower heating value, in ``calorific_unit``."""
    calorific_unit: str | None = None
    factor: Decimal | None = None
    """The caller's own, in ``factor_unit``, from ``factor_source``."""
    factor_unit: str | None = None
    factor_basis: Basis = Basis.CALORIFIC
    factor_source: str | None = None
    uncertainty_pct: Decimal | None = None
    """Expanded (k = 2), of the amount."""
    calorific_uncertainty_pct: Decimal | None = None
    """Expanded (k = 2), of the measured heating value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """Qualified product."""

    amount: Decimal
    unit: str
    content: Decimal = ONE
    """What turns the amount into the standard's basis (100 % NaOH, carbide at 300 L/kg)."""
    uncertainty_pct: Decimal | None = None
    """Expanded (k = 2), of the amount."""

    @property
    def on_basis(self) -> Fraction:
        """Amount times content."""
        return Fraction(self.amount) if self.content == ONE else Fraction(self.amount) * Fraction(self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one line used and made from ``start`` to ``end``, both included."""

    start: date
    end: date
    output: Output
    energy: tuple[Item, ...]

    @property
    def days(self) -> int:
        """The days of the period."""
        return (self.end - self.start).days + 1


class RowBasis(StrEnum):
    """Whether the factors of GB/T 2589 are those that a row of the official table was made with."""

    SHOWN = "shown"
    """Arithmetic, a formula or a foreword shows it."""
    ASSUMED = "assumed"
    """Nothing speaks against it; graded with a warning."""
    NOT_HELD = "not_held"
    """The standard has a conversion table of its own, which is not held: an account decides nothing."""


class FeedstockRule(StrEnum):
    """Whether energy that becomes part of the product counts."""

    INCLUDED = "included"
    EXCLUDED = "excluded"
    NOT_HELD = "not_held"
    """It is counted, with a warning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowAccounting:
    """What a row of the official table says about accounts."""

    unit: IntensityUnit
    basis: RowBasis
    feedstock: FeedstockRule = FeedstockRule.NOT_HELD


FACTOR_MISSING = "factor_missing"
ACCOUNT_BASIS = "account_basis"

BASIS_ASSUMED = "basis_assumed"
FEEDSTOCK_RULE_NOT_HELD = "feedstock_rule_not_held"
SHORT_PERIOD = "short_period"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemResult:
    """What one item comes to."""

    carrier: str
    """The carrier's id."""
    energy: Fraction | None
    """In kgce, or in kWh for an indicator of electricity; below 0 for ``out``; None without a factor."""
    is_counted: bool
    factor: ItemFactor | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingFactor:
    """An item without a factor: its place among the items, and its carrier, which says what is in use."""

    item: int
    carrier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountResult:
    """What an account comes to. Without an ``intensity`` the line is ungraded, and ``reason`` says why."""

    items: tuple[ItemResult, ...]
    unit: str
    """kgce or kWh."""
    output: Fraction
    """On the standard's basis, in the unit that was sent."""
    total: Fraction | None = None
    """Of the items that count, in ``unit``."""
    intensity: Fraction | None = None
    """In the unit of the row: the verdict is this very fraction's."""
    intensity_equivalent: Fraction | None = None
    """The same with factors of primary equivalent (等价值), which decide nothing."""
    reason: str | None = None
    missing: tuple[MissingFactor, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A fraction for reading: 6 places, half to even, without trailing zeros."""

    value: Decimal
    is_rounded: bool


def shown(value: Fraction) -> Shown:
    """The fraction for reading."""
    exact = value * 10**SHOWN_PLACES
    scaled, places = round(exact), SHOWN_PLACES
    is_rounded = scaled != exact
    while places and scaled % 10 == 0:
        scaled, places = scaled // 10, places - 1
    return Shown(value=Decimal(f"{scaled}E-{places}"), is_rounded=is_rounded)
