"""The shape of the summary, which every format shows; its figures are rounded for reading only here.

The schemas of the contract have the same fields, and a test compares them. In JSON a field that has a default is left
out where it has that value.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from service.domain.benchmark import Level, NotHeld
from service.domain.number import divide_for_display, normalize
from service.domain.progress import measure_progress
from service.formats.table_report import TableReport  # noqa: TC001 - msgspec reads the types of fields

if TYPE_CHECKING:
    from service.domain.benchmark import Edition, Product
    from service.domain.excess import Excess
    from service.domain.goal import Goal
    from service.domain.share import Share
    from service.domain.summary import Overall, Summary, Totals
    from service.domain.weighting import SectorMean, Weighting, Weights


class EditionAnswer(Struct):
    """The edition whose levels a list was evaluated by."""

    id: str
    document: str
    fingerprint: str

    @classmethod
    def of(cls, edition: Edition) -> EditionAnswer:
        """The answer about an edition."""
        return cls(edition.id, edition.document, edition.fingerprint)


class OutcomesAnswer(Struct):
    """How many lines ended in which way."""

    submitted: int
    graded: int
    ungraded: int
    rejected: int

    @classmethod
    def of(cls, summary: Summary) -> OutcomesAnswer:
        """The answer about all lines of a list."""
        return cls(summary.submitted, summary.graded, summary.ungraded, summary.rejected)


class ShareAnswer(Struct):
    """The three readings of a share; None where there is nothing to divide by."""

    low: Decimal | None
    high: Decimal | None
    of_graded: Decimal | None

    @classmethod
    def of(cls, share: Share) -> ShareAnswer:
        """The answer about a share."""
        return cls(*(ratio.for_display() if ratio else None for ratio in (share.low, share.high, share.of_graded)))


class AmountAnswer(Struct):
    """An amount with its unit."""

    amount: Decimal
    unit: str | None


class GoalAnswer(Struct, omit_defaults=True):
    """Where the list stands against its goal."""

    id: str | None
    scope: str | None
    """What the goal is stated for, in the words of its plan. It decides nothing."""
    kind: str
    target: Decimal
    must_exceed: bool
    by: str | None
    weighting: str
    status: str
    share: ShareAnswer
    shortfall: AmountAnswer | None
    provisional: bool
    """Whether lines were rejected, which are in no total."""
    reason: str | None = None

    @classmethod
    def of(cls, goal: Goal, summary: Summary, weighting: Weighting, lang: str) -> GoalAnswer:
        """The answer about a list under a weighting."""
        progress = measure_progress(goal, summary.overall.under(weighting))
        scope = goal.publication.scope if goal.publication else None
        shortfall = progress.shortfall
        return cls(
            id=goal.id,
            scope=None if scope is None else scope.in_language(lang),
            kind=goal.kind,
            target=normalize(goal.target),
            must_exceed=goal.must_exceed,
            by=goal.by,
            weighting=weighting,
            status=progress.status,
            share=ShareAnswer.of(progress.share),
            shortfall=None if shortfall is None else AmountAnswer(normalize(shortfall), progress.unit),
            provisional=summary.rejected > 0,
            reason=progress.reason,
        )


class WeightsAnswer(Struct, omit_defaults=True):
    """A total and its parts by standing, with the shares of two of them; None where there is a ``reason``."""

    unit: str | None
    total: Decimal | None
    at_benchmark: Decimal | None
    between: Decimal | None
    below_baseline: Decimal | None
    ungraded: Decimal | None
    share_at_benchmark: ShareAnswer
    share_below_baseline: ShareAnswer
    reason: str | None = None

    @classmethod
    def of(cls, weights: Weights) -> WeightsAnswer:
        """The answer about weights."""
        is_possible = weights.amounts is not None
        at_benchmark, between, below_baseline, ungraded = weights.amounts or (None,) * 4
        return cls(
            unit=weights.unit,
            total=_shown(weights, weights.total if is_possible else None),
            at_benchmark=_shown(weights, at_benchmark),
            between=_shown(weights, between),
            below_baseline=_shown(weights, below_baseline),
            ungraded=_shown(weights, ungraded),
            share_at_benchmark=ShareAnswer.of(weights.share_at_benchmark),
            share_below_baseline=ShareAnswer.of(weights.share_below_baseline),
            reason=weights.reason,
        )

    @property
    def parts(self) -> tuple[Decimal | None, ...]:
        """The parts in the order of `service.domain.tally.PARTS`."""
        return self.at_benchmark, self.between, self.below_baseline, self.ungraded


def _shown(weights: Weights, amount: Decimal | None) -> Decimal | None:
    if amount is None:
        return None
    return normalize(amount) if weights.divisor == 1 else divide_for_display(amount, weights.divisor)


class SectorMeanAnswer(Struct, omit_defaults=True):
    """The plain mean of the sectors' shares by capacity."""

    sectors: int
    share_at_benchmark: ShareAnswer
    share_below_baseline: ShareAnswer
    reason: str | None = None

    @classmethod
    def of(cls, mean: SectorMean) -> SectorMeanAnswer:
        """The answer about a mean."""
        shares = ShareAnswer.of(mean.share_at_benchmark), ShareAnswer.of(mean.share_below_baseline)
        return cls(mean.sectors, *shares, mean.reason)


