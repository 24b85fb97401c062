"""From a line to its verdict: graded, ungraded, or rejected with every fault at once."""

from decimal import Decimal
from itertools import product as combinations

import pytest

from service.domain.errors import Fault
from service.domain.evaluation import MAX_KEPT_IDS, Evaluation
from service.domain.line import MalformedLine
from service.domain.text import Text
from service.domain.verdict import Graded, Rejected, Ungraded
from service.domain.warning import NamedLine
from tests.builders import catalogue, judge, line, made_up, product, refusal_of, standing_of, units, verdict_on

MASS_PER_TIME = {symbol for symbol, unit in units().capacities.items() if unit.amount.dimension == "mass"}


def codes(verdict: Rejected) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in verdict.faults]


def only_fault(verdict: Rejected) -> Fault:
    (fault,) = verdict.faults
    return fault


class TestGraded:
    @pytest.mark.parametrize(
        ("intensity", "standing"),
        [
            ("100", "at_benchmark"),
            ("100.000000000001", "between"),
            ("117", "between"),
            ("117.000000000001", "below_baseline"),
            ("99.999999999999", "at_benchmark"),
            ("20", "at_benchmark"),
            ("585", "below_baseline"),
        ],
    )
    def test_line_stands_where_its_intensity_is(self, intensity, standing):
        """`at_benchmark` (intensity <= benchmark), `between` (> benchmark and <= baseline), `below_baseline`."""
        verdict = verdict_on("cement-clinker", intensity)
        assert standing_of(verdict) == standing
        assert verdict.meets_benchmark is (standing == "at_benchmark")

    def test_line_says_all_that_the_contract_shows(self):
        """In `results`, `intensity`, `unit` and `gap` are as submitted; `capacity` is in the product's default unit."""
        (verdict,) = judge(
            [line("水泥熟料", "98.70", 155, capacity_unit="万吨/年", id="kiln-1", group="湖州")]
        ).verdicts
        assert verdict == Graded(
            index=0,
            id="kiln-1",
            status="graded",
            benchmark="cement-clinker",
            standing="at_benchmark",
            meets_benchmark=True,
            intensity=Decimal("98.70"),
            unit="kgce/t",
            gap=Decimal("-1.3"),
            capacity=Decimal(1550000),
            capacity_unit="t/a",
            excess_energy=Decimal(0),
        )

    def test_level_between_two_numbers_of_twelve_places_is_compared_exactly(self):
        """Rounded down to the 12 places, so that `<=` decides as the exact fraction would."""
        facts = made_up(
            product("tea", ("0.000000000001", "0.000000000002"))
        )  # 29.307 and 58.614 millionths of a millionth
        in_joules = [f"0.0000000000{digits}" for digits in ("29", "30", "58", "59")]
        standings = [standing_of(verdict_on("tea", value, intensity_unit="kJ/kg", facts=facts)) for value in in_joules]
        assert standings == ["at_benchmark", "between", "between", "below_baseline"]

    def test_product_with_equal_levels_has_nothing_between_them(self):
        facts = made_up(product("tea", (100, 100)))
        standings = [standing_of(verdict_on("tea", value, facts=facts)) for value in ("100", "100.000000000001")]
        assert standings == ["at_benchmark", "below_baseline"]

    @pytest.mark.parametrize(
        ("intensity", "unit", "gap"),
        [
            ("100", "kgce/t", "0"),
            ("100.0000005", "kgce/t", "0"),  # a tie goes to the even neighbour
            ("100.0000015", "kgce/t", "0.000002"),
            ("99.9999995", "kgce/t", "0"),
            ("99.9999985", "kgce/t", "-0.000002"),
            ("0.11", "tce/t", "0.01"),
            ("2930.7", "MJ/t", "0"),
            # 100 kgce/t are 69.99856692462023… kgoe/t: nearly a tie, and not one
            ("69.998567424620", "kgoe/t", "0"),
            ("69.998567424621", "kgoe/t", "0.000001"),
            ("69.998568424620", "kgoe/t", "0.000001"),
            ("69.998568424621", "kgoe/t", "0.000002"),
        ],
    )
    def test_gap_is_intensity_minus_benchmark_in_the_submitted_unit(self, intensity, unit, gap):
        """`gap` (intensity minus benchmark level): rounded to 6 places, half to even."""
        verdict = verdict_on("cement-clinker", intensity, intensity_unit=unit)
        assert (verdict.gap, verdict.unit) == (Decimal(gap), unit)

    @pytest.mark.parametrize(
        ("benchmark", "intensity", "capacity", "capacity_unit", "excess"),
        [
            ("cement-clinker", "100", "1000", "t/a", "0"),
            ("cement-clinker", "99", "1000", "t/a", "0"),  # not below 0
            ("cement-clinker", "101", "1000", "t/a", "1"),
            ("cement-clinker", "101", "1", "万t/a", "10"),
            ("cement-clinker", "100.0000005", "1000", "t/a", "0"),  # a tie goes to the even neighbour
            ("cement-clinker", "100.0000015", "1000", "t/a", "0.000002"),
            ("flat-glass.above-800", "9", "1000", "weight_box/a", "1"),
            ("flat-glass.above-800", "9", "50", "t/a", "1"),
            ("ceramic-tile.low-absorption", "5", "1000", "m2/a", "1"),
            ("paraxylene", "381", "1", "t/a", "0.001429"),
            ("aluminium.electrolytic", "13100", "1000", "t/a", "12.29"),
            ("steel.converter", "-29", "1000", "t/a", "1"),
        ],
    )
    def test_excess_energy_is_what_reaching_the_benchmark_would_save(
        self, benchmark, intensity, capacity, capacity_unit, excess
    ):
        """`excess_energy` of a line: (intensity − benchmark) × capacity, not below 0, in tce/a."""
        verdict = verdict_on(benchmark, intensity, capacity, capacity_unit=capacity_unit)
        assert verdict.excess_energy == Decimal(excess)

    def test_excess_energy_does_not_depend_on_the_unit_that_was_submitted(self):
        in_joules = verdict_on("aluminium.electrolytic", "47160", 1000, intensity_unit="MJ/t")
        assert in_joules.excess_energy == Decimal("12.29")

    @pytest.mark.parametrize("intensity", ["7", "8", "9"])
    def test_refining_has_no_excess_energy(self, intensity):
        """Null where the indicator is not energy per unit of the capacity."""
        assert verdict_on("oil-refining", intensity).excess_energy is None

    @pytest.mark.parametrize(
        ("capacity", "unit", "days", "yearly"),
        [
            ("5000", "t/d", 1, "5000"),
            ("5000", "t/d", 366, "1830000"),
            ("5000", "吨/日", "312.5", "1562500"),
            ("0.5", "万t/d", 300, "1500000"),
            ("5000", "t/a", 300, "5000"),  # days count only for a capacity per day
            ("5000", None, 300, "5000"),
        ],
    )
    def test_capacity_per_day_is_multiplied_by_the_days_of_operation(self, capacity, unit, days, yearly):
        """Capacity per day (`t/d`, `万t/d`) only together with the line's `operating_days`."""
        verdict = verdict_on("cement-clinker", 99, capacity, capacity_unit=unit, operating_days=days)
        assert (verdict.capacity, verdict.capacity_unit) == (Decimal(yearly), "t/a")

    def test_capacity_per_day_in_weight_boxes(self):
        verdict = verdict_on("flat-glass.above-800", 7, 800, capacity_unit="t/d", operating_days=365)
        assert (verdict.capacity, verdict.capacity_unit) == (Decimal(5840000), "weight_box/a")


