"""A list judged on the spot: read, answered, counted on the way, and kept in sum."""

from __future__ import annotations

import contextlib
import re
import sys
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from service.command_line.files import FORMATS, Reading, Source, opened, written
from service.command_line.verdict_screen import SHOWN_LINES
from service.domain.errors import Fault
from service.formats.answers.results import RejectedResult, answered
from service.formats.lists.request import Asked, agreed
from service.formats.lists.schemas import OwnGoalSchema, expected
from service.request_errors import RequestFault
from service.texts import command_line as words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.domain.catalogue import Catalogue
    from service.domain.weighting import Weighting
    from service.formats.answers.results import Answer
    from service.settings import Settings

_begins_an_id = re.compile(r"[^\W\d_]").match


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a list is to be judged, as far as the command line says it; None where it says nothing."""

    goal: str | None
    """The id of a goal, or a share."""
    edition: str | None
    weighting: Weighting | None
    strict: bool | None

    def over(self, asked: Asked) -> Asked:
        """What the list asks for by itself, with what is said here in its place."""
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        given = {name: value for name, value in given.items() if value is not None}
        faults = [fault for fault in asked.faults if not {*fault.pointer.split("/")[1:2]} & given.keys()]
        if self.goal is not None and not _begins_an_id(self.goal):
            try:
                given["goal"] = OwnGoalSchema().load({"target": self.goal})
            except ValidationError as error:
                given["goal"] = None
                codes = error.messages_dict["target"]
                facts = expected(OwnGoalSchema(), "target")
                faults += [
                    RequestFault("/goal", Fault(field="goal", code=code, value=self.goal, facts=facts))
                    for code in codes
                ]
        return replace(asked, faults=faults, **given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The list and its format, and where the answer goes and in which format, if it is to be kept."""

    source: str
    format: str
    target: str | None
    target_format: str
    charset: str | None
    sheet: str | None

    def reading(self, settings: Settings) -> Reading:
        """The limits of the service: more lines where neither the list nor the answer is held whole."""
        passes = FORMATS[self.format].is_stream and (self.target is None or FORMATS[self.target_format].is_stream)
        return Reading(
            bytes_held=settings.max_body_bytes,
            bytes_streamed=None if passes else settings.max_body_bytes,
            lines=settings.max_stream_lines if passes else settings.max_lines,
            charset=self.charset,
            sheet=self.sheet,
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer without its results, and the first of the rejected lines."""

    summary: dict[str, Any]
    rejected: list[RejectedResult]


def evaluate(files: Files, options: Options, catalogue: Catalogue, settings: Settings, lang: str) -> Outcome:
    """Judge the list, and write the answer if it is to be kept.

    Raises `ProblemError` where the service would answer with a problem, and `FileError` and BrokenPipeError.
    """
    read = FORMATS[files.format]
    with opened(files.source) as stream, _progress(lang) as progress:
        source = Source(stream, files.source)
        task = progress.add_task("", total=None, lines=0)
        sent = read.read(source, files.reading(settings))
        terms = agreed(options.over(sent.asked), catalogue)
        answer = FORMATS[files.target_format].answer(lang, sent.places) if files.target else None
        kept = _Kept(answer, is_stream=read.is_stream)

        def blocks() -> Iterator[Any]:
            lines = 0
            for block in sent.blocks:
                yield block
                lines += len(block)
                done, total = (source.read, source.size) if read.is_stream else (lines, sent.count)
                progress.update(task, completed=done, total=total, lines=lines)

        pieces = answered(blocks(), terms, catalogue, lang, kept, sent.places)
        if files.target is None:
            for _ in pieces:
                pass
        else:
            with written(files.target) as target:
                target.writelines(pieces)
    return Outcome(kept.summary, kept.rejected)


class _Kept:
    """An answer that is written in its format, or in none, and whose sum is kept for the screen."""

    media_type = ""

    def __init__(self, answer: Answer | None, *, is_stream: bool) -> None:
        self._answer = answer
        self.is_stream = is_stream
        self.summary: dict[str, Any] = {}
        self.rejected: list[RejectedResult] = []

    def add(self, results: list[Any]) -> bytes:
        if len(self.rejected) < SHOWN_LINES:
            self.rejected += [each for each in results if isinstance(each, RejectedResult)][:SHOWN_LINES]
        return self._answer.add(results) if self._answer else b""

    def finish(self, summary: dict[str, Any]) -> Iterator[bytes]:
        self.summary = summary
        if self._answer:
            yield from self._answer.finish(summary)


@contextlib.contextmanager
def _progress(lang: str) -> Iterator[Progress]:
    """A bar on a terminal, gone when it is done; never in a file or a pipe."""
    lines = words.LINES_DONE.in_language(lang).format(count="{task.fields[lines]:,}")
    columns = (TextColumn(words.EVALUATING.in_language(lang)), BarColumn(bar_width=None), TextColumn(lines))
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        yield progress
