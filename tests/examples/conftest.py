"""What the tests of the pages share."""

import pytest

from tests.command_line.shell import Shell
from tests.examples.pages import PROJECT


@pytest.fixture
def shell(monkeypatch, capfdbinary):
    """The command line within this process, with the official values."""
    shell = Shell(monkeypatch, capfdbinary)
    monkeypatch.delenv("BENCHMARKS_DIR", raising=False)
    return shell


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder with the examples, and the current one."""
    (tmp_path / "examples").symlink_to(PROJECT / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path