class TestUngraded:
    def test_line_without_a_measured_value_is_ungraded(self):
        """`intensity` may be missing or null (capacity without a measured value): `intensity_missing`."""
        (verdict,) = judge([line("aluminium.electrolytic", None, 400000, id="pot-3")]).verdicts
        assert verdict == Ungraded(
            index=0,
            id="pot-3",
            status="ungraded",
            benchmark="aluminium.electrolytic",
            reason="intensity_missing",
            capacity=Decimal(400000),
            capacity_unit="t/a",
            editions=("ndrc-2023",),
        )

    @pytest.mark.parametrize("intensity", [None, "1", "99999"])
    @pytest.mark.parametrize(
        ("benchmark", "edition", "editions"),
        [
            ("paraxylene", "ndrc-2023", ("ndrc-2021",)),
            ("ferroalloy.high-carbon-ferrochrome", "ndrc-2021", ()),
            ("zinc.pyro-crude", "ndrc-2021", ()),
        ],
    )
    def test_line_of_a_row_that_is_not_held_is_ungraded_and_names_the_edition_that_holds_it(
        self, benchmark, edition, editions, intensity
    ):
        """`benchmark_not_held` (says which other edition holds it). Values are never carried over silently."""
        verdict = verdict_on(benchmark, intensity, edition=edition)
        assert (verdict.reason, verdict.editions) == ("benchmark_not_held", editions)

    def test_row_without_units_of_its_own_takes_any_capacity_and_counts_it_in_the_base_unit(self):
        verdicts = [
            verdict_on("urea", 1, 2, edition="ndrc-2023", capacity_unit=unit, intensity_unit="kWh/m2")
            for unit in ("万t/a", "weight_box/a", "万m2/a")
        ]
        assert [standing_of(verdict) for verdict in verdicts] == ["benchmark_not_held"] * 3
        assert [(verdict.capacity, verdict.capacity_unit) for verdict in verdicts] == [
            (Decimal(20000), "t/a"),
            (Decimal("0.1"), "t/a"),
            (Decimal(20000), "m2/a"),
        ]


