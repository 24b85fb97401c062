"""Lists and answers as streams of lines: the same rules and the same answer as in JSON."""

import gzip
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import service.evaluate
from service.formats.lists.request import OPTION_NAMES
from tests.web.client import JSON, NDJSON, PROJECT, Client, encoded, make_app, post
from tests.web.wire import CHINESE, assert_problem, line

LINE = encoded(line()) + b"\n"
MIXED = json.loads((PROJECT / "examples" / "mixed.json").read_text(encoding="utf-8"), parse_float=Decimal)


def lines_of(sent):
    """The list as lines of text."""
    return b"".join(encoded(each) + b"\n" for each in sent)


def stream(body, query="", *, client=None, headers=None, accept=NDJSON):
    """The answer to a list that is sent as lines."""
    headers = {"Content-Type": NDJSON, **({"Accept": accept} if accept else {}), **(headers or {})}
    return (client or Client()).send("POST", f"/v1/evaluations{query}", data=body, headers=headers)


def limited(**limits):
    return Client(make_app(**limits))


def outcome(answer):
    """Summary and verdicts, in whatever format they came."""
    if answer.headers["Content-Type"] == NDJSON:
        *results, last = answer.lines
        return last["summary"] | {"results": results}
    return answer.json


def without_digest(answer):
    """The outcome without the digest of the list, which is that of its bytes."""
    return {name: value for name, value in outcome(answer).items() if name != "input"}


# The same answer in every format


def in_every_format(sent, around="", **members):
    """The outcomes of JSON and NDJSON, each answered in both."""
    as_json = encoded({**members, "lines": sent})
    return [
        without_digest(post(as_json)),
        without_digest(post(as_json, headers={"Accept": NDJSON})),
        without_digest(stream(lines_of(sent), around)),
        without_digest(stream(lines_of(sent), around, accept=JSON)),
        without_digest(stream(lines_of(sent), around, accept=None)),
    ]


def test_a_list_gets_the_same_answer_in_every_format():
    first, *others = in_every_format(MIXED["lines"])
    assert first["lines"]["submitted"] == len(MIXED["lines"]) > 10
    assert others == [first] * 4


def test_what_a_list_is_judged_by_stands_in_the_query_and_means_the_same():
    query = (
        "?goal=china-2025-clinker&edition=ndrc-2023&weighting=lines&goals=china-2025-steel,china-2028-clearance"
        "&as_of=2026-11-22&rejected=leave_out&a_line_is=enterprise"
    )
    first, *others = in_every_format(
        MIXED["lines"],
        query,
        goal="china-2025-clinker",
        edition="ndrc-2023",
        weighting="lines",
        goals=["china-2025-steel", "china-2028-clearance"],
        as_of="2026-11-22",
        rejected="leave_out",
        a_line_is="enterprise",
    )
    assert [goal["id"] for goal in first["goals"]] == ["china-2025-steel", "china-2028-clearance"]
    assert first["goal"]["left_out"] == {"lines": first["lines"]["rejected"]}
    assert first["edition"]["id"] == "ndrc-2023"
    assert (first["goal"]["id"], first["goal"]["weighting"]) == ("china-2025-clinker", "lines")
    assert others == [first] * 4


some_lines = st.lists(
    st.fixed_dictionaries(
        {"benchmark": st.sampled_from(["cement-clinker", "水泥熟料", "flat-glass", "aluminium.electrolytic", "no", 7])},
        optional={
            "capacity": st.sampled_from([1, Decimal("0.000000000001"), "155", "1e3", 0, "1,5", None]),
            "capacity_unit": st.sampled_from(["t/a", "万t/a", "t/d", "m2/a", None]),
            "intensity": st.sampled_from([98.7, 100, "117.000000000001", -1, "x", None]),
            "intensity_unit": st.sampled_from(["kgce/t", "GJ/t", "kWh/t", None]),
            "operating_days": st.sampled_from([330, 0, None]),
            "group": st.sampled_from(["湖州", "a\nb", "", None]),
            "id": st.sampled_from(["1", "2", "3", "", None]),
            "more": st.just(1),
        },
    ),
    min_size=1,
    max_size=8,
)  # fmt: skip


@settings(max_examples=60, derandomize=True, database=None, deadline=None)
@given(some_lines)
def test_any_list_gets_the_same_answer_in_every_format(sent):
    first, *others = in_every_format(sent)
    assert len(first["results"]) == len(sent)
    assert others == [first] * 4


def test_a_line_that_is_no_json_is_rejected_alone():
    """One bad line never sinks the list. Where every line is a text of its own, that goes for its JSON as well."""
    answer = outcome(stream(LINE + b'{"benchmark": "cement-clinker", "capacity":\n' + LINE))
    assert answer["lines"] == {"submitted": 3, "graded": 2, "ungraded": 0, "rejected": 1}
    (error,) = answer["results"][1]["errors"]
    assert (error["pointer"], error["code"]) == ("/lines/1", "malformed_json")
    assert "column 44" in error["detail"]


