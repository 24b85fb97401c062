"""The reference resources: what is held, how it is found, and how it is kept by a cache."""

from decimal import Decimal
from urllib.parse import unquote

import pytest

from tests.web.client import get, send
from tests.web.wire import CHINESE, assert_problem

RESOURCES = [
    "/v1/editions",
    "/v1/editions/ndrc-2021",
    "/v1/benchmarks",
    "/v1/benchmarks?edition=ndrc-2023&sector=coke&q=coke",
    "/v1/benchmarks/cement-clinker",
    "/v1/goals",
    "/v1/goals/zhejiang-2025-benchmark-share",
    "/v1/units",
    "/v1/limits",
    "/v1/limits/gb16780-2021.clinker",
    "/v1/factors",
    "/problems",
    "/problems/strict",
]
WITHOUT_QUERY = [address for address in RESOURCES if address.startswith("/v1/") and "?" not in address]


def ids(query):
    return [row["id"] for row in get(f"/v1/benchmarks{query}").json["benchmarks"]]


# Caches


@pytest.mark.parametrize("address", [*RESOURCES, "/openapi.yaml"])
def test_reference_data_need_not_be_sent_again_while_it_is_the_same(address):
    """Reference data answers `ETag` and `Cache-Control`, and honours `If-None-Match`."""
    full = get(address)
    tag = full.headers["ETag"]
    assert tag.startswith('"')
    assert "public" in full.headers["Cache-Control"]
    assert "max-age=" in full.headers["Cache-Control"]
    for sent in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = get(address, headers={"If-None-Match": sent})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == tag
        assert again.headers["Cache-Control"] == full.headers["Cache-Control"]
        assert {"Accept", "Accept-Language"} <= {name.strip() for name in again.headers["Vary"].split(",")}
    for sent in ('"other"', "", tag.upper()):
        assert get(address, headers={"If-None-Match": sent}).body == full.body
    assert send("HEAD", address, headers={"If-None-Match": tag}).status == 304


@pytest.mark.parametrize("address", [address for address in RESOURCES if address != "/v1/units"])
def test_a_cache_can_tell_the_two_languages_apart(address):
    english, chinese = get(address, language="en"), get(address, language="zh")
    assert english.headers["ETag"] != chinese.headers["ETag"]
    assert "Accept-Language" in english.headers["Vary"]
    assert (english.headers["Content-Language"], chinese.headers["Content-Language"]) == ("en", "zh")
    assert get(address, language="zh", headers={"If-None-Match": english.headers["ETag"]}).status == 200


@pytest.mark.parametrize("address", RESOURCES)
def test_reference_data_has_the_same_bytes_every_time(address):
    assert len({get(address).body for _ in range(3)}) == 1


def test_a_failure_is_not_kept_by_a_cache():
    for address in ("/v1/editions/none", "/v1/benchmarks/none", "/v1/benchmarks?x=1"):
        headers = get(address).headers
        assert headers["Cache-Control"] == "no-store"
        assert "ETag" not in headers


# Editions


def levels_of(row):
    return {row[level]["value"] for level in ("benchmark", "baseline")}


def test_an_edition_says_what_it_is_and_which_levels_are_not_held():
    """Title, issuer, document number, date, what it supersedes, rows held and rows known but not held, fingerprint."""
    old, new = get("/v1/editions").json["editions"]
    assert (old["id"], old["document"]) == ("ndrc-2021", "发改产业〔2021〕1609号")
    assert (new["id"], new["document"]) == ("ndrc-2023", "发改产业〔2023〕723号")
    assert new["supersedes"] == ["ndrc-2021"]
    assert (old["superseded_by"], new["superseded_by"]) == ("ndrc-2023", None)
    assert (old["short"], new["short"]["en"]) == ({"zh": "2021年版", "en": "2021 edition"}, "2023 edition")
    for edition in (old, new):
        assert get(f"/v1/editions/{edition['id']}").json == edition
        rows = get(f"/v1/benchmarks?edition={edition['id']}").json["benchmarks"]
        assert edition["rows_held"] == sum(None not in levels_of(row) for row in rows)
        assert edition["rows_held"] + edition["rows_not_held"] == len(rows)
        assert [sector["id"] for sector in edition["sectors"]] == list(dict.fromkeys(row["sector"] for row in rows))
        for name in ("issued", "published", "in_force", "deadlines"):
            assert (edition[name] is None) is (name in edition["not_held"])
        assert edition["evidence"].keys() == {"published", "in_force"} - edition["not_held"].keys()
    assert old["fingerprint"] != new["fingerprint"]
    assert CHINESE.search(get("/v1/editions/ndrc-2021", language="zh").json["title"])


