"""The shape of the summary, which every format shows; its figures are rounded for reading only here.

The schemas of the contract have the same fields, and a test compares them. In JSON a field that has a default is left
out where it has that value.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from service.domain.benchmark import Evidence, Level, NotHeld
from service.domain.number import divide_for_display, normalize
from service.domain.tally import PARTS
from service.domain.weighting import SectorMean, Weights
from service.formats.table_report import TableReport  # noqa: TC001 - msgspec reads the types of fields
from service.texts.codes import CODES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.domain.benchmark import Edition, Product
    from service.domain.catalogue import Catalogue
    from service.domain.excess import Excess
    from service.domain.progress import Progress
    from service.domain.share import Share
    from service.domain.summary import Overall, Summary, Totals
    from service.domain.warning import ListWarning
    from service.domain.weighting import Figures


class ServiceAnswer(Struct):
    """Which service answered, and from which official facts."""

    version: str
    fingerprint: str
    """The hash of every file of the catalogue."""


class EditionAnswer(Struct, omit_defaults=True):
    """The edition whose levels a list was evaluated by."""

    id: str
    short: str
    """A name for display."""
    document: str
    fingerprint: str
    superseded_by: str | None
    state: str | None = None
    """What the edition is on the day that the caller states."""
    basis: str | None = None
    """Which of its days the edition counts from."""

    @classmethod
    def of(cls, edition: Edition, catalogue: Catalogue, as_of: str | None, lang: str) -> EditionAnswer:
        """The answer about an edition on a day, if one is stated."""
        successor = catalogue.superseding(edition)
        answer = cls(
            id=edition.id,
            short=edition.short.in_language(lang),
            document=edition.document,
            fingerprint=edition.fingerprint,
            superseded_by=None if successor is None else successor.id,
        )
        if as_of is not None and edition.start is not None:
            answer.state = catalogue.state(edition, as_of)
            answer.basis = edition.start[1]
        return answer


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
        low = share.low.for_display() if share.low else None
        if share.high is share.of_graded is share.low:  # nothing is undecided
            return cls(low, low, low)
        return cls(low, *(ratio.for_display() if ratio else None for ratio in (share.high, share.of_graded)))


class AmountAnswer(Struct):
    """An amount with its unit."""

    amount: Decimal
    unit: str | None


class WeightsAnswer(Struct, omit_defaults=True):
    """A total and its parts, with the shares of two of them; None where there is a ``reason``."""

    unit: str | None
    total: Decimal | None
    at_benchmark: Decimal | None
    between: Decimal | None
    below_baseline: Decimal | None
    above_benchmark: Decimal | None
    within_baseline: Decimal | None
    ungraded: Decimal | None
    share_at_benchmark: ShareAnswer
    share_below_baseline: ShareAnswer
    reason: str | None = None

    @classmethod
    def of(cls, weights: Weights) -> WeightsAnswer:
        """The answer about weights."""
        amounts: Sequence[Decimal | None] = [None] * (1 + len(PARTS))
        if weights.amounts is not None:
            amounts = [_round(weights, amount) for amount in (weights.total, *weights.amounts)]
        total, at_benchmark, between, below_baseline, above_benchmark, within_baseline, ungraded = amounts
        return cls(
            unit=weights.unit,
            total=total,
            at_benchmark=at_benchmark,
            between=between,
            below_baseline=below_baseline,
            above_benchmark=above_benchmark,
            within_baseline=within_baseline,
            ungraded=ungraded,
            share_at_benchmark=ShareAnswer.of(weights.share_at_benchmark),
            share_below_baseline=ShareAnswer.of(weights.share_below_baseline),
            reason=weights.reason,
        )

    @property
    def parts(self) -> tuple[Decimal | None, ...]:
        """The parts in the order of `service.domain.tally.PARTS`."""
        return tuple(getattr(self, part) for part in PARTS)


def _round(weights: Weights, amount: Decimal) -> Decimal:
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


class GoalLinesAnswer(Struct):
    """How many existing lines a goal counts, and how many it does not."""

    counted: int
    out_of_scope: int


class LeftOutAnswer(Struct):
    """What the caller left out of the decision."""

    lines: int


class GoalAnswer(Struct, omit_defaults=True):
    """Where the list stands against a goal."""

    id: str | None
    scope: str | None
    """What the goal is stated for, in the words of its plan. It decides nothing."""
    kind: str
    direction: str
    """On which side of the target a share is good."""
    target: Decimal
    must_exceed: bool
    by: str | None
    weighting: str
    edition: str
    """The edition whose levels decide."""
    sectors: tuple[tuple[str, ...], ...] | None
    """The sectors that the goal counts, those of one industry together; None if it counts every line."""
    lines: GoalLinesAnswer
    status: str
    share: ShareAnswer
    shortfall: AmountAnswer | None
    provisional: bool
    """Whether lines were rejected, which are in no total."""
    left_out: LeftOutAnswer | None = None
    """There if the caller leaves the rejected lines out."""
    figures: WeightsAnswer | SectorMeanAnswer | None = None
    """The goal's own figures, where they are not those of the whole list."""
    reason: str | None = None

    @classmethod
    def of(cls, progress: Progress, summary: Summary, lang: str) -> GoalAnswer:
        """The answer about the progress that a list makes."""
        goal, shortfall = progress.goal, progress.shortfall
        scope = goal.publication.scope if goal.publication else None
        is_own = (
            progress.out_of_scope > 0
            or progress.edition != summary.edition
            or progress.figures != summary.overall.under(progress.weighting)  # the goal joins sectors in one industry
        )
        return cls(
            id=goal.id,
            scope=None if scope is None else scope.in_language(lang),
            kind=goal.kind,
            direction=goal.direction,
            target=normalize(goal.target),
            must_exceed=goal.must_exceed,
            by=goal.by,
            weighting=progress.weighting,
            edition=progress.edition,
            sectors=goal.sectors,
            lines=GoalLinesAnswer(progress.counted, progress.out_of_scope),
            status=progress.status,
            share=ShareAnswer.of(progress.share),
            shortfall=None if shortfall is None else AmountAnswer(normalize(shortfall), progress.unit),
            provisional=summary.rejected > 0,
            left_out=None if progress.left_out is None else LeftOutAnswer(progress.left_out),
            figures=_describe_figures(progress.figures) if is_own else None,
            reason=progress.reason,
        )


