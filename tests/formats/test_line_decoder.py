"""The fast decoder takes exactly what the schema of a line takes, with equal values.

Both directions: what the schema refuses and the decoder takes would be a wrong verdict, and what the schema takes and
the decoder refuses would be slow. The lines here are JSON texts and not values, because the decoder reads texts: the
same key can be spelt in many ways, and a number has more digits than a value has.
"""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.formats.lists.line_decoder import decode_lines
from service.formats.lists.line_reader import Line, read_line
from service.formats.lists.schemas import LineSchema
from service.formats.lists.strict_json import MalformedJsonError

NESTING = 64
FIELDS = {
    "benchmark": 200,
    "capacity": None,
    "id": 64,
    "capacity_unit": 64,
    "intensity": None,
    "intensity_unit": 64,
    "operating_days": None,
    "group": 64,
    "intensity_confirmed": None,
    "stage": None,
}
"""Every field of a line; of a text, how long it may be."""

TEXTS = [name for name, longest in FIELDS.items() if longest]
NUMBERS = ["capacity", "intensity", "operating_days"]
STAGES = ["existing", "under_construction", "planned"]


def test_every_field_of_the_schema_is_compared():
    assert set(FIELDS) == set(LineSchema().fields)


def by_decoder(text):
    """The values of the line by field, as the fast decoder reads it; None where it refuses it."""
    (line,) = decode_lines([text], lambda _: None)
    return None if line is None else {name: getattr(line, name) for name in FIELDS}


def by_schema(text):
    """The same by the schema."""
    try:
        line = read_line(text, NESTING)
    except (MalformedJsonError, UnicodeDecodeError):
        return None
    return {name: getattr(line, name) for name in FIELDS} if isinstance(line, Line) else None


def hold_together(text):
    fast, slow = by_decoder(text), by_schema(text)
    assert fast == slow, text
    if fast is not None:
        assert {name: type(value) for name, value in fast.items()} == {
            name: type(value) for name, value in slow.items()
        }
        for number in (fast[name] for name in NUMBERS if fast[name] is not None):
            assert number.as_tuple().exponent <= 0
            assert number or not number.is_signed()
    return fast is not None


def line(**changed):
    """The text of a line with these fields, each as JSON text, beside a product and a capacity."""
    members = {"benchmark": '"x"', "capacity": "1"} | changed
    return "{" + ",".join(f'"{name}":{value}' for name, value in members.items() if value is not None) + "}"


MOST = "999999999999999"
MAX_PLACES = "999999999999"


def lines(name, values):
    """A line for each of the values of a field, which are JSON texts between spaces."""
    return [line(**{name: value}) for value in values.split()]


def texts_of(make):
    """A line for each field that is a text, with what is made of the length of that field."""
    return [line(**{name: f'"{make(longest)}"'}) for name, longest in FIELDS.items() if longest]


TAKEN = [
    line(),
    *lines(
        "capacity", f"1 0.1 1.50 1e2 1E+2 1e-12 1.5E-11 10000000000000e-12 {MOST} {MOST}.{MAX_PLACES} 1234567890123"
    ),
    *lines("capacity", f'12345678901234 9e14 0.1e15 1e14 "{MOST}.{MAX_PLACES}" "1e2" "0.000000000001"'),
    *lines("intensity", f'0 -0 0.0 -0.000000000000 0e5 0E+99999 -0e-12 "-0" -98.7 -{MOST}.{MAX_PLACES} "0e400"'),
    *lines("intensity", "null 100.000000000000"),
    *lines("operating_days", '1 366 365.5 "1.0" 3.66e2 0.1e1 null 1.000000000000'),
    *lines("intensity_confirmed", "true false null"),
    *lines("stage", r'"existing" "under_construction" "planned" null "\u0070lanned"'),
    *(made for sign in ("标", "𝄞", r"\ud834\udd1e", r"\"", r"\u0022") for made in texts_of(sign.__mul__)),
    *(line(**{name: "null"}) for name in FIELDS if name not in {"benchmark", "capacity"}),
    line(**dict.fromkeys([name for name in FIELDS if name not in {"benchmark", "capacity"}], "null")),
    r'{"\u0062enchmark":"x","capacit\u0079":1,"\u0069d":"\u0061"}',
    r'{"benchmark":"\u0022","capacity":1,"id":"\"capacity\":2","group":"\\"}',
    '{"capacity":1,"group":"\x7f","benchmark":"\u2028"}',
    ' \t\r\n{ "benchmark"\t:\r\n"x" , "capacity" : 1 } \t\r\n',
    line(id='"null"', group='"1"', benchmark='"{}"'),
]
"""Lines that the schema takes."""

