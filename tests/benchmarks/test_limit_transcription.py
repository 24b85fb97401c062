"""The files of `gb/` and `factors.yaml` say what their transcription says, digit for digit, and nothing beyond it.

The files are read here with a plain YAML reader, every scalar as text, so that a fault in the service's own loader cannot
hide a fault in the data.
"""

import re
from functools import cache
from typing import Any

import pytest
import yaml

from tests.benchmarks.shipped import BENCHMARKS, Row, table

LIMITS = table("gb_limits.csv")
CORRECTIONS = table("gb_corrections.csv")
FACTORS = table("factors.csv")
STANDARDS = list(dict.fromkeys(row["standard"] for row in LIMITS))

CHINESE = re.compile(r"[\u4e00-\u9fff]")
FIGURE = re.compile(r"\d+(?:\.\d+)?")

ELSEWHERE = {
    "gb29436-2023.methanol-bituminous": [
        {"benchmark": "coal-methanol.anthracite", "when": {"gasification": "other"}},
    ]
}
"""What a limit is for beside its own product: other gasification of anthracite falls under the bituminous row."""


@cache
def read(name: str) -> Any:
    """Content of one data file, every scalar as text."""
    text = (BENCHMARKS / name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader builds text only


def file_of(standard: str) -> Any:
    return read(f"gb/{standard.lower().replace(' ', '')}.yaml")


def held_as(row: Row) -> Any:
    (limit,) = [limit for limit in file_of(row["standard"])["limits"] if limit["id"] == row["id"]]
    return limit


def sources_of(row: Row, evidence: str) -> list[str]:
    """A corroborated figure has the transcription alone; a quoted one has what else states it too."""
    first, *others = row["sources"].split("; ")
    repository, path = re.fullmatch(r"github:(\S+) \(stored copy\) (.+)", first).groups()
    transcribed = f"{row['standard']}, {row['table']} (as transcribed in the public repository {repository}: {path})"
    if evidence == "corroborated":
        return [transcribed]
    return [transcribed, *others, *([row["support"]] if row["support"].startswith("quoted") else [])]


def figures(value: Any) -> list[str]:
    """Every number in a piece of a file."""
    if isinstance(value, dict):
        return [figure for each in value.values() for figure in figures(each)]
    if isinstance(value, list):
        return [figure for each in value for figure in figures(each)]
    return [value.removeprefix("-")] if re.fullmatch(r"-?\d+(\.\d+)?", value) else []


EACH_LIMIT = pytest.mark.parametrize("row", LIMITS, ids=[row["id"] for row in LIMITS])
EACH_STANDARD = pytest.mark.parametrize("standard", STANDARDS)
EACH_FACTOR = pytest.mark.parametrize("row", FACTORS, ids=[row["id"] for row in FACTORS])


class TestStandards:
    def test_files_are_the_standards_of_the_transcription(self):
        files = sorted(path.name for path in (BENCHMARKS / "gb").glob("*.yaml"))
        assert files == sorted(f"{standard.lower().replace(' ', '')}.yaml" for standard in STANDARDS)

    @EACH_STANDARD
    def test_head_and_order_of_the_rows_are_those_of_the_transcription(self, standard):
        content = file_of(standard)
        rows = [row for row in LIMITS if row["standard"] == standard]
        assert list(content) == ["id", "number", "title", "published", "effective", "limits", "corrections"]
        assert content["number"] == standard
        assert [limit["id"] for limit in content["limits"]] == [row["id"] for row in rows]
        for row in rows:
            held = (content["title"]["zh"], content["published"], content["effective"])
            assert held == (row["title_zh"], row["published"], row["effective"])


class TestLimits:
    def test_counts_are_those_of_the_transcription(self):
        """78 rows for 63 products; 27 figures quoted, 205 corroborated."""
        held = [row for row in LIMITS if row["hold"] == "yes"]
        evidence = [
            limit[key].get("evidence")
            for limit in map(held_as, held)
            for key in ("level1", "level2", "level3")
            if limit[key] != "none"
        ]
        assert (len(held), len({row["benchmark_id"] for row in held})) == (78, 63)
        assert (evidence.count("quoted"), evidence.count("corroborated"), len(evidence)) == (27, 205, 232)

    @EACH_LIMIT
    def test_limit_says_what_its_row_says(self, row):
        limit = held_as(row)
        assert limit["table"] == row["table"]
        assert limit["product"]["zh"] == row["product_zh"]
        assert limit["condition"] == (
            {"zh": row["condition_zh"], "en": row["condition_en"]} if row["condition_en"] else "none"
        )
        assert limit["indicator"]["zh"] == row["indicator_zh"]
        assert limit["unit"] == row["unit"]
        assert limit["policy_indicator"] == row["same_indicator_as_policy"]
        assert limit["support"]["en"] == row["support"]
        assert CHINESE.search(limit["support"]["zh"])
        assert set(FIGURE.findall(row["support"])) <= set(FIGURE.findall(limit["support"]["zh"]))

    @EACH_LIMIT
    def test_levels_are_the_figures_of_the_row(self, row):
        """A row that is not to be held has no figure."""
        limit = held_as(row)
        for number in "123":
            value, evidence = row[f"level{number}"], row[f"evidence{number}"]
            level = limit[f"level{number}"]
            if not value:
                assert level == "none"
            elif row["hold"] == "yes":
                assert level == {"value": value, "evidence": evidence, "sources": sources_of(row, evidence)}
            else:
                assert level["not_held"]["en"] == row["note"]

    @EACH_LIMIT
    def test_limit_is_for_the_product_of_its_row(self, row):
        own, elsewhere = held_as(row)["applies_to"][:1], held_as(row)["applies_to"][1:]
        assert [each["benchmark"] for each in own] == [each for each in [row["benchmark_id"]] if each]
        assert elsewhere == ELSEWHERE.get(row["id"], [])
        for figure in figures([each["when"] for each in own]):
            assert figure in FIGURE.findall(row["condition_en"])

    def test_rows_with_a_condition_of_their_own_and_no_other_say_when_they_apply(self):
        """A product of several rows needs a condition for each of them; ferrochrome's one row has one too."""
        counts = [
            row["benchmark_id"] for row in LIMITS if row["same_indicator_as_policy"] == "yes" and row["hold"] == "yes"
        ]
        for row in LIMITS:
            for each in held_as(row)["applies_to"][:1]:
                several = row["same_indicator_as_policy"] == "yes" and counts.count(row["benchmark_id"]) > 1
                alone = row["id"] in {"gb21341-2022.high-carbon-ferrochrome", "gb29436-2023.methanol-anthracite"}
                assert (each["when"] != "none") == (several or alone), row["id"]


class TestCorrections:
    def test_corrections_are_those_of_the_transcription(self):
        """A part of a correction has a name after the dot; age and quenching of stamp-charged ovens are those of top-charged ones."""
        held = [each for standard in STANDARDS for each in file_of(standard)["corrections"] if "not_held" not in each]
        assert [each["id"] for each in held] == [
            "clinker-altitude",
            "coke-top", "coke-top.oven-age", "coke-top.quenching",
            "coke-stamp", "coke-stamp.oven-age", "coke-stamp.quenching",
            "blast-furnace", "converter", "eaf", "eaf.stainless", "soda-salt",
        ]  # fmt: skip
        transcribed = [row for row in CORRECTIONS if row["id"] != "coke-top"]
        assert sorted(
            each["expression"]
            for each in held
            if "coke-top" not in each["id"] and not each["id"].startswith("coke-stamp.")
        ) == sorted(row["expression"] for row in transcribed)

    @pytest.mark.parametrize("place", range(len(CORRECTIONS)))
    def test_correction_has_the_figures_of_its_row_and_no_other(self, place):
        row = CORRECTIONS[place]
        stem = row["gb_ids"].removesuffix("*")
        standard = next(each["standard"] for each in LIMITS if each["id"].startswith(stem))
        (held,) = [
            each
            for each in file_of(standard)["corrections"]
            if each.get("expression") == row["expression"] and each["id"].startswith(row["id"])
        ]
        assert held["levels"] == row["levels"].split(",")
        assert held["operation"] == row["kind"]
        assert held["limits"] == [
            each["id"]
            for each in LIMITS
            if each["id"].startswith(stem) and (stem != row["gb_ids"] or each["id"] == stem)
        ]
        assert (held["note"] == "none") == (not row["note"])
        if row["note"]:
            assert held["note"]["en"] == row["note"]
            assert CHINESE.search(held["note"]["zh"])
        stated = set(FIGURE.findall(row["expression"] + " " + row["when"]))
        used = set(figures([held["when"], held["constant"], held["terms"]]))
        assert used - {"0", "1"} <= stated
        assert stated <= used | {"0"}

    def test_age_and_quenching_are_the_same_for_both_ovens(self):
        corrections = {each["id"]: each for each in file_of("GB 21342-2025")["corrections"]}
        for part in ("oven-age", "quenching"):
            top, stamp = corrections[f"coke-top.{part}"], corrections[f"coke-stamp.{part}"]
            assert stamp["limits"] == ["gb21342-2025.stamp-charged"]
            assert {**stamp, "id": "", "limits": ""} == {**top, "id": "", "limits": ""}

    def test_corrections_that_are_known_and_not_held_are_the_notes_of_the_rows(self):
        unheld = {
            limit: each["not_held"]["en"]
            for standard in STANDARDS
            for each in file_of(standard)["corrections"]
            if "not_held" in each
            for limit in each["limits"]
        }
        assert unheld == {row["id"]: row["note"] for row in LIMITS if row["note"] and row["hold"] == "yes"}


class TestFactors:
    def test_carriers_are_the_rows_in_their_order_and_no_more(self):
        assert [each["id"] for each in read("factors.yaml")["carriers"]] == [row["id"] for row in FACTORS]

    @EACH_FACTOR
    def test_carrier_says_what_its_row_says(self, row):
        (held,) = [each for each in read("factors.yaml")["carriers"] if each["id"] == row["id"]]
        note = row["note"].replace(", see evidence.csv", "")
        assert held["name"] == {"zh": row["name_zh"], "en": row["name_en"]}
        assert (held["basis"], held["unit"]) == (row["basis"], row["unit"])
        assert held["calorific_value"] == (row["calorific_value_kj_per_kg"] or "none")
        assert held["document"] == (row["document"] or "none")
        if row["hold"] == "yes":
            assert held["factor"] == {
                "value": row["factor"],
                "evidence": row["evidence"],
                "sources": row["sources"].split("; "),
            }
            assert held["seen"] == []
            assert held["note"] == "none" if not note else held["note"]["en"] == note
        else:
            assert held["factor"]["not_held"]["en"] == note
            assert held["note"] == "none"

    @EACH_FACTOR
    def test_figures_seen_are_those_that_the_row_names(self, row):
        """They are text, so that no account can be reckoned with them."""
        (held,) = [each for each in read("factors.yaml")["carriers"] if each["id"] == row["id"]]
        if row["hold"] == "no":
            seen = {figure for text in held["seen"] for figure in FIGURE.findall(text.partition("(")[0])}
            named = FIGURE.findall(re.sub(r"\([^)]*\)", "", row["sources"]))
            assert seen == ({row["factor"]} if row["factor"] else set(named))
