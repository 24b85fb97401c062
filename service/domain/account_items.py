"""The items and the output of an account, understood: carrier, energy and factor of each, or every fault in them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from service.domain.account import MAX_AMOUNT, MAX_CONTENT, ONE, Direction, FeedstockRule, ItemResult, Use
from service.domain.errors import Fault, UnknownUnitError
from service.domain.factor import KGCE, Basis, FactorFrom, ItemFactor, Measure, UnknownCarrierError
from service.domain.quantity import Accounting, unit_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.domain.account import Item, Output, RowAccounting
    from service.domain.factor import Carrier, Carriers, Rate
    from service.domain.quantity import Amount

ZERO, HUNDRED = Decimal(0), Decimal(100)

_NO_FUEL = frozenset({Measure.ELECTRICITY, Measure.HEAT})
"""Electricity and heat are counted in nothing but their own measure; a fuel by mass, by volume or by its heat."""


class AccountFaults:
    """The faults of one account."""

    def __init__(self, *, with_near_names: bool) -> None:
        """Start without a fault."""
        self.found: list[Fault] = []
        self.with_near_names = with_near_names

    def note(self, *inside: str, code: str, value: object = None, candidates: tuple[str, ...] = ()) -> None:
        """Note a fault at that path inside the account."""
        self.found.append(Fault(field="account", inside=inside, code=code, value=value, candidates=candidates))

    def require_between(self, low: Decimal, high: Decimal, value: Decimal | None, *inside: str) -> None:
        """Note a number outside its bounds; None is no number."""
        if value is not None and not low <= value <= high:
            code, variant, facts = "number_out_of_range", "between", {"low": low, "high": high}
            self.found.append(
                Fault(field="account", inside=inside, code=code, variant=variant, value=value, facts=facts)
            )

    def require_positive(self, value: Decimal | None, *inside: str) -> None:
        """Note a number that is not above 0; None is no number."""
        if value is not None and value <= 0:
            self.note(*inside, code="not_positive", value=value)


def product_amount(output: Output, own: Amount, carriers: Carriers, faults: AccountFaults) -> Fraction:
    """The output in the amount of the row's unit; 1 where a fault was noted."""
    if output.content != 0:
        faults.require_between(ZERO, MAX_CONTENT, output.content, "output", "content")
    else:
        faults.require_positive(output.content, "output", "content")
    faults.require_between(ZERO, HUNDRED, output.uncertainty_pct, "output", "uncertainty_pct")
    faults.require_positive(output.amount, "output", "amount")
    unit = carriers.outputs.get(output.unit) or carriers.outputs.get(unit_key(output.unit))
    if unit is None or unit.dimension != own.dimension:
        fitting = (each.symbol for each in carriers.outputs.values() if each.dimension == own.dimension)
        code = "unit_mismatch" if unit else "unknown_unit"
        faults.note("output", "unit", code=code, value=output.unit, candidates=tuple(dict.fromkeys(fitting)))
        return Fraction(1)
    return output.on_basis * unit.size / own.size


def understand(
    item: Item, path: tuple[str, ...], row: RowAccounting, carriers: Carriers, faults: AccountFaults
) -> ItemResult | None:
    """What the item comes to; None, with the faults noted, if it cannot be made out."""
    _check_numbers(item, path, faults)
    carrier = unit = None
    try:
        carrier = carriers.find(item.carrier)
    except UnknownCarrierError:
        near = carriers.nearest(item.carrier) if faults.with_near_names else ()
        faults.note(*path, "carrier", code="unknown_carrier", value=item.carrier, candidates=near)
    try:
        unit = carriers.unit(item.unit)
    except UnknownUnitError:
        measures = (carrier.measure,) if carrier else tuple(Measure)
        faults.note(*path, "unit", code="unknown_unit", value=item.unit, candidates=carriers.symbols(*measures))
    if carrier is None or unit is None:
        return None
    is_electricity = row.unit.energy.accounting is Accounting.ELECTRICITY
    if is_electricity and carrier.measure is not Measure.ELECTRICITY:
        electric = tuple(each.id for each in carriers.carriers if each.measure is Measure.ELECTRICITY)
        faults.note(*path, "carrier", code="carrier_not_of_indicator", value=item.carrier, candidates=electric)
        return None
    factor = None if is_electricity else _factor(item, carrier, path, carriers, faults)
    fitting = carrier.measure if carrier.measure in _NO_FUEL else factor.measure if factor else unit.measure
    if unit.measure is not fitting:
        faults.note(*path, "unit", code="unit_mismatch", value=item.unit, candidates=carriers.symbols(fitting))
    energy = None
    if is_electricity:
        energy = _energy(item, unit.size, Fraction(1))
    elif factor:
        energy = _energy(item, unit.size, factor.per_base)
    return ItemResult(
        carrier=carrier.id,
        energy=energy,
        is_counted=item.use is not Use.FEEDSTOCK or row.feedstock is not FeedstockRule.EXCLUDED,
        factor=factor,
    )


