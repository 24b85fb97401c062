"""The commands, their options, and their exit statuses."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import traceback
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from service.command_line.benchmark_table import BenchmarkTable
from service.command_line.evaluating import Files, evaluate_file
from service.command_line.files import STANDARD, FileError, format_of, is_same_file
from service.command_line.help import help_formatter, help_width
from service.command_line.keys import keys_commands
from service.command_line.screen import printable, render, write, write_message
from service.command_line.verdict_screen import VerdictScreen, describe_error, locate_line
from service.domain.errors import UnknownEditionError
from service.domain.weighting import Weighting
from service.formats.answers.benchmark_rows import BenchmarksAnswer
from service.formats.answers.json_answer import encode
from service.formats.answers.wording import describe_fault, describe_problem, quote
from service.formats.lists.options import parse_options
from service.formats.lists.request import OPTION_NAMES
from service.formats.lists.schemas import A_LINE_IS, REJECTED
from service.formats.registry import CSV, FORMATS, JSON
from service.loading import load_catalogue
from service.loading.data_faults import DataFaultsError
from service.request_errors import ProblemError
from service.settings import Settings, SettingsError, language_of_environment
from service.texts import command_line as words
from service.texts.codes import LANGUAGES
from service.texts.error_code import join_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.formats.registry import Format
    from service.request_errors import RequestFault

PROGRAM = "python -m service"

STATUSES = {"met": 0, "not_met": 1, "undetermined": 2}
"""The exit status of ``evaluate``, by the status of the goal."""
NO_ANSWER = 3
INTERNAL_ERROR = 70
"""A bug in this program; Python's own 1 would mean that the goal is not met."""
INTERRUPTED = 130
BROKEN_PIPE = 141
"""The status that a shell reports for a process that SIGPIPE ended."""

MAX_SHOWN_FAULTS = 20
"""Faults that are shown of a list that was refused as a whole."""


def main(arguments: Sequence[str]) -> int:
    """Run a command and return its exit status. Bad input, a missing file and a full disk do not raise."""
    _open_standard_streams()
    lang = _find_language(arguments)
    try:
        with commands(lang).make_context(PROGRAM, list(arguments), terminal_width=help_width()) as context:
            status: int = context.command.invoke(context)
    except click.exceptions.Exit as end:
        status = end.exit_code
    except BrokenPipeError:
        status = BROKEN_PIPE
    except KeyboardInterrupt:
        status = INTERRUPTED
    except (click.ClickException, ProblemError, FileError, DataFaultsError, SettingsError, OSError) as error:
        message = f"{words.ERROR.in_language(lang)}{words.COLON.in_language(lang)}{_explain_failure(error, lang)}"
        with contextlib.suppress(OSError):
            write_message(sys.stderr, message)
        status = NO_ANSWER
    except Exception:  # noqa: BLE001 - the exit status must not be one that means something else
        traceback.print_exc()
        status = INTERNAL_ERROR
    _drop_unwritten()
    return status


def commands(lang: str) -> click.Group:
    """The commands, with help in a language, which is also the default of ``--lang``."""

    class Context(click.Context):
        formatter_class = help_formatter(lang)

    def explain(name: str) -> str:
        return words.OPTIONS[name].in_language(lang)

    help_option = click.help_option("-h", "--help", help=explain("help"))
    lang_option = click.option("--lang", type=click.Choice(LANGUAGES), default=lang, help=explain("lang"))
    formats = click.Choice(list(FORMATS))
    weightings = click.Choice([each.value for each in Weighting])

    @click.command(help=words.EVALUATE.in_language(lang), short_help=words.EVALUATE_SHORT.in_language(lang))
    @click.argument("source", metavar="LIST")
    @click.option("--goal", metavar="ID|SHARE", help=explain("goal"))
    @click.option("--goals", metavar="all|ID,ID", help=explain("goals"))
    @click.option("--edition", metavar="ID", help=explain("edition"))
    @click.option("--as-of", metavar="DAY", help=explain("as_of"))
    @click.option("--weighting", type=weightings, help=explain("weighting"))
    @click.option("--rejected", type=click.Choice(REJECTED), help=explain("rejected"))
    @click.option("--a-line-is", type=click.Choice(A_LINE_IS), help=explain("a_line_is"))
    @click.option("--strict/--no-strict", default=None, help=explain("strict"))
    @click.option("--format", "source_format", type=formats, help=explain("format"))
    @click.option("--charset", type=click.Choice(CSV.charsets, case_sensitive=False), help=explain("charset"))
    @click.option("--sheet", metavar="NAME", help=explain("sheet"))
    @click.option("-o", "--output", "target", metavar="OUT", help=explain("output"))
    @click.option("--output-format", "target_format", type=formats, help=explain("output_format"))
    @lang_option
    @help_option
    def evaluate(lang: str, **given: Any) -> int:  # noqa: ANN401 - the options, as click has them
        return _evaluate(given, lang)

    @click.command(help=words.BENCHMARKS.in_language(lang), short_help=words.BENCHMARKS_SHORT.in_language(lang))
    @click.argument("query", required=False, default="")
    @click.option("--edition", metavar="ID", help=explain("edition_shown"))
    @click.option("--json", "as_json", is_flag=True, help=explain("json"))
    @lang_option
    @help_option
    def benchmarks(query: str, edition: str | None, lang: str, *, as_json: bool) -> int:
        return _benchmarks(query, edition, lang, as_json=as_json)

    @click.group(help=words.ABOUT.in_language(lang), no_args_is_help=False)
    @help_option
    def group() -> None:
        pass

    group.add_command(evaluate)
    group.add_command(benchmarks)
    keys, add = keys_commands(lang)
    group.add_command(keys)
    for command in (group, evaluate, benchmarks, keys, add):
        command.context_class = Context
    return group


