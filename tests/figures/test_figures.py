"""The figures that the documents show are those of today."""

import re
from decimal import Decimal

import pytest

from tests.examples.pages import PAGES, text_of
from tests.figures.__main__ import renew
from tests.figures.at_level import LISTS, renew_at_level
from tests.figures.marked import FIGURES, renew_marked
from tests.figures.renewing import CannotRenewError, renew_json, renew_lines
from tests.figures.shown import renew_shown
from tests.web.client import exact_json, official
from tests.web.contract.exchanges import exchanges, lasting

RUN = "run `make figures`, and read the difference"


@pytest.mark.parametrize("page", PAGES)
def test_the_page_shows_the_figures_of_today(page):
    try:
        assert renew(page) == text_of(page), RUN
    except CannotRenewError as difference:
        pytest.fail(str(difference))


@pytest.mark.parametrize("name", LISTS)
def test_the_example_has_a_line_at_the_benchmark_level_of_today(name):
    text = text_of(name)
    assert text.count('"id": "clinker-3"') == 1
    assert renew_at_level(text) == text, RUN
    assert renew_at_level(re.sub(r'(clinker-3".*?"intensity": )[^,]+', r"\g<1>-7.5", text)) == text


@pytest.mark.parametrize("exchange", exchanges(), ids=lambda exchange: exchange.example)
def test_the_contract_documents_the_answer_that_is_given(exchange):
    assert lasting(exchange.answered()) == lasting(exchange.documented), RUN


def test_every_figure_that_can_be_marked_is_marked_somewhere():
    """So that none is lost when a page is written anew."""
    marked = {name for page in PAGES for name in re.findall(r"<!-- figures: (\S+)", text_of(page))}
    assert marked == set(FIGURES)


# What is written


def spoil(text):
    """The page with a wrong number for every number of its answers, and a wrong text between its comments."""
    text = re.sub(r"^```(?:nd)?json\n.*?^```$", _spoil_answer, text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"(<!-- figures: (?:get|answer) .*? -->).*?(?=<!-- end -->)", r"\1wrong", text)


def _spoil_answer(block):
    return re.sub(r"(?<=: )-?[0-9.]+(?=[,}\n])", "-7.5", block[0])


SPOILT = {page: text for page in PAGES if (text := spoil(text_of(page))) != text_of(page)}
LOG = "docs/operations.md"
"""It shows a line of the log, which no command prints."""


@pytest.mark.parametrize("page", sorted(SPOILT.keys() - {LOG}))
def test_wrong_figures_of_a_page_are_put_right(page):
    assert renew_marked(renew_shown(SPOILT[page])) == renew(page)


@pytest.mark.parametrize(
    ("shown", "real", "expected"),
    [
        ('{"a": 1}', '{"a": 2}', '{"a": 2}'),
        ('{"a": 0.50}', '{"a": 0.25}', '{"a": 0.25}'),
        ('{"a": 1.0}', '{"a": 1}', '{"a": 1}'),
        ('{"a": null}', '{"a": "熟料"}', '{"a": "熟料"}'),
        (
            '{\n  "b": 1,\n  "a": {"c": 2}, …\n}\n',
            '{"a": {"c": 3}, "b": 1, "d": 4}',
            '{\n  "b": 1,\n  "a": {"c": 3}, …\n}\n',
        ),
        ("[1, …]", "[2, 3, 4]", "[2, …]"),
        ("[…]", "[]", "[…]"),
        ('{"a": [{"b": true}, 1]}', '{"a": [{"b": false}, 2]}', '{"a": [{"b": false}, 2]}'),
        ('"sha256:…"', '"sha256:06"', '"sha256:…"'),
        ('"http://a.cn/…"', '"https://b.cn/c/d"', '"https://b.cn…"'),
        (r'"\"a\": \u6807"', '"\\"a\\": 标"', r'"\"a\": \u6807"'),
    ],
)
def test_an_answer_keeps_its_layout_and_gets_the_values_that_are_answered(shown, real, expected):
    assert renew_json(shown, exact_json(real)) == expected


@pytest.mark.parametrize(
    ("shown", "real", "reason"),
    [
        ('{"a": 1}', '{"b": 1}', "has no 'a'"),
        ('{"a": 1}', '{"a": 1, "b": 2}', "leaves out ['b'] without a …"),
        ('{"a": {"b": 1}}', '{"a": null}', "/a is no object"),
        ('{"a": [1]}', '{"a": 1}', "/a is no list"),
        ('{"a": 1}', '{"a": [1]}', "/a is no longer a single value"),
        ("[1, 2]", "[1]", "has only 1 items"),
        ("[1]", "[1, 2]", "leaves out items without a …"),
    ],
)
def test_an_answer_of_another_shape_is_left_to_a_person(shown, real, reason):
    with pytest.raises(CannotRenewError, match=re.escape(reason)):
        renew_json(shown, exact_json(real))


@pytest.mark.parametrize(
    ("shown", "real", "expected"),
    [
        ("MET: 45 %\n…\nLines: 20\n", "MET: 47.5 %\n\nLines: 1,000\n", "MET: 47.5 %\n…\nLines: 1,000\n"),
        ("…\na 2\n", "a 1\na 2\n", "…\na 2\n"),
        ("…\nx   1\n", "a\nx -10\n", "…\nx -10\n"),
        ("a 1\n…\n", "a 2\nb\nc\n", "a 2\n…\n"),
    ],
)
def test_a_screen_gets_the_numbers_that_are_printed(shown, real, expected):
    assert renew_lines(shown, real) == expected


@pytest.mark.parametrize(
    ("shown", "real", "reason"),
    [
        ("MET: 1 %\n", "NOT MET: 1 %\n", "no line such as 'MET: 1 %'"),
        ("a\nc\n", "a\nb\nc\n", "no line such as 'c'"),
        ("a\n", "a\nb\n", "'b' is left out without a …"),
        ("a\nb\n", "a\n", "no line such as 'b'"),
    ],
)
def test_a_screen_of_other_words_is_left_to_a_person(shown, real, reason):
    with pytest.raises(CannotRenewError, match=re.escape(reason)):
        renew_lines(shown, real)


@pytest.mark.parametrize(
    ("marked", "reason"),
    [
        ("a <!-- figures: rows -->52<!-- end -->", "there is no figure 'rows'; known: get, "),
        ("a\n  <!-- figures: get /readyz /ready -->yes<!-- end -->", "must not begin a line"),
        ("a <!-- figures: get /v1/units /size -->1<!-- end -->", "no figure for `get /v1/units /size`: KeyError"),
        ("<!-- figures: row no-edition tea -->\n<!-- end -->", "no figure for `row no-edition tea`: FileNotFound"),
        ("<!-- figures: editions -->", "has no comment `end` after it"),
        ("<!-- figures: row ndrc-2021 cement-clinker.tea -->\n<!-- end -->", "has no row cement-clinker.tea"),
    ],
)
def test_a_mark_that_means_nothing_is_refused(marked, reason):
    with pytest.raises(CannotRenewError, match=re.escape(reason)):
        renew_marked(marked)


def test_a_value_is_marked_by_its_address_and_pointer():
    target = official().get("/v1/goals/zhejiang-2025-benchmark-share").json["target"]
    assert target == Decimal("0.5")
    address = "get /v1/goals/zhejiang-2025-benchmark-share /target"
    text = f"| at <!-- figures: {address} -->9<!-- end --> | <!-- figures: {address} percent -->9<!-- end --> % |"
    assert re.sub("<!--.*?-->", "", renew_marked(text)) == "| at 0.50 | 50.0 % |"
