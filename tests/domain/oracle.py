"""A second implementation of the rules, in fractions only, over the text of a folder of data; it uses no code of the service.

Where the service converts a level once, this converts every measured value into MJ; where the service keeps decimals,
this keeps fractions. So no single mistake can be in both.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CATALOGUE = Path(__file__).parents[1] / "catalogue"
EDITIONS = ("ndrc-2021", "ndrc-2023")
"""The editions of the catalogue of the tests."""

STANDINGS = ("at_benchmark", "between", "below_baseline", "above_benchmark", "within_baseline")
PARTS = (*STANDINGS, "ungraded")
UNDECIDED = {
    "at_benchmark": ("within_baseline", "ungraded"),
    "below_baseline": ("above_benchmark", "ungraded"),
}
"""What may or may not belong to a part whose share is asked for."""
PLACES = 12

MJ = {
    "kgce": Fraction("29.307"),
    "tce": Fraction(29307),
    "kgoe": Fraction("41.868"),
    "toe": Fraction(41868),
    "kJ": Fraction("0.001"),
    "MJ": Fraction(1),
    "GJ": Fraction(1000),
    "kWh": Fraction("3.6"),
    "MWh": Fraction(3600),
}
"""1 kgce = 29.307 MJ (GB/T 2589), 1 kgoe = 41.868 MJ, 1 kWh = 3.6 MJ, 1 tce = 1,000 kgce."""

COAL_AND_OIL = {"kgce", "tce", "kgoe", "toe"}
ELECTRICITY = {"kWh", "MWh"}

MASS = {
    "t": Fraction(1),
    "kg": Fraction("0.001"),
    "kt": Fraction(1000),
    "Mt": Fraction(10**6),
    "万t": Fraction(10**4),
    "weight_box": Fraction("0.05"),
    "万weight_box": Fraction(500),
}
AREA = {"m2": Fraction(1), "万m2": Fraction(10**4)}
ENERGY_FACTOR = {"(t·EF)": Fraction(1)}
DIMENSIONS = {"mass": MASS, "area": AREA, "mass_energy_factor": ENERGY_FACTOR}
BASE = {"mass": "t", "area": "m2"}

KGCE_PER_KWH = Fraction("0.1229")


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row as its file writes it; levels and units that are not held are None."""

    edition: str
    id: str
    unit: str | None
    capacity_unit: str | None
    benchmark: Fraction | None
    baseline: Fraction | None

    @property
    def sector(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]

    @property
    def is_held(self) -> bool:
        """Whether both levels are."""
        return self.benchmark is not None and self.baseline is not None

    @property
    def levels(self) -> list[str]:
        """The names of the levels that are held."""
        return [name for name in ("benchmark", "baseline") if getattr(self, name) is not None]


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A line as the rules count it: which part it falls in and what it weighs."""

    row: Row
    part: str
    capacity: Fraction
    """In the row's own unit, per year."""
    base_capacity: Fraction
    """In the base unit of its dimension."""
    dimension: str
    group: str | None = None


