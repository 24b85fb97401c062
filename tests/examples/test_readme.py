"""What both READMEs show is what the service answers."""

import ast
import json
import operator
import os
import re
import runpy
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest

from service.app import create_app
from service.settings import Settings
from tests.examples.pages import (
    PROJECT,
    READMES,
    blocks_of,
    calls_with_answers,
    cut_json,
    differences,
    streams,
    table,
    text_of,
)
from tests.web.client import Client, app, get, send

EACH_README = pytest.mark.parametrize("page", READMES)


def code_of(cell):
    """What stands in a cell between backticks."""
    return cell.strip("`")


def first_answer(page):
    """The real answer to the page's first request."""
    asked, _ = next(calls_with_answers(page))
    return send("POST", asked.path, data=asked.body.encode(), headers=asked.headers).json


@EACH_README
def test_the_answers_shown_are_the_answers_given(page):
    """A value that is shown is the value answered, and whatever is left out is marked."""
    found = list(calls_with_answers(page))
    assert len(found) == 2
    for asked, shown in found:
        answer = send("POST", asked.path, data=asked.body.encode(), headers=asked.headers)
        assert answer.status == 200
        assert list(differences(cut_json(shown), answer.json)) == []


@EACH_README
def test_the_stream_shown_is_the_stream_given(page):
    """Line by line; the page says that the summary is the last one."""
    (asked, shown), *others = streams(page)
    assert others == []
    answer = send("POST", asked.path, data=asked.body.encode(), headers=asked.headers)
    assert answer.status == 200
    lines = [cut_json(line) for line in shown.splitlines()]
    assert len(lines) == len(answer.lines)
    assert [list(differences(one, other)) for one, other in zip(lines, answer.lines, strict=True)] == [[]] * len(lines)


@EACH_README
def test_the_arithmetic_is_right_and_gives_the_figures_of_the_answer(page):
    """`low` = at_benchmark / total, `high` = (at_benchmark + ungraded) / total, `of_graded` = at_benchmark / graded."""
    (block,) = (text for text in blocks_of(page, "text") if text.startswith("low "))
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


@EACH_README
def test_the_shares_under_each_weighting_are_those_of_the_answer(page):
    shown = {code_of(name): (Decimal(low), Decimal(high)) for name, _, low, high in table(page, "`weighting`")}
    overall = first_answer(page)["overall"]
    official = overall.pop("official")
    assert official is False
    shares = {name: figures["share_at_benchmark"] for name, figures in overall.items()}
    assert shown == {name: (share["low"], share["high"]) for name, share in shares.items()}


@EACH_README
def test_the_weight_of_electricity_is_the_one_used(page):
    weight = get("/v1/units").json["electricity_weight"]
    assert weight["unit"] == "kgce/kWh"
    assert re.findall(r"1 kWh \S+ ([0-9.]+) kgce", text_of(page)) == [str(weight["value"])]


@EACH_README
def test_the_standings_are_those_of_the_service(page):
    """Equality meets a level."""
    shown = [code_of(name) for name, _ in table(page, "`standing`")]
    lines = [{"benchmark": "cement-clinker", "capacity": 1, "intensity": i} for i in (100, 117, "117.000000000001")]
    answer = send("POST", "/v1/evaluations", json={"lines": lines}).json
    assert shown == [result["standing"] for result in answer["results"]]


@EACH_README
def test_the_editions_and_what_is_held_of_them_are_as_counted(page):
    """A number that is not held is counted nowhere as held."""
    shown = [(code_of(edition), *cells) for edition, *cells in table(page, heading_of_counts(page))]
    counted = []
    for edition in get("/v1/editions").json["editions"]:
        rows = get(f"/v1/benchmarks?edition={edition['id']}").json["benchmarks"]
        evidence = Counter(row[level]["evidence"] for row in rows for level in ("benchmark", "baseline"))
        held = sum(row["gradable"] for row in rows)
        figures = (len(rows), held, evidence["quoted"], evidence["corroborated"])
        counted.append((edition["id"], edition["document"], *map(str, figures)))
    assert shown == counted


def heading_of_counts(page):
    """The heading of the column of notices."""
    return {"README.md": "notice", "README.zh.md": "通知"}[page]


