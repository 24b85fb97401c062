"""What the pages for users state in words and tables is so; test_commands.py runs their commands."""

import ast
import json
import operator
import re
from decimal import Decimal
from fractions import Fraction

import pytest

from service.app import create_app
from service.command_line.commands import NO_ANSWER, STATUSES
from service.settings import Settings
from tests.examples.commands import official, pipelines, request
from tests.examples.pages import PROJECT, TWINS, blocks_of, table, text_of
from tests.web.client import Client, contract


def in_both_languages(page, english=None, chinese=None):
    """Run a test for a page and its Chinese twin, and with the heading of a table in each language."""
    if english is None:
        return pytest.mark.parametrize("page", [page, TWINS[page]])
    return pytest.mark.parametrize(("page", "heading"), [(page, english), (TWINS[page], chinese)])


def code_of(cell):
    """What a cell has between backticks."""
    return re.match(r"`([^`]*)`", cell)[1]


def first_answer(page):
    """The real answer to the page's first request."""
    ((words,),) = pipelines(blocks_of(page, "sh")[0])
    return request(words, PROJECT).send(official()).json


@in_both_languages("docs/goals.md")
def test_the_arithmetic_is_right_and_gives_the_figures_of_the_answer(page):
    """`low` = at_benchmark / total, `high` = (at_benchmark + ungraded) / total, `of_graded` = at_benchmark / graded."""
    (block,) = blocks_of(page, "text")
    rows = [re.fullmatch(r"(\w+) +(.+?) += (\S+)", line) for line in block.splitlines()]
    worked = {row[1]: (value(ast.parse(row[2], mode="eval").body), Decimal(row[3])) for row in rows}
    assert {
        name: Decimal(round(exact, 6).numerator) / round(exact, 6).denominator for name, (exact, _) in worked.items()
    } == {name: stated for name, (_, stated) in worked.items()}
    goal = first_answer(page)["goal"]
    assert {name: stated for name, (_, stated) in worked.items()} == {
        **goal["share"],
        "shortfall": goal["shortfall"]["amount"],
    }


def value(node):
    """The exact value of an expression of the four operations."""
    if isinstance(node, ast.Constant):
        return Fraction(str(node.value))
    operations = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
    return operations[type(node.op)](value(node.left), value(node.right))


@in_both_languages("docs/goals.md")
def test_the_coefficient_of_electricity_is_the_one_used(page):
    coefficient = official().get("/v1/units").json["electricity_weight"]
    assert coefficient["unit"] == "kgce/kWh"
    assert re.findall(r"1 kWh \S+ ([0-9.]+) kgce", text_of(page)) == [str(coefficient["value"])]


@in_both_languages("docs/goals.md")
def test_the_reasons_and_statuses_are_those_of_the_contract(page):
    schemas = contract()["components"]["schemas"]
    assert set(re.findall(r"^- `(\w+)`[:：]", text_of(page), re.MULTILINE)) == set(schemas["NoFigure"]["enum"])
    statuses = [code_of(status) for status, _ in table(page, "`status`")]
    assert statuses == schemas["Progress"]["properties"]["status"]["enum"]


@in_both_languages("docs/verdicts.md")
def test_the_standings_are_those_of_the_service(page):
    """Equality meets a level."""
    shown = [code_of(name) for name, _ in table(page, "`standing`")]
    lines = [{"benchmark": "cement-clinker", "capacity": 1, "intensity": i} for i in (100, 117, "117.000000000001")]
    half = [
        {"benchmark": "aluminium.electrolytic", "capacity": 1, "intensity": 13001},
        {"benchmark": "steel.eaf-30-to-50", "capacity": 1, "intensity": 86},
    ]
    results = [
        *official().post(lines).json["results"],
        *official().post(half[:1], edition="ndrc-2023").json["results"],
        *official().post(half[1:]).json["results"],
    ]
    assert shown == [result["standing"] for result in results]


@in_both_languages("docs/verdicts.md")
def test_the_statuses_are_those_of_the_answer(page):
    assert {code_of(status) for status, *_ in table(page, "`status`")} == {
        result["status"] for result in first_answer(page)["results"]
    }


@in_both_languages("docs/data.md")
def test_the_kinds_of_evidence_are_those_of_the_contract(page):
    kinds = [code_of(kind) for kind, _ in table(page, "`evidence`")]
    assert kinds == contract()["components"]["schemas"]["Evidence"]["enum"]


@in_both_languages("docs/lists.md", "field", "字段")
def test_the_fields_of_a_line_are_those_of_the_contract(page, heading):
    schema = contract()["components"]["schemas"]["Line"]
    rows = {code_of(field): required for field, required, _ in table(page, heading)}
    assert set(rows) == set(schema["properties"])
    always = {"docs/lists.md": "yes", "docs/lists.zh.md": "是"}[page]
    assert {field for field, required in rows.items() if required == always} == set(schema["required"])


@in_both_languages("docs/lists.md", "media type", "媒体类型")
def test_the_formats_are_those_of_the_contract(page, heading):
    described = contract()["paths"]["/v1/evaluations"]["post"]["requestBody"]["content"]
    assert {code_of(media_type) for _, media_type, _ in table(page, heading)} == set(described)


def body(line=None, **around):
    """A request of one valid line, as far as nothing else is said."""
    valid = {"benchmark": "cement-clinker", "capacity": 1}
    return json.dumps({"lines": [valid | (line or {})], **around})


JSON = "application/json"
REFUSED = [
    (JSON, '{"lines": ['),
    (JSON, '{"lines": [], "lines": []}'),
    ("application/vnd.ms-excel", "an old workbook"),
    (JSON, body(lines=[{}, {}, {}])),
    (JSON, body({"group": "x" * 500})),
    (JSON, body(goal="no-such-goal")),
    (JSON, body(goal="zhejiang-2025-green-factories")),
    (JSON, body(line_s=[])),
    (JSON, body({}, as_of="2000-01-01")),
    (JSON, body({}, rejected="perhaps")),
    (JSON, body(lines=[])),
    (JSON, body({"capacity": 0}, strict=True)),
]


@in_both_languages("docs/errors.md", "request", "请求")
def test_invalid_input_gets_the_status_and_the_code_of_the_table(page, heading):
    """In the order of the table, from a service that accepts two lines and 500 bytes."""
    client = Client(create_app(Settings(max_lines=2, max_body_bytes=500)))
    got = []
    for media_type, sent in REFUSED:
        answer = client.send("POST", "/v1/evaluations", data=sent.encode(), headers={"Content-Type": media_type})
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json["errors"]
        got.append((str(answer.status), answer.json["type"].removeprefix("/problems/")))
    assert [(status, code_of(code)) for _, status, code in table(page, heading)] == got


@in_both_languages("docs/command-line.md", "exit status", "退出状态")
def test_the_exit_statuses_are_those_of_the_command(page, heading):
    assert [int(code_of(status)) for status, _ in table(page, heading)] == [*STATUSES.values(), NO_ANSWER]
