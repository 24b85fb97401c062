"""A museum of files that are no workbook, are broken, or are made to hurt: each is refused, in little memory."""

import functools
import io
import json
import random
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from service.formats.answers.csv_answer import CsvAnswer
from service.formats.answers.json_answer import JsonAnswer, encode
from service.formats.answers.ndjson_answer import NdjsonAnswer
from service.formats.answers.wording import describe_fault
from service.formats.answers.xlsx_answer import XlsxAnswer
from service.formats.xlsx.package import MAX_DIRECTORY_BYTES, MAX_PARTS
from service.formats.xlsx.workbook import read_sheet
from service.request_errors import ProblemError
from service.texts.labels import label
from tests.formats.reading import answer_to, lines_of, of_workbook, problem_of, told
from tests.formats.workbooks import MAIN, list_of, number_formats, packed, parts_of, row, sheet, workbook

PROJECT = Path(__file__).parents[2]
SOUND = list_of(row(2, "k", "熟料", '<c r="C2"><v>1</v></c>'))


def without(name):
    return packed({part: content for part, content in parts_of(SOUND).items() if part != name})


def with_part(name, content):
    return packed(parts_of(SOUND) | {name: content})


def changed_at(body, offset, new):
    return body[:offset] + new + body[offset + len(new) :]


def wrong_checksum():
    """One bit of the sheet is another one, in an archive that is not compressed."""
    body = packed(parts_of(SOUND), zipfile.ZIP_STORED)
    return body.replace("熟料".encode(), "热料".encode(), 1)


def encrypted():
    body = bytearray(packed(parts_of(SOUND)))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = body.find(sign)
        while at >= 0:
            body[at + place] |= 1
            at = body.find(sign, at + 1)
    return bytes(body)


def with_duplicate():
    file = io.BytesIO(packed(parts_of(SOUND)))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", SOUND)
    return file.getvalue()


def in_bzip2():
    return packed(parts_of(SOUND), zipfile.ZIP_BZIP2)


def two_ends():
    body = packed(parts_of(SOUND))
    return body + body[body.rfind(b"PK\x05\x06") :]


def zip64():
    body = packed(parts_of(SOUND))
    at = body.rfind(b"PK\x05\x06")
    return body[:at] + b"PK\x06\x07" + bytes(16) + body[at:]


def of_many_parts():
    return packed(parts_of(SOUND) | {f"x/{place}": b"" for place in range(MAX_PARTS)})


def long_directory():
    """The end of the directory claims more than there is."""
    body = packed(parts_of(SOUND))
    return changed_at(body, body.rfind(b"PK\x05\x06") + 12, struct.pack("<L", MAX_DIRECTORY_BYTES + 1))


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'

