"""The rows of the official tables, as they are answered: both levels with evidence and sources, or why not held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.domain.benchmark import NotHeld

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.domain.benchmark import Edition, Level, Product


def rows_answer(rows: Iterable[Product], edition: Edition, lang: str) -> dict[str, Any]:
    """Rows of one edition."""
    return {"edition": edition.id, "benchmarks": [row_answer(row, edition, lang) for row in rows]}


def row_answer(product: Product, edition: Edition, lang: str) -> dict[str, Any]:
    """One row, with its figures in the row's own unit."""
    indicator, capacity_unit = product.indicator, product.capacity_unit
    sector = next(sector for sector in edition.sectors if sector.id == product.sector)
    return {
        "id": product.id,
        "edition": product.edition,
        "sector": product.sector,
        "sector_name": sector.name.in_language(lang),
        "name": product.name.in_language(lang),
        "names": {"zh": product.name.zh, "en": product.name.en},
        "aliases": list(product.aliases),
        "industry_code": _or_none(product.industry_code),
        "reference_standard": _or_none(product.reference_standard),
        "indicator": None if isinstance(indicator, NotHeld) else indicator.name.in_language(lang),
        "unit": None if isinstance(indicator, NotHeld) else indicator.unit.symbol,
        "capacity_unit": None if isinstance(capacity_unit, NotHeld) else capacity_unit.symbol,
        "gradable": product.is_gradable,
        "benchmark": _level(product.benchmark, lang),
        "baseline": _level(product.baseline, lang),
    }


def _level(level: Level | NotHeld, lang: str) -> dict[str, Any]:
    if isinstance(level, NotHeld):
        return {"value": None, "evidence": None, "sources": [], "not_held": level.reason.in_language(lang)}
    return {"value": level.value, "evidence": level.evidence, "sources": list(level.sources), "not_held": None}


def _or_none(value: str | NotHeld) -> str | None:
    return None if isinstance(value, NotHeld) else value
