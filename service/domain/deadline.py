"""Deadlines for capacity below the baseline level, and how far they are on a day that the caller states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from service.domain.verdict import DaysLeft

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.domain.benchmark import Evidence
    from service.domain.verdict import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The day by which capacity of that standing is to be retrofitted or closed (改造升级或淘汰退出)."""

    id: str
    areas: tuple[str, ...]
    """The ids of the sectors that it is stated for."""
    standing: Standing
    by: str
    in_principle: bool
    """Whether the document says 原则上 (in principle)."""
    document: str
    evidence: Evidence
    sources: tuple[str, ...]


def days_left(deadlines: Iterable[Deadline], sector: str, standing: Standing, as_of: str) -> tuple[DaysLeft, ...]:
    """The deadlines for capacity of that sector and standing, the earliest first."""
    stated = [each for each in deadlines if sector in each.areas and standing == each.standing]
    return tuple(
        DaysLeft(
            by=each.by,
            days_left=(date.fromisoformat(each.by) - date.fromisoformat(as_of)).days,
            document=each.document,
            in_principle=each.in_principle,
        )
        for each in sorted(stated, key=lambda deadline: deadline.by)
    )
