"""The rules over lists and numbers that nobody thought of, each quoted, against the oracle's fractions."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Context, Decimal, Inexact, Rounded, localcontext
from fractions import Fraction
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from service.domain.excess import Excess
from service.domain.goal import Goal
from service.domain.number import BOUND, MAX_PLACES, floor_to_places, normalize, round_for_display
from service.domain.progress import Status
from service.domain.share import Ratio, Share
from service.domain.verdict import Graded, Ungraded, Verdict
from service.domain.weighting import Weighting
from tests.builders import Judged, Line, clearance, fraction, goal, judge, line, standing_of
from tests.domain import oracle
from tests.domain.oracle import EDITIONS, Counted, Row, held_rows, rounded, rows, written

LAST_PLACE = Fraction(1, 10**MAX_PLACES)
LARGEST = int(BOUND) * 10**MAX_PLACES - 1

FEW = settings(deadline=None, max_examples=60)
MANY = settings(deadline=None, max_examples=200)

ROWS = {edition: [row for row in rows() if row.edition == edition] for edition in EDITIONS}

numbers = st.integers(-LARGEST, LARGEST).map(lambda scaled: Decimal(scaled).scaleb(-MAX_PLACES))
"""Finite, below 10^15 in size, at most 12 digits after the point."""

capacities = st.one_of(
    st.integers(1, 1000).map(Decimal),
    st.integers(1, 10**9).map(lambda scaled: Decimal(scaled).scaleb(-3)),
    st.integers(1, LARGEST).map(lambda scaled: Decimal(scaled).scaleb(-MAX_PLACES)),
)
"""Of few and of many digits; above zero."""

fractions = st.builds(Fraction, st.integers(-(10**30), 10**30), st.integers(1, 10**30))


@st.composite
def intensities(draw: st.DrawFn, row: Row, unit: str) -> Decimal:
    """A number that can be submitted for a row, mostly within a few places of a level or of an end of its window."""
    if draw(st.integers(0, 9)) == 0:
        return draw(numbers)
    ends = oracle.window(row)
    if ends is not None and draw(st.integers(0, 4)) == 0:
        level = draw(st.sampled_from(ends)) / oracle.size_of(unit)
    else:
        level = oracle.threshold(row, draw(st.sampled_from(row.levels)), unit)
    step = LAST_PLACE * 10 ** draw(st.sampled_from([0, 0, 0, 3, 6, 12]))
    nearest = oracle.down(level)
    return written(nearest + draw(st.integers(-3, 3)) * step)


@st.composite
def lines_of(draw: st.DrawFn, row: Row, *, is_confirmed: bool | None = None) -> Line:
    """A line of a row, whether it is held or not, in any units that fit; confirmed or not unless told which."""
    capacity_unit = draw(st.sampled_from(capacity_units(row)))
    unit = draw(st.sampled_from(list(oracle.accepted_units(row)))) if row.unit else None
    measured = draw(st.integers(0, 4)) > 0
    known = bool(row.levels) and unit is not None
    return line(
        row.id,
        (draw(intensities(row, unit)) if known else Decimal(1)) if measured else None,
        draw(capacities),
        capacity_unit=capacity_unit,
        intensity_unit=unit,
        operating_days=draw(st.integers(1, 366)) if capacity_unit.endswith("/d") else None,
        group=draw(st.sampled_from([None, "a", "b"])),
        intensity_confirmed=draw(st.sampled_from([None, False, True])) if is_confirmed is None else is_confirmed,
    )


def capacity_units(row: Row) -> list[str]:
    """Every unit that its capacity can be sent in; of mass where it has none of its own."""
    return list(oracle.accepted_capacity_units(row)) if row.capacity_unit else ["t/a", "万t/a", "t/d"]


@st.composite
def lists(
    draw: st.DrawFn, most: int = 5, *, like: bool = False, is_confirmed: bool | None = None
) -> tuple[str, list[Line]]:
    """An edition and a list to evaluate; of one dimension and with a weight in energy if ``like``."""
    edition = draw(st.sampled_from(EDITIONS))
    some = [row for row in ROWS[edition] if not like or weighs(row)]
    gradable = [row for row in some if row.levels]
    chosen = draw(st.lists(st.one_of(st.sampled_from(gradable), st.sampled_from(some)), min_size=1, max_size=most))
    return edition, [draw(lines_of(row, is_confirmed=is_confirmed)) for row in chosen]


def weighs(row: Row) -> bool:
    """Whether the row is counted in mass, and weighs something in energy."""
    mass = row.capacity_unit is not None and not row.capacity_unit.startswith("m2")
    return mass and oracle.tce_per_unit(row) is not None and row.benchmark is not None and row.benchmark > 0


def counted(edition: str, lines: Sequence[Line]) -> list[Counted]:
    """The lines of a list as the oracle counts them."""
    return [count(oracle.row_of(each.benchmark, edition), each) for each in lines]


def count(row: Row, each: Line) -> Counted:
    assert each.capacity_unit is not None
    amount = each.capacity_unit.partition("/")[0]
    dimension = oracle.dimension_of(amount)
    base = fraction(each.capacity) * oracle.size_of(each.capacity_unit) * fraction(each.operating_days or Decimal(1))
    own = row.capacity_unit or f"{oracle.BASE[dimension]}/a"
    return Counted(
        row=row,
        part=part_of(row, each),
        capacity=base / oracle.size_of(own),
        base_capacity=base,
        dimension=dimension,
        group=each.group,
    )


def part_of(row: Row, each: Line) -> str:
    """The part of a line by the oracle."""
    if not row.levels or each.intensity is None:
        return "ungraded"
    intensity, unit = fraction(each.intensity), each.intensity_unit or row.unit
    assert unit is not None
    is_trusted = each.intensity_confirmed or oracle.is_plausible(row, intensity, unit)
    return oracle.standing(row, intensity, unit) if is_trusted else "ungraded"


def oracle_part(verdict: Verdict[Graded]) -> str:
    """The part that a verdict puts its line in."""
    return verdict.standing.value if isinstance(verdict, Graded) else verdict.status.value


def readings(share: Share) -> dict[str, Fraction | None]:
    """The exact readings of a share."""
    return {name: ratio and ratio.fraction for name, ratio in ratios(share).items()}


def ratios(share: Share) -> dict[str, Ratio | None]:
    return {"low": share.low, "high": share.high, "of_graded": share.of_graded}


def shares(whole: Judged, *weightings: Weighting) -> list[dict[str, Fraction | None]]:
    """Both shares under some weightings, exactly."""
    figures = [whole.summary.overall.under(weighting) for weighting in weightings or Weighting]
    return [readings(share) for each in figures for share in (each.share_at_benchmark, each.share_below_baseline)]


def expected_sums(lines: list[Counted], weighting: Weighting) -> dict[str, Fraction] | None:
    """The parts under a weighting, by the oracle; None where it has none."""
    if weighting is Weighting.LINES:
        return oracle.totals((each.part, Fraction(1)) for each in lines)
    if weighting is Weighting.CAPACITY:
        mixed = len({each.dimension for each in lines}) > 1
        return None if mixed else oracle.totals((each.part, each.base_capacity) for each in lines)
    weights = [(each.part, oracle.energy_weight(each)) for each in lines]
    return None if any(weight is None for _, weight in weights) else oracle.totals(weights)


def expected_shares(lines: list[Counted], weighting: Weighting, part: str) -> dict[str, Fraction | None]:
    """A share under a weighting, by the oracle."""
    if weighting is Weighting.SECTOR_MEAN:
        return oracle.mean_share(lines, part)
    sums = expected_sums(lines, weighting)
    return dict.fromkeys(("low", "high", "of_graded")) if sums is None else oracle.share(sums, part)


class TestNumbers:
    @MANY
    @given(submitted=numbers, level=st.one_of(fractions, numbers.map(Fraction)), steps=st.integers(-2, 2))
    @example(submitted=Decimal(0), level=Fraction(1, 3), steps=0)
    def test_floor_decides_as_the_fraction_would(self, submitted, level, steps):
        """Rounded down to the 12 places that a submitted number can have, so that `<=` decides as the exact fraction
        would.
        """
        near = written(oracle.down(level) + steps * LAST_PLACE)
        for number in (submitted, near):
            assert (number <= floor_to_places(level)) is (Fraction(number) <= level)

    @MANY
    @given(st.one_of(numbers, st.integers(-(10**12), 10**12).map(lambda halves: Decimal(halves * 5).scaleb(-7))))
    def test_number_for_display_is_rounded_half_to_even(self, value):
        """Rounded to 6 places, half to even."""
        assert round_for_display(value) == rounded(Fraction(value))
        assert round_for_display(value).as_tuple().exponent <= 0

    @FEW
    @given(numbers, st.integers(0, 6))
    def test_plain_number_is_the_same_number_written_out(self, value, zeros):
        """Numbers go out as JSON numbers with their exact digits."""
        sign, digits, exponent = value.as_tuple()
        padded = Decimal((sign, (*digits, *[0] * zeros), exponent - zeros))
        for same in (value, padded, Decimal((sign, digits, zeros))):
            _, written_out, exponent = normalize(same).as_tuple()
            assert normalize(same) == same
            assert exponent == 0 or (exponent < 0 and written_out[-1] != 0)

    @MANY
    @given(st.integers(0, 10**30), st.integers(1, 10**30), st.integers(-2, 2))
    def test_share_is_compared_and_shown_as_the_fraction_that_it_is(self, numerator, denominator, steps):
        """A share is rounded for display to 6 places, half to even, and no decision is ever made on a rounded
        figure.
        """
        exact = Fraction(numerator, denominator)
        ratio = Ratio(Decimal(numerator), Decimal(denominator))
        target = written(oracle.down(exact) + steps * LAST_PLACE)
        assert goal(target).is_reached(ratio) is (exact >= Fraction(target))
        assert goal(target, must_exceed=True).is_reached(ratio) is (exact > Fraction(target))
        assert clearance(target).is_reached(ratio) is (exact <= Fraction(target))
        assert ratio.for_display() == rounded(exact)


class TestVerdict:
    @MANY
    @given(st.data())
    def test_verdict_is_the_one_that_fractions_give(self, data):
        """Equality meets a level. Exact comparison of the submitted digits after exact unit conversion."""
        row = data.draw(st.sampled_from(oracle.gradable_rows()))
        unit = data.draw(st.sampled_from(list(oracle.accepted_units(row))))
        is_confirmed = data.draw(st.sampled_from([None, False, True]))
        each = line(row.id, data.draw(intensities(row, unit)), intensity_unit=unit, intensity_confirmed=is_confirmed)
        (verdict,) = judge([each], row.edition).verdicts
        part = part_of(row, each)
        assert standing_of(verdict) == ("implausible_intensity" if part == "ungraded" else part)
        if part != "ungraded":
            assert verdict.unit == unit
            assert verdict.meets_benchmark is {"at_benchmark": True, "within_baseline": None}.get(part, False)

    def test_last_place_decides_at_every_level_of_every_row_in_every_unit(self):
        """100.0000001 is not 100. No rounding before a decision."""
        for row in oracle.gradable_rows():
            submitted = [
                (oracle.down(oracle.threshold(row, level, unit)) + step, unit)
                for unit in oracle.accepted_units(row)
                for level in row.levels
                for step in (0, LAST_PLACE)
            ]
            lines = [line(row.id, written(intensity), intensity_unit=unit) for intensity, unit in submitted]
            expected = [oracle.standing(row, intensity, unit) for intensity, unit in submitted]
            assert [standing_of(verdict) for verdict in judge(lines, row.edition).verdicts] == expected

    @MANY
    @given(st.data())
    def test_figures_for_display_are_the_exact_ones_rounded_once(self, data):
        """`gap` and `excess_energy` are for display: rounded to 6 places, half to even."""
        row = data.draw(st.sampled_from([row for row in oracle.gradable_rows() if row.benchmark is not None]))
        each = data.draw(lines_of(row, is_confirmed=True).filter(lambda drawn: drawn.intensity is not None))
        (verdict,) = judge([each], row.edition).verdicts
        assert isinstance(verdict, Graded)
        intensity, capacity = fraction(each.intensity), count(row, each).capacity
        excess = oracle.excess_energy(row, intensity, each.intensity_unit, capacity)
        assert verdict.gap == rounded(oracle.gap(row, intensity, each.intensity_unit))
        assert verdict.excess_energy == (None if excess is None else rounded(excess))
        assert Fraction(verdict.capacity) == capacity

    @MANY
    @given(st.data())
    def test_figures_for_display_are_right_at_a_tie(self, data):
        """Rounded to 6 places, half to even: also where the exact figure is a tie, or a last place from one."""
        row = data.draw(st.sampled_from(held_rows()))
        unit = data.draw(st.sampled_from(list(oracle.accepted_units(row))))
        tie = oracle.threshold(row, "benchmark", unit) + Fraction(data.draw(st.integers(-5, 5)) * 2 + 1, 2 * 10**6)
        intensity = oracle.down(tie) + data.draw(st.integers(-1, 1)) * LAST_PLACE
        (verdict,) = judge([line(row.id, written(intensity), intensity_unit=unit)], row.edition).verdicts
        assert verdict.gap == rounded(oracle.gap(row, intensity, unit))


class TestExcess:
    @FEW
    @given(lists())
    def test_total_is_the_exact_sum_of_the_lines_that_have_a_figure(self, drawn):
        """`excess_energy`: (intensity − benchmark) × capacity, not below 0, in tce/a; by sector and by group too."""
        edition, lines = drawn
        figures = []
        for each in lines:
            row = oracle.row_of(each.benchmark, edition)
            known = row.benchmark is not None and part_of(row, each) != "ungraded"
            capacity = count(row, each).capacity
            excess = (
                oracle.excess_energy(row, fraction(each.intensity), each.intensity_unit, capacity) if known else None
            )
            figures.append((row.sector, each.group, excess))
        summary = judge(lines, edition).summary
        groups = summary.groups or [replace(summary.sectors[0], name=None, excess=summary.overall.excess)]
        for place, parts in ((0, summary.sectors), (1, groups)):
            for part in parts:
                assert_excess(part.excess, [each[2] for each in figures if each[place] == part.name])
        assert_excess(summary.overall.excess, [excess for _, _, excess in figures])


def assert_excess(found: Excess, expected: list[Fraction | None]) -> None:
    known = [each for each in expected if each is not None]
    assert found.total == (sum(known, Fraction(0)) if known else None)
    assert (found.lines, found.lines_without) == (len(known), len(expected) - len(known))


class TestShares:
    @FEW
    @given(lists())
    def test_shares_are_the_ones_that_fractions_give(self, drawn):
        """`low` = at_benchmark / total (capacity that cannot be graded counts as not reaching it), `high` =
        (at_benchmark + ungraded) / total, `of_graded` = at_benchmark / graded (null if nothing is graded).
        """
        edition, lines = drawn
        overall = judge(lines, edition).summary.overall
        expected = counted(edition, lines)
        for weighting in Weighting:
            figures = overall.under(weighting)
            for part in ("at_benchmark", "below_baseline"):
                share = getattr(figures, f"share_{part}")
                wanted = expected_shares(expected, weighting, part)
                assert readings(share) == wanted
                shown_shares = {name: ratio and ratio.for_display() for name, ratio in ratios(share).items()}
                assert shown_shares == {name: None if each is None else rounded(each) for name, each in wanted.items()}

    @FEW
    @given(lists())
    def test_weighting_exists_exactly_where_the_rules_give_one(self, drawn):
        """It exists only where all lines share a dimension, otherwise it is null with reason
        `mixed_capacity_dimensions`; with one of them in the list the figure is null with reason `no_energy_weight`.
        """
        edition, lines = drawn
        overall = judge(lines, edition).summary.overall
        expected = counted(edition, lines)
        for weighting, reason in (
            (Weighting.CAPACITY, "mixed_capacity_dimensions"),
            (Weighting.ENERGY, "no_energy_weight"),
            (Weighting.LINES, None),
        ):
            exists = expected_sums(expected, weighting) is not None
            assert overall.under(weighting).reason == (None if exists else reason)

    @FEW
    @given(lists())
    def test_low_is_at_most_the_share_of_what_is_graded_and_that_at_most_high(self, drawn):
        """`low` counts what cannot be graded as not reaching the level, `high` as reaching it."""
        edition, lines = drawn
        known = [share for share in shares(judge(lines, edition)) if share["low"] is not None]
        assert known
        for share in known:
            assert 0 <= share["low"] <= share["high"] <= 1
            assert share["of_graded"] is None or share["low"] <= share["of_graded"] <= share["high"]

    @FEW
    @given(lists())
    def test_standings_and_ungraded_partition_the_total(self, drawn):
        """The standings and ungraded partition the total."""
        edition, lines = drawn
        whole = judge([*lines, line("unobtainium")], edition)
        expected = counted(edition, lines)
        summary = whole.summary
        assert (summary.submitted, summary.rejected) == (len(lines) + 1, 1)
        assert summary.graded + summary.ungraded == summary.overall.lines.total == len(lines)
        assert summary.ungraded == sum(isinstance(verdict, Ungraded) for verdict in whole.verdicts)
        assert [oracle_part(verdict) for verdict in whole.verdicts[:-1]] == [each.part for each in expected]
        assert sum(part.lines.total for part in summary.sectors) == len(lines)
        for weighting in (Weighting.CAPACITY, Weighting.ENERGY, Weighting.LINES):
            weights, sums = summary.overall.under(weighting), expected_sums(expected, weighting)
            assert (weights.amounts is None) is (sums is None)
            if sums is not None:
                parts = [Fraction(amount) / Fraction(weights.divisor) for amount in weights.amounts]
                assert parts == list(sums.values())
                assert sum(parts) == Fraction(weights.total) / Fraction(weights.divisor)

    @FEW
    @given(lists())
    def test_sectors_and_groups_each_add_up_to_the_whole(self, drawn):
        """Per sector and overall, the numbers by standing."""
        edition, lines = drawn
        summary = judge(lines, edition).summary
        expected = counted(edition, lines)
        for part in summary.sectors:
            of_sector = [each for each in expected if each.row.sector == part.name]
            sums = expected_sums(of_sector, Weighting.CAPACITY)
            size = oracle.size_of(part.capacity.unit)
            assert [Fraction(amount) * size for amount in part.capacity.amounts] == list(sums.values())
        for part in summary.groups:
            sums = expected_sums([each for each in expected if each.group == part.name], Weighting.CAPACITY)
            assert part.capacity.amounts == (None if sums is None else tuple(sums.values()))

    @FEW
    @given(lists(like=True), st.data())
    def test_splitting_a_line_changes_no_share_by_capacity_or_energy(self, drawn, data):
        """Splitting a line in two or scaling all capacities changes no share by capacity or energy."""
        edition, lines = drawn
        place = data.draw(st.integers(0, len(lines) - 1))
        grains = int(lines[place].capacity.scaleb(MAX_PLACES))
        assume(grains > 1)
        part = Decimal(data.draw(st.integers(1, grains - 1))).scaleb(-MAX_PLACES)
        halves = [replace(lines[place], capacity=each) for each in (part, lines[place].capacity - part)]
        weightings = (Weighting.CAPACITY, Weighting.ENERGY)
        whole, split = judge(lines, edition), judge([*lines[:place], *halves, *lines[place + 1 :]], edition)
        assert None not in (share["low"] for share in shares(whole, *weightings))
        assert shares(split, *weightings) == shares(whole, *weightings)

    @FEW
    @given(lists(like=True), st.sampled_from(["0.001", "0.5", "2", "3", "7", "365"]).map(Decimal))
    def test_scaling_all_capacities_changes_no_share_by_capacity_or_energy(self, drawn, factor):
        """Splitting a line in two or scaling all capacities changes no share by capacity or energy."""
        edition, lines = drawn
        with localcontext(prec=99):
            scaled = [replace(each, capacity=each.capacity * factor) for each in lines]
        weightings = (Weighting.CAPACITY, Weighting.ENERGY)
        assert shares(judge(scaled, edition), *weightings) == shares(judge(lines, edition), *weightings)

    @FEW
    @given(lists(most=6), st.randoms(use_true_random=False))
    def test_reordering_changes_nothing(self, drawn, random):
        """Reordering changes nothing."""
        edition, lines = drawn
        order = list(range(len(lines)))
        random.shuffle(order)
        whole, shuffled = judge(lines, edition), judge([lines[place] for place in order], edition)
        assert shuffled.summary == whole.summary
        assert [replace(each, index=order[each.index]) for each in shuffled.verdicts] == [
            whole.verdicts[place] for place in order
        ]

    @FEW
    @given(lists(is_confirmed=True), st.data())
    def test_improving_a_line_never_lowers_a_share(self, drawn, data):
        """Improving a line never lowers one, as long as its intensity is believed."""
        edition, lines = drawn
        place = data.draw(st.integers(0, len(lines) - 1))
        was = lines[place].intensity
        assume(was is not None)
        to_levels = st.sampled_from(["0.000000000001", "0.001", "1", "1000"]).map(Decimal)
        less = data.draw(st.one_of(to_levels, numbers.map(abs)))
        better = [*lines[:place], replace(lines[place], intensity=was - less), *lines[place + 1 :]]
        before, after = (judge(each, edition).summary.overall for each in (lines, better))
        for weighting in Weighting:
            old, new = before.under(weighting), after.under(weighting)
            for reading in ("low", "high", "of_graded"):
                assert not_worse(old.share_at_benchmark, new.share_at_benchmark, reading)
                assert not_worse(new.share_below_baseline, old.share_below_baseline, reading)


def not_worse(lower: Share, higher: Share, reading: str) -> bool:
    """Whether a reading is there in both or in neither, and as large in the second at least."""
    one, other = readings(lower)[reading], readings(higher)[reading]
    return one is other if one is None or other is None else one <= other


@st.composite
def targets(draw: st.DrawFn, share: dict[str, Fraction | None]) -> Decimal:
    """A target at a reading of a share, or within a few last places of it; never outside 0 to 1."""
    reading = share[draw(st.sampled_from(["low", "high"]))]
    if reading is None:
        return Decimal("0.5")
    near = oracle.down(reading) + draw(st.integers(-2, 2)) * LAST_PLACE
    return written(min(max(near, Fraction(0)), Fraction(1)))


class TestGoal:
    @MANY
    @given(lists(), st.sampled_from(Weighting), st.booleans(), st.data())
    def test_status_never_contradicts_the_fractions(self, drawn, weighting, must_exceed, data):
        """`met` if even `low` reaches the target, `not_met` if even `high` does not, else `undetermined`."""
        edition, lines = drawn
        whole = judge(lines, edition)
        figures = whole.summary.overall.under(weighting)
        share = readings(figures.share_at_benchmark)
        aim = goal(data.draw(targets(share)), must_exceed=must_exceed)
        reached = whole.progress(aim, weighting)
        if figures.reason:
            assert (reached.status, reached.reason, reached.shortfall) == (Status.UNDETERMINED, figures.reason, None)
            return
        expected = expected_shares(counted(edition, lines), weighting, "at_benchmark")
        target = Fraction(aim.target)
        assert reached.status == oracle.status(expected["low"], expected["high"], target, must_exceed=must_exceed)
        check_shortfall(aim, reached.shortfall, reached.status, missing(lines, edition, weighting, aim))

    @MANY
    @given(lists(), st.sampled_from(Weighting), st.data())
    def test_status_of_a_clearance_never_contradicts_the_fractions(self, drawn, weighting, data):
        """`met` if (below_baseline + ungraded) / total is within the target, `not_met` if below_baseline / total alone
        is over it, else `undetermined`.
        """
        edition, lines = drawn
        whole = judge(lines, edition)
        figures = whole.summary.overall.under(weighting)
        share = readings(figures.share_below_baseline)
        aim = clearance(data.draw(targets(share)))
        reached = whole.progress(aim, weighting)
        if figures.reason:
            assert (reached.status, reached.reason, reached.shortfall) == (Status.UNDETERMINED, figures.reason, None)
            return
        expected = expected_shares(counted(edition, lines), weighting, "below_baseline")
        assert reached.status == oracle.clearance_status(expected["low"], expected["high"], Fraction(aim.target))
        check_shortfall(aim, reached.shortfall, reached.status, missing(lines, edition, weighting, aim))

    @FEW
    @given(lists(like=True), st.sampled_from(["0.1", "0.25", "0.5", "0.75", "1"]))
    def test_lifting_the_shortfall_meets_the_goal(self, drawn, target):
        """`shortfall`: how much more capacity must reach the level for `low` to reach the target."""
        edition, lines = drawn
        in_tonnes = {"capacity_unit": "t/a", "operating_days": None}
        lines = [replace(each, capacity=Decimal(int(each.capacity) % 1000 + 1), **in_tonnes) for each in lines]
        whole = judge(lines, edition)
        reached, sums = whole.progress(goal(target), "capacity"), whole.summary.overall.capacity
        lifted = Ratio(sums.amounts[0] + reached.shortfall, sums.total).fraction - Fraction(target)
        assert lifted >= 0
        assert lifted == 0 or reached.status is Status.MET


def missing(lines: list[Line], edition: str, weighting: Weighting, aim: Goal) -> Fraction:
    """What is missing to a target by the oracle, before any rounding; below zero if nothing is."""
    expected = counted(edition, lines)
    target = Fraction(aim.target)
    is_clearance = aim.kind == clearance().kind
    part = "below_baseline" if is_clearance else "at_benchmark"
    share = expected_shares(expected, weighting, part)
    sums = None if weighting is Weighting.SECTOR_MEAN else expected_sums(expected, weighting)
    total = Fraction(1) if sums is None else sum(sums.values())
    gap = share["high"] - target if is_clearance else target - share["low"]
    amount = gap * total
    if weighting is not Weighting.LINES:
        return amount
    return Fraction(amount // 1 + 1 if aim.must_exceed else -(-amount // 1))


def check_shortfall(aim: Goal, shortfall: Decimal, status: str, exact: Fraction) -> None:
    """0 when met; else what is missing, to six places."""
    assert shortfall >= 0
    if status == Status.MET:
        assert shortfall == 0, aim
    else:
        assert exact <= Fraction(shortfall) < exact + Fraction(1, 10**6)


class TestSurroundings:
    @FEW
    @given(lists(like=True))
    def test_answer_does_not_depend_on_the_decimal_context_of_the_caller(self, drawn):
        """Same input and same fingerprint give the same answer."""
        edition, lines = drawn

        def answer() -> tuple[Any, ...]:
            whole = judge(lines, edition)
            return whole.verdicts, whole.summary, [whole.progress(goal("0.3"), weighting) for weighting in Weighting]

        with localcontext(Context(prec=2, traps=[Inexact, Rounded])):
            cramped = answer()
        assert cramped == answer()
