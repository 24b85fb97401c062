"""Lists and answers as tables over HTTP: media types, parameters, faults, downloads, templates."""

import csv
import io
import zipfile
from urllib.parse import parse_qs

import pytest

from service.formats.xlsx.workbook import read_sheet
from service.texts.labels import COLUMNS
from tests.formats.workbooks import list_of, row, workbook
from tests.web.client import CSV, JSON, NDJSON, XLSX, Client, get, make_app, post, send
from tests.web.wire import EVALUATIONS, assert_problem

LIST = "编号,产品,产能（万t/a）,单位能耗,分组\n000123,水泥熟料,155,98.7,湖州\nk2,熟料,124,112.4,湖州\nk3,熟料,12%,x,\n"
CLINKER = {"benchmark": "熟料", "capacity_unit": "万t/a"}
LINES = [
    CLINKER | {"id": "000123", "capacity": 155, "intensity": "98.7", "group": "湖州"},
    CLINKER | {"id": "k2", "capacity": 124, "intensity": "112.4", "group": "湖州"},
    CLINKER | {"id": "k3", "capacity": "12%", "intensity": "x"},
]
WORKBOOK = workbook(
    list_of(
        row(2, "000123", "水泥熟料", '<c r="C2"><v>1550000</v></c>', '<c r="D2"><v>98.700000000000003</v></c>'),
        row(3, "k2", "熟料", '<c r="C3"><v>1240000</v></c>', '<c r="D3"><v>112.4</v></c>'),
    ),
    names=("一月",),
)


def sent(body, media_type=CSV, query="", **headers):
    data = body.encode() if isinstance(body, str) else body
    return send("POST", f"{EVALUATIONS}{query}", data=data, headers={"Content-Type": media_type, **headers})


def without_places(answer):
    answer.pop("table", None)
    del answer["input"]
    for result in answer["results"]:
        for name in ("row", "column"):
            result.pop(name, None)
        for error in result.get("errors", ()):
            for name in ("row", "column", "detail"):
                error.pop(name, None)
    return answer


def test_a_table_gets_the_answer_of_the_same_list_in_json():
    assert without_places(sent(LIST).json) == without_places(post(LINES).json)


def test_a_workbook_gets_the_answer_of_the_same_list_in_json():
    lines = [{key: value for key, value in line.items() if key not in {"capacity_unit", "group"}} for line in LINES[:2]]
    lines[0]["capacity"], lines[1]["capacity"] = 1550000, 1240000
    assert without_places(sent(WORKBOOK, XLSX).json) == without_places(post(lines).json)


def test_errors_name_row_column_and_value():
    errors = sent(LIST).json["results"][2]["errors"]
    assert [(error["row"], error["column"], error["pointer"]) for error in errors] == [
        (4, "产能（万t/a）", "/lines/2/capacity"),
        (4, "单位能耗", "/lines/2/intensity"),
    ]
    assert errors[0]["detail"] == '产能（万t/a）: "12%" is not a number such as 1000 or 98.7'


@pytest.mark.parametrize("media_type", [CSV, XLSX, JSON, NDJSON])
@pytest.mark.parametrize("accept", [CSV, XLSX, JSON, NDJSON])
def test_every_format_is_answered_in_every_format(media_type, accept):
    line = '{"benchmark":"熟料","capacity":1}'
    body = {CSV: LIST, XLSX: WORKBOOK, JSON: f'{{"lines":[{line}]}}', NDJSON: line}
    answer = sent(body[media_type], media_type, Accept=accept)
    assert answer.status == 200
    assert answer.headers["Content-Type"].partition(";")[0] == accept
    disposition = {CSV: 'attachment; filename="evaluation.csv"', XLSX: 'attachment; filename="evaluation.xlsx"'}
    assert answer.headers.get("Content-Disposition") == disposition.get(accept)


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("*/*", JSON),
        ("text/html,application/xhtml+xml,*/*;q=0.8", JSON),
        ("text/*", CSV),
        ("text/csv;q=0.5, application/json;q=0.4", CSV),
        (f"{XLSX}, {CSV};q=0.9", XLSX),
    ],
)
def test_the_answer_is_in_the_format_that_is_wanted_most_and_json_unless_asked(accept, given):
    assert sent(LIST, Accept=accept).headers["Content-Type"].partition(";")[0] == given


