"""From a line to its verdict, and from a list to its summary."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.domain.capacity import AT_BENCHMARK, BELOW_BASELINE, BETWEEN, UNGRADED, Standing, Tally
from service.domain.errors import Fault
from service.domain.naming import Naming
from service.domain.quantity import SHOWN_GRID, ZERO, reading, without_zeros
from service.domain.seen_ids import SeenIds
from service.domain.summary import Account, Summary, summarise
from service.domain.yardstick import Yardstick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from decimal import Decimal

    from service.domain.benchmark import Edition
    from service.domain.capacity import CapacityLine
    from service.domain.catalogue import Catalogue

INTENSITY_MISSING = "intensity_missing"
BENCHMARK_NOT_HELD = "benchmark_not_held"

STANDINGS = (Standing.AT_BENCHMARK, Standing.BETWEEN, Standing.BELOW_BASELINE)
"""By the part of a tally that a line of that standing is counted in."""

REMEMBERED = 4096
"""Spellings of product and units that are kept ready; real lists have a few dozen."""


@dataclass(slots=True)
class Graded:
    """The verdict on a line that was measured and whose product has both levels.

    ``intensity`` and ``gap`` (intensity minus benchmark level) are in ``unit``, the one submitted; ``capacity`` is in
    ``capacity_unit``, the product's own, per year; ``excess_energy`` in tce/a is None where the indicator is not energy
    per unit of the capacity.
    """

    index: int
    id: str | None
    status: str
    benchmark: str
    standing: Standing
    meets_benchmark: bool
    intensity: Decimal
    unit: str
    gap: Decimal
    capacity: Decimal
    capacity_unit: str
    excess_energy: Decimal | None


@dataclass(slots=True)
class Ungraded:
    """A line that counts in every total but cannot be judged; ``reason`` says why.

    ``editions`` are the other editions by which its product could be judged.
    """

    index: int
    id: str | None
    status: str
    benchmark: str
    reason: str
    capacity: Decimal
    capacity_unit: str
    editions: tuple[str, ...]


@dataclass(slots=True)
class Rejected:
    """A line that could not be understood. It is in no total."""

    index: int
    id: str | None
    status: str
    faults: list[Fault]


Verdict = Graded | Ungraded | Rejected


Measure = tuple[Yardstick, defaultdict[str | None, Tally]]
"""What lines are measured with, and what they add up to so far, in the product's own capacity unit, by group."""


@dataclass(frozen=True, slots=True)
class Unsound:
    """A line of the wrong shape: the fields whose shape is right, and what was found in the others."""

    fields: Mapping[str, object]
    faults: Sequence[Fault]


@dataclass(frozen=True, slots=True)
class Census:
    """How many lines of a list ended how: what a list says of the use of a service, without a word of the list."""

    lines: Mapping[tuple[str, str], int]
    """By standing, or `ungraded` and `rejected`, and the reason; the reason is empty but for ungraded lines."""
    faults: Mapping[str, int]
    """Faults of the rejected lines, by code; a line can have several."""


