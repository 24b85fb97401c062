"""The rows of the official tables: both levels with evidence and sources, or why one is not available."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict

from service.domain.benchmark import NotHeld

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from service.domain.benchmark import Edition, Level, Product
    from service.domain.factor import Factor
    from service.domain.limit import LimitLevel


class LevelAnswer(Struct):
    """One figure, such as a level of a row; None where ``not_held`` says why it is not available."""

    value: Decimal | None
    evidence: str | None
    sources: list[str]
    not_held: str | None

    @classmethod
    def of(cls, level: Level | LimitLevel | Factor | NotHeld, lang: str) -> LevelAnswer:
        """The answer about a figure."""
        if isinstance(level, NotHeld):
            return cls(None, None, [], level.reason.in_language(lang))
        return cls(level.value, level.evidence, list(level.sources), None)


class NamesAnswer(Struct):
    """A name in both languages."""

    zh: str
    en: str


class BenchmarkAnswer(Struct):
    """One row, with its figures in the row's own unit."""

    id: str
    edition: str
    sector: str
    sector_name: str
    name: str
    names: NamesAnswer
    aliases: list[str]
    industry_code: str | None
    reference_standard: str | None
    indicator: str | None
    unit: str | None
    capacity_unit: str | None
    gradable: bool
    benchmark: LevelAnswer
    baseline: LevelAnswer

    @classmethod
    def of(cls, product: Product, edition: Edition, lang: str) -> BenchmarkAnswer:
        """The answer about a product of an edition."""
        indicator, capacity_unit = product.indicator, product.capacity_unit
        sector = next(sector for sector in edition.sectors if sector.id == product.sector)
        return cls(
            id=product.id,
            edition=product.edition,
            sector=product.sector,
            sector_name=sector.name.in_language(lang),
            name=product.name.in_language(lang),
            names=NamesAnswer(product.name.zh, product.name.en),
            aliases=list(product.aliases),
            industry_code=_or_none(product.industry_code),
            reference_standard=_or_none(product.reference_standard),
            indicator=None if isinstance(indicator, NotHeld) else indicator.name.in_language(lang),
            unit=None if isinstance(indicator, NotHeld) else indicator.unit.symbol,
            capacity_unit=None if isinstance(capacity_unit, NotHeld) else capacity_unit.symbol,
            gradable=product.is_gradable,
            benchmark=LevelAnswer.of(product.benchmark, lang),
            baseline=LevelAnswer.of(product.baseline, lang),
        )

    def with_others(self, others: Iterable[BenchmarkAnswer]) -> BenchmarkInEveryEdition:
        """The row with the same product in the other editions."""
        return BenchmarkInEveryEdition(**asdict(self), other_editions=list(others))


class BenchmarkInEveryEdition(BenchmarkAnswer):
    """One row, and the same product in the other editions."""

    other_editions: list[BenchmarkAnswer]


class BenchmarksAnswer(Struct):
    """Rows of one edition."""

    edition: str
    benchmarks: list[BenchmarkAnswer]

    @classmethod
    def of(cls, products: Iterable[Product], edition: Edition, lang: str) -> BenchmarksAnswer:
        """The answer about products of an edition."""
        return cls(edition.id, [BenchmarkAnswer.of(product, edition, lang) for product in products])


def _or_none(value: str | NotHeld) -> str | None:
    return None if isinstance(value, NotHeld) else value
