"""The totals of a list: overall under the four weightings, by sector and by group."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from service.domain.excess import Excess, add_up_excess
from service.domain.quantity import BASE_SYMBOLS
from service.domain.tally import PARTS, UNGRADED, Subtotal, Tally
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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from service.domain.benchmark import Product
    from service.domain.weighting import Figures

Key = TypeVar("Key")

NOTHING = Weights(unit=None, amounts=(Decimal(0),) * len(PARTS), reason=NO_CAPACITY)
"""The weights of a list in which no line counts."""


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

    ``sectors`` are in the order of the document, ``groups`` in the order of their names. If some lines name a group,
    those that name none are the last group, without a name.
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


def summarise(subtotals: Iterable[Subtotal], order: Iterable[Product], rejected: int) -> Summary:
    """Add up the subtotals; ``order`` is the edition's products in the order of the document."""
    detailed = list(subtotals)
    by_group = _group_by(detailed, lambda subtotal: subtotal.group)
    by_product = _group_by(
        detailed, lambda subtotal: (subtotal.product.id, subtotal.unit.symbol, subtotal.excess_divisor)
    )
    merged = [
        replace(same[0], group=None, tally=Tally.total(subtotal.tally for subtotal in same))
        for same in by_product.values()
    ]
    used = {product_id for product_id, *_ in by_product}
    products = tuple(product for product in order if product.id in used)
    sectors_in_order = dict.fromkeys(product.sector for product in products)
    by_sector = _group_by(merged, lambda subtotal: subtotal.product.sector)
    sectors = tuple(_totals(sector, by_sector[sector], own_unit=True) for sector in sectors_in_order)
    named = sorted(group for group in by_group if group is not None)
    groups = tuple(_totals(group, by_group[group]) for group in (*named, *((None,) if None in by_group else ())))
    ungraded = sum(subtotal.tally.counts[UNGRADED] for subtotal in merged)
    counted = sum(sum(subtotal.tally.counts) for subtotal in merged)
    return Summary(
        submitted=counted + rejected,
        graded=counted - ungraded,
        ungraded=ungraded,
        rejected=rejected,
        overall=Overall(
            capacity=_weigh_by_capacity(merged),
            energy=_weigh_by_energy(merged),
            sector_mean=average_sectors(totals.capacity for totals in sectors),
            lines=_weigh_by_lines(merged),
            excess=add_up_excess(merged),
        ),
        sectors=sectors,
        groups=groups if named else (),
        products=products,
    )


def _group_by(subtotals: list[Subtotal], key: Callable[[Subtotal], Key]) -> defaultdict[Key, list[Subtotal]]:
    groups: defaultdict[Key, list[Subtotal]] = defaultdict(list)
    for subtotal in subtotals:
        groups[key(subtotal)].append(subtotal)
    return groups


def _totals(name: str | None, subtotals: list[Subtotal], *, own_unit: bool = False) -> Totals:
    return Totals(
        name=name,
        capacity=_weigh_by_capacity(subtotals, own_unit=own_unit),
        lines=_weigh_by_lines(subtotals),
        excess=add_up_excess(subtotals),
    )


def _weigh_by_lines(subtotals: list[Subtotal]) -> Weights:
    return weigh_by_lines(sum(subtotal.tally.counts[part] for subtotal in subtotals) for part in range(len(PARTS)))


def _weigh_by_capacity(subtotals: list[Subtotal], *, own_unit: bool = False) -> Weights:
    """Capacities in the base unit of their one dimension, or with ``own_unit`` in the unit that all of them share."""
    dimensions = {subtotal.unit.amount.dimension for subtotal in subtotals}
    if not dimensions:
        return NOTHING
    if len(dimensions) > 1:
        return Weights(unit=None, amounts=None, reason=MIXED_DIMENSIONS)
    units = {subtotal.unit.symbol for subtotal in subtotals}
    if own_unit and len(units) == 1:
        return weigh_by_capacity(((Fraction(1), subtotal.tally) for subtotal in subtotals), units.pop())
    return weigh_by_capacity(
        ((subtotal.unit.amount.size, subtotal.tally) for subtotal in subtotals), f"{BASE_SYMBOLS[dimensions.pop()]}/a"
    )


def _weigh_by_energy(subtotals: list[Subtotal]) -> Weights:
    """Capacities times benchmark levels; not possible if a product has a level at or below zero, or no level."""
    if not subtotals:
        return NOTHING
    tallies = [(subtotal.energy_weight, subtotal.tally) for subtotal in subtotals]
    weighted = [(weight, tally) for weight, tally in tallies if weight is not None]
    if len(weighted) < len(tallies):
        return Weights(unit=None, amounts=None, reason=NO_ENERGY_WEIGHT)
    return weigh_by_energy(weighted)
