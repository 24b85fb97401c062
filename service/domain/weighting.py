"""The overall share under each weighting: what a line counts for, and what is missing to a target."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from service.domain.number import add, multiply, normalize, round_up_for_display, to_decimal, total
from service.domain.share import Ratio, Share, make_share
from service.domain.tally import (
    ABOVE_BENCHMARK,
    AT_BENCHMARK,
    BELOW_BASELINE,
    PARTS,
    UNGRADED,
    WITHIN_BASELINE,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from service.domain.tally import Tally

NO_CAPACITY = "no_capacity"
"""Why there are no shares: nothing was counted."""
MIXED_DIMENSIONS = "mixed_capacity_dimensions"
"""Why there are no shares: tonnes and square metres cannot be added up."""
NO_ENERGY_WEIGHT = "no_energy_weight"
"""Why there are no shares: a product cannot be weighted by energy."""


class Weighting(StrEnum):
    """What a line counts for in an overall share. No official text gives a formula across sectors."""

    CAPACITY = "capacity"
    """Physical capacity; possible if all lines share a dimension."""
    ENERGY = "energy"
    """Capacity times benchmark level, in tce/a, so that different products can be added up."""
    SECTOR_MEAN = "sector_mean"
    """The plain mean of the sectors' shares."""
    LINES = "lines"
    """Every line counts one."""


class Figures(Protocol):
    """The shares under one weighting, and what is missing to a target."""

    @property
    def unit(self) -> str | None:
        """The unit of the weights."""

    @property
    def reason(self) -> str | None:
        """The code that says why there are no shares; None if there are."""

    @property
    def share_at_benchmark(self) -> Share:
        """The share of the weight that reaches the benchmark level."""

    @property
    def share_below_baseline(self) -> Share:
        """The share of the weight that is worse than the baseline level."""

    def shortfall(self, missing: Fraction, *, must_exceed: bool) -> Decimal:
        """The weight, in ``unit``, that makes up the ``missing`` share of one, which is not below 0.

        With ``must_exceed``, reaching the target is not enough: a number of lines is then one more.
        """


@dataclass(frozen=True, kw_only=True)
class Weights:
    """Weights by part. ``amounts`` over ``divisor`` are in ``unit``; None if the weighting is not possible."""

    unit: str | None
    amounts: tuple[Decimal, ...] | None
    divisor: Decimal = Decimal(1)
    is_count: bool = False
    """Whether the weights count things, so that a shortfall is a whole number, too."""
    reason: str | None = None

    @cached_property
    def total(self) -> Decimal:
        """The sum of the parts, to be divided by ``divisor``."""
        return total(self.amounts or ())

    @property
    def share_at_benchmark(self) -> Share:
        """The share of the weight that reaches the benchmark level; what is within the baseline level may do so."""
        return self._share(AT_BENCHMARK, WITHIN_BASELINE)

    @property
    def share_below_baseline(self) -> Share:
        """The share of the weight that is worse than the baseline level; what misses the benchmark level may be so."""
        return self._share(BELOW_BASELINE, ABOVE_BENCHMARK)

    def _share(self, part: int, undecided: int) -> Share:
        if self.amounts is None:
            return Share()
        return make_share(self.amounts[part], add(self.amounts[undecided], self.amounts[UNGRADED]), self.total)

    def shortfall(self, missing: Fraction, *, must_exceed: bool) -> Decimal:
        """The missing share of the total, in ``unit``; a whole number of things, or else exact or rounded up."""
        amount = missing * Fraction(self.total)
        if self.is_count:
            return Decimal(math.floor(amount) + 1 if must_exceed else math.ceil(amount))
        if self.divisor == 1:
            return normalize(to_decimal(amount))
        return round_up_for_display(amount / Fraction(self.divisor))


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorMean:
    """The plain mean of the sectors' shares by capacity; None if one of the sectors has no share."""

    sectors: int
    share_at_benchmark: Share
    share_below_baseline: Share
    reason: str | None = None
    unit: str | None = "share"

    def shortfall(self, missing: Fraction, *, must_exceed: bool) -> Decimal:
        """The missing share itself, rounded up."""
        del must_exceed
        return round_up_for_display(missing)


def weigh_by_lines(counts: Iterable[int]) -> Weights:
    """Every line weighs one; ``counts`` are the numbers of lines by part."""
    amounts = tuple(Decimal(count) for count in counts)
    return Weights(unit="lines", amounts=amounts, is_count=True, reason=None if any(amounts) else NO_CAPACITY)


def weigh_by_capacity(tallies: Iterable[tuple[Decimal, Tally]], unit: str) -> Weights:
    """Capacities added up in ``unit``; each tally comes with the size of its own unit in ``unit``."""
    columns: Iterable[Sequence[Decimal]] = (
        tally.amounts if size == 1 else [multiply(amount, size) for amount in tally.amounts] for size, tally in tallies
    )
    amounts = tuple(map(total, zip(*columns, strict=True)))
    return Weights(unit=unit, amounts=amounts, reason=None if any(amounts) else NO_CAPACITY)


def weigh_by_energy(tallies: Iterable[tuple[Fraction, Tally]]) -> Weights:
    """Capacities times energy; each tally comes with the tce/a per unit of its capacity at the benchmark level."""
    parts = [Fraction(0)] * len(PARTS)
    for weight, tally in tallies:
        parts = [part + Fraction(amount) * weight for part, amount in zip(parts, tally.amounts, strict=True)]
    divisor = math.lcm(*(part.denominator for part in parts))
    amounts = tuple(Decimal((part * divisor).numerator) for part in parts)
    return Weights(
        unit="tce/a", amounts=amounts, divisor=Decimal(divisor), reason=None if any(amounts) else NO_CAPACITY
    )


def average_sectors(sectors: Iterable[Figures]) -> SectorMean:
    """The plain mean of the sectors' shares, reading by reading.

    If one of the sectors lacks a reading (nothing graded, mixed dimensions), that reading has no mean: without the
    sector it would be the mean of something else, and nobody would notice.
    """
    figures = list(sectors)
    return SectorMean(
        sectors=len(figures),
        share_at_benchmark=_average([each.share_at_benchmark for each in figures]),
        share_below_baseline=_average([each.share_below_baseline for each in figures]),
        reason=next((each.reason for each in figures if each.reason), None if figures else NO_CAPACITY),
    )


def _average(shares: list[Share]) -> Share:
    return Share(
        low=_average_ratio([share.low for share in shares]),
        high=_average_ratio([share.high for share in shares]),
        of_graded=_average_ratio([share.of_graded for share in shares]),
    )


def _average_ratio(ratios: list[Ratio | None]) -> Ratio | None:
    fractions = [ratio.fraction for ratio in ratios if ratio is not None]
    if not fractions or len(fractions) < len(ratios):
        return None
    mean = sum(fractions, Fraction(0)) / len(fractions)
    return Ratio(Decimal(mean.numerator), Decimal(mean.denominator))