def _text(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - it builds text only


def _held(value: Any) -> Any:
    return None if isinstance(value, dict) and "not_held" in value else value


def _level(value: Any) -> Fraction | None:
    held = _held(value)
    return None if held is None else Fraction(held["value"])


@cache
def rows(folder: Path = CATALOGUE) -> tuple[Row, ...]:
    """Every row of every edition of a folder of data, in the order of the documents."""
    return tuple(
        Row(
            edition=edition.parent.name,
            id=product["id"],
            unit=_held(product["unit"]),
            capacity_unit=_held(product["capacity_unit"]),
            benchmark=_level(product["benchmark"]),
            baseline=_level(product["baseline"]),
        )
        for edition in sorted(folder.glob("*/edition.yaml"))
        for sector in _text(edition)["sectors"]
        for product in _text(edition.parent / "sectors" / f"{sector}.yaml")["products"]
    )


def held_rows(folder: Path = CATALOGUE) -> tuple[Row, ...]:
    """Every row with both levels."""
    return tuple(row for row in rows(folder) if row.is_held)


def gradable_rows(folder: Path = CATALOGUE) -> tuple[Row, ...]:
    """Every row by which a line can be graded."""
    return tuple(row for row in rows(folder) if row.levels)


@cache
def stated_windows(folder: Path = CATALOGUE) -> dict[str, tuple[Fraction, Fraction]]:
    """The plausible windows that the rules of caution state, in MJ per base unit."""
    return {
        product: tuple(Fraction(rule["window"][end]) * size_of(rule["window"]["unit"]) for end in ("from", "to"))
        for rule in _text(folder / "cautions.yaml")["plausible"]
        for product in rule["products"]
    }


def window(row: Row) -> tuple[Fraction, Fraction] | None:
    """From a fifth of the benchmark level to five times the baseline level, in MJ; of one level, both ends."""
    if row.id in stated_windows():
        return stated_windows()[row.id]
    levels = [getattr(row, name) for name in row.levels]
    if not levels or any(level <= 0 for level in levels):
        return None
    assert row.unit is not None
    return levels[0] / 5 * size_of(row.unit), levels[-1] * 5 * size_of(row.unit)


def is_plausible(row: Row, intensity: Fraction, unit: str) -> bool:
    """Whether an intensity decides anything without being confirmed; both ends of the window are plausible."""
    ends = window(row)
    return ends is None or ends[0] <= intensity * size_of(unit) <= ends[1]


def row_of(row_id: str, edition: str = "ndrc-2021") -> Row:
    """One row."""
    return next(row for row in rows() if (row.edition, row.id) == (edition, row_id))


def dimension_of(amount: str) -> str:
    """What is counted in that unit."""
    return next(name for name, sizes in DIMENSIONS.items() if amount in sizes)


def size_of(unit: str) -> Fraction:
    """Of an intensity unit in MJ per base unit; of a capacity unit in base units per period."""
    above, _, below = unit.partition("/")
    if below in {"a", "d"}:
        return DIMENSIONS[dimension_of(above)][above]
    return MJ[above] / DIMENSIONS[dimension_of(below)][below]


def accepted_units(row: Row) -> Iterator[str]:
    """Every intensity unit in which a measured value of the row may be sent."""
    assert row.unit is not None
    above, _, below = row.unit.partition("/")
    refused = ELECTRICITY if above in COAL_AND_OIL else COAL_AND_OIL
    for energy in MJ:
        for amount in DIMENSIONS[dimension_of(below)]:
            if energy not in refused:
                yield f"{energy}/{amount}"


def accepted_capacity_units(row: Row) -> Iterator[str]:
    """Every capacity unit in which a line of the row may be sent."""
    assert row.capacity_unit is not None
    for amount in DIMENSIONS[dimension_of(row.capacity_unit.partition("/")[0])]:
        yield f"{amount}/a"
        yield f"{amount}/d"


def standing(row: Row, intensity: Fraction, unit: str | None = None) -> str:
    """Equality meets a level; no rounding before a decision."""
    assert row.unit is not None
    measured = intensity * size_of(unit or row.unit)
    if row.benchmark is not None and measured <= row.benchmark * size_of(row.unit):
        return "at_benchmark"
    if row.baseline is None:
        return "above_benchmark"
    if measured > row.baseline * size_of(row.unit):
        return "below_baseline"
    return "within_baseline" if row.benchmark is None else "between"


def threshold(row: Row, level: str, unit: str) -> Fraction:
    """A level in another unit, exactly."""
    assert row.unit is not None
    return Fraction(getattr(row, level)) * size_of(row.unit) / size_of(unit)


def gap(row: Row, intensity: Fraction, unit: str) -> Fraction:
    """Intensity minus benchmark level, in the submitted unit."""
    return intensity - threshold(row, "benchmark", unit)


def tce_per_unit(row: Row) -> Fraction | None:
    """The tce/a of one unit of capacity per unit of the indicator; none for an indicator per energy factor."""
    if row.unit is None or row.capacity_unit is None:
        return None
    above, _, below = row.unit.partition("/")
    if dimension_of(below) == "mass_energy_factor":
        return None
    kgce = MJ[above] / MJ["kWh"] * KGCE_PER_KWH if above in ELECTRICITY else MJ[above] / MJ["kgce"]
    return kgce / 1000 * size_of(row.capacity_unit) / DIMENSIONS[dimension_of(below)][below]


def excess_energy(row: Row, intensity: Fraction, unit: str, capacity: Fraction) -> Fraction | None:
    """(intensity - benchmark) x capacity, not below 0, in tce/a; ``capacity`` in the row's own unit per year."""
    assert row.unit is not None
    tce = tce_per_unit(row)
    if tce is None:
        return None
    return max(Fraction(0), gap(row, intensity, unit) * size_of(unit) / size_of(row.unit) * tce * capacity)


def energy_weight(counted: Counted) -> Fraction | None:
    """Capacity x benchmark level in tce/a; none for a level at or below zero, or not held, or per energy factor."""
    tce, benchmark = tce_per_unit(counted.row), counted.row.benchmark
    if tce is None or benchmark is None or benchmark <= 0:
        return None
    return counted.capacity * benchmark * tce


def totals(lines: Iterable[tuple[str, Fraction]]) -> dict[str, Fraction]:
    """Weights by part."""
    sums = dict.fromkeys(PARTS, Fraction(0))
    for part, weight in lines:
        sums[part] += weight
    return sums


def share(sums: dict[str, Fraction], part: str) -> dict[str, Fraction | None]:
    """The share three ways."""
    total, undecided = sum(sums.values()), sum(sums[other] for other in UNDECIDED[part])
    if not total:
        return dict.fromkeys(("low", "high", "of_graded"))
    return {
        "low": sums[part] / total,
        "high": (sums[part] + undecided) / total,
        "of_graded": sums[part] / (total - undecided) if total != undecided else None,
    }


def mean_share(
    lines: Iterable[Counted], part: str, industries: Iterable[Iterable[str]] | None = None
) -> dict[str, Fraction | None]:
    """The plain mean of the shares by capacity of the sectors, or of the industries that have a line."""
    lines = list(lines)
    split = [
        [each for each in lines if each.row.sector in industry]
        for industry in industries or [[sector] for sector in {each.row.sector for each in lines}]
    ]
    shares = [share(totals((each.part, each.base_capacity) for each in some), part) for some in split if some]
    return {
        reading: None
        if any(each[reading] is None for each in shares)
        else sum(each[reading] for each in shares) / len(shares)
        for reading in ("low", "high", "of_graded")
    }


def status(low: Fraction, high: Fraction, target: Fraction, *, must_exceed: bool = False) -> str:
    """Met if even the low share reaches the target, not met if even the high one does not."""

    def reaches(value: Fraction) -> bool:
        return value > target if must_exceed else value >= target

    if reaches(low):
        return "met"
    return "undetermined" if reaches(high) else "not_met"


def clearance_status(low: Fraction, high: Fraction, target: Fraction) -> str:
    """The opposite direction: met if all that may be below the baseline is within the target."""
    if high <= target:
        return "met"
    return "not_met" if low > target else "undetermined"


def rounded(value: Fraction) -> Decimal:
    """6 places, half to even, by whole numbers only."""
    return Decimal(f"{round(value * 10**6)}E-6")


def down(value: Fraction) -> Fraction:
    """The nearest number of 12 places that is not above the value."""
    return Fraction(value * 10**PLACES // 1, 10**PLACES)


def written(value: Fraction) -> Decimal:
    """A fraction that has at most 12 places, as the number that a caller can send."""
    scaled = value * 10**PLACES
    assert scaled.denominator == 1
    return Decimal(f"{scaled.numerator}E-{PLACES}")
