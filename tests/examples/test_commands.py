"""Every command line that a page shows works, and prints what the page shows."""

import itertools
import re

import pytest

from tests.examples.commands import SERVICE, pipelines, run
from tests.examples.pages import PAGES, PROJECT, blocks, blocks_of, cut_json, differences, follows, text_of

KEYS = "$KEY"
"""In the block of docs/operations.md about access keys, which test_operations.py runs."""

ANSWERS = {"json", "ndjson", "csv"}
"""The languages of blocks that show an answer; `text` shows a screen, or is a drawing."""

RUN = "run `make figures`, and read the difference"
"""What a person does when an answer is no longer the one that a page shows."""

BLOCKS = [
    pytest.param(block, language, shown, id=f"{page}-{number}")
    for page in PAGES
    for number, ((kind, block), (language, shown)) in enumerate(itertools.pairwise([*blocks(page), ("", "")]))
    if kind == "sh"
]
"""Every block of commands, and the block after it."""


def is_run(block):
    """Whether the commands of a block are run here: those that ask the service, or are it."""
    return KEYS not in block and any(
        words[0] == "curl" or words[1:3] == SERVICE for pipeline in pipelines(block) for words in pipeline
    )


@pytest.mark.parametrize(("block", "language", "shown"), BLOCKS)
def test_every_command_works_and_prints_what_is_shown(block, language, shown, shell, folder):
    """What is not run (make, containers) names a target of the Makefile, or files of the project."""
    if is_run(block):
        compare(language, shown, run(block, folder, shell))
    elif KEYS not in block:
        assert [words for (words,) in pipelines(block) if not is_known(words)] == []


def compare(language, shown, ended):
    """Fail unless a value that is shown is the value answered, and whatever is left out is marked."""
    if language == "json":
        assert list(differences(cut_json(shown), ended.answer.json)) == [], RUN
    elif language == "ndjson":
        lines = [cut_json(line) for line in shown.splitlines()]
        assert [list(differences(*pair)) for pair in zip(lines, ended.answer.lines, strict=True)] == [[]] * len(
            lines
        ), RUN
    elif language == "csv":
        assert follows(shown, ended.answer.text.decode("utf-8-sig").replace("\r\n", "\n")), RUN
    elif language == "text":
        assert follows(shown, ended.text), RUN


def is_known(words):
    """Whether a command that is not run names what exists."""
    match words:
        case ["make", target, *variables]:
            named = re.findall(r"^([A-Z_]+)=", "\n".join(variables), re.MULTILINE)
            makefile = text_of("Makefile")
            return re.search(rf"^{target}:", makefile, re.MULTILINE) and all(f"$({name}" in makefile for name in named)
        case ["docker" | "kubectl", *rest]:
            return all((PROJECT / path).exists() for path in rest if "/" in path and path[0] not in "/-")
        case [".venv/bin/python", "-m", "pytest" | "tests.web.contract.renew_examples", *paths]:
            return all((PROJECT / path).exists() for path in paths)
        case [path]:
            return (PROJECT / path).is_file()
    return False


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_that_a_page_shows_follows_the_commands_that_print_it(page):
    """So that none is shown that no test compares; operations.md also shows a line of the log."""
    before = [kind for (kind, _), (language, _) in itertools.pairwise([("", ""), *blocks(page)]) if language in ANSWERS]
    assert before == (["yaml"] if page == "docs/operations.md" else ["sh"] * len(before))


def test_the_workbook_and_the_template_of_the_page_arrive(shell, folder):
    """The page says what the commands write."""
    (block,) = (block for block in blocks_of("docs/lists.md", "sh") if "-O" in block)
    run(block, folder, shell)
    assert {path.name for path in folder.glob("*.xlsx")} == {"capacity.xlsx", "evaluation.xlsx"}
    assert all(path.read_bytes().startswith(b"PK") for path in folder.glob("*.xlsx"))


def test_the_command_line_writes_the_file_that_the_page_names(shell, folder):
    (block,) = (block for block in blocks_of("docs/command-line.md", "sh") if "-o answer" in block)
    run(block, folder, shell)
    assert (folder / "answer.xlsx").read_bytes().startswith(b"PK")
