"""Editions, sectors, products and their two levels, as the ministries published them.

A product's benchmark level (标杆水平) is the advanced level, its baseline level (基准水平) the minimum requirement.
Lower is better for every row of the editions, also below zero (a converter that recovers energy).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from service.domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from service.domain.quantity import CapacityUnit, IntensityUnit


class Evidence(StrEnum):
    """How a figure is known, the strongest grade first. The catalogue holds no figure without evidence."""

    OFFICIAL = "official"
    """It was read from the document itself; its source is an `official_source`."""
    QUOTED = "quoted"
    """An outside publication quotes it from the table."""
    CORROBORATED = "corroborated"
    """It equals a related official figure, or one secondary source states it."""

    @classmethod
    def ordered(cls, grades: Iterable[Evidence]) -> list[Evidence]:
        """Each of the grades once, the strongest first."""
        found = set(grades)
        return [grade for grade in cls if grade in found]

    def supports(self, sources: Iterable[str]) -> bool:
        """Whether sources of this form can carry the grade: only `OFFICIAL` asks for a form."""
        return self is not Evidence.OFFICIAL or all(map(_OFFICIAL_SOURCE.fullmatch, sources))


_OFFICIAL_SOURCE = re.compile(r"\S.*, \S.*, sha256:[0-9a-f]{64}")


def official_source(document: str, place: str, sha256: str) -> str:
    """The source of an official figure: the document, the page or row in it, and the hash of the file that was read."""
    return f"{document}, {place}, sha256:{sha256}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHeld:
    """A statement that the catalogue does not have something, and why."""

    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A published level in the product's unit, with its evidence and sources."""

    value: Decimal
    evidence: Evidence
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        """Reject a level without a source that carries its evidence: such a figure is worse than a gap."""
        if not self.sources:
            message = "a level needs a source"
            raise ValueError(message)
        if not self.evidence.supports(self.sources):
            message = "an official level needs the SHA-256 of the file that was read"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDate:
    """A day (``YYYY-MM-DD``) that publications state, with its evidence and sources."""

    value: str
    evidence: Evidence
    sources: tuple[str, ...]


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
    """Every name that a list may use for it: its id first, then the official names and the aliases."""
    aliases: tuple[str, ...]
    industry_code: str | NotHeld
    """The class of GB/T 4754, the national classification of industries."""
    reference_standard: str | NotHeld
    indicator: Indicator | NotHeld
    capacity_unit: CapacityUnit | NotHeld
    benchmark: Level | NotHeld
    baseline: Level | NotHeld

    def __post_init__(self) -> None:
        """Reject a level without an indicator or unit, and a benchmark level worse than the baseline level."""
        held = [level for level in (self.benchmark, self.baseline) if isinstance(level, Level)]
        if held and (isinstance(self.indicator, NotHeld) or isinstance(self.capacity_unit, NotHeld)):
            message = "a product with a level needs an indicator and a capacity unit"
            raise ValueError(message)
        if self.levels and self.levels[0].value > self.levels[1].value:
            message = "the benchmark level is worse than the baseline level"
            raise ValueError(message)

    @cached_property
    def levels(self) -> tuple[Level, Level] | None:
        """The benchmark and the baseline level; None unless both are held."""
        if isinstance(self.benchmark, NotHeld) or isinstance(self.baseline, NotHeld):
            return None
        return self.benchmark, self.baseline

    @property
    def is_gradable(self) -> bool:
        """Whether a level is held: one decides what it can."""
        return isinstance(self.benchmark, Level) or isinstance(self.baseline, Level)


@dataclass(frozen=True, kw_only=True)
class Sector:
    """A key area (重点领域) of the document, with its products in the order of the official table."""

    id: str
    name: Text
    products: tuple[Product, ...]


class Basis(StrEnum):
    """Which day an edition counts from."""

    IN_FORCE = "in_force"
    PUBLISHED = "published"
    """The day from which it is in force is not held; the day of its publication stands in."""


class EditionState(StrEnum):
    """What an edition is on a day."""

    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    NOT_YET = "not_yet"


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One official publication of levels."""

    id: str
    title: Text
    issuer: Text
    document: str
    issued: str | NotHeld
    published: StatedDate | NotHeld
    in_force: StatedDate | NotHeld
    deadlines: Text | NotHeld
    """What the edition says about deadlines, in words."""
    supersedes: tuple[str, ...]
    sectors: tuple[Sector, ...]
    fingerprint: str
    """The hash of the files that the edition was read from."""

    def __iter__(self) -> Iterator[Product]:
        """The products in the order of the document."""
        return (product for sector in self.sectors for product in sector.products)

    @cached_property
    def products(self) -> dict[str, Product]:
        """The products by id, in the order of the document."""
        return {product.id: product for product in self}

    @property
    def short(self) -> Text:
        """A name for display: what the title says in its last brackets (2023年版), or else the whole title."""
        return Text(zh=_in_brackets(self.title.zh), en=_in_brackets(self.title.en))

    @property
    def start(self) -> tuple[str, Basis] | None:
        """The day from which the edition counts, and what that day is; None if neither day is held."""
        for day, basis in ((self.in_force, Basis.IN_FORCE), (self.published, Basis.PUBLISHED)):
            if isinstance(day, StatedDate):
                return day.value, basis
        return None

    def has_started(self, day: str) -> bool:
        """Whether the edition counts on that day."""
        return self.start is not None and self.start[0] <= day

    @cached_property
    def rows_held(self) -> int:
        """The number of rows with both levels."""
        return sum(product.levels is not None for product in self)

    @cached_property
    def rows_not_held(self) -> int:
        """The number of rows of the document without one level or both."""
        return len(self.products) - self.rows_held


def _in_brackets(title: str) -> str:
    """The text in the brackets at the end of a title, or else the title."""
    found = re.search(r"[（(]([^（()）]+)[)）]\Z", title)
    return found[1] if found else title
