"""The reasons why a file cannot be read, which its readers raise, and the words for them."""

import re
from pathlib import Path

from service.formats.lists import csv_rows
from service.texts.unreadable import UNREADABLE

FORMATS = Path(__file__).parents[2] / "service" / "formats"
SOURCES = [file.read_text(encoding="utf-8") for file in FORMATS.rglob("*.py")]


def test_every_reason_that_is_raised_has_words():
    raised = re.findall(r'(?:UnreadableError|_damage)\(\s*"(\w+)"', "".join(SOURCES))
    assert {*raised, *csv_rows._REASONS.values()} <= set(UNREADABLE)
    assert len(raised) > 20


def test_no_words_are_left_over():
    assert not [reason for reason in UNREADABLE if not any(f'"{reason}"' in source for source in SOURCES)]
