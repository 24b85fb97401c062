"""Limits: which one applies, the grade, and where policy and law part. On made-up limits; the shipped ones have their own tests."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product as every
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.benchmark import Evidence, NotHeld
from service.domain.condition import Requirement
from service.domain.correction import Correction, Operation, UnheldCorrection
from service.domain.grade import GRADES, Disagreement, Grade, disagreement, grade, judge
from service.domain.limit import Application, Limit, LimitLevel, Limits, LimitStatus, Standard, applicable_limit
from service.domain.text import Text
from tests.domain.accounts import intensity_unit

TEXT = Text(zh="试", en="made up")
DAY = date(2026, 1, 1)
STANDARD = Standard(id="gb1-2025", number="GB 1-2025", title=TEXT, published=DAY, effective=DAY)


def level(value, evidence=Evidence.CORROBORATED, sources=("a test",)):
    return None if value is None else LimitLevel(value=Decimal(value), evidence=evidence, sources=sources)


def limit(
    limit_id="gb1-2025.a",
    levels=(100, 107, 117),
    *requirements,
    benchmark="p",
    excludes=None,
    corrections=(),
    is_of_policy_indicator=True,
):
    return Limit(
        id=limit_id,
        standard=STANDARD,
        table="1",
        product=TEXT,
        condition=None,
        applies_to=(Application(benchmark=benchmark, requirements=requirements),),
        excludes=excludes,
        indicator=TEXT,
        unit=intensity_unit("kgce/t"),
        is_of_policy_indicator=is_of_policy_indicator,
        levels=tuple(each if isinstance(each, NotHeld) else level(each) for each in levels),
        support=TEXT,
        corrections=corrections,
    )


def found(*rows, as_of=DAY, **conditions):
    return applicable_limit(Limits(rows=rows), "p", conditions=conditions, as_of=as_of)


def added(amount, numbers=(1, 2, 3)):
    return Correction(
        id="added",
        levels=frozenset(numbers),
        operation=Operation.ADD,
        when=Requirement(condition="quenching", equals="wet"),
        constant=Fraction(amount),
        terms=(),
        expression=str(amount),
        note=None,
    )


class TestGrade:
    @pytest.mark.parametrize(
        ("levels", "intensity", "expected"),
        [
            ((100, 107, 117), 100, "1"),
            ((100, 107, 117), "100.000000000001", "2"),
            ((100, 107, 117), 107, "2"),
            ((100, 107, 117), 117, "3"),
            ((100, 107, 117), "117.000000000001", "over_limit"),
            ((110, 110, 135), 110, "1"),
            ((61, None, 86), "61.1", "3"),
            ((-30, -28, -12), -30, "1"),
            ((-30, -28, -12), "-29.9", "2"),
            ((None, None, 14), 1, "3"),
        ],
    )
    def test_equality_meets_and_equal_levels_give_the_better(self, levels, intensity, expected):
        for number in (Decimal, Fraction):
            exact = [None if each is None else number(each) for each in levels]
            assert grade(exact, number(intensity)) == expected

    @settings(max_examples=100, deadline=None)
    @given(
        levels=st.lists(st.integers(-9, 9), min_size=3, max_size=3).map(sorted),
        cut=st.integers(0, 5),
        x=st.integers(-12, 12),
    )
    def test_stricter_limit_never_improves_a_grade(self, levels, cut, x):
        order = [*GRADES, Grade.OVER_LIMIT]
        lax, strict = (grade([Fraction(each - less) for each in levels], Fraction(x)) for less in (0, cut))
        assert order.index(strict) >= order.index(lax)


class TestDisagreement:
    """One answer a line, the legal ones first."""

    EXPECTED: ClassVar = {
        (True, True, Grade.ONE): None,
        (True, True, Grade.TWO): Disagreement.AT_BENCHMARK_NOT_GRADE_1,
        (True, True, Grade.THREE): Disagreement.AT_BENCHMARK_NOT_GRADE_1,
        (True, True, Grade.OVER_LIMIT): Disagreement.MEETS_BASELINE_OVER_LIMIT,
        (False, True, Grade.ONE): Disagreement.GRADE_1_NOT_AT_BENCHMARK,
        (False, True, Grade.TWO): None,
        (False, True, Grade.THREE): None,
        (False, True, Grade.OVER_LIMIT): Disagreement.MEETS_BASELINE_OVER_LIMIT,
        (False, False, Grade.ONE): Disagreement.BELOW_BASELINE_WITHIN_LIMIT,
        (False, False, Grade.TWO): Disagreement.BELOW_BASELINE_WITHIN_LIMIT,
        (False, False, Grade.THREE): Disagreement.BELOW_BASELINE_WITHIN_LIMIT,
        (False, False, Grade.OVER_LIMIT): None,
        (True, None, Grade.TWO): Disagreement.AT_BENCHMARK_NOT_GRADE_1,
        (None, True, Grade.OVER_LIMIT): Disagreement.MEETS_BASELINE_OVER_LIMIT,
        (None, False, Grade.THREE): Disagreement.BELOW_BASELINE_WITHIN_LIMIT,
        (False, None, Grade.ONE): Disagreement.GRADE_1_NOT_AT_BENCHMARK,
        **dict.fromkeys(every([None], [None], Grade)),
    }  # fmt: skip

    @pytest.mark.parametrize(("asked", "expected"), EXPECTED.items(), ids=str)
    def test_what_policy_says_beside_the_grade(self, asked, expected):
        meets_benchmark, meets_baseline, reached = asked
        assert disagreement(reached, meets_benchmark=meets_benchmark, meets_baseline=meets_baseline) is expected

    def test_line_that_does_not_exist_yet_has_none(self):
        verdict = judge(found(limit()), Fraction(118), is_existing=False, meets_benchmark=False, meets_baseline=True)
        assert (verdict.grade, verdict.required, verdict.meets_required, verdict.disagreement) == (
            "over_limit",
            2,
            False,
            None,
        )

    def test_level_2_that_the_standard_lacks_asks_nothing_of_a_new_line(self):
        verdict = judge(found(limit(levels=(61, None, 86))), Fraction(99), is_existing=False)
        assert (verdict.required, verdict.meets_required) == (2, None)


class TestApplicable:
    WOOD, OTHER = (Requirement(condition="pulp", equals=word) for word in ("wood", "non-wood"))

    def test_no_limit_is_not_held(self):
        assert found(limit(benchmark="another")).status is LimitStatus.NOT_HELD
        assert found().status is LimitStatus.NOT_HELD

    def test_limit_of_another_indicator_is_no_candidate(self):
        other = limit(is_of_policy_indicator=False)
        assert found(other).status is LimitStatus.NOT_HELD
        assert Limits(rows=(other,)).also_limited("p") == [other]
        assert Limits(rows=(other,)).by_id == {"gb1-2025.a": other}

    def test_before_it_is_in_force(self):
        early = found(limit(), as_of=date(2025, 12, 31))
        assert (early.status, early.effective, early.levels) == (LimitStatus.NOT_IN_FORCE, DAY, ())
        assert found(limit()).status is LimitStatus.GRADED

    def test_what_was_stated_chooses(self):
        wood, other = limit("gb1-2025.wood", (1, 2, 3), self.WOOD), limit("gb1-2025.other", (4, 5, 6), self.OTHER)
        missing = found(wood, other)
        assert (missing.status, missing.needs) == (LimitStatus.CONDITION_MISSING, ("pulp",))
        assert missing.candidates == ("gb1-2025.wood", "gb1-2025.other")
        assert found(wood, other, pulp="non-wood").levels == (4, 5, 6)
        assert found(wood, pulp="non-wood").status is LimitStatus.NOT_HELD

    def test_row_of_one_condition_is_not_taken_without_it(self):
        """A limit for Cr/Fe >= 2.2 says nothing of an alloy of which the ratio is not known."""
        assert found(limit("gb1-2025.a", (1, 2, 3), self.WOOD)).status is LimitStatus.CONDITION_MISSING

    def test_what_the_standard_leaves_out(self):
        special = limit(excludes=Requirement(condition="special_purpose", equals=True))
        assert found(special, special_purpose=True).status is LimitStatus.NOT_APPLICABLE
        assert found(special, special_purpose=False).status is LimitStatus.GRADED
        assert found(special).status is LimitStatus.GRADED

    def test_level_that_is_not_held_grades_nothing(self):
        gap = limit(levels=(100, 107, NotHeld(reason=TEXT)))
        assert gap.values is None
        assert (found(gap).status, found(gap).limit) == (LimitStatus.NOT_HELD, gap)

    def test_correction_moves_the_limit_and_the_grade_before_it_is_kept(self):
        """Age of a coke oven moves levels 1 and 3, so that level 1 may come to be laxer than level 2."""
        moved = found(limit(levels=(110, 110, 135), corrections=(added("2.5", (1, 3)),)), quenching="wet")
        assert (moved.levels, moved.base_levels) == ((Fraction("112.5"), 110, Fraction("137.5")), (110, 110, 135))
        verdict = judge(moved, Fraction(112))
        assert (verdict.grade, verdict.grade_uncorrected, verdict.meets_required) == ("1", "3", True)

    def test_grade_before_correction_is_none_where_nothing_was_applied(self):
        still = found(limit(corrections=(added(5), UnheldCorrection(id="u", reason=TEXT))))
        assert judge(still, Fraction(100)).grade_uncorrected is None
        assert (still.is_moved, still.is_uncorrected) == (False, True)
        assert [(offer.id, offer.needs) for offer in still.corrections] == [("added", ("quenching",)), ("u", ())]


class TestLevel:
    @pytest.mark.parametrize(("evidence", "sources"), [(Evidence.CORROBORATED, ()), (Evidence.QUOTED, ("one",))])
    def test_needs_its_sources(self, evidence, sources):
        with pytest.raises(ValueError, match="a level needs a source"):
            level(1, evidence, sources)

    def test_quoted_level_has_two(self):
        assert level(1, Evidence.QUOTED, ("one", "two")).value == 1