class TestRejected:
    """One bad line never sinks the list: it comes back `rejected` with its errors and the rest is answered."""

    def test_unknown_benchmark_comes_with_near_names(self):
        """`unknown_benchmark` (with up to three near names)."""
        fault = only_fault(verdict_on("cement-clinkr", 99))
        assert (fault.field, fault.code, fault.value) == ("benchmark", "unknown_benchmark", "cement-clinkr")
        assert fault.candidates[0] == "cement-clinker"
        assert len(fault.candidates) <= 3

    def test_ambiguous_benchmark_comes_with_its_candidates(self):
        """`ambiguous_benchmark` (with the candidates)."""
        fault = only_fault(verdict_on("煤制焦炭", 99))
        assert (fault.field, fault.code, fault.value) == ("benchmark", "ambiguous_benchmark", "煤制焦炭")
        assert fault.candidates == ("coke.top-charged", "coke.stamp-charged")
        assert fault.facts["names"] == Text(
            en="Coke, top-charged oven (coke.top-charged), Coke, stamp-charged oven (coke.stamp-charged)",
            zh="煤制焦炭 顶装焦炉（coke.top-charged）、煤制焦炭 捣固焦炉（coke.stamp-charged）",
        )

    def test_unknown_capacity_unit_comes_with_those_that_would_do(self):
        fault = only_fault(verdict_on("cement-clinker", 99, capacity_unit="bushel/a"))
        assert (fault.field, fault.code, fault.value) == ("capacity_unit", "unknown_unit", "bushel/a")
        assert set(fault.candidates) == MASS_PER_TIME

    @pytest.mark.parametrize(("text", "would_do"), [("万吨", {"万t/a", "万t/d"}), ("吨", {"t/a", "t/d"})])
    def test_amount_without_a_period_comes_with_the_units_of_that_amount(self, text, would_do):
        """Which it is the caller must say: never a guess."""
        fault = only_fault(verdict_on("cement-clinker", 99, capacity_unit=text))
        assert (fault.code, set(fault.candidates)) == ("unknown_unit", would_do)

    def test_amount_of_another_dimension_comes_with_the_units_that_would_do(self):
        fault = only_fault(verdict_on("cement-clinker", 99, capacity_unit="万㎡"))
        assert (fault.code, set(fault.candidates)) == ("unknown_unit", MASS_PER_TIME)

    def test_capacity_unit_of_another_dimension_comes_with_those_that_would_do(self):
        """`unit_mismatch` (with the units that would do)."""
        fault = only_fault(verdict_on("cement-clinker", 99, capacity_unit="万㎡/a"))
        assert (fault.field, fault.code, fault.value) == ("capacity_unit", "unit_mismatch", "万㎡/a")
        assert set(fault.candidates) == MASS_PER_TIME

    def test_unknown_intensity_unit_comes_with_those_that_would_do(self):
        fault = only_fault(verdict_on("cement-clinker", 99, intensity_unit="BTU/lb"))
        assert (fault.field, fault.code, fault.value) == ("intensity_unit", "unknown_unit", "BTU/lb")
        assert {"kgce/t", "MJ/t"} <= set(fault.candidates)
        assert "kWh/t" not in fault.candidates

    @pytest.mark.parametrize(
        ("benchmark", "unit", "would_do", "would_not"),
        [
            ("cement-clinker", "kWh/t", "GJ/t", "MWh/t"),
            ("aluminium.electrolytic", "kgce/t", "MWh/t", "tce/t"),
            ("cement-clinker", "kgce/m2", "kgce/t", "kgce/万m2"),
            ("ceramic-tile.low-absorption", "kgce/t", "kgce/m2", "kgce/kg"),
            ("oil-refining", "kgoe/t", "kgce/(t·EF)", "kgce/t"),
        ],
    )
    def test_intensity_unit_of_another_indicator_comes_with_those_that_would_do(
        self, benchmark, unit, would_do, would_not
    ):
        """A kWh/t figure for a kgce/t row is `unit_mismatch` (with the units that would do)."""
        fault = only_fault(verdict_on(benchmark, 1, intensity_unit=unit))
        assert (fault.field, fault.code, fault.value) == ("intensity_unit", "unit_mismatch", unit)
        assert would_do in fault.candidates
        assert would_not not in fault.candidates

    def test_units_that_would_do_really_do(self):
        for benchmark, field, unit in (
            ("cement-clinker", "intensity_unit", "kWh/t"),
            ("aluminium.electrolytic", "intensity_unit", "kgce/t"),
            ("ceramic-tile.low-absorption", "capacity_unit", "t/a"),
            ("flat-glass.above-800", "capacity_unit", "m2/a"),
        ):
            fault = only_fault(verdict_on(benchmark, 1, **{field: unit}))
            verdicts = [verdict_on(benchmark, 1, operating_days=300, **{field: each}) for each in fault.candidates]
            assert "rejected" not in {verdict.status for verdict in verdicts}

    def test_unit_is_checked_even_if_nothing_was_measured(self):
        assert codes(verdict_on("cement-clinker", None, intensity_unit="kWh/t")) == [
            ("intensity_unit", "unit_mismatch")
        ]

    @pytest.mark.parametrize("unit", ["t/d", "万吨/天"])
    def test_capacity_per_day_without_days_is_required_to_have_them(self, unit):
        """Without it: `required`."""
        assert codes(verdict_on("cement-clinker", 99, capacity_unit=unit)) == [("operating_days", "required")]

    def test_row_without_a_capacity_unit_requires_one(self):
        verdict = verdict_on("urea", 1, edition="ndrc-2023")
        assert codes(verdict) == [("capacity_unit", "required")]

    def test_id_that_was_used_before_is_a_duplicate_and_says_where(self):
        """`id` is optional, unique in the list."""
        verdicts = judge([line(intensity=99, id="a"), line(intensity=99, id="b"), line(intensity=99, id="a")]).verdicts
        assert [verdict.status for verdict in verdicts] == ["graded", "graded", "rejected"]
        assert only_fault(verdicts[2]) == Fault(field="id", code="duplicate_id", value="a", facts={"first": 0})

    def test_each_later_use_of_an_id_points_to_the_first(self):
        verdicts = judge([line(intensity=99, id="a")] * 3).verdicts
        assert [fault.facts for verdict in verdicts[1:] for fault in verdict.faults] == [{"first": 0}] * 2

    def test_id_of_a_rejected_line_counts_as_used(self):
        verdicts = judge([line("unobtainium", 99, id="a"), line(intensity=99, id="a")]).verdicts
        assert codes(verdicts[1]) == [("id", "duplicate_id")]

    def test_lines_without_an_id_are_no_duplicates(self):
        assert {verdict.status for verdict in judge([line(intensity=99)] * 3).verdicts} == {"graded"}

    def test_all_faults_come_at_once(self):
        """Every failure carries all faults at once."""
        first = line(intensity=99, id="a")
        worst = line("unobtainium", 99, id="a", capacity_unit="bushel/a", intensity_unit="BTU/lb")
        assert set(codes(judge([first, worst]).verdicts[1])) == {
            ("benchmark", "unknown_benchmark"),
            ("capacity_unit", "unknown_unit"),
            ("intensity_unit", "unknown_unit"),
            ("id", "duplicate_id"),
        }

    def test_all_faults_of_fit_come_at_once(self):
        first = line(intensity=99, id="a")
        worst = line("水泥熟料", 99, id="a", capacity_unit="m2/d", intensity_unit="kWh/t")
        assert set(codes(judge([first, worst]).verdicts[1])) == {
            ("capacity_unit", "unit_mismatch"),
            ("operating_days", "required"),
            ("intensity_unit", "unit_mismatch"),
            ("id", "duplicate_id"),
        }

    @pytest.mark.parametrize(
        ("capacity_unit", "intensity_unit"), list(combinations(["t/a", "m2/a"], ["kgce/t", "kWh/t", "MJ/m2"]))
    )
    def test_units_that_exist_are_no_fault_beside_an_unknown_benchmark(self, capacity_unit, intensity_unit):
        verdict = verdict_on("unobtainium", 1, capacity_unit=capacity_unit, intensity_unit=intensity_unit)
        assert codes(verdict) == [("benchmark", "unknown_benchmark")]

    def test_rejected_line_keeps_its_place_and_its_id(self):
        """The answer keeps the order of the lines."""
        verdicts = judge([line(intensity=99), line("unobtainium", id="x"), line(intensity=118)]).verdicts
        assert [(verdict.index, verdict.id, verdict.status) for verdict in verdicts] == [
            (0, None, "graded"),
            (1, "x", "rejected"),
            (2, None, "graded"),
        ]

    def test_near_names_stop_when_a_list_has_more_unknown_names_than_anybody_mistypes(self):
        """Looking them up costs milliseconds each; the line is rejected all the same."""
        verdicts = judge([line(f"cement-clinkr{number}", 99) for number in range(102)]).verdicts
        assert {only_fault(verdict).code for verdict in verdicts} == {"unknown_benchmark"}
        assert only_fault(verdicts[0]).candidates[0] == "cement-clinker"
        assert only_fault(verdicts[-1]).candidates == ()

    def test_unknown_name_that_comes_again_has_its_near_names_again(self):
        verdicts = judge([line("cement-clinkr", 99)] * 2).verdicts
        assert only_fault(verdicts[0]) == only_fault(verdicts[1])