@pytest.mark.parametrize(
    ("wrong", "column"), [(b'{"a":1,,}', 8), ('{"标":"'.encode() + b'\xff"}', 7), (b"[1 2]", 4), (b"{} {}", 4)]
)
def test_a_line_that_is_no_json_says_where(wrong, column):
    (result, _) = outcome(stream(wrong + b"\n" + LINE))["results"]
    assert result["errors"][0]["detail"].endswith(f"(column {column})")


# Order, ids and counts over many blocks


def test_ids_are_unique_however_far_apart_they_stand():
    """`id` is unique in the list; the first line that has it is kept, and its place is named."""
    sent = [line(id=f"kiln-{number}") for number in range(3000)]
    sent += [line(id="kiln-7"), line(id="kiln-2999"), line(id="KILN-7"), line(id="kiln-7 ")]
    results = outcome(stream(lines_of(sent)))["results"]
    assert [result["index"] for result in results] == list(range(len(sent)))
    assert [result["status"] for result in results] == ["graded"] * 3000 + ["rejected"] * 2 + ["graded"] * 2
    assert [result["id"] for result in results[-4:]] == ["kiln-7", "kiln-2999", "KILN-7", "kiln-7 "]
    assert [error["code"] for result in results[3000:3002] for error in result["errors"]] == ["duplicate_id"] * 2
    assert ["line 7" in result["errors"][0]["detail"] for result in results[3000:3002]] == [True, False]


def test_wrong_lines_beyond_a_thousand_are_counted_in_their_place_and_not_explained():
    sent = ([line(), line(capacity=0)] * 1001) + [line(benchmark=7, id="kiln-1"), line()]
    for answer in in_every_format(sent):
        assert answer["lines"] == {"submitted": 2004, "graded": 1002, "ungraded": 0, "rejected": 1002}
        codes = [[error["code"] for error in result.get("errors", [])] for result in answer["results"]]
        assert codes == [[], ["not_positive"]] * 1000 + [[], ["not_explained"]] + [["not_explained"], []]
        assert answer["results"][2002]["id"] == "kiln-1"
        assert answer["goal"]["provisional"] is True


# Strict


def test_a_strict_stream_is_answered_whole_or_refused():
    """With `"strict": true` any rejected line turns the whole answer into 422 with every error and no result."""
    right = lines_of([line(id=str(number)) for number in range(2000)])
    answer = stream(right, "?strict=true")
    assert outcome(answer) == outcome(stream(right))
    for wrong in (LINE.replace(b"100", b"0x"), b"7\n", lines_of([line(id="7")])):
        problem = assert_problem(stream(right + wrong, "?strict=true"), 422, "strict")
        assert [error["pointer"].split("/")[:3] for error in problem["errors"]] == [["", "lines", "2000"]]
    assert stream(right + b"7\n", "?strict=false").status == 200


def test_the_errors_of_a_strict_stream_are_listed_as_far_as_they_are_explained():
    problem = assert_problem(stream(b"7\n" * 3000, "?strict=true"), 422, "strict")
    assert [error["pointer"] for error in problem["errors"]] == [f"/lines/{index}" for index in range(1000)]
    assert problem["errors_left_out"] == 2000


# What stands in the query


@pytest.mark.parametrize(
    ("query", "code", "pointer"),
    [
        ("?goal=none", "unknown_goal", "/goal"),
        ("?goal=", "unknown_goal", "/goal"),
        ("?goal=zhejiang-2025-green-factories", "goal_not_of_lines", "/goal"),
        ('?goal={"target":0.5', "unknown_goal", "/goal"),
        ('?goal={"target":0.5,"target":0.5}', "unknown_goal", "/goal"),
        ('?goal={"target":5}', "number_out_of_range", "/goal/target"),
        ('?goal={"target":0.5,"sectors":["none"]}', "unknown_sector", "/goal/sectors/0"),
        ("?goals=", "unknown_goal", "/goals/0"),
        ("?goals=all,all", "duplicate_key", "/goals"),
        ("?goals=china-2025-clinker,none", "unknown_goal", "/goals/1"),
        ("?as_of=2026", "not_a_date", "/as_of"),
        ("?as_of=2021-12-31", "no_edition_then", "/as_of"),
        ("?rejected=", "unknown_choice", "/rejected"),
        ("?a_line_is=plant", "unknown_choice", "/a_line_is"),
        ("?edition=ndrc-1999", "unknown_edition", "/edition"),
        ("?edition=", "unknown_edition", "/edition"),
        ("?weighting=mass", "unknown_weighting", "/weighting"),
        ("?weighting=", "unknown_weighting", "/weighting"),
        ("?strict=1", "wrong_type", "/strict"),
        ("?strict=", "wrong_type", "/strict"),
        ("?strict=True", "wrong_type", "/strict"),
        ("?lang=de", "unknown_language", ""),
        ("?lang=", "unknown_language", ""),
        ("?lines=1", "unknown_field", ""),
        ("?Goal=x", "unknown_field", ""),
        ("?strict=false&strict=true", "duplicate_key", ""),
        ("?lang=zh&lang=zh", "duplicate_key", ""),
    ],
)
def test_a_fault_in_the_query_refuses_the_stream(query, code, pointer):
    """The parameter is named; its pointer is that of the member that says the same in a JSON request, if one does."""
    (error,) = assert_problem(stream(LINE, query), 422, code, pointer)["errors"]
    assert error["parameter"] == query[1:].partition("=")[0]