class Evaluation:
    """A list under evaluation, line by line. It keeps running sums and the ids seen, never the lines."""

    def __init__(
        self,
        catalogue: Catalogue,
        edition: Edition,
        *,
        graded: Callable[..., Any] = Graded,
        is_very_long: bool = False,
    ) -> None:
        """Start an empty list under one edition.

        ``graded`` makes the verdict on a graded line from the values of `Graded`, in their order. A list that
        ``is_very_long`` has its ids kept in less memory, at some cost for each line.
        """
        self._catalogue = catalogue
        self._edition = edition
        self._graded = graded
        self._submitted = 0
        self._rejected = 0
        self._fault_codes: Counter[str] = Counter()
        self._first_index: dict[str, int] | SeenIds = SeenIds() if is_very_long else {}
        self._measures: dict[tuple[str, str, str | None], Measure] = {}
        """By product and units."""
        self._ready: dict[tuple[str, str | None, str | None], Measure] = {}
        """The same by how lines spell them."""
        self._naming = Naming(catalogue, edition)

    def take(self, line: CapacityLine) -> Verdict:
        """Judge the next line of the list; its shape has been checked."""
        return self.take_all([line])[0]

    def refuse(self, fields: Mapping[str, object], faults: Sequence[Fault]) -> Verdict:
        """Reject the next line of the list: see `Unsound`."""
        return self.take_all([Unsound(fields, faults)])[0]

    def take_all(self, lines: Iterable[CapacityLine | Unsound]) -> list[Verdict]:
        """Judge the next lines of the list, in order; those that are not `Unsound` are of the right shape."""
        with reading():
            return self._take_all(lines)

    def _take_all(self, lines: Iterable[CapacityLine | Unsound]) -> list[Verdict]:
        """Judge lines in exact arithmetic.

        This loop is the heart of the service and runs once for each of hundreds of thousands of lines, so what it does
        is written out in it: one look-up, one comparison, exact sums, and the figures for reading.
        """
        verdicts: list[Verdict] = []
        index = self._submitted
        ready, first_index, graded = self._ready, self._first_index, self._graded
        for line in lines:
            if isinstance(line, Unsound):
                verdicts.append(self._refuse(index, line.fields, line.faults))
                index += 1
                continue
            measure = ready.get((line.benchmark, line.capacity_unit, line.intensity_unit)) or self._prepare(line)
            line_id = line.id
            if (
                measure is None
                or (measure[0].is_daily and line.operating_days is None)
                or (line_id is not None and first_index.setdefault(line_id, index) != index)
            ):
                verdicts.append(self._refuse(index, _named(line), []))
                index += 1
                continue
            rod, tallies = measure
            capacity = line.capacity * rod.factor
            if rod.is_daily and line.operating_days is not None:
                capacity *= line.operating_days
            tally = tallies[line.group]
            intensity = line.intensity
            levels = rod.levels
            if levels is None or intensity is None:
                tally.counts[UNGRADED] += 1
                tally.amounts[UNGRADED] += capacity
                reason = BENCHMARK_NOT_HELD if levels is None else INTENSITY_MISSING
                verdicts.append(
                    Ungraded(
                        index, line_id, "ungraded", rod.id, reason, without_zeros(capacity), rod.symbol, rod.editions
                    )
                )
                index += 1
                continue
            slope = levels.slope
            if intensity <= levels.benchmark:  # equality meets a level (优于或等于标杆水平)
                part, excess = AT_BENCHMARK, None if slope is None else ZERO
            else:
                part = BETWEEN if intensity <= levels.baseline else BELOW_BASELINE
                excess = None
                if slope is not None:
                    energy = (intensity * slope - levels.offset) * capacity
                    tally.excess += energy
                    if levels.divisor is not None:
                        energy /= levels.divisor
                    excess = without_zeros(energy.quantize(SHOWN_GRID)) or ZERO
            tally.counts[part] += 1
            tally.amounts[part] += capacity
            verdicts.append(
                graded(
                    index,
                    line_id,
                    "graded",
                    rod.id,
                    STANDINGS[part],
                    part == AT_BENCHMARK,
                    intensity,
                    levels.unit,
                    without_zeros((intensity - levels.pivot).quantize(SHOWN_GRID)) or ZERO,
                    without_zeros(capacity),
                    rod.symbol,
                    excess,
                )
            )
            index += 1
        self._submitted = index
        return verdicts

    def _refuse(self, index: int, fields: Mapping[str, object], faults: Sequence[Fault]) -> Rejected:
        """Reject a line for its faults and for whatever else is wrong with its sound fields."""
        self._rejected += 1
        unsound = {fault.field for fault in faults}
        found = [*faults, *(fault for fault in self._faults(fields) if fault.field not in unsound)]
        sent_id = fields.get("id")
        line_id = sent_id if isinstance(sent_id, str) else None
        first = index if line_id is None else self._first_index.setdefault(line_id, index)
        if first != index:
            found.append(Fault(field="id", code="duplicate_id", value=line_id, facts={"first": first}))
        self._fault_codes.update(fault.code for fault in found)
        return Rejected(index, line_id, "rejected", found)

    @property
    def accounts(self) -> int:
        """How many sums are kept: one for each product, pair of units and group."""
        return sum(len(tallies) for _, tallies in self._measures.values())

    def summary(self) -> Summary:
        """What the lines taken so far add up to."""
        accounts = (
            Account(
                product=rod.product,
                group=group,
                unit=rod.capacity_unit,
                tally=tally,
                tce=rod.weight,
                excess_divisor=rod.excess_divisor,
            )
            for rod, tallies in self._measures.values()
            for group, tally in tallies.items()
        )
        return summarise(accounts, self._edition, self._rejected)

    def census(self) -> Census:
        """How the lines taken so far ended."""
        lines: Counter[tuple[str, str]] = Counter()
        for rod, tallies in self._measures.values():
            reason = BENCHMARK_NOT_HELD if rod.levels is None else INTENSITY_MISSING
            for tally in tallies.values():
                for part, standing in enumerate(STANDINGS):
                    lines[standing.value, ""] += tally.counts[part]
                lines["ungraded", reason] += tally.counts[UNGRADED]
        lines["rejected", ""] = self._rejected
        return Census(+lines, self._fault_codes)

    def _prepare(self, line: CapacityLine) -> Measure | None:
        """The measure for the line's product and units; None where they cannot be made out."""
        found = self._naming.resolve(line.benchmark, line.capacity_unit, line.intensity_unit)
        if found.faults or found.product is None or found.capacity_unit is None:
            return None
        product, unit = found.product, found.intensity_unit
        key = (product.id, found.capacity_unit.symbol, unit.symbol if unit else None)
        if key not in self._measures:
            self._measures[key] = (self._catalogue.yardstick(product, found.capacity_unit, unit), defaultdict(Tally))
        if len(self._ready) >= REMEMBERED:
            self._ready.clear()
        self._ready[line.benchmark, line.capacity_unit, line.intensity_unit] = self._measures[key]
        return self._measures[key]

    def _faults(self, fields: Mapping[str, object]) -> list[Fault]:
        """What is wrong with the sense of fields whose shape is right."""
        benchmark, capacity_text, intensity_text = (
            value if isinstance(value := fields.get(name), str) else None
            for name in ("benchmark", "capacity_unit", "intensity_unit")
        )
        found = self._naming.resolve(benchmark, capacity_text, intensity_text)
        faults = list(found.faults)
        if found.capacity_unit and found.capacity_unit.is_daily and fields.get("operating_days") is None:
            symbol = found.capacity_unit.symbol
            faults.append(Fault(field="operating_days", code="required", variant="per_day", value=symbol))
        return faults


def _named(line: CapacityLine) -> dict[str, object]:
    names = ("id", "benchmark", "capacity_unit", "intensity_unit", "operating_days")
    return {name: getattr(line, name) for name in names}
