"""Worked examples that a policy officer can read and add to; `README.md` says how."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.domain.catalogue import Catalogue
from service.domain.goal import Goal
from service.domain.share import Share
from service.domain.tally import PARTS
from service.domain.verdict import Graded, Rejected, Ungraded
from service.domain.weighting import Weighting
from tests.builders import Judged, Line, catalogue, goal, judge, official_catalogue, standing_of

OPTIONS = {"rejected", "a_line_is"}
CONDITIONS = {"name", "source", "rule", "published", "edition", "as_of", "line", "lines", "goal", "weighting", *OPTIONS}
"""What a case may say about the list and where it is from."""

LINE_EXPECTATIONS = {"standing", "faults", "gap", "excess_energy", "capacity", "held_by"}
LIST_EXPECTATIONS = {"standings", "totals", "share", "status", "shortfall", "reason", "judged_by", "counted"}
"""What a case may say about what comes of it."""

READINGS = ("low", "high", "of_graded")
ONE_LEVEL = {"above_benchmark", "within_baseline"}
"""Parts that a case may leave out where they are nothing."""
TEXTS = {"id", "benchmark", "capacity_unit", "intensity_unit", "group", "stage"}
NUMBERS = {"capacity", "intensity", "operating_days"}

Case = dict[str, Any]


def cases() -> list[Case]:
    """Every case of every file, every scalar as text, so that a number keeps its digits."""
    return [
        case | {"file": path.stem}
        for path in sorted(Path(__file__).parent.glob("*.yaml"))
        for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - it builds text only
    ]


CASES = cases()


def each(cases: list[Case]) -> pytest.MarkDecorator:
    """A test for every one of these cases."""
    return pytest.mark.parametrize("case", cases, ids=[f"{case['file']}: {case['name']}" for case in cases])


def number(text: str) -> Decimal | None:
    """A number, or ``none``."""
    return None if text == "none" else Decimal(text)


def line_of(fields: dict[str, str]) -> Line:
    """The line that a case writes."""
    assert set(fields) <= TEXTS | NUMBERS | {"intensity_confirmed"}
    values: dict[str, Any] = {key: Decimal(text) if key in NUMBERS else text for key, text in fields.items()}
    if "intensity_confirmed" in values:
        values["intensity_confirmed"] = {"yes": True, "no": False}[fields["intensity_confirmed"]]
    return Line(**values)


def facts_of(case: Case) -> Catalogue:
    """The official catalogue for a published figure, the catalogue of the tests for a rule."""
    return official_catalogue() if "source" in case else catalogue()


def goal_of(case: Case) -> Goal:
    """A goal of the catalogue by its id, one of the caller's own, or the default."""
    named = case.get("goal", facts_of(case).default_goal.id)
    return facts_of(case).goal(named) if isinstance(named, str) else goal(**named)


def edition_of(case: Case) -> str:
    """The edition that the case names, or else its goal's."""
    in_force = catalogue().edition_in_force(case["as_of"]).id if "as_of" in case else goal_of(case).edition
    edition = case.get("edition", in_force)
    assert edition is not None
    return edition


def judged(case: Case) -> Judged:
    """What comes of the list of a case."""
    lines = case.get("lines") or [case["line"]]
    return judge([line_of(each) for each in lines], edition_of(case), facts_of(case))


def shown(share: Share) -> dict[str, Decimal | None]:
    """A share as it is displayed."""
    ratios = {"low": share.low, "high": share.high, "of_graded": share.of_graded}
    return {reading: ratio.for_display() if ratio else None for reading, ratio in ratios.items()}


def readings(share: str | dict[str, str]) -> dict[str, Decimal | None]:
    """A share as a case writes it: one figure for all three readings, or each of them."""
    each = share if isinstance(share, dict) else dict.fromkeys(READINGS, share)
    assert set(each) == set(READINGS)
    return {reading: number(text) for reading, text in each.items()}


