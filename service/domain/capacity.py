"""Capacity lines, the four standings that partition them, and the share in its three readings.

Nothing is dropped: capacity that cannot be graded stays in every total under ``ungraded``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from service.domain.quantity import ZERO, decimal_of, exact, plain, shown_ratio, shown_up

if TYPE_CHECKING:
    from collections.abc import Iterable


class Standing(StrEnum):
    """Where a line stands against the two levels of its product; equality meets a level (优于或等于标杆水平)."""

    AT_BENCHMARK = "at_benchmark"
    """Intensity at or better than the benchmark level."""
    BETWEEN = "between"
    """Worse than the benchmark level, at or better than the baseline level."""
    BELOW_BASELINE = "below_baseline"
    """Worse than the baseline level."""


class Weighting(StrEnum):
    """What a line counts for in an overall share. No official text gives a formula across sectors."""

    CAPACITY = "capacity"
    """Physical capacity; exists where all lines share a dimension."""
    ENERGY = "energy"
    """Capacity times benchmark level, in tce/a, so that unlike products add up."""
    SECTOR_MEAN = "sector_mean"
    """The plain mean of the sectors' shares."""
    LINES = "lines"
    """Every line counts one."""


class CapacityLine(Protocol):
    """One submitted claim: a product, a capacity and, where it was measured, an intensity."""

    @property
    def benchmark(self) -> str:
        """Id, official name or alias of the product."""

    @property
    def capacity(self) -> Decimal:
        """In ``capacity_unit``; above zero."""

    @property
    def id(self) -> str | None:
        """The caller's own id, unique in the list."""

    @property
    def capacity_unit(self) -> str | None:
        """A spelling of a capacity unit; the product's own unit if None."""

    @property
    def intensity(self) -> Decimal | None:
        """In ``intensity_unit``; None where nothing was measured."""

    @property
    def intensity_unit(self) -> str | None:
        """A spelling of an intensity unit; the product's own unit if None."""

    @property
    def operating_days(self) -> Decimal | None:
        """Days a year, 1 to 366, that a capacity per day is run."""

    @property
    def group(self) -> str | None:
        """A city or an enterprise, say, under which the line is added up too."""


PARTS = 4
"""Parts of a tally: at_benchmark, between, below_baseline, ungraded."""

AT_BENCHMARK, BETWEEN, BELOW_BASELINE, UNGRADED = range(PARTS)


