"""The catalogue: all editions, goals and units, and how to find a product by what people call it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from service.domain.benchmark import EditionState, NotHeld
from service.domain.caution import Cautions
from service.domain.errors import (
    AmbiguousProductError,
    NoEditionThenError,
    UnknownEditionError,
    UnknownGoalError,
    UnknownProductError,
    UnknownSectorError,
)
from service.domain.similar_names import SimilarNames
from service.domain.text import Text
from service.domain.yardstick import Yardstick, make_yardstick

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.domain.benchmark import Edition, Product
    from service.domain.deadline import Deadline
    from service.domain.factor import Carriers
    from service.domain.goal import Goal
    from service.domain.limit import Limits
    from service.domain.quantity import CapacityUnit, IntensityUnit, Units

_NOT_IN_EDITION = NotHeld(reason=Text(zh="该版本没有此产品", en="the edition does not have this product"))

MAX_SIMILAR = 3
"""How many similar names are offered for an unknown one."""


_DROPPED = str.maketrans(dict.fromkeys("()[]{}【】〔〕「」", " ") | {"\u2013": "-", "\u2014": "-", "~": "-"})


def name_key(text: str) -> str:
    """Fold a name, so that equal keys mean the same name.

    NFKC unifies widths, case is folded, white space and brackets are dropped, and >= is ≥.
    """
    return "".join(_fold(text).split())


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_DROPPED)
    return folded.replace(">=", "≥").replace("<=", "≤")


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """The official facts of the service; ``fingerprint`` is the hash of every file they come from."""

    editions: Mapping[str, Edition]
    goals: Mapping[str, Goal]
    units: Units
    limits: Limits
    carriers: Carriers
    default_goal: Goal
    fingerprint: str
    deadlines: tuple[Deadline, ...] = ()
    cautions: Cautions = field(default_factory=Cautions)

    @property
    def default_edition(self) -> Edition:
        """The edition of the default goal."""
        return self.edition(self.default_goal.edition or "")

    def edition(self, edition_id: str) -> Edition:
        """The edition with that id; raises `UnknownEditionError`."""
        try:
            return self.editions[edition_id]
        except KeyError:
            raise UnknownEditionError(edition_id, tuple(self.editions)) from None

    def edition_in_force(self, day: str) -> Edition:
        """The edition in force on a day: the latest that had started; raises `NoEditionThenError`.

        Of two that started on one day it is the one that supersedes the other, or else the later in the catalogue.
        """
        started = [edition for edition in self.editions.values() if edition.has_started(day)]
        if not started:
            starts = [edition.start[0] for edition in self.editions.values() if edition.start]
            raise NoEditionThenError(day, min(starts, default=None))
        latest = max(edition.start or () for edition in started)[:1]
        last = [edition for edition in started if (edition.start or ())[:1] == latest]
        superseded = {other for edition in last for other in edition.supersedes}
        return next((edition for edition in reversed(last) if edition.id not in superseded), last[-1])

    def superseding(self, edition: Edition) -> Edition | None:
        """The edition that supersedes this one, the first to start if there are several."""
        others = [other for other in self.editions.values() if edition.id in other.supersedes]
        return min(others, key=lambda other: (other.start is None, other.start or ()), default=None)

    def state(self, edition: Edition, day: str) -> EditionState | None:
        """What the edition is on a day; None if neither of its days is held."""
        if edition.start is None:
            return None
        if not edition.has_started(day):
            return EditionState.NOT_YET
        successors = [other for other in self.editions.values() if edition.id in other.supersedes]
        is_superseded = any(other.has_started(day) for other in successors)
        return EditionState.SUPERSEDED if is_superseded else EditionState.IN_FORCE

    def goal(self, goal_id: str) -> Goal:
        """The goal with that id; raises `UnknownGoalError`."""
        try:
            return self.goals[goal_id]
        except KeyError:
            raise UnknownGoalError(goal_id, tuple(self.goals)) from None

    @cached_property
    def goals_of_lines(self) -> tuple[str, ...]:
        """The ids of the goals that a list of lines can answer."""
        return tuple(goal_id for goal_id, goal in self.goals.items() if goal.is_of_lines)

    @cached_property
    def _ids_by_name(self) -> dict[str, dict[str, tuple[str, ...]]]:
        index: dict[str, dict[str, tuple[str, ...]]] = {}
        for edition in self.editions.values():
            names: dict[str, tuple[str, ...]] = {}
            for product in edition:
                for key in {name_key(name) for name in product.names}:
                    names[key] = (*names.get(key, ()), product.id)
            index[edition.id] = names
        return index

    def find(self, edition: Edition, text: str) -> Product:
        """The one product of the edition whose id, official name or alias the text is; never a guess.

        Raises `AmbiguousProductError` or `UnknownProductError`.
        """
        if product := edition.products.get(text):
            return product
        ids = self._ids_by_name[edition.id].get(name_key(text), ())
        if not ids:
            raise UnknownProductError(text)
        if len(ids) > 1:
            raise AmbiguousProductError(text, ids)
        return edition.products[ids[0]]

    def editions_with(self, text: str) -> tuple[str, ...]:
        """The ids of the editions in which a product has that id, name or alias."""
        key = name_key(text)
        return tuple(edition_id for edition_id, names in self._ids_by_name.items() if key in names)

    def similar_ids(self, edition: Edition, text: str) -> tuple[str, ...]:
        """The ids of up to three products with an id, name or alias like the text, best first."""
        return self._similar_names[edition.id].find(_fold(text), name_key(text), MAX_SIMILAR)

    @cached_property
    def _similar_names(self) -> dict[str, SimilarNames]:
        return {
            edition.id: SimilarNames(
                self._ids_by_name[edition.id],
                {name_key(name): _fold(name) for product in edition for name in product.names},
            )
            for edition in self.editions.values()
        }

    def search(self, edition: Edition, *, sector: str | None = None, text: str | None = None) -> list[Product]:
        """The edition's products in the order of the document; if given, only of one sector and with a text in a name.

        Raises `UnknownSectorError`.
        """
        sectors = tuple(each.id for each in edition.sectors)
        if sector is not None and sector not in sectors:
            raise UnknownSectorError(sector, sectors)
        key = name_key(text or "")
        return [
            product
            for product in edition
            if (sector is None or product.sector == sector)
            and any(key in name_key(name) for name in (product.sector, *product.names))
        ]

    def yardstick(
        self, product: Product, capacity_unit: CapacityUnit, intensity_unit: IntensityUnit | None
    ) -> Yardstick:
        """The yardstick for the product's lines in these units, which must fit it; made once, for all lists."""
        key = (product.edition, product.id, capacity_unit.symbol, intensity_unit.symbol if intensity_unit else None)
        if key not in self._yardsticks:
            self._yardsticks[key] = make_yardstick(
                product,
                capacity_unit,
                intensity_unit,
                units=self.units,
                cautions=self.cautions,
                others=tuple(self.in_other_editions(product)),
            )
        return self._yardsticks[key]

    def yardstick_of_edition(
        self, yardstick: Yardstick, edition: Edition, intensity_unit: IntensityUnit | None
    ) -> Yardstick:
        """The yardstick of the same row in another edition, for intensities in a unit and the same capacities.

        If the edition does not have the product, its lines cannot be graded there; they stay in every total. Made once,
        for all lists.
        """
        symbol = intensity_unit.symbol if intensity_unit else None
        key = (edition.id, yardstick.product.edition, yardstick.product_id, yardstick.capacity_symbol, symbol)
        if key not in self._yardsticks_elsewhere:
            row = edition.products.get(yardstick.product_id)
            product = (
                replace(row, capacity_unit=yardstick.capacity_unit)
                if row
                else replace(yardstick.product, edition=edition.id, benchmark=_NOT_IN_EDITION, baseline=_NOT_IN_EDITION)
            )
            self._yardsticks_elsewhere[key] = make_yardstick(
                product, yardstick.capacity_unit, intensity_unit, units=self.units, cautions=self.cautions
            )
        return self._yardsticks_elsewhere[key]

    @cached_property
    def _yardsticks(self) -> dict[tuple[str, str, str, str | None], Yardstick]:
        """By edition, product and the symbols of the units, so their number is limited."""
        return {}

    @cached_property
    def _yardsticks_elsewhere(self) -> dict[tuple[str, str, str, str, str | None], Yardstick]:
        """By edition, edition of the list, product and the symbols of its own units, so their number is limited."""
        return {}

    def in_other_editions(self, product: Product) -> list[Product]:
        """The same row in the other editions."""
        others = (edition for edition in self.editions.values() if edition.id != product.edition)
        return [edition.products[product.id] for edition in others if product.id in edition.products]
