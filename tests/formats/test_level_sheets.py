"""The table of an edition's levels: as a file to fill in, and every fault of a filled one."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.formats.levels.filled import read_filled
from service.formats.levels.sheet import SHEETS, write_levels_csv, write_levels_xlsx
from service.formats.xlsx.workbook import read_sheet
from service.request_errors import ProblemError
from service.texts.level_sheet import COLUMNS, FAULTS
from tests.builders import catalogue
from tests.formats.workbooks import row as xml_row
from tests.formats.workbooks import sheet as xml_sheet
from tests.formats.workbooks import workbook

FIELDS = list(COLUMNS)
EDITION = "ndrc-2023"


def table(lang="zh", edition=EDITION):
    """The rows of an exported table, each as its cells by field; the first one is the header."""
    text = write_levels_csv(catalogue().edition(edition), lang).decode("utf-8-sig")
    return [dict(zip(FIELDS, cells, strict=True)) for cells in csv.reader(io.StringIO(text, newline=""))]


def as_csv(rows):
    text = io.StringIO()
    csv.writer(text).writerows(row.values() for row in rows)
    return text.getvalue().encode()


def filled(changes, rows=None):
    """What is read of a table with these cells, by product and field."""
    rows = rows or table()
    for row in rows:
        row.update(changes.get(row["id"], {}))
    return read_filled(as_csv(rows), "csv", catalogue())


def faults(sheet):
    return [(fault.row, fault.column, fault.code) for fault in sheet.faults]


def row_of(product):
    """The number of the row of a product."""
    return [row["id"] for row in table()].index(product) + 1


CLINKER, PTA = row_of("cement-clinker"), row_of("pta")

# The file to fill in


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("edition", list(catalogue().editions))
@pytest.mark.parametrize("name", SHEETS)
def test_exported_table_is_read_back_without_a_fault_or_a_reading(name, edition, lang):
    """Round trip: a table that nobody filled in says nothing."""
    chosen = catalogue().edition(edition)
    sheet = read_filled(SHEETS[name](chosen, lang), name, catalogue())
    assert (sheet.edition, list(sheet.readings), list(sheet.faults)) == (chosen, [], [])


def test_table_has_every_row_in_the_order_of_the_document_under_the_official_headers():
    header, *rows = table()
    assert [header[field] for field in ("sector", "indicator", "unit", "benchmark", "baseline")] == [
        "重点领域", "指标名称", "指标单位", "标杆水平", "基准水平",
    ]  # fmt: skip
    assert [row["id"] for row in rows] == list(catalogue().edition(EDITION).products)
    assert {row["edition"] for row in rows} == {EDITION}
    assert all(row["place"] == "" for row in rows)


def test_level_that_is_not_held_is_an_empty_cell_with_a_note():
    """What is held, and empty cells with a note for what is not."""
    by_id = {row["id"]: row for row in table()}
    assert (by_id["pta"]["benchmark"], by_id["pta"]["unit"]) == ("", "")
    assert by_id["pta"]["note"].startswith("标杆水平未收录：")
    aluminium = by_id["aluminium.electrolytic"]
    assert (aluminium["benchmark"], aluminium["baseline"]) == ("13000", "")
    assert "标杆水平 13000：" in aluminium["note"]
    assert "基准水平未收录：" in aluminium["note"]


def test_english_headers_have_the_chinese_ones_beside_them():
    assert table("en")[0]["benchmark"] == "标杆水平 benchmark level"


def test_workbook_has_the_cells_of_the_csv_and_a_guide():
    """GET .csv and .xlsx answer the same table."""
    body = write_levels_xlsx(catalogue().edition(EDITION), "zh")
    cells = [[*map(str, ("" if cell is None else cell for cell in row))] for _, row in read_sheet(body)]
    assert [row + [""] * (len(FIELDS) - len(row)) for row in cells] == [list(row.values()) for row in table()]
    assert any("所在页" in str(row[0]) for _, row in read_sheet(body, "填写说明"))


# What was read


def test_row_with_a_page_was_read_with_all_of_its_levels():
    """A row counts as read only with its page."""
    sheet = filled({"cement-clinker": {"benchmark": "101", "place": "3"}})
    assert faults(sheet) == []
    (reading,) = sheet.readings
    assert (reading.product.id, reading.place) == ("cement-clinker", "page 3")
    assert {name: str(value) for name, value in reading.levels.items()} == {"benchmark": "101", "baseline": "117"}


@pytest.mark.parametrize(("cell", "value"), [("98.50", "98.50"), (" 98.5 ", "98.5"), ("-30", "-30"), ("0", "0")])
def test_digits_stay_as_written(cell, value):
    (reading,) = filled({"cement-clinker": {"benchmark": cell, "place": "row 12"}}).readings
    assert (str(reading.levels["benchmark"]), reading.place) == (value, "row 12")


NEW = {"benchmark": "1", "baseline": "2", "place": "3", "indicator": "新能耗", "unit": "kgce/t", "capacity_unit": "t/a"}


def test_row_of_which_only_the_name_is_held_is_completed():
    (reading,) = filled({"pta": {**NEW, "indicator_en": "new energy", "industry_code": "2651"}}).readings
    assert dict(reading.facts) == {
        "indicator": "新能耗", "indicator_en": "new energy", "unit": "kgce/t", "capacity_unit": "t/a",
        "industry_code": "2651",
    }  # fmt: skip


def test_indicator_that_another_row_has_needs_no_english():
    known = catalogue().edition(EDITION).products["cement-clinker"].indicator.name
    (reading,) = filled({"pta": NEW | {"indicator": known.zh}}).readings
    assert reading.facts["indicator_en"] == known.en


def test_rows_may_be_left_out_and_notes_are_free():
    header, *rows = table()
    rows = [row | {"note": "=my own; note"} for row in reversed(rows) if row["id"] != "urea"]
    assert faults(filled({}, [header, *rows])) == []


# Every fault


@pytest.mark.parametrize(
    ("product", "cells", "expected"),
    [
        ("cement-clinker", {"benchmark": "101"}, [("benchmark", "no_place")]),
        ("cement-clinker", {"benchmark": ""}, [("benchmark", "emptied")]),
        ("cement-clinker", {"benchmark": "", "place": "3"}, [("benchmark", "emptied")]),
        ("cement-clinker", {"benchmark": "1,00", "place": "3"}, [("benchmark", "not_a_number")]),
        ("cement-clinker", {"benchmark": "100（注1）", "place": "3"}, [("benchmark", "not_a_number")]),
        ("cement-clinker", {"benchmark": "１００", "place": "3"}, [("benchmark", "not_a_number")]),
        ("cement-clinker", {"benchmark": "1e2", "place": "3"}, [("benchmark", "not_a_number")]),
        ("cement-clinker", {"benchmark": "≤100", "place": "3"}, [("benchmark", "not_a_number")]),
        ("cement-clinker", {"benchmark": "117.1", "place": "3"}, [("benchmark", "worse")]),
        ("cement-clinker", {"benchmark": "117", "place": "3"}, []),
        ("cement-clinker", {"baseline": "99.999", "place": "3"}, [("benchmark", "worse")]),
        ("cement-clinker", {"place": "3; 4"}, [("place", "bad_place")]),
        ("cement-clinker", {"place": "2026-03-04"}, [("place", "bad_place")]),
        ("cement-clinker", {"place": "x" * 101}, [("place", "bad_place")]),
        ("cement-clinker", {"place": "x" * 100}, []),
        ("cement-clinker", {"unit": "tce/t"}, [("unit", "changed")]),
        ("cement-clinker", {"sector": "水泥"}, [("sector", "changed")]),
        ("cement-clinker", {"name_en": "CEMENT  clinker", "sector": ""}, []),
        ("cement-clinker", {"id": "cement-clinkers"}, [("id", "unknown_id")]),
        ("cement-clinker", {"id": ""}, [("id", "no_id")]),
        ("cement-clinker", {"edition": "ndrc-2021"}, [("edition", "other_edition")]),
        ("pta", {"place": "3"}, [("place", "nothing_read")]),
        ("pta", {"unit": "kgce/t"}, [("unit", "nothing_read")]),
        ("pta", {"benchmark": "1", "baseline": "2"}, [
            ("benchmark", "no_place"), ("baseline", "no_place"), ("indicator", "incomplete"), ("unit", "incomplete"),
            ("capacity_unit", "incomplete"),
        ]),
        ("pta", {**NEW}, [("indicator_en", "no_english")]),
        ("pta", {**NEW, "indicator_en": "x", "baseline": ""}, [("baseline", "incomplete")]),
        ("pta", {**NEW, "indicator_en": "x", "unit": "kgce/box"}, [("unit", "unknown_unit")]),
        ("pta", {**NEW, "indicator_en": "x", "capacity_unit": "t/d"}, [("capacity_unit", "daily_unit")]),
        ("pta", {**NEW, "indicator_en": "x", "capacity_unit": "t/x"}, [("capacity_unit", "unknown_unit")]),
        ("pta", {**NEW, "indicator_en": "x", "industry_code": "C26"}, [("industry_code", "bad_code")]),
        ("pta", {**NEW, "indicator_en": "x\x07"}, [("indicator_en", "not_text"), ("indicator_en", "no_english")]),
    ],
)  # fmt: skip
def test_fault_of_a_row_is_found_with_its_column(product, cells, expected):
    found = faults(filled({product: cells}))
    rows = {fault[0] for fault in found}
    assert [fault[1:] for fault in found] == expected
    assert len(rows) == bool(expected)


def test_row_that_stands_twice_is_a_fault():
    rows = table()
    assert faults(filled({}, [*rows, dict(rows[3])])) == [(len(rows) + 1, "id", "duplicate_id")]


def test_id_of_another_row_is_found_by_the_names():
    """A changed id must not bring the figures of one row to another."""
    assert {"changed", "duplicate_id"} <= {fault.code for fault in filled({"cement-clinker": {"id": "urea"}}).faults}


def test_all_faults_of_all_rows_are_listed_at_once():
    sheet = filled({"cement-clinker": {"benchmark": "a", "baseline": "b"}, "pta": {"place": ";"}})
    assert faults(sheet) == [
        (CLINKER, "benchmark", "not_a_number"), (CLINKER, "baseline", "not_a_number"), (PTA, "place", "bad_place"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda header: header.update(note="标杆水平"), [("标杆水平", "duplicate_column")]),
        (lambda header: header.update(note="x"), [("x", "unknown_column")]),
        (lambda header: header.update(benchmark=""), [("benchmark", "missing_column")]),
        (lambda header: header.update(place="页"), [("页", "unknown_column"), ("place", "missing_column")]),
    ],
)
def test_fault_of_the_header_is_found(change, expected):
    rows = table()
    change(rows[0])
    assert faults(filled({}, rows)) == [(1, *fault) for fault in expected]


def test_value_outside_the_columns_is_a_fault():
    rows = table()
    rows[3] |= {"more": "5"}
    assert faults(filled({}, rows)) == [(4, None, "beyond")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], (1, None, "empty")),
        (table()[:1], (1, "edition", "no_edition")),
        ([table()[0], table()[1] | {"edition": "ndrc-2022"}], (2, "edition", "unknown_edition")),
    ],
)
def test_table_of_no_edition_is_a_fault(rows, expected):
    assert faults(read_filled(as_csv(rows), "csv", catalogue())) == [expected]


def test_file_that_is_no_table_is_a_problem():
    with pytest.raises(ProblemError, match="malformed_table"):
        read_filled(b"PK", "xlsx", catalogue())


STYLED = '<c r="D2" s="1"><v>100</v></c>'


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ('<c r="D2" s="1"><v>100000</v></c>', "formatted"),
        ('<c r="D2" t="e"><v>#DIV/0!</v></c>', "not_a_number"),
        ('<c r="D2" t="b"><v>1</v></c>', "not_a_number"),
        ('<c r="D2" s="2"><v>0.12</v></c>', "not_a_number"),
        ('<c r="D2" t="inlineStr"><is><t>1.5</t></is></c>', None),
        ('<c r="D2"><v>1.1000000000000001</v></c>', None),
    ],
)
def test_cell_of_a_workbook_counts_as_a_person_sees_it(cell, code):
    """Formatted numbers and errors are faults, with the exactness of the readers of lists."""
    header = xml_row(1, "版本", "编号", "所在页", "标杆水平", "基准水平")
    row = xml_row(2, EDITION, "cement-clinker", "3", cell, '<c r="E2"><v>200</v></c>')
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>'
        '<numFmt numFmtId="170" formatCode="0.0,"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="9"/></cellXfs></styleSheet>'
    )
    sheet = read_filled(workbook(xml_sheet(header + row), styles=styles), "xlsx", catalogue())
    assert faults(sheet) == ([(2, "benchmark", code)] if code else [])
    assert len(sheet.readings) == (code is None)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_fault_has_a_sentence_in_both_languages(lang):
    """The sentences name the position, and leave no place in braces."""
    cells = {"cement-clinker": {"benchmark": "a"}, "urea": {"id": "pta"}, "coke.top-charged": {"id": "coke.top"}}
    sentences = [fault.describe(lang) for fault in filled(cells).faults]
    assert len(sentences) >= len(cells)
    assert all("{" not in sentence and "None" not in sentence for sentence in sentences)
    assert any("coke.top-charged" in sentence for sentence in sentences)
    begin = {"en": f"row {CLINKER}, benchmark level: ", "zh": f"第 {CLINKER} 行，标杆水平："}[lang]
    assert any(sentence.startswith(begin) for sentence in sentences)


CELLS = st.text(max_size=12) | st.sampled_from(["", "100", "-1", "cement-clinker", EDITION, "t/a", "=1", "第3页"])


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(["cement-clinker", "pta", "urea"]), st.sampled_from(FIELDS), CELLS)))
def test_any_edit_is_a_reading_or_a_fault_and_never_lost(edits):
    """A figure that differs from what is held comes out as read, or as a fault of its row."""
    rows = table()
    for product, field, cell in edits:
        for row in rows:
            if row["id"] == product:
                row[field] = cell
    try:
        sheet = read_filled(as_csv(rows), "csv", catalogue())
    except ProblemError:
        return
    assert all(fault.describe(lang) for fault in sheet.faults for lang in ("en", "zh"))
    assert {fault.code for fault in sheet.faults} <= set(FAULTS)
    faulty, read = {fault.row for fault in sheet.faults}, {each.product.id: each for each in sheet.readings}
    if sheet.edition is None:
        assert faulty
        return
    for number, (row, was) in enumerate(zip(rows, table(), strict=True), 1):
        if number > 1 and number not in faulty and (row["benchmark"] or row["baseline"]):
            differs = any(row[name].strip(" \t") != was[name] for name in ("benchmark", "baseline"))
            assert not differs or row["id"].strip() in read
