"""Every code of the contract, provoked over HTTP: its status, its place, and its words in both languages."""

import gzip
from decimal import Decimal

import pytest

from tests.web.client import JSON, Client, get, make_app, post
from tests.web.wire import CHINESE, EVALUATIONS, assert_problem, clinker, line, listed, without, without_input

LINE_CODES = [
    ("required", "/lines/0/benchmark", without("benchmark")),
    ("required", "/lines/0/benchmark", line(benchmark=None)),
    ("required", "/lines/0/benchmark", line(benchmark="")),
    ("required", "/lines/0/capacity", without("capacity")),
    ("required", "/lines/0/capacity", line(capacity=None)),
    ("required", "/lines/0/id", line(id="")),
    ("required", "/lines/0/group", line(group="")),
    ("required", "/lines/0/operating_days", line(capacity_unit="t/d")),
    ("required", "/lines/0/operating_days", line(capacity_unit="万吨/日", operating_days=None)),
    ("not_a_number", "/lines/0/capacity", line(capacity="1_000")),
    ("not_a_number", "/lines/0/capacity", line(capacity="")),
    ("not_a_number", "/lines/0/capacity", line(capacity=True)),
    ("not_a_number", "/lines/0/intensity", line(intensity="NaN")),
    ("not_a_number", "/lines/0/intensity", line(intensity=[100])),
    ("not_a_number", "/lines/0/operating_days", line(operating_days={})),
    ("not_positive", "/lines/0/capacity", line(capacity=0)),
    ("not_positive", "/lines/0/capacity", line(capacity="-0")),
    ("not_positive", "/lines/0/capacity", line(capacity="-1e-12")),
    ("number_out_of_range", "/lines/0/capacity", line(capacity=10**15)),
    ("number_out_of_range", "/lines/0/capacity", line(capacity="0.0000000000001")),
    ("number_out_of_range", "/lines/0/intensity", line(intensity=-(10**15))),
    ("number_out_of_range", "/lines/0/operating_days", line(capacity_unit="t/d", operating_days=0)),
    ("number_out_of_range", "/lines/0/operating_days", line(capacity_unit="t/d", operating_days=Decimal("366.1"))),
    ("number_out_of_range", "/lines/0/operating_days", line(operating_days=Decimal("0.999999999999"))),
    ("unknown_field", "/lines/0/Capacity", line(Capacity=1)),
    ("unknown_field", "/lines/0/a~1b~0c", line(**{"a/b~c": 1})),
    ("unknown_field", "/lines/0/note", line(note=None)),
    ("unknown_benchmark", "/lines/0/benchmark", line(benchmark="cement-clinke")),
    ("unknown_benchmark", "/lines/0/benchmark", line(benchmark="天然气")),
    ("ambiguous_benchmark", "/lines/0/benchmark", line(benchmark="铜冶炼")),
    ("ambiguous_benchmark", "/lines/0/benchmark", line(benchmark="copper")),
    ("unknown_unit", "/lines/0/capacity_unit", line(capacity_unit="MT/a")),
    ("unknown_unit", "/lines/0/capacity_unit", line(capacity_unit="t")),
    ("unknown_unit", "/lines/0/intensity_unit", line(intensity_unit="kgce")),
    ("unit_mismatch", "/lines/0/capacity_unit", line(capacity_unit="m2/a")),
    ("unit_mismatch", "/lines/0/intensity_unit", line(intensity_unit="kWh/t")),
    ("unit_mismatch", "/lines/0/intensity_unit", line(intensity_unit="kgce/m2")),
    ("too_long", "/lines/0/id", line(id="x" * 65)),
    ("too_long", "/lines/0/group", line(group="湖" * 65)),
    ("too_long", "/lines/0/benchmark", line(benchmark="x" * 201)),
    ("too_long", "/lines/0/capacity_unit", line(capacity_unit="x" * 65)),
    ("wrong_type", "/lines/0", 1),
    ("wrong_type", "/lines/0", None),
    ("wrong_type", "/lines/0", []),
    ("wrong_type", "/lines/0", "cement-clinker"),
    ("wrong_type", "/lines/0/id", line(id=7)),
    ("wrong_type", "/lines/0/group", line(group=["湖州"])),
    ("wrong_type", "/lines/0/benchmark", line(benchmark={})),
    ("wrong_type", "/lines/0/capacity_unit", line(capacity_unit=False)),
]


