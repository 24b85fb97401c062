"""``goals/<plan>.yaml``: the goals of a plan, and which one is the default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.domain.goal import KINDS, Direction, Goal, GoalOfLines, Publication
from service.loading.file_schemas import GoalSchema, PlanSchema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from service.loading.editions import KnownIds
    from service.loading.reader import Reader


def read_goals(reader: Reader, known: KnownIds) -> tuple[dict[str, Goal], Goal | None]:
    """The goals that could be read, and the default among them."""
    rows = [row for name in reader.names if name.startswith("goals/") for row in _read_rows(reader, name)]
    is_complete = reader.is_faultless("goals/")
    goals: dict[str, Goal] = {}
    files: dict[str, str] = {}
    defaults = []
    for name, path, row in rows:

        def fault(key: str, message: str, name: str = name, path: str = path) -> None:
            reader.add_fault(name, f"{path}.{key}", message)

        _check_row(row, known, fault)
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


def _check_row(row: dict[str, Any], known: KnownIds, fault: Callable[[str, str], None]) -> None:
    kind = KINDS[row["kind"]]
    for key in kind.needs:
        if row[key] is None:
            fault(key, f"a goal of kind {kind.kind} needs one")
    if kind.needs_level is not None and row["level"] != kind.needs_level:
        fault("level", f"must be {kind.needs_level} for a goal of kind {kind.kind}")
    has_edition = row["edition"] in known.editions
    if row["edition"] is not None and not has_edition:
        fault("edition", f"no edition {row['edition']!r}")
    _check_sectors(row["sectors"] or [], row["edition"] if has_edition else None, known, fault)
    if row["must_exceed"] and kind.direction is Direction.AT_MOST:
        fault("must_exceed", f"must be no for a goal of kind {kind.kind}")
    if row["default"] and not issubclass(kind, GoalOfLines):
        fault("default", f"must be no for a goal of kind {kind.kind}, which no list of lines can answer")
    for key in ("target", "stretch"):
        if row[key] is not None and not kind.can_target(row[key]):
            fault(key, f"{row[key]} is not {kind.targets}")


def _check_sectors(
    industries: list[list[str]], edition: str | None, known: KnownIds, fault: Callable[[str, str], None]
) -> None:
    """Check that the edition (any, if none is named) has each sector of a goal, and that none counts twice."""
    seen: set[str] = set()
    for outer, industry in enumerate(industries):
        for inner, sector in enumerate(industry):
            if not known.has_sector(sector, edition):
                fault(f"sectors[{outer}][{inner}]", f"no sector {sector!r}")
            if sector in seen:
                fault(f"sectors[{outer}][{inner}]", f"duplicate {sector!r}")
            seen.add(sector)


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
        sectors=None if row["sectors"] is None else tuple(map(tuple, row["sectors"])),
        counts=row["counts"],
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