def test_the_csv_answer_says_what_the_json_says():
    rows = list(csv.reader(io.StringIO(sent(LIST, Accept=CSV).body.decode("utf-8-sig"), newline="")))
    assert rows[0] == [column.en for column in COLUMNS.values()]
    assert rows[1][:7] == ["0", "2", "000123", "graded", "cement-clinker", "at_benchmark", "98.7"]
    assert sent(LIST, Accept=CSV).headers["Content-Type"] == "text/csv; charset=utf-8"


def test_the_row_of_the_contract_is_one_that_is_given():
    from tests.web.client import contract  # noqa: PLC0415

    (example,) = contract()["components"]["schemas"]["VerdictTable"]["examples"]
    body = "id,product,capacity,capacity unit,intensity\nkiln-1,clinker,155,万t/a,98.7\n"
    assert sent(body, Accept=CSV).body.decode("utf-8-sig").replace("\r", "").startswith(example)


def test_the_workbook_opens_on_its_summary_and_has_the_lines():
    body = sent(LIST, query="?lang=zh", Accept=XLSX).body
    assert [name for name in zipfile.ZipFile(io.BytesIO(body)).namelist() if "sheet" in name]
    rows = dict(read_sheet(body, "逐行结果"))
    assert rows[2][2:6] == ["000123", "已定级", "cement-clinker", "达到标杆水平"]


def test_a_duplicate_id_in_a_table_names_the_row_of_the_first():
    for lang, words in (
        ("en", 'id: "a" is already used in row 2; a parameter decides it: ignore=id'),
        ("zh", '编号："a" 已出现在第 2 行；可用参数指明：ignore=编号'),
    ):
        body = ("id" if lang == "en" else "编号") + ",product,capacity\na,熟料,1\na,熟料,1\n"
        (error,) = sent(body, query=f"?lang={lang}").json["results"][1]["errors"]
        assert (error["row"], error["detail"]) == (3, words)


def test_ids_are_unique_and_name_wrong_lines_however_many_there_are_in_a_table_as_in_json():
    """The first line that has an id is kept, though it is a wrong one that is not explained any more."""
    wrong = [{"id": f"k{number}", "benchmark": "熟料", "capacity": "x"} for number in range(1001)]
    lines = [*wrong, {"id": "k1000", "benchmark": "熟料", "capacity": "1"}]
    text = "id,product,capacity\n" + "".join(f"{each['id']},熟料,{each['capacity']}\n" for each in lines)
    for answer in (post(lines).json, sent(text).json):
        assert [each["id"] for each in answer["results"]] == [each["id"] for each in lines]
        assert [[error["code"] for error in each["errors"]] for each in answer["results"][-2:]] == [
            ["not_explained"],
            ["duplicate_id"],
        ]


@pytest.mark.parametrize(
    ("query", "share"),
    [
        ("", "capacity"),
        ("?weighting=lines", "lines"),
        ("?goal=china-2028-clearance", None),
        ("?edition=ndrc-2021", None),
    ],
)
def test_what_the_list_is_judged_by_stands_in_the_query(query, share):
    answer = sent(LIST, query=query).json
    assert share is None or answer["goal"]["weighting"] == share


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?Goal=x", ["unknown_field"]),
        ("?strict=yes", ["wrong_type"]),
        ("?lang=fr", ["unknown_language"]),
        ("?lang=en&lang=zh", ["duplicate_key"]),
        ("?charset=latin1", ["unknown_charset"]),
        ("?sheet=a", ["unknown_field"]),
        ("?goal=x&edition=y&weighting=z&strict=1&lang=de&w=1&charset=q", [
            "unknown_field", "unknown_language", "unknown_weighting", "wrong_type", "unknown_charset", "unknown_goal",
            "unknown_edition",
        ]),
    ],
)  # fmt: skip
def test_every_fault_of_the_query_is_reported_at_once(query, codes):
    answer = sent(LIST, query=query)
    assert answer.status == 422
    assert sorted(answer.codes) == sorted(codes)
    assert {error["parameter"] for error in answer.json["errors"]} == set(parse_qs(query[1:]))


def test_faults_of_query_and_header_are_reported_at_once():
    answer = sent("产品,行业\n熟料,x\n", query="?goal=x")
    assert answer.codes == ["unknown_field", "required", "unknown_goal"]
    assert [error.get("column") for error in answer.json["errors"]] == ["行业", None, None]
    assert [error.get("parameter") for error in answer.json["errors"]] == [None, None, "goal"]
    assert answer.json["errors"][0]["row"] == 1