def test_an_unknown_edition_is_answered_with_the_known_ones():
    for address in ("/v1/editions/ndrc-2022", "/v1/benchmarks?edition=ndrc-2022", "/v1/benchmarks/pta?edition=x"):
        (error,) = assert_problem(get(address), 404, "unknown_edition", "")["errors"]
        assert error["candidates"] == ["ndrc-2021", "ndrc-2023"]
        assert error.get("parameter") == ("edition" if "?" in address else None)


def test_an_empty_edition_is_not_the_default_one():
    assert_problem(get("/v1/benchmarks?edition="), 404, "unknown_edition")


# Benchmarks


def test_rows_come_in_the_order_of_the_document():
    """The same order as in the edition's sectors, and inside a sector as in its table."""
    assert ids("")[:3] == ids("?edition=ndrc-2021")[:3] == ["oil-refining", "coke.top-charged", "coke.stamp-charged"]
    assert ids("?sector=flat-glass") == ["flat-glass.above-800", "flat-glass.500-to-800"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cement-clinker", {"cement-clinker"}),
        ("水泥", {"cement-clinker"}),
        ("水泥熟料", {"cement-clinker"}),
        ("Cement clinker", {"cement-clinker"}),
        ("CLINKER", {"cement-clinker"}),
        ("ｃｌｉｎｋｅｒ", {"cement-clinker"}),
        (" clin ker ", {"cement-clinker"}),
        ("熟料", {"cement-clinker"}),
        ("PX", {"paraxylene"}),
        ("顶装", {"coke.top-charged"}),
        ("nothing like it", set()),
        (".*", set()),
        ("%%", set()),
    ],
)
def test_q_matches_ids_names_and_aliases_in_both_languages(text, found):
    for language in ("en", "zh"):
        answer = send("GET", "/v1/benchmarks", query_string={"q": text}, headers={"Accept-Language": language})
        assert {row["id"] for row in answer.json["benchmarks"]} == found


def test_an_empty_q_is_no_restriction():
    assert ids("?q=") == ids("?q=%20") == ids("")


def test_a_sector_and_a_text_restrict_together():
    assert ids("?sector=copper")
    assert all(each.startswith("copper.") for each in ids("?sector=copper"))
    assert ids("?sector=copper&q=electrolysis") == ["copper.electrolysis"]
    assert ids("?sector=coke&q=electrolysis") == []


@pytest.mark.parametrize("sector", ["copp", "", "Copper", "copper.electrolysis"])
def test_an_unknown_sector_is_answered_with_those_of_the_edition(sector):
    """A search that finds nothing answers with an empty list; a misspelt sector is no such search."""
    for language in ("en", "zh"):
        answer = get(f"/v1/benchmarks?sector={sector}&q=x", language=language)
        (error,) = assert_problem(answer, 422, "unknown_sector", "")["errors"]
        assert error["parameter"] == "sector"
        assert error["candidates"] == [each["id"] for each in get("/v1/editions/ndrc-2021").json["sectors"]]
        assert "ndrc-2021" in error["detail"]
        assert bool(CHINESE.search(error["detail"])) is (language == "zh")


def test_a_sector_of_another_edition_is_not_one_of_this():
    (old,), (new,) = (
        [{each["id"] for each in get(f"/v1/editions/{edition}").json["sectors"]}]
        for edition in ("ndrc-2021", "ndrc-2023")
    )
    added = min(new - old)
    assert_problem(get(f"/v1/benchmarks?sector={added}"), 422, "unknown_sector", "")
    assert ids(f"?sector={added}&edition=ndrc-2023")


def test_each_edition_has_its_own_rows():
    old, new = ids("?edition=ndrc-2021"), ids("?edition=ndrc-2023")
    assert "pta" in new
    assert "pta" not in old
    assert get("/v1/benchmarks").json["edition"] == "ndrc-2021"
    assert get("/v1/benchmarks?edition=ndrc-2023").json["edition"] == "ndrc-2023"


def test_a_row_states_both_levels_with_their_evidence_and_sources():
    row = get("/v1/benchmarks/cement-clinker").json
    assert (row["edition"], row["unit"], row["capacity_unit"], row["gradable"]) == ("ndrc-2021", "kgce/t", "t/a", True)
    assert row["names"] == {"zh": "水泥熟料", "en": "Cement clinker"}
    for level, value in (("benchmark", 100), ("baseline", 117)):
        assert row[level]["value"] == value
        assert row[level]["evidence"] == "quoted"
        assert row[level]["sources"]
        assert row[level]["not_held"] is None


