"""Lists to measure with: made from a seed, so that every run and every service gets the same bytes."""

from __future__ import annotations

import json
import random
from pathlib import Path

from service.loading import load_catalogue

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
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


def body(count: int, *, bad: float = 0.0) -> bytes:
    """A JSON request with such a list."""
    return json.dumps({"lines": lines(count, bad=bad)}, ensure_ascii=False, separators=(",", ":")).encode()
