"""What the law asks: the limits of the GB standards 单位产品能源消耗限额, and where an intensity stands among them.

A limit has up to three levels: 1 (先进值), 2 (准入值, asked of new capacity) and 3 (限定值, mandatory for existing
capacity). They are never levels of an edition. Lower is better, and equality meets a level. A verdict says which limit
is missed and by what evidence that limit is known, never that a law is broken.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from service.domain.benchmark import Evidence, NotHeld
from service.domain.correction import OrderOpenError, OutsideTableError, corrected, offers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from service.domain.condition import Requirement, Value
    from service.domain.correction import Correction, Offer, UnheldCorrection
    from service.domain.quantity import IntensityUnit
    from service.domain.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitLevel:
    """One level of a limit, in the limit's unit."""

    value: Decimal
    evidence: Evidence
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        """A figure is quoted only where a second, independent source has it too."""
        if len(self.sources) < (2 if self.evidence is Evidence.QUOTED else 1):
            message = "a level needs a source, and a quoted one a second source"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A mandatory national standard; the edition before it is neither held nor guessed."""

    id: str
    number: str
    title: Text
    published: date
    effective: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A product that a limit is for, and the conditions under which it is."""

    benchmark: str
    """The product's id, the same in every edition."""
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, kw_only=True)
class Limit:
    """One row of a standard."""

    id: str
    standard: Standard
    table: str
    product: Text
    condition: Text | None
    """Under what condition the row holds, in the words of the transcription."""
    applies_to: tuple[Application, ...]
    excludes: Requirement | None
    """The standard does not apply where this holds."""
    indicator: Text
    unit: IntensityUnit
    is_of_policy_indicator: bool
    """Whether it limits the indicator that the editions set levels for; otherwise it is another limit to keep."""
    levels: tuple[LimitLevel | NotHeld | None, LimitLevel | NotHeld | None, LimitLevel | NotHeld | None]
    """Levels 1, 2 and 3; None where the standard has no such level."""
    support: Text
    """What speaks for the figures."""
    corrections: tuple[Correction | UnheldCorrection, ...]

    @cached_property
    def values(self) -> tuple[Fraction | None, ...] | None:
        """The exact levels, None for one that the standard lacks; None altogether if a level is not held."""
        if any(isinstance(level, NotHeld) for level in self.levels):
            return None
        return tuple(Fraction(level.value) if isinstance(level, LimitLevel) else None for level in self.levels)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Every limit known, in the order of the files."""

    rows: tuple[Limit, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Limit]:
        """The limits by id."""
        return {limit.id: limit for limit in self.rows}

    @cached_property
    def _by_product(self) -> dict[str, list[tuple[Limit, tuple[Requirement, ...]]]]:
        index = defaultdict(list)
        for limit in self.rows:
            for application in limit.applies_to:
                index[application.benchmark].append((limit, application.requirements))
        return dict(index)

    def candidates(self, product: str) -> list[tuple[Limit, tuple[Requirement, ...]]]:
        """The limits of the product's indicator, each with what it requires."""
        return [row for row in self._by_product.get(product, ()) if row[0].is_of_policy_indicator]

    def also_limited(self, product: str) -> list[Limit]:
        """The limits of the product's other indicators: they must hold too, and no one intensity decides them."""
        return [limit for limit, _ in self._by_product.get(product, ()) if not limit.is_of_policy_indicator]


class LimitStatus(StrEnum):
    """Whether a line can be graded by a limit, and if not why."""

    GRADED = "graded"
    CONDITION_MISSING = "condition_missing"
    """Several limits may apply, and which one depends on what was not stated."""
    CONDITION_OUT_OF_RANGE = "condition_out_of_range"
    """A correction's table does not reach to what was stated; nothing is extrapolated."""
    NOT_IN_FORCE = "not_in_force"
    NOT_HELD = "not_held"
    NOT_APPLICABLE = "not_applicable"
    NOT_COMPUTED = "not_computed"
    """Two corrections whose order the source leaves open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicableLimit:
    """What a product's lines of the same conditions are limited to on one day, whatever their intensity.

    ``levels`` are exact, in the unit of ``limit``, and present where the status is `LimitStatus.GRADED`.
    """

    status: LimitStatus
    limit: Limit | None = None
    effective: date | None = None
    levels: tuple[Fraction | None, ...] = ()
    """After the corrections that were applied."""
    base_levels: tuple[Fraction | None, ...] = ()
    corrections: tuple[Offer, ...] = ()
    needs: tuple[str, ...] = ()
    """Conditions to be stated, or the one that is out of range."""
    candidates: tuple[str, ...] = ()
    """The limits that may apply."""

    @property
    def is_uncorrected(self) -> bool:
        """Whether the standard knows a correction that is not held, so that the grade stands without it."""
        return any(not offer.is_held for offer in self.corrections)

    @property
    def is_moved(self) -> bool:
        """Whether a correction was applied."""
        return any(offer.is_applied for offer in self.corrections)


def applicable_limit(limits: Limits, product: str, *, conditions: Mapping[str, Value], as_of: date) -> ApplicableLimit:
    """The limit of a product's lines under these conditions, which are of the right kinds, on that day."""
    rows = limits.candidates(product)
    if not rows:
        return ApplicableLimit(status=LimitStatus.NOT_HELD)
    effective = min(limit.standard.effective for limit, _ in rows)
    if as_of < effective:
        return ApplicableLimit(
            status=LimitStatus.NOT_IN_FORCE,
            limit=rows[0][0] if len(rows) == 1 else None,
            effective=effective,
            candidates=tuple(limit.id for limit, _ in rows),
        )
    open_rows = [
        (limit, [each for each in requirements if each.condition not in conditions])
        for limit, requirements in rows
        if all(each.holds(conditions[each.condition]) for each in requirements if each.condition in conditions)
    ]
    needs = tuple(dict.fromkeys(each.condition for _, missing in open_rows for each in missing))
    if needs:
        return ApplicableLimit(
            status=LimitStatus.CONDITION_MISSING,
            effective=effective,
            needs=needs,
            candidates=tuple(limit.id for limit, _ in open_rows),
        )
    if not open_rows:
        return ApplicableLimit(status=LimitStatus.NOT_HELD, effective=effective)
    return _corrected(open_rows[0][0], conditions)


def _corrected(limit: Limit, conditions: Mapping[str, Value]) -> ApplicableLimit:
    """The one limit that applies, corrected as far as the conditions allow."""
    effective = limit.standard.effective
    excluded = limit.excludes
    if excluded and excluded.condition in conditions and excluded.holds(conditions[excluded.condition]):
        return ApplicableLimit(status=LimitStatus.NOT_APPLICABLE, limit=limit, effective=effective)
    if limit.values is None:
        return ApplicableLimit(status=LimitStatus.NOT_HELD, limit=limit, effective=effective)
    offered = offers(limit.corrections, conditions)
    levels: tuple[Fraction | None, ...] = ()
    status = LimitStatus.GRADED
    needs: tuple[str, ...] = ()
    try:
        levels = corrected(limit.values, limit.corrections, conditions)
    except OutsideTableError as error:
        status, needs = LimitStatus.CONDITION_OUT_OF_RANGE, (error.condition,)
    except OrderOpenError:
        status = LimitStatus.NOT_COMPUTED
    return ApplicableLimit(
        status=status,
        limit=limit,
        effective=effective,
        levels=levels,
        base_levels=limit.values,
        corrections=offered,
        needs=needs,
    )