TWICE = r"""
    "id":"a","id":"a"  "id":"a","id":"b"  "id":null,"id":"a"  "id":"a","id":null  "id":null,"id":null
    "id":"a","\u0069d":"a"  "\u0069d":"a","i\u0064":"a"  "id":"\"","id":"\""  "id":1,"id":"a"
    "group":"a","group":"a","group":"a"  "benchmark":"x"  "capacity":1  "capacit\u0079":2  "capacity":"1"
    "intensity":1,"intensity":1  "intensity":null,"intensity":1  "operating_days":"1","operating_days":1
    "stage":"planned","stage":"planned"  "stage":null,"stage":"existing"  "stage":"planned","stag\u0065":null
    "intensity_confirmed":true,"intensity_confirmed":true  "intensity_confirmed":null,"intensity_confirmed":false
    "unknown":1,"unknown":2  "intensity":1e99999,"intensity":1  "operating_days":-1e99999,"operating_days":1
"""

REFUSED = [
    *("", " ", "{", "}", "{}", "[]", "null", "1", '"x"', "true", "[{}]", "{,}", '{"benchmark"}'),
    *(line(capacity=None), line(benchmark=None), line(capacity="null"), line(benchmark="null")),
    *lines("capacity", f'0 -1 0.0 -0 "0" "-1" 0e9 1e15 1e-13 {MOST}.{MAX_PLACES}1 1000000000000000 1e999999999'),
    *lines("capacity", '1.0000000000000 "1.0000000000000" 10000000000000e-13 1e-999999999'),
    *lines("capacity", "01 1. .1 +1 1e 1e+ --1 0x1 1_0 NaN Infinity -Infinity 1,0"),
    *lines("capacity", '"" "01" "1." ".1" "+1" "1e" "--1" "0x1" "1_0" "NaN" "nan" "sNaN" "-sNaN123" "inf" "-Infinity"'),
    *lines("capacity", r'"1\n" "１" "١" "1e１" "1,0" true false [] {} [1] {"a":1} ["1"]'),
    *(line(capacity='" 1"'), line(capacity='"1 "'), line(capacity='" "')),
    *lines("intensity", '1e15 -1e15 0.0000000000000 0e-13 "0e-13" -0e-999999999 1e99999999999999999999'),
    *lines("intensity", f'0e99999999999999999999 "0e-99999999999999999999" {"1" * 5000} 0.{"0" * 5000}'),
    *lines("intensity_confirmed", '0 1 "true" "" "yes" [] {} True "null"'),
    *lines("stage", '"" "Planned" "planned " 1 true [] {} "existing,planned" "拟建" ["planned"]'),
    *lines("operating_days", '0 0.999999999999 366.000000000001 367 -1 "0" "1e3" "1_0" true'),
    *(
        made
        for sign in ("x", "𝄞", r"\ud834\udd1e")
        for made in texts_of(lambda longest, sign=sign: sign * (longest + 1))
    ),
    *(line(**{name: value}) for name in TEXTS for value in ('""', "1", "1.5", "true", "[]", "{}", '["x"]')),
    *(made for what in ("\t", "\n", "\0") for made in texts_of(lambda _, what=what: what)),
    *(made for what in (r"\ud800", r"\udc00\ud800", r"\x", r"\u12") for made in texts_of(lambda _, what=what: what)),
    *(line(unknown="1"), line(unknown="null"), line(ID='"x"'), '{"":1,"benchmark":"x","capacity":1}'),
    *('{"benchmark":"x","capacity":1,' + twice + "}" for twice in TWICE.split()),
    *(line() + "x", line() + "{}", line() + ",", line() + "\x0c"),
    *("\ufeff" + line(), "\xa0" + line(), "\x0b" + line()),
    *('{"benchmark":"x","capacity":1,}', '{"benchmark":"x" "capacity":1}', "{'benchmark':'x','capacity':1}"),
    '{benchmark:"x","capacity":1}',
    *("[" * 100 + "]" * 100, "[" * 100_000),
    *(line(unknown="[" * 62 + "]" * 62), line(unknown="[" * 100_000 + "]" * 100_000)),
]
"""Texts that the schema refuses, or that are no JSON."""


