"""The schemas of the contract take what the service takes: each field, each bound.

JSON Schema judges values and a caller's digits are more than a value, so there are two things that it cannot say, and
that the contract says in words:

- a bare number with more than 12 digits after the point as written (`1.0000000000000`, `1e-13`);
- the bounds of a number with an exponent in a string (`"1e400"`).

There the schema takes what the service refuses with `number_out_of_range`; it never refuses what the service takes.
"""

import json
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.client import exact_json, post, validator

LINE = validator('{"$ref": "#/components/schemas/Line"}')
REQUEST = validator('{"$ref": "#/components/schemas/EvaluationRequest"}')

GOOD_LINE = {
    "id": '"kiln-1"',
    "benchmark": '"cement-clinker"',
    "capacity": "155",
    "capacity_unit": '"万t/a"',
    "intensity": "98.70",
    "intensity_unit": '"kgce/t"',
    "operating_days": "330",
    "group": '"湖州"',
}
"""A good line with every field, each as JSON text."""

OF_SENSE = {"unknown_benchmark", "ambiguous_benchmark", "unknown_unit", "unit_mismatch", "duplicate_id"}
"""Faults that need the data to be seen; a schema judges shape only."""

GOOD_REQUEST = {
    "goal": '{"target": "0.60", "by": "2027-12-31"}',
    "edition": '"ndrc-2021"',
    "weighting": '"capacity"',
    "strict": "false",
    "lines": '[{"benchmark": "cement-clinker", "capacity": 1}]',
}

UNKNOWN_NAMES = {"unknown_goal", "unknown_edition", "goal_not_of_lines"}

PLACES = 12


def text_of(members: dict[str, str]) -> str:
    return "{" + ", ".join(f"{json.dumps(name)}: {value}" for name, value in members.items()) + "}"


def faults_of_lines(lines: list[str]) -> list[dict[str, str]]:
    """Per line, by field, the code of the fault of shape that the service finds; empty where it finds none."""
    results = post(f'{{"lines": [{", ".join(lines)}]}}'.encode()).json["results"]
    return [
        {
            error["pointer"].removeprefix(f"/lines/{index}").removeprefix("/"): error["code"]
            for error in verdict.get("errors", [])
            if error["code"] not in OF_SENSE
        }
        for index, verdict in enumerate(results)
    ]


def faults_of_line(line: str) -> dict[str, str]:
    """The faults of shape of one line."""
    return faults_of_lines([line])[0]


def faults_of_request(request: str) -> dict[str, str]:
    """By pointer, the code of the fault of shape that the service finds around a list."""
    answer = post(request.encode())
    if answer.status == 200:
        return {}
    return {error["pointer"]: error["code"] for error in answer.json["errors"] if error["code"] not in UNKNOWN_NAMES}


def is_beyond_schema(value: str) -> bool:
    """Whether the JSON text is one of the two that a schema cannot judge."""
    if value.startswith('"'):
        return re.fullmatch(r'"-?[0-9.]+[eE][+-]?[0-9]+"', value) is not None
    if not re.fullmatch(r"-?[0-9.]+(?:[eE][+-]?[0-9]+)?", value):
        return False
    exponent = Decimal(value).as_tuple().exponent
    return isinstance(exponent, int) and exponent < -PLACES


def hold_together(is_taken: bool, faults: dict[str, str], beyond: set[str]) -> None:  # noqa: FBT001 - the verdict of the schema
    """The schema takes it exactly if the service finds no fault, but for what is beyond a schema."""
    inexpressible = {field for field, code in faults.items() if field in beyond and code == "number_out_of_range"}
    if not inexpressible:
        assert is_taken == (not faults), faults
    elif is_taken:
        assert set(faults) == inexpressible


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


TOO_MUCH = "1000000000000000"
MOST = "999999999999999.999999999999"

