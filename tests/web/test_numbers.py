"""Numbers on the wire: the JSON number grammar, every digit kept, and nothing decided on a rounded figure."""

import json
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.web.client import post
from tests.web.wire import assert_problem, clinker, listed

EXACT = [
    ("0", "at_benchmark"),
    ("-0", "at_benchmark"),
    ("0.000", "at_benchmark"),
    ("100", "at_benchmark"),
    ("100.0", "at_benchmark"),
    ("100.000000000000", "at_benchmark"),
    ("1e2", "at_benchmark"),
    ("1E+2", "at_benchmark"),
    ("1000e-1", "at_benchmark"),
    ("99.999999999999", "at_benchmark"),
    ("100.000000000001", "between"),
    ("100.0000001", "between"),
    ("117", "between"),
    ("117.000000000000", "between"),
    ("117.000000000001", "below_baseline"),
    ("-999999999999999.999999999999", "at_benchmark"),
    ("999999999999999.999999999999", "below_baseline"),
    ("99999999999999.999999999999", "below_baseline"),
    ("1.55e6", "below_baseline"),
    ("1e14", "below_baseline"),
    ("0e99", "at_benchmark"),
    ("-1e-12", "at_benchmark"),
]


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize(("text", "standing"), EXACT)
def test_a_number_keeps_every_digit_bare_or_in_a_string(text, standing, quote):
    """Numbers come in by the JSON number grammar, as a number or in a string, and keep every digit."""
    members = f'"intensity":{quote}{text}{quote},"intensity_confirmed":true'
    (result,) = post(listed(clinker(members))).json["results"]
    assert (result["status"], result["standing"]) == ("graded", standing)
    assert result["intensity"] == Decimal(text)
    assert result["gap"] == round(Decimal(text) - 100, 6)


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize(
    "text", ["1", "0.000000000001", "999999999999999.999999999999", "99999999999999.999999999999", "1.55e6", "12e-12"]
)
def test_a_capacity_keeps_every_digit_into_the_totals(text, quote):
    body = listed(*[f'{{"benchmark":"clinker","capacity":{quote}{text}{quote},"intensity":90}}'] * 3)
    answer = post(body).json
    assert [result["capacity"] for result in answer["results"]] == [Decimal(text)] * 3
    assert answer["overall"]["capacity"]["total"] == Decimal(text) * 3
    assert answer["sectors"][0]["capacity"]["at_benchmark"] == Decimal(text) * 3


OUT_OF_RANGE = [
    "1e15",
    "-1e15",
    "1000000000000000",
    "999999999999999999999999999999",
    "1e999999",
    "1e1000000",
    "1e999999999",
    "-1E9999999",
    "1e99999999999999999999",
    "-1e99999999999999999999",
    "1e-13",
    "1e-999999",
    "1e-9999999",
    "1e-99999999999999999999",
    "0.0000000000001",
    "100.0000000000000",
    "1000000000000000.0000000000001",
    pytest.param("9" * 5000, id="5,000 digits"),
    pytest.param("0." + "9" * 5000, id="5,000 places"),
]


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("text", OUT_OF_RANGE)
@pytest.mark.parametrize("field", ["intensity", "operating_days"])
def test_a_number_out_of_range_is_rejected(field, text, quote):
    """Finite, below 10^15 in size, at most 12 digits after the point; anything else is `number_out_of_range`."""
    answer = post(listed(clinker(f'"{field}":{quote}{text}{quote}')))
    assert answer.status == 200
    (result,) = answer.json["results"]
    assert [error["code"] for error in result["errors"]] == ["number_out_of_range"]
    assert len(result["errors"][0]["detail"]) < 200


@pytest.mark.parametrize("text", ["0.0000000000000", "-0.0000000000000", "0e-13", '"0e-13"', "0." + "0" * 5000])
def test_a_zero_of_more_than_12_places_is_no_exception(text):
    """At most 12 digits after the point; what else stands in the line cannot matter."""
    plain, explained = (
        post(listed(clinker(members))).json["results"][0]["status"]
        for members in (f'"intensity":{text}', rf'"intensity":{text},"group":"\""')
    )
    assert (plain, explained) == ("rejected", "rejected")


