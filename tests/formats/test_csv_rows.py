"""CSV as enterprises send it: encodings, delimiters, quotation marks, and files that are refused whole."""

import codecs
import csv

import pytest

from service.formats.lists.csv_rows import MAX_ROW_LENGTH
from tests.builders import catalogue
from tests.formats.reading import lines_of, of_csv, problem_of, told

LIST = "编号,产品,产能（万吨/年）,单位能耗,地区\n窑①,水泥熟料,155,98.7,湖州市\n"
LINE = {"id": "窑①", "benchmark": "水泥熟料", "capacity": 155, "capacity_unit": "万吨/年", "group": "湖州市"}


def only(table):
    (line,) = lines_of(table)
    return {name: line[name] for name in LINE}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_the_encoding_is_found_out(encoding):
    assert only(of_csv(LIST.encode(encoding))) == LINE


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [("gb18030", "gb18030"), ("gbk", "gb2312"), ("utf-8-sig", "utf-8"), ("utf-8", "utf8"), ("utf-16", "utf-16")],
)
def test_the_encoding_can_be_told(encoding, charset):
    assert only(of_csv(LIST.encode(encoding), charset)) == LINE


def test_a_text_that_is_utf_8_is_never_taken_for_gb18030():
    """The UTF-8 of 鏍囨潌 would be other characters in GB18030: valid UTF-8 wins."""
    assert "标杆".encode().decode("gb18030", "replace") != "标杆"
    assert lines_of(of_csv("id,product,capacity\n标杆,熟料,1\n"))[0]["id"] == "标杆"


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (LIST.encode("gbk"), "utf-8"),
        (b"\xff\xff\xff", None),
        (LIST.encode()[:-2] + b"\xff", None),
        (b"\xfe\xff\xd8", None),
    ],
)
def test_a_text_in_no_encoding_is_refused_whole(body, charset):
    problem = problem_of(of_csv, body, charset)
    assert problem.code == "malformed_table"
    assert told(problem) != told(problem, "zh")


HEADER = "id,product,capacity,group\n"


@pytest.mark.parametrize(
    "body",
    [
        f"{HEADER}湖州市甲,熟料,1,湖州\n湖州市乙,熟料,2,湖".encode() + "州\n".encode()[:1],
        f"{HEADER}k,熟料,1,湖州市甲".encode() + b"\xff\n",
        f"{HEADER}k,熟料,1,湖州".encode() + b"\x80" + "市甲\n".encode(),
        HEADER.encode() + b"\xe6" + "湖州市甲,熟料,1,湖州\n".encode(),
        f"{HEADER}k,熟料,1,湖州\n".encode() + "k2,熟料,2,湖州\n".encode("gbk") + "k3,水泥熟料,3,湖州市甲乙\n".encode(),
        codecs.BOM_UTF8 + f"{HEADER}k1,cement-clinker,1,".encode() + "湖州\n".encode("gbk"),
    ],
)
def test_utf_8_with_a_bad_byte_is_refused_and_not_taken_for_gb18030(body):
    """In GB18030 the groups would be other characters: 湖州市甲 would be 婀栧窞甯傜敳."""
    line = next(number for number, text in enumerate(body.splitlines(), 1) if not is_utf_8(text))
    problem = problem_of(of_csv, body)
    assert problem.code == "malformed_table"
    assert f"line {line} has bytes that are not UTF-8" in told(problem)
    assert f"第 {line} 行" in told(problem, "zh")


def is_utf_8(text):
    try:
        return bool(text.decode())
    except UnicodeDecodeError:
        return False


@pytest.mark.parametrize("place", [0, 1, 2, 1024 * 1024 - 7, 1024 * 1024 - 6, 1024 * 1024 - 5, 3 * 1024 * 1024])
def test_a_bad_byte_is_found_wherever_it_stands(place):
    """The text is looked through a block of 1 MiB at a time, and a character may lie across two."""
    before = ("湖州市甲\n" * (place // 13 + 1)).encode()
    body = before + "湖".encode()[:2] + b",\n" + "湖州市甲\n".encode() * 3
    assert f"line {before.count(10) + 1} has" in told(problem_of(of_csv, body))


def test_gb18030_with_ascii_headers_is_still_taken_for_what_it_is():
    """Whatever product it names: 水 alone would be a character in UTF-8 too."""
    names = sorted({text for product in catalogue().default_edition for text in (product.name.zh, *product.aliases)})
    assert len(names) > 40
    for name in names:
        (line,) = lines_of(of_csv(f"{HEADER}k,{name},1,{name}\n".encode("gb18030")))
        assert line["benchmark"] == line["group"] == name


def test_a_file_that_is_cut_within_a_character_is_refused():
    body = LIST.encode()
    assert problem_of(of_csv, body + "湖".encode()[:2]).code == "malformed_table"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_ends_are_found_out(delimiter, end):
    assert only(of_csv(LIST.replace(",", delimiter).replace("\n", end))) == LINE


def test_the_delimiter_is_that_of_the_known_headers():
    assert lines_of(of_csv('product;capacity;id\n熟料;1;"a,b,c,d,e"\n'))[0]["id"] == "a,b,c,d,e"


def test_quoted_cells_may_hold_delimiters_quotation_marks_and_line_breaks():
    table = of_csv('id,product,capacity\n"a, ""b""\r\nc",熟料,1\nk2,熟料,2\n')
    first, second = lines_of(table)
    assert (first["id"], second["id"]) == ('a, "b"\r\nc', "k2")
    assert (table.row(0), table.row(1)) == (2, 3)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_cell_may_stand_in_quotation_marks(delimiter):
    """As LibreOffice writes them."""
    rows = [["编号", "产品", "产能"], ["k1", "熟料", "1"]]
    body = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    assert lines_of(of_csv(body)) == [{"id": "k1", "benchmark": "熟料", "capacity": 1}]


def test_a_header_may_hold_a_line_break():
    assert lines_of(of_csv('product,"产能\n（万t/a）"\n熟料,1\n'))[0]["capacity_unit"] == "万t/a"


@pytest.mark.parametrize(
    ("body", "row"),
    [
        ('product,capacity\n熟料,1\n熟料,"2\n', 3),
        ('product,capacity\n熟料,1\n"熟料"x,2\n', 3),
        ("product,capacity\n熟料,1\0\n", 2),
        ("product,capacity\n熟料,1\n" + "x" * MAX_ROW_LENGTH + "\n", 3),
        ('product,capacity\n熟料,1\n"' + "熟料,1\n" * MAX_ROW_LENGTH, 3),
    ],
)
def test_a_file_that_is_no_csv_is_refused_with_the_row(body, row):
    problem = problem_of(of_csv, body)
    assert problem.code == "malformed_table"
    assert f"row {row}" in told(problem)
    assert f"第 {row} 行" in told(problem, "zh")


def test_a_row_may_be_as_long_as_the_limit():
    start = "product,capacity,id\n"
    assert lines_of(of_csv(start + "x" * (MAX_ROW_LENGTH - 1) + "\n"))[0][0][:2] == ("benchmark", "too_long")
    assert csv.field_size_limit() > MAX_ROW_LENGTH


def test_utf_16_without_its_mark_is_refused_and_not_guessed():
    assert problem_of(of_csv, LIST.encode("utf-16-le")).code == "malformed_table"
    assert problem_of(of_csv, LIST.encode("utf-16-le"), "utf-16").code == "malformed_table"
    assert problem_of(of_csv, b"572907719", "utf-16").code == "malformed_table"
    assert lines_of(of_csv(codecs.BOM_UTF16_BE + LIST.encode("utf-16-be")))[0]["id"] == "窑①"