class TestRefused:
    """A line whose shape is wrong is rejected for that, and for everything else that is wrong with its valid fields."""

    def test_faults_of_shape_and_of_sense_come_at_once(self):
        """All faults at once."""
        shape = Fault(field="capacity", code="not_positive", value=0)
        verdict = refusal_of({"id": "a", "benchmark": "煤制焦炭", "intensity_unit": "BTU/lb"}, [shape])
        assert verdict.id == "a"
        assert codes(verdict) == [
            ("capacity", "not_positive"),
            ("benchmark", "ambiguous_benchmark"),
            ("intensity_unit", "unknown_unit"),
        ]

    def test_field_that_has_a_fault_of_shape_is_given_no_second_one(self):
        shape = Fault(field="operating_days", code="not_a_number", value="many")
        assert refusal_of({"benchmark": "cement-clinker", "capacity_unit": "t/d"}, [shape]).faults == [shape]

    def test_line_of_no_shape_at_all_is_rejected_without_an_id(self):
        shape = Fault(field=None, code="wrong_type", value=7)
        verdict = refusal_of({}, [shape])
        assert (verdict.index, verdict.id, verdict.status, verdict.faults) == (0, None, "rejected", [shape])

    def test_line_without_a_benchmark_has_its_units_looked_at_alone(self):
        shape = Fault(field="benchmark", code="required")
        verdict = refusal_of({"capacity_unit": "bushel/a", "intensity_unit": "kWh/t"}, [shape])
        assert codes(verdict) == [("benchmark", "required"), ("capacity_unit", "unknown_unit")]


