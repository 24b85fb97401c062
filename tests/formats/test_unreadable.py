"""The reasons why a file cannot be read, which its readers raise, and the words for them."""

import re
from pathlib import Path
from zipfile import ZIP_STORED

import pytest

from service.formats.cells import UnreadableError
from service.formats.lists import csv_rows
from service.formats.lists.csv_rows import read_csv
from service.formats.xlsx.workbook import Workbook
from service.texts.unreadable import UNREADABLE
from tests.formats.workbooks import packed

FORMATS = Path(__file__).parents[2] / "service" / "formats"
SOURCES = [file.read_text(encoding="utf-8") for file in FORMATS.rglob("*.py")]


def test_every_reason_that_is_raised_has_words():
    raised = re.findall(r'(?:UnreadableError|_damage)\(\s*"(\w+)"', "".join(SOURCES))
    assert {*raised, *csv_rows._REASONS.values()} <= set(UNREADABLE)
    assert len(raised) > 20


def test_no_words_are_left_over():
    assert not [reason for reason in UNREADABLE if not any(f'"{reason}"' in source for source in SOURCES)]


OTHER_FILES = {
    "old_workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "protected": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
    "open_document": packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, ZIP_STORED),
    "no_workbook": packed({"word/document.xml": "<x/>"}),
    "pdf": b"%PDF-1.7\n",
    "web_page": "\ufeff\n<HTML><table>".encode(),
}


@pytest.mark.parametrize("reason", OTHER_FILES)
def test_a_file_of_another_kind_is_named_for_what_it_is(reason):
    for read in (lambda body: list(read_csv(body)), Workbook):
        with pytest.raises(UnreadableError) as caught:
            read(OTHER_FILES[reason])
        assert caught.value.reason == reason


def test_a_workbook_that_was_sent_as_csv_is_named():
    with pytest.raises(UnreadableError) as caught:
        list(read_csv(packed({"xl/workbook.xml": "<x/>"})))
    assert caught.value.reason == "workbook_as_csv"
