"""The pages of the project point to what exists."""

import re
import tomllib

import pytest
import yaml

from service.app import VERSION
from tests.examples.pages import PROJECT, blocks_of, links, table, text_of
from tests.web.client import get

NOT_OURS = {".venv", "node_modules"}
PAGES = sorted(
    path.relative_to(PROJECT).as_posix()
    for path in PROJECT.rglob("*.md")
    if not any(part in NOT_OURS or part.startswith(".") for part in path.relative_to(PROJECT).parts)
)


def test_every_page_is_looked_at():
    assert {"README.md", "README.zh.md", "CHANGELOG.md", "CONTRIBUTING.md", "benchmarks/README.md"} <= set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_links_between_files_resolve(page):
    inside = [link.partition("#")[0] for link in links(page) if not re.match(r"https?://|#", link)]
    assert [link for link in inside if not ((PROJECT / page).parent / link).exists()] == []


def test_the_arrows_are_those_that_are_checked():
    """The one line of the page says what Import Linter is told."""
    (shown,) = blocks_of("CONTRIBUTING.md", "text")
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (layers,) = (each["layers"] for each in contracts if each["type"] == "layers" and "containers" not in each)
    assert [set(layer.split(" | ")) for layer in shown.strip().split(" -> ")] == [
        set(layer.split(" | ")) for layer in layers
    ]


def test_the_files_held_up_as_examples_exist():
    named = [cells[-1].strip("`") for cells in table("CONTRIBUTING.md", "subject")]
    assert named
    assert [path for path in named if not (PROJECT / path).is_file()] == []


def test_the_worked_case_of_the_page_is_one_of_the_cases():
    (shown,) = blocks_of("CONTRIBUTING.md", "yaml")
    cases = [
        case
        for path in (PROJECT / "tests" / "cases").glob("*.yaml")
        for case in yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - it builds text only
    ]
    (case,) = yaml.load(shown, yaml.BaseLoader)  # noqa: S506 - it builds text only
    assert any(case.items() <= each.items() for each in cases)


def test_the_commands_of_the_page_are_targets_of_the_makefile():
    makefile = text_of("Makefile")
    commands = re.findall(r"\bmake ([a-z]+)\b(?=`|$)", text_of("CONTRIBUTING.md"), re.MULTILINE)
    assert {"test", "lint", "run", "format", "lock"} <= set(commands)
    assert [command for command in commands if not re.search(rf"^{command}:", makefile, re.MULTILINE)] == []


def test_the_changelog_counts_what_is_held():
    """Under the version of the service, the values first."""
    changelog = text_of("CHANGELOG.md")
    version, *parts = re.findall(r"^##+ (.+)$", changelog, re.MULTILINE)[:6]
    assert version.split()[0] == VERSION
    assert parts == ["Benchmark values", "API", "The page", "Command line", "Running"]
    for edition in get("/v1/editions").json["editions"]:
        held, rows = edition["rows_held"], edition["rows_held"] + edition["rows_not_held"]
        stated = re.search(rf"`{edition['id']}` \({edition['document']}\): (\d+) (?:rows )?of (\d+) rows", changelog)
        assert stated
        assert (int(stated[1]), int(stated[2])) == (held, rows)
    goals = get("/v1/goals").json["goals"]
    assert f"- {len(goals)} goals" in changelog