@pytest.mark.parametrize(("code", "pointer", "wrong"), LINE_CODES)
def test_a_wrong_line_is_rejected_with_its_code_and_place_and_sinks_nothing(code, pointer, wrong):
    """A bad line comes back `rejected` with its errors, in both languages, and the rest is answered with 200."""
    texts = {}
    for language in ("en", "zh-CN"):
        answer = post([wrong, line(id="sound")], language=language)
        assert answer.status == 200
        rejected, sound = answer.json["results"]
        assert (rejected["index"], rejected["status"]) == (0, "rejected")
        assert [(error["pointer"], error["code"]) for error in rejected["errors"]] == [(pointer, code)]
        assert (sound["index"], sound["id"], sound["status"]) == (1, "sound", "graded")
        assert answer.json["lines"] == {"submitted": 2, "graded": 1, "ungraded": 0, "rejected": 1}
        assert answer.json["goal"]["provisional"] is True
        texts[language] = rejected["errors"][0]["detail"]
    assert CHINESE.search(texts["zh-CN"])
    assert texts["en"] != texts["zh-CN"]


def test_the_second_line_of_an_id_is_rejected_and_the_first_is_kept():
    answer = post([line(id="a"), line(id="a"), line(id="A"), line(id="a ")], language="zh-CN")
    first, second, *others = answer.json["results"]
    assert first["status"] == "graded"
    (error,) = second["errors"]
    assert (second["id"], error["pointer"], error["code"]) == ("a", "/lines/1/id", "duplicate_id")
    assert CHINESE.search(error["detail"])
    assert "0" in error["detail"]
    assert [other["status"] for other in others] == ["graded", "graded"]


def test_an_id_of_a_rejected_line_cannot_be_used_again():
    """`id` is unique in the list: which of two lines is meant must be clear whatever became of the first."""
    answer = post([line(id="a", capacity=0), line(id="a")])
    assert [each["errors"][0]["code"] for each in answer.json["results"]] == ["not_positive", "duplicate_id"]


def test_a_duplicate_key_rejects_its_line():
    body = listed(clinker('"intensity":1,"intensity":200'), '{"benchmark":"clinker","capacity":1}')
    for language in ("en", "zh"):
        rejected, sound = post(body, language=language).json["results"]
        (error,) = rejected["errors"]
        assert (error["pointer"], error["code"]) == ("/lines/0/intensity", "duplicate_key")
        assert bool(CHINESE.search(error["detail"])) is (language == "zh")
        assert sound["status"] == "ungraded"


@pytest.mark.parametrize(
    ("reason", "around", "sent"),
    [
        ("intensity_missing", {}, without("intensity")),
        ("intensity_missing", {}, line(intensity=None)),
        ("benchmark_not_held", {"edition": "ndrc-2023"}, line(benchmark="pta", capacity_unit="t/a")),
        ("benchmark_not_held", {"edition": "ndrc-2023"}, line(benchmark="paraxylene")),
        ("benchmark_not_held", {"edition": "ndrc-2023"}, line(benchmark="paraxylene", intensity=None)),
        ("implausible_intensity", {}, line(intensity="19.999999999999")),
        ("implausible_intensity", {}, line(intensity="585.000000000001")),
    ],
)
def test_what_cannot_be_graded_says_why_and_stays_in_the_total(reason, around, sent):
    for language in ("en", "zh"):
        answer = post([sent], language=language, **around)
        (result,) = answer.json["results"]
        assert (result["status"], result["reason"]) == ("ungraded", reason)
        assert bool(CHINESE.search(result["detail"])) is (language == "zh")
        assert answer.json["overall"]["capacity"]["ungraded"] == 1
        assert answer.json["goal"]["provisional"] is False


def test_a_level_that_is_not_held_says_which_other_edition_holds_it():
    (result,) = post([line(benchmark="paraxylene")], edition="ndrc-2023").json["results"]
    assert "ndrc-2021" in result["detail"]
    (result,) = post([line(benchmark="pta", capacity_unit="t/a")], edition="ndrc-2023").json["results"]
    assert "ndrc-2021" not in result["detail"]


