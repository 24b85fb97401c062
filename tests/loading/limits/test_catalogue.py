"""The catalogue holds the limits and the factors of its folder, and its fingerprint answers for them."""

from service.loading import load_catalogue
from tests.loading.folders import copy_good, faults_of, put
from tests.loading.limits.test_broken_limits import STANDARD, folder


def test_catalogue_holds_limits_and_carriers(tmp_path):
    catalogue = load_catalogue(folder(tmp_path))
    assert list(catalogue.editions) == ["ndrc-2021"]
    assert len(catalogue.limits.rows) == 4
    assert [carrier.id for carrier in catalogue.carriers.carriers] == ["electricity", "natural-gas"]


def test_catalogue_without_them_is_sound(tmp_path):
    catalogue = load_catalogue(copy_good(tmp_path))
    assert (catalogue.limits.rows, catalogue.carriers.carriers) == ((), ())


def test_fingerprint_covers_them_and_that_of_an_edition_does_not(tmp_path):
    """A corrected limit is another catalogue; no level of an edition changed with it."""
    path = folder(tmp_path)
    catalogues = [load_catalogue(path)]
    for name in (STANDARD, "factors.yaml"):
        put(path, {name: (path / name).read_bytes() + b"#\n"})
        catalogues.append(load_catalogue(path))
    assert len({each.fingerprint for each in catalogues}) == 3
    assert len({each.edition("ndrc-2021").fingerprint for each in catalogues}) == 1


def test_their_faults_are_listed_with_all_others(tmp_path):
    files = {"units.yaml": "", "factors.yaml": "", STANDARD: "", "gb/notes.txt": ""}
    assert faults_of(put(folder(tmp_path), files)) == [
        "benchmarks/factors.yaml: empty",
        f"benchmarks/{STANDARD}: empty",
        "benchmarks/gb/notes.txt: not a .yaml file",
        "benchmarks/units.yaml: empty",
    ]
