"""Meters that several lines of a list share: what is allocated to the lines must not be more than was metered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from service.domain.errors import Fault

if TYPE_CHECKING:
    from service.domain.account import Account, Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocated:
    """A meter, and the share of it that the lines of the list have between them in one direction."""

    meter: str
    direction: Direction
    share: Fraction


class Meters:
    """The shared meters of one list; complete when every account was added."""

    def __init__(self) -> None:
        """Start without a meter."""
        self._shares: defaultdict[tuple[str, Direction], Fraction] = defaultdict(Fraction)
        self._items: defaultdict[tuple[str, Direction], list[tuple[int, int]]] = defaultdict(list)

    def add(self, line: int, account: Account) -> None:
        """Add the items of a line's account that name a meter."""
        for place, item in enumerate(account.energy):
            if item.meter is not None:
                self._shares[item.meter, item.direction] += Fraction(item.allocation)
                self._items[item.meter, item.direction].append((line, place))

    def allocated(self) -> list[Allocated]:
        """Every meter in the order in which the list named it."""
        return [
            Allocated(meter=meter, direction=direction, share=share)
            for (meter, direction), share in self._shares.items()
        ]

    def faults(self) -> dict[int, list[Fault]]:
        """The faults of each line that has a part in a meter of which more than all is allocated."""
        found: defaultdict[int, list[Fault]] = defaultdict(list)
        for key, items in self._items.items():
            if self._shares[key] > 1:
                for line, place in items:
                    path = ("energy", str(place), "allocation")
                    found[line].append(Fault(field="account", inside=path, code="allocation_over_one", value=key[0]))
        return dict(found)