BOUNDS = [
    *(("capacity", value, True) for value in ("0.000000000001", MOST, f'"{MOST}"', '"0.000000000001"', "1e-12")),
    *(("capacity", value, False) for value in ("0", "-0", "-1", '"0"', '"0.0"', '"-0"', '"-1"', '"0e5"', '"-1e5"')),
    *(("capacity", value, False) for value in (TOO_MUCH, f'"{TOO_MUCH}"', "1e15", '"1.0000000000001"', "null", "true")),
    *(("intensity", value, True) for value in ("0", "-0", '"-0"', "-30.5", f"-{MOST}", f'"-{MOST}"', "null", '"1E2"')),
    *(("intensity", value, False) for value in (f"-{TOO_MUCH}", f'"-{TOO_MUCH}"', '""', '" 1"', '"1 "', '"+1"')),
    *(("intensity", value, False) for value in ('"007"', '"1_000"', '"1,000"', '".5"', '"5."', '"１"', '"١"', '"NaN"')),
    *(
        ("intensity", value, False)
        for value in ('"Infinity"', '"0x1"', '"1e"', '"1e5.0"', '"1\\n"', "[]", "{}", "true")
    ),
    *(("operating_days", value, True) for value in ("1", "366", '"1"', '"366.0"', "365.999999999999", "null")),
    *(("operating_days", value, False) for value in ("0.999999999999", "366.000000000001", '"0"', '"367"', "-1")),
    *(("operating_days", value, False) for value in ('"366.1"', '"0.9"', '"-1"', '"1000"', '"300.0000000000001"')),
    *((field, quoted("标" * 64), True) for field in ("id", "group", "capacity_unit", "intensity_unit")),
    *((field, quoted("𝄞" * 65), False) for field in ("id", "group", "capacity_unit", "intensity_unit")),
    *((field, '""', False) for field in ("id", "group", "benchmark", "capacity_unit", "intensity_unit")),
    *((field, "7", False) for field in ("id", "group", "benchmark", "capacity_unit", "intensity_unit")),
    *((field, "null", True) for field in ("id", "group", "capacity_unit", "intensity_unit")),
    ("benchmark", quoted("x" * 200), True),
    ("benchmark", quoted("x" * 201), False),
    ("benchmark", "null", False),
    ("tonnage", "1", False),
    ("Capacity", "1", False),
    ("", "null", False),
]


@pytest.mark.parametrize(("field", "value", "is_good"), BOUNDS)
def test_every_bound_of_a_line_is_the_same_in_the_schema_and_in_the_service(field, value, is_good):
    line = text_of(GOOD_LINE | {field: value})
    assert LINE.is_valid(exact_json(line)) == is_good
    assert (not faults_of_line(line)) == is_good


@pytest.mark.parametrize("field", GOOD_LINE)
def test_a_field_is_required_by_the_schema_exactly_if_by_the_service(field):
    line = text_of({name: value for name, value in GOOD_LINE.items() if name != field})
    assert LINE.is_valid(exact_json(line)) == (not faults_of_line(line)) == (field not in {"benchmark", "capacity"})


@pytest.mark.parametrize("value", ["1.0000000000000", "1e-13", '"1e400"', '"1e-13"', '"1e15"'])
def test_what_a_schema_cannot_say_the_service_refuses(value):
    line = text_of(GOOD_LINE | {"intensity": value})
    assert is_beyond_schema(value)
    assert LINE.is_valid(exact_json(line))
    assert faults_of_line(line) == {"intensity": "number_out_of_range"}


digits = st.text("0123456789", min_size=1, max_size=17)
whole = st.one_of(
    st.sampled_from(["0", "1", "365", "366", "999999999999999", TOO_MUCH]),
    digits.map(lambda text: text.lstrip("0") or "0"),
)
point = st.one_of(st.just(""), st.text("0123456789", min_size=1, max_size=14).map(lambda text: f".{text}"))
exponent = st.one_of(
    st.just(""),
    st.just(""),
    st.builds("{}{}".format, st.sampled_from(["e", "E", "e+", "e-"]), st.integers(0, 30)),
)
number_like = st.builds("{}{}{}{}".format, st.sampled_from(["", "", "", "-"]), whole, point, exponent)
spoilt = st.builds(
    lambda text, place, what: text[: place % (len(text) + 1)] + what + text[place % (len(text) + 1) :],
    number_like,
    st.integers(0, 40),
    st.sampled_from([" ", "0", "+", "-", "_", ",", ".", "e", "０", "\n", "\0", "x"]),
)
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.builds(
        lambda sign, length: sign * length, st.sampled_from("x标𝄞 "), st.sampled_from([63, 64, 65, 199, 200, 201])
    ),
)
values = st.one_of(
    number_like,
    st.one_of(number_like, spoilt, texts).map(quoted),
    st.sampled_from(["null", "true", "false", "[]", "{}", "[1]", '{"value": 1}']),
)
changes = st.tuples(st.sampled_from([*GOOD_LINE, "operating_day", "标"]), st.one_of(st.none(), values))


@settings(max_examples=150, derandomize=True, database=None, deadline=None)
@given(
    st.lists(
        st.one_of(st.lists(changes, min_size=1, max_size=1), st.lists(changes, max_size=4)), min_size=10, max_size=30
    )
)
def test_the_schema_of_a_line_accepts_exactly_what_the_service_accepts(many):
    """Thousands of good lines of which mostly one field is changed, or left out."""
    changed_lines = [
        {name: value for name, value in (GOOD_LINE | dict(changed)).items() if value is not None} for changed in many
    ]
    texts_of_lines = [text_of(line) for line in changed_lines]
    for line, text, faults in zip(changed_lines, texts_of_lines, faults_of_lines(texts_of_lines), strict=True):
        beyond = {name for name, value in line.items() if is_beyond_schema(value)}
        hold_together(LINE.is_valid(exact_json(text)), faults, beyond)