def test_an_unknown_sheet_is_answered_with_those_there_are():
    answer = sent(WORKBOOK, XLSX, "?sheet=%E4%BA%8C%E6%9C%88")
    (error,) = assert_problem(answer, 422, "unknown_sheet", "")["errors"]
    assert (error["parameter"], error["candidates"]) == ("sheet", ["一月"])
    assert sent(WORKBOOK, XLSX, "?sheet=%E4%B8%80%E6%9C%88").status == 200


def test_a_charset_can_be_named_in_the_content_type_or_in_the_query():
    body = LIST.encode("gb18030")
    detected = sent(body).json
    assert detected == sent(body, "text/csv; charset=GBK").json == sent(body, query="?charset=gb18030").json
    assert detected | {"input": ""} == sent(LIST).json | {"input": ""}
    assert_problem(sent(body, "text/csv; charset=utf-8"), 400, "malformed_table")
    assert_problem(sent(body, "text/csv; charset=latin1"), 415, "unsupported_media_type")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("body", "media_type"), [(b'a,"b', CSV), (b"\xff\xfe\xff", CSV), (b"PK\x03\x04", XLSX), (b"\xd0\xcf\x11\xe0", XLSX)]
)
def test_a_file_that_cannot_be_read_is_refused_whole_in_both_languages(body, media_type, lang):
    problem = assert_problem(sent(body, media_type, f"?lang={lang}"), 400, "malformed_table", "")
    assert problem["detail"].isascii() is (lang == "en")


@pytest.mark.parametrize("media_type", [CSV, XLSX])
def test_an_empty_body_is_said_to_be_empty(media_type):
    nothing = {"headers": {"Content-Type": media_type}, "environ_overrides": {"CONTENT_LENGTH": "0"}}
    assert_problem(send("POST", EVALUATIONS, data=b"", **nothing), 400, "empty_body", "")


def test_a_strict_table_is_refused_with_row_column_and_id():
    problem = assert_problem(sent(LIST, query="?strict=true"), 422, "strict")
    assert [(error["row"], error["column"], error["id"]) for error in problem["errors"]] == [
        (4, "产能（万t/a）", "k3"),
        (4, "单位能耗", "k3"),
    ]
    for accept in (CSV, XLSX):
        assert_problem(sent(LIST, query="?strict=true", Accept=accept), 422, "strict")


def test_the_limit_of_lines_is_that_of_json():
    few = Client(make_app(max_lines=2))
    answer = few.send("POST", EVALUATIONS, data=LIST.encode(), headers={"Content-Type": CSV, "Accept": XLSX})
    assert_problem(answer, 413, "too_many_lines", "")


@pytest.mark.parametrize("count", [1, 199, 200, 201, 400])
def test_a_table_of_any_length_is_answered_in_whole_json(count):
    """Rows are evaluated 200 at a time; the last of these blocks may have no row left."""
    answer = sent("product,capacity,intensity\n" + "cement-clinker,1,99\n" * count)
    assert len(answer.json["results"]) == count


def test_a_language_in_the_address_works_for_json_too():
    line = [{"benchmark": "nix", "capacity": 1}]
    answer = send("POST", f"{EVALUATIONS}?lang=zh", json={"lines": line})
    assert not answer.json["results"][0]["errors"][0]["detail"].isascii()


@pytest.mark.parametrize(("name", "media_type"), [("capacity.csv", CSV), ("capacity.xlsx", XLSX)])
@pytest.mark.parametrize("query", ["", "?lang=zh", "?lang=en&edition=ndrc-2023"])
def test_a_template_is_a_list_in_which_no_row_could_count(name, media_type, query):
    template = get(f"/v1/templates/{name}{query}")
    assert template.headers["Content-Type"].partition(";")[0] == media_type
    assert template.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    edition = "?edition=ndrc-2023" if "2023" in query else ""
    assert_problem(sent(template.body, media_type, edition), 422, "no_lines")


def test_a_template_of_no_edition_is_refused():
    assert_problem(get("/v1/templates/capacity.csv?edition=x"), 404, "unknown_edition", "")
    assert_problem(get("/v1/templates/capacity.csv?goal=x"), 422, "unknown_field", "")
    assert_problem(get("/v1/templates/capacity.xlsx", headers={"Accept": JSON}), 406, "not_acceptable", "")
