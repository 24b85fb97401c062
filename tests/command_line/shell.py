"""Runs the command line: within this process, as a process, or on a terminal of a given width."""

import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from dataclasses import dataclass

from service.command_line import main
from tests.builders import CATALOGUE
from tests.running import PATIENCE, PROJECT

MIXED = PROJECT / "examples" / "mixed.json"
COMMAND = [sys.executable, "-m", "service"]

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command ended with and wrote."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Standard output as text."""
        return self.out.decode()


class Shell:
    """Runs commands within this process, with the catalogue of the tests and no preferred language."""

    def __init__(self, monkeypatch, capture) -> None:
        self._monkeypatch = monkeypatch
        self._capture = capture
        for name in ("LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("BENCHMARKS_DIR", str(CATALOGUE))

    def __call__(self, *arguments: object, sent: bytes = b"") -> Ended:
        """Run a command; nothing that it meets may end in a traceback."""
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(sent)))
        status = main([str(each) for each in arguments])
        out, err = self._capture.readouterr()
        assert b"Traceback" not in err
        return Ended(status, out, err.decode())


def environment(**more: str) -> dict[str, str]:
    """The environment without a preferred language or colours, with the catalogue of the tests and what is given."""
    unset = {"LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "NO_COLOR", "FORCE_COLOR"}
    return (
        {name: value for name, value in os.environ.items() if name not in unset}
        | {"LC_ALL": "C.UTF-8", "BENCHMARKS_DIR": str(CATALOGUE)}
        | more
    )


def process(*arguments: object, **more: str) -> Ended:
    """Run a command as a process, with an environment."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=PROJECT,
        env=environment(**more),
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )
    return Ended(done.returncode, done.stdout, done.stderr.decode())


def on_terminal(*arguments: object, columns: int = 80, **more: str) -> tuple[int, str]:
    """Run a command on a terminal; its status, and all that came to the screen with its escape codes."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=PROJECT,
        env=environment(TERM="xterm-256color", **more),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as running:
        os.close(theirs)
        shown = b""
        try:
            while block := os.read(ours, 65536):
                shown += block
        except OSError:  # how Linux says that the other side is closed
            pass
        status = running.wait(timeout=PATIENCE)
    os.close(ours)
    return status, shown.decode().replace("\r\n", "\n")