AROUND = [
    *(("goal", value, True) for value in ('"x"', '""', "null")),
    *(("goal", f'{{"target": {target}}}', True) for target in ("0", "1", '"1.0"', '"-0"', "-0", "0.000000000001")),
    *(("goal", f'{{"target": {target}}}', False) for target in ("1.000000000001", "-0.1", '"1.1"', '"-0.1"', "null")),
    *(("goal", value, False) for value in ("{}", '{"target": 1, "by": 2027}', '{"target": 1, "x": 1}', "1", "[]")),
    *(("goal", f'{{"target": 1, "by": {by}}}', True) for by in ("null", '"2027-12-31"', '"2028-02-29"')),
    *(("goal", f'{{"target": 1, "by": {by}}}', False) for by in ('"2027-13-01"', '"2027-1-1"', '"27-01-01"', '""')),
    *(("edition", value, True) for value in ('"x"', "null")),
    *(("edition", value, False) for value in ("2021", "[]", "true")),
    *(("weighting", f'"{value}"', True) for value in ("capacity", "energy", "sector_mean", "lines")),
    *(("weighting", value, False) for value in ('"mass"', '""', "1", '"Capacity"')),
    *(("strict", value, True) for value in ("true", "false", "null")),
    *(("strict", value, False) for value in ("0", '"true"', "[]")),
    *(("lines", value, False) for value in ("[]", "null", "{}", '"x"', "1")),
    ("line", "[]", False),
    ("Strict", "true", False),
]


@pytest.mark.parametrize(("field", "value", "is_good"), AROUND)
def test_every_bound_around_a_list_is_the_same_in_the_schema_and_in_the_service(field, value, is_good):
    request = text_of(GOOD_REQUEST | {field: value})
    assert REQUEST.is_valid(exact_json(request)) == is_good
    assert (not faults_of_request(request)) == is_good


@pytest.mark.parametrize("field", GOOD_REQUEST)
def test_only_the_list_is_required(field):
    request = text_of({name: value for name, value in GOOD_REQUEST.items() if name != field})
    assert REQUEST.is_valid(exact_json(request)) == (not faults_of_request(request)) == (field != "lines")


days = st.dates().map(lambda day: quoted(day.isoformat()))
own_goals = st.builds(
    lambda **members: text_of({name: value for name, value in members.items() if value}),
    target=st.one_of(st.none(), values, st.sampled_from(["0", "1", '"0.60"', "0.5"])),
    by=st.one_of(st.none(), values, days),
    until=st.one_of(st.none(), st.none(), values),
)
words = st.sampled_from(["null", '"capacity"', '"lines"', '"mass"', '"ndrc-2023"', '"zhejiang-2025-benchmark-share"'])
around = st.tuples(
    st.sampled_from([*GOOD_REQUEST, "goal", "goal", "line"]), st.one_of(st.none(), values, words, own_goals, own_goals)
)


@settings(max_examples=500, derandomize=True, database=None, deadline=None)
@given(st.one_of(st.lists(around, min_size=1, max_size=1), st.lists(around, max_size=3)))
def test_the_schema_of_a_request_accepts_exactly_what_the_service_accepts(changed):
    """What stands around the list changed or left out. Lines themselves are in the hands of the other test."""
    request = {name: value for name, value in (GOOD_REQUEST | dict(changed)).items() if value is not None}
    if request.get("lines", "").startswith(("[1", "{")):
        request["lines"] = GOOD_REQUEST["lines"]
    goal = exact_json(request.get("goal", "null"))
    target = re.search(r'"target": ("?[-+0-9.eE]+"?)', request.get("goal", ""))
    beyond = {"/goal/target"} if isinstance(goal, dict) and target and is_beyond_schema(target[1]) else set()
    hold_together(REQUEST.is_valid(exact_json(text_of(request))), faults_of_request(text_of(request)), beyond)


@pytest.mark.parametrize("value", ["1e1000000", '"1e1000000"', '"-1e1000000"', "1e999999999999999999"])
def test_an_exponent_of_any_length_is_out_of_range(value):
    """Input never causes a 500."""
    assert faults_of_line(text_of(GOOD_LINE | {"intensity": value})) == {"intensity": "number_out_of_range"}
    request = text_of(GOOD_REQUEST | {"goal": f'{{"target": {value}}}'})
    assert faults_of_request(request) == {"/goal/target": "number_out_of_range"}


@pytest.mark.parametrize("by", ["2027-02-31", "2027-02-29", "2027-04-31"])
def test_a_day_that_is_not_in_the_calendar_is_no_date(by):
    """The contract says `format: date`; `not_a_date` is what it calls anything else."""
    request = text_of(GOOD_REQUEST | {"goal": f'{{"target": 1, "by": "{by}"}}'})
    assert not REQUEST.is_valid(exact_json(request))
    assert faults_of_request(request) == {"/goal/by": "not_a_date"}


def test_an_edition_that_is_empty_text_is_unknown_and_not_the_default():
    """A value is never replaced by a default silently; `goal` and the query parameter `edition` refuse it."""
    answer = post([{"benchmark": "cement-clinker", "capacity": 1}], edition="")
    assert answer.status == 422
    assert answer.codes == ["unknown_edition"]
