"""Evaluating a list in a file: what the command ``evaluate`` does between its options and the screen."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from service import VERSION
from service.command_line.files import Source, open_source, open_target
from service.command_line.verdict_screen import MAX_SHOWN_LINES
from service.evaluate import Provenance, evaluate, resolve
from service.formats.answers.results import RejectedResult
from service.formats.body import HashedBody
from service.texts import command_line as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from service.domain.catalogue import Catalogue
    from service.formats.answers.results import Answer, LineResult
    from service.formats.answers.shape import SummaryAnswer
    from service.formats.lists.request import RequestedOptions
    from service.formats.registry import Format
    from service.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The file of a list and the file of its answer, if the answer is to be kept; both with their formats."""

    source: str
    source_format: Format
    source_options: Mapping[str, str]
    """The options that only lists of the format have."""
    target: str | None
    target_format: Format

    @property
    def is_stream(self) -> bool:
        """Whether neither the list nor the answer is held in memory as a whole."""
        return self.source_format.is_stream and (self.target is None or self.target_format.is_stream)


@dataclass(frozen=True, slots=True)
class Digest:
    """What the screen shows of an answer: all but its results, and the first of the rejected lines."""

    summary: SummaryAnswer
    rejected: list[RejectedResult]


def evaluate_file(
    files: Files, requested: RequestedOptions, catalogue: Catalogue, settings: Settings, lang: str
) -> Digest:
    """Evaluate the list in a file, and write the answer if it is to be kept.

    The requested options override those in the list. Raises `ProblemError` where the service would answer with a
    problem, and `FileError` and BrokenPipeError.
    """
    source_format = files.source_format
    with open_source(files.source) as stream, _show_progress(lang) as progress:
        source = Source(stream, files.source, None if files.is_stream else settings.max_body_bytes)
        task = progress.add_task("", total=None, lines=0)
        max_lines = settings.max_stream_lines if files.is_stream else settings.max_lines
        body = HashedBody(source)
        submitted = source_format.read(body, max_lines, files.source_options)
        options = resolve(requested.override(submitted.options), catalogue)
        answer = files.target_format.answer(lang, submitted.positions) if files.target else None
        recorder = _Recorder(answer, is_stream=source_format.is_stream)

        def blocks() -> Iterator[Any]:
            lines = 0
            for block in submitted.blocks:
                yield block
                lines += len(block)
                done = (source.bytes_read, source.size) if source_format.is_stream else (lines, submitted.count)
                progress.update(task, completed=done[0], total=done[1], lines=lines)

        pieces = evaluate(
            replace(submitted, blocks=blocks()),
            options,
            catalogue,
            answer=recorder,
            lang=lang,
            provenance=Provenance(version=VERSION, digest=body.digest),
        )
        if files.target is None:
            for _ in pieces:
                pass
        else:
            with open_target(files.target) as target:
                target.writelines(pieces)
    return Digest(recorder.summary, recorder.rejected)


class _Recorder:
    """Passes an answer on to its format, if it has one, and keeps what the screen shows."""

    summary: SummaryAnswer
    """There once the answer is finished."""

    def __init__(self, answer: Answer | None, *, is_stream: bool) -> None:
        self._answer = answer
        self.is_stream = is_stream
        self.rejected: list[RejectedResult] = []

    def add(self, results: Sequence[LineResult]) -> bytes:
        if len(self.rejected) < MAX_SHOWN_LINES:
            self.rejected += [each for each in results if isinstance(each, RejectedResult)][:MAX_SHOWN_LINES]
        return self._answer.add(results) if self._answer else b""

    def finish(self, summary: SummaryAnswer) -> Iterator[bytes]:
        self.summary = summary
        if self._answer:
            yield from self._answer.finish(summary)


@contextlib.contextmanager
def _show_progress(lang: str) -> Iterator[Progress]:
    """A bar on a terminal, gone when it is done; never in a file or a pipe."""
    lines = words.LINES_DONE.in_language(lang).format(count="{task.fields[lines]:,}")
    columns = (TextColumn(words.EVALUATING.in_language(lang)), BarColumn(bar_width=None), TextColumn(lines))
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        yield progress