def _describe_figures(figures: Figures) -> WeightsAnswer | SectorMeanAnswer | None:
    if isinstance(figures, Weights):
        return WeightsAnswer.of(figures)
    return SectorMeanAnswer.of(figures) if isinstance(figures, SectorMean) else None


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
    """Numbers of lines by part."""

    total: Decimal
    at_benchmark: Decimal
    between: Decimal
    below_baseline: Decimal
    above_benchmark: Decimal
    within_baseline: Decimal
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


class PipelineAnswer(Struct):
    """What is planned or under construction; both editions demand the benchmark level of it."""

    capacity: WeightsAnswer
    lines: LineCountsAnswer
    excess_energy: ExcessAnswer

    @classmethod
    def of(cls, totals: Totals) -> PipelineAnswer:
        """The answer about lines that are not existing capacity."""
        lines, excess = LineCountsAnswer.of(totals.lines), ExcessAnswer.of(totals.excess)
        return cls(WeightsAnswer.of(totals.capacity), lines, excess)


class NamedLineAnswer(Struct):
    """A line that a warning names."""

    index: int
    id: str | None


class WarningAnswer(Struct, omit_defaults=True):
    """A warning about the list; it changes no figure and no status."""

    code: str
    detail: str
    lines: int
    """How many lines it is about."""
    named: list[NamedLineAnswer] = []
    """The first of those lines, where they are known one by one."""
    about: tuple[str, ...] = ()
    """The groups, sectors, goals or the edition that it is about."""

    @classmethod
    def of(cls, warning: ListWarning, lang: str) -> WarningAnswer:
        """The answer about a warning."""
        facts = {"lines": f"{warning.lines:,}", "about": warning.about}
        return cls(
            code=warning.code,
            detail=CODES[warning.code].describe(lang, facts=facts),
            lines=warning.lines,
            named=[NamedLineAnswer(line.index, line.id) for line in warning.named],
            about=warning.about,
        )


class LevelsAnswer(Struct, omit_defaults=True):
    """The levels that a product's lines were graded by, in the product's own unit, or why they are not available."""

    name: str
    sector: str
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
        evidence = Evidence.ordered(level.evidence for level in levels)
        return cls(
            name=product.name.in_language(lang),
            sector=product.sector,
            unit=None if isinstance(product.indicator, NotHeld) else product.indicator.unit.symbol,
            benchmark=product.benchmark.value if isinstance(product.benchmark, Level) else None,
            baseline=product.baseline.value if isinstance(product.baseline, Level) else None,
            evidence=evidence[-1] if evidence else None,
            sources=list(dict.fromkeys(source for level in levels for source in level.sources)),
            not_held=gaps[0].reason.in_language(lang) if gaps else None,
        )


class SummaryAnswer(Struct, omit_defaults=True, kw_only=True):
    """All of an answer but the results of the lines."""

    service: ServiceAnswer
    input: str
    """The SHA-256 of the list as it was sent, decompressed."""
    as_of: str | None = None
    """The day that the caller states; no answer depends on the clock."""
    edition: EditionAnswer
    lines: OutcomesAnswer
    goal: GoalAnswer
    goals: list[GoalAnswer] | None = None
    """There if the caller asks for further goals."""
    overall: OverallAnswer
    excess_energy: ExcessAnswer
    sectors: list[SectorAnswer]
    groups: list[GroupAnswer]
    pipeline: PipelineAnswer | None = None
    """There if a line is planned or under construction."""
    warnings: list[WarningAnswer]
    benchmarks: dict[str, LevelsAnswer]
    """By product id."""
    table: TableReport | None = None
    """How the table that was sent was read, if the list is one."""

    @classmethod
    def of(  # noqa: PLR0913 - what a list came to, and what it was judged by
        cls,
        summary: Summary,
        progress: Progress,
        further: Sequence[Progress] | None,
        warnings: Sequence[ListWarning],
        *,
        service: ServiceAnswer,
        digest: str,
        as_of: str | None,
        edition: EditionAnswer,
        sector_names: Mapping[str, str],
        lang: str,
    ) -> SummaryAnswer:
        """The answer about a list; ``further`` is the progress towards further goals, if the caller asks for any."""
        return cls(
            service=service,
            input=digest,
            as_of=as_of,
            edition=edition,
            lines=OutcomesAnswer.of(summary),
            goal=GoalAnswer.of(progress, summary, lang),
            goals=None if further is None else [GoalAnswer.of(each, summary, lang) for each in further],
            overall=OverallAnswer.of(summary.overall),
            excess_energy=ExcessAnswer.of(summary.overall.excess),
            sectors=[SectorAnswer.of(part, sector_names[part.name or ""]) for part in summary.sectors],
            groups=[GroupAnswer.of(part) for part in summary.groups],
            pipeline=None if summary.pipeline is None else PipelineAnswer.of(summary.pipeline),
            warnings=[WarningAnswer.of(warning, lang) for warning in warnings],
            benchmarks={product.id: LevelsAnswer.of(product, lang) for product in summary.products},
        )
