"""The totals of a list: overall under the four weightings, by sector and by group, and of what is not there yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from service.domain.excess import Excess, add_up_excess
from service.domain.quantity import BASE_SYMBOLS
from service.domain.tally import PARTS, Tally
from service.domain.weighting import (
    MIXED_DIMENSIONS,
    NO_CAPACITY,
    NO_ENERGY_WEIGHT,
    SectorMean,
    Weighting,
    Weights,
    average_sectors,
    weigh_by_capacity,
    weigh_by_energy,
    weigh_by_lines,
)
from service.domain.yardstick import Yardstick

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.domain.benchmark import Product
    from service.domain.list_warning import ListWarning
    from service.domain.weighting import Figures

_ONE = Decimal(1)

NOTHING = Weights(unit=None, amounts=(Decimal(0),) * len(PARTS), reason=NO_CAPACITY)
"""The weights of a list in which no line counts."""

Account = tuple[Yardstick, Tally]
"""Lines of one product added up, of the whole list or of one group, and what they were measured with."""

Counted = tuple[Yardstick, Mapping[str | None, Tally]]
"""Lines of one product added up by group."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
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
    """The totals of a list.

    ``submitted``, ``graded``, ``ungraded`` and ``rejected`` count every line. Everything else but ``pipeline`` is about
    existing capacity. ``sectors`` are in the order of the document, ``groups`` in the order of their names. If some
    lines name a group, those that name none are the last group, without a name.
    """

    submitted: int
    graded: int
    ungraded: int
    rejected: int
    overall: Overall
    sectors: tuple[Totals, ...]
    groups: tuple[Totals, ...]
    products: tuple[Product, ...]
    """The products that the lines named, in the order of the document."""
    pipeline: Totals | None = None
    """What is planned or under construction, for which both editions demand the benchmark level; None if nothing is."""
    edition: str = ""
    """The id of the edition that the list was evaluated by."""
    accounts: Mapping[str, Sequence[Account]] = field(default_factory=dict, compare=False)
    """The lines by product, in no order, by the levels of each edition: the one in use, and those of further goals."""
    warnings: tuple[ListWarning, ...] = ()

    @property
    def is_provisional(self) -> bool:
        """Whether lines were rejected; they are in no total."""
        return self.rejected > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedUp:
    """What a list comes to by product, sector and group."""

    accounts: list[Account]
    by_group: Mapping[str | None, Sequence[Account]]
    overall: Overall
    sectors: tuple[Totals, ...]
    groups: tuple[Totals, ...]


def add_up(counted: Iterable[Counted], order: Iterable[Product]) -> AddedUp:
    """Add up what was counted; ``order`` is the edition's products in the order of the document."""
    accounts: list[Account] = []
    by_group: defaultdict[str | None, list[Account]] = defaultdict(list)
    for yardstick, tallies in counted:
        if tallies:
            accounts.append((yardstick, Tally.total(list(tallies.values()))))
        for group, tally in tallies.items():
            by_group[group].append((yardstick, tally))
    by_sector: defaultdict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        by_sector[account[0].product.sector].append(account)
    in_order = dict.fromkeys(product.sector for product in order if product.sector in by_sector)
    sectors = tuple(add_up_totals(sector, by_sector[sector], own_unit=True) for sector in in_order)
    named = sorted(group for group in by_group if group is not None)
    with_rest = (*named, None) if named and None in by_group else named
    return AddedUp(
        accounts=accounts,
        by_group=by_group,
        overall=Overall(
            capacity=_weigh_by_capacity(accounts),
            energy=_weigh_by_energy(accounts),
            sector_mean=average_sectors(totals.capacity for totals in sectors),
            lines=_weigh_by_lines(accounts),
            excess=add_up_excess(accounts),
        ),
        sectors=sectors,
        groups=tuple(add_up_totals(group, by_group[group]) for group in with_rest),
    )


def add_up_totals(name: str | None, accounts: Sequence[Account], *, own_unit: bool = False) -> Totals:
    """The totals of some lines, with capacities in the unit that all of them share if ``own_unit``."""
    return Totals(
        name=name,
        capacity=_weigh_by_capacity(accounts, own_unit=own_unit),
        lines=_weigh_by_lines(accounts),
        excess=add_up_excess(accounts),
    )


def weigh(accounts: Sequence[Account], weighting: Weighting, industries: Sequence[Sequence[Account]]) -> Figures:
    """The figures of some lines under one weighting; `Weighting.SECTOR_MEAN` averages over the ``industries``."""
    if weighting is Weighting.CAPACITY:
        return _weigh_by_capacity(accounts)
    if weighting is Weighting.ENERGY:
        return _weigh_by_energy(accounts)
    if weighting is Weighting.LINES:
        return _weigh_by_lines(accounts)
    return average_sectors(_weigh_by_capacity(industry, own_unit=True) for industry in industries)


def _weigh_by_lines(accounts: Sequence[Account]) -> Weights:
    counts = [tally.counts for _, tally in accounts] or [[0] * len(PARTS)]
    return weigh_by_lines(map(sum, zip(*counts, strict=True)))


def _weigh_by_capacity(accounts: Sequence[Account], *, own_unit: bool = False) -> Weights:
    """Capacities in the base unit of their one dimension, or with ``own_unit`` in the unit that all of them share."""
    if not accounts:
        return NOTHING
    first = accounts[0][0].capacity_unit
    if any(yardstick.capacity_unit.amount.dimension is not first.amount.dimension for yardstick, _ in accounts):
        return Weights(unit=None, amounts=None, reason=MIXED_DIMENSIONS)
    if own_unit and all(yardstick.capacity_symbol == first.symbol for yardstick, _ in accounts):
        return weigh_by_capacity(((_ONE, tally) for _, tally in accounts), first.symbol)
    return weigh_by_capacity(
        ((yardstick.base_size, tally) for yardstick, tally in accounts), f"{BASE_SYMBOLS[first.amount.dimension]}/a"
    )


def _weigh_by_energy(accounts: Sequence[Account]) -> Weights:
    """Capacities times benchmark levels; not possible if a product has a level at or below zero, or no such level.

    A baseline level alone is no weight: what a line would use at the benchmark level is then not known.
    """
    if not accounts:
        return NOTHING
    weighted = [
        (yardstick.energy_weight, tally) for yardstick, tally in accounts if yardstick.energy_weight is not None
    ]
    if len(weighted) < len(accounts):
        return Weights(unit=None, amounts=None, reason=NO_ENERGY_WEIGHT)
    return weigh_by_energy(weighted)
