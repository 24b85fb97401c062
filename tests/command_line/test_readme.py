"""What both READMEs show of the command line is what it does."""

import shlex

import pytest

from service.command_line.commands import NO_ANSWER, STATUSES
from tests.examples.pages import CUT, PROJECT, READMES, blocks, table

HEADINGS = {"README.md": "exit status", "README.zh.md": "退出状态"}


@pytest.mark.parametrize("page", READMES)
def test_the_commands_shown_do_what_is_shown(shell, page, tmp_path, monkeypatch):
    """Every line up to a `…` follows the one before it."""
    shown = blocks(page)
    (place,) = (number for number, (_, text) in enumerate(shown) if text.startswith(".venv/bin/python"))
    evaluate, benchmarks = (shlex.split(line)[3:] for line in shown[place][1].splitlines())
    (tmp_path / "examples").symlink_to(PROJECT / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BENCHMARKS_DIR")  # the pages show the official values
    ended = shell(*evaluate)
    assert ended.status == 0
    rest = ended.text
    for piece in shown[place + 1][1].split(f"{CUT}\n"):
        assert piece in rest
        rest = rest.partition(piece)[2]
    assert rest == ""
    assert (tmp_path / "answer.xlsx").read_bytes().startswith(b"PK")
    assert shell(*benchmarks).text.count("flat-glass.") == 2


@pytest.mark.parametrize("page", READMES)
def test_the_statuses_are_those_of_the_command(page):
    assert [int(status.strip("`")) for status, _ in table(page, HEADINGS[page])] == [*STATUSES.values(), NO_ANSWER]