FILES = {
    "empty": b"",
    "text": "产品,产能\n熟料,1\n".encode(),
    "old_xls_or_encrypted": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    "only_the_sign": b"PK\x03\x04",
    "end_of_a_directory": b"PK\x05\x06" + bytes(18),
    "no_workbook": packed({"hello.txt": "hello"}),
    "open_document": packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
    "no_relations": without("_rels/.rels"),
    "no_book": without("xl/workbook.xml"),
    "no_relations_of_the_book": without("xl/_rels/workbook.xml.rels"),
    "no_sheet": without("xl/worksheets/sheet1.xml"),
    "all_hidden": workbook(SOUND, states=("hidden",)),
    "no_sheets": workbook(),
    "cut_short": packed(parts_of(SOUND))[:-30],
    "cut_in_half": packed(parts_of(SOUND))[: len(packed(parts_of(SOUND))) // 2],
    "begun_late": packed(parts_of(SOUND))[10:],
    "wrong_checksum": wrong_checksum(),
    "encrypted_entries": encrypted(),
    "bzip2": in_bzip2(),
    "two_ends": two_ends(),
    "zip64": zip64(),
    "many_parts": of_many_parts(),
    "long_directory": long_directory(),
    "entities_in_the_sheet": workbook(DOCTYPE + SOUND),
    "entities_in_the_texts": packed(
        parts_of(SOUND, strings="") | {"xl/sharedStrings.xml": DOCTYPE + f'<sst xmlns="{MAIN}"/>'}
    ),
    "entities_in_the_book": with_part("xl/workbook.xml", DOCTYPE + "<workbook/>"),
    "outside_entity": workbook('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SOUND),
    "outside_document_type": workbook('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">' + SOUND),
    "unknown_entity": workbook(SOUND.replace("熟料", "&nbsp;")),
    "xml_cut_short": workbook(SOUND[:-20]),
    "two_roots": workbook(SOUND + SOUND),
    "no_xml": with_part("xl/worksheets/sheet1.xml", b"\x00\x01\x02"),
    "empty_part": with_part("xl/worksheets/sheet1.xml", b""),
    "no_utf_8": with_part("xl/worksheets/sheet1.xml", b"<a>\xff\xfe</a>"),
    "unknown_encoding": with_part("xl/worksheets/sheet1.xml", b'<?xml version="1.0" encoding="x-none"?><a/>'),
    "deep": workbook("<a>" * 65 + "</a>" * 65),
    "control_characters": workbook(SOUND.replace("熟料", "\x01")),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_sound_workbook_is_refused_in_both_languages(name):
    problem = problem_of(of_workbook, FILES[name])
    assert problem.code == "malformed_table"
    assert told(problem).isascii()
    assert not told(problem, "zh").isascii()


ODD = ["_xD800_", "_xDFFF_", "_xDC00__xD800_", "_xD83D__xDE00_", "_xFFFE_", "_xFFFF_", "_x0000_", "_x0001_"]
"""Characters that a workbook can spell and that are none, or half of one, or cannot stand in XML."""


@pytest.mark.parametrize(
    "made",
    [JsonAnswer, NdjsonAnswer, functools.partial(CsvAnswer, "zh", None), functools.partial(XlsxAnswer, "zh", None)],
    ids=["json", "ndjson", "csv", "xlsx"],
)
@pytest.mark.parametrize("odd", ODD)
def test_a_list_with_odd_characters_is_answered_in_every_format(odd, made):
    header = row(1, "编号", "产品", "产能", "分组")
    right = row(2, f"k{odd}", "熟料", '<c r="C2"><v>1</v></c>', f"g{odd}")
    wrong = row(3, "k3", f"熟料{odd}", odd, '<c r="D3" t="s"><v>0</v></c>')
    table = of_workbook(workbook(sheet(header + right + wrong), strings=f"<si><t>{odd}</t></si>"))
    answer = made()
    written = answer_to(table.blocks(), answer, "zh", table)
    if isinstance(answer, XlsxAnswer):
        assert len(list(read_sheet(written, label("lines_sheet", "zh")))) == 3
    else:
        written.decode()


@pytest.mark.parametrize("odd", ODD)
def test_a_header_of_odd_characters_is_refused_in_words_that_can_be_sent(odd):
    table = of_workbook(workbook(sheet(row(1, f"编号{odd}", "产品", "产能"))))
    (fault,) = table.faults
    assert (fault.fault.code, fault.row) == ("unknown_field", 1)
    assert encode([describe_fault(fault, lang) for lang in ("en", "zh")])


def test_two_parts_of_one_name_are_refused():
    assert "one name" in told(problem_of(of_workbook, with_duplicate()))


@pytest.mark.parametrize("piece", ["[", "[$", "[$a", '"', "0,", "[h"])
def test_a_number_format_longer_than_any_is_not_looked_through(piece):
    """One of half a million brackets would keep a worker busy for hours."""
    cell = '<c r="C2" s="1"><v>1</v></c>'
    body = workbook(list_of(row(2, "k", "熟料", cell)), styles=number_formats(f"0{piece * 250_000}"))
    ((field, code, _),) = lines_of(of_workbook(body))[0]
    assert (field, code) == ("capacity", "not_a_number")


def test_a_sheet_that_is_not_of_the_vocabulary_has_no_lines():
    assert [each.fault.code for each in of_workbook(workbook("<html/>")).faults] == ["no_lines"]


def test_a_workbook_damaged_anywhere_is_refused_or_read_and_nothing_else_happens():
    """Bytes changed at random (seeded): never another exception than the problem."""
    sound = packed(parts_of(SOUND, strings="<si><t>a</t></si>"), zipfile.ZIP_DEFLATED)
    chance = random.Random(7)  # noqa: S311 - the same damage every time
    refused = 0
    for _ in range(1500):
        body = bytearray(sound)
        for _ in range(chance.choice((1, 1, 2, 8))):
            body[chance.randrange(len(body))] = chance.randrange(256)
        try:
            table = of_workbook(bytes(body))
            if not table.faults:
                lines_of(table)
        except ProblemError:
            refused += 1
    assert refused > 500


def deflated(pieces):
    """A raw deflate stream of much that repeats itself, with its length and checksum."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    length = checksum = 0
    out = []
    for piece in pieces:
        length += len(piece)
        checksum = zlib.crc32(piece, checksum)
        out.append(packer.compress(piece))
    return b"".join([*out, packer.flush()]), length, checksum


def bomb(name, *pieces):
    """A workbook one of whose parts inflates to these pieces, written without ever being held whole."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for part, content in parts_of(SOUND, strings="").items():
            if part != name:
                archive.writestr(part, content)
        with archive.open(name, "w", force_zip64=False) as part:
            for piece in pieces:
                part.write(piece)
    return file.getvalue()


MEGABYTE = 1024 * 1024
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
HEAD = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
ROW = row(1, "编号", "产品", "产能", "单位能耗").encode()
TEXTS = f'<sst xmlns="{MAIN}">'.encode()
FIRST_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
LAST_CELL = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def attributes(part):
    """Ninety thousand attributes, none of which stands in another part."""
    return b"".join(b'a%d="" ' % number for number in range(part * 90_000, (part + 1) * 90_000))


BOMBS = {
    "spaces": lambda: bomb(SHEET, HEAD, *[b" " * MEGABYTE] * 300),
    "one_long_attribute": lambda: bomb(SHEET, b'<worksheet a="', *[b"x" * MEGABYTE] * 200),
    "one_long_name": lambda: bomb(SHEET, b"<", *[b"x" * MEGABYTE] * 200),
    "one_long_comment": lambda: bomb(SHEET, HEAD, b"<!--", *[b"x" * MEGABYTE] * 200),
    "one_long_text": lambda: bomb(SHEET, HEAD, b'<row><c t="inlineStr"><is><t>', *[b"x" * MEGABYTE] * 200),
    "text_between_cells": lambda: bomb(SHEET, HEAD, b"<row>", *[b"x" * MEGABYTE] * 300),
    "many_cells": lambda: bomb(SHEET, HEAD, b"<row>", *[b"<c/>" * (MEGABYTE // 4)] * 25),
    "nested": lambda: bomb(SHEET, HEAD, *[b"<a>" * (MEGABYTE // 3)] * 60),
    "many_rows": lambda: bomb(SHEET, HEAD, ROW, *[b"<row><c><v>1</v></c><c><v>1</v></c></row>" * 20000] * 60),
    "many_empty_rows": lambda: bomb(SHEET, HEAD, ROW, *[b"<row/>" * 200_000] * 60),
    "many_texts": lambda: bomb(STRINGS, TEXTS, *[b"<si><t>a</t></si>" * 60000] * 60),
    "much_text": lambda: bomb(STRINGS, TEXTS, *[b"<si><t>" + b"a" * MEGABYTE + b"</t></si>"] * 200),
    "one_text": lambda: bomb(STRINGS, TEXTS + b"<si><t>", *[b"a" * MEGABYTE] * 200),
    "many_attributes": lambda: bomb(SHEET, HEAD, b"<row ", *map(attributes, range(40))),
    "last_corner": lambda: workbook(sheet(FIRST_CELL + LAST_CELL)),
}  # fmt: skip


def overlapping():
    """A directory whose every entry is the same compressed sheet."""
    packed_sheet, length, checksum = deflated([HEAD, *[b" " * MEGABYTE] * 100])
    parts = parts_of(SOUND)
    body = b""
    directory = b""
    for name, content in parts.items():
        data, size, crc = deflated([content.encode()]) if name != SHEET else (packed_sheet, length, checksum)
        head = (
            struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(data), size, len(name), 0) + name.encode()
        )
        shown = [name] if name != SHEET else [name, *(f"xl/worksheets/sheet{place}.xml" for place in range(2, 500))]
        for each in shown:
            directory += (
                struct.pack(
                    "<4s6H3L5H2L",
                    b"PK\x01\x02",
                    20,
                    20,
                    0,
                    8,
                    0,
                    33,
                    crc,
                    len(data),
                    size,
                    len(each),
                    0,
                    0,
                    0,
                    0,
                    0,
                    len(body),
                )
                + each.encode()
            )
        body += head + data
    count = len(parts) + 498
    return body + directory + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)


BOMBS["overlapping"] = overlapping

MEASURE = """
import json, resource, sys, time
from service.formats.answers.wording import describe_problem
from service.request_errors import ProblemError
from service.formats.lists.tables import problems_of_files
from service.formats.sheets import read_workbook
from service.formats.xlsx.workbook import Workbook
body = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
code = sentence = ""
try:
    with problems_of_files():
        submitted = read_workbook(Workbook(body), {}, max_lines=200_000)
    code = ",".join(each.fault.code for each in submitted.options.faults)
    for _ in () if submitted.options.faults else submitted.blocks:
        pass
except ProblemError as error:
    code, sentence = error.code, describe_problem(error, "en")
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"code": code, "sentence": sentence, "megabytes": (after - before) // 1024}))
"""


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_little_memory(name):
    """Measured in a process of its own, against what it takes before it reads; the bound is a safeguard's, 120 MB."""
    body = BOMBS[name]()
    assert len(body) < 8 * MEGABYTE
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], input=body, capture_output=True, cwd=PROJECT, timeout=300, check=True
    )
    told_of = json.loads(done.stdout)
    assert told_of["code"] in {"malformed_table", "too_large", "too_many_lines", "no_lines"}, told_of
    assert told_of["megabytes"] < 120, told_of