def test_an_unknown_product_is_answered_with_up_to_three_near_names():
    (result,) = post([line(benchmark="cement-clinke")]).json["results"]
    (error,) = result["errors"]
    assert error["candidates"][0] == "cement-clinker"
    assert 1 <= len(error["candidates"]) <= 3
    assert "cement-clinker" in error["detail"]


def test_an_ambiguous_product_is_answered_with_all_candidates():
    (result,) = post([line(benchmark="铜冶炼")]).json["results"]
    assert result["errors"][0]["candidates"] == [
        "copper.concentrate-to-cathode",
        "copper.concentrate-to-blister",
        "copper.concentrate-to-anode",
        "copper.electrolysis",
    ]


@pytest.mark.parametrize(
    ("changed", "field", "would_do", "would_not"),
    [
        ({"capacity_unit": "m2/a"}, "capacity_unit", "万t/a", "m2/a"),
        ({"intensity_unit": "kWh/t"}, "intensity_unit", "MJ/t", "kWh/t"),
        ({"intensity_unit": "kg/t"}, "intensity_unit", "tce/t", "MWh/t"),
        ({"capacity_unit": "lb/a"}, "capacity_unit", "weight_box/a", "m2/a"),
    ],
)
def test_a_unit_that_does_not_fit_is_answered_with_those_that_do(changed, field, would_do, would_not):
    (result,) = post([line(**changed)]).json["results"]
    (error,) = result["errors"]
    assert would_do in error["candidates"]
    assert would_not not in error["candidates"]
    for unit in error["candidates"]:
        fitting = post([line(**{field: unit}, operating_days=300, intensity_confirmed=True)])
        assert fitting.json["results"][0]["status"] == "graded"


@pytest.mark.parametrize(
    ("wrong", "en", "zh"),
    [
        (line(id=7), "id: 7 is not a text", "id：7 不是文本"),
        (line(operating_days=367), "operating_days: 367 is not between 1 and 366", "367 不在 1 与 366 之间"),
        (line(capacity=10**15), "is not below 10^15", "的绝对值不小于 10^15"),
        (
            line(capacity="1,000"),
            'capacity: "1,000" is not a number such as 1000 or 98.7',
            '"1,000" 不是数字（写法如 1000 或 98.7）',
        ),
        (line(city="x"), "unknown field city; known: benchmark, capacity,", "没有字段 city；可用的字段"),
        ("x", '"x" is not an object: {…}', '"x" 不是对象 {…}'),
    ],
)
def test_the_error_of_a_line_says_what_would_be_right(wrong, en, zh):
    for language, words in (("en", en), ("zh", zh)):
        (error,) = post([wrong], language=language).json["results"][0]["errors"]
        assert words in error["detail"]


@pytest.mark.parametrize(
    ("around", "en", "zh"),
    [
        ({"strict": "yes"}, "is not true or false", "不是 true 或 false"),
        ({"goal": Decimal("0.6")}, "is not the id of a goal, nor an object with a target", "既不是目标编号"),
        ({"goal": {"target": 60}}, "target: 60 is not between 0 and 1", "60 不在 0 与 1 之间"),
        (
            {"goal": "china-2028-gain"},
            "suitable goals: china-2025-benchmark-share",
            "可用的目标：china-2025-benchmark-share",
        ),
        ({"edition": 2021}, "edition: 2021 is not a text", "edition：2021 不是文本"),
        ({"lines": {}}, "lines: {…} is not a list of lines", "lines：{…} 不是行的列表"),
        ({"lines": []}, "the list has no lines", "清单中没有任何行"),
        (
            {"line": []},
            "known: goal, edition, weighting, strict, as_of, goals, rejected, a_line_is, lines",
            "可用的字段：goal",
        ),
    ],
)
def test_the_error_of_a_request_says_what_would_be_right(around, en, zh):
    for language, words in (("en", en), ("zh", zh)):
        (error,) = post({"lines": [line()]} | around, language=language).json["errors"]
        assert words in error["detail"]


OWN_GOAL = {"target": Decimal("0.6"), "by": "2027-12-31"}

