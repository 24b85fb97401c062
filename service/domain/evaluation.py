"""From lines to verdicts, and from a list to its summary."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Generic

from service.domain.errors import Fault
from service.domain.line import MalformedLine
from service.domain.naming import Naming
from service.domain.number import DISPLAY_STEP, ZERO, display_context, normalize_nonzero
from service.domain.seen_ids import SeenIds
from service.domain.summary import Summary, summarise
from service.domain.tally import AT_BENCHMARK, BELOW_BASELINE, BETWEEN, PARTS, STANDINGS, UNGRADED, Subtotal, Tally
from service.domain.verdict import (
    BENCHMARK_NOT_HELD,
    INTENSITY_MISSING,
    GradedT,
    LineStatus,
    Outcomes,
    Rejected,
    Ungraded,
)
from service.domain.yardstick import Yardstick

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from service.domain.benchmark import Edition
    from service.domain.catalogue import Catalogue
    from service.domain.line import CapacityLine
    from service.domain.verdict import MakeGraded, Verdict

MAX_CACHED = 4096
"""Spellings of product and units that are cached; real lists have a few dozen."""

Measure = tuple[Yardstick, defaultdict[str | None, Tally]]
"""The yardstick of a product and pair of units, and the sums of its lines by group, in the product's own unit."""


