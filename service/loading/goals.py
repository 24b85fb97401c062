"""``goals/<plan>.yaml``: the goals of a plan, and which one is the default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.domain.goal import KINDS, Direction, Goal, GoalOfLines, Publication
from service.loading.file_schemas import GoalSchema, PlanSchema

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from service.loading.reader import Reader


def read_goals(reader: Reader, editions: Collection[str]) -> tuple[dict[str, Goal], Goal | None]:
    """The goals that could be read, and the default among them."""
    rows = [row for name in reader.names if name.startswith("goals/") for row in _read_rows(reader, name)]
    is_complete = reader.is_faultless("goals/")
    goals: dict[str, Goal] = {}
    files: dict[str, str] = {}
    defaults = []
    for name, path, row in rows:

        def fault(key: str, message: str, name: str = name, path: str = path) -> None:
            reader.add_fault(name, f"{path}.{key}", message)

        _check_row(row, editions, fault)
        goal = goals[row["id"]] = _make_goal(_plan(name), row)
        if row["id"] in files:
            fault("id", f"duplicate {row['id']!r}, already in {files[row['id']]}")
        files.setdefault(row["id"], name)
        if row["default"]:
            defaults.append(goal)
    if len(defaults) > 1:
        ids = ", ".join(goal.id or "" for goal in defaults)
        reader.add_fault("goals", "", f"more than one goal is the default: {ids}")
    if is_complete and not defaults:
        reader.add_fault("goals", "", "no goal is the default")
    return goals, next(iter(defaults), None)


def _plan(name: str) -> str:
    return name.removeprefix("goals/").removesuffix(".yaml")


def _read_rows(reader: Reader, name: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The goals of a file, each with the file and its path in it."""
    content = reader.parse(name)
    if content is None:
        return
    head = reader.load(name, PlanSchema(), content)
    if head and head["plan"] != _plan(name):
        reader.add_fault(name, "plan", f"is {head['plan']!r}, but the file is named {_plan(name)!r}")
    for path, row in reader.load_rows(name, "goals", GoalSchema(), content):
        yield name, path, row


def _check_row(row: dict[str, Any], editions: Collection[str], fault: Callable[[str, str], None]) -> None:
    kind = KINDS[row["kind"]]
    for key in kind.needs:
        if row[key] is None:
            fault(key, f"a goal of kind {kind.kind} needs one")
    if kind.needs_level is not None and row["level"] != kind.needs_level:
        fault("level", f"must be {kind.needs_level} for a goal of kind {kind.kind}")
    if row["edition"] is not None and row["edition"] not in editions:
        fault("edition", f"no edition {row['edition']!r}")
    if row["must_exceed"] and kind.direction is Direction.AT_MOST:
        fault("must_exceed", f"must be no for a goal of kind {kind.kind}")
    if row["default"] and not issubclass(kind, GoalOfLines):
        fault("default", f"must be no for a goal of kind {kind.kind}, which no list of lines can answer")
    for key in ("target", "stretch"):
        if row[key] is not None and not kind.can_target(row[key]):
            fault(key, f"{row[key]} is not {kind.targets}")


def _make_goal(plan: str, row: dict[str, Any]) -> Goal:
    kind = KINDS[row["kind"]]
    return kind(
        id=row["id"],
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
