"""Whatever is sent: an answer in JSON that loses no line, and no fault of our own."""

import json
from urllib.parse import quote, urlencode

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.web.client import get, post
from tests.web.wire import clinker, listed

FIELDS = (
    "benchmark", "capacity", "id", "capacity_unit", "intensity", "intensity_unit", "operating_days", "group",
)  # fmt: skip
AROUND = ("goal", "edition", "weighting", "strict", "lines")

numbers = st.one_of(
    st.integers(),
    st.from_regex(r"-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,16})?([eE][+-]?[0-9]{1,25})?", fullmatch=True),
    st.sampled_from(["1e9999999", "-1e9999999", "1e-9999999", "0e99999999", "1e15", "0.0000000000001", "-0", "0"]),
)
words = st.sampled_from(
    ["cement-clinker", "水泥熟料", "copper", "pta", "steel.converter", "t/a", "t/d", "万m2/a", "kgce/t", "kWh/t",
     "MJ/t", "ndrc-2021", "ndrc-2023", "zhejiang-2025-benchmark-share", "china-2028-clearance", "china-2028-gain",
     "capacity", "energy", "sector_mean", "lines", "", " ", "null"]
)  # fmt: skip
texts = st.one_of(words, st.text(max_size=70))
keys = st.one_of(
    st.sampled_from(FIELDS), st.sampled_from(AROUND), st.sampled_from(["", "_schema", "~/", "target", "by"])
)
scalars = st.one_of(st.none(), st.booleans(), texts, numbers, st.floats())
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys | texts, inner, max_size=4), max_leaves=8
)
lines = st.fixed_dictionaries(
    {},
    optional={
        "benchmark": words | values,
        "capacity": numbers | values,
        "id": texts | values,
        "capacity_unit": words | values,
        "intensity": numbers | values,
        "intensity_unit": words | values,
        "operating_days": numbers | values,
        "group": texts | values,
        "more": values,
    },
)
requests = st.fixed_dictionaries(
    {"lines": st.lists(lines | values, max_size=6)},
    optional={
        "goal": words | values,
        "edition": words | values,
        "weighting": words | values,
        "strict": st.booleans() | values,
    },
)

ACCEPTED = {200, 400, 413, 415, 422}


def hold(body, count=None):
    """Send it: never 5xx, always JSON, and whenever it is answered, as many verdicts as lines."""
    answer = post(body)
    assert answer.status in ACCEPTED
    read = json.loads(answer.body)
    if answer.status != 200:
        assert read["errors"]
        return
    numbers_of = read["lines"]
    sent = len(json.loads(body.removeprefix(b"\xef\xbb\xbf"), parse_float=str)["lines"]) if count is None else count
    assert numbers_of["submitted"] == sent == len(read["results"])
    for status in ("graded", "ungraded", "rejected"):
        assert numbers_of[status] == sum(result["status"] == status for result in read["results"])
    assert [result["index"] for result in read["results"]] == list(range(sent))


def text_of(value):
    """The JSON text of a value, with NaN and half characters in it where the value has them."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


@given(st.binary(max_size=200))
@example(b"")
@example(b"\xff\xfe")
@example(b'{"lines":[{}]}')
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_answered(body):
    if body:
        hold(body)


@given(values)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_json_is_answered(value):
    hold(text_of(value))


@given(requests)
@example({"lines": [{"benchmark": "clinker", "capacity": "1e9999999"}]})
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_request_is_answered_with_a_verdict_for_every_line(request):
    hold(text_of(request), len(request["lines"]))


@given(body=st.binary(min_size=1, max_size=8), place=st.integers(0, 10**6), cut=st.integers(0, 3))
@settings(max_examples=300, deadline=None)
def test_a_damaged_list_is_answered(body, place, cut):
    sound = listed(clinker('"intensity":98.7,"id":"a"'), clinker('"intensity":"1e2","group":"湖\\"州"'))
    place %= len(sound)
    hold(sound[:place] + body + sound[place + cut :])


number_texts = st.one_of(
    numbers.map(str),
    st.from_regex(r"-?0(\.0{1,16})?([eE][+-]?[0-9]{1,3})?", fullmatch=True),
    st.from_regex(r"-?[0-9]{1,16}(\.[0-9]{1,14})?", fullmatch=True).filter(lambda text: text.lstrip("-0")[:1] != ""),
)


@given(number=number_texts, quoted=st.booleans(), field=st.sampled_from(["capacity", "intensity", "operating_days"]))
@settings(max_examples=300, deadline=None)
@example(number="0.0000000000000", quoted=False, field="intensity")
@example(number="0e999999999", quoted=False, field="intensity")
@example(number="100.0000000000000", quoted=True, field="intensity")
def test_how_the_rest_of_a_line_is_written_decides_nothing_about_its_numbers(number, quoted, field):
    """A line gets one verdict, whether it is simple to read or has an escape, a null or spaces in it."""
    sent = f'"{number}"' if quoted else number
    members = ['"benchmark":"cement-clinker"', f'"{field}":{sent}'] + (['"capacity":1'] if field != "capacity" else [])
    line = "{" + ",".join(members)
    alike = [line + "}", line + ',"group":null}', line + r',"group":"\""}', line + ', "benchm\\u0061rk2":1}']
    answers = [post(listed(each)) for each in alike]
    assert len({answer.status for answer in answers}) == 1
    if answers[0].status != 200:
        return
    verdicts = [answer.json["results"][0] for answer in answers]
    judged = [{name: each for name, each in verdict.items() if name != "errors"} for verdict in verdicts[:3]]
    assert judged[0] == judged[1] == judged[2]
    faults = [[error["code"] for error in verdict.get("errors", [])] for verdict in verdicts]
    assert faults[0] == faults[1] == faults[2]
    assert faults[3] == [*faults[0], "unknown_field"]


@settings(deadline=None)
@given(
    path=st.sampled_from(["/v1/editions", "/v1/benchmarks", "/v1/goals", "/problems"]),
    name=st.text(min_size=1, max_size=30).filter(lambda text: not set(text) & set("/?#\\") and text not in {".", ".."}),
)
def test_any_name_in_an_address_is_answered(path, name):
    assert get(f"{path}/{quote(name, errors='replace')}").status in {200, 404}


@settings(deadline=None)
@given(parameters=st.lists(st.tuples(st.sampled_from(["q", "sector", "edition", "x", ""]), texts), max_size=3))
def test_any_query_is_answered(parameters):
    assert get(f"/v1/benchmarks?{urlencode(parameters, errors='replace')}").status in {200, 404, 422}
