"""`examples/steel_request.py` makes a request of the plants as published, and loses none of their cells."""

import csv
import functools
import hashlib
import json
import subprocess
import sys
from collections import Counter, defaultdict
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.examples.commands import official
from tests.examples.pages import PROJECT

SCRIPT = PROJECT / "examples" / "steel_request.py"
PLANTS = PROJECT / "examples" / "china_steel_plants.csv"
AS_PUBLISHED = "113784304a77a5e3f6cf10189c392bfd2e8d91289f40bdfb6d755cfde97e7dfb"
ODD = {">0", "unknown"}
PRODUCTS = {"bf_bof_capacity_kt_per_year": "steel.converter", "eaf_capacity_kt_per_year": "steel.eaf-50-up"}

with PLANTS.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
CELLS = [(row, product, row[column]) for row in ROWS for column, product in PRODUCTS.items()]
KEPT = [(row, product, cell) for row, product, cell in CELLS if cell != "0"]
NUMBERS = [(row, product, Fraction(cell) * 1000) for row, product, cell in KEPT if cell not in ODD]


@functools.cache
def run():
    """What the script prints, from another folder."""
    return subprocess.run([sys.executable, SCRIPT], capture_output=True, check=True, cwd="/")


@functools.cache
def request():
    """The request that it prints."""
    return json.loads(run().stdout)


@functools.cache
def answer():
    """The answer to that request."""
    return official().post(run().stdout).json


def test_the_table_is_as_published():
    assert hashlib.sha256(PLANTS.read_bytes()).hexdigest() == AS_PUBLISHED


def test_every_cell_but_zero_is_a_line_as_it_is_written():
    """Nothing is dropped in silence, and no cell is turned into another figure."""
    assert [(line["benchmark"], line["capacity"], line["group"]) for line in request()["lines"]] == [
        (product, cell, row["status"]) for row, product, cell in KEPT
    ]
    assert {line["capacity_unit"] for line in request()["lines"]} == {"kt/a"}
    assert not any("intensity" in line for line in request()["lines"])


def test_every_id_is_unique_and_short_enough_and_begins_as_its_plant():
    """An id has 1 to 64 characters; one that was cut says so, and says which row it is of."""
    ids = [line["id"] for line in request()["lines"]]
    assert len(set(ids)) == len(ids)
    assert max(map(len, ids)) <= 64
    numbers = {id(row): number for number, row in enumerate(ROWS, start=1)}
    for line_id, (row, product, _) in zip(ids, KEPT, strict=True):
        process = {"steel.converter": "BOF", "steel.eaf-50-up": "EAF"}[product]
        begun, cut, _ = line_id.partition("…")
        assert line_id == f"{row['plant']}, {process}" if not cut else row["plant"].startswith(begun)
        assert not cut or line_id == f"{begun}… (row {numbers[id(row)]}), {process}"


def test_standard_error_says_what_became_of_the_cells():
    *shortened, cells, without, twice = run().stderr.decode().splitlines()
    odd = [cell for _, _, cell in KEPT if cell in ODD]
    assert cells == (
        f"{len(ROWS)} plants, {len(CELLS)} cells: {len(KEPT)} became lines "
        f"({len(odd)} of them without a number), {len(CELLS) - len(KEPT)} were zero"
    )
    assert without == f"{sum({row[column] for column in PRODUCTS} == {'0'} for row in ROWS)} plants have no line"
    pairs = [{row[column] for column in PRODUCTS} for row in ROWS if all(row[column] != "0" for column in PRODUCTS)]
    same = [Decimal(*pair) for pair in pairs if len(pair) == 1]
    assert twice.startswith(
        f"{len(same)} plants state the same capacity for both processes, together {sum(same)} kt/a;"
    )
    assert len(shortened) == sum("…" in line["id"] for line in request()["lines"])


def test_every_plant_with_two_processes_states_one_figure_for_both():
    """As the page warns: the total counts these capacities twice."""
    pairs = [[row[column] for column in PRODUCTS] for row in ROWS if all(row[column] != "0" for column in PRODUCTS)]
    assert pairs
    assert all(one == other for one, other in pairs)


def test_only_plants_in_operation_state_a_capacity():
    assert {row["status"] for row, _, _ in KEPT} == {"operating"}
    assert {row["status"] for row in ROWS} == {"operating", "construction", "proposed"}


def test_the_totals_are_the_sums_of_the_cells():
    """All of it ungraded, for nothing is measured."""
    total = sum(capacity for _, _, capacity in NUMBERS)
    capacity = answer()["overall"]["capacity"]
    assert (capacity["unit"], Fraction(capacity["total"]), Fraction(capacity["ungraded"])) == ("t/a", total, total)
    assert [capacity[part] for part in ("at_benchmark", "between", "below_baseline")] == [0, 0, 0]
    by_group = defaultdict(Fraction)
    for row, _, amount in NUMBERS:
        by_group[row["status"]] += amount
    assert {group["group"]: Fraction(group["capacity"]["total"]) for group in answer()["groups"]} == by_group
    without_rejected = official().post(request() | {"rejected": "leave_out"}).json
    assert Fraction(without_rejected["goal"]["shortfall"]["amount"]) == total * Fraction(3, 10)


def test_the_share_lies_anywhere_and_the_goal_is_open():
    """`low` counts what cannot be graded as not reaching the level, `high` as reaching it; nothing is graded."""
    goal = answer()["goal"]
    assert goal["share"] == {"low": 0, "high": 1, "of_graded": None}
    assert (goal["id"], goal["status"], goal["provisional"]) == ("china-2025-steel", "undetermined", True)


def test_every_line_is_ungraded_or_rejected_by_name():
    """An edition that lacks the levels of a product names the one that holds them."""
    odd = Counter(cell in ODD for _, _, cell in KEPT)
    assert answer()["lines"] == {"submitted": len(KEPT), "graded": 0, "ungraded": odd[False], "rejected": odd[True]}
    reasons = {"steel.converter": "intensity_missing", "steel.eaf-50-up": "benchmark_not_held"}
    for result, (_, product, cell) in zip(answer()["results"], KEPT, strict=True):
        if cell in ODD:
            (error,) = result["errors"]
            assert (error["code"], error["pointer"]) == ("not_a_number", f"/lines/{result['index']}/capacity")
            assert f'"{cell}"' in error["detail"]
        else:
            assert result["reason"] == reasons[product]
            assert ("ndrc-2021" in result["detail"]) == (product == "steel.eaf-50-up")
    assert [result["id"] for result in answer()["results"]] == [line["id"] for line in request()["lines"]]


@pytest.mark.parametrize("goal", ["zhejiang-2025-benchmark-share", "china-2025-benchmark-share"])
def test_the_band_is_the_same_under_any_goal(goal):
    """Without a measurement no goal is met or missed."""
    other = official().post(request() | {"goal": goal}).json
    assert (other["goal"]["status"], other["goal"]["share"]) == ("undetermined", answer()["goal"]["share"])
    assert other["overall"]["capacity"] == answer()["overall"]["capacity"]