class OverallAnswer(Struct):
    """The whole list under each weighting; none is official, for no text gives a formula across sectors."""

    official: bool
    capacity: WeightsAnswer
    energy: WeightsAnswer
    sector_mean: SectorMeanAnswer
    lines: WeightsAnswer

    @classmethod
    def of(cls, overall: Overall) -> OverallAnswer:
        """The answer about all lines of a list."""
        return cls(
            official=False,
            capacity=WeightsAnswer.of(overall.capacity),
            energy=WeightsAnswer.of(overall.energy),
            sector_mean=SectorMeanAnswer.of(overall.sector_mean),
            lines=WeightsAnswer.of(overall.lines),
        )


class ExcessAnswer(Struct):
    """What lines would save at their benchmark levels, and how many lines that leaves out."""

    unit: str
    total: Decimal | None
    lines: int
    lines_without: int

    @classmethod
    def of(cls, excess: Excess) -> ExcessAnswer:
        """The answer about an excess."""
        exact = excess.total
        total = None if exact is None else divide_for_display(Decimal(exact.numerator), Decimal(exact.denominator))
        return cls("tce/a", total, excess.lines, excess.lines_without)


class LineCountsAnswer(Struct):
    """Numbers of lines by standing."""

    total: Decimal
    at_benchmark: Decimal
    between: Decimal
    below_baseline: Decimal
    ungraded: Decimal

    @classmethod
    def of(cls, lines: Weights) -> LineCountsAnswer:
        """The answer about lines that weigh one each."""
        return cls(lines.total, *(lines.amounts or ()))


class SectorAnswer(Struct):
    """One sector of the list."""

    sector: str | None
    name: str
    capacity: WeightsAnswer
    lines: LineCountsAnswer
    excess_energy: ExcessAnswer

    @classmethod
    def of(cls, totals: Totals, name: str) -> SectorAnswer:
        """The answer about a sector of that name."""
        lines, excess = LineCountsAnswer.of(totals.lines), ExcessAnswer.of(totals.excess)
        return cls(totals.name, name, WeightsAnswer.of(totals.capacity), lines, excess)


class GroupAnswer(Struct):
    """One group of the list; None for the lines that name no group."""

    group: str | None
    capacity: WeightsAnswer
    lines: LineCountsAnswer
    excess_energy: ExcessAnswer

    @classmethod
    def of(cls, totals: Totals) -> GroupAnswer:
        """The answer about a group."""
        lines, excess = LineCountsAnswer.of(totals.lines), ExcessAnswer.of(totals.excess)
        return cls(totals.name, WeightsAnswer.of(totals.capacity), lines, excess)


class LevelsAnswer(Struct, omit_defaults=True):
    """The levels that a product's lines were graded by, in the product's own unit, or why they are not available."""

    name: str
    unit: str | None
    benchmark: Decimal | None
    baseline: Decimal | None
    evidence: str | None
    """The weaker evidence of the two."""
    sources: list[str]
    not_held: str | None = None

    @classmethod
    def of(cls, product: Product, lang: str) -> LevelsAnswer:
        """The answer about a product."""
        levels = [level for level in (product.benchmark, product.baseline) if isinstance(level, Level)]
        gaps = [level for level in (product.benchmark, product.baseline) if isinstance(level, NotHeld)]
        evidence = sorted({level.evidence for level in levels})  # the weaker one is first
        return cls(
            name=product.name.in_language(lang),
            unit=None if isinstance(product.indicator, NotHeld) else product.indicator.unit.symbol,
            benchmark=product.benchmark.value if isinstance(product.benchmark, Level) else None,
            baseline=product.baseline.value if isinstance(product.baseline, Level) else None,
            evidence=evidence[0] if evidence else None,
            sources=list(dict.fromkeys(source for level in levels for source in level.sources)),
            not_held=gaps[0].reason.in_language(lang) if gaps else None,
        )


class SummaryAnswer(Struct, omit_defaults=True):
    """All of an answer but the results of the lines."""

    edition: EditionAnswer
    lines: OutcomesAnswer
    goal: GoalAnswer
    overall: OverallAnswer
    excess_energy: ExcessAnswer
    sectors: list[SectorAnswer]
    groups: list[GroupAnswer]
    benchmarks: dict[str, LevelsAnswer]
    """By product id."""
    table: TableReport | None = None
    """How the table that was sent was read, if the list is one."""

    @classmethod
    def of(cls, summary: Summary, edition: Edition, goal: Goal, weighting: Weighting, lang: str) -> SummaryAnswer:
        """The answer about a list."""
        names = {sector.id: sector.name.in_language(lang) for sector in edition.sectors}
        return cls(
            edition=EditionAnswer.of(edition),
            lines=OutcomesAnswer.of(summary),
            goal=GoalAnswer.of(goal, summary, weighting, lang),
            overall=OverallAnswer.of(summary.overall),
            excess_energy=ExcessAnswer.of(summary.overall.excess),
            sectors=[SectorAnswer.of(part, names[part.name or ""]) for part in summary.sectors],
            groups=[GroupAnswer.of(part) for part in summary.groups],
            benchmarks={product.id: LevelsAnswer.of(product, lang) for product in summary.products},
        )