def line_outcome(case: Case) -> dict[str, Any]:
    """What came of the one line, in the words of a case."""
    (verdict,) = judged(case).verdicts
    outcome: dict[str, Any] = {"standing": standing_of(verdict)}
    if isinstance(verdict, Rejected):
        return outcome | {"faults": {fault.field: fault.code for fault in verdict.faults}}
    outcome |= {"capacity": {"amount": verdict.capacity, "unit": verdict.capacity_unit}}
    if isinstance(verdict, Ungraded):
        return outcome | {"held_by": list(verdict.editions)}
    assert isinstance(verdict, Graded)
    assert verdict.meets_benchmark is {"at_benchmark": True, "within_baseline": None}.get(outcome["standing"], False)
    return outcome | {"gap": verdict.gap, "excess_energy": verdict.excess_energy}


def list_outcome(case: Case) -> dict[str, Any]:
    """What came of the list, in the words of a case."""
    whole = judged(case)
    goal = goal_of(case)
    weighting = Weighting(case.get("weighting", goal.weighting))
    options = {
        "leaves_out_rejected": case.get("rejected") == "leave_out",
        "lines_are_enterprises": case.get("a_line_is") == "enterprise",
    }
    stands = whole.progress(goal, weighting, **options)
    figures = stands.figures
    amounts = getattr(figures, "amounts", None)
    parts = (
        {}
        if amounts is None
        else {
            part: amount / figures.divisor
            for part, amount in zip(PARTS, amounts, strict=True)
            if amount or part not in ONE_LEVEL
        }
    )
    return {
        "standings": [standing_of(verdict) for verdict in whole.verdicts],
        "totals": {"unit": figures.unit, **parts} if parts else None,
        "share": {
            "at_benchmark": shown(figures.share_at_benchmark),
            "below_baseline": shown(figures.share_below_baseline),
        },
        "judged_by": edition_of(case),
        "counted": {"counted": str(stands.counted), "out_of_scope": str(stands.out_of_scope)},
        "status": stands.status,
        "reason": stands.reason,
        "shortfall": {"amount": stands.shortfall, "unit": stands.unit},
    }


def expected(case: Case, key: str) -> Any:
    """An expectation with its numbers as numbers."""
    value = case[key]
    match key:
        case "share":
            return {part: readings(share) for part, share in value.items()}
        case "gap" | "excess_energy":
            return number(value)
        case "totals" | "capacity" | "shortfall":
            return None if value == "none" else {k: text if k == "unit" else Decimal(text) for k, text in value.items()}
    return value


def what_to_do(case: Case) -> str:
    """What a person must do if the outcome is not the expected one."""
    return (
        f"look at this published case in {case['file']}.yaml: the official values changed, or the service is wrong. "
        f"Its source: {case['source']}"
        if "source" in case
        else f"the rule that this case shows is broken: {case['rule']}"
    )


@each(CASES)
def test_case_is_written_as_the_readme_says(case: Case) -> None:
    """A misspelt word would be an expectation that nobody checks."""
    expectations = set(case) - CONDITIONS - {"file"}
    assert expectations
    assert expectations <= LINE_EXPECTATIONS | LIST_EXPECTATIONS
    assert ("line" in case) is not ("lines" in case)
    assert ("source" in case) is not ("rule" in case)
    assert "line" in case or not expectations & LINE_EXPECTATIONS


@each([case for case in CASES if LINE_EXPECTATIONS & set(case)])
def test_line_gets_the_result_of_the_case(case: Case) -> None:
    wanted = {key: expected(case, key) for key in LINE_EXPECTATIONS & set(case)}
    outcome = line_outcome(case)
    assert {key: outcome.get(key) for key in wanted} == wanted, what_to_do(case)


@each([case for case in CASES if LIST_EXPECTATIONS & set(case)])
def test_list_gets_the_result_of_the_case(case: Case) -> None:
    wanted = {key: expected(case, key) for key in LIST_EXPECTATIONS & set(case)}
    outcome = list_outcome(case)
    if "share" in wanted:
        outcome["share"] = {part: outcome["share"][part] for part in wanted["share"]}
    assert {key: outcome.get(key) for key in wanted} == wanted, what_to_do(case)


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case["name"] for case in CASES]
    assert len(set(names)) == len(names)