class Evaluation(Generic[GradedT]):
    """Evaluates a list, line by line. It keeps running sums and the ids seen, never the lines."""

    def __init__(
        self, catalogue: Catalogue, edition: Edition, make_graded: MakeGraded[GradedT], *, is_very_long: bool = False
    ) -> None:
        """Start an empty list under one edition.

        ``make_graded`` makes the verdicts on graded lines. The ids of a list that ``is_very_long`` need less memory and
        a little more time.
        """
        self._catalogue = catalogue
        self._edition = edition
        self._make_graded = make_graded
        self._submitted = 0
        self._rejected = 0
        self._fault_codes: Counter[str] = Counter()
        self._first_index: dict[str, int] | SeenIds = SeenIds() if is_very_long else {}
        self._measures: dict[tuple[str, str, str | None], Measure] = {}
        """By product and units."""
        self._cache: dict[tuple[str, str | None, str | None], Measure] = {}
        """The same, by the spellings in the lines."""
        self._naming = Naming(catalogue, edition)

    def evaluate(self, lines: Iterable[CapacityLine | MalformedLine]) -> list[Verdict[GradedT]]:
        """The verdicts on the next lines of the list, in order."""
        with display_context():
            return self._evaluate(lines)

    def _evaluate(self, lines: Iterable[CapacityLine | MalformedLine]) -> list[Verdict[GradedT]]:
        """Evaluate lines in exact arithmetic.

        This loop is the core of the service and runs for each of hundreds of thousands of lines, so everything is
        inline: one look-up, one comparison, exact sums, and the rounding for display.
        """
        verdicts: list[Verdict[GradedT]] = []
        index = self._submitted
        cache, first_index, make_graded = self._cache, self._first_index, self._make_graded
        graded, ungraded = LineStatus.GRADED, LineStatus.UNGRADED
        for line in lines:
            if isinstance(line, MalformedLine):
                verdicts.append(self._reject(index, line.fields, line.faults))
                index += 1
                continue
            measure = cache.get((line.benchmark, line.capacity_unit, line.intensity_unit)) or self._find_measure(line)
            line_id = line.id
            if (
                measure is None
                or (measure[0].is_daily and line.operating_days is None)
                or (line_id is not None and first_index.setdefault(line_id, index) != index)
            ):
                verdicts.append(self._reject(index, _checked_fields(line), []))
                index += 1
                continue
            yardstick, tallies = measure
            capacity = line.capacity * yardstick.factor
            if yardstick.is_daily and line.operating_days is not None:
                capacity *= line.operating_days
            tally = tallies[line.group]
            intensity = line.intensity
            thresholds = yardstick.thresholds
            if thresholds is None or intensity is None:
                tally.counts[UNGRADED] += 1
                tally.amounts[UNGRADED] += capacity
                verdicts.append(
                    Ungraded(
                        index,
                        line_id,
                        ungraded,
                        yardstick.product_id,
                        BENCHMARK_NOT_HELD if thresholds is None else INTENSITY_MISSING,
                        normalize_nonzero(capacity),
                        yardstick.capacity_symbol,
                        yardstick.editions,
                    )
                )
                index += 1
                continue
            slope = thresholds.slope
            if intensity <= thresholds.benchmark:  # equality meets a level (优于或等于标杆水平)
                part, excess = AT_BENCHMARK, None if slope is None else ZERO
            else:
                part = BETWEEN if intensity <= thresholds.baseline else BELOW_BASELINE
                excess = None
                if slope is not None:
                    energy = (intensity * slope - thresholds.offset) * capacity
                    tally.excess += energy
                    if thresholds.divisor is not None:
                        energy /= thresholds.divisor
                    excess = normalize_nonzero(energy.quantize(DISPLAY_STEP)) or ZERO
            tally.counts[part] += 1
            tally.amounts[part] += capacity
            verdicts.append(
                make_graded(
                    index,
                    line_id,
                    graded,
                    yardstick.product_id,
                    STANDINGS[part],
                    part == AT_BENCHMARK,
                    intensity,
                    thresholds.unit,
                    normalize_nonzero((intensity - thresholds.gap_origin).quantize(DISPLAY_STEP)) or ZERO,
                    normalize_nonzero(capacity),
                    yardstick.capacity_symbol,
                    excess,
                )
            )
            index += 1
        self._submitted = index
        return verdicts

    def _reject(self, index: int, fields: Mapping[str, object], faults: Sequence[Fault]) -> Rejected:
        """Reject a line for its faults, and for whatever else is wrong with its valid fields."""
        self._rejected += 1
        faulty = {fault.field for fault in faults}
        found = [*faults, *(fault for fault in self._find_faults(fields) if fault.field not in faulty)]
        sent_id = fields.get("id")
        line_id = sent_id if isinstance(sent_id, str) else None
        first = index if line_id is None else self._first_index.setdefault(line_id, index)
        if first != index:
            found.append(Fault(field="id", code="duplicate_id", value=line_id, facts=(("first", first),)))
        self._fault_codes.update(fault.code for fault in found)
        return Rejected(index, line_id, LineStatus.REJECTED, found)

    @property
    def subtotal_count(self) -> int:
        """How many sums are kept: one for each product, pair of units and group."""
        return sum(len(tallies) for _, tallies in self._measures.values())

    def summary(self) -> Summary:
        """The totals of the lines so far."""
        subtotals = (
            Subtotal(
                product=yardstick.product,
                group=group,
                unit=yardstick.capacity_unit,
                tally=tally,
                energy_weight=yardstick.energy_weight,
                excess_divisor=yardstick.excess_divisor,
            )
            for yardstick, tallies in self._measures.values()
            for group, tally in tallies.items()
        )
        return summarise(subtotals, self._edition, self._rejected)

    def outcomes(self) -> Outcomes:
        """How the lines so far ended."""
        lines: Counter[tuple[str, str]] = Counter()
        for yardstick, tallies in self._measures.values():
            reason = BENCHMARK_NOT_HELD if yardstick.thresholds is None else INTENSITY_MISSING
            for tally in tallies.values():
                for part, (name, count) in enumerate(zip(PARTS, tally.counts, strict=True)):
                    lines[name, reason if part == UNGRADED else ""] += count
        lines[LineStatus.REJECTED.value, ""] = self._rejected
        return Outcomes(+lines, self._fault_codes)

    def _find_measure(self, line: CapacityLine) -> Measure | None:
        """The measure for the line's product and units; None if they cannot be resolved."""
        resolution = self._naming.resolve(line.benchmark, line.capacity_unit, line.intensity_unit)
        if resolution.faults or resolution.product is None or resolution.capacity_unit is None:
            return None
        product, capacity_unit, unit = resolution.product, resolution.capacity_unit, resolution.intensity_unit
        key = (product.id, capacity_unit.symbol, unit.symbol if unit else None)
        if key not in self._measures:
            self._measures[key] = (self._catalogue.yardstick(product, capacity_unit, unit), defaultdict(Tally))
        if len(self._cache) >= MAX_CACHED:
            self._cache.clear()
        self._cache[line.benchmark, line.capacity_unit, line.intensity_unit] = self._measures[key]
        return self._measures[key]

    def _find_faults(self, fields: Mapping[str, object]) -> list[Fault]:
        """What is wrong with the meaning of fields that have the right shape."""
        benchmark, capacity_text, intensity_text = (
            value if isinstance(value := fields.get(name), str) else None
            for name in ("benchmark", "capacity_unit", "intensity_unit")
        )
        resolution = self._naming.resolve(benchmark, capacity_text, intensity_text)
        faults = list(resolution.faults)
        unit = resolution.capacity_unit
        if unit and unit.is_daily and fields.get("operating_days") is None:
            facts = (("case", "per_day"),)
            faults.append(Fault(field="operating_days", code="required", value=unit.symbol, facts=facts))
        return faults


def _checked_fields(line: CapacityLine) -> dict[str, object]:
    """The fields whose meaning can be wrong, although the line has the right shape."""
    names = ("id", "benchmark", "capacity_unit", "intensity_unit", "operating_days")
    return {name: getattr(line, name) for name in names}