class TestManyLines:
    def test_list_of_more_spellings_than_are_remembered_comes_to_the_same(self):
        """Nothing is dropped, however a product is spelt."""
        letters = [(letter, letter.upper()) for letter in "cementclinker"]
        spellings = ["".join(each) for each in combinations(*letters)][:4100]
        whole = judge([line(spelling, 99) for spelling in [*spellings, spellings[0]]])
        assert {verdict.status for verdict in whole.verdicts} == {"graded"}
        assert whole.summary.graded == whole.summary.overall.capacity.total == 4101

    def test_list_of_more_unknown_spellings_than_are_remembered_has_every_line_told_what_is_wrong(self):
        whole = judge([line(intensity=99, capacity_unit=f"bushel {number}") for number in [*range(4100), 0]])
        assert {(fault.field, fault.code) for verdict in whole.verdicts for fault in verdict.faults} == {
            ("capacity_unit", "unknown_unit")
        }
        assert only_fault(whole.verdicts[0]) == only_fault(whole.verdicts[-1])

    def test_very_long_list_finds_its_duplicates_too(self):
        ids = [f"line-{number}" for number in range(2000)]
        whole = judge([line(intensity=99, id=each) for each in [*ids, "line-1", "line-1999"]], is_very_long=True)
        assert [verdict.status for verdict in whole.verdicts] == ["graded"] * 2000 + ["rejected"] * 2
        assert [only_fault(verdict).facts for verdict in whole.verdicts[2000:]] == [{"first": 1}, {"first": 1999}]

    def test_list_that_becomes_very_long_keeps_its_ids(self):
        """All ids are then kept in less memory, and duplicates are found across the change."""
        evaluation = Evaluation(catalogue(), catalogue().default_edition, Graded, is_very_long=True)
        for start in range(0, MAX_KEPT_IDS, 10_000):
            evaluation.evaluate([line(intensity=99, id=f"line-{number}") for number in range(start, start + 10_000)])
        verdicts = evaluation.evaluate([line(intensity=99, id=each) for each in ("line-7", "new", "new")])
        assert [verdict.status for verdict in verdicts] == ["rejected", "graded", "rejected"]
        assert only_fault(verdicts[0]).facts == {"first": 7}
        assert only_fault(verdicts[2]).facts == {"first": MAX_KEPT_IDS + 1}
        evaluation.evaluate([line(intensity=99, capacity=10**9)])
        warnings = {warning.code: warning for warning in evaluation.summary().warnings}
        named = (NamedLine(index=MAX_KEPT_IDS + 3, id=None),)  # ids in less memory cannot be named
        assert warnings["capacity_outlier"].named == named

    def test_sums_are_kept_by_product_units_and_group_and_not_by_line(self):
        """It keeps running sums and the ids seen, never the lines."""
        evaluation = Evaluation(catalogue(), catalogue().default_edition, Graded)
        for _ in range(3):
            evaluation.evaluate([line(intensity=99), line("水泥熟料", 99), line(group="a"), line(capacity_unit="kt/a")])
        assert evaluation.subtotal_count == 3

    def test_lines_that_are_not_there_yet_need_sums_too(self):
        """Without a limit on them, a list of planned lines in every pair of units would be free of any."""
        evaluation = Evaluation(catalogue(), catalogue().default_edition, Graded)
        evaluation.evaluate([line(stage="planned", capacity_unit=unit) for unit in ("t/a", "kt/a", "万t/a")])
        assert evaluation.subtotal_count == 3

    def test_capacities_of_small_blocks_are_compared_with_all_others(self):
        """A list in many units keeps its capacities only now and then; an outlier is found all the same."""
        evaluation = Evaluation(catalogue(), catalogue().default_edition, Graded)
        evaluation.evaluate([line(intensity=99, capacity_unit=unit) for unit in ("t/a", "kt/a", "万t/a")])
        for _ in range(10):
            evaluation.evaluate([line(intensity=99)])
        (warning,) = (each for each in evaluation.summary().warnings if each.code == "capacity_outlier")
        assert warning.lines == 2


