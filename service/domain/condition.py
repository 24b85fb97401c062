"""What a caller can state about a line so that the right limit is found, and corrected where its standard says so.

The names are those of the contract. A value is a `decimal.Decimal` for a quantity, a text for a choice, and a bool for
a yes or no.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from service.domain.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

Value = Decimal | str | bool
"""What a condition can be stated as."""

MAX_NEAR_NAMES = 3
"""How many near names an unknown condition is answered with."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number from ``low`` to ``high``, both included; the unit is the end of the condition's name.

    The bounds keep slips out (a share of 62 for 62 %); they are none of a standard's.
    """

    low: Decimal
    high: Decimal

    def accepts(self, value: object) -> bool:
        """Whether the value is such a number."""
        return isinstance(value, Decimal) and self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def accepts(self, value: object) -> bool:
        """Whether the value is one of the words."""
        return isinstance(value, str) and value in self.words


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    def accepts(self, value: object) -> bool:
        """Whether the value is a truth value."""
        return isinstance(value, bool)


Kind = Quantity | Choice | Flag

_PERCENT = Quantity(Decimal(0), Decimal(100))
_SHARE = Quantity(Decimal(0), Decimal(1))
_FROM_ZERO = Quantity(Decimal(0), Decimal(10) ** 6)

CONDITIONS: Mapping[str, Kind] = {
    "water_absorption_pct": _PERCENT,
    "furnace_t": _FROM_ZERO,
    "pulp": Choice(("wood", "non-wood")),
    "tyre": Choice(("all-steel", "semi-steel")),
    "reductant": Choice(("charcoal", "mixed", "coal")),
    "compressor": Choice(("turbine", "motor")),
    "route": Choice(("carbide", "ethylene")),
    "grade": Choice(("general", "paste")),
    "salt": Choice(("refined", "sun-dried")),
    "altitude_m": Quantity(Decimal(-500), Decimal(9000)),
    "pressure_pa": Quantity(Decimal(1), Decimal(110_000)),
    "feed_grade_pct": _PERCENT,
    "rare_earth_pct": _PERCENT,
    "v_ti_pct": _PERCENT,
    "laterite_pct": _PERCENT,
    "scrap_pct": _PERCENT,
    "steel": Choice(("ordinary", "quality-carbon", "bearing", "gear", "tool")),
    "special_purpose": Flag(),
    "hot_metal_pct": _PERCENT,
    "stainless": Flag(),
    "gasification": Choice(("fixed-bed-intermittent", "other")),
    "cr_fe_ratio": _FROM_ZERO,
    "mixed_gas_share": _SHARE,
    "volatile_pct": _PERCENT,
    "moisture_pct": _PERCENT,
    "oven_age_years": _FROM_ZERO,
    "quenching": Choice(("wet", "dry")),
}
"""Every condition by its name; ``pct`` are percent, ``share`` is a fraction of one."""


def faults_in(conditions: Mapping[str, object], *, with_near_names: bool = True) -> list[Fault]:
    """What is wrong with the conditions of a line: unknown names and words, and values of another kind or size.

    Near names of an unknown one take time to find; a list looks up a limited number of them.
    """
    return [
        fault for name, value in conditions.items() if (fault := _fault(name, value, with_near_names=with_near_names))
    ]


def _fault(name: str, value: object, *, with_near_names: bool) -> Fault | None:
    kind = CONDITIONS.get(name)
    if kind is None:
        near = tuple(difflib.get_close_matches(name, CONDITIONS, n=MAX_NEAR_NAMES)) if with_near_names else ()
        return Fault(field="conditions", inside=(name,), code="unknown_condition", value=name, candidates=near)
    if kind.accepts(value):
        return None
    if isinstance(kind, Choice):
        return Fault(
            field="conditions",
            inside=(name,),
            code="unknown_condition" if isinstance(value, str) else "wrong_type",
            variant="word" if isinstance(value, str) else "text",
            value=value,
            candidates=kind.words,
        )
    if isinstance(kind, Flag):
        return Fault(field="conditions", inside=(name,), code="wrong_type", variant="flag", value=value)
    if not isinstance(value, Decimal):
        return Fault(field="conditions", inside=(name,), code="not_a_number", value=value)
    facts = {"low": kind.low, "high": kind.high}
    code, variant = "number_out_of_range", "between"
    return Fault(field="conditions", inside=(name,), code=code, variant=variant, value=value, facts=facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What one condition must be: equal to a word or a truth value, or within bounds of which any may be absent."""

    condition: str
    equals: str | bool | None = None
    above: Decimal | None = None
    at_least: Decimal | None = None
    below: Decimal | None = None
    at_most: Decimal | None = None

    def holds(self, value: Value) -> bool:
        """Whether the value, which is of the condition's kind, fulfils it."""
        if not isinstance(value, Decimal):
            return value == self.equals
        return (
            (self.above is None or value > self.above)
            and (self.at_least is None or value >= self.at_least)
            and (self.below is None or value < self.below)
            and (self.at_most is None or value <= self.at_most)
        )

    def excludes(self, other: Requirement) -> bool:
        """Whether no value fulfils both; the two are about the same condition."""
        if self.equals is not None:
            return self.equals != other.equals
        return self._ends_before(other) or other._ends_before(self)

    def _ends_before(self, other: Requirement) -> bool:
        """Whether every value that fulfils this is smaller than every one that fulfils the other."""
        high = min((each for each in (self.below, self.at_most) if each is not None), default=None)
        low = max((each for each in (other.above, other.at_least) if each is not None), default=None)
        if high is None or low is None:
            return False
        touches = self.below != high and other.above != low
        return high < low or (high == low and not touches)