def _evaluate(given: dict[str, Any], lang: str) -> int:
    source, target = given["source"], given["target"]
    source_format = _choose_format(given["source_format"], source, "--format", lang)
    for only in FORMATS.values():
        for option in only.options:
            if given[option] is not None and only is not source_format:
                raise click.UsageError(words.ONLY_FOR.in_language(lang).format(option=f"--{option}", format=only.name))
    files = Files(
        source=source,
        source_format=source_format,
        source_options={name: given[name] for name in source_format.options if given[name] is not None},
        target=target,
        target_format=_choose_format(given["target_format"], target, "--output-format", lang) if target else JSON,
    )
    if target and is_same_file(source, target):
        raise FileError(target, words.SAME_FILE.in_language(lang), is_written=True)
    texts = {name: _as_text(name, given[name]) for name in OPTION_NAMES if given[name] is not None}
    requested = parse_options(texts, is_query=False)
    settings = Settings.from_environment()
    digest = evaluate_file(files, requested, load_catalogue(settings.benchmarks_dir), settings, lang)
    screen = sys.stderr if target == STANDARD else sys.stdout
    render(screen, VerdictScreen(digest.summary, digest.rejected, lang).draw)
    if target not in {None, STANDARD}:
        write_message(screen, words.WRITTEN.in_language(lang).format(path=printable(target)))
    return STATUSES[digest.summary.goal.status]


def _as_text(name: str, value: object) -> str:
    """An option as a query parameter has it; a share of the caller's own is a goal without an id."""
    if isinstance(value, bool):
        return json.dumps(value)
    text = str(value)
    is_share = name == "goal" and not text[:1].isalpha() and not text.startswith("{")
    return json.dumps({"target": text}) if is_share else text


def _choose_format(name: str | None, path: str, option: str, lang: str) -> Format:
    """The format of that name, or else that of the path."""
    found = FORMATS[name] if name else format_of(path)
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
        raise ProblemError("unknown_edition", value=error.text, candidates=error.available) from error
    if as_json:
        edition = edition or catalogue.default_edition
        body = encode(BenchmarksAnswer.of(catalogue.search(edition, text=query), edition, lang))
        write(sys.stdout, body.decode() + ("\n" if sys.stdout.isatty() else ""))
        return 0
    shown = [edition] if edition else list(catalogue.editions.values())
    found = dict.fromkeys(product.id for each in shown for product in catalogue.search(each, text=query))
    rows = [[each.products[row] for each in shown if row in each.products] for row in found]
    if rows:
        render(sys.stdout, BenchmarkTable(rows, lang).draw)
        return 0
    sentences = [words.NO_ROWS.in_language(lang).format(query=quote(query))]
    if near := dict.fromkeys(found for each in shown for found in catalogue.similar_ids(each, query)):
        sentences.append(words.NEAR.in_language(lang).format(list=join_names(near, lang)))
    write_message(sys.stderr, "\n".join(sentences))
    return 0


def _explain_failure(error: Exception, lang: str) -> str:
    """Why there is no answer."""
    if isinstance(error, click.ClickException):
        command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else PROGRAM
        return f"{error.format_message()}\n{words.TRY_HELP.in_language(lang).format(command=command)}"
    if isinstance(error, FileError):
        sentence = words.CANNOT_WRITE if error.is_written else words.CANNOT_READ
        return sentence.in_language(lang).format(path=printable(error.path), why=error.why)
    if isinstance(error, ProblemError):
        return _describe(error, lang)
    if isinstance(error, OSError):  # the screen is a full disk, say
        return error.strerror or str(error)
    return str(error)


def _describe(error: ProblemError, lang: str) -> str:
    """A problem in sentences: what it is, and the first faults, each with its position."""
    sentence = printable(describe_problem(error, lang))
    faults = [
        (_locate(fault, lang), describe_error(describe_fault(fault, lang), lang))
        for fault in error.errors[:MAX_SHOWN_FAULTS]
    ]
    if len(faults) == 1 and sentence in faults[0][1]:
        return "  ".join(filter(None, faults[0]))
    lines = [sentence, *("  " + "  ".join(filter(None, fault)) for fault in faults)]
    if left_out := error.count - len(faults):
        lines.append("  " + words.MORE_FAULTS.in_language(lang).format(count=left_out))
    return "\n".join(lines)


def _locate(fault: RequestFault, lang: str) -> str:
    """The position of a fault, if it is in a line."""
    found = re.match(r"/lines/(\d+)", fault.pointer)
    if found is None:
        return ""
    return locate_line(int(found[1]), fault.row, fault.id, lang)


def _find_language(arguments: Sequence[str]) -> str:
    """The language of help and of wrong usage, which are written before the options are parsed."""
    pairs = [*pairwise(arguments), *((name, value) for name, _, value in (each.partition("=") for each in arguments))]
    wanted = [value for name, value in pairs if name == "--lang" and value in LANGUAGES]
    return wanted[-1] if wanted else language_of_environment()


def _open_standard_streams() -> None:
    """Replace standard streams that are closed; Python has None for them."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - as long as the process


def _drop_unwritten() -> None:
    """Drop output that cannot be written, or Python tries again on exit and fails with a status of its own."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with Path(os.devnull).open("w", encoding="utf-8") as nothing:
                os.dup2(nothing.fileno(), stream.fileno())
