"""What can be wrong with a request or a line, as exceptions and facts that carry their evidence.

They know no status code and no wording in any language; whoever answers finds the words.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class DomainError(Exception):
    """Something asked of the domain does not exist or does not fit."""


class UnknownIdError(DomainError):
    """Nothing has that id; ``available`` are the ids that there are."""

    def __init__(self, text: str, available: tuple[str, ...]) -> None:
        """Keep the id that was sent, and those that there are."""
        super().__init__(text)
        self.text = text
        self.available = available


class UnknownEditionError(UnknownIdError):
    """No edition has that id."""


class UnknownSectorError(UnknownIdError):
    """No sector of the edition has that id."""


class UnknownGoalError(UnknownIdError):
    """No goal has that id."""


class UnknownProductError(DomainError):
    """No product of the edition has that id, name or alias."""

    def __init__(self, text: str) -> None:
        """Keep the text that was sent."""
        super().__init__(text)
        self.text = text


class AmbiguousProductError(DomainError):
    """Several products of the edition have that name; ``candidates`` are their ids."""

    def __init__(self, text: str, candidates: tuple[str, ...]) -> None:
        """Keep the text that was sent, and everything that it could mean."""
        super().__init__(text)
        self.text = text
        self.candidates = candidates


class UnknownUnitError(DomainError):
    """No unit has that spelling."""

    def __init__(self, text: str) -> None:
        """Keep the text that was sent."""
        super().__init__(text)
        self.text = text


class GoalNotOfLinesError(DomainError):
    """A goal (a reduction, a count, a gain) that a list of lines cannot answer."""

    def __init__(self, goal: str, kind: str) -> None:
        """Keep the goal's id and kind."""
        super().__init__(goal)
        self.goal = goal
        self.kind = kind


class NoEditionThenError(DomainError):
    """No edition was in force yet on a day; ``first`` is the first day on which one was, if that is known."""

    def __init__(self, day: str, first: str | None) -> None:
        """Keep both days."""
        super().__init__(day)
        self.day = day
        self.first = first


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with one field of a line.

    ``field`` is the field's name (None for the line as a whole), ``inside`` the keys and indexes that lead to the fault
    inside the value of the field, ``code`` a code of the contract, ``variant`` which of its meanings the code has here,
    ``value`` what was sent, ``candidates`` the values that would be valid, ``facts`` what else an explanation needs.
    """

    field: str | None
    inside: tuple[str, ...] = ()
    code: str
    variant: str = ""
    value: object = None
    candidates: tuple[str, ...] = ()
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict)
