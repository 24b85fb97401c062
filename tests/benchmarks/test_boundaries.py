"""Every official row with both levels, at its two levels and a billionth above them.

The expected standings come from the text of `benchmarks/`, read here as fractions, not from the service's loader.
"""

from decimal import Decimal
from fractions import Fraction

import pytest

from service.domain.verdict import Verdict
from tests.builders import BENCHMARKS, judge, line, official_catalogue, standing_of, verdict_on
from tests.domain.oracle import Row, gradable_rows, held_rows, rows, size_of, standing, window, written

A_BILLIONTH = Fraction(1, 10**9)

ROWS = held_rows(BENCHMARKS)
GRADABLE = gradable_rows(BENCHMARKS)
PARTIAL = [row for row in GRADABLE if not row.is_held]
EACH_ROW = pytest.mark.parametrize("row", ROWS, ids=[f"{row.edition}:{row.id}" for row in ROWS])
EACH_BOUNDARY = pytest.mark.parametrize(
    ("level", "above", "expected"),
    [
        ("benchmark", -A_BILLIONTH, "at_benchmark"),
        ("benchmark", 0, "at_benchmark"),
        ("benchmark", A_BILLIONTH, "between"),
        ("baseline", 0, "between"),
        ("baseline", A_BILLIONTH, "below_baseline"),
    ],
    ids=[
        "a-billionth-below-benchmark",
        "at-benchmark",
        "a-billionth-above-benchmark",
        "at-baseline",
        "a-billionth-above-baseline",
    ],
)


def official_verdict(row: Row, intensity: Decimal | int, capacity_unit: str | None = None) -> Verdict:
    """The verdict on a line of one unit of capacity, by the official values of the row's edition."""
    facts = official_catalogue()
    return verdict_on(row.id, intensity, edition=row.edition, facts=facts, capacity_unit=capacity_unit)


@EACH_ROW
@EACH_BOUNDARY
def test_line_at_a_level_has_the_standing_that_the_text_of_the_table_gives(
    row: Row, level: str, above: Fraction, expected: str
) -> None:
    """Equality meets a level ("优于或等于标杆水平"). No rounding before a decision."""
    intensity = getattr(row, level) + above
    assert standing(row, intensity) == expected
    assert standing_of(official_verdict(row, written(intensity))) == expected


@pytest.mark.parametrize("row", PARTIAL, ids=lambda row: f"{row.edition}:{row.id}")
@pytest.mark.parametrize("above", [-A_BILLIONTH, 0, A_BILLIONTH])
def test_one_level_decides_what_it_can(row: Row, above: Fraction) -> None:
    """Only the benchmark held: at_benchmark or above_benchmark; only the baseline: within_baseline or below_baseline."""
    (level,) = row.levels
    meets, misses = {
        "benchmark": ("at_benchmark", "above_benchmark"),
        "baseline": ("within_baseline", "below_baseline"),
    }[level]
    intensity = getattr(row, level) + above
    expected = misses if above > 0 else meets
    assert standing(row, intensity) == expected
    verdict = official_verdict(row, written(intensity))
    assert standing_of(verdict) == expected
    assert verdict.level_not_held == {"benchmark": "baseline", "baseline": "benchmark"}[level]


@pytest.mark.parametrize("row", GRADABLE, ids=lambda row: f"{row.edition}:{row.id}")
def test_window_ends_where_the_rule_says_and_holds_both_ends(row: Row) -> None:
    """An intensity < benchmark / 5 or > baseline x 5 is ungraded, `implausible_intensity`, unless it is confirmed."""
    ends = window(row)
    if ends is None:
        assert min(getattr(row, level) for level in row.levels) <= 0
        return
    for end, step in ((ends[0], -A_BILLIONTH), (ends[1], A_BILLIONTH)):
        inside = end / size_of(row.unit)
        for intensity, is_plausible in ((inside, True), (inside + step, False)):
            verdict = official_verdict(row, written(intensity))
            assert standing_of(verdict) == (standing(row, intensity) if is_plausible else "implausible_intensity")
            confirmed = line(row.id, written(intensity), intensity_confirmed=True)
            (verdict,) = judge([confirmed], row.edition, official_catalogue()).verdicts
            assert standing_of(verdict) == standing(row, intensity)


@EACH_ROW
def test_default_unit_is_the_unit_of_the_row(row: Row) -> None:
    """`capacity_unit` and `intensity_unit` default to the row's."""
    verdict = official_verdict(row, written(row.benchmark))
    assert (verdict.unit, verdict.capacity_unit) == (row.unit, row.capacity_unit)


@pytest.mark.parametrize(
    "row", [row for row in rows(BENCHMARKS) if not row.levels], ids=lambda row: f"{row.edition}:{row.id}"
)
def test_line_of_a_row_without_levels_is_ungraded_and_names_the_editions_that_have_them(row: Row) -> None:
    """Otherwise the line is `ungraded` with `benchmark_not_held` (says which other edition holds it)."""
    verdict = official_verdict(row, 1, row.capacity_unit or "t/a")
    others = tuple(other.edition for other in GRADABLE if other.id == row.id and other.edition != row.edition)
    assert standing_of(verdict) == "benchmark_not_held"
    assert verdict.editions == others


@pytest.mark.parametrize("edition", list(official_catalogue().editions))
def test_rows_with_and_without_levels_add_up_to_the_table(edition: str) -> None:
    """Official publications held: rows held and rows known but not held."""
    held = [row for row in ROWS if row.edition == edition]
    known = [row for row in rows(BENCHMARKS) if row.edition == edition]
    facts = official_catalogue().edition(edition)
    assert (facts.rows_held, facts.rows_not_held) == (len(held), len(known) - len(held))