REQUEST_CODES = [
    ("unknown_goal", "/goal", {"goal": "zhejiang-2026"}),
    ("unknown_goal", "/goal", {"goal": ""}),
    ("goal_not_of_lines", "/goal", {"goal": "zhejiang-2025-energy-intensity"}),
    ("goal_not_of_lines", "/goal", {"goal": "zhejiang-2025-green-factories"}),
    ("goal_not_of_lines", "/goal", {"goal": "china-2028-gain"}),
    ("wrong_type", "/goal", {"goal": 7}),
    ("wrong_type", "/goal", {"goal": []}),
    ("required", "/goal/target", {"goal": {"by": "2027-12-31"}}),
    ("not_a_number", "/goal/target", {"goal": {"target": "half"}}),
    ("number_out_of_range", "/goal/target", {"goal": {"target": Decimal("1.000000000001")}}),
    ("number_out_of_range", "/goal/target", {"goal": {"target": 50}}),
    ("number_out_of_range", "/goal/target", {"goal": {"target": Decimal("-0.5")}}),
    ("not_a_date", "/goal/by", {"goal": OWN_GOAL | {"by": "2027-13-01"}}),
    ("not_a_date", "/goal/by", {"goal": OWN_GOAL | {"by": 2027}}),
    ("unknown_field", "/goal/id", {"goal": OWN_GOAL | {"id": "x"}}),
    ("wrong_type", "/goal/must_exceed", {"goal": OWN_GOAL | {"must_exceed": "yes"}}),
    ("unknown_weighting", "/goal/weighting", {"goal": OWN_GOAL | {"weighting": "mass"}}),
    ("unknown_choice", "/goal/level", {"goal": OWN_GOAL | {"level": "limit"}}),
    ("wrong_type", "/goal/sectors", {"goal": OWN_GOAL | {"sectors": "iron"}}),
    ("wrong_type", "/goal/sectors", {"goal": OWN_GOAL | {"sectors": [["iron", 7]]}}),
    ("required", "/goal/sectors", {"goal": OWN_GOAL | {"sectors": []}}),
    ("required", "/goal/sectors", {"goal": OWN_GOAL | {"sectors": [[]]}}),
    ("duplicate_key", "/goal/sectors", {"goal": OWN_GOAL | {"sectors": ["steel", ["iron", "steel"]]}}),
    ("too_long", "/goal/sectors", {"goal": OWN_GOAL | {"sectors": [f"x{n}" for n in range(201)]}}),
    ("unknown_sector", "/goal/sectors/1", {"goal": OWN_GOAL | {"sectors": ["steel", ["iron", "none"]]}}),
    ("unknown_goal", "/goals/1", {"goals": ["china-2025-clinker", "none"]}),
    ("goal_not_of_lines", "/goals/0", {"goals": ["china-2028-gain"]}),
    ("wrong_type", "/goals", {"goals": "china-2025-clinker"}),
    ("wrong_type", "/goals", {"goals": ["china-2025-clinker", 7]}),
    ("required", "/goals", {"goals": []}),
    ("duplicate_key", "/goals", {"goals": ["china-2025-clinker", "china-2025-clinker"]}),
    ("too_long", "/goals", {"goals": [f"x{n}" for n in range(201)]}),
    ("not_a_date", "/as_of", {"as_of": "2026-02-30"}),
    ("not_a_date", "/as_of", {"as_of": 2026}),
    ("no_edition_then", "/as_of", {"as_of": "2021-12-31"}),
    ("unknown_choice", "/rejected", {"rejected": "ignore"}),
    ("wrong_type", "/rejected", {"rejected": True}),
    ("unknown_choice", "/a_line_is", {"a_line_is": "plant"}),
    ("unknown_edition", "/edition", {"edition": "ndrc-2022"}),
    ("unknown_edition", "/edition", {"edition": ""}),
    ("wrong_type", "/edition", {"edition": 2021}),
    ("unknown_weighting", "/weighting", {"weighting": "mass"}),
    ("unknown_weighting", "/weighting", {"weighting": ""}),
    ("wrong_type", "/weighting", {"weighting": 1}),
    ("wrong_type", "/strict", {"strict": "true"}),
    ("wrong_type", "/strict", {"strict": 1}),
    ("unknown_field", "/Lines", {"Lines": []}),
    ("unknown_field", "/a~1b~0c", {"a/b~c": None}),
    ("no_lines", "/lines", {"lines": []}),
    ("required", "/lines", {"lines": None}),
    ("wrong_type", "/lines", {"lines": {}}),
    ("wrong_type", "/lines", {"lines": "[]"}),
    ("wrong_type", "/lines", {"lines": 1}),
]