def test_all_faults_of_the_query_are_found_at_once():
    problem = stream(LINE, "?goal=x&edition=x&weighting=x&strict=x&lang=x&more=x").json
    assert sorted(error["code"] for error in problem["errors"]) == [
        "unknown_edition", "unknown_field", "unknown_goal", "unknown_language", "unknown_weighting", "wrong_type",
    ]  # fmt: skip


@pytest.mark.parametrize("name", OPTION_NAMES)
def test_a_list_in_json_says_how_it_is_read_in_its_body_only(name):
    """Two places for one thing could disagree."""
    body = encoded({"lines": [line()]})
    answer = Client().send("POST", f"/v1/evaluations?{name}=lines", data=body, headers={"Content-Type": JSON})
    assert_problem(answer, 422, "unknown_field", "")


@pytest.mark.parametrize("path", ["/v1/editions", "/v1/goals", "/v1/benchmarks/cement-clinker", "/problems/strict"])
def test_the_parameter_lang_goes_before_the_header(path):
    chinese = Client().get(f"{path}?lang=zh", language="en")
    assert chinese.headers["Content-Language"] == "zh"
    assert chinese.body == Client().get(path, language="zh").body
    assert Client().get(f"{path}?lang=en", language="zh").body == Client().get(path).body


def test_the_texts_of_a_stream_come_in_the_language_of_the_query():
    answer = stream(b"7\n" + LINE, "?lang=zh")
    assert answer.headers["Content-Language"] == "zh"
    assert CHINESE.search(answer.lines[0]["errors"][0]["detail"])
    assert CHINESE.search(stream(LINE, "?lang=zh&goal=x").json["title"])


# Limits


def test_a_stream_of_too_many_lines_ends_with_a_problem_and_without_its_end():
    """Never is a part of a list answered as if it were the whole."""
    few = limited(max_stream_lines=1000)
    assert outcome(stream(LINE * 1000, client=few))["lines"]["graded"] == 1000
    answer = stream(LINE * 1001, client=few)
    assert (answer.status, answer.is_whole) == (200, False)
    problem = answer.lines[-1]["problem"]
    assert (problem["type"], problem["status"]) == ("/problems/too_many_lines", 413)
    assert problem["request_id"] == answer.headers["X-Request-ID"]
    assert [verdict["status"] for verdict in answer.lines[:-1]] == ["graded"] * (len(answer.lines) - 1)


def test_what_is_wrong_before_the_first_verdict_is_an_ordinary_problem():
    assert_problem(stream(LINE * 3, client=limited(max_stream_lines=2)), 413, "too_many_lines", "")
    assert_problem(stream(b'{"id":"' + b"x" * 70_000 + b'"}\n'), 413, "too_large", "")
    assert_problem(stream(b"\r\n\n \n"), 422, "no_lines", "")


@pytest.mark.parametrize("count", [5, 500])
def test_an_answer_in_json_is_held_whole_and_so_the_limits_of_json_hold(count):
    few = limited(max_lines=count, max_body_bytes=len(LINE) * (count + 1), max_stream_lines=10_000)
    assert stream(LINE * count, client=few, accept=JSON).status == 200
    assert_problem(stream(LINE * (count + 1), client=few, accept=JSON), 413, "too_many_lines", "")
    assert_problem(stream(LINE * (count + 2), client=few, accept=JSON), 413, "too_large", "")
    assert outcome(stream(LINE * (count + 2), client=few))["lines"]["graded"] == count + 2


