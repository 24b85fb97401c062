"""The classes of an answer have the fields that the contract says, in its order, and require those that it requires."""

import msgspec
import pytest

from service.domain.tally import PARTS
from service.dry_run import ReadLine
from service.formats import table_report
from service.formats.answers import benchmark_rows, factor_rows, limit_rows, results, shape
from service.formats.answers.wording import ErrorItem
from service.web.problems import Problem
from tests.web.client import contract

SCHEMAS = contract()["components"]["schemas"]
SUMMARY = SCHEMAS["SummaryFields"]["properties"]

SHAPES = {
    shape.SummaryAnswer: SCHEMAS["SummaryFields"],
    shape.ServiceAnswer: SUMMARY["service"],
    shape.EditionAnswer: SUMMARY["edition"],
    shape.OutcomesAnswer: SUMMARY["lines"],
    shape.GoalAnswer: SCHEMAS["Progress"],
    shape.GoalLinesAnswer: SCHEMAS["Progress"]["properties"]["lines"],
    shape.LeftOutAnswer: SCHEMAS["Progress"]["properties"]["left_out"],
    shape.PipelineAnswer: SUMMARY["pipeline"],
    shape.WarningAnswer: SCHEMAS["Warning"],
    shape.NamedLineAnswer: SCHEMAS["Warning"]["properties"]["named"]["items"],
    shape.ShareAnswer: SCHEMAS["Share"],
    shape.AmountAnswer: SCHEMAS["Progress"]["properties"]["shortfall"]["anyOf"][0],
    shape.OverallAnswer: SUMMARY["overall"],
    shape.WeightsAnswer: SCHEMAS["Weights"],
    shape.SectorMeanAnswer: SCHEMAS["SectorMean"],
    shape.ExcessAnswer: SCHEMAS["Excess"],
    shape.LineCountsAnswer: SCHEMAS["LineCounts"],
    shape.SectorAnswer: SUMMARY["sectors"]["items"],
    shape.GroupAnswer: SUMMARY["groups"]["items"],
    shape.LevelsAnswer: SCHEMAS["LevelsUsed"],
    results.NotedResult: SCHEMAS["GradedResult"],
    results.UngradedResult: SCHEMAS["UngradedResult"],
    results.RejectedResult: SCHEMAS["RejectedResult"],
    benchmark_rows.BenchmarksAnswer: SCHEMAS["Benchmarks"],
    benchmark_rows.BenchmarkAnswer: SCHEMAS["BenchmarkFields"],
    benchmark_rows.BenchmarkInEveryEdition: {
        "properties": SCHEMAS["BenchmarkFields"]["properties"] | SCHEMAS["BenchmarkInEveryEdition"]["properties"],
        "required": SCHEMAS["BenchmarkFields"]["required"] + SCHEMAS["BenchmarkInEveryEdition"]["required"],
    },
    benchmark_rows.LevelAnswer: SCHEMAS["Level"],
    benchmark_rows.NamesAnswer: SCHEMAS["InBothLanguages"],
    table_report.TableReport: SCHEMAS["TableRead"],
    table_report.SheetReport: SCHEMAS["SheetRead"],
    table_report.ColumnReport: SCHEMAS["ColumnRead"],
    table_report.SkippedRow: SCHEMAS["SkippedRow"],
    ReadLine: SCHEMAS["ReadLine"],
    limit_rows.LimitRowsAnswer: SCHEMAS["Limits"],
    limit_rows.LimitRowAnswer: SCHEMAS["Limit"],
    limit_rows.StandardAnswer: SCHEMAS["Standard"],
    limit_rows.RequirementAnswer: SCHEMAS["Requirement"],
    limit_rows.ApplicationAnswer: SCHEMAS["LimitApplication"],
    limit_rows.CorrectionAnswer: SCHEMAS["Correction"],
    limit_rows.ConditionAnswer: SCHEMAS["Condition"],
    factor_rows.FactorsAnswer: SCHEMAS["Factors"],
    factor_rows.CarrierAnswer: SCHEMAS["Carrier"],
    ErrorItem: SCHEMAS["Error"],
    Problem: SCHEMAS["Problem"],
}


def structs_in(module):
    return {each for each in vars(module).values() if isinstance(each, type) and issubclass(each, msgspec.Struct)}


@pytest.mark.parametrize("answer", SHAPES, ids=lambda answer: answer.__name__)
def test_the_fields_of_an_answer_are_those_of_its_schema(answer):
    fields, schema = answer.__struct_fields__, SHAPES[answer]
    assert list(fields) == list(schema["properties"])
    defaults = answer.__struct_defaults__
    left_out = {
        name
        for name, default in zip(fields[len(fields) - len(defaults) :], defaults, strict=True)
        if default is not msgspec.NODEFAULT
    }
    assert set(fields) - left_out == set(schema["required"])
    assert not left_out or answer.__struct_config__.omit_defaults


def test_a_plain_result_is_a_result_without_the_fields_that_may_be_left_out():
    plain = results.GradedResult.__struct_fields__
    assert results.NotedResult.__struct_fields__[: len(plain)] == plain
    assert set(plain) == set(SCHEMAS["GradedResult"]["required"])


def test_every_class_of_an_answer_has_a_schema():
    modules = (shape, table_report, results, benchmark_rows, limit_rows, factor_rows)
    found = set().union(*map(structs_in, modules))
    assert found - {msgspec.Struct, results.GradedResult} <= set(SHAPES)


def test_the_parts_of_weights_are_in_the_order_of_their_names():
    share = shape.ShareAnswer(None, None, None)
    weights = shape.WeightsAnswer("t/a", 21, 1, 2, 3, 4, 5, 6, share, share)
    assert [getattr(weights, part) for part in PARTS] == list(weights.parts) == [1, 2, 3, 4, 5, 6]
