"""`examples/mixed.json` is answered as `examples/README.md` says."""

import functools
import json
import re
from decimal import Decimal

import pytest

from tests.examples.commands import official, pipelines, request
from tests.examples.pages import PROJECT, blocks_of, table, text_of

PAGE = "examples/README.md"
REQUEST = json.loads(text_of("examples/mixed.json"), parse_float=Decimal)


def answer_to(**changes):
    """The answer to the list with the fields of some lines changed; a line for which None is given is left out."""
    lines = [line | (changes.get(line["id"]) or {}) for line in REQUEST["lines"] if changes.get(line["id"], line)]
    return official().post(REQUEST | {"lines": lines, "rejected": "leave_out"}).json


@functools.cache
def answer():
    """The answer to the list as it is."""
    return answer_to()


def result(line_id):
    """The result of one line."""
    (found,) = (each for each in answer()["results"] if each["id"] == line_id)
    return found


def outcome(line_id):
    """The standing of a graded line, the reason of an ungraded one, the codes of a rejected one."""
    found = result(line_id)
    return found.get("standing") or found.get("reason") or [error["code"] for error in found["errors"]]


def test_the_command_of_the_page_sends_the_list():
    (block,) = (block for block in blocks_of(PAGE, "sh") if "mixed.json" in block)
    ((words,),) = pipelines(block)
    assert json.loads(request(words, PROJECT).body, parse_float=Decimal) == REQUEST


def test_every_line_is_answered_in_its_place():
    assert [each["id"] for each in answer()["results"]] == [line["id"] for line in REQUEST["lines"]]
    assert answer()["lines"] == {"submitted": 20, "graded": 17, "ungraded": 2, "rejected": 1}


@pytest.mark.parametrize(
    ("line_id", "expected"),
    [
        ("clinker-1", "at_benchmark"),
        ("clinker-2", "between"),
        ("clinker-3", "at_benchmark"),
        ("clinker-4", "below_baseline"),
        ("glass-1", "at_benchmark"),
        ("glass-2", "between"),
        ("glass-3", ["ambiguous_benchmark"]),
        ("sanitaryware-1", "between"),
        ("ethylene-1", "at_benchmark"),
        ("ethylene-2", "between"),
        ("px-1", "between"),
        ("ammonia-1", "at_benchmark"),
        ("caustic-soda-1", "between"),
        ("iron-1", "intensity_missing"),
        ("steel-1", "at_benchmark"),
        ("steel-2", "intensity_missing"),
        ("steel-3", "within_baseline"),
        ("copper-1", "at_benchmark"),
        ("lead-1", "below_baseline"),
        ("aluminium-1", "between"),
    ],
)
def test_each_line_comes_to_what_its_figures_say(line_id, expected):
    assert outcome(line_id) == expected


def test_the_page_names_lines_that_are_in_the_list():
    named = {name for cells in table(PAGE, "lines") for name in re.findall(r"`([a-z]+(?:-[a-z]+)*-\d)`", cells[0])}
    assert named
    assert named <= {line["id"] for line in REQUEST["lines"]}


def test_one_product_goes_under_four_names():
    names = {line["benchmark"] for line in REQUEST["lines"] if line["id"].startswith("clinker-")}
    assert names == {"cement-clinker", "水泥熟料", "熟料", "Cement clinker"}
    assert {result(f"clinker-{number}")["benchmark"] for number in (1, 2, 3, 4)} == {"cement-clinker"}


def test_a_line_exactly_on_the_benchmark_level_meets_it():
    """Equality meets a level ("优于或等于标杆水平")."""
    assert result("clinker-3")["gap"] == 0, "run `make figures`"
    assert result("clinker-3")["meets_benchmark"] is True


@pytest.mark.parametrize(
    ("line_id", "capacity", "unit"),
    [
        ("clinker-1", 155 * 10**4, "t/a"),
        ("clinker-3", 5000 * 310, "t/a"),
        ("clinker-4", 2500 * 300, "t/a"),
        ("glass-1", 900 * 365 * 20, "weight_box/a"),
        ("glass-2", 420 * 10**4, "weight_box/a"),
        ("sanitaryware-1", 12 * 10**3, "t/a"),
        ("ethylene-1", 22 * 10**5, "t/a"),
        ("ethylene-2", 1400 * 10**3, "t/a"),
    ],
)
def test_capacities_are_answered_in_the_product_s_own_unit_per_year(line_id, capacity, unit):
    """1 weight box is 50 kg, 20 to the tonne; a capacity per day counts its days of operation."""
    assert (result(line_id)["capacity"], result(line_id)["capacity_unit"]) == (capacity, unit)


def test_the_missing_measurement_of_one_blast_furnace_decides_the_goal():
    """The goal is undetermined while low misses the target and high does not."""
    whole = {"glass-3": None}
    assert answer_to(**whole)["goal"]["status"] == "undetermined"
    assert answer_to(**whole, **{"iron-1": {"intensity": 361}})["goal"]["status"] == "met"
    assert answer_to(**whole, **{"iron-1": {"intensity": 362}})["goal"]["status"] == "not_met"


def test_the_rejected_line_alone_stops_the_verdict():
    """While a line is rejected, the goal is undetermined: it is in no total."""
    assert (answer()["goal"]["reason"], answer()["goal"]["provisional"]) == ("lines_rejected", True)
    without = answer_to(**{"glass-3": None})
    assert ("reason" in without["goal"], without["goal"]["provisional"]) == (False, False)
    assert without["goal"]["share"] == answer()["goal"]["share"]
    assert without["overall"] == answer()["overall"]


def test_the_weighting_by_energy_lacks_two_products():
    """Lines of a product with a level at or below zero, or without a benchmark level, cannot be weighed by energy."""
    assert answer()["overall"]["energy"]["reason"] == "no_energy_weight"
    for left in ("steel-1", "steel-3"):
        other = {"steel-1": "steel-3", "steel-3": "steel-1"}[left]
        assert answer_to(**{other: None})["overall"]["energy"]["reason"] == "no_energy_weight"
    assert "reason" not in answer_to(**{"steel-1": None, "steel-3": None})["overall"]["energy"]


def test_the_groups_are_cities_of_zhejiang_and_part_the_total():
    """Every line with a capacity is in its group's total and in no other."""
    named = {line["group"] for line in REQUEST["lines"] if line["id"] != "glass-3"}
    assert named <= {"杭州", "宁波", "温州", "嘉兴", "湖州", "绍兴", "金华", "衢州", "舟山", "台州", "丽水"}
    assert {group["group"] for group in answer()["groups"]} == named
    overall = answer()["overall"]["capacity"]
    assert sum(group["capacity"]["total"] for group in answer()["groups"]) == overall["total"]
