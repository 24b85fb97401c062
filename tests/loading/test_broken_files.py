"""A museum of broken data files: in `broken/`, one defect per file, and the lines that reject it.

The head of each exhibit says which file of `good/` it replaces (`place`), and every line of the loader's answer (`fault`).
If a defect concerns several files, `beside` names each of the others. To add an exhibit,
copy a file of `good/`, break it, and write its head.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.loading.folders import HERE, copy_good, faults_of, put

BROKEN = HERE / "broken"


@dataclass(frozen=True)
class Exhibit:
    """A broken file."""

    name: str
    place: str
    beside: list[str]
    faults: list[str]
    content: bytes

    @classmethod
    def read(cls, path: Path) -> "Exhibit":
        """An exhibit by its head; what follows may be anything, text or not."""
        content = path.read_bytes()
        head: dict[str, list[str]] = {"place": [], "beside": [], "fault": []}
        for line in content.split(b"\n"):
            key, colon, value = line.removeprefix(b"# ").partition(b": ")
            if not (line.startswith(b"# ") and colon and key.decode() in head):
                break
            head[key.decode()].append(value.decode())
        (place,) = head["place"]
        return cls(
            name=path.relative_to(BROKEN).with_suffix("").as_posix(),
            place=place,
            beside=head["beside"],
            faults=head["fault"],
            content=content,
        )

    def can_join(self, other: "Exhibit") -> bool:
        """Whether the two are in different files, and neither is about the file of the other."""
        return self.place not in {other.place, *other.beside} and other.place not in self.beside


EXHIBITS = [Exhibit.read(path) for path in sorted(BROKEN.rglob("*.yaml"))]
EACH_EXHIBIT = pytest.mark.parametrize("exhibit", EXHIBITS, ids=[exhibit.name for exhibit in EXHIBITS])


def test_catalogue_that_the_exhibits_are_put_into_is_valid(tmp_path):
    """Every exhibit is rejected for its own defect."""
    assert faults_of(copy_good(tmp_path)) == []


@EACH_EXHIBIT
def test_defect_is_rejected_with_its_faults_and_no_other(exhibit, tmp_path):
    """A fault reads as `benchmarks/ndrc-2021/sectors/cement-clinker.yaml: products[0].baseline.sources: missing`."""
    assert exhibit.faults
    assert faults_of(put(copy_good(tmp_path), {exhibit.place: exhibit.content})) == exhibit.faults


@pytest.mark.parametrize("number", range(len(EXHIBITS)), ids=[exhibit.name for exhibit in EXHIBITS])
def test_fault_in_one_file_neither_hides_nor_adds_to_the_faults_of_another(number, tmp_path):
    """Every fault is listed: each exhibit together with another, from the opposite half of the list, about another file."""
    exhibit = EXHIBITS[number]
    half = number + len(EXHIBITS) // 2
    round_trip = [EXHIBITS[(half + step) % len(EXHIBITS)] for step in range(len(EXHIBITS))]
    other = next(each for each in round_trip if each.can_join(exhibit))
    folder = put(copy_good(tmp_path), {each.place: each.content for each in (exhibit, other)})
    assert sorted(faults_of(folder)) == sorted({*exhibit.faults, *other.faults})


def test_exhibits_in_every_file_at_once_are_all_rejected(tmp_path):
    """Every fault of every file is listed at once, and each once."""
    together: list[Exhibit] = []
    for exhibit in EXHIBITS:
        if all(exhibit.can_join(other) for other in together):
            together.append(exhibit)
    folder = put(copy_good(tmp_path), {exhibit.place: exhibit.content for exhibit in together})
    top = {"goals", "ndrc-2021", "ndrc-2023", "units.yaml", "deadlines.yaml", "cautions.yaml"}
    assert top <= {each.place.split("/")[0] for each in together}
    assert sorted(faults_of(folder)) == sorted({fault for exhibit in together for fault in exhibit.faults})
