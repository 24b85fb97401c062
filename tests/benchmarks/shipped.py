"""The shipped limits and factors, read by the service's own loader, and the tables that they were transcribed in."""

import csv
from functools import cache
from pathlib import Path

from service.domain.benchmark import Edition
from service.domain.factor import Carriers
from service.domain.limit import Limits
from service.domain.quantity import Units
from service.loading.editions import KnownIds, read_editions
from service.loading.factors import read_factors
from service.loading.limits import read_limits
from service.loading.reader import Reader
from service.loading.units import read_units

HERE = Path(__file__).parent
BENCHMARKS = HERE.parents[1] / "benchmarks"
EDITIONS = ["ndrc-2021", "ndrc-2023"]

Row = dict[str, str]


def table(name: str) -> list[Row]:
    """Rows of one table of the transcription, every cell as text."""
    with (HERE / "transcription" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@cache
def _shipped() -> tuple[Units, dict[str, Edition], Limits, Carriers]:
    reader = Reader(BENCHMARKS)
    units = read_units(reader)
    editions = read_editions(reader, KnownIds(reader=reader, editions=EDITIONS), units)
    limits = read_limits(reader, editions, units)
    carriers = read_factors(reader, units)
    assert reader.faults == []
    assert units is not None
    assert carriers is not None
    return units, editions, limits, carriers


def units() -> Units:
    """Every unit."""
    return _shipped()[0]


def editions() -> dict[str, Edition]:
    """Every edition by its id."""
    return _shipped()[1]


def limits() -> Limits:
    """Every limit."""
    return _shipped()[2]


def carriers() -> Carriers:
    """Every carrier."""
    return _shipped()[3]