def numbered(texts_of_lines):
    """The texts, called by their place: what tells them apart is often far to the right."""
    return [pytest.param(text, id=str(place)) for place, text in enumerate(dict.fromkeys(texts_of_lines))]


@pytest.mark.parametrize("text", numbered(TAKEN))
def test_what_the_schema_takes_the_decoder_takes(text):
    assert hold_together(text.encode()), text


@pytest.mark.parametrize("text", numbered(REFUSED))
def test_what_the_schema_refuses_the_decoder_refuses(text):
    assert not hold_together(text.encode(errors="surrogatepass")), text


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("broken", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80"])
def test_a_line_that_is_not_utf_8_is_refused_by_both(name, broken):
    assert not hold_together(line(**{name: '"@"'}).encode().replace(b"@", broken))


# Lines made at random: mostly right ones, each with little that is odd

white = st.sampled_from(["", "", "", "", "", " ", "\t", "\r", "\n", "  \r\n"])
digits = st.text("0123456789", min_size=1, max_size=20)
whole = st.one_of(
    st.sampled_from(["0", "1", "366", "367", "9" * 13, "1" + "0" * 12, "9" * 14, MOST, "1" + "0" * 15]),
    digits.map(lambda text: text.lstrip("0") or "0"),
    st.integers(1, 400).map(str),
)
point = st.one_of(
    st.just(""),
    st.text("0123456789", min_size=1, max_size=14).map(".{}".format),
    st.integers(1, 14).map(lambda size: "." + "0" * size),
)
exponent = st.one_of(
    st.just(""),
    st.just(""),
    st.just(""),
    st.builds(
        "{}{}".format,
        st.sampled_from(["e", "E", "e+", "E-", "e-"]),
        st.one_of(st.integers(0, 30), st.sampled_from(["00", "012", "400", "999999", "9999999999", "9" * 25])),
    ),
)
number = st.builds("{}{}{}{}".format, st.sampled_from(["", "", "", "-"]), whole, point, exponent)
spoilt = st.builds(
    lambda text, place, what: text[: place % (len(text) + 1)] + what + text[place % (len(text) + 1) :],
    number,
    st.integers(0, 40),
    st.sampled_from([" ", "0", "+", "-", "_", ",", ".", "e", "０", "\\n", "x", '\\"', "\\u0031"]),
)


def spelt(characters):
    """A JSON string of these characters, each spelt in its own way: plain, or by one of its escapes."""
    return '"' + "".join(how(character) for character, how in characters) + '"'


def plain(character):
    return json.dumps(character, ensure_ascii=False)[1:-1]


def escaped(character):
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4))


HOW = st.sampled_from([plain, plain, plain, escaped, lambda character: escaped(character).upper().replace("U", "u")])
characters = st.one_of(
    st.sampled_from('abc"\\/\u0000\u001f\u007f标𝄞\u2028\ud800\udfff'), st.characters(exclude_categories=["Cs"])
)
texts = st.one_of(
    st.lists(st.tuples(characters, HOW), min_size=1, max_size=8).map(spelt),
    st.builds(
        lambda sign, how, size: spelt([(sign, how)] * size),
        st.sampled_from('x标𝄞"'),
        HOW,
        st.sampled_from([1, 63, 64, 65, 199, 200, 201]),
    ),
)
odd = st.sampled_from(
    ["null", "null", "true", "false", "[]", "{}", '""', "1", '"1"', '[{"id":1,"id":2}]', '{"a":"\\""}']
)


