"""``levels``: from the document in somebody's drawer to the data files, with a table and without programming."""

import csv
import hashlib
import io
import re
import shutil
from pathlib import Path

import pytest

from service.command_line.files import FileError, replace_files
from service.loading import load_catalogue
from tests.builders import CATALOGUE
from tests.running import PROJECT

NUMBER = "发改产业〔2023〕723号"
HASH = hashlib.sha256(b"the file of the document").hexdigest()
DOCUMENT = ("--document", f"{NUMBER} 附件", "--sha256", HASH)


@pytest.fixture
def folder(tmp_path):
    """A private copy of the catalogue of the tests; figures that are made up never enter the shipped data."""
    return Path(shutil.copytree(CATALOGUE, tmp_path / "private"))


def fill_in(path, **rows):
    """Write cells into an exported CSV, by product (with _ for - and __ for .) and Chinese header."""
    header, *lines = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
    names = [name.split()[0] for name in header]
    for line in lines:
        for name, cell in rows.get(line[1].replace("-", "_").replace(".", "__"), {}).items():
            line[names.index(name)] = cell
    text = io.StringIO()
    csv.writer(text).writerows([header, *lines])
    path.write_text(text.getvalue(), encoding="utf-8-sig")


def export(shell, folder, path, edition="ndrc-2023"):
    """An exported table in a file."""
    ended = shell("levels", "export", edition, "-o", path, "--benchmarks", folder)
    assert (ended.status, ended.err) == (0, "")
    return path


