"""The data files say what the transcription says, digit for digit, and nothing beyond it.

The tables in `transcription/` are the only place that figures come from. The files are read here with a plain YAML
reader, every scalar as text, so that a fault in the service's own loader cannot hide a fault in the data.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
TRANSCRIPTION = HERE / "transcription"
BENCHMARKS = HERE.parents[1] / "benchmarks"

Row = dict[str, str]
LEVELS = ("benchmark", "baseline")

NO_SOURCE = {"not_held": {"zh": "未找到已公布的来源", "en": "no published source found"}}
AREA_ONLY = {
    "not_held": {
        "zh": "通知列有该领域，未找到公布的数值",
        "en": "area named in the notice, no figure published in any source found",
    },
}
NOT_STATED = {"not_held": {"zh": "转录资料未载明", "en": "not stated in the transcription"}}


def table(name: str) -> list[Row]:
    """Rows of one table of the transcription, every cell as text."""
    with (TRANSCRIPTION / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def read(path: Path) -> Any:
    """Content of one data file, every scalar as text."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader builds text only


def sector_of(row_id: str) -> str:
    """The sector is the part of the id before the dot."""
    return row_id.partition(".")[0]


def sources_of(row: Row) -> list[str]:
    """The items of a `sources` cell."""
    return row["sources"].split("; ") if row["sources"] else []


def is_area_only(row: Row) -> bool:
    """Whether the transcription knows the area by name only."""
    return row["note"].startswith("not held: area named in the notice")


PUBLICATIONS = table("editions.csv")
VALUES = table("benchmark_values.csv")
GOALS = [*table("goals.csv"), *({"scope": ""} | row for row in table("goals_new.csv"))]
CORRECTIONS = {row["id"]: row for row in table("goals_corrections.csv")}
FACTS = table("dates.csv")
EDITIONS = [publication["id"] for publication in PUBLICATIONS]
PLANS = list(dict.fromkeys(goal["plan"] for goal in GOALS))


def rows_of(edition: str) -> list[Row]:
    """Rows of one edition, in the order of the transcription."""
    return [row for row in VALUES if row["edition"] == edition]


