"""What the verdicts of a list add up to: overall under the four weightings, by sector and by group."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from service.domain.capacity import (
    MIXED_DIMENSIONS,
    NO_CAPACITY,
    NO_ENERGY_WEIGHT,
    PARTS,
    UNGRADED,
    Excess,
    SectorMean,
    Tally,
    Weighting,
    Weights,
    capacity_weights,
    energy_weights,
    line_weights,
    sector_mean,
)
from service.domain.quantity import BASE_SYMBOLS, CapacityUnit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from service.domain.benchmark import Product
    from service.domain.capacity import Figures


Key = TypeVar("Key")

NOTHING = Weights(unit=None, amounts=(Decimal(0),) * PARTS, reason=NO_CAPACITY)
"""What a list without a sound line adds up to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The lines of one product in one group, added up in one capacity unit."""

    product: Product
    group: str | None
    unit: CapacityUnit
    tally: Tally
    tce: Fraction | None
    """tce/a that one capacity unit stands for at the benchmark level; None where the energy weighting has none."""
    excess_divisor: Decimal | None
    """What the tally's energy above the benchmark level is divided by to be in tce/a; None where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The capacities and the numbers of lines of a sector or a group; ``name`` is a sector's id or a group's name."""

    name: str | None
    capacity: Weights
    lines: Weights
    excess: Excess


@dataclass(frozen=True, slots=True, kw_only=True)
class Overall:
    """The whole list under each weighting. None of them is official: no text gives a formula across sectors."""

    capacity: Weights
    energy: Weights
    sector_mean: SectorMean
    lines: Weights
    excess: Excess

    def under(self, weighting: Weighting) -> Figures:
        """The figures under one weighting."""
        by_weighting: dict[Weighting, Figures] = {
            Weighting.CAPACITY: self.capacity,
            Weighting.ENERGY: self.energy,
            Weighting.SECTOR_MEAN: self.sector_mean,
            Weighting.LINES: self.lines,
        }
        return by_weighting[weighting]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A list added up.

    ``sectors`` stand in the order of the document, ``groups`` by name. Lines that name no group are the last group,
    without a name, unless no line names one.
    """

    submitted: int
    graded: int
    ungraded: int
    rejected: int
    overall: Overall
    sectors: tuple[Part, ...]
    groups: tuple[Part, ...]
    products: tuple[Product, ...]
    """The products that the lines named, in the order of the document."""


def summarise(accounts: Iterable[Account], order: Iterable[Product], rejected: int) -> Summary:
    """Add the accounts up; ``order`` are the edition's products in the order of the document."""
    detailed = list(accounts)
    by_group = _sorted_apart(detailed, lambda account: account.group)
    by_product = _sorted_apart(
        detailed, lambda account: (account.product.id, account.unit.symbol, account.excess_divisor)
    )
    accounts = [
        replace(of_one[0], group=None, tally=Tally.total(account.tally for account in of_one))
        for of_one in by_product.values()
    ]
    used = {product_id for product_id, *_ in by_product}
    products = tuple(product for product in order if product.id in used)
    sectors_in_order = dict.fromkeys(product.sector for product in products)
    by_sector = _sorted_apart(accounts, lambda account: account.product.sector)
    sectors = tuple(_part(sector, by_sector[sector], own_unit=True) for sector in sectors_in_order)
    named = sorted(group for group in by_group if group is not None)
    groups = tuple(_part(group, by_group[group]) for group in (*named, *((None,) if None in by_group else ())))
    lines = _lines(accounts)
    ungraded = sum(account.tally.counts[UNGRADED] for account in accounts)
    counted = sum(sum(account.tally.counts) for account in accounts)
    return Summary(
        submitted=counted + rejected,
        graded=counted - ungraded,
        ungraded=ungraded,
        rejected=rejected,
        overall=Overall(
            capacity=_capacity(accounts),
            energy=_energy(accounts),
            sector_mean=sector_mean(part.capacity for part in sectors),
            lines=lines,
            excess=_excess(accounts),
        ),
        sectors=sectors,
        groups=groups if named else (),
        products=products,
    )


def _sorted_apart(accounts: list[Account], key: Callable[[Account], Key]) -> defaultdict[Key, list[Account]]:
    apart: defaultdict[Key, list[Account]] = defaultdict(list)
    for account in accounts:
        apart[key(account)].append(account)
    return apart


def _part(name: str | None, accounts: list[Account], *, own_unit: bool = False) -> Part:
    return Part(
        name=name,
        capacity=_capacity(accounts, own_unit=own_unit),
        lines=_lines(accounts),
        excess=_excess(accounts),
    )


def _lines(accounts: list[Account]) -> Weights:
    return line_weights(sum(account.tally.counts[part] for account in accounts) for part in range(PARTS))


def _excess(accounts: list[Account]) -> Excess:
    """The sum over the lines that have a figure, beside the number of those that have none."""
    known = _sorted_apart(accounts, lambda account: account.excess_divisor)
    counted = sum(sum(account.tally.counts) for account in accounts)
    without = sum(account.tally.counts[UNGRADED] for account in accounts)
    without += sum(sum(account.tally.counts[:UNGRADED]) for account in known.pop(None, []))
    total = sum(
        (
            Fraction(Tally.total(account.tally for account in of_one).excess) / Fraction(divisor)
            for divisor, of_one in known.items()
            if divisor is not None
        ),
        Fraction(0),
    )
    return Excess(total=total if counted > without else None, lines=counted - without, lines_without=without)


def _capacity(accounts: list[Account], *, own_unit: bool = False) -> Weights:
    """Capacities in the base unit of their one dimension, or in the unit that all share if ``own_unit``."""
    dimensions = {account.unit.amount.dimension for account in accounts}
    if not dimensions:
        return NOTHING
    if len(dimensions) > 1:
        return Weights(unit=None, amounts=None, reason=MIXED_DIMENSIONS)
    units = {account.unit.symbol for account in accounts}
    if own_unit and len(units) == 1:
        return capacity_weights(((Fraction(1), account.tally) for account in accounts), units.pop())
    return capacity_weights(
        ((account.unit.amount.size, account.tally) for account in accounts), f"{BASE_SYMBOLS[dimensions.pop()]}/a"
    )


def _energy(accounts: list[Account]) -> Weights:
    """Capacities times benchmark levels; a product with a level at or below zero, or none, cannot be weighed so."""
    weighed = [(account.tce, account.tally) for account in accounts if account.tce is not None]
    if not accounts:
        return NOTHING
    if len(weighed) < len(accounts):
        return Weights(unit=None, amounts=None, reason=NO_ENERGY_WEIGHT)
    return energy_weights(weighed)
