"""How a standard moves its own limits: by what is added to a level, or by what it is multiplied with.

A correction moves the limit, never the measured intensity, and never a level of an edition: no text found carries it
over. It is applied when every condition that it asks for was stated; nothing is extrapolated.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.domain.condition import Requirement, Value
    from service.domain.text import Text


class OutsideTableError(Exception):
    """A condition has a value that the standard's table does not go up, or down, to."""

    def __init__(self, condition: str) -> None:
        """Keep the name of the condition."""
        super().__init__(condition)
        self.condition = condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """``coefficient`` × (value − ``origin``) / ``per``."""

    condition: str
    is_required: bool
    coefficient: Fraction
    origin: Fraction
    per: Fraction

    def amount(self, value: Value) -> Fraction:
        """What the term comes to."""
        return self.coefficient * (Fraction(value) - self.origin) / self.per


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """``coefficient`` × what the value is short of ``target``, counted from 0 and up to ``at_most``."""

    condition: str
    is_required: bool
    coefficient: Fraction
    target: Fraction
    at_most: Fraction

    def amount(self, value: Value) -> Fraction:
        """What the term comes to."""
        return self.coefficient * min(max(self.target - Fraction(value), Fraction(0)), self.at_most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Points of a table, by rising value; between two of them the straight line."""

    condition: str
    is_required: bool
    points: tuple[tuple[Fraction, Fraction], ...]

    def amount(self, value: Value) -> Fraction:
        """What the term comes to; raises `OutsideTableError`."""
        at = Fraction(value)
        for (low, start), (high, end) in pairwise(self.points):
            if low <= at <= high:
                return start + (at - low) / (high - low) * (end - start)
        raise OutsideTableError(self.condition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The amount of the last step that the value is above; 0 below the first."""

    condition: str
    is_required: bool
    steps: tuple[tuple[Fraction, Fraction], ...]

    def amount(self, value: Value) -> Fraction:
        """What the term comes to."""
        at = Fraction(value)
        return next((amount for above, amount in reversed(self.steps) if at > above), Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class ByWord:
    """An amount for each word of a choice."""

    condition: str
    is_required: bool
    amounts: Mapping[str, Fraction]

    def amount(self, value: Value) -> Fraction:
        """What the term comes to; raises `OutsideTableError` for a word that the source gives no amount for."""
        if not isinstance(value, str) or value not in self.amounts:
            raise OutsideTableError(self.condition)
        return self.amounts[value]


Term = Linear | Shortfall | Table | Steps | ByWord


class Operation(StrEnum):
    """What a correction does to a level."""

    ADD = "add"
    """Its amount is added."""
    FACTOR = "factor"
    """The level is multiplied with its amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction of a standard, for the levels of one limit.

    The amount is ``constant`` plus the sum of the terms, in the unit of the limit or, for a factor, of no unit.
    """

    id: str
    levels: frozenset[int]
    """1, 2 or 3: the levels that it moves."""
    operation: Operation
    when: Requirement | None
    """It moves nothing unless this holds; None: always."""
    constant: Fraction
    terms: tuple[Term, ...]
    expression: str
    """The formula as it was transcribed."""
    note: Text | None

    def is_idle(self, conditions: Mapping[str, Value]) -> bool:
        """Whether what was stated says that this correction does not concern the line."""
        if self.when is None or self.when.condition not in conditions:
            return False
        return not self.when.holds(conditions[self.when.condition])

    def needs(self, conditions: Mapping[str, Value]) -> tuple[str, ...]:
        """The conditions that must still be stated before it can be applied, in the order of the formula."""
        if self.is_idle(conditions):
            return ()
        asked = [term.condition for term in self.terms if term.is_required]
        if self.when is not None:
            asked.insert(0, self.when.condition)
        return tuple(name for name in dict.fromkeys(asked) if name not in conditions)

    def amount(self, conditions: Mapping[str, Value]) -> Fraction:
        """What it adds or multiplies with; nothing that it `needs` is missing. Raises `OutsideTableError`."""
        stated = [term.amount(conditions[term.condition]) for term in self.terms if term.condition in conditions]
        return sum(stated, self.constant)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnheldCorrection:
    """A correction that is known to exist in the standard and is not held: limits that it concerns stay as they are."""

    id: str
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A correction beside one line: whether it was applied, and what it needs to be.

    Neither applied nor in need of anything: what was stated says that it does not concern the line.
    """

    id: str
    is_held: bool
    is_applied: bool
    needs: tuple[str, ...]


class OrderOpenError(Exception):
    """A level is both added to and multiplied, and the source does not say which comes first."""

    def __init__(self, corrections: tuple[str, ...]) -> None:
        """Keep the ids of the corrections."""
        super().__init__(*corrections)
        self.corrections = corrections


def offers(corrections: Sequence[Correction | UnheldCorrection], conditions: Mapping[str, Value]) -> tuple[Offer, ...]:
    """What every correction of a limit would do for a line of these conditions."""
    return tuple(_offer(each, conditions) for each in corrections)


def _offer(correction: Correction | UnheldCorrection, conditions: Mapping[str, Value]) -> Offer:
    if isinstance(correction, UnheldCorrection):
        return Offer(id=correction.id, is_held=False, is_applied=False, needs=())
    needs = correction.needs(conditions)
    return Offer(
        id=correction.id,
        is_held=True,
        is_applied=not needs and not correction.is_idle(conditions),
        needs=needs,
    )


def corrected(
    levels: Sequence[Fraction | None],
    corrections: Sequence[Correction | UnheldCorrection],
    conditions: Mapping[str, Value],
) -> tuple[Fraction | None, ...]:
    """The levels after every correction that is applied; a level that the standard lacks stays absent.

    Raises `OutsideTableError`, and `OrderOpenError` where the order of two corrections would make a difference.
    """
    applied = [
        each
        for each in corrections
        if isinstance(each, Correction) and not each.needs(conditions) and not each.is_idle(conditions)
    ]
    amounts = [(each, each.amount(conditions)) for each in applied]
    moved: list[Fraction | None] = []
    for number, level in enumerate(levels, start=1):
        added, factor = Fraction(0), Fraction(1)
        for each, amount in amounts:
            if number in each.levels and each.operation is Operation.ADD:
                added += amount
            elif number in each.levels:
                factor *= amount
        if level is not None and added != 0 and factor != 1:
            raise OrderOpenError(tuple(each.id for each in applied))
        moved.append(None if level is None else level * factor + added)
    return tuple(moved)