def test_every_row_has_each_level_or_says_why_not():
    for edition in ("ndrc-2021", "ndrc-2023"):
        for row in get(f"/v1/benchmarks?edition={edition}").json["benchmarks"]:
            for level in (row["benchmark"], row["baseline"]):
                if level["value"] is None:
                    assert level["not_held"]
                    assert (level["evidence"], level["sources"]) == (None, [])
                else:
                    assert level["evidence"] in {"quoted", "corroborated"}
                    assert level["sources"]
                    assert isinstance(level["value"], int | Decimal)
            assert row["gradable"] is (levels_of(row) != {None})


def test_a_row_is_found_by_id_by_name_and_by_alias():
    row = get("/v1/benchmarks/cement-clinker").body
    for name in ("水泥熟料", "熟料", "Cement%20clinker", "CLINKER"):
        assert get(f"/v1/benchmarks/{name}").body == row


def test_every_listed_row_has_an_address():
    for edition in ("ndrc-2021", "ndrc-2023"):
        for row in get(f"/v1/benchmarks?edition={edition}").json["benchmarks"]:
            single = get(f"/v1/benchmarks/{row['id']}?edition={edition}").json
            others = single.pop("other_editions")
            assert single == row
            assert all(other["id"] == row["id"] and other["edition"] != edition for other in others)


def test_the_same_row_of_the_other_editions_stands_beside_it():
    for asked, other in (("ndrc-2021", "ndrc-2023"), ("ndrc-2023", "ndrc-2021")):
        row = get(f"/v1/benchmarks/aluminium.electrolytic?edition={asked}").json
        assert row["edition"] == asked
        (beside,) = row["other_editions"]
        expected = get(f"/v1/benchmarks/aluminium.electrolytic?edition={other}").json
        expected.pop("other_editions")
        assert beside == expected
    assert get("/v1/benchmarks/pta").json["other_editions"] == []


def test_a_row_that_one_edition_lacks_is_found_where_it_is_unless_that_edition_was_asked_for():
    """Values are never carried from one edition to another silently: the answer names its edition."""
    assert get("/v1/benchmarks/pta").json["edition"] == "ndrc-2023"
    assert get("/v1/benchmarks/pta?edition=ndrc-2023").json["edition"] == "ndrc-2023"
    assert_problem(get("/v1/benchmarks/pta?edition=ndrc-2021"), 404, "unknown_benchmark", "")


@pytest.mark.parametrize("name", ["PTA", "精对苯二甲酸", "Purified terephthalic acid"])
def test_a_row_that_the_default_edition_lacks_is_found_by_its_name_too(name):
    assert get(f"/v1/benchmarks/{name}").json["id"] == "pta"


def test_an_unknown_row_is_answered_with_near_names():
    problem = assert_problem(get("/v1/benchmarks/cement-clinke"), 404, "unknown_benchmark", "")
    assert problem["errors"][0]["candidates"][0] == "cement-clinker"
    assert 1 <= len(problem["errors"][0]["candidates"]) <= 3


@pytest.mark.parametrize("name", ["copper", "铜冶炼"])
def test_the_name_of_several_rows_is_answered_with_all_of_them(name):
    problem = assert_problem(get(f"/v1/benchmarks/{name}"), 404, "ambiguous_benchmark", "")
    assert problem["errors"][0]["candidates"] == ids("?sector=copper")


# Goals and units


def test_a_goal_says_what_it_demands_and_where_it_is_stated():
    goals = get("/v1/goals").json["goals"]
    assert [goal["id"] for goal in goals if goal["default"]] == ["zhejiang-2025-benchmark-share"]
    for goal in goals:
        assert get(f"/v1/goals/{goal['id']}").json == goal
        assert goal["document"]
        assert goal["evidence"] in {"quoted", "corroborated"}
        assert goal["sources"]
    zhejiang = get("/v1/goals/zhejiang-2025-benchmark-share").json
    assert (zhejiang["kind"], zhejiang["target"], zhejiang["by"]) == ("share_at_least", Decimal("0.5"), "2025-12-31")
    assert (zhejiang["weighting"], zhejiang["edition"], zhejiang["of_lines"]) == ("capacity", "ndrc-2021", True)


def test_a_list_can_be_sent_for_a_goal_exactly_if_the_goal_says_so():
    for goal in get("/v1/goals").json["goals"]:
        sent = {"goal": goal["id"], "lines": [{"benchmark": "cement-clinker", "capacity": 1, "intensity": 1}]}
        assert send("POST", "/v1/evaluations", json=sent).status == (200 if goal["of_lines"] else 422)


