"""What tests of every folder are built from: the catalogue of the tests, lines, lists, and made-up catalogues."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from service.domain.benchmark import Edition, Evidence, Indicator, Level, NotHeld, Product, Sector, StatedDate
from service.domain.catalogue import Catalogue
from service.domain.caution import Cautions
from service.domain.deadline import Deadline
from service.domain.errors import Fault
from service.domain.evaluation import Evaluation
from service.domain.factor import carriers_of
from service.domain.goal import BelowBaselineAtMost, Goal, ShareAtLeast
from service.domain.limit import Limits
from service.domain.line import MalformedLine
from service.domain.progress import Progress, measure_progress
from service.domain.quantity import Units
from service.domain.summary import Summary
from service.domain.text import Text
from service.domain.verdict import Graded, Rejected, Verdict
from service.domain.warning import ListWarning
from service.domain.weighting import Weighting
from service.loading import load_catalogue

CATALOGUE = Path(__file__).parent / "catalogue"
"""The folder that the tests of the rules read; its README says why it is not `benchmarks/`."""
BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
"""The official values."""

Number = Decimal | str | int
"""A number as a test writes it; never a binary float."""

NOWHERE = NotHeld(reason=Text(zh="未找到", en="not found"))


@cache
def catalogue() -> Catalogue:
    """The catalogue of the tests, loaded once."""
    return load_catalogue(CATALOGUE)


@cache
def official_catalogue() -> Catalogue:
    """The shipped catalogue, loaded once; only for tests of the shipped data and of the documents that show it."""
    return load_catalogue(BENCHMARKS)


def units() -> Units:
    """Every accepted unit."""
    return catalogue().units


def number(value: Number | None) -> Decimal | None:
    """The exact number."""
    return None if value is None else Decimal(value)


def fraction(value: Decimal | None) -> Fraction:
    """The number as a fraction; it must be there."""
    assert value is not None
    return Fraction(value)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line whose shape has been checked."""

    benchmark: str
    capacity: Decimal
    id: str | None = None
    capacity_unit: str | None = None
    intensity: Decimal | None = None
    intensity_unit: str | None = None
    operating_days: Decimal | None = None
    group: str | None = None
    intensity_confirmed: bool | None = None
    stage: str | None = None


def line(
    benchmark: str = "cement-clinker",
    intensity: Number | None = None,
    capacity: Number = 1,
    *,
    operating_days: Number | None = None,
    intensity_confirmed: bool | None = None,
    **texts: str | None,
) -> Line:
    """A line of clinker of one tonne a year, with what is changed."""
    return Line(
        benchmark=benchmark,
        capacity=Decimal(capacity),
        intensity=number(intensity),
        operating_days=number(operating_days),
        intensity_confirmed=intensity_confirmed,
        **texts,
    )


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A list and what came of it."""

    verdicts: list[Verdict[Graded]]
    summary: Summary

    def progress(self, goal: Goal, weighting: str | None = None, **options: Any) -> Progress:
        """Where the list stands against a goal, under the goal's weighting unless told otherwise."""
        return measure_progress(goal, self.summary, weighting=Weighting(weighting) if weighting else None, **options)

    def warning(self, code: str) -> ListWarning | None:
        """The warning of that code about the list, if there is one."""
        return next((each for each in self.summary.warnings if each.code == code), None)


def judge(
    lines: Iterable[Line],
    edition: str | None = None,
    facts: Catalogue | None = None,
    *,
    further: Iterable[str] = (),
    **options: Any,
) -> Judged:
    """Evaluate every line of a list, in its order, by the default edition unless another is named.

    The totals are also kept by the levels of ``further`` editions.
    """
    facts = facts or catalogue()
    asked = facts.edition(edition) if edition else facts.default_edition
    editions = [facts.edition(each) for each in further]
    evaluation = Evaluation(facts, asked, Graded, further_editions=editions, **options)
    return Judged(verdicts=evaluation.evaluate(list(lines)), summary=evaluation.summary())


