"""A warning about a whole list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLine:
    """A line that a warning names: its index, and its id if it has one that is still known."""

    index: int
    id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWarning:
    """A warning, how many lines it is about, and the first of them if they are known.

    ``about`` names what else it is about: the groups that count twice, the edition that supersedes the one in use, the
    goals that are over, or the sectors that follow one another.
    """

    code: str
    lines: int
    named: tuple[NamedLine, ...] = ()
    about: tuple[str, ...] = ()
