"""A museum of broken limits and factors: in `broken/`, one defect per file, and the lines that it is refused with.

The head of each exhibit says where it stands (`place`) beside the catalogue of `../good/` and the files of `good/` here,
and every line that the loader must answer with (`fault`).
"""

import re
import shutil
from pathlib import Path

import pytest

from service.domain.benchmark import NotHeld
from service.domain.correction import Correction, UnheldCorrection
from service.domain.factor import Carriers, Factor
from service.domain.limit import Limits
from service.loading.editions import KnownIds, read_editions
from service.loading.factors import read_factors
from service.loading.limits import read_limits
from service.loading.reader import Reader
from service.loading.units import read_units
from tests.loading.folders import copy_good, edit, put

HERE = Path(__file__).parent
EXHIBITS = sorted((HERE / "broken").rglob("*.yaml"))
STANDARD = "gb/gb21256-2025.yaml"


def folder(parent: Path) -> Path:
    """The sound catalogue with the sound limits and factors, called `benchmarks`."""
    return Path(shutil.copytree(HERE / "good", copy_good(parent), dirs_exist_ok=True))


def read(path: Path) -> tuple[Reader, Limits, Carriers | None]:
    """What the folder holds, and the reader with its faults."""
    reader = Reader(path)
    units = read_units(reader)
    editions = read_editions(reader, KnownIds(reader=reader, editions=["ndrc-2021"]), units)
    limits = read_limits(reader, editions, units)
    return reader, limits, read_factors(reader, units)


def faults_of(path: Path) -> list[str]:
    """The faults of the folder, each as a line."""
    return sorted(str(fault) for fault in set(read(path)[0].faults))


class TestSound:
    def test_limits_and_factors_are_read(self, tmp_path):
        reader, limits, carriers = read(folder(tmp_path))
        assert reader.faults == []
        assert [limit.id.partition(".")[2] for limit in limits.rows] == [
            "converter",
            "eaf-below-40",
            "eaf-40-up",
            "eaf-electricity",
        ]
        converter, below, up, electricity = limits.rows
        assert str(converter.standard.effective) == "2026-07-01"
        assert [level and str(level.value) for level in below.levels] == ["61", None, "86"]
        assert isinstance(up.levels[2], NotHeld)
        assert [type(each) for each in up.corrections] == [Correction, UnheldCorrection]
        assert [(type(term).__name__, term.is_required) for term in converter.corrections[0].terms] == [
            ("Linear", True), ("Shortfall", False), ("Table", True), ("Steps", True), ("ByWord", True),
        ]  # fmt: skip
        assert limits.also_limited("steel.eaf-30-to-50") == [electricity]
        assert carriers
        assert [isinstance(carrier.factor, Factor) for carrier in carriers.carriers] == [True, False]
        assert carriers.find("电").id == "electricity"

    def test_folder_without_them_has_none(self, tmp_path):
        """A private catalogue of editions alone still loads: every factor is then the caller's."""
        reader, limits, carriers = read(copy_good(tmp_path))
        assert (reader.faults, limits.rows) == ([], ())
        assert carriers
        assert carriers.carriers == ()
        assert carriers.unit("t").symbol == "t"


@pytest.mark.parametrize(
    "exhibit", EXHIBITS, ids=[path.relative_to(HERE / "broken").with_suffix("").as_posix() for path in EXHIBITS]
)
def test_defect_is_refused_with_its_faults_and_no_other(exhibit, tmp_path):
    text = exhibit.read_text(encoding="utf-8")
    (place,) = re.findall(r"(?m)^# place: (.+)$", text)
    faults = re.findall(r"(?m)^# fault: (.+)$", text)
    assert faults
    broken = put(folder(tmp_path), {place: text})
    assert faults_of(broken) == sorted(faults)
    _, limits, carriers = read(broken)
    assert limits.rows == () if place == STANDARD else carriers is None


class TestSeveralFiles:
    def test_id_of_another_file_is_a_fault(self, tmp_path):
        path = folder(tmp_path)
        text = (path / STANDARD).read_text(encoding="utf-8").replace("21256-2025", "21257-2025")
        put(path, {"gb/gb21257-2025.yaml": text})
        faults = faults_of(path)
        assert (
            "benchmarks/gb/gb21257-2025.yaml: corrections[0].id: duplicate 'converter', already in gb/gb21256-2025.yaml"
            in faults
        )
        overlap = "steel.converter may fall under 'gb21256-2025.converter' at the same time"
        assert f"benchmarks/gb/gb21257-2025.yaml: limits[0].applies_to: {overlap}" in faults

    def test_limits_are_judged_though_units_and_editions_cannot_be_read(self, tmp_path):
        """Only what needs the file that is faulty waits for it."""
        path = put(folder(tmp_path), {"units.yaml": "", "ndrc-2021/edition.yaml": ""})
        edit(path, STANDARD, "value: -28", "value: -11")
        edit(path, STANDARD, "unit: kWh/t", "unit: kWh/bag")
        edit(path, "factors.yaml", "value: 0.1229", "value: 0")
        edit(path, "factors.yaml", "unit: kgce/m3", "unit: kgce/ft3")
        assert faults_of(path) == [
            "benchmarks/factors.yaml: carriers[0].factor.value: must be above 0",
            f"benchmarks/{STANDARD}: limits[0].level2.value: -11 is worse than level3, -12",
            "benchmarks/ndrc-2021/edition.yaml: empty",
            "benchmarks/units.yaml: empty",
        ]
        assert read(path)[1:] == (Limits(), None)

    def test_faults_of_the_head_hide_none_of_the_rows(self, tmp_path):
        path = folder(tmp_path)
        edit(path, STANDARD, "number: GB 21256-2025\n", "")
        edit(path, STANDARD, "value: -28", "value: -11")
        edit(path, STANDARD, "operation: factor", "operation: divide")
        assert [fault.partition(": ")[2] for fault in faults_of(path)] == [
            "corrections[1].operation: must be one of add, factor",
            "limits[0].level2.value: -11 is worse than level3, -12",
            "number: missing",
        ]
