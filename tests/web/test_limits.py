"""The limits of the mandatory standards and the factors of carriers, as they are read over HTTP."""

from decimal import Decimal

import pytest

from tests.web.client import get
from tests.web.wire import CHINESE, assert_problem


def ids(query: str) -> list[str]:
    return [row["id"] for row in get(f"/v1/limits{query}").json["limits"]]


def test_a_limit_states_its_levels_with_evidence_sources_and_the_day_from_which_it_holds():
    row = get("/v1/limits/gb16780-2021.clinker").json
    assert (row["unit"], row["gradable"], row["policy_indicator"]) == ("kgce/t", True, True)
    assert row["standard"]["number"] == "GB 16780-2021"
    assert row["standard"]["effective"] == "2026-07-01"
    assert [row[f"level{number}"]["value"] for number in (1, 2, 3)] == [95, 105, 115]
    assert [row[f"level{number}"]["evidence"] for number in (1, 2, 3)] == ["quoted", "corroborated", "corroborated"]
    assert row["level1"]["sources"] == ["made up for the tests", "another"]
    (correction,) = row["corrections"]
    assert (correction["id"], correction["levels"], correction["conditions"]) == (
        "clinker-altitude",
        [3],
        ["altitude_m"],
    )
    assert correction["when"] == {"condition": "altitude_m", "above": 1000}


def test_a_level_that_the_standard_lacks_is_null_and_one_that_is_not_held_says_why():
    row = get("/v1/limits/gb16780-2021.eaf-40-up").json
    assert row["gradable"] is False
    assert row["level2"] is None
    assert row["level3"] == {"value": None, "evidence": None, "sources": [], "not_held": "not held"}
    assert row["applies_to"] == [
        {"benchmark": "steel.eaf-30-to-50", "when": [{"condition": "furnace_t", "at_least": 40}]}
    ]


def test_another_indicator_of_a_product_is_shown_and_grades_nothing():
    row = get("/v1/limits/gb16780-2021.clinker-electricity").json
    assert (row["policy_indicator"], row["gradable"], row["unit"]) == (False, False, "kWh/t")


def test_a_correction_that_is_not_held_says_so():
    (correction,) = get("/v1/limits/gb16780-2021.eaf-below-40").json["corrections"]
    assert (correction["held"], correction["not_held"], correction["levels"]) == (False, "not held", [])
    assert get("/v1/limits/gb16780-2021.converter").json["excludes"] == {"condition": "special_purpose", "equals": True}


def test_every_listed_limit_has_an_address_in_both_languages():
    for language in ("en", "zh"):
        rows = get("/v1/limits", language=language).json["limits"]
        for row in rows:
            assert get(f"/v1/limits/{row['id']}", language=language).json == row
            assert bool(CHINESE.search(row["product"])) is (language == "zh")


def test_the_conditions_that_a_line_may_state_are_listed_with_what_they_can_be():
    conditions = {each["name"]: each for each in get("/v1/limits").json["conditions"]}
    assert conditions["furnace_t"]["kind"] == "number"
    assert conditions["scrap_pct"]["maximum"] == 100
    assert conditions["pulp"]["words"] == ["wood", "non-wood"]
    assert conditions["stainless"]["kind"] == "flag"


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 6),
        ("?benchmark=熟料", 2),
        ("?standard=GB%2016780-2021", 6),
        ("?q=电弧炉", 2),
        ("?q=", 6),
        ("?benchmark=urea", 0),
    ],
)
def test_limits_are_searched_by_product_standard_and_text(query, count):
    assert len(ids(query)) == count


@pytest.mark.parametrize(
    ("address", "status", "code", "candidate"),
    [
        ("/v1/limits/gb16780-2021.clinke", 404, "unknown_limit", "gb16780-2021.clinker"),
        ("/v1/limits?standard=gb1", 422, "unknown_standard", "gb16780-2021"),
        ("/v1/limits?benchmark=cement-clinke", 404, "unknown_benchmark", "cement-clinker"),
        ("/v1/limits?benchmark=copper", 404, "ambiguous_benchmark", "copper.electrolysis"),
    ],
)
def test_a_misspelt_name_is_answered_with_near_ones(address, status, code, candidate):
    for language in ("en", "zh"):
        (error,) = assert_problem(get(address, language=language), status, code, "")["errors"]
        assert candidate in error["candidates"]
        assert bool(CHINESE.search(error["detail"])) is (language == "zh")
        assert error.get("parameter") == (address.partition("?")[2].partition("=")[0] or None)


def test_a_factor_has_evidence_and_sources_or_says_why_it_is_not_held():
    electricity, gas = get("/v1/factors").json["factors"]
    assert (electricity["unit"], electricity["factor"]["value"]) == ("kgce/kWh", Decimal("0.1229"))
    assert electricity["factor"]["sources"]
    assert gas["factor"] == {"value": None, "evidence": None, "sources": [], "not_held": "two figures"}
    assert gas["seen"] == ["1 (one)", "2 (another)"]
    assert get("/v1/factors", language="zh").json["factors"][1]["factor"]["not_held"] == "两个数值"
