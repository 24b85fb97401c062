"""What the contract names (codes, words, limits, versions) is what the service knows."""

import json
import re
import tomllib

import pytest
import yaml

from service import VERSION
from service.domain import goal, line, progress, quantity, verdict, weighting
from service.domain.benchmark import Basis, EditionState, Evidence
from service.evaluate import MAX_ACCOUNTS, MAX_LISTED_ERRORS
from service.formats.lists.line_reader import MAX_EXPLAINED_LINES
from service.formats.lists.ndjson_list import MAX_LINE_BYTES
from service.settings import Settings
from tests.web.client import PROJECT, Client, app, contract, get, make_app, post, resolved
from tests.web.contract.codes import renew_codes
from tests.web.contract.exchanges import operations

SCHEMAS = contract()["components"]["schemas"]
SUMMARY = SCHEMAS["SummaryFields"]["properties"]
CODES = SCHEMAS["Code"]["enum"]
LIMITS = contract()["info"]["x-limits"]


def test_the_codes_are_those_of_the_service():
    """GET /problems answers with every code that the service has a text for."""
    known = [problem["code"] for problem in get("/problems").json["problems"]]
    assert sorted(CODES) == sorted(known)


def test_the_table_and_the_lists_of_codes_are_made_from_their_records():
    """`python -m tests.web.contract.renew_examples` writes them again."""
    text = (PROJECT / "openapi.yaml").read_text(encoding="utf-8")
    assert renew_codes(text) == text
    assert all(f"| `{code}` |" in text for code in CODES)


@pytest.mark.parametrize("code", CODES)
def test_the_address_of_every_code_answers_in_both_languages(code):
    """`type` is an address under /problems/ that really answers with an explanation."""
    english, chinese = (get(f"/problems/{code}", language=language).json for language in ("en", "zh"))
    assert english["code"] == chinese["code"] == code
    for member in ("title", "about"):
        assert english[member].isascii() or "`" in english[member]
        assert re.search(r"[\u4e00-\u9fff]", chinese[member])


def test_the_list_of_codes_has_the_same_explanations():
    for problem in get("/problems").json["problems"]:
        assert problem == get(f"/problems/{problem['code']}").json


def test_the_page_of_every_code_has_the_statuses_that_it_is_answered_with():
    """Every answer in the tests is held to the types that the contract has for its status."""
    documented: dict[str, set[int]] = {code: set() for code in CODES}
    for _, _, operation in operations():
        for status, response in operation["responses"].items():
            for schema in resolved(response).get("content", {}).get("application/problem+json", {}).values():
                if "allOf" in schema:
                    for kind in schema["allOf"][1]["properties"]["type"]["enum"]:
                        documented[kind.removeprefix("/problems/")].add(int(status))
    shown = {problem["code"]: problem["statuses"] for problem in get("/problems").json["problems"]}
    assert shown == {code: sorted(statuses) for code, statuses in documented.items()}
    assert (shown["unknown_goal"], shown["strict"], shown["no_capacity"]) == ([404, 422], [422], [])


def test_the_codes_and_reasons_of_a_line_are_only_a_part_of_all_codes():
    for codes in (SCHEMAS["LineCode"]["enum"], SCHEMAS["UngradedReason"]["enum"]):
        assert set(codes) < set(CODES)


@pytest.mark.parametrize(
    ("documented", "known"),
    [
        (SCHEMAS["Weighting"], weighting.Weighting),
        (SCHEMAS["GradedResult"]["properties"]["standing"], verdict.Standing),
        (SCHEMAS["Progress"]["properties"]["status"], progress.Status),
        (SCHEMAS["Goal"]["properties"]["kind"], goal.KINDS),
        (SCHEMAS["Goal"]["properties"]["direction"], goal.Direction),
        (SCHEMAS["Progress"]["properties"]["direction"], goal.Direction),
        (SCHEMAS["PipelineStage"], {*line.Stage} - {line.Stage.EXISTING}),
        (SCHEMAS["Line"]["properties"]["stage"]["anyOf"][0], line.Stage),
        (SUMMARY["edition"]["properties"]["state"], EditionState),
        (SUMMARY["edition"]["properties"]["basis"], Basis),
        (
            SCHEMAS["UngradedResult"]["properties"]["other_editions"]["items"]["properties"]["standing"],
            verdict.Standing,
        ),
        (SCHEMAS["GradedResult"]["properties"]["level_not_held"], {"benchmark", "baseline"}),
        (
            SCHEMAS["Progress"]["properties"]["kind"],
            {name for name, kind in goal.KINDS.items() if issubclass(kind, goal.GoalOfLines)},
        ),
        (SCHEMAS["Evidence"], Evidence),
        (SCHEMAS["NoFigure"], {weighting.NO_CAPACITY, weighting.MIXED_DIMENSIONS, weighting.NO_ENERGY_WEIGHT}),
        (
            SCHEMAS["UngradedReason"],
            {verdict.INTENSITY_MISSING, verdict.BENCHMARK_NOT_HELD, verdict.IMPLAUSIBLE_INTENSITY},
        ),
        (
            SCHEMAS["Units"]["properties"]["units"]["items"]["properties"]["dimension"],
            quantity.Dimension,
        ),
        (
            SCHEMAS["Units"]["properties"]["units"]["items"]["properties"]["accounting"],
            {*quantity.Accounting, None},
        ),
    ],
)
def test_the_words_of_the_contract_are_those_of_the_domain(documented, known):
    assert set(documented["enum"]) == set(known)