@dataclass(slots=True)
class Tally:
    """Running sums by standing: exact capacities in one unit, and numbers of lines.

    ``excess`` is the exact sum of the lines' energy above the benchmark level, in tce/a times the divisor of the
    yardstick that they were measured with; 0 where the product knows no such energy.
    """

    amounts: list[Decimal] = field(default_factory=lambda: [Decimal(0)] * PARTS)
    counts: list[int] = field(default_factory=lambda: [0] * PARTS)
    excess: Decimal = ZERO

    def times(self, factor: Decimal) -> Tally:
        """The capacities times ``factor``: the same lines in another unit."""
        with exact():
            return Tally([amount * factor for amount in self.amounts], list(self.counts), self.excess)

    @staticmethod
    def total(tallies: Iterable[Tally]) -> Tally:
        """All of them added up; they are in one unit, and were measured with yardsticks of one divisor."""
        added = list(tallies)
        with exact():
            amounts = [sum(column, ZERO) for column in zip(*(tally.amounts for tally in added), strict=True)]
            excess = sum((tally.excess for tally in added), ZERO)
        counts = [sum(column) for column in zip(*(tally.counts for tally in added), strict=True)]
        return Tally(amounts, counts, excess) if added else Tally()


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """What lines would save if all reached the benchmark level of their product, in a full year at full load.

    ``total`` is the exact sum in tce/a over ``lines`` graded lines, None if there are none. ``lines_without`` are the
    others that count in the totals but not in this one: ungraded, or of an indicator that is not energy per unit of the
    capacity.
    """

    total: Fraction | None
    lines: int
    lines_without: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """An exact quotient of two non-negative numbers; the denominator is above zero."""

    numerator: Decimal
    denominator: Decimal

    def compare(self, target: Decimal) -> int:
        """-1, 0 or 1 as the quotient is below, at or above the target; by exact fractions."""
        difference = self.fraction - Fraction(target)
        return (difference > 0) - (difference < 0)

    def shown(self) -> Decimal:
        """For reading: 6 places, half to even."""
        return shown_ratio(self.numerator, self.denominator)

    @property
    def fraction(self) -> Fraction:
        """The quotient itself."""
        return Fraction(self.numerator) / Fraction(self.denominator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share read three ways; None where there is nothing to divide by.

    ``low`` counts what cannot be graded as not reaching the level, ``high`` as reaching it; ``of_graded`` leaves it
    out.
    """

    low: Ratio | None = None
    high: Ratio | None = None
    of_graded: Ratio | None = None


def share_of(part: Decimal, ungraded: Decimal, total: Decimal) -> Share:
    """The share of ``part`` in ``total``, of which ``ungraded`` is not known to belong to it or not."""
    if not total:
        return Share()
    with exact():
        graded, most = total - ungraded, part + ungraded
    return Share(
        low=Ratio(part, total),
        high=Ratio(most, total),
        of_graded=Ratio(part, graded) if graded else None,
    )


class Figures(Protocol):
    """The shares under one weighting, and what is missing to a target."""

    @property
    def unit(self) -> str | None:
        """The unit of the weights."""

    @property
    def reason(self) -> str | None:
        """The code that says why there are no shares, if there are none."""

    @property
    def share_at_benchmark(self) -> Share:
        """Of the weight, what reaches the benchmark level."""

    @property
    def share_below_baseline(self) -> Share:
        """Of the weight, what is worse than the baseline level."""

    def shortfall(self, target: Decimal, *, clearance: bool, must_exceed: bool) -> Decimal | None:
        """What more must reach the level for the safe reading of the share to reach the target, in ``unit``."""


NO_CAPACITY = "no_capacity"
MIXED_DIMENSIONS = "mixed_capacity_dimensions"
NO_ENERGY_WEIGHT = "no_energy_weight"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weights by standing. ``amounts`` over ``divisor`` are in ``unit``; None where the weighting does not exist."""

    unit: str | None
    amounts: tuple[Decimal, ...] | None
    divisor: Decimal = Decimal(1)
    whole: bool = False
    """Whether the weights are numbers of things, so that a shortfall is a whole number too."""
    reason: str | None = None

    @property
    def total(self) -> Decimal:
        """The sum of the four parts, to be divided by ``divisor``."""
        with exact():
            return sum(self.amounts or (), Decimal(0))

    @property
    def share_at_benchmark(self) -> Share:
        """Of the weight, what reaches the benchmark level."""
        return self._share(AT_BENCHMARK)

    @property
    def share_below_baseline(self) -> Share:
        """Of the weight, what is worse than the baseline level."""
        return self._share(BELOW_BASELINE)

    def _share(self, part: int) -> Share:
        if self.amounts is None:
            return Share()
        return share_of(self.amounts[part], self.amounts[UNGRADED], self.total)

    def shortfall(self, target: Decimal, *, clearance: bool, must_exceed: bool) -> Decimal | None:
        """What more must reach the benchmark level, or must be lifted to the baseline, in ``unit``; never below 0."""
        if self.amounts is None:
            return None
        with exact():
            allowed = target * self.total
            if clearance:
                missing = self.amounts[BELOW_BASELINE] + self.amounts[UNGRADED] - allowed
            else:
                missing = allowed - self.amounts[AT_BENCHMARK]
        if missing <= 0 and not (self.whole and must_exceed and missing == 0):
            return ZERO
        if self.whole:
            return Decimal(math.floor(missing) + 1 if must_exceed else math.ceil(missing))
        return plain(missing) if self.divisor == 1 else shown_up(Fraction(missing) / Fraction(self.divisor))


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorMean:
    """The plain mean of the sectors' shares by capacity; None where a sector has no share to take the mean of."""

    sectors: int
    share_at_benchmark: Share
    share_below_baseline: Share
    reason: str | None = None
    unit: str | None = "share"

    def shortfall(self, target: Decimal, *, clearance: bool, must_exceed: bool) -> Decimal | None:
        """How far the safe reading of the mean is from the target, as a share of one; never below 0."""
        del must_exceed
        safe = self.share_below_baseline.high if clearance else self.share_at_benchmark.low
        if safe is None:
            return None
        missing = safe.fraction - Fraction(target) if clearance else Fraction(target) - safe.fraction
        return shown_up(missing) if missing > 0 else ZERO


def line_weights(counts: Iterable[int]) -> Weights:
    """Every line weighs one."""
    amounts = tuple(Decimal(count) for count in counts)
    return Weights(unit="lines", amounts=amounts, whole=True, reason=None if any(amounts) else NO_CAPACITY)


def capacity_weights(tallies: Iterable[tuple[Fraction, Tally]], unit: str) -> Weights:
    """Capacities added up in ``unit``; each tally comes with the size of its own unit in ``unit``."""
    total = Tally.total(tally.times(decimal_of(size)) for size, tally in tallies)
    return Weights(unit=unit, amounts=tuple(total.amounts), reason=None if any(total.amounts) else NO_CAPACITY)


def energy_weights(tallies: Iterable[tuple[Fraction, Tally]]) -> Weights:
    """Capacities times the tce/a that one unit of each stands for at its benchmark level."""
    parts = [Fraction(0)] * PARTS
    for weight, tally in tallies:
        parts = [part + Fraction(amount) * weight for part, amount in zip(parts, tally.amounts, strict=True)]
    divisor = math.lcm(*(part.denominator for part in parts))
    amounts = tuple(Decimal((part * divisor).numerator) for part in parts)
    return Weights(
        unit="tce/a", amounts=amounts, divisor=Decimal(divisor), reason=None if any(amounts) else NO_CAPACITY
    )


def sector_mean(sectors: Iterable[Figures]) -> SectorMean:
    """The plain mean over the sectors of each reading of their shares.

    A reading that one of the sectors lacks (nothing graded, mixed dimensions) has no mean: leaving the sector out would
    silently change what the mean is of.
    """
    figures = list(sectors)
    return SectorMean(
        sectors=len(figures),
        share_at_benchmark=_mean([each.share_at_benchmark for each in figures]),
        share_below_baseline=_mean([each.share_below_baseline for each in figures]),
        reason=next((each.reason for each in figures if each.reason), None if figures else NO_CAPACITY),
    )


def _mean(shares: list[Share]) -> Share:
    def over(ratios: list[Ratio | None]) -> Ratio | None:
        known = [ratio.fraction for ratio in ratios if ratio is not None]
        if not known or len(known) < len(ratios):
            return None
        mean = sum(known, Fraction(0)) / len(known)
        return Ratio(Decimal(mean.numerator), Decimal(mean.denominator))

    return Share(
        low=over([share.low for share in shares]),
        high=over([share.high for share in shares]),
        of_graded=over([share.of_graded for share in shares]),
    )
