"""From lines to verdicts, and from a list to its summary."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, cast

from service.domain.deadline import days_left
from service.domain.errors import Fault
from service.domain.line import MalformedLine, Stage
from service.domain.naming import Naming
from service.domain.number import DISPLAY_STEP, ZERO, display_context, normalize_nonzero
from service.domain.outlier import Capacities, find_outliers
from service.domain.overlap import warn_of_processes
from service.domain.seen_ids import FirstIds, SeenIds
from service.domain.summary import Summary, add_up, add_up_totals
from service.domain.tally import (
    AT_BENCHMARK,
    COUNTS,
    EXCESS,
    MEETS_BENCHMARK,
    PARTS,
    STANDINGS,
    UNGRADED,
    Sums,
    Tally,
    no_sums,
)
from service.domain.verdict import (
    BENCHMARK_NOT_HELD,
    CONTRADICTS_VARIANT,
    IMPLAUSIBLE_INTENSITY,
    INTENSITY_MISSING,
    DaysLeft,
    GradedT,
    LineStatus,
    Noted,
    OtherStanding,
    Outcomes,
    Rejected,
    Ungraded,
)
from service.domain.warning import (
    CAPACITY_OUTLIER,
    MAX_NAMED,
    SUPERSEDED_EDITION,
    ListWarning,
    NamedLine,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from service.domain.benchmark import Edition
    from service.domain.catalogue import Catalogue
    from service.domain.line import CapacityLine
    from service.domain.quantity import IntensityUnit
    from service.domain.summary import Account
    from service.domain.verdict import MakeGraded, Verdict
    from service.domain.yardstick import Thresholds, Yardstick

MAX_CACHED = 4096
"""Spellings of product and units that are cached; real lists have a few dozen."""

MAX_KEPT_IDS = 50_000
"""Ids of a very long list that are kept as they are; with more, all of them are kept in less memory."""

Note = tuple[str | None, tuple[DaysLeft, ...]]
"""What there is to say about every line of a product and part: the level that is missing, and the deadlines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """The yardstick of a product and pair of units, and the sums of its lines, in the product's own unit."""

    yardstick: Yardstick
    notes: tuple[Note | None, ...]
    """By part; None where there is nothing to say."""
    further: tuple[Yardstick, ...]
    """Of the further editions."""
    elsewhere: tuple[tuple[Thresholds | None, Sums], ...]
    """The levels of the further editions, and the sums of existing capacity by them."""
    groups: defaultdict[str | None, Sums]
    """Existing capacity, by group."""
    pipeline: Sums
    """What is planned or under construction."""
    capacities: Capacities
    keep_capacity: Callable[[Decimal], None]
    keep_index: Callable[[int], None]
    """The methods that add to ``capacities``, bound once."""


