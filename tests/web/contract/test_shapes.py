"""The classes of an answer have the fields that the contract says, in its order, and require those that it requires."""

import msgspec
import pytest

from service.domain.tally import PARTS
from service.formats.answers import benchmark_rows, factor_rows, limit_rows, results, shape
from service.formats.answers.wording import ErrorItem
from service.web.problems import Problem
from tests.web.client import contract

SCHEMAS = contract()["components"]["schemas"]
SUMMARY = SCHEMAS["SummaryFields"]["properties"]

SHAPES = {
    shape.SummaryAnswer: SCHEMAS["SummaryFields"],
    shape.EditionAnswer: SUMMARY["edition"],
    shape.OutcomesAnswer: SUMMARY["lines"],
    shape.GoalAnswer: SCHEMAS["Progress"],
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
    results.GradedResult: SCHEMAS["GradedResult"],
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
    left_out = fields[len(fields) - len(answer.__struct_defaults__) :]
    assert set(fields) - set(left_out) == set(schema["required"])
    assert not left_out or answer.__struct_config__.omit_defaults


def test_every_class_of_an_answer_has_a_schema():
    modules = (shape, results, benchmark_rows, limit_rows, factor_rows)
    found = set().union(*map(structs_in, modules))
    assert found - {msgspec.Struct} <= set(SHAPES)


def test_the_parts_of_weights_are_in_the_order_of_their_names():
    share = shape.ShareAnswer(None, None, None)
    weights = shape.WeightsAnswer("t/a", 10, 1, 2, 3, 4, share, share)
    assert [getattr(weights, part) for part in PARTS] == list(weights.parts) == [1, 2, 3, 4]
