"""Policy goals: one class per kind, each beside the clause that it comes from.

A share is answered from a list of lines (`GoalOfLines`). The other kinds need figures that a list does not hold; the
service shows them, and answers none of them from a list.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from service.domain.weighting import Weighting

if TYPE_CHECKING:
    from decimal import Decimal

    from service.domain.benchmark import Evidence
    from service.domain.share import Ratio, Share
    from service.domain.text import Text
    from service.domain.weighting import Figures


ENTERPRISES = "enterprises"


class Direction(StrEnum):
    """On which side of its target a figure is good."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Where a goal is stated, and the words around it that decide nothing."""

    plan: str
    title: Text
    scope: Text | None
    document: str
    evidence: Evidence
    sources: tuple[str, ...]
    note: Text | None
    base_year: int | None = None
    stretch: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A stated target by a date; its class is its kind.

    ``must_exceed`` is the difference between "50 %" (以上: the target itself is enough) and "more than 50 %" (超过). A
    goal of the caller's own has neither id nor publication.
    """

    kind: ClassVar[str]
    direction: ClassVar[Direction]
    needs: ClassVar[tuple[str, ...]] = ()
    """What the data of such a goal must state, beside what every goal states."""
    needs_level: ClassVar[str | None] = None
    """The one level that such a goal can name; None if it may name either or none."""
    targets: ClassVar[str] = "a fraction between 0 and 1; 0.5 is 50 %"
    """What a target of this kind is."""

    target: Decimal
    by: str | None
    must_exceed: bool = False
    weighting: Weighting | None = Weighting.CAPACITY
    edition: str | None = None
    id: str | None = None
    level: str | None = None
    sectors: tuple[tuple[str, ...], ...] | None = None
    """The sectors whose lines the goal counts, those of one industry together; every line if None."""
    counts: str | None = None
    """``enterprises`` if the goal counts those and not capacity."""
    publication: Publication | None = None

    @property
    def is_of_lines(self) -> bool:
        """Whether a list of lines can answer it."""
        return isinstance(self, GoalOfLines)

    @classmethod
    def can_target(cls, figure: Decimal) -> bool:
        """Whether the figure is one of ``targets``."""
        return 0 <= figure <= 1


class GoalOfLines(Goal, ABC):
    """A goal that a list of lines can answer: it is about a share of their weight."""

    __slots__ = ()
    needs = ("weighting", "edition")

    def counts_sector(self, sector: str) -> bool:
        """Whether lines of the sector are lines of the goal (重点行业, 重点领域)."""
        return self.sectors is None or any(sector in industry for industry in self.sectors)

    @property
    def counts_enterprises(self) -> bool:
        """Whether a line counts only if it is an enterprise (达到标杆水平的企业比例)."""
        return self.counts == ENTERPRISES

    @abstractmethod
    def share(self, figures: Figures) -> Share:
        """The share that the goal is about."""

    @abstractmethod
    def missing(self, share: Ratio) -> Fraction:
        """How far the share is from the target; below zero if it is better."""

    def is_reached(self, share: Ratio) -> bool:
        """Whether the share reaches the target, or passes it if it must. Exact fractions decide."""
        missing = self.missing(share)
        return missing < 0 or (missing == 0 and not self.must_exceed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareAtLeast(GoalOfLines):
    """重点行业达到标杆水平的产能比例超过30% (发改产业〔2021〕1464号): a share of the weight at the benchmark level."""

    kind = "share_at_least"
    direction = Direction.AT_LEAST
    needs_level = "benchmark"

    level: str | None = "benchmark"

    def share(self, figures: Figures) -> Share:
        """What reaches the benchmark level."""
        return figures.share_at_benchmark

    def missing(self, share: Ratio) -> Fraction:
        """What has yet to reach the benchmark level."""
        return Fraction(self.target) - share.fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class BelowBaselineAtMost(GoalOfLines):
    """能效基准水平以下产能基本清零 (发改环资〔2026〕698号): at most a share of the weight below the baseline level."""

    kind = "below_baseline_at_most"
    direction = Direction.AT_MOST
    needs_level = "baseline"

    level: str | None = "baseline"

    def share(self, figures: Figures) -> Share:
        """What is worse than the baseline level."""
        return figures.share_below_baseline

    def missing(self, share: Ratio) -> Fraction:
        """What has yet to be lifted to the baseline level."""
        return share.fraction - Fraction(self.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class GainAtLeast(Goal):
    """标杆水平以上产能占比平均提升20个百分点 (发改环资〔2026〕698号): percentage points over a stated share."""

    kind = "gain_at_least"
    direction = Direction.AT_LEAST


@dataclass(frozen=True, slots=True, kw_only=True)
class ReductionAtLeast(Goal):
    """单位增加值能耗较2020年下降16%以上 (浙经信绿色〔2023〕57号): a fall against the value of a base year."""

    kind = "reduction_at_least"
    direction = Direction.AT_LEAST
    needs = ("base_year",)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountAtLeast(Goal):
    """建成绿色低碳工厂500家 (浙经信绿色〔2023〕57号): a number of things built."""

    kind = "count_at_least"
    direction = Direction.AT_LEAST
    targets = "a whole number, 0 or more"

    @classmethod
    def can_target(cls, figure: Decimal) -> bool:
        """Whether the figure is one of ``targets``."""
        return figure >= 0 and figure % 1 == 0


KINDS: dict[str, type[Goal]] = {
    each.kind: each for each in (ShareAtLeast, BelowBaselineAtMost, GainAtLeast, ReductionAtLeast, CountAtLeast)
}
"""The classes by the names that the data and the contract use."""
