"""The same work as the service's, done plainly for one line at a time, for the peers that it is measured against.

Exact like the service: Decimals, levels converted once for each product and unit, totals by sector and by group. What
only the service does (several weightings, shares in three readings, explanations) is left out, so the peers do
less.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from service.domain.catalogue import name_key
from service.domain.number import floor_to_places, round_for_display
from service.loading import load_catalogue
from tests.performance.lists import BENCHMARKS

STANDINGS = ("at_benchmark", "between", "below_baseline", "ungraded")


class PlainRules:
    """The levels of the default edition, and the verdict on a line."""

    def __init__(self) -> None:
        catalogue = load_catalogue(BENCHMARKS)
        self.units = catalogue.units
        self.products = {
            name_key(name): product
            for product in catalogue.default_edition
            if product.levels
            for name in (product.id, product.name.zh, product.name.en)
        }
        self.ready: dict[tuple[str, str, str], tuple[Any, ...]] = {}

    def levels(self, name: str, capacity_unit: str, intensity_unit: str) -> tuple[Any, ...]:
        """Product, capacity factor and both levels in the submitted unit; raises KeyError or UnknownUnitError."""
        key = (name, capacity_unit, intensity_unit)
        if key not in self.ready:
            product = self.products[name_key(name)]
            factor = self.units.capacity(capacity_unit).per(product.capacity_unit)
            per = product.indicator.unit.per(self.units.intensity(intensity_unit))
            benchmark, baseline = (Fraction(level.value) * per for level in product.levels)
            self.ready[key] = (
                product,
                Decimal(str(float(factor))),
                floor_to_places(benchmark),
                floor_to_places(baseline),
            )
        return self.ready[key]

    def judge(self, index: int, line: Any, totals: dict[Any, list[Decimal]]) -> dict[str, Any]:
        """The result of a sound line, and its capacity added to its sector and its group."""
        product, factor, benchmark, baseline = self.levels(
            line["benchmark"], line["capacity_unit"], line["intensity_unit"]
        )
        capacity = line["capacity"] * factor
        intensity = line.get("intensity")
        part = 3 if intensity is None else 0 if intensity <= benchmark else 1 if intensity <= baseline else 2
        for account in (("sector", product.sector), ("group", line.get("group"))):
            totals.setdefault(account, [Decimal(0)] * 4)[part] += capacity
        result = {"index": index, "id": line.get("id"), "benchmark": product.id, "capacity": capacity}
        result["capacity_unit"] = product.capacity_unit.symbol
        if intensity is None:
            return result | {"status": "ungraded", "reason": "intensity_missing", "detail": "no measured intensity"}
        excess = round_for_display((intensity - benchmark) * capacity / 1000) if part else Decimal(0)
        return result | {
            "status": "graded",
            "standing": STANDINGS[part],
            "meets_benchmark": part == 0,
            "intensity": intensity,
            "unit": line["intensity_unit"],
            "gap": round_for_display(intensity - benchmark),
            "excess_energy": excess,
        }


def summary(totals: dict[Any, list[Decimal]]) -> list[dict[str, Any]]:
    """The totals, with the share at the benchmark level."""
    return [
        {
            "kind": kind,
            "name": name,
            **dict(zip(STANDINGS, parts, strict=True)),
            "share": round_for_display(parts[0] / sum(parts)),
        }
        for (kind, name), parts in totals.items()
    ]
