"""Finding an edition, a goal or a product by what people call it, and never by a guess."""

import pytest

from service.domain.benchmark import Product
from service.domain.errors import (
    AmbiguousProductError,
    DomainError,
    UnknownEditionError,
    UnknownGoalError,
    UnknownProductError,
    UnknownSectorError,
)
from tests.builders import catalogue, made_up, product

FACTS = catalogue()
EDITION = FACTS.edition("ndrc-2021")


def ids(products: list[Product]) -> list[str]:
    return [each.id for each in products]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cement-clinker", "cement-clinker"),
        ("水泥熟料", "cement-clinker"),
        ("Cement clinker", "cement-clinker"),
        ("cement  CLINKER", "cement-clinker"),
        ("ｃｅｍｅｎｔ－ｃｌｉｎｋｅｒ", "cement-clinker"),
        ("aluminium.electrolytic", "aluminium.electrolytic"),
        ("电解铝", "aluminium.electrolytic"),
        ("原铝", "aluminium.electrolytic"),
        ("合成氨 天然气", "ammonia.natural-gas"),
        ("合成氨（天然气）", "ammonia.natural-gas"),
        ("合成氨(天然气)", "ammonia.natural-gas"),
        ("合成氨-天然气", "ammonia.natural-gas"),
        ("iron", "iron.blast-furnace"),
    ],
)
def test_product_is_found_by_id_official_name_or_alias(text, expected):
    """`benchmark` (id, or an official name or alias that matches exactly one row; never a guess)."""
    assert FACTS.find(EDITION, text).id == expected


@pytest.mark.parametrize("text", ["", "cement", "天然气", "cement-clinkers", "尿素", "cement‐clinker"])
def test_what_is_nobodys_name_is_unknown(text):
    with pytest.raises(UnknownProductError) as refused:
        FACTS.find(EDITION, text)
    assert refused.value.text == text


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("煤制焦炭", ("coke.top-charged", "coke.stamp-charged")),
        ("coke", ("coke.top-charged", "coke.stamp-charged")),
        ("铅冶炼", ("lead.crude", "lead.refining", "lead.whole")),
    ],
)
def test_name_of_several_rows_is_ambiguous_and_names_them_all(text, candidates):
    """`ambiguous_benchmark` (with the candidates)."""
    with pytest.raises(AmbiguousProductError) as refused:
        FACTS.find(EDITION, text)
    assert (refused.value.text, refused.value.candidates) == (text, candidates)


def test_id_goes_before_a_name_that_is_the_same():
    facts = made_up(product("tea"), product("ash", names=("tea",)))
    assert facts.find(facts.default_edition, "tea").id == "tea"


def test_each_row_is_found_by_its_own_id_in_each_edition():
    for edition in FACTS.editions.values():
        assert [FACTS.find(edition, row.id) for row in edition] == list(edition)


@pytest.mark.parametrize("edition", list(FACTS.editions.values()), ids=lambda edition: edition.id)
def test_every_name_leads_to_its_row_or_to_a_choice_that_holds_it(edition):
    """An official name or alias that matches exactly one row; never a guess."""
    for row in edition:
        for name in row.names:
            owners = [each for each in edition if name in each.names]
            if owners == [row]:
                assert FACTS.find(edition, name) is row
            else:
                with pytest.raises(AmbiguousProductError) as refused:
                    FACTS.find(edition, name)
                assert row.id in refused.value.candidates


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("cement-clinkr", "cement-clinker"),
        ("水泥孰料", "cement-clinker"),
        ("electrolytic aluminum", "aluminium.electrolytic"),
    ],
)
def test_near_names_begin_with_the_likest(text, best):
    """`unknown_benchmark` (with up to three near names)."""
    similar = FACTS.similar_ids(EDITION, text)
    assert similar[0] == best
    assert 1 <= len(similar) <= 3
    assert len(set(similar)) == len(similar)


def test_similar_names_are_at_most_three():
    assert len(FACTS.similar_ids(EDITION, "合成氨 无烟")) == 3


def test_name_like_no_other_has_no_similar_names():
    assert FACTS.similar_ids(EDITION, "xyzzy") == ()


@pytest.mark.parametrize(
    ("sector", "text", "expected"),
    [
        (None, None, list(EDITION.products)),
        (None, "", list(EDITION.products)),
        ("lead", None, ["lead.crude", "lead.refining", "lead.whole"]),
        ("lead", "crude", ["lead.crude"]),
        (None, "甲醇", ["coal-methanol.lignite", "coal-methanol.bituminous", "coal-methanol.anthracite"]),
        (None, "METHANOL from lig", ["coal-methanol.lignite"]),
        (None, "原铝", ["aluminium.electrolytic"]),
        ("lead", "甲醇", []),
    ],
)
def test_search_keeps_the_order_of_the_document(sector, text, expected):
    """Rows in the order of the document; `q` matches ids, Chinese and English names and aliases."""
    assert ids(FACTS.search(EDITION, sector=sector, text=text)) == expected


@pytest.mark.parametrize(
    ("row_id", "edition", "others"),
    [
        ("cement-clinker", "ndrc-2021", ["ndrc-2023"]),
        ("cement-clinker", "ndrc-2023", ["ndrc-2021"]),
        ("urea", "ndrc-2023", []),
    ],
)
def test_same_row_is_shown_in_the_other_editions(row_id, edition, others):
    """The same row in the other editions."""
    elsewhere = FACTS.in_other_editions(FACTS.edition(edition).products[row_id])
    assert [(each.id, each.edition) for each in elsewhere] == [(row_id, other) for other in others]


def test_default_goal_and_edition_are_those_of_zhejiang():
    """`goal` is optional (default `zhejiang-2025-benchmark-share`); `edition` is optional (default: the goal's)."""
    assert FACTS.default_goal is FACTS.goal("zhejiang-2025-benchmark-share")
    assert FACTS.default_edition is EDITION


@pytest.mark.parametrize("sector", ["", "no-such-sector", "lead.crude", "Lead", "甲醇"])
def test_unknown_sector_is_refused_with_those_of_the_edition(sector):
    """A search by a misspelt sector would find nothing, as if the document had no such rows."""
    with pytest.raises(UnknownSectorError) as refused:
        FACTS.search(EDITION, sector=sector)
    assert refused.value.text == sector
    assert refused.value.available == tuple(dict.fromkeys(product.sector for product in EDITION))


def test_unknown_edition_is_refused_with_those_that_are_held():
    with pytest.raises(UnknownEditionError) as refused:
        FACTS.edition("ndrc-2019")
    assert (refused.value.text, refused.value.available) == ("ndrc-2019", ("ndrc-2021", "ndrc-2023"))


def test_unknown_goal_is_refused_with_those_that_are_held():
    with pytest.raises(UnknownGoalError) as refused:
        FACTS.goal("atlantis-2025")
    assert (refused.value.text, refused.value.available) == ("atlantis-2025", tuple(FACTS.goals))
    assert isinstance(refused.value, DomainError)


def test_goals_of_lines_are_those_that_a_list_can_answer():
    """The first two kinds are answered from a list of lines; the other three from figures that the caller sends."""
    kinds = {goal_id: goal.kind for goal_id, goal in FACTS.goals.items()}
    answered = [each for each, kind in kinds.items() if kind in {"share_at_least", "below_baseline_at_most"}]
    assert list(FACTS.goals_of_lines) == answered
    assert "china-2028-gain" not in answered
