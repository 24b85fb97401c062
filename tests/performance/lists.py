"""Lists to measure with: made from a seed, so that every run and every service gets the same bytes."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path

from xlsxwriter import Workbook

from service.loading import load_catalogue

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
COLUMNS = ("id", "benchmark", "capacity", "capacity_unit", "intensity", "intensity_unit", "group")
CITIES = ("杭州", "宁波", "湖州", "嘉兴", "绍兴", "金华", "衢州", "台州")


def lines(count: int, *, bad: float = 0.0, seed: int = 2025) -> list[dict[str, object]]:
    """Lines of all gradable products; a tenth without an intensity, and a share of them ``bad`` in one of five ways."""
    draw = random.Random(seed)
    rows = [product for product in load_catalogue(BENCHMARKS).default_edition if product.levels]
    made = []
    for number in range(count):
        product = draw.choice(rows)
        benchmark, baseline = (float(level.value) for level in product.levels)
        per_tonne = product.capacity_unit.symbol == "t/a"
        line: dict[str, object] = {
            "id": f"plant-{number:07d}",
            "benchmark": product.id if draw.random() < 0.7 else product.name.zh,
            "capacity": round(draw.uniform(1, 300), 2) if per_tonne else draw.randrange(10**5, 10**7),
            "capacity_unit": "万t/a" if per_tonne else product.capacity_unit.symbol,
            "intensity": round(draw.uniform(benchmark - 0.2 * abs(benchmark), baseline + 0.2 * abs(baseline)), 3),
            "intensity_unit": product.indicator.unit.symbol,
            "group": draw.choice(CITIES),
        }
        if draw.random() < 0.1:
            del line["intensity"]
        if draw.random() < bad:
            line |= draw.choice(
                (
                    {"capacity": -1},
                    {"benchmark": "no such product"},
                    {"intensity": "12,5"},
                    {"capacity_unit": "kWh/t"},
                    {"colour": "red"},
                )
            )
        made.append(line)
    return made


def grouped(count: int, groups: int) -> list[dict[str, object]]:
    """Lines of five products, each of them in every one of so many groups."""
    of_product: dict[object, list[dict[str, object]]] = {}
    for line in lines(5_000):
        if "intensity" in line and str(line["benchmark"]).isascii():
            of_product.setdefault(line["benchmark"], []).append(line)
    chosen = list(of_product.values())[:5]
    made = []
    for number in range(count):
        turn, product = divmod(number, len(chosen))
        line = chosen[product][turn % len(chosen[product])]
        made.append(line | {"id": f"plant-{number:07d}", "group": f"group-{turn % groups}"})
    return made


def as_json(made: list[dict[str, object]]) -> bytes:
    """A JSON request with such lines."""
    return json.dumps({"lines": made}, ensure_ascii=False, separators=(",", ":")).encode()


def as_ndjson(made: list[dict[str, object]]) -> bytes:
    """The same as a stream of lines."""
    return b"".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for line in made)


def as_csv(made: list[dict[str, object]]) -> bytes:
    """The same as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(made)
    return text.getvalue().encode()


def as_xlsx(made: list[dict[str, object]]) -> bytes:
    """The same as a workbook."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, COLUMNS)
        for row, line in enumerate(made, 1):
            for column, name in enumerate(COLUMNS):
                if name in line:
                    sheet.write(row, column, line[name])
    return file.getvalue()