def test_a_list_may_name_so_many_groups_that_their_sums_can_be_kept(monkeypatch):
    monkeypatch.setattr(service.evaluate, "MAX_ACCOUNTS", 300)
    sent = [line(group=f"city-{number}") for number in range(300)]
    for body in (lines_of(sent), lines_of(sent + sent)):
        assert outcome(stream(body))["lines"]["rejected"] == 0
    for more in (line(), line(group="one-more"), line(group="city-1", intensity_unit="GJ/t", intensity=1)):
        answer = stream(lines_of([*sent, more]))
        assert (answer.is_whole, answer.lines[-1]["problem"]["type"]) == (False, "/problems/too_many_groups")
        assert_problem(post([*sent, more]), 413, "too_many_groups", "")


# Compression


def test_a_stream_may_be_compressed_both_ways():
    sent = LINE * 5000
    plain = stream(sent)
    packed = stream(
        gzip.compress(sent), headers={"Content-Encoding": "gzip", "Accept-Encoding": "br;q=1.0, gzip;q=0.8"}
    )
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.text == plain.body
    assert len(packed.body) < len(plain.body) / 5
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize("asked", ["", "identity", "br", "gzip;q=0", "*;q=0", "deflate, br"])
def test_an_answer_is_not_compressed_unless_asked(asked):
    assert "Content-Encoding" not in stream(LINE * 100, headers={"Accept-Encoding": asked}).headers
    assert "Content-Encoding" not in post([line()] * 100, headers={"Accept-Encoding": asked}).headers


@pytest.mark.parametrize("asked", ["gzip", "gzip, deflate, br, zstd", "*", "GZIP", "gzip;q=0.1"])
def test_a_large_answer_in_json_is_compressed_where_asked(asked):
    plain, packed = post([line()] * 100), post([line()] * 100, headers={"Accept-Encoding": asked})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.text == plain.body
    assert int(packed.headers["Content-Length"]) == len(packed.body) < len(plain.body)


def test_reference_data_is_compressed_under_a_tag_of_its_own_that_serves_again():
    plain = Client().get("/v1/benchmarks")
    packed = Client().get("/v1/benchmarks", headers={"Accept-Encoding": "gzip"})
    assert packed.text == plain.body
    assert packed.headers["ETag"] == f"W/{plain.headers['ETag']}"
    for tag in (plain.headers["ETag"], packed.headers["ETag"]):
        assert Client().get("/v1/benchmarks", headers={"If-None-Match": tag}).status == 304
        assert Client().get("/v1/benchmarks", headers={"If-None-Match": tag, "Accept-Encoding": "gzip"}).status == 304


def test_a_small_answer_is_sent_as_it_is():
    assert "Content-Encoding" not in Client().get("/healthz", headers={"Accept-Encoding": "gzip"}).headers


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda body: body[:-1], "incomplete_body"),
        (lambda body: body[: len(body) // 2], "incomplete_body"),
        (lambda body: body[:-8] + bytes(8), "malformed_body"),
        (lambda body: body + b"x", "malformed_body"),
    ],
    ids=["the last byte is missing", "half is missing", "another checksum", "something follows"],
)
def test_a_compressed_stream_that_breaks_ends_with_a_problem_and_without_its_end(spoil, code):
    body = gzip.compress(lines_of([line(id=f"kiln-{number}") for number in range(2000)]))
    answer = stream(spoil(body), headers={"Content-Encoding": "gzip"})
    assert (answer.status, answer.is_whole) == (200, False)
    assert answer.lines[-1]["problem"]["type"] == f"/problems/{code}"
    packed = stream(spoil(body), headers={"Content-Encoding": "gzip", "Accept-Encoding": "gzip"})
    assert packed.is_whole is False
    assert packed.lines[-1]["problem"]["type"] == f"/problems/{code}"
    assert_problem(stream(spoil(body), headers={"Content-Encoding": "gzip"}, accept=JSON), 400, code, "")


# Formats by headers


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        (NDJSON, NDJSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (f"{JSON}, {NDJSON}", JSON),
        (f"{JSON};q=0.5, {NDJSON}", NDJSON),
        (f"{NDJSON}, */*;q=0.1", NDJSON),
        (f"text/html, {NDJSON};q=0.1", NDJSON),
    ],
)
def test_the_format_of_the_answer_is_the_one_that_is_preferred(accept, given):
    for answer in (stream(LINE, accept=accept), post([line()], headers={"Accept": accept})):
        assert answer.headers["Content-Type"] == given


def test_a_stream_is_utf_8():
    named = encoded(line(id="湖州")) + b"\n"
    for content_type in (f"{NDJSON}; charset=utf-8", f"{NDJSON};charset=UTF-8", NDJSON.upper()):
        (verdict, _) = stream(named, headers={"Content-Type": content_type}).lines
        assert verdict["id"] == "湖州"
    assert_problem(stream(named, headers={"Content-Type": f"{NDJSON}; charset=gb18030"}), 415, "unsupported_media_type")
