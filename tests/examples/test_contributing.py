"""CONTRIBUTING.md names what exists, and says what the tools check."""

import re
import tomllib

import pytest
import yaml

from tests.examples.pages import PROJECT, blocks_of, table, text_of

PAGE = "CONTRIBUTING.md"


def exists(path):
    return any(PROJECT.glob(path)) if "*" in path else (PROJECT / path).exists()


def map_of_the_code():
    """The paths of the map: the package from its top to its ground, and what lies beside it."""
    package, beside = ([line.split()[0] for line in block.splitlines()] for block in blocks_of(PAGE, "text"))
    return package, beside


def test_the_map_names_what_exists():
    package, beside = map_of_the_code()
    assert [path for path in package + beside if not exists(path)] == []


def test_the_map_has_all_of_the_package():
    package, _ = map_of_the_code()
    modules = {
        f"service/{path.name}" + ("/" if path.is_dir() else "")
        for path in (PROJECT / "service").iterdir()
        if path.name not in {"__init__.py", "__pycache__"}
    }
    assert set(package) == modules


def test_the_map_has_the_layers_in_the_order_that_is_checked():
    """A module imports only from modules below it: Import Linter has the same order."""
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (layers,) = (each["layers"] for each in contracts if each["type"] == "layers" and "domain" in each["layers"][-1])
    package, _ = map_of_the_code()
    order = [path.removeprefix("service/").strip("/").removesuffix(".py") for path in package]
    checked = [set(re.findall(r"\w+", layer.replace("service.", ""))) for layer in layers]
    found = []
    for members in checked:
        found.append({name for name in order[: len(members)] if name in members})
        order = order[len(found[-1]) :]
    assert found == checked
    assert order == ["probe"], "which is apart from all"


TOUCHED = [
    pytest.param(int(count), re.findall(r"`([^`]+)`", where), where.split("; "), id=what)
    for what, count, where in table(PAGE, "touch")
]


@pytest.mark.parametrize(("count", "paths", "places"), TOUCHED)
def test_what_an_addition_touches_exists_and_is_counted(count, paths, places):
    assert count == len(places)
    assert [path for path in paths if not exists(path)] == []


TRACED = {"a field of a line": "operating_days", "a kind of goal": "below_baseline_at_most"}
"""An earlier addition of each sort, whose name is in every module that it touched."""


@pytest.mark.parametrize(("what", "name"), TRACED.items())
def test_the_modules_that_an_addition_touches_know_an_earlier_one(what, name):
    (paths,) = (each.values[1] for each in TOUCHED if each.id == what)
    modules = [path for path in paths if path.startswith("service/")]
    assert [path for path in modules if name not in text_of(path).casefold()] == []


def test_the_files_held_up_as_examples_exist():
    named = [cells[-1].strip("`") for cells in table(PAGE, "subject")]
    assert named
    assert [path for path in named if not (PROJECT / path).is_file()] == []


def test_the_worked_case_of_the_page_is_one_of_the_cases():
    (shown,) = blocks_of(PAGE, "yaml")
    cases = [
        case
        for path in (PROJECT / "tests" / "cases").glob("*.yaml")
        for case in yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - it builds text only
    ]
    (case,) = yaml.load(shown, yaml.BaseLoader)  # noqa: S506 - it builds text only
    assert any(case.items() <= each.items() for each in cases)


def test_the_commands_of_the_page_are_targets_of_the_makefile():
    makefile = text_of("Makefile")
    commands = set(re.findall(r"\bmake ([a-z-]+)\b(?=`|$)", text_of(PAGE), re.MULTILINE))
    assert {"test", "lint", "run", "format", "lock"} <= commands
    assert {name for name in commands if not re.search(rf"^{name}:", makefile, re.MULTILINE)} == set()