NO_NUMBERS = [
    "NaN",
    "nan",
    "sNaN",
    "Infinity",
    "-Infinity",
    "inf",
    "1_000",
    "1,000",
    "1.000,5",
    "１００",
    "٣",
    "१००",
    "½",
    "²",
    "Ⅷ",
    "一百",
    "−1",
    "–1",
    " 1",
    "1 ",
    "1\\n",
    "\\t1",
    "1\\u00a0",
    "\\ufeff1",
    "+1",
    "--1",
    "-",
    "01",
    "-01",
    "00",
    "1.",
    ".5",
    "-.5",
    "1e",
    "1e+",
    "e5",
    "1.e5",
    "1e1.5",
    "0x10",
    "0b1",
    "1f",
    "1/2",
    "50%",
    "1\\u0000",
    "",
    "null",
    "true",
]


@pytest.mark.parametrize("text", NO_NUMBERS)
@pytest.mark.parametrize("field", ["capacity", "intensity", "operating_days"])
def test_a_string_that_is_no_json_number_is_not_a_number(field, text):
    """No spaces, no `007`, no `1_000`, ASCII only: anything but the JSON number grammar is `not_a_number`."""
    members = '"benchmark":"cement-clinker"' + ("" if field == "capacity" else ',"capacity":1')
    (result,) = post(listed(f'{{{members},"{field}":"{text}"}}')).json["results"]
    assert [error["code"] for error in result["errors"]] == ["not_a_number"]


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "Infinity",
        "-Infinity",
        "1_000",
        "１００",
        "+1",
        "01",
        "-01",
        "00",
        "1.",
        ".5",
        "-",
        "1e",
        "0x10",
        "1 000",
        "TRUE",
        "None",
        "'1'",
    ],
)
def test_a_bare_word_that_is_no_json_number_makes_the_body_malformed(text):
    assert_problem(post(listed(clinker(f'"intensity":{text}'))), 400, "malformed_json", "")


@pytest.mark.parametrize("value", ["true", "false", "[]", "{}", "[100]", '{"value":100}'])
def test_what_is_neither_number_nor_text_is_not_a_number(value):
    (result,) = post(listed(clinker(f'"intensity":{value}'))).json["results"]
    assert [error["code"] for error in result["errors"]] == ["not_a_number"]


def test_figures_go_out_as_json_numbers_of_plain_digits():
    """Numbers go out as JSON numbers with their exact digits."""
    answer = post(listed('{"benchmark":"clinker","capacity":"1.5e6","intensity":"98.70"}'))
    assert b'"capacity":1500000,' in answer.body
    assert b'"total":1500000,' in answer.body
    assert b"98.7" in answer.body
    assert b'"gap":-1.3,' in answer.body
    assert b"NaN" not in answer.body


GRAMMAR = st.from_regex(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,12})?", fullmatch=True)


@settings(deadline=None)
@given(text=GRAMMAR)
@example("100.000000000001")
@example("-0.0")
@example("0.100000000000")
def test_a_verdict_is_the_same_whichever_way_a_number_is_written(text):
    """As a number or in a string, with an exponent or without: one value, one verdict, exactly compared."""
    number = Decimal(text)
    sign, digits, exponent = number.as_tuple()
    scaled = f"{'-' if sign else ''}{int(''.join(map(str, digits)))}e{exponent}"
    written = (text, f'"{text}"', scaled, f'"{scaled}"')
    answer = post(listed(*(clinker(f'"intensity":{each},"intensity_confirmed":true') for each in written)))
    for result in answer.json["results"]:
        assert result["intensity"] == number
        assert result["standing"] == (
            "at_benchmark" if number <= 100 else "between" if number <= 117 else "below_baseline"
        )


@settings(deadline=None)
@given(text=st.text(st.sampled_from("0123456789+-.eE_ ,٣１\u00a0NaIinfty"), max_size=12))
@example("1e5")
@example("1E-5")
def test_text_is_a_number_only_by_the_grammar_of_json(text):
    """A string is a number exactly if it would be one without its quotation marks."""
    try:
        json.loads(text, parse_constant=lambda _: 1 / 0)
        is_number = text == text.strip()
    except (ValueError, ZeroDivisionError):
        is_number = False
    (result,) = post(listed(clinker(f'"intensity":"{text}"'))).json["results"]
    codes = [error["code"] for error in result.get("errors", ())]
    assert ("not_a_number" not in codes) is is_number
