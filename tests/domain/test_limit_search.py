"""Limits are found by id, by standard, by product and by a text in a name; a misspelt one is never guessed."""

import pytest

from service.domain.errors import AmbiguousProductError, UnknownProductError
from service.domain.limit_search import UnknownLimitError, UnknownStandardError, find_limit, search_limits
from tests.builders import catalogue

ALL = [limit.id for limit in catalogue().limits.rows]
CLINKER = ["gb16780-2021.clinker", "gb16780-2021.clinker-electricity"]


def found(**asked: str) -> list[str]:
    return [limit.id for limit in search_limits(catalogue(), **asked)]


@pytest.mark.parametrize("name", ["cement-clinker", "水泥熟料", " CLINKER "])
def test_a_product_has_the_limits_of_all_its_indicators(name):
    assert found(benchmark=name) == CLINKER


def test_a_product_of_one_edition_only_is_known():
    assert found(benchmark="pta") == ["gb16780-2021.pta"]


def test_a_product_without_limits_has_none():
    assert found(benchmark="urea") == []


@pytest.mark.parametrize("standard", ["gb16780-2021", "GB 16780-2021", "ＧＢ16780-2021"])
def test_a_standard_is_named_by_id_or_number(standard):
    assert found(standard=standard) == ALL


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", ALL),
        ("熟料", CLINKER),
        ("electric arc", ["gb16780-2021.eaf-below-40", "gb16780-2021.eaf-40-up"]),
        ("GB 16780", ALL),
        ("测试用限额", ALL),
        ("nothing like it", []),
    ],
)
def test_a_text_is_looked_for_in_every_name(text, rows):
    assert found(text=text) == rows


def test_restrictions_hold_together():
    assert found(benchmark="pta", standard="gb16780-2021", text="熟料") == []


def test_an_unknown_name_is_an_error_with_what_there_is():
    with pytest.raises(UnknownProductError):
        found(benchmark="none")
    with pytest.raises(AmbiguousProductError):
        found(benchmark="copper")
    with pytest.raises(UnknownStandardError) as standard:
        found(standard="gb16780-2022")
    assert standard.value.available == ("gb16780-2021",)
    with pytest.raises(UnknownLimitError) as limit:
        find_limit(catalogue(), "gb16780-2021.clinke")
    assert limit.value.available[0] == "gb16780-2021.clinker"


def test_every_limit_is_found_by_its_id():
    assert [find_limit(catalogue(), limit).id for limit in ALL] == ALL