def _energy(item: Item, size: Fraction, per_base: Fraction) -> Fraction:
    """The line's share of the energy of the item, below 0 for ``out``; reduced once, since reducing is what costs."""
    numerator, denominator = item.amount.as_integer_ratio()
    numerator *= size.numerator * per_base.numerator
    denominator *= size.denominator * per_base.denominator
    if item.allocation != ONE:
        above, below = item.allocation.as_integer_ratio()
        numerator, denominator = numerator * above, denominator * below
    if item.direction is Direction.OUT:
        numerator = -numerator
    return Fraction(numerator, denominator)


def _check_numbers(item: Item, path: tuple[str, ...], faults: AccountFaults) -> None:
    faults.require_between(ZERO, MAX_AMOUNT, item.amount, *path, "amount")
    faults.require_between(ZERO, ONE, item.allocation, *path, "allocation")
    faults.require_between(ZERO, HUNDRED, item.uncertainty_pct, *path, "uncertainty_pct")
    faults.require_between(ZERO, HUNDRED, item.calorific_uncertainty_pct, *path, "calorific_uncertainty_pct")
    faults.require_positive(item.calorific_value, *path, "calorific_value")
    faults.require_positive(item.factor, *path, "factor")
    if (item.calorific_value is None) != (item.calorific_unit is None):
        faults.note(*path, "calorific_unit" if item.calorific_unit is None else "calorific_value", code="required")
    if item.factor is not None or item.factor_unit is not None or item.factor_source is not None:
        for key in ("factor", "factor_unit", "factor_source"):
            if getattr(item, key) is None:
                faults.note(*path, key, code="required")


def _factor(
    item: Item, carrier: Carrier, path: tuple[str, ...], carriers: Carriers, faults: AccountFaults
) -> ItemFactor | None:
    """The first factor that applies: measured, the caller's, the held one."""
    if item.calorific_value is not None and item.calorific_unit is not None:
        rate = _rate(carriers.heat_rate, item.calorific_unit, carrier, (*path, "calorific_unit"), faults)
        return _measured(item.calorific_value, rate, carriers) if rate else None
    if item.factor is not None and item.factor_unit is not None:
        rate = _rate(carriers.coal_rate, item.factor_unit, carrier, (*path, "factor_unit"), faults)
        return _stated(item, item.factor, rate, carrier) if rate else None
    return carrier.held_factor


def _rate(
    find: Callable[[str], Rate], text: str, carrier: Carrier, path: tuple[str, ...], faults: AccountFaults
) -> Rate | None:
    """The rate so spelt, if it fits the carrier."""
    try:
        rate = find(text)
    except UnknownUnitError:
        faults.note(*path, code="unknown_unit", value=text)
        return None
    if carrier.measure in _NO_FUEL and rate.per.measure is not carrier.measure:
        faults.note(*path, code="unit_mismatch", value=text, candidates=(carrier.unit.symbol,))
        return None
    return rate


def _measured(value: Decimal, rate: Rate, carriers: Carriers) -> ItemFactor:
    """From a measured heating value: kJ over 29,307, exactly."""
    coal = Fraction(value) / carriers.kj_per_kgce
    return ItemFactor(
        measure=rate.per.measure,
        per_base=coal * rate.size,
        value=coal * rate.energy.size,
        unit=f"{KGCE}/{rate.per.symbol}",
        origin=FactorFrom.MEASURED,
        evidence=None,
        sources=(),
        decides=True,
    )


def _stated(item: Item, value: Decimal, rate: Rate, carrier: Carrier) -> ItemFactor:
    """The caller's own. One of primary equivalent decides nothing, nor does one for electricity that is not the held.

    Every kgce row counts a kWh as 0.1229 kgce; 3.6/29.307 is a conversion of units, not the standard's coefficient.
    """
    per_base = Fraction(value) * rate.size
    held = carrier.held_factor
    is_other = carrier.measure is Measure.ELECTRICITY and (held is None or held.per_base != per_base)
    return ItemFactor(
        measure=rate.per.measure,
        per_base=per_base,
        value=value,
        unit=rate.symbol,
        origin=FactorFrom.CALLER,
        evidence=None,
        sources=(item.factor_source,) if item.factor_source else (),
        decides=Basis.EQUIVALENT not in {item.factor_basis, carrier.basis} and not is_other,
    )