def products_of(edition: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every product of the data files of one edition with its sector, in the order that `edition.yaml` gives."""
    for sector_id in read(BENCHMARKS / edition / "edition.yaml")["sectors"]:
        sector = read(BENCHMARKS / edition / "sectors" / f"{sector_id}.yaml")
        for product in sector["products"]:
            yield sector, product


def goals_of(plan: str) -> list[dict[str, Any]]:
    """Goals of the data file of one plan, in order."""
    return list(read(BENCHMARKS / "goals" / f"{plan}.yaml")["goals"])


def industries_of(goal: Row) -> str | list[list[str]]:
    """The sectors of a goal by industry: a plus joins those of one industry, an empty cell is every sector."""
    cell = CORRECTIONS.get(goal["id"], goal)["sectors"]
    if cell == "(the 25 areas of ndrc-2021)":
        return [[sector] for sector in read(BENCHMARKS / "ndrc-2021" / "edition.yaml")["sectors"]]
    return [industry.split("+") for industry in cell.split()] or "none"


def fact(edition: str, field: str) -> Row:
    """What the transcription says about an edition."""
    (row,) = [row for row in FACTS if (row["id"], row["field"]) == (edition, field)]
    return row


def dated(row: Row) -> dict[str, Any]:
    """A day as a data file writes it."""
    return {"value": row["value"], "evidence": row["evidence"], "sources": sources_of(row)}


def written_out(goal: Row, column: str, reference: str) -> str:
    """A cell of a goal, or the nearest earlier text of the same plan where the cell only refers back to it."""
    cells = [row[column] for row in GOALS[: GOALS.index(goal) + 1] if row["plan"] == goal["plan"]]
    return next(cell for cell in reversed(cells) if cell != reference)


def product_at(edition: str, row_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The one product with this id, with its sector, from the sector's own file."""
    sector = read(BENCHMARKS / edition / "sectors" / f"{sector_of(row_id)}.yaml")
    (product,) = [product for product in sector["products"] if product["id"] == row_id]
    return sector, product


def is_named_in_both(text: object) -> bool:
    """Whether a text is given in Chinese and in English, and neither is empty."""
    return isinstance(text, dict) and set(text) == {"zh", "en"} and all(text.values())


EACH_ROW = pytest.mark.parametrize("row", VALUES, ids=[f"{row['edition']}:{row['id']}" for row in VALUES])
EACH_GOAL = pytest.mark.parametrize("goal", GOALS, ids=[goal["id"] for goal in GOALS])
EACH_EDITION = pytest.mark.parametrize("edition", EDITIONS)
EACH_PLAN = pytest.mark.parametrize("plan", PLANS)


class TestEditions:
    """An edition has the rows of the transcription, in its order, and no other."""

    def test_the_editions_are_those_of_the_transcription(self) -> None:
        """Each folder with an `edition.yaml` is an edition of the transcription, and each of those has a folder."""
        assert sorted(path.parent.name for path in BENCHMARKS.rglob("edition.yaml")) == sorted(EDITIONS)
        assert {row["edition"] for row in VALUES} == set(EDITIONS)

    @EACH_EDITION
    def test_publication_is_named_and_its_gaps_are_stated(self, edition: str) -> None:
        """Title, number and predecessor are given; of the dates, those that are not transcribed say so."""
        (row,) = (row for row in PUBLICATIONS if row["id"] == edition)
        publication = read(BENCHMARKS / edition / "edition.yaml")
        sectors = list(dict.fromkeys(sector_of(row["id"]) for row in rows_of(edition)))
        assert is_named_in_both(publication["title"])
        assert publication == {
            "id": edition,
            "title": {"zh": row["title_zh"], "en": publication["title"]["en"]},
            "issuer": publication["issuer"],
            "document": row["document"],
            "issued": NOT_STATED,
            "published": dated(fact(edition, "published")),
            "in_force": publication["in_force"],
            "supersedes": row["supersedes"].split(),
            "deadlines": publication["deadlines"],
            "sectors": sectors,
        }

    def test_issuers_are_those_that_publications_name(self) -> None:
        """Five departments for the edition of 2023; the commission alone is known of the edition of 2021."""
        issuer = read(BENCHMARKS / "ndrc-2021" / "edition.yaml")["issuer"]
        assert issuer == {"zh": "国家发展和改革委员会", "en": "National Development and Reform Commission"}
        issuer = read(BENCHMARKS / "ndrc-2023" / "edition.yaml")["issuer"]
        assert issuer["zh"] == fact("ndrc-2023", "issuers")["value"]
        assert len(issuer["en"].split(";")) == len(issuer["zh"].split("、")) == 5

    def test_day_in_force_is_transcribed_or_not_held(self) -> None:
        """The day of publication is never written down as the day in force."""
        assert read(BENCHMARKS / "ndrc-2021" / "edition.yaml")["in_force"] == dated(fact("ndrc-2021", "in_force"))
        row = fact("ndrc-2023", "in_force")
        assert row["value"] == ""
        assert read(BENCHMARKS / "ndrc-2023" / "edition.yaml")["in_force"]["not_held"]["en"] == row["quote_or_note"]

    def test_words_on_deadlines_are_those_of_the_transcription(self) -> None:
        """The days themselves are in `deadlines.yaml`."""
        for edition in EDITIONS:
            words = read(BENCHMARKS / edition / "edition.yaml")["deadlines"]
            assert is_named_in_both(words)
        assert (
            read(BENCHMARKS / "ndrc-2021" / "edition.yaml")["deadlines"]["en"] == fact("ndrc-2021", "deadline")["value"]
        )

    @EACH_EDITION
    def test_each_sector_has_one_file_of_its_name_and_no_file_is_left_over(self, edition: str) -> None:
        """Files under `sectors/` are the sectors listed, and each says its own name inside."""
        listed = read(BENCHMARKS / edition / "edition.yaml")["sectors"]
        files = sorted((BENCHMARKS / edition / "sectors").iterdir())
        assert [path.name for path in files] == sorted(f"{sector}.yaml" for sector in listed)
        assert [read(path)["id"] for path in files] == [path.stem for path in files]
        assert all(set(read(path)) == {"id", "name", "products"} for path in files)

    @EACH_EDITION
    def test_products_are_the_rows_in_their_order_and_no_more(self, edition: str) -> None:
        """Reading the sectors in the order listed gives every row once, in the order of the transcription."""
        assert [product["id"] for _, product in products_of(edition)] == [row["id"] for row in rows_of(edition)]

    @EACH_EDITION
    def test_alias_leads_to_one_row_only(self, edition: str) -> None:
        """An alias is unique in an edition, and is not the name of another row, in upper or lower case."""
        names: dict[str, set[str]] = {}
        aliases: list[tuple[str, str]] = []
        for sector, product in products_of(edition):
            variant = [] if product["variant"] == "none" else product["variant"].values()
            for name in (sector["id"], *sector["name"].values(), product["id"], product["name_en"], *variant):
                names.setdefault(name.casefold(), set()).add(product["id"])
            aliases += [(alias.casefold(), product["id"]) for alias in product["aliases"]]
        assert len({alias for alias, _ in aliases}) == len(aliases)
        assert [alias for alias, row_id in aliases if names.get(alias, {row_id}) != {row_id}] == []

    def test_same_row_has_the_same_names_in_every_edition(self) -> None:
        """The names of a product are the same in every edition."""
        names: dict[str, list[Any]] = {}
        for edition in EDITIONS:
            for sector, product in products_of(edition):
                called = (sector["name"], product["variant"], product["name_en"], product["aliases"])
                names.setdefault(product["id"], []).append(called)
        assert [row_id for row_id, called in names.items() if any(name != called[0] for name in called)] == []


class TestRows:
    """A product says what its row says."""

    @EACH_ROW
    def test_product_has_every_key_and_no_other(self, row: Row) -> None:
        """A gap is a statement, never a missing key."""
        _, product = product_at(row["edition"], row["id"])
        assert list(product) == [
            "id",
            "variant",
            "name_en",
            "aliases",
            "industry_code",
            "indicator",
            "unit",
            "capacity_unit",
            "reference_standard",
            "benchmark",
            "baseline",
        ]

    @EACH_ROW
    def test_names_are_those_of_the_row(self, row: Row) -> None:
        """Chinese names and the product's English name are verbatim; sector and variant have an English name too."""
        sector, product = product_at(row["edition"], row["id"])
        assert is_named_in_both(sector["name"])
        assert sector["name"]["zh"] == row["sector_zh"]
        assert product["name_en"] == row["name_en"]
        if row["variant_zh"]:
            assert is_named_in_both(product["variant"])
            assert product["variant"]["zh"] == row["variant_zh"]
        else:
            assert product["variant"] == "none"

    @EACH_ROW
    def test_codes_indicator_and_units_are_those_of_the_row(self, row: Row) -> None:
        """An area known by name only says for each of them that it is not held."""
        _, product = product_at(row["edition"], row["id"])
        for key, column in (
            ("industry_code", "gbt4754"),
            ("unit", "unit"),
            ("capacity_unit", "capacity_unit"),
            ("reference_standard", "reference_standard"),
        ):
            assert product[key] == (AREA_ONLY if is_area_only(row) else row[column])
        if is_area_only(row):
            assert product["indicator"] == AREA_ONLY
        else:
            assert is_named_in_both(product["indicator"])
            assert product["indicator"]["zh"] == row["indicator_zh"]

    @EACH_ROW
    @pytest.mark.parametrize("level", LEVELS)
    def test_level_is_the_rows_figure_evidence_and_sources_or_says_it_is_not_held(self, row: Row, level: str) -> None:
        """Each figure is the row's text with the row's evidence and sources; a missing figure is not made up."""
        _, product = product_at(row["edition"], row["id"])
        if row[level]:
            held = {"value": row[level], "evidence": row[f"{level}_evidence"], "sources": sources_of(row)}
            assert product[level] == held
            assert held["evidence"] in {"quoted", "corroborated"}
            assert all(held["sources"])
        else:
            assert product[level] == (AREA_ONLY if is_area_only(row) else NO_SOURCE)

    @EACH_ROW
    def test_note_of_the_row_names_exactly_the_levels_that_are_not_held(self, row: Row) -> None:
        """The transcription agrees with itself on what is missing."""
        missing = [f"the {level}" for level in LEVELS if not row[level]]
        if is_area_only(row):
            assert len(missing) == len(LEVELS)
        elif missing:
            assert row["note"] == f"not held: no published source found for {' and '.join(missing)}"
        else:
            assert row["note"] == ""


class TestGoals:
    """A goal says what its row says, with references to other rows written out."""

    def test_plans_are_those_of_the_transcription(self) -> None:
        """One file per plan, and no other."""
        assert sorted(path.name for path in (BENCHMARKS / "goals").iterdir()) == sorted(f"{p}.yaml" for p in PLANS)

    @EACH_PLAN
    def test_goals_are_the_rows_in_their_order_and_no_more(self, plan: str) -> None:
        """The file names its plan, and holds its goals in the order of the transcription."""
        content = read(BENCHMARKS / "goals" / f"{plan}.yaml")
        assert set(content) == {"plan", "goals"}
        assert content["plan"] == plan
        assert [goal["id"] for goal in content["goals"]] == [row["id"] for row in GOALS if row["plan"] == plan]

    def test_one_goal_is_the_default(self) -> None:
        """The one that the transcription calls the default goal of the service."""
        default = [goal["id"] for plan in PLANS for goal in goals_of(plan) if goal["default"] == "yes"]
        assert default == [row["id"] for row in GOALS if row["note"] == "the default goal of the service"]
        assert default == ["zhejiang-2025-benchmark-share"]

    @EACH_GOAL
    def test_goal_says_what_its_row_says(self, goal: Row) -> None:
        """Target, date and every choice are the row's text; a cell without text is `none`."""
        (held,) = [held for held in goals_of(goal["plan"]) if held["id"] == goal["id"]]
        base_year = re.search(r"base year (\d{4})", goal["note"])
        stretch = re.search(r"stretch (\d+\.\d+)", goal["note"])
        change = CORRECTIONS.get(goal["id"], {"change": ""})["change"]
        is_corrected = change.startswith("must_exceed: no")
        assert held == {
            "id": goal["id"],
            "default": "yes" if goal["note"] == "the default goal of the service" else "no",
            "title": {"zh": goal["title_zh"], "en": goal["title_en"]},
            "kind": goal["kind"],
            "target": goal["target"],
            "must_exceed": "no" if is_corrected else goal["must_exceed"],
            "level": goal["level"] or "none",
            "weighting": goal["weighting"] or "none",
            "by": goal["by"],
            "edition": goal["edition"] or "none",
            "base_year": base_year[1] if base_year else "none",
            "stretch": stretch[1] if stretch else "none",
            "scope": held["scope"],
            "sectors": industries_of(goal),
            "counts": "enterprises" if "a line must be an enterprise" in change else "none",
            "document": written_out(goal, "document", "the same plan"),
            "evidence": goal["evidence"],
            "sources": sources_of(goal),
            "note": held["note"],
        }
        assert goal["evidence"] in {"quoted", "corroborated"}

    @EACH_GOAL
    def test_scope_and_note_are_the_rows_in_english_and_translated_into_chinese(self, goal: Row) -> None:
        """English is verbatim; the Chinese keeps every figure of it."""
        (held,) = [held for held in goals_of(goal["plan"]) if held["id"] == goal["id"]]
        for key, text in (("scope", written_out(goal, "scope", "as above")), ("note", goal["note"])):
            if text:
                assert is_named_in_both(held[key])
                says_more = key == "note" and "methanol" in goal["scope"] + written_out(goal, "scope", "as above")
                assert held[key]["en"].startswith(text) if says_more else held[key]["en"] == text
                assert re.search(r"[\u4e00-\u9fff]", held[key]["zh"])
                assert set(re.findall(r"\d[\d.]*", text)) <= set(re.findall(r"\d[\d.]*", held[key]["zh"]))
            else:
                assert held[key] == "none"


class TestDeadlines:
    """Days by which capacity below the baseline level is to go, and the areas that they are stated for."""

    DEADLINES = {row["id"]: row for row in read(BENCHMARKS / "deadlines.yaml")["deadlines"]}  # noqa: RUF012 - read only

    @pytest.mark.parametrize(
        ("deadline", "edition", "field", "in_principle"),
        [
            ("25-areas", "ndrc-2023", "deadline.25_areas", "yes"),
            ("11-areas", "ndrc-2023", "deadline.11_areas", "yes"),
            ("8-industries", "drive-2026", "deadline.8_industries", "no"),
        ],
    )
    def test_deadline_says_what_its_row_says(self, deadline: str, edition: str, field: str, in_principle: str) -> None:
        """Day, evidence and sources are the row's text; 原则上 is in principle."""
        held, row = self.DEADLINES[deadline], fact(edition, field)
        assert (held["standing"], held["by"], held["evidence"]) == ("below_baseline", row["value"], row["evidence"])
        assert held["in_principle"] == in_principle
        sources = "; ".join(held["sources"])
        assert sources == row["sources"] or row["sources"].startswith(("the same three", "as transcribed"))
        assert all(held["sources"])

    def test_areas_are_those_of_the_editions_and_of_the_goal_for_the_eight_industries(self) -> None:
        """25 areas of the edition before, 11 new ones, and the industries of the notice of 2026."""
        old, new = (read(BENCHMARKS / edition / "edition.yaml")["sectors"] for edition in EDITIONS)
        assert self.DEADLINES["25-areas"]["areas"] == old
        assert self.DEADLINES["11-areas"]["areas"] == [sector for sector in new if sector not in old]
        (goal,) = [goal for goal in GOALS if goal["id"] == "china-2028-clearance"]
        industries = industries_of(goal)
        assert len(industries) == 8
        assert self.DEADLINES["8-industries"]["areas"] == [sector for each in industries for sector in each]
        assert len(self.DEADLINES) == 3


class TestCautions:
    """Rules of caution are this project's own; what they name is there."""

    CAUTIONS = read(BENCHMARKS / "cautions.yaml")

    def test_file_says_whose_rules_they_are(self) -> None:
        """No text gives them."""
        first = (BENCHMARKS / "cautions.yaml").read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# Rules of caution of this project: no official text gives them")

    def test_products_and_sectors_are_rows_of_the_transcription(self) -> None:
        """A rule about a product that does not exist would never apply."""
        ids = {row["id"] for row in VALUES}
        named = [product for rule in self.CAUTIONS["plausible"] for product in rule["products"]]
        named += [rule["product"] for rule in self.CAUTIONS["sizes"]]
        named += [product for rule in self.CAUTIONS["parts"] for product in (rule["whole"], *rule["steps"])]
        assert set(named) <= ids
        sectors = {sector for rule in self.CAUTIONS["consecutive"] for sector in rule}
        assert sectors <= {sector_of(row_id) for row_id in ids}

    def test_size_is_the_one_in_the_name_of_the_product(self) -> None:
        """The bounds are digits of the official name."""
        for rule in self.CAUTIONS["sizes"]:
            (name, *_) = [row["variant_zh"] for row in VALUES if row["id"] == rule["product"]]
            bounds = [rule["capacity"][end] for end in ("from", "to") if rule["capacity"][end] != "none"]
            assert re.findall(r"[0-9]+", name) == bounds, name


def test_data_files_are_plain_utf_8_without_tabs_or_carriage_returns() -> None:
    """A file looks the same in every editor and has the same hash on every machine."""
    for path in [*BENCHMARKS.rglob("*.yaml"), BENCHMARKS / "README.md"]:
        text = path.read_bytes().decode("utf-8")
        assert text.endswith("\n"), path
        assert not re.search(r"[\t\r\ufeff]", text), path
