"""Texts in Chinese read as Chinese: one word for one thing, Chinese punctuation, and no sentence half in English."""

import re
from dataclasses import fields

import pytest

from service.domain.text import Text
from service.formats.lists.json_list import read_json
from service.formats.lists.ndjson_list import read_ndjson
from service.request_errors import ProblemError
from service.texts import command_line as words
from service.texts import labels, unreadable
from service.texts.codes import CODES
from service.texts.error_code import Code
from tests.formats.reading import of_csv, problem_of, told


def texts_in(value):
    if isinstance(value, Text):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, Code):
        yield from texts_in({each.name: getattr(value, each.name) for each in fields(value)})


WRITTEN = [
    text
    for values in (CODES, *map(vars, (labels, unreadable, words)))
    for value in values.values()
    for text in texts_in(value)
]


@pytest.mark.parametrize(
    ("other", "word"),
    [
        ("评定", "定级"),
        ("引文", "直接引用"),
        ("未持有", "未收录"),
        ("劣于", "低于"),
        ("合同", "接口规范"),
    ],
)
def test_one_thing_has_one_word(other, word):
    assert not [text.zh for text in WRITTEN if other in text.zh]
    assert any(word in text.zh for text in WRITTEN)


@pytest.mark.parametrize(
    ("code", "facts", "candidates", "en", "zh"),
    [
        ("unit_mismatch", {}, ("t/a", "t/d"), "suitable units: t/a, t/d", "可用：t/a、t/d"),
        ("unknown_benchmark.elsewhere", {"editions": ("a", "b")}, (), "it is in a, b", "见于 a、b"),
        ("unknown_field.known", {"known": ("id", "group")}, (), "known: id, group", "可用的字段：id、group"),
        ("not_acceptable", {"supported": ("text/csv", "application/json")}, (), "csv, app", "text/csv、app"),
    ],
)
def test_names_are_listed_as_the_language_separates_them(code, facts, candidates, en, zh):
    name, _, variant = code.partition(".")
    for lang, words_in in (("en", en), ("zh", zh)):
        sentence = CODES[name].describe(lang, variant=variant, candidates=candidates, facts={"value": "x"} | facts)
        assert words_in in sentence


def refused_json(body):
    with pytest.raises(ProblemError) as caught:
        list(read_json(body, max_lines=10, max_nesting=4).blocks)
    return caught.value


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[1,]",
        b'{"lines":[{"a":}]}',
        b'{"goal":NaN,"lines":[]}',
        b'{"lines":[[[[[]]]]]}',
        b'{"lines":[{"id":"\\ud800"}]}',
        b'{"lines":[{"id":"\xff"}]}',
        b'{"goal":' + b"[" * 100_000,
    ],
)
def test_json_that_is_none_is_told_in_one_language(body):
    """The parsers speak English only: in Chinese the place stands alone."""
    assert not re.search(r"[\u4e00-\u9fff]", told(refused_json(body)))
    assert re.fullmatch(
        r"不是合法的 JSON[^A-Za-z]*(UTF-8|NaN)?[^A-Za-z]*(JSON)?[^A-Za-z]*", told(refused_json(body), "zh")
    )


def test_a_line_that_is_no_json_is_told_in_one_language():
    ((line,),) = read_ndjson([b'{"benchmark":}\n'], max_lines=10, max_nesting=4)
    (fault,) = line.faults
    assert CODES[fault.code].describe("zh", facts=fault.facts) == "不是合法的 JSON（第 14 列）"
    assert CODES[fault.code].describe("en", facts=fault.facts).isascii()


def test_a_csv_that_is_none_is_told_in_one_language():
    assert not re.search("[a-z]", told(problem_of(of_csv, 'product,capacity\n熟料,"1"x\n'), "zh"))