class TestOutcomes:
    def test_it_counts_how_lines_ended_and_says_nothing_of_what_they_were(self):
        """Lines by standing, ungraded ones by reason, and the faults of the rejected ones by code."""
        evaluation = Evaluation(catalogue(), catalogue().edition("ndrc-2023"), Graded)
        not_held = next(each.id for each in catalogue().edition("ndrc-2023") if not each.is_gradable)
        evaluation.evaluate(
            [
                line("steel.converter", "-31"),
                line("steel.converter", "100", group="湖州"),
                line("steel.converter", "1000"),
                line("steel.converter", None),
                line("steel.converter", None, stage="planned"),
                line(not_held, None, capacity_unit="t/a"),
                line("no such product", "1", capacity_unit="no such unit"),
                MalformedLine({}, [Fault(field="capacity", code="not_a_number")]),
            ]
        )
        outcomes = evaluation.outcomes()
        assert outcomes.lines == {
            ("at_benchmark", ""): 1,
            ("below_baseline", ""): 1,
            ("ungraded", "intensity_missing"): 2,
            ("ungraded", "implausible_intensity"): 1,
            ("ungraded", "benchmark_not_held"): 1,
            ("rejected", ""): 2,
        }
        assert outcomes.faults == {"unknown_benchmark": 1, "unknown_unit": 1, "not_a_number": 1}