def test_the_limits_are_those_of_the_settings():
    """Settings, shown by /readyz and in openapi.yaml."""
    settings, shown = Settings(), get("/readyz").json["limits"]
    assert LIMITS["body_bytes"] == settings.max_body_bytes == shown["body_bytes"]
    assert LIMITS["lines"] == settings.max_lines == shown["lines"]
    assert LIMITS["lines"] == SCHEMAS["EvaluationRequest"]["properties"]["lines"]["maxItems"]
    assert LIMITS["stream_lines"] == settings.max_stream_lines == shown["stream_lines"]
    assert LIMITS["stream_line_bytes"] == MAX_LINE_BYTES
    assert LIMITS["sums"] == MAX_ACCOUNTS
    assert LIMITS["explained_lines"] == MAX_EXPLAINED_LINES
    assert LIMITS["nesting"] == shown["nesting"]
    assert LIMITS["explained_errors"] == MAX_LISTED_ERRORS == SCHEMAS["Problem"]["properties"]["errors"]["maxItems"]
    for limit in LIMITS.values():
        assert f" {limit} " in contract()["info"]["description"]


def test_a_line_more_than_the_limit_is_refused_and_the_limit_itself_is_not():
    few = Client(make_app(max_lines=3))
    assert few.post([0] * 3).json["lines"]["submitted"] == 3
    assert (few.post([0] * 4).status, few.post([0] * 4).codes) == (413, ["too_many_lines"])
    assert post(b'{"lines": [' + b"0," * LIMITS["lines"] + b"0]}").codes == ["too_many_lines"]


def test_a_byte_more_than_the_limit_is_refused_and_the_limit_itself_is_not():
    body = b'{"lines": [{"benchmark": "cement-clinker", "capacity": 1}]}'
    assert Client(make_app(max_body_bytes=len(body))).post(body).status == 200
    assert Client(make_app(max_body_bytes=len(body) - 1)).post(body).codes == ["too_large"]


def test_a_level_more_of_nesting_than_the_limit_is_refused_and_the_limit_itself_is_not():
    def nested(levels):
        return b'{"lines": [' + b"[" * (levels - 2) + b"]" * (levels - 2) + b"]}"

    assert post(nested(LIMITS["nesting"])).json["lines"]["rejected"] == 1
    assert post(nested(LIMITS["nesting"] + 1)).codes == ["malformed_json"]


def test_faults_beyond_the_limit_are_counted():
    answer = post([0] * (LIMITS["explained_errors"] + 1), strict=True).json
    assert (len(answer["errors"]), answer["errors_left_out"]) == (LIMITS["explained_errors"], 1)


def test_the_version_is_one():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert contract()["info"]["version"] == VERSION == project["version"] == get("/readyz").json["version"]


def test_the_contract_is_served_byte_by_byte():
    assert get("/openapi.yaml").body == (PROJECT / "openapi.yaml").read_bytes()


def test_no_word_of_the_contract_is_read_otherwise_by_yaml_1_1():
    """Tools of both versions of YAML read the same: no bare day, `no` or `on`."""
    otherwise = yaml.safe_load((PROJECT / "openapi.yaml").read_bytes())
    assert json.loads(json.dumps(otherwise)) == json.loads(json.dumps(contract(), default=float))


def undescribed(item, place=""):
    """Every operation, parameter and object, and every field of one, without a word about it."""
    narrows = place.endswith("/allOf/1")  # the second part of an allOf, about what the first describes
    if isinstance(item, list):
        for index, inner in enumerate(item):
            yield from undescribed(inner, f"{place}/{index}")
    if not isinstance(item, dict):
        return
    fields = item["properties"] if "type" in item and "properties" in item else {}
    if (fields or "operationId" in item or "in" in item) and "description" not in item and not narrows:
        yield place
    for name, field in fields.items():
        if not {"description", "$ref"} & set(field):
            yield f"{place}/properties/{name}"
    for key, inner in item.items():
        if key not in {"examples", "example"}:
            yield from undescribed(inner, f"{place}/{key}")


def test_every_operation_parameter_and_field_is_described():
    assert list(undescribed(contract())) == []


def test_every_part_of_the_contract_says_what_it_is():
    for kind in ("schemas", "headers", "parameters", "responses"):
        for name, part in contract()["components"][kind].items():
            assert part.get("description"), f"{kind}/{name}"


def test_the_application_that_is_tested_has_the_shipped_settings():
    assert app().test_client().get("/readyz").get_json()["limits"]["lines"] == Settings().max_lines
