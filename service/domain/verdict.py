"""What a line can come to: graded against both levels, ungraded, or rejected."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar, Union

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from service.domain.errors import Fault

GradedT = TypeVar("GradedT")
GradedT_co = TypeVar("GradedT_co", covariant=True)

INTENSITY_MISSING = "intensity_missing"
"""Why a line is ungraded: nothing was measured."""
BENCHMARK_NOT_HELD = "benchmark_not_held"
"""Why a line is ungraded: the edition in use does not hold both levels of its product."""


class Standing(StrEnum):
    """Where a graded line stands against the two levels of its product; equality meets a level (优于或等于标杆水平)."""

    AT_BENCHMARK = "at_benchmark"
    """Intensity at or better than the benchmark level."""
    BETWEEN = "between"
    """Worse than the benchmark level, at or better than the baseline level."""
    BELOW_BASELINE = "below_baseline"
    """Worse than the baseline level."""


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
    """The verdict on a line that was measured and whose product has both levels.

    ``intensity`` and ``gap`` (intensity minus benchmark level) are in ``unit``, the one submitted; ``capacity`` is in
    ``capacity_unit``, the product's own, per year; ``excess_energy`` in tce/a is None if the indicator is not energy
    per unit of the capacity.
    """

    index: int
    id: str | None
    status: LineStatus
    benchmark: str
    standing: Standing
    meets_benchmark: bool
    intensity: Decimal
    unit: str
    gap: Decimal
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
        meets_benchmark: bool,  # noqa: FBT001 - passed by position, for speed
        intensity: Decimal,
        unit: str,
        gap: Decimal,
        capacity: Decimal,
        capacity_unit: str,
        excess_energy: Decimal | None,
    ) -> GradedT_co:
        """The verdict that has these values."""


@dataclass(slots=True)
class Ungraded:
    """A line that counts in every total but cannot be graded; ``reason`` is the code that says why.

    ``editions`` are the other editions that can grade its product.
    """

    index: int
    id: str | None
    status: LineStatus
    benchmark: str
    reason: str
    capacity: Decimal
    capacity_unit: str
    editions: tuple[str, ...]


@dataclass(slots=True)
class Rejected:
    """A line with faults. It counts in no total."""

    index: int
    id: str | None
    status: LineStatus
    faults: list[Fault]


Verdict = Union[GradedT, Ungraded, Rejected]  # noqa: UP007 - `|` makes no generic alias before Python 3.14
"""The verdict on one line, with what the caller makes of a graded one."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many lines of a list ended in which way: facts about the use of the service, without any content of the list.

    ``lines`` are counted by standing, or ``ungraded`` or ``rejected``, and reason; only ungraded lines have a reason,
    for the others it is empty. ``faults`` are those of the rejected lines, by code; a line can have several.
    """

    lines: Mapping[tuple[str, str], int]
    faults: Mapping[str, int]
