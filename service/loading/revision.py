"""The files of a ``benchmarks`` folder as readings change them: prepared as a whole, and proved before use."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from service.loading.data_faults import DataFaultsError, FileFault
from service.loading.edit_rows import edit_rows
from service.loading.load_catalogue import load_catalogue
from service.loading.transcription import edit_transcription, find_transcription

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.domain.benchmark import Product
    from service.domain.catalogue import Catalogue
    from service.domain.reading import Change, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """New contents of files, and what they come to."""

    changes: Sequence[Change]
    files: Mapping[Path, bytes]
    """The files that differ, with their new contents."""
    catalogue: Catalogue
    """The catalogue after the revision."""
    transcription: Path | None
    """The transcription that belongs to the folder."""


def prepare_revision(folder: Path, readings: Sequence[Reading], sources: Mapping[str, str]) -> Revision:
    """The revision of the folder by what was read in a document, with the source of each product; nothing is written.

    The new files were loaded from a copy. Raises `DataFaultsError` if they are not a catalogue, and OSError.
    """
    before = load_catalogue(folder)
    changes = [
        change
        for reading in readings
        for change in reading.changes()
        if change.before != change.after(sources[reading.product.id])
    ]
    by_file: defaultdict[Path, list[Reading]] = defaultdict(list)
    for reading in readings:
        product = reading.product
        by_file[Path(product.edition, "sectors", f"{product.sector}.yaml")].append(reading)
    files: dict[Path, bytes] = {}
    for name, read in by_file.items():
        text = (folder / name).read_bytes().decode()
        own = [change for change in changes if any(change.product is each.product for each in read)]
        files[name] = edit_rows(text, own, read, sources).encode()
    after = _load_copy(folder, files)
    _prove(before, after, changes, readings, sources)
    contents = {folder / name: content for name, content in files.items()}
    if table := find_transcription(folder):
        contents[table] = _transcribe(table, readings, sources)
    return Revision(
        changes=changes,
        files={path: content for path, content in contents.items() if path.read_bytes() != content},
        catalogue=after,
        transcription=table,
    )


def _load_copy(folder: Path, files: Mapping[Path, bytes]) -> Catalogue:
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place, folder.resolve().name)
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*", "README.md"))
        for name, content in files.items():
            (copy / name).write_bytes(content)
        return load_catalogue(copy)


def _prove(
    before: Catalogue,
    after: Catalogue,
    changes: Sequence[Change],
    readings: Sequence[Reading],
    sources: Mapping[str, str],
) -> None:
    """Prove that the new catalogue has every change, and no other. A failure would be a fault of `edit_rows`."""
    expected = {
        (change.product.edition, change.product.id, change.level): change.after(sources[change.product.id])
        for change in changes
    }
    completed = {(reading.product.edition, reading.product.id) for reading in readings if reading.facts}
    for edition in before.editions.values():
        for old, new in zip(edition, after.edition(edition.id), strict=True):
            wanted = [
                expected.get((edition.id, old.id, name), getattr(old, name)) for name in ("benchmark", "baseline")
            ]
            is_same = _rest(old) == _rest(new) or (edition.id, old.id) in completed
            if [new.benchmark, new.baseline] != wanted or not is_same:
                raise AssertionError(f"the edited files say something else of {edition.id}: {old.id}")


def _rest(product: Product) -> tuple[object, ...]:
    """What a row says beside its levels."""
    return (
        product.id,
        product.names,
        product.aliases,
        product.industry_code,
        product.reference_standard,
        product.indicator,
        product.capacity_unit,
    )


def _transcribe(table: Path, readings: Sequence[Reading], sources: Mapping[str, str]) -> bytes:
    try:
        return edit_transcription(table.read_bytes().decode(), readings, sources).encode()
    except LookupError as error:
        fault = FileFault(table.name, "", f"has no row {error.args[0]}; add it first")
        raise DataFaultsError([fault]) from error
