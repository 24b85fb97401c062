"""Answers that are tables: the same verdicts as in JSON, safe to open in a spreadsheet, in both languages."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest

from service.domain.benchmark import Evidence, Level, official_source
from service.formats.answers.csv_answer import CsvAnswer, escape_cell
from service.formats.answers.json_answer import JsonAnswer
from service.formats.answers.shape import LevelsAnswer
from service.formats.answers.xlsx_answer import XlsxAnswer
from service.formats.xlsx.workbook import read_sheet
from service.texts.labels import COLUMNS, LABELS, MEANINGS, WORDS
from tests.builders import product
from tests.formats.reading import answer_to, of_csv

LIST = (
    "编号,产品,产能,产能单位,单位能耗,分组\n"
    "k1,水泥熟料,155,万t/a,98.7,湖州\n"
    "=1+1,熟料,1240000,,112.4,\n"
    "k3,熟料,1,,118,湖州\n"
    "k4,电解铝,400000,,,湖州\n"
    "k5,熟料,12%,,９８％,湖州\n"
    "k6,熟料,999999999999.123456,,41.12345678901,湖州\n"
)


def answer(make, lang="en", body=LIST, **asked):
    """The answer to a list in a table, as bytes; `make` gets language and places."""
    table = of_csv(body)
    return answer_to(table.blocks(), make(lang, table), lang, table, **({"rejected": "leave_out"} | asked))


def as_json(lang="en", body=LIST):
    return json.loads(answer(lambda _lang, _places: JsonAnswer(), lang, body), parse_float=Decimal)


def csv_rows(lang="en", body=LIST):
    text = answer(CsvAnswer, lang, body).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def workbook_rows(sheet, lang="en", body=LIST):
    """The cells of a sheet by row number, read by our own reader."""
    return dict(read_sheet(answer(XlsxAnswer, lang, body), sheet))


def test_a_fault_names_the_row_the_header_of_its_column_the_id_and_the_value():
    result = as_json()["results"][4]
    assert (result["status"], result["id"]) == ("rejected", "k5")
    assert [(error["row"], error["column"], error["pointer"]) for error in result["errors"]] == [
        (6, "产能", "/lines/4/capacity"),
        (6, "单位能耗", "/lines/4/intensity"),
    ]
    assert [error["detail"] for error in result["errors"]] == [
        '产能: "12%" is not a number such as 1000 or 98.7',
        '单位能耗: "９８％" is not a number such as 1000 or 98.7',
    ]


def test_the_csv_has_a_row_for_each_line_with_the_figures_of_the_json():
    rows = csv_rows()
    results = as_json()["results"]
    assert rows[0] == [column.en for column in COLUMNS.values()]
    for row, result in zip(rows[1:], results, strict=False):
        shown = dict(zip(COLUMNS, row, strict=True))
        assert (int(shown["index"]), shown["status"]) == (result["index"], result["status"])
        assert int(shown["row"]) == result["index"] + 2
        for name in ("benchmark", "standing", "unit", "capacity_unit", "reason", "detail"):
            if name in result:
                assert shown[name] == result[name]
        for name in ("intensity", "gap", "capacity", "excess_energy"):
            if name in result:
                assert Decimal(shown[name]) == Decimal(str(result[name]))
                assert "E" not in shown[name]
    assert [row[2] for row in rows[1:7]] == ["k1", "'=1+1", "k3", "k4", "k5", "k6"]
    assert rows[5][COLUMN_OF["detail"]].count("is not a number") == 2
    assert rows[7] == []


COLUMN_OF = {name: place for place, name in enumerate(COLUMNS)}


def test_the_summary_of_the_csv_says_what_that_of_the_json_says():
    said = {row[0]: row[1:] for row in csv_rows()[8:]}
    goal = as_json()["goal"]
    assert said["goal"] == ["zhejiang-2025-benchmark-share", ""]
    assert said["goal status"] == ["not met" if goal["status"] == "not_met" else goal["status"], ""]
    for name, label in (("low", LABELS["low"]), ("high", LABELS["high"]), ("of_graded", LABELS["of_graded"])):
        assert Decimal(said[label.en][0]) == Decimal(str(goal["share"][name]))
    assert said["shortfall"] == [str(goal["shortfall"]["amount"]), goal["shortfall"]["unit"]]
    assert said["lines rejected"] == ["1", ""]
    assert said["edition"] == ["ndrc-2021", ""]
    assert said["fingerprint of the levels"][0].startswith("sha256:")
    sector = as_json()["sectors"][0]
    assert said[f"{sector['name']}: total"] == [str(sector["capacity"]["total"]), "t/a"]
    group = as_json()["groups"][0]
    assert said[f"group: {group['group']}: total"] == [str(group["capacity"]["total"]), "t/a"]
    parts = {
        "all lines: energy": as_json(),
        sector["name"]: sector,
        f"group: {group['group']}": group,
    }
    for name, part in parts.items():
        excess = part["excess_energy"]
        assert said[f"{name}: excess energy"] == [str(excess["total"]), "tce/a"]
        assert said[f"{name}: lines without excess energy (not in the sum)"] == [str(excess["lines_without"]), ""]


def test_the_csv_says_of_each_goal_what_it_requires():
    """A share of 30 % that misses 30 %, and a share of 100 % that meets nothing, explain themselves."""
    body = "product,capacity,intensity\ncement-clinker,3,100\ncement-clinker,7,118\n"
    goals = {"goal": "china-2025-benchmark-share", "goals": ["china-2028-clearance"]}
    rows = list(csv.reader(io.StringIO(answer(CsvAnswer, body=body, **goals).decode("utf-8-sig"), newline="")))
    said = {name: value for name, value, *_ in rows[4:]}
    assert (said["target"], said["the target itself is not enough"], said["goal status"]) == ("0.3", "yes", "not met")
    assert said["further goals: china-2028-clearance goal requires"] == "share below the baseline level, at most"
    assert "further goals: china-2028-clearance the target itself is not enough" not in said


def test_a_number_with_an_exponent_goes_out_in_plain_digits():
    body = "product,capacity,intensity\ncement-clinker,1,1e2\n"
    assert b'"intensity":100,' in answer(lambda _lang, _places: JsonAnswer(), body=body)


def test_the_headers_are_in_the_language():
    assert csv_rows("zh")[0] == [column.zh for column in COLUMNS.values()]
    assert [row[3] for row in csv_rows("zh")[1:7]] == [row[3] for row in csv_rows("en")[1:7]]


@pytest.mark.parametrize("sign", "=+-@\t\r\n\0＝＋－＠")
def test_a_text_that_a_spreadsheet_would_run_stands_behind_an_apostrophe(sign):
    assert escape_cell(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("value", ["a=1", "'=1", "", "5", "湖州", None, 7])
def test_any_other_cell_stays_as_it_is(value):
    assert escape_cell(value) is value


@pytest.mark.parametrize(("number", "text"), [("-5", "-5"), ("1E+3", "1000"), ("0.000000000001", "0.000000000001")])
def test_a_number_stays_a_number(number, text):
    assert escape_cell(Decimal(number)) == text


def test_the_workbook_has_the_verdicts_in_words_and_the_figures_of_the_json():
    rows = workbook_rows("Lines")
    assert rows[1] == [column.en for column in COLUMNS.values()]
    results = as_json()["results"]
    for number, result in enumerate(results, 2):
        cells = dict(zip(COLUMNS, rows[number], strict=False))
        assert int(cells["index"]) == result["index"]
        assert cells["id"] == result["id"]
        assert cells["status"] == WORDS[result["status"]].en
        if result["status"] == "graded":
            assert cells["standing"] == WORDS[result["standing"]].en
            for name in ("intensity", "gap", "capacity"):
                assert Decimal(cells[name]) == Decimal(str(result[name]))


def test_a_number_with_more_digits_than_a_cell_keeps_is_written_as_text():
    sheet = zipfile.ZipFile(io.BytesIO(answer(XlsxAnswer))).read("xl/worksheets/sheet2.xml").decode()
    assert '<c r="J7" t="inlineStr"><is><t xml:space="preserve">999999999999.123456</t></is></c>' in sheet
    assert '<c r="G7"><v>41.12345678901</v></c>' in sheet


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_workbook_has_summary_lines_and_levels_in_both_languages(lang):
    names = [LABELS[name].in_language(lang) for name in ("summary_sheet", "lines_sheet", "levels_sheet")]
    summary, lines, levels = (workbook_rows(name, lang) for name in names)
    said = {row[0]: row[1] for row in summary.values() if len(row) > 1}
    assert said[LABELS["status"].in_language(lang)] == WORDS[as_json()["goal"]["status"]].in_language(lang)
    assert said[LABELS["fingerprint"].in_language(lang)].startswith("sha256:")
    assert len(lines) == 7
    by_id = {row[0]: row for row in levels.values()}
    clinker = by_id["cement-clinker"]
    assert (clinker[1], clinker[2], clinker[3], clinker[4]) == (
        {"en": "Cement clinker", "zh": "水泥熟料"}[lang], "100", "117", "kgce/t",
    )  # fmt: skip
    assert clinker[6]


TEXTS = [
    "=cmd|' /C calc'!A0",
    'a & b < c > "d"',
    "l\nb\r\t",
    "_x0041_",
    "\u0001",
    "\uffff",
    " a ",
    "1e5",
    "000123",
    "🏭",
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_character_of_an_id_survives_the_workbook(text):
    quoted = '"' + text.replace('"', '""') + '"'
    rows = workbook_rows("Lines", body=f"id,product,capacity\n{quoted},熟料,1\n")
    assert rows[2][2] == text


def test_no_text_of_the_workbook_is_a_formula():
    archive = zipfile.ZipFile(io.BytesIO(answer(XlsxAnswer)))
    for name in archive.namelist():
        if name.startswith("xl/worksheets/sheet"):
            assert b"<f>" not in archive.read(name)
            assert b"<hyperlink" not in archive.read(name)


def test_the_same_list_gets_the_same_workbook():
    assert answer(XlsxAnswer) == answer(XlsxAnswer)


def test_a_strict_list_is_refused_with_the_ids_of_its_lines():
    from service.request_errors import ProblemError  # noqa: PLC0415

    with pytest.raises(ProblemError) as caught:
        answer(CsvAnswer, strict=True)
    assert [(error.row, error.column, error.id) for error in caught.value.errors] == [
        (6, "产能", "k5"),
        (6, "单位能耗", "k5"),
    ]


def test_every_word_is_there_in_both_languages():
    for table in (COLUMNS, LABELS, WORDS, MEANINGS):
        for name, text in table.items():
            assert text.en.isascii(), name
            assert text.zh != text.en, name
            assert not text.zh.isascii(), name


@pytest.mark.parametrize(
    ("benchmark", "baseline", "weaker"),
    [
        ("official", "official", "official"),
        ("official", "quoted", "quoted"),
        ("corroborated", "official", "corroborated"),
        ("quoted", "corroborated", "corroborated"),
    ],
)
def test_levels_used_have_the_weaker_evidence_of_the_two(benchmark, baseline, weaker):
    sources = (official_source("a notice", "page 3", "0" * 64),)
    levels = [
        Level(value=Decimal(value), evidence=Evidence(evidence), sources=sources)
        for value, evidence in ((100, benchmark), (117, baseline))
    ]
    tea = replace(product("tea"), benchmark=levels[0], baseline=levels[1])
    assert LevelsAnswer.of(tea, "en").evidence == weaker
