"""What a reading of the document does to the levels of a row."""

from decimal import Decimal

import pytest

from service.domain.benchmark import Evidence, Level, official_source
from service.domain.reading import Reading
from tests.builders import product

SOURCE = official_source("发改产业〔2023〕723号", "page 3", "0123456789abcdef" * 4)


def reading(held, read):
    """A row with these levels, of which these were read; None is no level."""
    names = zip(("benchmark", "baseline"), read, strict=True)
    levels = {name: Decimal(value) for name, value in names if value is not None}
    return Reading(product=product("tea", held), place="page 3", levels=levels)


@pytest.mark.parametrize(
    ("held", "read", "effects"),
    [
        ((None, None), ("100", "117"), {"benchmark": "added", "baseline": "added"}),
        ((None, 117), ("100", "117"), {"benchmark": "added", "baseline": "confirmed"}),
        ((100, 117), ("101", "117.0"), {"benchmark": "corrected", "baseline": "confirmed"}),
        ((-30, -10), ("-30", "-9.999999999999"), {"benchmark": "confirmed", "baseline": "corrected"}),
        ((100, None), ("100.00", None), {"benchmark": "confirmed"}),
        ((None, None), (None, "117"), {"baseline": "added"}),
    ],
)
def test_reading_corrects_adds_or_confirms_each_level_that_was_read(held, read, effects):
    """A held figure that the document contradicts is replaced, and listed as a correction."""
    assert {change.level: change.effect for change in reading(held, read).changes()} == effects


def test_level_that_was_read_is_official_with_the_digits_of_the_document():
    """`official` = read from the document itself."""
    (added, _) = reading((None, 117), ("100.50", "117")).changes()
    assert added.after(SOURCE) == Level(value=Decimal("100.50"), evidence=Evidence.OFFICIAL, sources=(SOURCE,))
    assert str(added.value) == "100.50"


def test_confirmed_figure_keeps_its_digits():
    """So that nothing changes but what is known of it."""
    (confirmed, _) = reading(("7.5", "8.5"), ("7.50", "8.5")).changes()
    assert str(confirmed.value) == "7.5"
