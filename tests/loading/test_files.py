"""Which files of a folder are read, and what the fingerprint says about them."""

import os
import shutil
from pathlib import Path

import pytest

from service.loading import load_catalogue, strict_yaml
from service.loading.strict_yaml import StrictYamlError, parse_yaml
from tests.loading.folders import SHIPPED, copy_good, edit, faults_of, put

CLINKER = "ndrc-2021/sectors/cement-clinker.yaml"

BOTH_LOADERS = pytest.mark.parametrize("loader", ["CBaseLoader", "BaseLoader"])


class TestShippedData:
    """The official values load."""

    def test_shipped_data_are_without_fault(self):
        """The service can start from what is in the repository."""
        assert faults_of(SHIPPED) == []

    def test_both_yaml_readers_read_the_same_catalogue(self, monkeypatch):
        """PyYAML reads with C where it was built with it; a machine where it was not gives the same verdicts."""
        catalogues = []
        for loader in ("CBaseLoader", "BaseLoader"):
            monkeypatch.setattr(strict_yaml, "_LOADER", getattr(strict_yaml.yaml, loader))
            catalogues.append(load_catalogue(SHIPPED))
        assert catalogues[0] == catalogues[1]


class TestWhatIsRead:
    """Nobody would see a figure in a file that nobody reads, so anything unknown is a fault."""

    def test_readme_and_names_with_a_dot_are_ignored(self, tmp_path):
        """Files of an editor or of the system are not data."""
        files = {"README.md": "#", "goals/README.md": "#", ".DS_Store": b"\0", ".git/x.yaml": "[", "goals/.x.yaml": "["}
        plain = load_catalogue(copy_good(tmp_path / "plain"))
        assert load_catalogue(put(copy_good(tmp_path / "more"), files)) == plain

    def test_volume_whose_names_are_links_is_read_once(self, tmp_path):
        """A mounted volume keeps its files in `..<time>`, and links `..data` to it and every name into `..data`."""
        plain = copy_good(tmp_path / "plain")
        volume = tmp_path / "benchmarks"
        shutil.copytree(plain, volume / "..2026_11_02")
        (volume / "..data").symlink_to("..2026_11_02")
        for path in plain.iterdir():
            (volume / path.name).symlink_to(Path("..data", path.name))
        assert load_catalogue(volume) == load_catalogue(plain)

    def test_fault_behind_a_link_is_found(self, tmp_path):
        """A linked folder is read like any other."""
        folder = copy_good(tmp_path)
        (folder / "ndrc-2021").rename(tmp_path / "elsewhere")
        (folder / "ndrc-2021").symlink_to(tmp_path / "elsewhere")
        edit(folder, CLINKER, "value: 100", "value: 1e2")
        (fault,) = faults_of(folder)
        assert fault.startswith(f"benchmarks/{CLINKER}: products[0].benchmark.value: '1e2' is not a number")

    def test_links_that_lead_round_in_a_circle_end(self, tmp_path):
        """The data are two folders deep, and no deeper."""
        folder = copy_good(tmp_path)
        for name in ("a", "b"):
            (folder / name).symlink_to(folder)
        faults = faults_of(folder)
        assert "benchmarks/a/edition.yaml: missing" in faults
        assert "benchmarks/a/b/a: not a .yaml file" in faults

    @pytest.mark.parametrize("name", ["units.yaml", "ndrc-2021/edition.yaml", CLINKER, "goals/zhejiang-2025.yaml"])
    def test_file_that_cannot_be_read_is_one_fault(self, tmp_path, name):
        """The file exists, so neither it nor a goal in it is called missing."""
        folder = copy_good(tmp_path)
        (folder / name).unlink()
        (folder / name).symlink_to(tmp_path / "nowhere")
        assert faults_of(folder) == [f"benchmarks/{name}: cannot be read: No such file or directory"]

    def test_folder_in_place_of_a_file_is_a_fault(self, tmp_path):
        """A folder has no content."""
        folder = copy_good(tmp_path)
        (folder / "ndrc-2021/sectors/iron.yaml").mkdir()
        assert faults_of(folder) == [
            "benchmarks/ndrc-2021/sectors/iron.yaml: cannot be read: Is a directory",
            "benchmarks/ndrc-2021/sectors/iron.yaml: not among the sectors of ndrc-2021/edition.yaml",
        ]

    @pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
    def test_closed_folder_is_a_fault(self, tmp_path):
        """An edition that cannot be read is not silently left out."""
        folder = put(copy_good(tmp_path), {"ndrc-2023/edition.yaml": ""})
        (folder / "ndrc-2023").chmod(0)
        assert faults_of(folder) == ["benchmarks/ndrc-2023: cannot be read: Permission denied"]

    def test_file_name_that_is_not_utf_8_is_a_fault(self, tmp_path):
        """A name in another encoding is one more fault."""
        folder = copy_good(tmp_path)
        name = os.fsdecode("ndrc-2021/sectors/钢.yaml".encode("gb18030"))
        put(folder, {name: "id: steel\n"})
        assert f"benchmarks/{name}: not among the sectors of ndrc-2021/edition.yaml" in faults_of(folder)

    def test_byte_order_mark_is_no_fault(self, tmp_path):
        """YAML allows it at the start of a file, and some editors write it."""
        folder = copy_good(tmp_path)
        put(folder, {"units.yaml": b"\xef\xbb\xbf" + (folder / "units.yaml").read_bytes()})
        assert faults_of(folder) == []


