"""Every place in the service that reports an error has its sentence: no variant is missing, misspelt or left over."""

import ast
from pathlib import Path
from string import Formatter

import pytest

import service
from service.formats.answers.wording import describe_fault
from service.formats.cells import Number
from service.formats.lists.schemas import LineSchema, OwnGoalSchema, RequestSchema, shape_fault
from service.request_errors import RequestFault
from service.texts.codes import CODES

CALLS = {
    f"{path.stem}:{node.lineno}:{node.col_offset}": node
    for path in Path(service.__file__).parent.rglob("*.py")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.Call)
}
"""Every call in the service, by where it is."""

ALWAYS_KNOWN = {"field", "value", "candidates"}

WRONG = [None, True, 7, Number("7.5"), Number("-1"), Number("1e99"), "", "x", "x" * 201, "2027-02-30", [], {}]


def arguments(call):
    """The arguments of a call, by name; the code of a problem is its first."""
    named = {each.arg: each.value for each in call.keywords}
    return named if not call.args else {"code": call.args[0]} | named


def literal(node):
    return node.value if isinstance(node, ast.Constant) else None


def literals(node):
    """The texts that an argument can be, if they are written there."""
    return literals(node.body) + literals(node.orelse) if isinstance(node, ast.IfExp) else [literal(node)]


def names_in(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


REPORTED = {
    place: arguments(call)
    for place, call in CALLS.items()
    if getattr(call.func, "id", "") in {"Fault", "ProblemError", "HttpProblemError"}
    if literal(arguments(call).get("code"))
}
"""The faults and problems whose code is written where they are reported."""


def test_the_reports_are_found():
    codes = {report["code"].value for report in REPORTED.values()}
    assert {"busy", "unauthorized", "no_lines", "required", "duplicate_id"} <= codes


@pytest.mark.parametrize("place", REPORTED)
def test_a_report_has_a_sentence_and_brings_its_facts(place):
    report = REPORTED[place]
    code = CODES[report["code"].value]
    if "errors" in report and "facts" not in report:  # they have the sentences
        return
    for variant in literals(report["variant"]) if "variant" in report else [""]:
        sentence = code.details[variant]
        facts = report.get("facts", ast.Dict([], []))
        if isinstance(facts, ast.Dict):
            brought = {key.value for key in facts.keys} | ALWAYS_KNOWN
            assert names_in(sentence.en) | names_in(sentence.zh) <= brought


def test_every_variant_is_reported_and_every_reported_variant_is_known():
    given = [arguments(call)["variant"] for call in CALLS.values() if "variant" in arguments(call)]
    by_schemas = {"text", "flag", "list", "goal", "goals", "names", "object", "known", "between", "sectors"}
    reported = {variant for node in given for variant in literals(node) if variant} | by_schemas
    assert reported == {variant for code in CODES.values() for variant in code.details if variant}


@pytest.mark.parametrize(
    "schema", [LineSchema(), OwnGoalSchema(), RequestSchema()], ids=lambda each: type(each).__name__
)
@pytest.mark.parametrize("value", WRONG, ids=repr)
def test_whatever_a_schema_finds_wrong_has_a_sentence(schema, value):
    for name in (*schema.fields, "other"):
        for code in schema.validate({name: value}).get(name, ()):
            found = RequestFault("", shape_fault(schema, name, code, value))
            assert code in CODES
            assert all(describe_fault(found, lang).detail for lang in ("en", "zh"))


def test_a_whole_of_the_wrong_type_has_a_sentence():
    fault = RequestFault("", shape_fault(LineSchema(), None, "wrong_type", []))
    assert describe_fault(fault, "en").detail == "[…] is not an object: {…}"


@pytest.mark.parametrize(("variant", "facts"), [("colum", {}), ("column", {}), ("", {})])
def test_a_variant_or_a_fact_that_is_missing_raises(variant, facts):
    with pytest.raises(KeyError):
        CODES["duplicate_key"].describe("en", variant=variant, facts=facts)
