"""``goals/<plan>.yaml``: the goals of a plan, and which one is the default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.domain.goal import OF_LINES, Goal, Kind, Publication
from service.loading.file_schemas import GoalSchema, PlanSchema

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from decimal import Decimal

    from service.loading.reader import Reader

_NEEDED = {
    Kind.SHARE_AT_LEAST: ("weighting", "edition"),
    Kind.BELOW_BASELINE_AT_MOST: ("weighting", "edition"),
    Kind.REDUCTION_AT_LEAST: ("base_year",),
}
_LEVELS = {Kind.SHARE_AT_LEAST: "benchmark", Kind.BELOW_BASELINE_AT_MOST: "baseline"}


def read_goals(reader: Reader, editions: Collection[str]) -> tuple[dict[str, Goal], Goal | None]:
    """The goals that could be read, and the default among them."""
    rows = [row for name in reader.names if name.startswith("goals/") for row in _rows(reader, name)]
    is_complete = reader.is_sound("goals/")
    goals: dict[str, Goal] = {}
    files: dict[str, str] = {}
    defaults = []
    for name, path, row in rows:

        def fault(key: str, message: str, name: str = name, path: str = path) -> None:
            reader.fault(name, f"{path}.{key}", message)

        _refuse_contradictions(row, editions, fault)
        goal = goals[row["id"]] = _goal(_plan(name), row)
        if row["id"] in files:
            fault("id", f"{row['id']!r} stands already in {files[row['id']]}")
        files.setdefault(row["id"], name)
        if row["default"]:
            defaults.append(goal)
    if len(defaults) > 1:
        reader.fault("goals", "", f"more than one goal is the default: {', '.join(goal.id or '' for goal in defaults)}")
    if is_complete and not defaults:
        reader.fault("goals", "", "no goal is the default")
    return goals, next(iter(defaults), None)


def _plan(name: str) -> str:
    return name.removeprefix("goals/").removesuffix(".yaml")


def _rows(reader: Reader, name: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The goals of a file, each with the file and its path in it."""
    content = reader.mapping(name)
    if content is None:
        return
    head = reader.shaped(name, PlanSchema(), content)
    if head and head["plan"] != _plan(name):
        reader.fault(name, "plan", f"is {head['plan']!r}, but the file is named {_plan(name)!r}")
    for path, row in reader.rows(name, "goals", GoalSchema(), content):
        yield name, path, row


def _refuse_contradictions(row: dict[str, Any], editions: Collection[str], fault: Callable[[str, str], None]) -> None:
    kind: Kind = row["kind"]
    for key in _NEEDED.get(kind, ()):
        if row[key] is None:
            fault(key, f"a goal of kind {kind} needs one")
    if row["level"] != _LEVELS.get(kind, row["level"]):
        fault("level", f"must be {_LEVELS[kind]} for a goal of kind {kind}")
    if row["edition"] is not None and row["edition"] not in editions:
        fault("edition", f"no edition {row['edition']!r}")
    if row["must_exceed"] and kind is Kind.BELOW_BASELINE_AT_MOST:
        fault("must_exceed", f"must be no for a goal of kind {kind}")
    if row["default"] and kind not in OF_LINES:
        fault("default", f"must be no for a goal of kind {kind}, which no list of lines can answer")
    for key in ("target", "stretch"):
        if row[key] is not None and not _is_possible(kind, row[key]):
            figure = "a number of things" if kind is Kind.COUNT_AT_LEAST else "a fraction between 0 and 1; 0.5 is 50 %"
            fault(key, f"{row[key]} is not {figure}")


def _is_possible(kind: Kind, figure: Decimal) -> bool:
    if kind is Kind.COUNT_AT_LEAST:
        return figure >= 0 and figure % 1 == 0
    return 0 <= figure <= 1


def _goal(plan: str, row: dict[str, Any]) -> Goal:
    return Goal(
        id=row["id"],
        kind=row["kind"],
        target=row["target"],
        by=row["by"],
        must_exceed=row["must_exceed"],
        weighting=row["weighting"],
        edition=row["edition"],
        level=row["level"],
        publication=Publication(
            plan=plan,
            title=row["title"],
            scope=row["scope"],
            document=row["document"],
            evidence=row["evidence"],
            sources=tuple(row["sources"]),
            note=row["note"],
            base_year=None if row["base_year"] is None else int(row["base_year"]),
            stretch=row["stretch"],
        ),
    )
