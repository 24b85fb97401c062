"""Load a ``benchmarks`` folder as a catalogue, or reject it with every fault found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.domain.catalogue import Catalogue
from service.loading.cautions import read_cautions
from service.loading.data_faults import DataFaultsError
from service.loading.deadlines import read_deadlines
from service.loading.editions import KnownIds, edition_ids, read_editions
from service.loading.factors import read_factors
from service.loading.goals import read_goals
from service.loading.limits import read_limits
from service.loading.reader import Reader
from service.loading.units import read_units

if TYPE_CHECKING:
    from pathlib import Path


def load_catalogue(folder: Path) -> Catalogue:
    """The catalogue in the folder. Raises `DataFaultsError` with every fault of every file."""
    reader = Reader(folder)
    if not reader.names:
        reader.add_fault("", "", f"no data in {reader.folder}")
        raise DataFaultsError(reader.faults)
    units = read_units(reader)
    known = KnownIds(reader=reader, editions=edition_ids(reader))
    editions = read_editions(reader, known, units)
    limits = read_limits(reader, editions, units)
    carriers = read_factors(reader, units)
    goals, default_goal = read_goals(reader, known)
    deadlines = read_deadlines(reader, known)
    cautions = read_cautions(reader, known, units)
    reader.check_unused_files()
    if reader.faults or units is None or carriers is None or default_goal is None:
        raise DataFaultsError(reader.faults)
    return Catalogue(
        editions=editions,
        goals=goals,
        units=units,
        limits=limits,
        carriers=carriers,
        default_goal=default_goal,
        fingerprint=reader.fingerprint(),
        deadlines=deadlines,
        cautions=cautions,
    )
