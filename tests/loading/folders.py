"""Folders of data to load: copies of the small valid catalogue in `good/`, with files added or removed."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from service.loading import load_catalogue
from service.loading.data_faults import DataFaultsError

HERE = Path(__file__).parent
GOOD = HERE / "good"
SHIPPED = HERE.parents[1] / "benchmarks"


def copy_good(parent: Path) -> Path:
    """A copy of the valid catalogue, called `benchmarks`."""
    return Path(shutil.copytree(GOOD, parent / "benchmarks"))


def put(folder: Path, files: Mapping[str, bytes | str]) -> Path:
    """The folder, with these files in it by their path inside it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replace a piece of a file, which must be there once."""
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(old) == 1, (name, old)
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")


def faults_of(folder: Path) -> list[str]:
    """The lines that reject the folder; none if it loads."""
    try:
        load_catalogue(folder)
    except DataFaultsError as refusal:
        return str(refusal).splitlines()[1:]
    return []
