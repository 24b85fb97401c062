"""What a person read of a row in the official document, and what that changes of the levels that are available."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from service.domain.benchmark import Evidence, Level, NotHeld

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from service.domain.benchmark import Product

LevelName = Literal["benchmark", "baseline"]
LEVEL_NAMES: tuple[LevelName, LevelName] = ("benchmark", "baseline")


class Effect(StrEnum):
    """What a reading does to a level; a correction is what a reader has to know first."""

    CORRECTED = "corrected"
    """The document contradicts the figure."""
    ADDED = "added"
    """The figure was not available."""
    CONFIRMED = "confirmed"
    """The document has the same figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a reading does to one level."""

    product: Product
    level: LevelName
    before: Level | NotHeld
    value: Decimal
    """As the document has it; a figure that is confirmed keeps its digits: 7.5 stays 7.5 for a 7.50 in the document."""

    @property
    def effect(self) -> Effect:
        """What is done."""
        if isinstance(self.before, NotHeld):
            return Effect.ADDED
        return Effect.CONFIRMED if self.before.value == self.value else Effect.CORRECTED

    def after(self, source: str) -> Level:
        """The level that was read, with the source that `service.domain.benchmark.official_source` makes."""
        return Level(value=self.value, evidence=Evidence.OFFICIAL, sources=(source,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A row as it was read in the document."""

    product: Product
    """The row as it is available."""
    place: str
    """The page or the row of the document."""
    levels: Mapping[LevelName, Decimal]
    """The levels that were read."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Of a row without them: its indicator in Chinese and English, units, standard and class of industry."""

    def changes(self) -> list[Change]:
        """What the reading does to each level that was read."""
        changes = []
        for name in LEVEL_NAMES:
            if name in self.levels:
                before: Level | NotHeld = getattr(self.product, name)
                value = self.levels[name]
                if isinstance(before, Level) and before.value == value:
                    value = before.value
                changes.append(Change(product=self.product, level=name, before=before, value=value))
        return changes
