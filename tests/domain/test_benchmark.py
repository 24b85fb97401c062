"""What a level, a product and an edition guarantee."""

from dataclasses import replace
from decimal import Decimal

import pytest

from service.domain.benchmark import Evidence, Level
from service.domain.text import Text
from tests.builders import made_up, product


@pytest.mark.parametrize(("language", "expected"), [("zh", "标杆"), ("en", "benchmark"), ("fr", "benchmark")])
def test_text_comes_in_chinese_or_else_in_english(language, expected):
    """Texts come in Chinese or English (`en` unless asked)."""
    assert Text(zh="标杆", en="benchmark").in_language(language) == expected


def test_level_without_a_source_is_refused():
    """A number without a source is worse than a gap."""
    with pytest.raises(ValueError, match="source"):
        Level(value=Decimal(1), evidence=Evidence.QUOTED, sources=())


HASH = "sha256:" + "0123456789abcdef" * 4


@pytest.mark.parametrize("source", [f"发改产业〔2023〕723号, page 3, {HASH}", f"a notice, of May, row 12, {HASH}"])
def test_official_level_names_the_document_the_place_and_the_file(source):
    """Its source names the document, page or row, and the SHA-256 of the file read."""
    assert Level(value=Decimal(1), evidence=Evidence.OFFICIAL, sources=(source,)).sources == (source,)


@pytest.mark.parametrize(
    "sources",
    [
        ("发改产业〔2023〕723号, page 3",),
        (f"发改产业〔2023〕723号, {HASH}",),
        (f"发改产业〔2023〕723号, , {HASH}",),
        (f"发改产业〔2023〕723号, page 3, {HASH[:-1]}",),
        (f"发改产业〔2023〕723号, page 3, {HASH.upper()}",),
        (f"发改产业〔2023〕723号, page 3, {HASH}", "http://e.ccement.com"),
    ],
)
def test_official_level_with_another_source_is_refused(sources):
    with pytest.raises(ValueError, match="SHA-256"):
        Level(value=Decimal(1), evidence=Evidence.OFFICIAL, sources=sources)


def test_grades_of_evidence_are_ordered_from_the_strongest():
    """`official` is the third, highest grade."""
    assert Evidence.ordered([Evidence.CORROBORATED, Evidence.OFFICIAL, Evidence.QUOTED, Evidence.OFFICIAL]) == [
        "official", "quoted", "corroborated",
    ]  # fmt: skip


@pytest.mark.parametrize("levels", [(100, 100), (100, 117), (-30, -10), (-30, -30), (0, 0)])
def test_benchmark_as_good_as_the_baseline_or_better_is_accepted(levels):
    """Lower is better for every row of both editions, negative values included."""
    assert product("tea", levels).is_gradable


@pytest.mark.parametrize("levels", [("100.000000001", 100), (117, 100), (-10, -30)])
def test_benchmark_worse_than_its_baseline_is_refused(levels):
    with pytest.raises(ValueError, match="worse"):
        product("tea", levels)


@pytest.mark.parametrize("levels", [(None, 117), (100, None), (None, None)])
def test_product_is_gradable_with_one_level(levels):
    """One held level decides what it can."""
    tea = product("tea", levels)
    assert tea.is_gradable is (levels != (None, None))
    assert tea.levels is None


@pytest.mark.parametrize("levels", [(100, 117), (None, 117), (100, None)])
@pytest.mark.parametrize("measured_in", [(None, "t/a"), ("kgce/t", None), (None, None)])
def test_level_without_an_indicator_or_a_capacity_unit_is_refused(levels, measured_in):
    with pytest.raises(ValueError, match="indicator"):
        product("tea", levels, measured_in)


def test_product_known_by_name_only_is_accepted():
    """Ship the rows that are not held as rows that say so."""
    assert not product("tea", (None, None), (None, None)).is_gradable


def test_edition_counts_its_rows_and_keeps_the_order_of_the_document():
    """Rows held and rows known but not held."""
    facts = made_up(product("tea.green"), product("tea.black", (None, 117)), product("ash", (None, None), (None, None)))
    edition = facts.edition("made-up")
    assert [row.id for row in edition] == list(edition.products) == ["tea.green", "tea.black", "ash"]
    assert (edition.rows_held, edition.rows_not_held) == (1, 2)


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("能效标杆水平和基准水平（2023年版）", "2023年版"),
        ("Benchmark levels (2023 edition)", "2023 edition"),
        ("能效（试行）水平", "能效（试行）水平"),
        ("Benchmark levels", "Benchmark levels"),
    ],
)
def test_short_name_of_an_edition_is_what_its_title_says_in_its_last_brackets(title: str, short: str) -> None:
    """A name for display comes from the data, and never from an id."""
    edition = made_up(product("clinker")).editions["made-up"]
    assert replace(edition, title=Text(zh=title, en=title)).short == Text(zh=short, en=short)
