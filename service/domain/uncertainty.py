"""How firm a standing is: what else an intensity could be within its uncertainty. It never moves a verdict.

Uncertainties are expanded (k = 2) and relative. There is no default: the accuracy table of GB 17167-2025 is not held,
and the class of a meter is not the uncertainty of a year's balance.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from service.domain.factor import FactorFrom

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.domain.account import Account, AccountResult

Number = TypeVar("Number", Decimal, Fraction)


def squared(percent: Decimal) -> Fraction:
    """The square of a relative uncertainty that is stated in percent."""
    return (Fraction(percent) / 100) ** 2


def is_stable(intensity: Number, levels: Sequence[Number | None], relative_squared: Number) -> bool:
    """Whether no level lies within the uncertainty: (L − x)² <= x²·u² for none; without rounding or a root."""
    spread = intensity * intensity * relative_squared
    return all((level - intensity) * (level - intensity) > spread for level in levels if level is not None)


def could_be(
    intensity: Number, levels: Sequence[Number | None], names: Sequence[str], relative_squared: Number
) -> tuple[str, ...]:
    """The standings that the interval from x − U to x + U has a part in, the best first.

    ``names`` are one more than ``levels``: who meets the first level has the first name, who meets none the last. A
    level that is None, or that is stricter than one before it, names nothing.
    """
    spread = intensity * intensity * relative_squared
    found = []
    passed: Number | None = None  # the laxest level so far: what is left is worse than it
    for level, name in zip(levels, names, strict=False):
        if level is None or (passed is not None and level <= passed):
            continue
        if _low_is_within(intensity, level, spread) and (passed is None or _high_is_over(intensity, passed, spread)):
            found.append(name)
        passed = level
    if passed is None or _high_is_over(intensity, passed, spread):
        found.append(names[-1])
    return tuple(found)


def _low_is_within(intensity: Number, level: Number, spread: Number) -> bool:
    """Whether x − U is at or better than the level."""
    over = intensity - level
    return over <= 0 or over * over <= spread


def _high_is_over(intensity: Number, level: Number, spread: Number) -> bool:
    """Whether x + U is worse than the level."""
    under = level - intensity
    return under < 0 or under * under < spread


def margin_pct(intensity: Fraction, levels: Sequence[Fraction | None]) -> Fraction | None:
    """100 (L − x) / |L| to the nearest level, of two as near to the first; None if that is 0, or if there is none."""
    held = [level for level in levels if level is not None]
    if not held:
        return None
    nearest = min(held, key=lambda level: abs(level - intensity))
    return 100 * (nearest - intensity) / abs(nearest) if nearest else None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountUncertainty:
    """The uncertainty of an account's intensity; None where a part of it was not stated, and ``missing`` names them."""

    relative_squared: Fraction | None
    missing: tuple[tuple[str, ...], ...] = ()
    """Paths inside the account."""


def uncertainty_of(account: Account, result: AccountResult) -> AccountUncertainty:
    """u² = Σ s_i² (u_amount² + u_calorific²) + u_output², with s_i the share of an item in the total.

    Every amount that counts, every measured heating value and the output must state theirs: an unstated one is unknown,
    not 0. None too where the total is 0 or unknown.
    """
    if not result.total:
        return AccountUncertainty(relative_squared=None)
    parts: list[tuple[Fraction, Decimal | None, tuple[str, ...]]] = [
        (Fraction(1), account.output.uncertainty_pct, ("output", "uncertainty_pct"))
    ]
    for place, (item, counted) in enumerate(zip(account.energy, result.items, strict=True)):
        if not counted.is_counted or not counted.energy:
            continue
        share = (counted.energy / result.total) ** 2
        path = ("energy", str(place))
        parts.append((share, item.uncertainty_pct, (*path, "uncertainty_pct")))
        if counted.factor and counted.factor.origin is FactorFrom.MEASURED:
            parts.append((share, item.calorific_uncertainty_pct, (*path, "calorific_uncertainty_pct")))
    missing = tuple(path for _, stated, path in parts if stated is None)
    if missing:
        return AccountUncertainty(relative_squared=None, missing=missing)
    total = sum((share * squared(stated) for share, stated, _ in parts if stated is not None), Fraction(0))
    return AccountUncertainty(relative_squared=total)
