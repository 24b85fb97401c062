#!/usr/bin/env python3
r"""Turn china_steel_plants.csv into a request to POST /v1/evaluations, and print it.

    python3 examples/steel_request.py | curl -sS http://127.0.0.1:8000/v1/evaluations \
      -H 'Content-Type: application/json' --data-binary @-

A cell of capacity becomes one line. A cell of 0 means that the plant has no such process, and becomes none. Any other
cell is passed on as it is written, also one that is no number (``>0``, ``unknown``): the service rejects that line by
name, so that nothing is left out in silence. Standard error says what became of the cells.
"""

import csv
import json
import sys
from collections import Counter
from decimal import Decimal, InvalidOperation
from pathlib import Path

PLANTS = Path(__file__).with_name("china_steel_plants.csv")

PROCESSES = {
    "bf_bof_capacity_kt_per_year": ("BOF", "steel.converter"),
    "eaf_capacity_kt_per_year": ("EAF", "steel.eaf-50-up"),
}
"""Column: the process as an id names it, and the product of the edition.

The table does not say how large a furnace is. All are taken to hold 50 t or more; as nothing is measured, no verdict
hangs on it.
"""

LONGEST_ID = 64
"""Characters that the service takes."""


def number(cell: str) -> Decimal | None:
    """The cell's number, or None if it is none."""
    try:
        return Decimal(cell)
    except InvalidOperation:
        return None


def line_id(plant: str, process: str, row: int, taken: set[str]) -> str:
    """Plant and process; if that is too long or taken, the plant is cut and the number of its row says which it is."""
    whole = f"{plant}, {process}"
    if len(whole) <= LONGEST_ID and whole not in taken:
        return whole
    ending = f"… (row {row}), {process}"
    return plant[: LONGEST_ID - len(ending)] + ending


def main() -> None:
    """Print the request on standard output, and what became of the cells on standard error."""
    with PLANTS.open(encoding="utf-8", newline="") as file:
        plants = list(csv.DictReader(file, strict=True))
    lines: dict[str, dict[str, str]] = {}
    became: Counter[str] = Counter()
    twice = Decimal(0)
    for row, plant in enumerate(plants, start=1):
        cells = {column: cell for column in PROCESSES if number(cell := plant[column]) != 0}
        became["zero"] += len(PROCESSES) - len(cells)
        became["plants without a line"] += not cells
        for column, cell in cells.items():
            process, product = PROCESSES[column]
            name = line_id(plant["plant"], process, row, set(lines))
            if not name.startswith(plant["plant"]):
                sys.stderr.write(f"shortened: {plant['plant']}, {process} -> {name}\n")
            lines[name] = {
                "id": name,
                "benchmark": product,
                "capacity": cell,
                "capacity_unit": "kt/a",
                "group": plant["status"],
            }
            became["not a number"] += number(cell) is None
        if len(cells) == len(PROCESSES) and len(set(cells.values())) == 1:
            became["plants with the same capacity twice"] += 1
            twice += number(next(iter(cells.values()))) or 0
    sys.stderr.write(
        f"{len(plants)} plants, {len(plants) * len(PROCESSES)} cells: "
        f"{len(lines)} became lines ({became['not a number']} of them without a number), {became['zero']} were zero\n"
        f"{became['plants without a line']} plants have no line\n"
        f"{became['plants with the same capacity twice']} plants state the same capacity for both processes, "
        f"together {twice} kt/a; both are lines, as published\n"
    )
    json.dump({"goal": "china-2025-steel", "lines": list(lines.values())}, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