class TestFingerprint:
    """The content hash of the folder: same input and same fingerprint give the same answer, years later."""

    def test_is_the_same_at_every_load_and_from_a_copy_elsewhere(self, tmp_path):
        """It depends on neither time, nor place, nor the order of files on a disk."""
        fingerprints = {
            load_catalogue(folder).fingerprint
            for folder in (SHIPPED, SHIPPED, Path(shutil.copytree(SHIPPED, tmp_path / "copy")))
        }
        assert len(fingerprints) == 1
        assert next(iter(fingerprints)).startswith("sha256:")

    def test_changes_with_any_byte_of_any_data_file(self, tmp_path):
        """A comment in any file is enough."""
        folder = copy_good(tmp_path)
        names = [path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml")]
        fingerprints = {load_catalogue(folder).fingerprint}
        for name in names:
            with (folder / name).open("ab") as file:
                file.write(b"#\n")
            fingerprints.add(load_catalogue(folder).fingerprint)
        assert len(fingerprints) == len(names) + 1

    def test_changes_with_a_renamed_file_and_with_bytes_moved_between_files(self, tmp_path):
        """It depends on paths, and on where one file ends and the next begins."""
        folder = copy_good(tmp_path)
        before = load_catalogue(folder)
        (folder / "goals/zhejiang-2025.yaml").rename(folder / "goals/zhejiang.yaml")
        edit(folder, "goals/zhejiang.yaml", "plan: zhejiang-2025\n", "plan: zhejiang\n")
        named_otherwise = load_catalogue(folder)
        (folder / "ndrc-2021").rename(folder / "ndrc-202")
        edit(folder, "ndrc-202/edition.yaml", "id: ndrc-2021", "id: ndrc-202")
        edit(folder, "goals/zhejiang.yaml", "edition: ndrc-2021", "edition: ndrc-202")
        after = load_catalogue(folder)
        assert len({before.fingerprint, named_otherwise.fingerprint, after.fingerprint}) == 3
        assert before.edition("ndrc-2021").fingerprint == named_otherwise.edition("ndrc-2021").fingerprint

    def test_of_an_edition_changes_with_its_own_files_only(self, tmp_path):
        """An answer under one edition stays valid after a correction of another, of a goal or of a unit."""
        folder = Path(shutil.copytree(SHIPPED, tmp_path / "benchmarks"))
        before = load_catalogue(folder)
        for name in ("ndrc-2023/sectors/steel.yaml", "goals/china-2025.yaml", "units.yaml"):
            with (folder / name).open("ab") as file:
                file.write(b"# corrected\n")
        after = load_catalogue(folder)
        assert after.edition("ndrc-2021").fingerprint == before.edition("ndrc-2021").fingerprint
        assert after.edition("ndrc-2023").fingerprint != before.edition("ndrc-2023").fingerprint
        assert after.fingerprint != before.fingerprint


class TestStrictYaml:
    """Every scalar stays the text that was written, whichever of PyYAML's two readers reads it."""

    @BOTH_LOADERS
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("a: 0.50", {"a": "0.50"}),
            ("a: 1e400", {"a": "1e400"}),
            ("a: 0x1F", {"a": "0x1F"}),
            ("a: yes", {"a": "yes"}),
            ("a: null", {"a": "null"}),
            ("a:", {"a": ""}),
            ("a: 2025-12-31", {"a": "2025-12-31"}),
            ("1: [a, {b: c}]", {"1": ["a", {"b": "c"}]}),
            ("--- text\n...\n", "text"),
            ("- " * 32 + "a", None),
        ],
    )
    def test_scalars_stay_text(self, monkeypatch, loader, text, value):
        """No number, date or truth is read into them."""
        monkeypatch.setattr(strict_yaml, "_LOADER", getattr(strict_yaml.yaml, loader))
        for _ in range(32 if value is None else 0):
            value = ["a"] if value is None else [value]
        assert parse_yaml(text) == value

    @BOTH_LOADERS
    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("a: 1\nb:\n  c: 1\n  c: 1\n", "duplicate key 'c' (line 4, column 3)"),
            ("a: 1\n'a': 2\n", "duplicate key 'a' (line 2, column 1)"),
            ("a: &x 1\n", "anchors and aliases are not allowed (line 1, column 4)"),
            ("a: *x\n", "anchors and aliases are not allowed (line 1, column 4)"),
            ("&x a: 1\n", "anchors and aliases are not allowed (line 1, column 1)"),
            ("a: !!int 1\n", "tags are not allowed (line 1, column 4)"),
            ("a: ! 1\n", "tags are not allowed (line 1, column 4)"),
            ("{[a]: 1}\n", "a key must be plain text (line 1, column 2)"),
            ("", "empty"),
            ("# nothing\n", "empty"),
            ("a: 1\n---\n", "a second document begins (line 2, column 1)"),
            ("- " * 33 + "a", "nested too deeply (line 1, column 65)"),
            ("[" * 1_000_000, "nested too deeply (line 1, column 33)"),
            ("- " * 1_000_000, "nested too deeply (line 1, column 65)"),
            ("? " * 1_000_000, "nested too deeply (line 1, column 65)"),
            ("a\nb\nc: 1\n", "not YAML: mapping values are not allowed "),
            ("a: 1\nb: 熟料\x1b\n", "not YAML: character U+001B (line 2)"),
            ("a: 熟料\0\n", "not YAML: character U+0000 (line 1)"),
        ],
    )
    def test_more_than_plain_yaml_is_rejected_with_line_and_column(self, monkeypatch, loader, text, problem):
        """Duplicate keys, anchors and aliases are rejected with line and column, and no depth ends the process."""
        monkeypatch.setattr(strict_yaml, "_LOADER", getattr(strict_yaml.yaml, loader))
        with pytest.raises(StrictYamlError) as refusal:
            parse_yaml(text)
        assert str(refusal.value).startswith(problem)
