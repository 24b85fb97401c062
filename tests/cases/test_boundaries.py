"""Every row held, in both editions, at its two levels and a billionth above them.

What is expected comes from the text of `benchmarks/`, read here as fractions, and not from the service's loader.
"""

from fractions import Fraction

import pytest

from tests.builders import catalogue, judge, line, standing_of, verdict_on
from tests.domain.oracle import EDITIONS, Row, gradable_rows, held_rows, rows, size_of, standing, window, written

A_BILLIONTH = Fraction(1, 10**9)

ROWS = held_rows()
PARTIAL = [row for row in gradable_rows() if not row.is_held]
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


@EACH_ROW
@EACH_BOUNDARY
def test_line_at_a_level_stands_as_the_text_of_the_table_says(
    row: Row, level: str, above: Fraction, expected: str
) -> None:
    """Equality meets a level ("优于或等于标杆水平"). No rounding before a decision."""
    intensity = getattr(row, level) + above
    assert standing(row, intensity) == expected
    assert standing_of(verdict_on(row.id, written(intensity), edition=row.edition)) == expected


@pytest.mark.parametrize("row", PARTIAL, ids=lambda row: f"{row.edition}:{row.id}")
@pytest.mark.parametrize("above", [-A_BILLIONTH, 0, A_BILLIONTH])
def test_one_held_level_decides_what_it_can(row: Row, above: Fraction) -> None:
    """Only the benchmark held: at_benchmark or above_benchmark; only the baseline: within_baseline or below_baseline."""
    (level,) = row.levels
    meets, misses = {
        "benchmark": ("at_benchmark", "above_benchmark"),
        "baseline": ("within_baseline", "below_baseline"),
    }[level]
    intensity = getattr(row, level) + above
    expected = misses if above > 0 else meets
    assert standing(row, intensity) == expected
    verdict = verdict_on(row.id, written(intensity), edition=row.edition)
    assert standing_of(verdict) == expected
    assert verdict.level_not_held == {"benchmark": "baseline", "baseline": "benchmark"}[level]


@pytest.mark.parametrize("row", gradable_rows(), ids=lambda row: f"{row.edition}:{row.id}")
def test_window_ends_where_the_rule_says_and_holds_both_ends(row: Row) -> None:
    """An intensity < benchmark / 5 or > baseline x 5 is ungraded, `implausible_intensity`, unless it is confirmed."""
    ends = window(row)
    if ends is None:
        assert min(getattr(row, level) for level in row.levels) <= 0
        return
    for end, step in ((ends[0], -A_BILLIONTH), (ends[1], A_BILLIONTH)):
        inside = end / size_of(row.unit)
        for intensity, is_plausible in ((inside, True), (inside + step, False)):
            verdict = verdict_on(row.id, written(intensity), edition=row.edition)
            assert standing_of(verdict) == (standing(row, intensity) if is_plausible else "implausible_intensity")
            confirmed = line(row.id, written(intensity), intensity_confirmed=True)
            (verdict,) = judge([confirmed], row.edition).verdicts
            assert standing_of(verdict) == standing(row, intensity)


@EACH_ROW
def test_default_unit_is_the_unit_of_the_row(row: Row) -> None:
    """`capacity_unit` and `intensity_unit` default to the row's."""
    verdict = verdict_on(row.id, written(row.benchmark), edition=row.edition)
    assert (verdict.unit, verdict.capacity_unit) == (row.unit, row.capacity_unit)


@pytest.mark.parametrize("row", [row for row in rows() if not row.levels], ids=lambda row: f"{row.edition}:{row.id}")
def test_line_of_a_row_that_is_not_held_is_not_judged_and_says_which_edition_could(row: Row) -> None:
    """Otherwise the line is `ungraded` with `benchmark_not_held` (says which other edition holds it)."""
    verdict = verdict_on(row.id, 1, edition=row.edition, capacity_unit=row.capacity_unit or "t/a")
    others = tuple(other.edition for other in gradable_rows() if other.id == row.id and other.edition != row.edition)
    assert standing_of(verdict) == "benchmark_not_held"
    assert verdict.editions == others


@pytest.mark.parametrize("edition", EDITIONS)
def test_rows_held_and_rows_known_add_up_to_the_table(edition: str) -> None:
    """Official publications held: rows held and rows known but not held."""
    held = [row for row in held_rows() if row.edition == edition]
    known = [row for row in rows() if row.edition == edition]
    facts = catalogue().edition(edition)
    assert (facts.rows_held, facts.rows_not_held) == (len(held), len(known) - len(held))