class Evaluation(Generic[GradedT]):
    """Evaluates a list, line by line. It keeps running sums, the ids seen and the capacities, never the lines."""

    def __init__(  # noqa: PLR0913 - a catalogue, an edition, and how the caller wants the list evaluated
        self,
        catalogue: Catalogue,
        edition: Edition,
        make_graded: MakeGraded[GradedT],
        *,
        as_of: str | None = None,
        further_editions: Sequence[Edition] = (),
        is_very_long: bool = False,
    ) -> None:
        """Start an empty list under one edition.

        ``make_graded`` makes the verdicts on graded lines. ``as_of`` is the day from which deadlines are seen. The
        totals are also kept by the levels of ``further_editions``, for goals of theirs. The ids of a list that may be
        ``is_very_long`` need less memory once it is.
        """
        self._catalogue = catalogue
        self._edition = edition
        self._make_graded = make_graded
        self._as_of = as_of
        self._further_editions = further_editions
        self._is_very_long = is_very_long
        self._submitted = 0
        self._subtotals = 0
        self._unkept = 0
        """Lines since the capacities were last kept."""
        self._rejected = 0
        self._implausible = 0
        self._contradicting = 0
        self._fault_codes: Counter[str] = Counter()
        self._ids: FirstIds | SeenIds = FirstIds()
        self._measures: dict[tuple[str, str, str | None], Measure] = {}
        """By product and units."""
        self._cache: dict[tuple[str, str | None, str | None], Measure] = {}
        """The same, by the spellings in the lines."""
        self._naming = Naming(catalogue, edition)

    def evaluate(self, lines: Sequence[CapacityLine | MalformedLine]) -> list[Verdict[GradedT]]:
        """The verdicts on the next lines of the list, in order."""
        if self._is_very_long and isinstance(self._ids, FirstIds) and self._submitted >= MAX_KEPT_IDS:
            self._ids = self._ids.compact()
        ids = [line.id if type(line) is not MalformedLine else _sent_id(line) for line in lines]
        repeated = self._ids.find_repeated(ids, self._submitted)
        with display_context():
            verdicts = self._evaluate(lines, repeated)
        self._submitted += len(lines)
        self._unkept += len(lines)
        if self._unkept >= len(self._measures):
            self._keep_capacities()
        return verdicts

    def _keep_capacities(self) -> None:
        """Keep the new capacities in less memory; after as many lines as there are measures, it costs little a line."""
        for measure in self._measures.values():
            measure.capacities.keep_new()
        self._unkept = 0

    def _evaluate(  # noqa: C901, PLR0912, PLR0915 - inline: it runs for each of hundreds of thousands of lines
        self, lines: Sequence[CapacityLine | MalformedLine], repeated: Mapping[int, int]
    ) -> list[Verdict[GradedT]]:
        """Evaluate lines in exact arithmetic: one look-up, one difference, exact sums, and the rounding for display.

        ``repeated`` are the indexes of the lines whose id was there before, with the index where.
        """
        verdicts: list[Verdict[GradedT]] = []
        cache, make_graded, graded = self._cache, self._make_graded, LineStatus.GRADED
        has_elsewhere = bool(self._further_editions)
        for index, line in enumerate(lines, self._submitted):
            if type(line) is MalformedLine:
                verdicts.append(self._reject(index, line.fields, line.faults, repeated.get(index)))
                continue
            measure = cache.get((line.benchmark, line.capacity_unit, line.intensity_unit)) or self._find_measure(line)
            if measure is None or (measure.yardstick.is_daily and line.operating_days is None) or index in repeated:
                verdicts.append(self._reject(index, _checked_fields(line), (), repeated.get(index)))
                continue
            yardstick = measure.yardstick
            capacity = line.capacity
            if yardstick.factor is not None:
                capacity *= yardstick.factor
            contradicts = False
            if yardstick.is_daily and line.operating_days is not None:
                capacity *= line.operating_days
                contradicts = yardstick.contradicts(line.capacity)
            intensity = line.intensity
            thresholds = yardstick.thresholds
            part, gap = UNGRADED, ZERO
            if thresholds is not None and intensity is not None:
                gap = intensity - thresholds.origin
                band = bisect_left(thresholds.bounds, gap)
                part = thresholds.parts[band]
                if part == UNGRADED and line.intensity_confirmed:
                    part = thresholds.confirmed_parts[band]
            is_existing = line.stage is None or line.stage == Stage.EXISTING
            if is_existing:
                sums = measure.groups[line.group]
                measure.keep_capacity(capacity)
                measure.keep_index(index)
                if has_elsewhere:
                    for levels, other_sums in measure.elsewhere:
                        other_part = UNGRADED
                        if levels is not None and intensity is not None:
                            band = bisect_left(levels.bounds, intensity - levels.origin)
                            other_part = levels.parts[band]
                            if other_part == UNGRADED and line.intensity_confirmed:
                                other_part = levels.confirmed_parts[band]
                        other_sums[other_part] += capacity
                        other_sums[COUNTS + other_part] += 1
            else:
                sums = measure.pipeline
            sums[part] += capacity
            sums[COUNTS + part] += 1
            if part == UNGRADED or thresholds is None or intensity is None:
                verdicts.append(self._leave_ungraded(index, line, yardstick, capacity, contradicts=contradicts))
                continue
            excess = None
            if thresholds.slope is not None:
                excess = ZERO
                if part != AT_BENCHMARK:
                    energy = gap * thresholds.slope
                    if thresholds.rest is not None:
                        energy += thresholds.rest
                    energy *= capacity
                    sums[EXCESS] += energy
                    if thresholds.divisor is not None:
                        energy /= thresholds.divisor
                    excess = normalize_nonzero(energy.quantize(DISPLAY_STEP)) or ZERO
            make: MakeGraded[GradedT | Noted] = make_graded
            note = measure.notes[part]
            if note is not None or contradicts or not is_existing:
                make = self._note(note, line, contradicts=contradicts)
            verdicts.append(
                make(
                    index,
                    line.id,
                    graded,
                    yardstick.product_id,
                    STANDINGS[part],
                    MEETS_BENCHMARK[part],
                    intensity,
                    thresholds.unit,
                    normalize_nonzero(gap.quantize(DISPLAY_STEP)) or ZERO,
                    normalize_nonzero(capacity),
                    yardstick.capacity_symbol,
                    excess,
                )
            )
        return verdicts

    def _note(self, note: Note | None, line: CapacityLine, *, contradicts: bool) -> MakeGraded[Noted]:
        """Makes the verdict on a graded line about which there is more to say."""
        level_not_held, deadlines = note or (None, ())
        stage = Stage(line.stage or Stage.EXISTING)
        if stage is not Stage.EXISTING:
            deadlines = ()  # they are about existing capacity
        warnings = self._warn(contradicts=contradicts)

        def make(*values: Any) -> Noted:  # noqa: ANN401 - the fields of `Graded`
            verdict = Noted(*values, level_not_held=level_not_held, deadlines=deadlines, warnings=warnings, stage=stage)
            if level_not_held == "benchmark":
                verdict.gap = None  # it is the gap to the baseline level
            return verdict

        return cast("MakeGraded[Noted]", make)

    def _warn(self, *, contradicts: bool) -> tuple[str, ...]:
        """The warnings about a line."""
        self._contradicting += contradicts
        return (CONTRADICTS_VARIANT,) if contradicts else ()

    def _leave_ungraded(
        self, index: int, line: CapacityLine, yardstick: Yardstick, capacity: Decimal, *, contradicts: bool
    ) -> Ungraded:
        """The verdict on a line that cannot be graded."""
        others: tuple[OtherStanding, ...] = ()
        if yardstick.thresholds is None:
            reason = BENCHMARK_NOT_HELD
            if yardstick.others and line.intensity is not None:
                others = yardstick.other_standings(line.intensity, is_confirmed=line.intensity_confirmed)
        elif line.intensity is None:
            reason = INTENSITY_MISSING
        else:
            reason = IMPLAUSIBLE_INTENSITY
            self._implausible += 1
        return Ungraded(
            index,
            line.id,
            LineStatus.UNGRADED,
            yardstick.product_id,
            reason,
            normalize_nonzero(capacity),
            yardstick.capacity_symbol,
            yardstick.editions,
            others,
            self._warn(contradicts=contradicts) if contradicts else (),
            Stage.EXISTING if line.stage is None else Stage(line.stage),
        )

    def _reject(self, index: int, fields: Mapping[str, object], faults: Sequence[Fault], first: int | None) -> Rejected:
        """Reject a line for its faults, and for whatever else is wrong with its valid fields.

        ``first`` is the index of the line that had its id before.
        """
        self._rejected += 1
        faulty = {fault.field for fault in faults}
        found = [*faults, *(fault for fault in self._find_faults(fields) if fault.field not in faulty)]
        sent_id = fields.get("id")
        line_id = sent_id if isinstance(sent_id, str) else None
        if first is not None:
            found.append(Fault(field="id", code="duplicate_id", value=line_id, facts={"first": first}))
        self._fault_codes.update(fault.code for fault in found)
        return Rejected(index, line_id, LineStatus.REJECTED, found)

    @property
    def subtotal_count(self) -> int:
        """How many sums are kept: one for each product, pair of units and group of existing capacity.

        Lines that are not there yet need one for each product and pair of units, in whatever group they are.
        """
        return max(self._subtotals, len(self._measures))

    def _new_subtotal(self) -> Sums:
        self._subtotals += 1
        return no_sums()

    def summary(self) -> Summary:
        """The totals of the lines so far."""
        added = add_up(
            (
                (measure.yardstick, {group: Tally.of(sums) for group, sums in measure.groups.items()})
                for measure in self._measures.values()
            ),
            self._edition,
        )
        pipeline = [
            (measure.yardstick, tally)
            for measure in self._measures.values()
            if any((tally := Tally.of(measure.pipeline)).counts)
        ]
        counts = [tally.counts for _, tally in (*added.accounts, *pipeline)]
        accepted = sum(map(sum, counts))
        ungraded = sum(count[UNGRADED] for count in counts)
        used = {yardstick.product_id for yardstick, _ in (*added.accounts, *pipeline)}
        return Summary(
            submitted=accepted + self._rejected,
            graded=accepted - ungraded,
            ungraded=ungraded,
            rejected=self._rejected,
            overall=added.overall,
            sectors=added.sectors,
            groups=added.groups,
            pipeline=add_up_totals(None, pipeline) if pipeline else None,
            products=tuple(product for product in self._edition if product.id in used),
            edition=self._edition.id,
            accounts={self._edition.id: added.accounts, **self._accounts_elsewhere()},
            warnings=tuple(self._find_warnings(added.by_group, accepted)),
        )

    def _accounts_elsewhere(self) -> dict[str, list[Account]]:
        """The lines by product, by the levels of each of the further editions."""
        return {
            edition.id: [
                (measure.further[place], Tally.of(measure.elsewhere[place][1]))
                for measure in self._measures.values()
                if measure.groups
            ]
            for place, edition in enumerate(self._further_editions)
        }

    def _find_warnings(self, by_group: Mapping[str | None, Sequence[Account]], accepted: int) -> Iterator[ListWarning]:
        """What there is to say about the whole list."""
        self._keep_capacities()
        if self._contradicting:
            yield ListWarning(code=CONTRADICTS_VARIANT, lines=self._contradicting)
        by_product: defaultdict[tuple[str, str], list[Capacities]] = defaultdict(list)
        for measure in self._measures.values():
            yardstick = measure.yardstick
            by_product[yardstick.product_id, yardstick.capacity_symbol].append(measure.capacities)
        outliers = sorted(index for kept in by_product.values() for index in find_outliers(kept))
        if outliers:
            ids = self._ids.ids if isinstance(self._ids, FirstIds) else None
            named = tuple(NamedLine(index=index, id=ids[index] if ids else None) for index in outliers[:MAX_NAMED])
            yield ListWarning(code=CAPACITY_OUTLIER, lines=len(outliers), named=named)
        yield from warn_of_processes(by_group, self._catalogue.cautions.processes)
        successor = self._catalogue.superseding(self._edition)
        if successor is not None and (self._as_of is None or successor.has_started(self._as_of)):
            yield ListWarning(code=SUPERSEDED_EDITION, lines=accepted, about=(successor.id,))

    def outcomes(self) -> Outcomes:
        """How the lines so far ended."""
        lines: Counter[tuple[str, str]] = Counter()
        for measure in self._measures.values():
            reason = BENCHMARK_NOT_HELD if measure.yardstick.thresholds is None else INTENSITY_MISSING
            for sums in (*measure.groups.values(), measure.pipeline):
                for part, name in enumerate(PARTS):
                    lines[name, reason if part == UNGRADED else ""] += sums[COUNTS + part]
        ungraded = LineStatus.UNGRADED.value
        lines[ungraded, INTENSITY_MISSING] -= self._implausible
        lines[ungraded, IMPLAUSIBLE_INTENSITY] = self._implausible
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
            self._measures[key] = self._make_measure(self._catalogue.yardstick(product, capacity_unit, unit), unit)
        if len(self._cache) >= MAX_CACHED:
            self._cache.clear()
        self._cache[line.benchmark, line.capacity_unit, line.intensity_unit] = self._measures[key]
        return self._measures[key]

    def _make_measure(self, yardstick: Yardstick, unit: IntensityUnit | None) -> Measure:
        level_not_held = yardstick.thresholds.level_not_held if yardstick.thresholds else None
        deadlines = [
            days_left(self._catalogue.deadlines, yardstick.product.sector, standing, self._as_of) if self._as_of else ()
            for standing in STANDINGS
        ]
        further = tuple(
            self._catalogue.yardstick_of_edition(yardstick, edition, unit) for edition in self._further_editions
        )
        capacities = Capacities()
        return Measure(
            yardstick=yardstick,
            notes=tuple((level_not_held, each) if level_not_held or each else None for each in deadlines),
            further=further,
            elsewhere=tuple((each.thresholds, no_sums()) for each in further),
            groups=defaultdict(self._new_subtotal),
            pipeline=no_sums(),
            capacities=capacities,
            keep_capacity=capacities.new.append,
            keep_index=capacities.new_indexes.append,
        )

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
            faults.append(Fault(field="operating_days", code="required", variant="per_day", value=unit.symbol))
        return faults


def _checked_fields(line: CapacityLine) -> dict[str, object]:
    """The fields whose meaning can be wrong, although the line has the right shape."""
    names = ("id", "benchmark", "capacity_unit", "intensity_unit", "operating_days")
    return {name: getattr(line, name) for name in names}


def _sent_id(line: MalformedLine) -> str | None:
    """The id of a malformed line, if that is valid."""
    line_id = line.fields.get("id")
    return line_id if isinstance(line_id, str) else None
