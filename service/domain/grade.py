"""The grade of an intensity among the levels of a limit, and where policy and law say different things."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.domain.limit import ApplicableLimit

Number = TypeVar("Number", Decimal, Fraction)


class Grade(StrEnum):
    """The best level that an intensity meets."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    OVER_LIMIT = "over_limit"


GRADES = (Grade.ONE, Grade.TWO, Grade.THREE)
"""By the place of a level."""


def grade(levels: Sequence[Number | None], intensity: Number) -> Grade:
    """The grade by levels 1 to 3, in the unit of the intensity; one that the standard lacks is passed over.

    Equality meets a level, and equal levels give the better grade.
    """
    for met, level in zip(GRADES, levels, strict=True):
        if level is not None and intensity <= level:
            return met
    return Grade.OVER_LIMIT


class Disagreement(StrEnum):
    """Where the levels of an edition and of a limit part, for an existing line; the first two are legal matters."""

    MEETS_BASELINE_OVER_LIMIT = "meets_baseline_over_limit"
    """The mandatory standard is missed though the policy level is met."""
    BELOW_BASELINE_WITHIN_LIMIT = "below_baseline_within_limit"
    """The policy deadline runs though the standard is met."""
    AT_BENCHMARK_NOT_GRADE_1 = "at_benchmark_not_grade_1"
    GRADE_1_NOT_AT_BENCHMARK = "grade_1_not_at_benchmark"


def disagreement(reached: Grade, *, meets_benchmark: bool | None, meets_baseline: bool | None) -> Disagreement | None:
    """Where policy and law part; None where they agree, or where nothing is known of the policy level."""
    is_over = reached is Grade.OVER_LIMIT
    if meets_baseline and is_over:
        return Disagreement.MEETS_BASELINE_OVER_LIMIT
    if meets_baseline is False and not is_over:
        return Disagreement.BELOW_BASELINE_WITHIN_LIMIT
    if meets_benchmark and reached is not Grade.ONE:
        return Disagreement.AT_BENCHMARK_NOT_GRADE_1
    if meets_benchmark is False and reached is Grade.ONE:
        return Disagreement.GRADE_1_NOT_AT_BENCHMARK
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitVerdict:
    """Where one line stands against the limit that applies to it."""

    grade: Grade
    grade_uncorrected: Grade | None
    """By the levels before correction; None where none was applied."""
    required: int
    """The level that the line is held to: 3 if it exists, 2 if it is planned or being built."""
    meets_required: bool | None
    """None where the standard has no such level."""
    disagreement: Disagreement | None


def judge(
    applicable: ApplicableLimit,
    intensity: Fraction,
    *,
    is_existing: bool = True,
    meets_benchmark: bool | None = None,
    meets_baseline: bool | None = None,
) -> LimitVerdict:
    """Grade an exact intensity in the limit's unit by a limit whose status is ``graded``.

    ``meets_benchmark`` and ``meets_baseline`` are the answers of the edition, None where it holds no such level.
    """
    reached = grade(applicable.levels, intensity)
    required = 3 if is_existing else 2
    asked = applicable.levels[required - 1]
    return LimitVerdict(
        grade=reached,
        grade_uncorrected=grade(applicable.base_levels, intensity) if applicable.is_moved else None,
        required=required,
        meets_required=None if asked is None else intensity <= asked,
        disagreement=disagreement(reached, meets_benchmark=meets_benchmark, meets_baseline=meets_baseline)
        if is_existing
        else None,
    )