@pytest.mark.parametrize(("code", "pointer", "wrong"), REQUEST_CODES)
def test_a_fault_around_the_list_refuses_the_request_at_its_place(code, pointer, wrong):
    problems = {
        language: assert_problem(post({"lines": [line()]} | wrong, language=language), 422, code, pointer)
        for language in ("en", "zh-CN")
    }
    assert [problem["errors"][0]["code"] for problem in problems.values()] == [code, code]
    assert CHINESE.search(problems["zh-CN"]["title"])
    assert CHINESE.search(problems["zh-CN"]["detail"])
    assert problems["en"]["title"] != problems["zh-CN"]["title"]
    page = get(problems["en"]["type"]).json
    assert page["title"] == problems["en"]["title"]
    assert 422 in page["statuses"]


@pytest.mark.parametrize("body", [b"[]", b"null", b"1", b'"lines"', b"true", b"[[1]]"])
def test_a_body_that_is_no_object_is_of_the_wrong_type(body):
    problem = assert_problem(post(body), 422, "wrong_type", "")
    assert problem["errors"][0]["code"] == "wrong_type"


def test_a_request_without_a_list_says_so():
    assert_problem(post({}), 422, "required", "/lines")


def test_all_faults_of_a_request_come_at_once():
    wrong = {
        "goal": {"target": "x", "by": "y", "z": 1},
        "edition": "e",
        "weighting": "w",
        "strict": "s",
        "more": 1,
        "lines": [],
    }
    answer = post(wrong)
    problem = assert_problem(answer, 422, "invalid_request")
    assert {(error["pointer"], error["code"]) for error in problem["errors"]} == {
        ("/goal/target", "not_a_number"),
        ("/goal/by", "not_a_date"),
        ("/goal/z", "unknown_field"),
        ("/edition", "unknown_edition"),
        ("/weighting", "unknown_weighting"),
        ("/strict", "wrong_type"),
        ("/more", "unknown_field"),
        ("/lines", "no_lines"),
    }


def test_all_faults_of_a_line_come_at_once():
    """Errors name the row, the caller's id, the field and the value."""
    wrong = {
        "id": "pot-7",
        "benchmark": "nothing like it",
        "capacity": "12,5",
        "capacity_unit": "MT/a",
        "intensity": "１００",
        "intensity_unit": "kgce per t",
        "operating_days": 367,
        "group": "x" * 65,
        "owner": "me",
    }
    (result,) = post([wrong]).json["results"]
    assert (result["index"], result["id"], result["status"]) == (0, "pot-7", "rejected")
    found = {error["pointer"].removeprefix("/lines/0/"): error for error in result["errors"]}
    assert {field: error["code"] for field, error in found.items()} == {
        "benchmark": "unknown_benchmark",
        "capacity": "not_a_number",
        "capacity_unit": "unknown_unit",
        "intensity": "not_a_number",
        "intensity_unit": "unknown_unit",
        "operating_days": "number_out_of_range",
        "group": "too_long",
        "owner": "unknown_field",
    }
    for field, value in {
        "benchmark": "nothing like it",
        "capacity": "12,5",
        "capacity_unit": "MT/a",
        "intensity": "１００",
        "intensity_unit": "kgce per t",
        "operating_days": "367",
    }.items():
        assert value in found[field]["detail"]
    for field, error in found.items():
        if field != "benchmark":
            assert field in error["detail"]


def test_strict_refuses_the_whole_list_with_every_error_and_no_result():
    """With `"strict": true` any rejected line turns the whole answer into 422 with every error and no result."""
    answer = post([line(), line(capacity=0, intensity="x"), line(benchmark="none")], strict=True)
    problem = assert_problem(answer, 422, "strict")
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [
        ("/lines/1/capacity", "not_positive"),
        ("/lines/1/intensity", "not_a_number"),
        ("/lines/2/benchmark", "unknown_benchmark"),
    ]
    assert "results" not in problem


