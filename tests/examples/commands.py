"""Runs the command lines that the pages show, within this process: curl, the command line, and scripts in Python."""

import itertools
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.command_line.shell import Shell
from tests.web.client import Answer, Client, official

ADDRESS = "http://127.0.0.1:8000"
SERVICE = ["-m", "service"]


@dataclass(frozen=True, slots=True)
class Request:
    """A curl command: what it asks, and the file that it writes the answer to."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    output: str | None

    def send(self, client: Client) -> Answer:
        """The answer of an application."""
        return client.send(self.method, self.path, data=self.body, headers=self.headers)


@dataclass(frozen=True, slots=True)
class Ended:
    """What a block of commands came to: the last answer, and what a terminal shows beside it."""

    answer: Answer | None
    text: str


def pipelines(block: str) -> Iterator[list[list[str]]]:
    """The lines of a block of commands as a shell reads them: each a list of commands, each a list of words."""
    block = re.sub(r" +# .*$", "", block, flags=re.MULTILINE).replace("\\\n", " ")
    words = shlex.shlex(block, posix=True, punctuation_chars="\n|")
    words.whitespace, words.whitespace_split, words.commenters = " \t", True, ""
    for is_break, line in itertools.groupby(words, lambda word: set(word) == {"\n"}):
        if not is_break:
            yield [list(part) for is_pipe, part in itertools.groupby(line, "|".__eq__) if not is_pipe]


def request(words: list[str], folder: Path, sent: bytes = b"") -> Request:
    """The request of a curl command; its body may be a file of the folder, or what is sent to its standard input."""
    (address,) = (word for word in words if word.startswith(ADDRESS))
    path = address.removeprefix(ADDRESS)
    options = [*itertools.pairwise(words), (words[-1], "")]
    headers = dict(value.split(": ", 1) for option, value in options if option == "-H")
    bodies = [value for option, value in options if option in {"-d", "--data-binary"}]
    (body,) = [_body(value, folder, sent) for value in bodies] or [b""]
    outputs = [value for option, value in options if option == "-o"]
    if "-O" in words:
        outputs.append(path.partition("?")[0].rpartition("/")[2])
    (output,) = outputs or [None]
    return Request("POST" if bodies else "GET", path, headers, body, output)


def _body(value: str, folder: Path, sent: bytes) -> bytes:
    if value == "@-":
        return sent
    return (folder / value[1:]).read_bytes() if value.startswith("@") else value.encode()


def run(block: str, folder: Path, shell: Shell) -> Ended:
    """Run a block of commands in a folder, which is the current one; every command must succeed."""
    answer, text = None, ""
    for pipeline in pipelines(block):
        sent = b""
        for words in pipeline:
            if words[0] == "curl":
                asked = request(words, folder, sent)
                answer = asked.send(official())
                assert answer.status == 200, answer.body.decode()
                if asked.output:
                    (folder / asked.output).write_bytes(answer.body)
            elif words[1:3] == SERVICE:
                ended = shell(*words[3:], sent=sent)
                assert ended.status == 0, ended.err
                text += ended.err + ended.text
            else:
                assert words[0] == "python3", words
                script = subprocess.run([sys.executable, *words[1:]], capture_output=True, check=True, cwd=folder)
                text += script.stderr.decode()
                sent = script.stdout
    return Ended(answer, text)
