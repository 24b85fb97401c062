"""Editions, sectors, products and their two levels, as the ministries published them.

A product's benchmark level (标杆水平) is the advanced one, its baseline level (基准水平) the least to be reached. Lower
is better for every row of the editions, negative values included (a converter that recovers energy).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from service.domain.quantity import CapacityUnit, IntensityUnit
    from service.domain.text import Text


class Evidence(StrEnum):
    """How a figure is known. A figure with neither kind is not held."""

    QUOTED = "quoted"
    """An outside publication states it as the table's."""
    CORROBORATED = "corroborated"
    """It equals a related official figure, or one secondary source states it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHeld:
    """A statement that something is absent, and why."""

    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A published level in the product's unit, with its evidence and where it is stated."""

    value: Decimal
    evidence: Evidence
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        """A figure without a source is worse than a gap."""
        if not self.sources:
            message = "a level needs a source"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What a row measures, such as 单位产品综合能耗, and its unit."""

    name: Text
    unit: IntensityUnit


@dataclass(frozen=True, kw_only=True)
class Product:
    """A row of the official table: a product, or one process variant of it."""

    id: str
    edition: str
    sector: str
    name: Text
    names: tuple[str, ...]
    """Every official name and alias by which a list may call it, its id first."""
    aliases: tuple[str, ...]
    industry_code: str | NotHeld
    """The class of GB/T 4754, the national classification of industries."""
    reference_standard: str | NotHeld
    indicator: Indicator | NotHeld
    capacity_unit: CapacityUnit | NotHeld
    benchmark: Level | NotHeld
    baseline: Level | NotHeld

    def __post_init__(self) -> None:
        """A level needs an indicator to be a level of, and a benchmark is never worse than its baseline."""
        held = [level for level in (self.benchmark, self.baseline) if isinstance(level, Level)]
        if held and (isinstance(self.indicator, NotHeld) or isinstance(self.capacity_unit, NotHeld)):
            message = "a product with a level needs an indicator and a capacity unit"
            raise ValueError(message)
        if self.levels and self.levels[0].value > self.levels[1].value:
            message = "the benchmark level is worse than the baseline level"
            raise ValueError(message)

    @cached_property
    def levels(self) -> tuple[Level, Level] | None:
        """Benchmark and baseline level, when both are held: then, and only then, a line can be graded."""
        if isinstance(self.benchmark, NotHeld) or isinstance(self.baseline, NotHeld):
            return None
        return self.benchmark, self.baseline

    @property
    def is_gradable(self) -> bool:
        """Whether both levels are held."""
        return self.levels is not None


@dataclass(frozen=True, kw_only=True)
class Sector:
    """A key area (重点领域) of the document, with its products in the order of the official table."""

    id: str
    name: Text
    products: tuple[Product, ...]


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One official publication of levels."""

    id: str
    title: Text
    issuer: Text
    document: str
    issued: str | NotHeld
    in_force: str | NotHeld
    deadlines: str | NotHeld
    supersedes: tuple[str, ...]
    sectors: tuple[Sector, ...]
    fingerprint: str
    """Hash of the files that the edition was read from."""

    def __iter__(self) -> Iterator[Product]:
        """The products in the order of the document."""
        return (product for sector in self.sectors for product in sector.products)

    @cached_property
    def products(self) -> dict[str, Product]:
        """The products by id, in the order of the document."""
        return {product.id: product for product in self}

    @cached_property
    def rows_held(self) -> int:
        """Rows that a line can be graded by: both levels are held."""
        return sum(product.is_gradable for product in self)

    @cached_property
    def rows_not_held(self) -> int:
        """Rows known to stand in the document of which a level, or both, are not held."""
        return len(self.products) - self.rows_held
