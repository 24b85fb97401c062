"""What a list adds up to, as it is answered: rounded for reading only here, after everything is decided."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from service.domain.benchmark import Level, NotHeld
from service.domain.number import divide_for_display, normalize
from service.domain.tally import PARTS
from service.domain.weighting import SectorMean, Weights

if TYPE_CHECKING:
    from service.domain.benchmark import Edition, Product
    from service.domain.catalogue import Catalogue
    from service.domain.excess import Excess
    from service.domain.progress import Progress
    from service.domain.share import Share
    from service.domain.summary import Overall, Summary, Totals
    from service.domain.warning import ListWarning
    from service.domain.weighting import Figures


def lines_answer(summary: Summary) -> dict[str, int]:
    """How many lines came to what."""
    return {
        "submitted": summary.submitted,
        "graded": summary.graded,
        "ungraded": summary.ungraded,
        "rejected": summary.rejected,
    }


def edition_answer(edition: Edition, catalogue: Catalogue, as_of: str | None) -> dict[str, Any]:
    """The edition that a list was judged by, and what it is on the day that the caller states."""
    successor = catalogue.superseding(edition)
    answer = {
        "id": edition.id,
        "document": edition.document,
        "fingerprint": edition.fingerprint,
        "superseded_by": None if successor is None else successor.id,
    }
    if as_of is None:
        return answer
    return answer | {"state": catalogue.state(edition, as_of), "basis": edition.start and edition.start[1]}


def goal_answer(progress: Progress, lang: str, *, provisional: bool) -> dict[str, Any]:
    """Where the list stands; ``provisional`` while lines were rejected, for they are in no total."""
    goal = progress.goal
    scope = goal.publication.scope if goal.publication else None
    shortfall = None
    if progress.shortfall is not None:
        shortfall = {"amount": normalize(progress.shortfall), "unit": progress.unit}
    answer = {
        "id": goal.id,
        "scope": None if scope is None else scope.in_language(lang),
        "kind": goal.kind,
        "target": normalize(goal.target),
        "must_exceed": goal.must_exceed,
        "by": goal.by,
        "weighting": progress.weighting,
        "edition": progress.edition,
        "sectors": goal.sectors,
        "lines": {"counted": progress.counted, "out_of_scope": progress.out_of_scope},
        "status": progress.status,
        "share": _share(progress.share),
        "shortfall": shortfall,
        "provisional": provisional,
    }
    if progress.left_out is not None:
        answer["left_out"] = {"lines": progress.left_out}
    if progress.out_of_scope:
        answer["figures"] = _figures(progress.figures)
    if progress.reason is not None:
        answer["reason"] = progress.reason
    return answer


def pipeline_answer(part: Totals) -> dict[str, Any]:
    """What is planned or under construction; both editions demand the benchmark level of it."""
    return _part(part)


def warning_answer(warning: ListWarning) -> dict[str, Any]:
    """A warning about the list, and how many lines it is about."""
    answer: dict[str, Any] = {"code": warning.code, "lines": warning.lines}
    if warning.named:
        answer["named"] = [{"index": line.index, "id": line.id} for line in warning.named]
    return answer | ({"about": warning.about} if warning.about else {})


def overall_answer(overall: Overall) -> dict[str, Any]:
    """The whole list under each weighting; none is official, for no text gives a formula across sectors."""
    return {
        "official": False,
        "capacity": _weights(overall.capacity),
        "energy": _weights(overall.energy),
        "sector_mean": _sector_mean(overall.sector_mean),
        "lines": _weights(overall.lines),
    }


def sector_answer(part: Totals, name: str) -> dict[str, Any]:
    """One sector of the list."""
    return {"sector": part.name, "name": name, **_part(part)}


def group_answer(part: Totals) -> dict[str, Any]:
    """One group of the list."""
    return {"group": part.name, **_part(part)}


def product_answer(product: Product, lang: str) -> dict[str, Any]:
    """The levels that a product's lines were judged by, in the product's own unit, or why they are not held."""
    levels = [level for level in (product.benchmark, product.baseline) if isinstance(level, Level)]
    gaps = [level for level in (product.benchmark, product.baseline) if isinstance(level, NotHeld)]
    evidence = sorted({level.evidence for level in levels})  # the weaker of the two comes first
    return {
        "name": product.name.in_language(lang),
        "unit": None if isinstance(product.indicator, NotHeld) else product.indicator.unit.symbol,
        "benchmark": product.benchmark.value if isinstance(product.benchmark, Level) else None,
        "baseline": product.baseline.value if isinstance(product.baseline, Level) else None,
        "evidence": evidence[0] if evidence else None,
        "sources": list(dict.fromkeys(source for level in levels for source in level.sources)),
        **({"not_held": gaps[0].reason.in_language(lang)} if gaps else {}),
    }


def _part(part: Totals) -> dict[str, Any]:
    return {
        "capacity": _weights(part.capacity),
        "lines": _counts(part.lines),
        "excess_energy": excess_answer(part.excess),
    }


def excess_answer(excess: Excess) -> dict[str, Any]:
    """What lines would save at their benchmark levels, and how many lines that leaves out."""
    exact = excess.total
    total = None if exact is None else divide_for_display(Decimal(exact.numerator), Decimal(exact.denominator))
    return {"unit": "tce/a", "total": total, "lines": excess.lines, "lines_without": excess.lines_without}


def _counts(lines: Weights) -> dict[str, Any]:
    amounts = lines.amounts or ()
    return {"total": lines.total, **dict(zip(PARTS, amounts, strict=True))}


def _weights(weights: Weights) -> dict[str, Any]:
    amounts: list[Any] = [None] * len(PARTS)
    total = None
    if weights.amounts is not None:
        amounts = [_amount(weights, amount) for amount in weights.amounts]
        total = _amount(weights, weights.total)
    answer = {
        "unit": weights.unit,
        "total": total,
        **dict(zip(PARTS, amounts, strict=True)),
        "share_at_benchmark": _share(weights.share_at_benchmark),
        "share_below_baseline": _share(weights.share_below_baseline),
    }
    return answer if weights.reason is None else answer | {"reason": weights.reason}


def _figures(figures: Figures) -> dict[str, Any]:
    if isinstance(figures, Weights):
        return _weights(figures)
    return _sector_mean(figures) if isinstance(figures, SectorMean) else {}


def _amount(weights: Weights, amount: Any) -> Any:  # noqa: ANN401 - a Decimal in, a Decimal out
    return normalize(amount) if weights.divisor == 1 else divide_for_display(amount, weights.divisor)


def _sector_mean(mean: SectorMean) -> dict[str, Any]:
    answer = {
        "sectors": mean.sectors,
        "share_at_benchmark": _share(mean.share_at_benchmark),
        "share_below_baseline": _share(mean.share_below_baseline),
    }
    return answer if mean.reason is None else answer | {"reason": mean.reason}


def _share(share: Share) -> dict[str, Any]:
    low = share.low.for_display() if share.low else None
    if share.high is share.of_graded is share.low:  # nothing is undecided
        return {"low": low, "high": low, "of_graded": low}
    return {
        "low": low,
        "high": share.high.for_display() if share.high else None,
        "of_graded": share.of_graded.for_display() if share.of_graded else None,
    }