def value_of(name):
    """Mostly a right value of the field; each as JSON text."""
    if name == "intensity_confirmed":
        right = st.sampled_from(["true", "false"])
    elif name == "stage":
        right = st.one_of(st.sampled_from(STAGES), st.text("plaed", max_size=7)).map(json.dumps)
    else:
        right = texts if name in TEXTS else numbers
    return st.one_of(right, right, right, right, odd, spoilt)


numbers = st.one_of(number, number, number.map('"{}"'.format), spoilt.map('"{}"'.format))


def member(name):
    """The field with a value; its name mostly as it is, sometimes by escapes."""
    hows = st.lists(HOW, min_size=len(name), max_size=len(name))
    spellings = hows.map(lambda chosen: spelt(list(zip(name, chosen, strict=True))))
    key = st.one_of(st.just(f'"{name}"'), st.just(f'"{name}"'), spellings)
    return st.builds("{0}{1}{0}:{2}{3}{2}".format, white, key, white, value_of(name))


SIMPLE = {"benchmark": '"benchmark":"x"', "capacity": '"capacity":1.5'}


@st.composite
def lines_of_text(draw):
    """A line with a product and a capacity, some other fields in any order, and seldom one twice or unknown."""
    others = draw(st.lists(st.sampled_from(list(FIELDS)[2:]), unique=True, max_size=6))
    members = [draw(member(name)) for name in others]
    for name, simple in SIMPLE.items():
        members.append(draw(st.one_of(st.just(simple), st.just(simple), member(name))))
    if draw(st.integers(0, 5)) == 0:
        members.append(draw(member(draw(st.sampled_from([*FIELDS, "unknown", "ID", ""])))))
    text = "{" + ",".join(draw(st.permutations(members))) + "}"
    return (draw(white) + text + draw(white)).encode(errors="surrogatepass")


TOKENS = [
    *(bytes([each]) for each in b"\"\\{}[],:01x-e. \n\0\xff\xc3_'"),
    *(b"null", b"true", b"NaN", b"23", b'""', b'"id":', b'"id":"a",'),
    *(b'\\"', b"\\u0022", b"\\ud800", b"\xef\xbb\xbf"),
]

mutations = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "replace", "cut", "twice"]),
        st.integers(0, 400),
        st.integers(1, 12),
        st.one_of(st.sampled_from(TOKENS), st.binary(min_size=1, max_size=1)),
    ),
    min_size=1,
    max_size=3,
)


def mutated(text, changes):
    """The text with bytes put in, replaced, cut out or said twice."""
    for how, at, size, what in changes:
        start = at % (len(text) + 1)
        before, part, after = text[:start], text[start : start + size], text[start + size :]
        text = {
            "put": before + what + part + after,
            "replace": before + what + after,
            "cut": before + after,
            "twice": before + part + part + after,
        }[how]
    return text


MANY = settings(max_examples=30, derandomize=True, database=None, deadline=None)


@MANY
@given(st.lists(lines_of_text(), min_size=5, max_size=15))
def test_any_line_is_taken_by_both_or_by_none_and_with_equal_values(many):
    for text in many:
        hold_together(text)


@MANY
@given(st.lists(st.tuples(lines_of_text(), mutations), min_size=5, max_size=15))
def test_a_line_with_a_few_wrong_bytes_is_taken_by_both_or_by_none_and_with_equal_values(many):
    for text, changes in many:
        hold_together(mutated(text, changes))


def test_thousands_of_right_lines_with_wrong_bytes_are_taken_by_both_or_by_none_and_with_equal_values():
    """Without Hypothesis, because it is many times as fast: some of the mutated lines are still right, most are not."""
    chance = random.Random(20211)  # noqa: S311 - always the same lines
    right = [text.encode() for text in TAKEN if len(text) < 200]
    taken = 0
    for _ in range(40_000):
        changes = [
            (
                chance.choice(["put", "put", "replace", "cut", "twice"]),
                chance.randrange(200),
                chance.randrange(1, 12),
                chance.choice(TOKENS) if chance.random() < 0.7 else bytes([chance.randrange(256)]),
            )
            for _ in range(chance.choice([1, 1, 1, 2, 3]))
        ]
        taken += hold_together(mutated(chance.choice(right), changes))
    assert 1_000 < taken < 10_000
