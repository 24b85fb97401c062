"""What the shipped limits decide: every boundary, and where they part from the levels of the editions."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

import pytest

from service.domain.benchmark import Level
from service.domain.condition import CONDITIONS, Choice, Quantity, faults_in
from service.domain.correction import Correction
from service.domain.grade import Disagreement, Grade, judge
from service.domain.limit import LimitLevel, LimitStatus, applicable_limit
from tests.benchmarks.shipped import editions, limits, table

LIMITS = [row for row in table("gb_limits.csv") if row["hold"] == "yes"]
PAIRS = table("policy_vs_gb.csv")
TODAY = date(2026, 11, 22)

CONDITIONS_OF = {
    "gb29436-2023.methanol-anthracite": {"gasification": "fixed-bed-intermittent"},
    "gb21341-2022.high-carbon-ferrochrome": {"cr_fe_ratio": Decimal("2.2")},
    "gb21256-2025.eaf-50-to-70": {"furnace_t": Decimal(50)},
    "gb21256-2025.eaf-70-up": {"furnace_t": Decimal(70)},
    "gb21344-2023.urea-turbine": {"compressor": "turbine"},
    "gb21344-2023.urea-motor": {"compressor": "motor"},
    "gb29449-2024.all-steel-radial": {"tyre": "all-steel"},
    "gb29449-2024.semi-steel-radial": {"tyre": "semi-steel"},
    "gb21252-2023.tile-up-to-0.2": {"water_absorption_pct": Decimal("0.2")},
    "gb21252-2023.tile-0.2-to-0.5": {"water_absorption_pct": Decimal("0.5")},
    "gb21252-2023.sanitary-up-to-0.3": {"water_absorption_pct": Decimal("0.3")},
    "gb21252-2023.sanitary-above-0.3": {"water_absorption_pct": Decimal("0.31")},
    "gb21257-2024.pvc-carbide-general": {"route": "carbide", "grade": "general"},
    "gb21257-2024.pvc-carbide-paste": {"route": "carbide", "grade": "paste"},
    "gb21257-2024.pvc-ethylene-general": {"route": "ethylene", "grade": "general"},
    "gb21257-2024.pvc-ethylene-paste": {"route": "ethylene", "grade": "paste"},
    "gb21347-2023.silicon-charcoal": {"reductant": "charcoal"},
    "gb21347-2023.silicon-mixed": {"reductant": "mixed"},
    "gb21347-2023.silicon-coal": {"reductant": "coal"},
    "gb31825-2024.tissue-wood": {"pulp": "wood"},
    "gb31825-2024.tissue-non-wood": {"pulp": "non-wood"},
}
"""What a line must state for the row to apply; nothing where the product has one row."""


def applying(benchmark, gb_id, as_of=TODAY):
    return applicable_limit(limits(), benchmark, conditions=CONDITIONS_OF.get(gb_id, {}), as_of=as_of)


def levels_of(row):
    return [Fraction(row[f"level{number}"]) if row[f"level{number}"] else None for number in "123"]


def grade_of(levels, intensity):
    """The oracle: the first level that is there and met."""
    return next(
        (str(number) for number, level in enumerate(levels, 1) if level is not None and intensity <= level),
        "over_limit",
    )


GRADED = [row for row in LIMITS if row["same_indicator_as_policy"] == "yes"]
EACH_GRADED = pytest.mark.parametrize("row", GRADED, ids=[row["id"] for row in GRADED])


class TestBoundaries:
    @EACH_GRADED
    def test_row_applies_to_its_product_on_the_day_that_it_is_in_force(self, row):
        found = applying(row["benchmark_id"], row["id"], date.fromisoformat(row["effective"]))
        assert found.status is LimitStatus.GRADED
        assert found.limit
        assert found.limit.id == row["id"]
        assert found.limit.unit.symbol == row["unit"]
        assert list(found.levels) == list(found.base_levels) == levels_of(row)

    @EACH_GRADED
    def test_row_grades_nothing_the_day_before(self, row):
        before = date.fromordinal(date.fromisoformat(row["effective"]).toordinal() - 1)
        found = applying(row["benchmark_id"], row["id"], before)
        assert (found.status, found.effective) == (LimitStatus.NOT_IN_FORCE, date.fromisoformat(row["effective"]))

    @EACH_GRADED
    def test_equality_meets_a_level_and_a_billionth_more_does_not(self, row):
        found = applying(row["benchmark_id"], row["id"])
        levels = levels_of(row)
        for level in levels:
            if level is None:
                continue
            assert judge(found, level).grade == grade_of(levels, level) != "over_limit"
            above = level + Fraction(1, 10**9)
            assert judge(found, above).grade == grade_of(levels, above) != grade_of(levels, level)

    @EACH_GRADED
    @pytest.mark.parametrize(("is_existing", "number"), [(True, 3), (False, 2)])
    def test_stage_decides_the_level_that_is_asked(self, row, is_existing, number):
        found = applying(row["benchmark_id"], row["id"])
        level = levels_of(row)[number - 1]
        for step, meets in ((0, True), (Fraction(1, 10**9), False)):
            verdict = judge(found, (level or Fraction(0)) + step, is_existing=is_existing)
            assert verdict.required == number
            assert verdict.meets_required is (None if level is None else meets)

    @pytest.mark.parametrize("row", [row for row in LIMITS if row not in GRADED], ids=lambda row: row["id"])
    def test_limit_of_another_indicator_is_listed_and_grades_nothing(self, row):
        """One intensity cannot decide it: clinker has 61 kWh/t and 109 kgce/t beside its 117 kgce/t."""
        assert row["id"] in [limit.id for limit in limits().also_limited(row["benchmark_id"])]
        assert row["id"] not in [limit.id for limit, _ in limits().candidates(row["benchmark_id"])]


class TestDays:
    """A standard grades from the day on which it is in force; what was before is neither held nor guessed."""

    def test_blast_furnace_the_day_before_and_the_day(self):
        found = applicable_limit(limits(), "iron.blast-furnace", conditions={}, as_of=date(2026, 6, 30))
        assert (found.status, str(found.effective)) == ("not_in_force", "2026-07-01")
        assert found.limit
        assert found.limit.id == "gb21256-2025.blast-furnace"
        assert found.levels == ()
        assert (
            applicable_limit(limits(), "iron.blast-furnace", conditions={}, as_of=date(2026, 7, 1)).status == "graded"
        )

    def test_several_rows_the_day_before_need_no_condition(self):
        found = applicable_limit(limits(), "ceramic-tile.low-absorption", conditions={}, as_of=date(2024, 11, 30))
        assert (found.status, found.limit, found.needs) == ("not_in_force", None, ())
        assert found.candidates == ("gb21252-2023.tile-up-to-0.2", "gb21252-2023.tile-0.2-to-0.5")


class TestWhichRow:
    """More than one row: what was stated chooses; what was not is asked for."""

    @pytest.mark.parametrize("benchmark", list(dict.fromkeys(row["benchmark_id"] for row in GRADED)))
    def test_nothing_stated_asks_for_what_the_rows_depend_on(self, benchmark):
        rows = [row["id"] for row in GRADED if row["benchmark_id"] == benchmark]
        found = applicable_limit(limits(), benchmark, conditions={}, as_of=TODAY)
        wanted = list(dict.fromkeys(name for row in rows for name in CONDITIONS_OF.get(row, {})))
        if wanted:
            assert found.status is LimitStatus.CONDITION_MISSING
            assert list(found.needs) == wanted
            assert set(found.candidates) >= set(rows)
        else:
            assert found.status is LimitStatus.GRADED

    @pytest.mark.parametrize(
        ("benchmark", "conditions", "expected"),
        [
            ("ceramic-tile.low-absorption", {"water_absorption_pct": "0.2"}, "gb21252-2023.tile-up-to-0.2"),
            ("ceramic-tile.low-absorption", {"water_absorption_pct": "0.200001"}, "gb21252-2023.tile-0.2-to-0.5"),
            ("ceramic-tile.low-absorption", {"water_absorption_pct": "0.5"}, "gb21252-2023.tile-0.2-to-0.5"),
            ("ceramic-tile.low-absorption", {"water_absorption_pct": "0.500001"}, "not_held"),
            ("sanitary-ceramics", {"water_absorption_pct": "0.3"}, "gb21252-2023.sanitary-up-to-0.3"),
            ("sanitary-ceramics", {"water_absorption_pct": "0.300001"}, "gb21252-2023.sanitary-above-0.3"),
            ("steel.eaf-50-up", {"furnace_t": "49.9"}, "not_held"),
            ("steel.eaf-50-up", {"furnace_t": "50"}, "gb21256-2025.eaf-50-to-70"),
            ("steel.eaf-50-up", {"furnace_t": "69.999"}, "gb21256-2025.eaf-50-to-70"),
            ("steel.eaf-50-up", {"furnace_t": "70"}, "gb21256-2025.eaf-70-up"),
            ("steel.eaf-30-to-50", {}, "gb21256-2025.eaf-below-50"),
            ("ferroalloy.high-carbon-ferrochrome", {"cr_fe_ratio": "2.2"}, "gb21341-2022.high-carbon-ferrochrome"),
            ("ferroalloy.high-carbon-ferrochrome", {"cr_fe_ratio": "2.19"}, "not_held"),
            ("coal-methanol.anthracite", {"gasification": "other"}, "gb29436-2023.methanol-bituminous"),
            ("steel.converter", {"special_purpose": True}, "not_applicable"),
            ("steel.converter", {"special_purpose": False}, "gb21256-2025.converter"),
            ("titanium-dioxide", {}, "not_held"),
            ("woven-fabric", {}, "not_held"),
            ("knitted-fabric-yarn", {}, "not_held"),
        ],
    )  # fmt: skip
    def test_conditions_choose(self, benchmark, conditions, expected):
        stated = {
            name: Decimal(value) if isinstance(value, str) and isinstance(CONDITIONS[name], Quantity) else value
            for name, value in conditions.items()
        }
        found = applicable_limit(limits(), benchmark, conditions=stated, as_of=TODAY)
        assert expected == (found.limit.id if found.limit and found.status is LimitStatus.GRADED else found.status)

    def test_route_alone_leaves_the_grade_of_the_resin_open(self):
        found = applicable_limit(limits(), "pvc", conditions={"route": "carbide"}, as_of=TODAY)
        assert found.needs == ("grade",)
        assert found.candidates == ("gb21257-2024.pvc-carbide-general", "gb21257-2024.pvc-carbide-paste")

    def test_eight_of_the_eleven_areas_without_levels_are_graded_too(self):
        without = {
            product.id for product in editions()["ndrc-2023"] if product.id not in editions()["ndrc-2021"].products
        }
        assert len(without) == 11
        assert len({product for product in without if limits().candidates(product)}) == 8

    def test_every_condition_of_the_contract_chooses_or_corrects_something(self):
        used = {
            requirement.condition
            for limit in limits().rows
            for requirement in [
                *(each for application in limit.applies_to for each in application.requirements),
                *([limit.excludes] if limit.excludes else []),
            ]
        }
        for limit in limits().rows:
            for correction in limit.corrections:
                if isinstance(correction, Correction):
                    used |= {term.condition for term in correction.terms}
                    used |= {correction.when.condition} if correction.when else set()
        assert used == set(CONDITIONS)

    def test_every_word_of_a_condition_is_accepted(self):
        for name, kind in CONDITIONS.items():
            if isinstance(kind, Choice):
                assert [faults_in({name: word}) for word in kind.words] == [[]] * len(kind.words)


CORRECTED = [
    ("iron.blast-furnace", {"feed_grade_pct": "58"}, ["375.44", "384.44", "429.44"]),
    ("iron.blast-furnace", {"feed_grade_pct": "55"}, ["379.05", "388.05", "433.05"]),
    ("iron.blast-furnace", {"feed_grade_pct": "57"}, ["379.05", "388.05", "433.05"]),
    ("iron.blast-furnace", {"feed_grade_pct": "62"}, ["361", "370", "415"]),
    ("iron.blast-furnace", {"feed_grade_pct": "65"}, ["361", "370", "415"]),
    (
        "iron.blast-furnace",
        {"feed_grade_pct": "62", "rare_earth_pct": "10", "v_ti_pct": "20", "laterite_pct": "30"},
        ["388", "397", "442"],
    ),
    ("iron.blast-furnace", {"rare_earth_pct": "10"}, ["361", "370", "415"]),
    ("steel.converter", {"scrap_pct": "10", "steel": "quality-carbon"}, ["-26.9", "-24.9", "-8.9"]),
    ("steel.converter", {"scrap_pct": "10", "steel": "ordinary"}, ["-27.7", "-25.7", "-9.7"]),
    ("steel.converter", {"scrap_pct": "10"}, ["-30", "-28", "-12"]),
    ("steel.converter", {"scrap_pct": "10", "steel": "bearing"}, "condition_out_of_range"),
    ("steel.eaf-30-to-50", {"hot_metal_pct": "30", "steel": "quality-carbon"}, ["45", None, "70"]),
    ("steel.eaf-30-to-50", {"hot_metal_pct": "0", "steel": "gear"}, ["76", None, "101"]),
    ("steel.eaf-30-to-50", {"stainless": True}, ["67.1", None, "94.6"]),
    ("steel.eaf-30-to-50", {"stainless": False}, ["61", None, "86"]),
    ("steel.eaf-30-to-50", {"stainless": True, "hot_metal_pct": "10", "steel": "ordinary"}, "not_computed"),
    ("steel.eaf-30-to-50", {"stainless": True, "hot_metal_pct": "0", "steel": "ordinary"}, ["67.1", None, "94.6"]),
    ("steel.eaf-30-to-50", {"stainless": True, "hot_metal_pct": "10"}, ["67.1", None, "94.6"]),
    ("soda-ash.combined-light", {"salt": "sun-dried"}, ["171.1", "188.8", "236"]),
    ("soda-ash.combined-light", {"salt": "refined"}, ["145", "160", "200"]),
    ("soda-ash.combined-dense", {"salt": "sun-dried"}, ["218.3", "241.9", "295"]),
    (
        "coke.top-charged",
        {"mixed_gas_share": "0.5", "volatile_pct": "24.5", "moisture_pct": "11"},
        ["124.07", "124.07", "149.07"],
    ),
    (
        "coke.top-charged",
        {"mixed_gas_share": "0", "volatile_pct": "21", "moisture_pct": "10"},
        ["101.7", "101.7", "126.7"],
    ),
    (
        "coke.top-charged",
        {"mixed_gas_share": "0", "volatile_pct": "28", "moisture_pct": "10"},
        ["128.71", "128.71", "153.71"],
    ),
    (
        "coke.top-charged",
        {"mixed_gas_share": "0", "volatile_pct": "20.99", "moisture_pct": "10"},
        "condition_out_of_range",
    ),
    (
        "coke.top-charged",
        {"mixed_gas_share": "0", "volatile_pct": "28.01", "moisture_pct": "10"},
        "condition_out_of_range",
    ),
    ("coke.top-charged", {"oven_age_years": "15"}, ["110", "110", "135"]),
    ("coke.top-charged", {"oven_age_years": "15.1"}, ["112.5", "110", "137.5"]),
    ("coke.top-charged", {"oven_age_years": "25"}, ["112.5", "110", "137.5"]),
    ("coke.top-charged", {"oven_age_years": "25.1"}, ["115.5", "110", "140.5"]),
    ("coke.top-charged", {"quenching": "wet"}, ["110", "110", "181.46"]),
    ("coke.top-charged", {"quenching": "dry"}, ["110", "110", "135"]),
    (
        "coke.stamp-charged",
        {"mixed_gas_share": "1", "volatile_pct": "26.5", "moisture_pct": "9.5"},
        ["128.11", "128.11", "153.11"],
    ),
    ("coke.stamp-charged", {"oven_age_years": "20", "quenching": "wet"}, ["117.5", "115", "188.96"]),
    ("cement-clinker", {"altitude_m": "1500"}, ["100", "107", "117"]),
    ("cement-clinker", {"altitude_m": "2000"}, ["100", "107", "117"]),
]


class TestCorrections:
    """They move the limit, never the intensity, and are applied when all their conditions are stated."""

    @pytest.mark.parametrize(("benchmark", "conditions", "expected"), CORRECTED)
    def test_levels_are_moved_as_the_standard_says(self, benchmark, conditions, expected):
        stated = {
            name: Decimal(value) if isinstance(CONDITIONS[name], Quantity) else value
            for name, value in conditions.items()
        }
        assert faults_in(stated) == []
        found = applicable_limit(limits(), benchmark, conditions=stated, as_of=TODAY)
        if isinstance(expected, str):
            assert (found.status, found.levels) == (expected, ())
        else:
            assert list(found.levels) == [None if level is None else Fraction(level) for level in expected]

    def test_clinker_high_up_has_a_laxer_level_3_and_no_other(self):
        conditions = {"altitude_m": Decimal(2000), "pressure_pa": Decimal(80000)}
        found = applicable_limit(limits(), "cement-clinker", conditions=conditions, as_of=TODAY)
        assert found.levels[:2] == (100, 107)
        assert found.levels[2] == 117 * (Fraction("1.179") - Fraction("0.211") * 80000 / 101325)
        assert str(float(found.levels[2]))[:10] == "118.451660"
        verdict = judge(found, Fraction("118.4"), meets_benchmark=False, meets_baseline=False)
        assert (verdict.grade, verdict.grade_uncorrected) == (Grade.THREE, Grade.OVER_LIMIT)
        assert verdict.disagreement is Disagreement.BELOW_BASELINE_WITHIN_LIMIT

    def test_pressure_is_asked_for_above_1500_m_only(self):
        offers = [
            applicable_limit(limits(), "cement-clinker", conditions=conditions, as_of=TODAY).corrections
            for conditions in ({}, {"altitude_m": Decimal(1500)}, {"altitude_m": Decimal("1500.1")})
        ]
        assert [(each.is_applied, each.needs) for (each,) in offers] == [
            (False, ("altitude_m", "pressure_pa")),
            (False, ()),
            (False, ("pressure_pa",)),
        ]

    def test_blast_furnace_of_the_design(self):
        """420 kgce/t: between, and over the limit until the grade of the feed is stated."""
        edition = {"meets_benchmark": False, "meets_baseline": True}
        found = applicable_limit(limits(), "iron.blast-furnace", conditions={}, as_of=TODAY)
        assert [(each.id, each.is_applied, each.needs) for each in found.corrections] == [
            ("blast-furnace", False, ("feed_grade_pct",))
        ]
        verdict = judge(found, Fraction(420), **edition)
        assert (verdict.grade, verdict.required, verdict.meets_required) == (Grade.OVER_LIMIT, 3, False)
        assert verdict.grade_uncorrected is None
        assert verdict.disagreement is Disagreement.MEETS_BASELINE_OVER_LIMIT
        found = applicable_limit(
            limits(), "iron.blast-furnace", conditions={"feed_grade_pct": Decimal(58)}, as_of=TODAY
        )
        verdict = judge(found, Fraction(420), **edition)
        assert (verdict.grade, verdict.grade_uncorrected, verdict.disagreement) == (Grade.THREE, Grade.OVER_LIMIT, None)

    @pytest.mark.parametrize("row", GRADED, ids=[row["id"] for row in GRADED])
    def test_correction_that_is_not_held_is_said_to_be_there(self, row):
        """Tiles, glass, phosphorus and tissue: the grade stands without it."""
        found = applying(row["benchmark_id"], row["id"])
        assert found.is_uncorrected is bool(row["note"])


class TestPolicyAndLaw:
    """Where the editions and the standards say different things: `policy_vs_gb.csv`, from the data alone."""

    TEXTS: ClassVar = {
        Disagreement.MEETS_BASELINE_OVER_LIMIT: "meets the baseline, exceeds the mandatory limit",
        Disagreement.BELOW_BASELINE_WITHIN_LIMIT: "misses the baseline, within the mandatory limit",
        Disagreement.AT_BENCHMARK_NOT_GRADE_1: "at benchmark, not grade 1",
        Disagreement.GRADE_1_NOT_AT_BENCHMARK: "grade 1, not at benchmark",
    }

    @staticmethod
    def values(pair):
        product = editions()[pair["edition"]].products[pair["benchmark_id"]]
        return tuple(
            level.value if isinstance(level, Level) else None for level in (product.benchmark, product.baseline)
        )

    @pytest.mark.parametrize("pair", PAIRS, ids=[f"{pair['edition']}:{pair['gb_id']}" for pair in PAIRS])
    def test_figures_are_those_that_are_shipped(self, pair):
        limit = limits().by_id[pair["gb_id"]]
        assert [str(level.value) if isinstance(level, LimitLevel) else "" for level in limit.levels] == [
            pair["level1"],
            pair["level2"],
            pair["level3"],
        ]
        assert ["" if value is None else str(value) for value in self.values(pair)] == [
            pair["benchmark"],
            pair["baseline"],
        ]

    @pytest.mark.parametrize("pair", PAIRS, ids=[f"{pair['edition']}:{pair['gb_id']}" for pair in PAIRS])
    def test_intervals_are_those_of_the_table(self, pair):
        """Between two neighbouring levels every intensity is judged alike; equality belongs to the interval below."""
        benchmark, baseline = self.values(pair)
        found = applying(pair["benchmark_id"], pair["gb_id"])
        ends = sorted({Fraction(each) for each in (benchmark, baseline, *found.levels) if each is not None})
        said = {}
        for low, high in pairwise(ends):
            verdicts = {
                judge(
                    found,
                    intensity,
                    meets_benchmark=None if benchmark is None else intensity <= benchmark,
                    meets_baseline=None if baseline is None else intensity <= baseline,
                ).disagreement
                for intensity in (low + Fraction(1, 10**9), (low + high) / 2, high)
            }
            (kind,) = verdicts
            if kind:
                start = said.get(kind, (low, high))[0]
                said[kind] = (start, high)
        order = list(self.TEXTS)
        texts = [
            f"{_plain(low)} < x <= {_plain(high)}: {self.TEXTS[kind]}"
            for kind, (low, high) in sorted(said.items(), key=lambda each: order.index(each[0]))
        ]
        assert "; ".join(texts) == pair["intervals_in_which_the_two_say_different_things"]

    def test_nine_intervals_are_legal_matters(self):
        assert sum("mandatory" in pair["intervals_in_which_the_two_say_different_things"] for pair in PAIRS) == 9


def _plain(value):
    return f"{float(value):g}"