def test_an_unknown_goal_is_not_found():
    assert_problem(get("/v1/goals/zhejiang-2026"), 404, "unknown_goal", "")


def test_an_unknown_goal_is_answered_with_the_known_ones():
    assert "zhejiang-2025-benchmark-share" in get("/v1/goals/zhejiang-2026").json["errors"][0]["candidates"]


def test_every_listed_unit_is_accepted_and_converts_by_its_factor():
    """Every accepted unit with its spellings, quantity and exact factor."""
    units = get("/v1/units").json["units"]
    by_symbol = {unit["symbol"]: unit for unit in units}
    assert len(by_symbol) == len(units)
    # 1 kgce = 29.307 MJ, 1 tce = 1,000 kgce, 1 kWh = 3.6 MJ, 1 kgoe = 41.868 MJ, a weight box is 50 kg
    assert by_symbol["kgce/t"]["factor"] == Decimal("29.307")
    assert by_symbol["tce/t"]["factor"] == 29307
    assert by_symbol["kWh/t"]["factor"] == Decimal("3.6")
    assert by_symbol["kgoe/t"]["factor"] == Decimal("41.868")
    assert by_symbol["kgce/weight_box"]["factor"] == Decimal("586.14")
    assert by_symbol["万t/a"]["factor"] == 10000
    lines = [
        {"benchmark": "cement-clinker", "capacity": 1, "capacity_unit": unit["symbol"], "operating_days": 1}
        for unit in units
        if unit["quantity"] == "capacity" and unit["dimension"] == "mass"
    ]
    results = send("POST", "/v1/evaluations", json={"lines": lines}).json["results"]
    assert [result["capacity"] for result in results] == [by_symbol[each["capacity_unit"]]["factor"] for each in lines]


def test_every_listed_spelling_is_accepted():
    parts = get("/v1/units").json["parts"]
    lines = [
        {
            "benchmark": "cement-clinker",
            "capacity": 1,
            "intensity": 1,
            "intensity_unit": f"{spelling}/{amount}",
            "intensity_confirmed": True,
        }
        for energy in parts["energy"]
        if energy["symbol"] in {"kgce", "tce", "MJ"}
        for spelling in (energy["symbol"], *energy["spellings"])
        for amount in ("t", "吨", "公吨")
    ]
    answer = send("POST", "/v1/evaluations", json={"lines": lines}).json
    assert answer["lines"]["graded"] == len(lines) > 50


# The query


@pytest.mark.parametrize("address", WITHOUT_QUERY)
@pytest.mark.parametrize(
    "query", ["x=1", "Edition=ndrc-2021", "edition%20=ndrc-2021", "language=zh", "=", "edition[]=ndrc-2021"]
)
def test_a_parameter_that_is_not_known_is_refused_and_never_ignored(address, query):
    problem = assert_problem(get(f"{address}?{query}"), 422, "unknown_field")
    (error,) = problem["errors"]
    assert error["parameter"] == unquote(query.partition("=")[0])
    assert error["detail"].startswith(f'unknown parameter "{error["parameter"]}"; known: ')


@pytest.mark.parametrize("address", ["/v1/editions", "/v1/goals", "/v1/units", "/v1/benchmarks/cement-clinker"])
def test_a_parameter_of_another_address_is_not_known(address):
    assert_problem(get(f"{address}?q=coke"), 422, "unknown_field")


def test_a_duplicate_parameter_is_refused():
    assert_problem(get("/v1/benchmarks?q=a&q=a"), 422, "duplicate_key")
    problem = assert_problem(get("/v1/benchmarks?q=a&q=b&x=1"), 422, "invalid_request")
    assert [(error["parameter"], error["code"]) for error in problem["errors"]] == [
        ("q", "duplicate_key"),
        ("x", "unknown_field"),
    ]


@pytest.mark.parametrize("name", ["goal", "edition", "weighting", "strict"])
def test_what_a_json_list_says_in_its_body_is_sent_there_when_it_stands_in_the_query(name):
    for language, words in (("en", "in the body"), ("zh", "请求体")):
        answer = send("POST", f"/v1/evaluations?{name}=x&lang={language}", json={"lines": []})
        (error,) = assert_problem(answer, 422, "unknown_field", "")["errors"]
        assert error["parameter"] == name
        assert words in error["detail"]


def test_an_address_that_is_not_utf8_is_answered():
    for address in ("/v1/benchmarks/%ff", "/v1/editions/%00", "/v1/goals/%ed%a0%80", "/v1/benchmarks/a%2fb"):
        assert send("GET", address).status == 404
    assert get("/v1/benchmarks?q=%ff").status == 200