@EACH_README
def test_the_table_of_calls_lists_every_address_of_the_service(page):
    """The files of the page `/docs` aside, which it loads by itself."""
    heading = {"README.md": "call", "README.zh.md": "调用"}[page]
    shown = [found for call, _ in table(page, heading) for found in re.findall(r"`(GET|POST) (/[^`]*)`", call)]
    rules = [rule for rule in app().url_map.iter_rules() if not rule.rule.startswith("/static/")]
    served = {
        (method, re.sub(r"<\w+>", "{id}", rule.rule)) for rule in rules for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert sorted((method, address.replace("{code}", "{id}")) for method, address in shown) == sorted(served)


def request(line=None, **around):
    """A request of one sound line, as far as nothing else is said."""
    sound = {"benchmark": "cement-clinker", "capacity": 1}
    return json.dumps({"lines": [sound | (line or {})], **around})


JSON = "application/json"
REFUSED = [
    (JSON, '{"lines": ['),
    (JSON, '{"lines": [], "lines": []}'),
    ("application/vnd.ms-excel", "an old workbook"),
    (JSON, request(lines=[{}, {}, {}])),
    (JSON, request({"group": "x" * 500})),
    (JSON, request(goal="no-such-goal")),
    (JSON, request(goal="zhejiang-2025-green-factories")),
    (JSON, request(line_s=[])),
    (JSON, request(lines=[])),
    (JSON, request({"capacity": 0}, strict=True)),
]


@EACH_README
def test_bad_input_gets_the_status_and_the_code_that_the_table_says(page):
    """In the order of the table, from a service that takes two lines and 500 bytes."""
    client = Client(create_app(Settings(max_lines=2, max_body_bytes=500)))
    got = []
    for media_type, body in REFUSED:
        answer = client.send("POST", "/v1/evaluations", data=body.encode(), headers={"Content-Type": media_type})
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json["errors"]
        got.append((str(answer.status), answer.json["type"].removeprefix("/problems/")))
    assert [(status, code_of(code)) for _, status, code in table(page, heading_of_refusals(page))] == got


def heading_of_refusals(page):
    """The heading of the column of requests."""
    return {"README.md": "request", "README.zh.md": "请求"}[page]


class Asked(dict):
    """An environment that remembers which names it was asked for."""

    def __init__(self):
        super().__init__()
        self.names = set()

    def get(self, name, default=None):
        self.names.add(name)
        return default


@EACH_README
def test_the_settings_are_those_that_the_code_reads_with_their_defaults(page, monkeypatch):
    heading = {"README.md": "setting", "README.zh.md": "设置"}[page]
    shown = {code_of(name): code_of(default) for name, default, _ in table(page, heading)}
    asked = Asked()
    defaults = Settings.from_mapping(asked)
    monkeypatch.setattr(os, "environ", asked)
    served = runpy.run_path(str(PROJECT / "gunicorn.conf.py"))
    assert set(shown) < asked.names, "the others stand in docs/operations.md"
    assert shown["MAX_BODY_BYTES"] == str(defaults.max_body_bytes)
    assert shown["MAX_LINES"] == str(defaults.max_lines)
    assert shown["MAX_STREAM_LINES"] == str(defaults.max_stream_lines)
    assert defaults.benchmarks_dir == PROJECT / "benchmarks"
    assert served["bind"] == [f"{shown['HOST']}:{shown['PORT']}"]


@EACH_README
def test_the_commands_are_those_of_the_makefile(page):
    makefile = text_of("Makefile")
    make, container = (text for text in blocks_of(page, "sh") if text.startswith(("make", "docker")))
    for command in make.split("\n")[:-1]:
        assert re.search(rf"^{command.removeprefix('make ')}:", makefile, re.MULTILINE)
    assert " && ".join(container.splitlines()) in makefile.replace("$(PORT)", "8000")
    assert re.search(r"^USER 10001:", text_of("Dockerfile"), re.MULTILINE)
    assert 'requires-python = ">=3.11"' in text_of("pyproject.toml")
    assert "Python 3.11" in text_of(page)


@EACH_README
def test_the_map_of_the_code_names_what_exists(page):
    (block,) = (text for text in blocks_of(page, "text") if "service/domain/" in text)
    named = [line.split()[0] for line in block.splitlines()]
    assert [path for path in named if not (PROJECT / path).exists()] == []
    folders = {path.name for path in (PROJECT / "service").iterdir() if (path / "__init__.py").exists()}
    assert folders == {path.split("/")[1] for path in named if re.fullmatch(r"service/\w+/", path)}


def test_both_readmes_have_the_same_parts():
    """What stands in one language stands in the other: headings, rows, blocks and items in the same order."""
    english, chinese = (re.findall(r"^(?:#+ |\||```\w*|- )", text_of(page), re.MULTILINE) for page in READMES)
    assert english == chinese
