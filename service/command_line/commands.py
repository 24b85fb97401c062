"""The commands, their options, and what they end with."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import traceback
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.command_line.benchmark_table import BenchmarkTable
from service.command_line.evaluating import Files, Options, evaluate
from service.command_line.files import FORMATS, STANDARD, FileError, format_of, is_same_file
from service.command_line.help import formatter_in, help_width
from service.command_line.keys import keys_in
from service.command_line.screen import printable, put, tell, write
from service.command_line.verdict_screen import Summary, explained, place_of_line
from service.domain.errors import UnknownEditionError
from service.domain.weighting import Weighting
from service.formats.answers.benchmark_rows import rows_answer
from service.formats.answers.results import encode
from service.formats.lists.csv_rows import ENCODINGS
from service.loading import load_catalogue
from service.loading.data_faults import DataFaultsError
from service.request_errors import ProblemError, error_item
from service.settings import Settings, SettingsError, language_of_environment
from service.texts import codes
from service.texts import command_line as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.request_errors import RequestFault

PROGRAM = "python -m service"

STATUSES = {"met": 0, "not_met": 1, "undetermined": 2}
"""What ``evaluate`` ends with, by the status of the goal."""
NO_ANSWER = 3
OWN_FAULT = 70
"""A fault of this program; Python's own 1 would say that the goal is not met."""
INTERRUPTED = 130
NOBODY_READS = 141
"""As a shell says that a process was ended by SIGPIPE."""

SHOWN_FAULTS = 20
"""Faults of a list that was refused as a whole that are shown."""


def main(arguments: Sequence[str]) -> int:
    """Run a command and tell what to exit with; nothing that is sent, missing or full raises."""
    _open_standard_streams()
    lang = _language(arguments)
    try:
        with commands(lang).make_context(PROGRAM, list(arguments), terminal_width=help_width()) as context:
            status: int = context.command.invoke(context)
    except click.exceptions.Exit as end:
        status = end.exit_code
    except BrokenPipeError:
        status = NOBODY_READS
    except KeyboardInterrupt:
        status = INTERRUPTED
    except (click.ClickException, ProblemError, FileError, DataFaultsError, SettingsError, OSError) as error:
        message = f"{words.ERROR.in_language(lang)}{words.COLON.in_language(lang)}{_why(error, lang)}"
        with contextlib.suppress(OSError):
            tell(sys.stderr, message)
        status = NO_ANSWER
    except Exception:  # noqa: BLE001 - its status must not be one that means something else
        traceback.print_exc()
        status = OWN_FAULT
    _drop_unwritten()
    return status


def commands(lang: str) -> click.Group:
    """The commands, with help in a language; ``--lang`` is that language unless it says another."""

    class Context(click.Context):
        formatter_class = formatter_in(lang)

    def said(name: str) -> str:
        return words.OPTIONS[name].in_language(lang)

    helping = click.help_option("-h", "--help", help=said("help"))
    speaking = click.option("--lang", type=click.Choice(codes.LANGUAGES), default=lang, help=said("lang"))
    formats = click.Choice(list(FORMATS))
    weightings = click.Choice([each.value for each in Weighting])

    @click.command(help=words.EVALUATE.in_language(lang), short_help=words.EVALUATE_SHORT.in_language(lang))
    @click.argument("source", metavar="LIST")
    @click.option("--goal", metavar="ID|SHARE", help=said("goal"))
    @click.option("--edition", metavar="ID", help=said("edition"))
    @click.option("--weighting", type=weightings, help=said("weighting"))
    @click.option("--strict/--no-strict", default=None, help=said("strict"))
    @click.option("--format", "source_format", type=formats, help=said("format"))
    @click.option("--charset", type=click.Choice(list(ENCODINGS), case_sensitive=False), help=said("charset"))
    @click.option("--sheet", metavar="NAME", help=said("sheet"))
    @click.option("-o", "--output", "target", metavar="OUT", help=said("output"))
    @click.option("--output-format", "target_format", type=formats, help=said("output_format"))
    @speaking
    @helping
    def evaluate(lang: str, **given: Any) -> int:  # noqa: ANN401 - the options, as click has them
        return _evaluate(given, lang)

    @click.command(help=words.BENCHMARKS.in_language(lang), short_help=words.BENCHMARKS_SHORT.in_language(lang))
    @click.argument("query", required=False, default="")
    @click.option("--edition", metavar="ID", help=said("edition_shown"))
    @click.option("--json", "as_json", is_flag=True, help=said("json"))
    @speaking
    @helping
    def benchmarks(query: str, edition: str | None, lang: str, *, as_json: bool) -> int:
        return _benchmarks(query, edition, lang, as_json=as_json)

    @click.group(help=words.ABOUT.in_language(lang), no_args_is_help=False)
    @helping
    def group() -> None:
        pass

    group.add_command(evaluate)
    group.add_command(benchmarks)
    keys, add = keys_in(lang)
    group.add_command(keys)
    for command in (group, evaluate, benchmarks, keys, add):
        command.context_class = Context
    return group


