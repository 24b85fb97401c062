"""The transcription of a checkout: the second place of every figure, to which a test holds the data files."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from service.domain.benchmark import NotHeld
from service.domain.reading import LEVEL_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from service.domain.reading import Reading

TABLE = "tests/benchmarks/transcription/benchmark_values.csv"
"""Its path in a checkout."""

_COLUMNS = {
    "industry_code": "gbt4754",
    "indicator": "indicator_zh",
    "unit": "unit",
    "capacity_unit": "capacity_unit",
    "reference_standard": "reference_standard",
}


def find_transcription(folder: Path) -> Path | None:
    """The transcription of a ``benchmarks`` folder, if that is the one of a checkout."""
    real = folder.resolve()
    table = real.parent / TABLE
    return table if real.name == "benchmarks" and table.is_file() else None


def edit_transcription(text: str, readings: Iterable[Reading], sources: Mapping[str, str]) -> str:
    """The table with the readings, each with its source; every other row stays as it is, byte for byte.

    Raises LookupError, with the row, if the table has no row of a reading.
    """
    wanted = {(reading.product.edition, reading.product.id): reading for reading in readings}
    pieces = []
    header: list[str] = []
    for written, cells in _records(text):
        header = header or cells
        row = dict(zip(header, cells, strict=False))
        reading = wanted.pop((row.get("edition", ""), row.get("id", "")), None)
        new = cells if reading is None else list((row | _cells(reading, row, sources[reading.product.id])).values())
        pieces.append(written if new == cells else _write(new, written))
    if wanted:
        raise LookupError("{}: {}".format(*next(iter(wanted))))
    return "".join(pieces)


def _records(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each row as it is written and as its cells; a row may have several lines."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, strict=True)
    start = 0
    for cells in reader:
        yield "".join(lines[start : reader.line_num]), cells
        start = reader.line_num


def _cells(reading: Reading, row: dict[str, str], source: str) -> dict[str, str]:
    """The cells that the reading changes: all levels of the row that are held are read in the document."""
    cells = {_COLUMNS[field]: fact for field, fact in reading.facts.items() if field in _COLUMNS}
    missing = []
    for name in LEVEL_NAMES:
        before = getattr(reading.product, name)
        if name in reading.levels:
            value = reading.levels[name]
            same = not isinstance(before, NotHeld) and before.value == value
            cells |= {name: row[name] if same else format(value, "f"), f"{name}_evidence": "official"}
        else:
            missing.append(f"the {name}")
    note = f"not held: no published source found for {' and '.join(missing)}" if missing else ""
    return cells | {"sources": source, "note": note}


def _write(cells: list[str], written: str) -> str:
    """A row as text, with the line break of the row that it replaces."""
    text = io.StringIO()
    csv.writer(text, lineterminator=written[len(written.rstrip("\r\n")) :]).writerow(cells)
    return text.getvalue()