def verdict_on(
    benchmark: str = "cement-clinker",
    intensity: Number | None = None,
    capacity: Number = 1,
    *,
    edition: str | None = None,
    facts: Catalogue | None = None,
    **rest: str | None,
) -> Verdict[Graded]:
    """The verdict on a list of one line."""
    (verdict,) = judge([line(benchmark, intensity, capacity, **rest)], edition, facts).verdicts
    return verdict


def standing_of(verdict: Verdict[Graded]) -> str:
    """A verdict in one word: a standing, the reason for having none, or ``rejected``."""
    if isinstance(verdict, Graded):
        return verdict.standing.value
    return "rejected" if isinstance(verdict, Rejected) else verdict.reason


def goal(target: Number = "0.5", *, kind: type[Goal] = ShareAtLeast, must_exceed: bool = False, **facts: Any) -> Goal:
    """A goal that nobody has published."""
    return kind(target=Decimal(target), must_exceed=must_exceed, **{"by": None, **facts})


def clearance(target: Number = 0) -> Goal:
    """A goal of the other direction: at most this share of the capacity below the baseline level."""
    return goal(target, kind=BelowBaselineAtMost)


def level(value: Number | None) -> Level | NotHeld:
    """A made-up level, or none."""
    return NOWHERE if value is None else Level(value=Decimal(value), evidence=Evidence.QUOTED, sources=("a test",))


def product(
    product_id: str,
    levels: tuple[Number | None, Number | None] = (100, 117),
    measured_in: tuple[str | None, str | None] = ("kgce/t", "t/a"),
    *,
    names: tuple[str, ...] = (),
    edition: str = "made-up",
) -> Product:
    """A made-up product: its two levels, and the units of intensity and capacity; None means that it is not available."""
    unit, capacity_unit = measured_in
    benchmark, baseline = levels
    text = Text(zh=product_id, en=product_id)
    return Product(
        id=product_id,
        edition=edition,
        sector=product_id.partition(".")[0],
        name=text,
        names=(product_id, *names),
        aliases=names,
        industry_code=NOWHERE,
        reference_standard=NOWHERE,
        indicator=NOWHERE if unit is None else Indicator(name=text, unit=units().intensity(unit)),
        capacity_unit=NOWHERE if capacity_unit is None else units().capacity(capacity_unit),
        benchmark=level(benchmark),
        baseline=level(baseline),
    )


def day(value: str | None) -> StatedDate | NotHeld:
    """A made-up day, or none."""
    return NOWHERE if value is None else StatedDate(value=value, evidence=Evidence.QUOTED, sources=("a test",))


def made_up(*products: Product, cautions: Cautions | None = None, deadlines: Iterable[Deadline] = ()) -> Catalogue:
    """A catalogue of these products only; editions and sectors are in the order of the products."""
    text = Text(zh="试", en="made up")
    editions = {}
    for edition_id in dict.fromkeys(each.edition for each in products):
        rows = [each for each in products if each.edition == edition_id]
        sectors = tuple(
            Sector(id=sector, name=text, products=tuple(each for each in rows if each.sector == sector))
            for sector in dict.fromkeys(each.sector for each in rows)
        )
        editions[edition_id] = Edition(
            id=edition_id,
            title=text,
            issuer=text,
            document=edition_id,
            issued=NOWHERE,
            published=NOWHERE,
            in_force=NOWHERE,
            deadlines=NOWHERE,
            supersedes=(),
            sectors=sectors,
            fingerprint="sha256:0",
        )
    return Catalogue(
        editions=editions,
        goals={},
        units=units(),
        limits=Limits(),
        carriers=carriers_of(units()),
        default_goal=ShareAtLeast(target=Decimal("0.5"), by=None, edition=products[0].edition),
        fingerprint="sha256:0",
        deadlines=tuple(deadlines),
        cautions=cautions or Cautions(),
    )


def refusal_of(fields: dict[str, object], faults: list[Fault]) -> Rejected:
    """The verdict on a line of an invalid shape, from its valid fields and the faults of the others."""
    (verdict,) = Evaluation(catalogue(), catalogue().default_edition, Graded).evaluate([MalformedLine(fields, faults)])
    return verdict
