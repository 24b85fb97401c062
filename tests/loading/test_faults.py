"""Every fault is listed at once, once, in an order that stays."""

import pytest

from service.loading import load_catalogue
from service.loading.data_faults import DataFaultsError, FileFault
from tests.loading.folders import copy_good, edit, faults_of, put

STEEL = "ndrc-2021/sectors/steel.yaml"


def test_fault_reads_as_file_path_and_what_is_wrong():
    """The line that house rules give as the example."""
    fault = FileFault("benchmarks/ndrc-2021/sectors/cement-clinker.yaml", "products[0].baseline.sources", "missing")
    assert str(fault) == "benchmarks/ndrc-2021/sectors/cement-clinker.yaml: products[0].baseline.sources: missing"
    assert str(FileFault("benchmarks/units.yaml", "", "missing")) == "benchmarks/units.yaml: missing"


def test_faults_are_listed_once_in_the_order_of_files_and_rows():
    """The tenth row comes after the second, whichever fault was found first."""
    second, tenth = (FileFault("a.yaml", f"products[{place}].id", "missing") for place in (2, 10))
    other = FileFault("b.yaml", "", "empty")
    error = DataFaultsError([other, tenth, second, tenth])
    assert error.faults == [second, tenth, other]
    assert str(error) == (
        "3 fault(s) in the data:\na.yaml: products[2].id: missing\na.yaml: products[10].id: missing\nb.yaml: empty"
    )


def test_faults_of_one_file_do_not_hide_one_another(tmp_path):
    """The head, the shape of one row and the rules for another are checked in one run."""
    folder = copy_good(tmp_path)
    edit(folder, STEEL, "id: steel\nname: {zh: 炼钢, en: Steel making}", "id: steel\nname: {zh: 炼钢}")
    edit(folder, STEEL, "value: -30", "value: -3")
    edit(folder, STEEL, "unit: 千克标准煤／吨", "unit: 千克标准煤／包")
    edit(folder, STEEL, "aliases: [转炉炼钢]", "aliases: [转炉炼钢, 熟料]")
    edit(folder, STEEL, "    name_en: Steel making, electric arc furnace 30 to 50 t\n", "")
    edit(folder, STEEL, "id: steel.eaf-30-to-50", "id: steel..eaf")
    assert faults_of(folder) == [
        "benchmarks/ndrc-2021/sectors/cement-clinker.yaml: products[0].aliases[0]: '熟料' also names steel.converter",
        f"benchmarks/{STEEL}: name.en: missing",
        f"benchmarks/{STEEL}: products[0].aliases[1]: '熟料' also names cement-clinker",
        f"benchmarks/{STEEL}: products[0].benchmark.value: -3 is worse than the baseline level -10",
        f"benchmarks/{STEEL}: products[0].unit: unknown unit '千克标准煤／包'",
        f"benchmarks/{STEEL}: products[1].id: 'steel..eaf' is not an id such as coal-methanol.lignite",
        f"benchmarks/{STEEL}: products[1].name_en: missing",
    ]


def test_rows_are_checked_even_if_neither_edition_nor_units_can_be_read(tmp_path):
    """Only what needs the file that is faulty waits for it, and nothing is blamed on the others."""
    folder = put(copy_good(tmp_path), {"units.yaml": "", "ndrc-2021/edition.yaml": ""})
    edit(folder, STEEL, "value: -30", "value: -3")
    edit(folder, STEEL, "unit: 千克标准煤／吨", "unit: no such unit")
    assert faults_of(folder) == [
        "benchmarks/ndrc-2021/edition.yaml: empty",
        f"benchmarks/{STEEL}: products[0].benchmark.value: -3 is worse than the baseline level -10",
        "benchmarks/units.yaml: empty",
    ]


@pytest.mark.parametrize("file", ["units.yaml", "ndrc-2021/edition.yaml", STEEL])
def test_missing_file_is_one_fault(tmp_path, file):
    """What else would follow from it is not listed."""
    folder = copy_good(tmp_path)
    (folder / file).unlink()
    assert faults_of(folder) == [f"benchmarks/{file}: missing"]


def test_folder_without_goals_has_no_default_goal(tmp_path):
    """A list that names no goal would be held against none."""
    folder = copy_good(tmp_path)
    (folder / "goals/zhejiang-2025.yaml").unlink()
    assert faults_of(folder) == ["benchmarks/goals: no goal is the default"]


def test_folder_without_an_edition_is_refused(tmp_path):
    """A catalogue without levels grades nothing; the goal's edition is missing with it."""
    folder = copy_good(tmp_path)
    for file in folder.glob("ndrc-2021/**/*.yaml"):
        file.unlink()
    assert faults_of(folder) == [
        "benchmarks: no edition",
        "benchmarks/goals/zhejiang-2025.yaml: goals[0].edition: no edition 'ndrc-2021'",
    ]


def test_folder_that_is_not_there_is_named_in_full(tmp_path):
    """After a typing error in `BENCHMARKS_DIR`, the message says where the service looked."""
    assert faults_of(tmp_path / "data") == [
        "data: cannot be read: No such file or directory",
        f"data: no data in {tmp_path / 'data'}",
    ]


def test_empty_folder_is_refused(tmp_path, monkeypatch):
    """As is one that is named relative to where the service was started."""
    monkeypatch.chdir(tmp_path)
    assert faults_of(tmp_path.relative_to(tmp_path)) == [f"{tmp_path.name}: no data in {tmp_path}"]


def test_faults_are_the_same_at_every_load(tmp_path):
    """The list does not depend on the order in which a disk gives out its files."""
    folder = put(copy_good(tmp_path), {"units.yaml": "energy: []\nb: 1\na: 1\n", "z.csv": "", "a.csv": ""})
    lists = []
    for _ in range(3):
        with pytest.raises(DataFaultsError) as refusal:
            load_catalogue(folder)
        lists.append(str(refusal.value))
    assert len(set(lists)) == 1
