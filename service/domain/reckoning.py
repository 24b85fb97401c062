"""From an account to the intensity of its line, or to everything that is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from service.domain.account import (
    ACCOUNT_BASIS,
    BASIS_ASSUMED,
    FACTOR_MISSING,
    FEEDSTOCK_RULE_NOT_HELD,
    MAX_DAYS,
    SHORT_DAYS,
    SHORT_PERIOD,
    AccountResult,
    FeedstockRule,
    MissingFactor,
    RowBasis,
    Use,
)
from service.domain.account_items import AccountFaults, product_amount, understand
from service.domain.errors import DomainError
from service.domain.factor import COAL, KGCE, KWH
from service.domain.quantity import Accounting

if TYPE_CHECKING:
    from service.domain.account import Account, ItemResult, RowAccounting
    from service.domain.errors import Fault
    from service.domain.factor import Carriers


class AccountFaultsError(DomainError):
    """An account that cannot be understood; ``faults`` are all of them, each with the path inside the account."""

    def __init__(self, faults: list[Fault]) -> None:
        """Keep every fault."""
        super().__init__(*(fault.code for fault in faults))
        self.faults = faults


def reckon(account: Account, row: RowAccounting, carriers: Carriers, *, with_near_names: bool = True) -> AccountResult:
    """The result of an account under a row of the official table. Raises `AccountFaultsError` with every fault.

    Near names of an unknown carrier cost milliseconds; a list looks up a limited number of them.
    """
    faults = AccountFaults(with_near_names=with_near_names)
    if not 1 <= account.days <= MAX_DAYS:
        faults.note("period", code="bad_period", value=account.days)
    product = product_amount(account.output, row.unit.amount, carriers, faults)
    if not account.energy:
        faults.note("energy", code="required")
    known = [
        understand(item, ("energy", str(place)), row, carriers, faults) for place, item in enumerate(account.energy)
    ]
    if faults.found:
        raise AccountFaultsError(faults.found)
    items = tuple(item for item in known if item)
    warnings = [SHORT_PERIOD] if account.days < SHORT_DAYS else []
    if row.feedstock is FeedstockRule.NOT_HELD and any(item.use is Use.FEEDSTOCK for item in account.energy):
        warnings.append(FEEDSTOCK_RULE_NOT_HELD)
    energy = row.unit.energy.symbol
    output = account.output.on_basis
    if row.unit.energy.accounting is Accounting.ELECTRICITY:
        return _result(items, KWH, output, product * carriers.unit(energy).size, warnings)
    if row.basis is RowBasis.NOT_HELD or energy not in COAL:
        items = tuple(replace(item, energy=None, factor=None) for item in items)
        return AccountResult(items=items, unit=KGCE, output=output, reason=ACCOUNT_BASIS, warnings=tuple(warnings))
    result = _result(items, KGCE, output, product * carriers.energies[energy].size, warnings)
    if row.basis is RowBasis.ASSUMED and result.intensity is not None:
        return replace(result, warnings=(*warnings, BASIS_ASSUMED))
    return result


def _result(
    items: tuple[ItemResult, ...], unit: str, output: Fraction, divisor: Fraction, warnings: list[str]
) -> AccountResult:
    """The items that count added up, over the output."""
    counted = [item for item in items if item.is_counted]
    missing = tuple(
        MissingFactor(item=place, carrier=item.carrier)
        for place, item in enumerate(items)
        if item.is_counted and item.energy is None
    )
    if missing:
        return AccountResult(
            items=items,
            unit=unit,
            output=output,
            reason=FACTOR_MISSING,
            missing=missing,
            warnings=tuple(warnings),
        )
    total = sum((item.energy for item in counted if item.energy is not None), Fraction(0))
    intensity = total / divisor
    decides = all(item.factor.decides for item in counted if item.factor)
    return AccountResult(
        items=items,
        total=total,
        unit=unit,
        output=output,
        intensity=intensity if decides else None,
        intensity_equivalent=None if decides else intensity,
        reason=None if decides else ACCOUNT_BASIS,
        warnings=tuple(warnings),
    )
