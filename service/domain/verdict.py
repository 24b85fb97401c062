"""What a line can come to: graded against the levels that are held, ungraded, or rejected."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar, Union

from service.domain.line import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from service.domain.errors import Fault

GradedT = TypeVar("GradedT")
GradedT_co = TypeVar("GradedT_co", covariant=True)

INTENSITY_MISSING = "intensity_missing"
"""Why a line is ungraded: nothing was measured."""
BENCHMARK_NOT_HELD = "benchmark_not_held"
"""Why a line is ungraded: the edition in use holds neither level of its product."""
IMPLAUSIBLE_INTENSITY = "implausible_intensity"
"""Why a line is ungraded: its intensity is outside the plausible window of its product, and nobody confirmed it."""

CONTRADICTS_VARIANT = "contradicts_variant"
"""The warning about a line whose capacity per day is not of the size that the name of its product states."""


class Standing(StrEnum):
    """Where a graded line stands against the levels of its product; equality meets a level (优于或等于标杆水平)."""

    AT_BENCHMARK = "at_benchmark"
    """Intensity at or better than the benchmark level."""
    BETWEEN = "between"
    """Worse than the benchmark level, at or better than the baseline level."""
    BELOW_BASELINE = "below_baseline"
    """Worse than the baseline level."""
    ABOVE_BENCHMARK = "above_benchmark"
    """Worse than the benchmark level; the baseline level is not held."""
    WITHIN_BASELINE = "within_baseline"
    """At or better than the baseline level; the benchmark level is not held."""


class LineStatus(StrEnum):
    """Whether a line could be graded, and if not, whether it counts."""

    GRADED = "graded"
    """It counts, and has a standing."""
    UNGRADED = "ungraded"
    """It counts in every total, but there is nothing to compare."""
    REJECTED = "rejected"
    """It has faults, and counts in no total."""


@dataclass(slots=True)
class Graded:
    """The verdict on a line that was measured and whose product has a level.

    ``intensity`` and ``gap`` (intensity minus benchmark level) are in ``unit``, the one submitted; ``capacity`` is in
    ``capacity_unit``, the product's own, per year; ``excess_energy`` in tce/a is None if the indicator is not energy
    per unit of the capacity. Where the benchmark level is not held, there is no gap and no excess energy either, and
    ``meets_benchmark`` is None unless the line is below the baseline level, which is never better than the benchmark
    level.
    """

    index: int
    id: str | None
    status: LineStatus
    benchmark: str
    standing: Standing
    meets_benchmark: bool | None
    intensity: Decimal
    unit: str
    gap: Decimal | None
    capacity: Decimal
    capacity_unit: str
    excess_energy: Decimal | None


class MakeGraded(Protocol[GradedT_co]):
    """Makes the verdict on a graded line: `Graded`, or a class of an answer that takes the same values.

    The values are passed by position, which is faster. Their names are here so that the type checker compares the order
    of the fields, too.
    """

    def __call__(  # noqa: PLR0913, PLR0917 - the fields of `Graded`
        self,
        index: int,
        id: str | None,  # noqa: A002 - the name of the field
        status: LineStatus,
        benchmark: str,
        standing: Standing,
        meets_benchmark: bool | None,  # noqa: FBT001 - passed by position, for speed
        intensity: Decimal,
        unit: str,
        gap: Decimal | None,
        capacity: Decimal,
        capacity_unit: str,
        excess_energy: Decimal | None,
    ) -> GradedT_co:
        """The verdict that has these values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysLeft:
    """A deadline as seen from a day: ``days_left`` is below zero when it is over."""

    by: str
    days_left: int
    document: str
    in_principle: bool


@dataclass(slots=True, kw_only=True)
class Noted(Graded):
    """A graded line about which there is more to say; most lines have none of this.

    ``level_not_held`` is ``benchmark`` or ``baseline`` if that level is missing. ``deadlines`` are those of its sector
    and standing. ``warnings`` are codes; none of them changes the verdict.
    """

    level_not_held: str | None
    deadlines: tuple[DaysLeft, ...]
    warnings: tuple[str, ...]
    stage: Stage

    @property
    def meets_required(self) -> bool | None:
        """Whether it meets the level that both editions demand of what is not there yet; None if that is not known."""
        return self.meets_benchmark


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherStanding:
    """Where a line would stand by the levels of another edition. It counts nowhere."""

    edition: str
    standing: Standing


@dataclass(slots=True)
class Ungraded:
    """A line that counts in every total but cannot be graded; ``reason`` is the code that says why.

    ``editions`` are the other editions that hold a level of its product, and ``other_editions`` what they would say
    about a line whose product has no level in the edition in use.
    """

    index: int
    id: str | None
    status: LineStatus
    benchmark: str
    reason: str
    capacity: Decimal
    capacity_unit: str
    editions: tuple[str, ...]
    other_editions: tuple[OtherStanding, ...] = ()
    warnings: tuple[str, ...] = ()
    stage: Stage = Stage.EXISTING


@dataclass(slots=True)
class Rejected:
    """A line with faults. It counts in no total."""

    index: int
    id: str | None
    status: LineStatus
    faults: list[Fault]


Verdict = Union[GradedT, Noted, Ungraded, Rejected]  # noqa: UP007 - `|` makes no generic alias before Python 3.14
"""The verdict on one line, with what the caller makes of a graded one about which there is nothing more to say."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many lines of a list ended in which way: facts about the use of the service, without any content of the list.

    ``lines`` are counted by standing, or ``ungraded`` or ``rejected``, and reason; only ungraded lines have a reason,
    for the others it is empty. ``faults`` are those of the rejected lines, by code; a line can have several.
    """

    lines: Mapping[tuple[str, str], int]
    faults: Mapping[str, int]
