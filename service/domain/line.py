"""A submitted line: one that has the right shape, or a malformed one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from service.domain.errors import Fault


class Stage(StrEnum):
    """Whether the capacity of a line is there yet. Only existing capacity is in totals and goals.

    Both editions demand the benchmark level of what is planned and under construction (拟建、在建项目).
    """

    EXISTING = "existing"
    UNDER_CONSTRUCTION = "under_construction"
    PLANNED = "planned"


class CapacityLine(Protocol):
    """One submitted claim: a product, a capacity and, if it was measured, an intensity."""

    @property
    def benchmark(self) -> str:
        """Id, official name or alias of the product."""

    @property
    def capacity(self) -> Decimal:
        """In ``capacity_unit``; above zero."""

    @property
    def id(self) -> str | None:
        """The caller's own id, unique in the list."""

    @property
    def capacity_unit(self) -> str | None:
        """A spelling of a capacity unit; the product's own unit if None."""

    @property
    def intensity(self) -> Decimal | None:
        """In ``intensity_unit``; None if nothing was measured."""

    @property
    def intensity_unit(self) -> str | None:
        """A spelling of an intensity unit; the product's own unit if None."""

    @property
    def operating_days(self) -> Decimal | None:
        """Days of operation per year, 1 to 366; needed if the capacity is per day."""

    @property
    def group(self) -> str | None:
        """Any label, such as a city or an enterprise; every group gets totals of its own."""

    @property
    def intensity_confirmed(self) -> bool | None:
        """Whether the caller vouches for an intensity outside the plausible window."""

    @property
    def stage(self) -> str | None:
        """One of `Stage`; existing if None."""


@final
@dataclass(frozen=True, slots=True)
class MalformedLine:
    """A line of the wrong shape: the fields that are valid, and the faults of the others."""

    fields: Mapping[str, object]
    faults: Sequence[Fault]
    sent: Mapping[str, object] | None = None
    """Of a row of a table the whole line as JSON, in which what could not be read is as it was found."""