def snapshot(folder):
    """Every file of a folder with its bytes."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


CORRECTION = {"cement_clinker": {"标杆水平": "101", "所在页": "3"}}
ADDITION = {"aluminium__electrolytic": {"基准水平": "13350", "所在页": "4"}}


# Export


@pytest.mark.parametrize("name", ["levels.csv", "levels.xlsx"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_export_is_the_file_that_the_service_answers(shell, tmp_path, name, lang):
    from tests.web.client import get  # noqa: PLC0415 - makes an application

    target = tmp_path / name
    assert shell("levels", "export", "ndrc-2021", "-o", target, "--lang", lang).status == 0
    assert target.read_bytes() == get(f"/v1/editions/ndrc-2021/{name}?lang={lang}").body


@pytest.mark.parametrize("name", ["levels.csv", "levels.xlsx"])
def test_exported_table_changes_nothing(shell, folder, tmp_path, name):
    """Round trip export→apply changes nothing."""
    path = export(shell, folder, tmp_path / name)
    before = snapshot(folder)
    checked = shell("levels", "check", path, "--benchmarks", folder)
    assert (checked.status, checked.text.splitlines()[-1]) == (0, "Nothing was written.")
    applied = shell("levels", "apply", path, *DOCUMENT, "--benchmarks", folder)
    assert (applied.status, applied.text.splitlines()[-1]) == (
        0,
        "The data has all of this already; nothing was written.",
    )
    assert snapshot(folder) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["export", "ndrc-2023", "-o", "levels.ods"], "the name levels.ods does not end in .xlsx or .csv"),
        (["export", "ndrc-2022", "-o", "levels.csv"], "ndrc-2022"),
        (["check", "levels.json"], "does not end in .xlsx or .csv"),
        (["check", "none.csv"], "none.csv cannot be read"),
    ],
)
def test_wrong_call_ends_with_three(shell, arguments, said):
    ended = shell("levels", *arguments)
    assert (ended.status, ended.out) == (3, b"")
    assert said in ended.err


def test_table_that_may_be_filled_in_is_not_replaced(shell, folder, tmp_path):
    """An hour of work must not be lost to a repeated command."""
    path = export(shell, folder, tmp_path / "levels.csv")
    fill_in(path, **ADDITION)
    content = path.read_bytes()
    ended = shell("levels", "export", "ndrc-2023", "-o", path, "--benchmarks", folder)
    assert ended.status == 3
    assert "it exists already" in ended.err
    assert path.read_bytes() == content


# Check


def test_check_lists_every_difference_and_writes_nothing(shell, folder, tmp_path):
    path = export(shell, folder, tmp_path / "levels.csv")
    fill_in(path, **CORRECTION, **ADDITION)
    before = snapshot(folder)
    ended = shell("levels", "check", path, "--benchmarks", folder)
    assert ended.status == 0
    assert ended.text.splitlines()[:8] == [
        "Rows of ndrc-2023 that were read in the document: 2",
        "Corrected: the document contradicts the data",
        "  cement-clinker  benchmark level 100 → 101 kgce/t (quoted, ndrc-2021 has 100)",
        "Added",
        "  aluminium.electrolytic  baseline level 13350 kWh/t (ndrc-2021 has 13350)",
        "Confirmed",
        "  cement-clinker  baseline level 117 kgce/t (quoted)",
        "  aluminium.electrolytic  benchmark level 13000 kWh/t (corroborated)",
    ]
    assert ended.text.splitlines()[-1] == "Nothing was written."
    assert snapshot(folder) == before


@pytest.mark.parametrize(
    ("value", "is_far"), [("20025", False), ("20025.1", True), ("6675", False), ("6674.9", True), ("13.35", True)]
)
def test_figure_far_from_another_edition_is_pointed_out(shell, folder, tmp_path, value, is_far):
    """A slip of the pen shows before it is written: the edition before has 13350."""
    path = export(shell, folder, tmp_path / "levels.csv")
    benchmark = min(value, "13000", key=float)
    fill_in(path, aluminium__electrolytic={"标杆水平": benchmark, "基准水平": value, "所在页": "4"})
    ended = shell("levels", "check", path, "--benchmarks", folder)
    assert ended.status == 0
    assert ("Look at these again" in ended.text) == is_far


@pytest.mark.parametrize("command", [["check"], ["apply", *DOCUMENT]])
def test_every_fault_is_listed_and_nothing_is_written(shell, folder, tmp_path, command):
    """All faults at once with row and column."""
    path = export(shell, folder, tmp_path / "levels.csv")
    fill_in(path, cement_clinker={"标杆水平": "1,01"}, aluminium__electrolytic={"基准水平": "1"}, pta={"编号": "tpa"})
    before = snapshot(folder)
    ended = shell("levels", command[0], path, *command[1:], "--benchmarks", folder)
    assert (ended.status, ended.out) == (3, b"")
    assert "has 4 fault(s); nothing was written:" in ended.err
    for said in ('benchmark level: "1,01" is not a number', "worse than the baseline level 1 ", 'no row "tpa"', "page"):
        assert said in ended.err
    assert snapshot(folder) == before
    chinese = shell("levels", command[0], path, *command[1:], "--benchmarks", folder, "--lang", "zh")
    assert "，标杆水平：" in chinese.err


def test_empty_file_is_refused(shell, tmp_path):
    path = tmp_path / "levels.xlsx"
    path.write_bytes(b"")
    assert "it is empty" in shell("levels", "check", path).err


# Apply


def test_apply_writes_what_was_read_and_prints_the_changelog(shell, folder, tmp_path):
    path = export(shell, folder, tmp_path / "levels.csv")
    fill_in(path, **CORRECTION, **ADDITION)
    before = snapshot(folder)
    ended = shell("levels", "apply", path, *DOCUMENT, "--benchmarks", folder)
    assert (ended.status, ended.err) == (0, "")
    rows = load_catalogue(folder).edition("ndrc-2023").products
    clinker, aluminium = rows["cement-clinker"], rows["aluminium.electrolytic"]
    assert [f"{level.value} {level.evidence}" for level in (*clinker.levels, *aluminium.levels)] == [
        "101 official", "117 official", "13000 official", "13350 official",
    ]  # fmt: skip
    assert clinker.benchmark.sources == (f"{NUMBER} 附件, page 3, sha256:{HASH}",)
    assert [path.name for path, content in snapshot(folder).items() if before[path] != content] == sorted(
        ["aluminium.yaml", "cement-clinker.yaml"]
    )
    lines = ended.text.splitlines()
    first = lines.index("For the changelog:") + 2
    assert lines[first] == (
        "- Correction: `cement-clinker` of `ndrc-2023` has the benchmark level 101 kgce/t, not 100 (quoted)."
    )
    assert lines[first + 1] == "- Added in `ndrc-2023`: `aluminium.electrolytic` baseline 13350."
    assert all(len(line) <= 118 for line in lines[first : first + 5])
    assert "No transcription belongs to this folder, so none was written." in lines
    assert "There are no worked cases beside this folder." in lines


def test_apply_can_be_repeated(shell, folder, tmp_path):
    path = export(shell, folder, tmp_path / "levels.csv")
    fill_in(path, **ADDITION)
    for said in ("For the changelog:", "The data has all of this already; nothing was written."):
        ended = shell("levels", "apply", path, *DOCUMENT, "--benchmarks", folder)
        assert ended.status == 0
        assert said in ended.text
    assert shell("levels", "check", export(shell, folder, tmp_path / "new.csv"), "--benchmarks", folder).status == 0


@pytest.mark.parametrize(
    ("document", "sha256", "said"),
    [
        (NUMBER, HASH[:-1], "--sha256: 64 digits"),
        (NUMBER, "g" * 64, "--sha256: 64 digits"),
        ("GB 16780-2021", HASH, f"does not name {NUMBER}, the document of ndrc-2023"),
        ("发改产业〔2021〕1609号", HASH, "does not name"),
        (f"{NUMBER}; 附件", HASH, "without a semicolon"),
        (f"{NUMBER}\n附件", HASH, "in one line"),
        (f"{NUMBER}{'x' * 200}", HASH, "at most 200"),
    ],
)
def test_source_must_name_the_document_and_its_file(shell, folder, document, sha256, said):
    path = export(shell, folder, folder.parent / "levels.csv")
    fill_in(path, **ADDITION)
    before = snapshot(folder)
    ended = shell("levels", "apply", path, "--document", document, "--sha256", sha256, "--benchmarks", folder)
    assert ended.status == 3
    assert said in ended.err
    assert snapshot(folder) == before


def test_hash_of_the_table_itself_is_refused(shell, folder, tmp_path):
    path = export(shell, folder, tmp_path / "levels.csv")
    own = hashlib.sha256(path.read_bytes()).hexdigest()
    ended = shell("levels", "apply", path, "--document", NUMBER, "--sha256", own, "--benchmarks", folder)
    assert ended.status == 3
    assert "not of the document" in ended.err


@pytest.mark.parametrize(
    "written", ["发改产业[2023]723号", "发改产业（2023） 723 号，附件", "NDRC 发改产业〔2023〕723号"]
)
def test_number_of_the_document_may_be_written_with_other_brackets(shell, folder, tmp_path, written):
    path = export(shell, folder, tmp_path / "levels.csv")
    fill_in(path, **ADDITION)
    ended = shell("levels", "apply", path, "--document", written, "--sha256", HASH.upper(), "--benchmarks", folder)
    assert ended.status == 0
    assert load_catalogue(folder).edition("ndrc-2023").products["aluminium.electrolytic"].baseline.sources == (
        f"{written}, page 4, sha256:{HASH}",
    )


# A checkout


@pytest.fixture
def checkout(tmp_path):
    """The shipped data with its transcription and its worked cases."""
    for name in ("benchmarks", "tests/benchmarks/transcription", "tests/cases"):
        shutil.copytree(PROJECT / name, tmp_path / "checkout" / name)
    return tmp_path / "checkout" / "benchmarks"


def test_apply_in_a_checkout_writes_the_transcription_too(shell, checkout, tmp_path):
    path = export(shell, checkout, tmp_path / "levels.csv")
    fill_in(path, urea={"标杆水平": "1", "基准水平": "2", "指标名称": "单位产品综合能耗", "指标单位": "kgce/t",
                        "产能单位": "t/a", "所在页": "5"})  # fmt: skip
    table = checkout.parent / "tests/benchmarks/transcription/benchmark_values.csv"
    before = table.read_text(encoding="utf-8").splitlines()
    ended = shell("levels", "apply", path, *DOCUMENT, "--benchmarks", checkout)
    assert ended.status == 0
    ((old, new),) = (
        (old, new)
        for old, new in zip(before, table.read_text(encoding="utf-8").splitlines(), strict=True)
        if old != new
    )
    assert old.startswith("ndrc-2023,urea,")
    assert new == (
        "ndrc-2023,urea,尿素,,Urea,单位产品综合能耗,kgce/t,t/a,1,official,2,official,"
        f'"{NUMBER} 附件, page 5, sha256:{HASH}",,,'
    )
    assert "No worked case changes its verdict." in ended.text


def test_worked_cases_whose_verdicts_change_are_listed(shell, checkout, tmp_path):
    """Prints the rows that changed a verdict in the worked cases."""
    path = export(shell, checkout, tmp_path / "levels.csv")
    fill_in(path, cement_clinker={"标杆水平": "104", "所在页": "3"})
    ended = shell("levels", "apply", path, *DOCUMENT, "--benchmarks", checkout)
    listed = re.findall(r"^  published\.yaml: (.*)$", ended.text, re.MULTILINE)
    assert listed == [
        "Henan's 2025 target for average clinker energy (cement-clinker 1 104): between the levels → at benchmark level"
    ]


@pytest.mark.parametrize(
    "cases", ["a: *b", "- source", "- {source: x, line: {}, goal: none-such}", "- {source: x, line: 5}"]
)
def test_cases_that_cannot_be_read_stop_the_command_before_it_writes(shell, checkout, tmp_path, cases):
    path = export(shell, checkout, tmp_path / "levels.csv")
    fill_in(path, **CORRECTION)
    (checkout.parent / "tests/cases/broken.yaml").write_text(cases, encoding="utf-8")
    before = snapshot(checkout)
    ended = shell("levels", "apply", path, *DOCUMENT, "--benchmarks", checkout)
    assert ended.status == 3
    assert "broken.yaml: " in ended.err
    assert snapshot(checkout) == before


# All files or none


def test_files_are_all_replaced_or_none(tmp_path):
    """Written whole or not at all."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"old")
    with pytest.raises(FileError, match="two"):
        replace_files({one: b"new", two: b"new"})  # the second file does not exist
    assert snapshot(tmp_path) == {one: b"old"}
    two.write_bytes(b"old")
    replace_files({one: b"new", two: b"new"})
    assert snapshot(tmp_path) == {one: b"new", two: b"new"}


def test_failure_half_way_brings_the_old_files_back(tmp_path, monkeypatch):
    one, two = tmp_path / "one", tmp_path / "two"
    for path in (one, two):
        path.write_bytes(b"old")
    replace = Path.replace

    def fail_at_the_second(self, target):
        if target == two and self.suffix == ".part":
            raise OSError(5, "no luck")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail_at_the_second)
    with pytest.raises(FileError, match="no luck"):
        replace_files({one: b"new", two: b"new"})
    assert snapshot(tmp_path) == {one: b"old", two: b"old"}
