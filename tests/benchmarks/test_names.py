"""Names of products as provinces and enterprises write them, by the official tables: none is taken wrongly.

`tests/cases/names-of-lists.csv` has the names. ``row`` is the row that the name means, ``ambiguous`` for a name of several
rows, or empty for one that must be refused; ``suggested`` are rows that must be among the candidates then.
"""

import csv
from pathlib import Path

import pytest

from service.domain.errors import AmbiguousProductError, UnknownProductError
from tests.builders import official_catalogue

CASES = Path(__file__).parents[1] / "cases" / "names-of-lists.csv"
with CASES.open(encoding="utf-8", newline="") as file:
    NAMES = [(each["name"], each["row"], each["suggested"].split()) for each in csv.DictReader(file)]

FACTS = official_catalogue()
EDITION = FACTS.edition("ndrc-2021")


def test_there_are_at_least_a_hundred_and_fifty_names_and_none_twice():
    assert len({name for name, _, _ in NAMES}) == len(NAMES) >= 150


@pytest.mark.parametrize(("name", "row", "suggested"), NAMES)
def test_a_name_is_taken_for_its_row_or_refused_with_the_rows_that_it_may_mean(name, row, suggested):
    if row not in {"", "ambiguous"}:
        assert FACTS.find(EDITION, name).id == row
        return
    with pytest.raises(AmbiguousProductError if row else UnknownProductError) as caught:
        FACTS.find(EDITION, name)
    found = caught.value.candidates if row else FACTS.similar_ids(EDITION, name)
    assert set(suggested) <= set(found)


@pytest.mark.parametrize("edition", FACTS.editions.values(), ids=lambda edition: edition.id)
def test_an_alias_names_one_row_of_its_edition(edition):
    for product in edition:
        for alias in product.aliases:
            assert FACTS.find(edition, alias) is product
