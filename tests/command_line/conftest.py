"""What the tests of the command line share."""

import pytest

from tests.command_line.shell import Shell


@pytest.fixture
def shell(monkeypatch, capfdbinary):
    """The command line within this process."""
    return Shell(monkeypatch, capfdbinary)