def _evaluate(given: dict[str, Any], lang: str) -> int:
    source, target = given["source"], given["target"]
    files = Files(
        source=source,
        format=given["source_format"] or _format(source, "--format", lang),
        target=target,
        target_format=(given["target_format"] or _format(target, "--output-format", lang)) if target else "json",
        charset=given["charset"],
        sheet=given["sheet"],
    )
    for option, only in (("charset", "csv"), ("sheet", "xlsx")):
        if given[option] is not None and files.format != only:
            raise click.UsageError(words.ONLY_FOR.in_language(lang).format(option=f"--{option}", format=only))
    if target and is_same_file(source, target):
        raise FileError(target, words.SAME_FILE.in_language(lang), is_written=True)
    weighting = given["weighting"]
    options = Options(
        goal=given["goal"],
        edition=given["edition"],
        weighting=Weighting(weighting) if weighting else None,
        strict=given["strict"],
    )
    settings = Settings.from_environment()
    outcome = evaluate(files, options, load_catalogue(settings.benchmarks_dir), settings, lang)
    screen = sys.stderr if target == STANDARD else sys.stdout
    put(screen, Summary(outcome.summary, outcome.rejected, lang).draw)
    if target not in {None, STANDARD}:
        tell(screen, words.WRITTEN.in_language(lang).format(path=printable(target)))
    return STATUSES[outcome.summary["goal"]["status"]]


def _format(path: str, option: str, lang: str) -> str:
    found = format_of(path)
    if found is None:
        endings = words.OR.in_language(lang).join(f".{name}" for name in FORMATS)
        why = words.UNKNOWN_FORMAT.in_language(lang)
        raise click.UsageError(why.format(path=printable(path), endings=endings, option=option))
    return found


def _benchmarks(query: str, edition_id: str | None, lang: str, *, as_json: bool) -> int:
    catalogue = load_catalogue(Settings.from_environment().benchmarks_dir)
    try:
        edition = None if edition_id is None else catalogue.edition(edition_id)
    except UnknownEditionError as error:
        facts = {"value": codes.echoed(error.text)}
        raise ProblemError("unknown_edition", facts, candidates=error.available) from error
    if as_json:
        edition = edition or catalogue.default_edition
        body = encode(rows_answer(catalogue.search(edition, text=query), edition, lang))
        write(sys.stdout, body.decode() + ("\n" if sys.stdout.isatty() else ""))
        return 0
    shown = [edition] if edition else list(catalogue.editions.values())
    found = dict.fromkeys(product.id for each in shown for product in catalogue.search(each, text=query))
    rows = [[each.products[row] for each in shown if row in each.products] for row in found]
    if rows:
        put(sys.stdout, BenchmarkTable(rows, lang).draw)
        return 0
    sentences = [words.NO_ROWS.in_language(lang).format(query=codes.echoed(query))]
    if near := dict.fromkeys(found for each in shown for found in catalogue.similar_ids(each, query)):
        sentences.append(words.NEAR.in_language(lang).format(list=codes.joined(near, lang)))
    tell(sys.stderr, "\n".join(sentences))
    return 0


def _why(error: Exception, lang: str) -> str:
    """Why there is no answer."""
    if isinstance(error, click.ClickException):
        command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else PROGRAM
        return f"{error.format_message()}\n{words.TRY_HELP.in_language(lang).format(command=command)}"
    if isinstance(error, FileError):
        sentence = words.CANNOT_WRITE if error.is_written else words.CANNOT_READ
        return sentence.in_language(lang).format(path=printable(error.path), why=error.why)
    if isinstance(error, ProblemError):
        return _problem(error, lang)
    if isinstance(error, OSError):  # the screen is a full disk, say
        return error.strerror or str(error)
    return str(error)


def _problem(error: ProblemError, lang: str) -> str:
    """A refusal in sentences: what it is, and the first faults, each with its place."""
    sentence = printable(error.sentence(lang))
    faults = [(_place(fault, lang), explained(error_item(fault, lang), lang)) for fault in error.errors[:SHOWN_FAULTS]]
    if len(faults) == 1 and sentence in faults[0][1]:
        return "  ".join(filter(None, faults[0]))
    lines = [sentence, *("  " + "  ".join(filter(None, fault)) for fault in faults)]
    if left_out := error.count - len(faults):
        lines.append("  " + words.MORE_FAULTS.in_language(lang).format(count=left_out))
    return "\n".join(lines)


def _place(fault: RequestFault, lang: str) -> str:
    """Where a fault is, if it is in a line."""
    found = re.match(r"/lines/(\d+)", fault.pointer)
    if found is None:
        return ""
    return place_of_line(int(found[1]), fault.row, fault.id, lang)


def _language(arguments: Sequence[str]) -> str:
    """The language for help and for faults of the command itself, which come before its options are known."""
    pairs = [*pairwise(arguments), *((name, value) for name, _, value in (each.partition("=") for each in arguments))]
    asked = [value for name, value in pairs if name == "--lang" and value in codes.LANGUAGES]
    return asked[-1] if asked else language_of_environment()


def _open_standard_streams() -> None:
    """Give Python back the streams that whoever started it has closed."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - as long as the process


def _drop_unwritten() -> None:
    """Forget what cannot be written, or Python tries again at its end and fails with a status of its own."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with Path(os.devnull).open("w", encoding="utf-8") as nothing:
                os.dup2(nothing.fileno(), stream.fileno())