def test_the_detail_of_strict_counts_the_rejected_lines():
    problem = assert_problem(
        post([line(), line(capacity=0, intensity="x"), line(capacity=0)], strict=True), 422, "strict"
    )
    assert problem["detail"] == "2 line(s) rejected"


def test_the_detail_of_strict_counts_a_single_rejected_line():
    problem = assert_problem(post([line(), line(capacity=0)], strict=True), 422, "strict")
    assert problem["detail"] == "1 line(s) rejected"


@pytest.mark.parametrize("flag", [True, False, None])
def test_strict_changes_nothing_where_no_line_is_rejected(flag):
    strictly = post([line(), without("intensity")], strict=flag).body
    assert without_input(strictly) == without_input(post([line(), without("intensity")]).body)


def test_of_many_errors_the_first_thousand_are_listed_and_the_others_counted():
    """All faults at once (first 1,000, then `errors_left_out`)."""
    for count, left_out in ((1000, 0), (1001, 1), (1500, 500)):
        answer = post([line(capacity=0)] * count, strict=True)
        problem = assert_problem(answer, 422, "strict")
        assert len(problem["errors"]) == min(count, 1000)
        assert problem.get("errors_left_out", 0) == left_out
        assert problem["errors"][-1]["pointer"] == f"/lines/{min(count, 1000) - 1}/capacity"


SMALL = Client(make_app(max_body_bytes=400, max_lines=3))
MALFORMED = '{"lines":[\n  {"benchmark":"水泥熟料","capacity":1},\n  {"benchmark":}\n]}'.encode()

OTHER_CODES = [
    ("malformed_json", 400, {"data": MALFORMED}),
    ("duplicate_key", 400, {"data": b'{"strict":true,"strict":false,"lines":[1]}'}),
    pytest.param("malformed_body", 400, {"data": b"no gzip", "headers": {"Content-Encoding": "gzip"}}),
    ("incomplete_body", 400, {"data": gzip.compress(b'{"lines":[1]}')[:-1], "headers": {"Content-Encoding": "gzip"}}),
    ("not_found", 404, {"path": "/v2/evaluations"}),
    ("method_not_allowed", 405, {"method": "PUT"}),
    ("not_acceptable", 406, {"headers": {"Accept": "text/html"}}),
    ("length_required", 411, {}),
    ("too_large", 413, {"data": b'{"lines":[1]}' + b" " * 400}),
    ("too_many_lines", 413, {"data": b'{"lines":[1,2,3,4]}'}),
    ("unsupported_media_type", 415, {"data": b"{}", "headers": {"Content-Type": "text/plain"}}),
    ("unsupported_media_type", 415, {"data": b"{}", "headers": {"Content-Encoding": "br"}}),
]


@pytest.mark.parametrize(("code", "status", "options"), OTHER_CODES)
def test_a_request_that_cannot_be_read_is_refused_whole(code, status, options):
    problems = {}
    for language in ("en", "zh-CN"):
        headers = {"Content-Type": JSON, "Accept-Language": language, "X-Request-ID": "case"} | options.get(
            "headers", {}
        )
        method, path = options.get("method", "POST"), options.get("path", EVALUATIONS)
        answer = SMALL.send(method, path, data=options.get("data"), headers=headers)
        assert answer.headers["X-Request-ID"] == "case"
        problems[language] = assert_problem(answer, status, code)
        assert answer.codes == [code]
        assert problems[language]["instance"] == path
    assert status in get(problems["en"]["type"]).json["statuses"]
    assert CHINESE.search(problems["zh-CN"]["title"])
    assert CHINESE.search(problems["zh-CN"]["detail"])
    assert not CHINESE.search(problems["en"]["detail"])


def test_a_service_that_is_stopping_says_so():
    """503 while draining, with `Retry-After`; the process still lives."""
    application = make_app()
    application.extensions["biaogan"].draining = True
    stopping = Client(application)
    for language in ("en", "zh"):
        answer = stopping.get("/readyz", language=language)
        problem = assert_problem(answer, 503, "not_ready")
        assert bool(CHINESE.search(problem["detail"])) is (language == "zh")
        assert int(answer.headers["Retry-After"]) > 0
    assert stopping.get("/healthz").status == 200
