"""The answers and screens that a page shows after a block of commands."""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.command_line.shell import Ended
from tests.examples.commands import SERVICE, pipelines, run
from tests.examples.pages import PROJECT, text_of
from tests.figures.renewing import CannotRenewError, renew_json, renew_lines

if TYPE_CHECKING:
    from tests.examples.commands import Ended as Printed

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_KEYS = "$KEY"
"""In a block that needs an access key, which no answer shows."""


def renew_shown(text: str) -> str:
    """The text of a page with every shown answer as it is now."""
    pieces = []
    end = 0
    for commands, shown in itertools.pairwise(_BLOCK.finditer(text)):
        if commands[1] == "sh" and shown[1] in _RENEW and _is_run(commands[2]):
            pieces += [text[end : shown.start(2)], _renew_block(shown[1], shown[2], commands[2])]
            end = shown.end(2)
    return "".join([*pieces, text[end:]])


@functools.cache
def answers(page: str) -> list[Any]:
    """The answers in JSON to the POST requests of a page."""
    blocks = [
        text for language, text in _BLOCK.findall(text_of(page)) if language == "sh" and "/v1/evaluations" in text
    ]
    printed = [_run_block(block) for block in blocks if _is_run(block)]
    return [
        each.answer.json
        for each in printed
        if each.answer and each.answer.headers["Content-Type"] == "application/json"
    ]


def _is_run(block: str) -> bool:
    return _KEYS not in block and any(
        words[0] == "curl" or words[1:3] == SERVICE for pipeline in pipelines(block) for words in pipeline
    )


@functools.cache
def _run_block(block: str) -> Printed:
    """What a block of commands prints, in an empty folder with the examples."""
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        folder = Path(name)
        (folder / "examples").symlink_to(PROJECT / "examples")
        return run(block, folder, _shell)


def _shell(*arguments: str, sent: bytes = b"") -> Ended:
    """The command line as a process in the current folder, with the official values, in English."""
    settings = {"PYTHONPATH": str(PROJECT), "LC_ALL": "C.UTF-8"}
    kept = {name: value for name, value in os.environ.items() if name not in {"BENCHMARKS_DIR", "COLUMNS"}}
    done = subprocess.run(
        [sys.executable, "-m", "service", *arguments], input=sent, env=kept | settings, capture_output=True, check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr.decode())


def _renew_block(language: str, shown: str, commands: str) -> str:
    try:
        return _RENEW[language](shown, _run_block(commands))
    except CannotRenewError as difference:
        first = commands.partition("\n")[0]
        raise CannotRenewError(f"the answer to `{first}`: {difference}") from difference


def _renew_stream(shown: str, printed: Printed) -> str:
    lines, real = shown.splitlines(), printed.answer.lines
    if len(lines) != len(real):
        raise CannotRenewError(f"{len(real)} lines are answered, {len(lines)} are shown")
    return "".join(f"{renew_json(one, other)}\n" for one, other in zip(lines, real, strict=True))


_RENEW = {
    "json": lambda shown, printed: renew_json(shown, printed.answer.json),
    "ndjson": _renew_stream,
    "csv": lambda shown, printed: renew_lines(shown, printed.answer.text.decode("utf-8-sig")),
    "text": lambda shown, printed: renew_lines(shown, printed.text),
}
