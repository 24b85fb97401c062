"""``levels``: an edition as a table to fill in, and a filled table back into the data files."""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.command_line.files import FileError, Source, open_source, open_target, replace_files
from service.command_line.levels_screen import (
    changelog_lines,
    describe_cases,
    describe_changes,
    describe_written,
    edition_file,
)
from service.command_line.screen import printable, write_message
from service.command_line.worked_cases import CasesError, changed_cases, find_cases
from service.domain.benchmark import official_source
from service.domain.errors import UnknownEditionError
from service.formats.levels.filled import READERS, read_filled
from service.formats.levels.sheet import SHEETS
from service.loading import load_catalogue
from service.loading.revision import prepare_revision
from service.request_errors import ProblemError
from service.settings import Settings
from service.texts import command_line
from service.texts import levels_command as words
from service.texts.codes import LANGUAGES

if TYPE_CHECKING:
    from service.domain.benchmark import Edition
    from service.domain.catalogue import Catalogue
    from service.domain.reading import Reading

_HASH = re.compile(r"[0-9a-fA-F]{64}")
_MAX_DOCUMENT = 200


class LevelsError(Exception):
    """A filled table that cannot be used, with every reason."""


def levels_commands(lang: str) -> tuple[click.Command, ...]:
    """The group and its commands, with help in a language."""
    help_option = click.help_option("-h", "--help", help=command_line.OPTIONS["help"].in_language(lang))

    def explain(name: str) -> str:
        return words.OPTIONS[name].in_language(lang)

    lang_option = click.option(
        "--lang", type=click.Choice(LANGUAGES), default=lang, help=command_line.OPTIONS["lang"].in_language(lang)
    )
    folder_option = click.option("--benchmarks", "folder", metavar="DIR", type=Path, help=explain("benchmarks"))

    @click.group(
        no_args_is_help=False, help=words.LEVELS.in_language(lang), short_help=words.LEVELS_SHORT.in_language(lang)
    )
    @help_option
    def levels() -> None:
        pass

    @levels.command(help=words.EXPORT.in_language(lang), short_help=words.EXPORT_SHORT.in_language(lang))
    @click.argument("edition")
    @click.option("-o", "--output", "target", metavar="OUT", required=True, help=explain("output"))
    @folder_option
    @lang_option
    @help_option
    def export(edition: str, target: str, folder: Path | None, lang: str) -> int:
        return _export(edition, target, _load(folder)[1], lang)

    @levels.command(help=words.CHECK.in_language(lang), short_help=words.CHECK_SHORT.in_language(lang))
    @click.argument("file")
    @folder_option
    @lang_option
    @help_option
    def check(file: str, folder: Path | None, lang: str) -> int:
        return _check(file, _load(folder)[1], lang)

    @levels.command(help=words.APPLY.in_language(lang), short_help=words.APPLY_SHORT.in_language(lang))
    @click.argument("file")
    @click.option("--document", metavar="TEXT", required=True, help=explain("document"))
    @click.option("--sha256", metavar="HASH", required=True, help=explain("sha256"))
    @folder_option
    @lang_option
    @help_option
    def apply(file: str, document: str, sha256: str, folder: Path | None, lang: str) -> int:
        return _apply(file, document, sha256, folder, lang)

    return levels, export, check, apply


def _load(folder: Path | None) -> tuple[Path, Catalogue]:
    folder = folder or Settings.from_environment().benchmarks_dir
    return folder, load_catalogue(folder)


def _export(edition_id: str, target: str, catalogue: Catalogue, lang: str) -> int:
    try:
        edition = catalogue.edition(edition_id)
    except UnknownEditionError as error:
        raise ProblemError("unknown_edition", value=error.text, candidates=error.available) from error
    content = SHEETS[_ending(target, lang)](edition, lang)
    if Path(target).exists():
        raise FileError(target, words.EXISTS.in_language(lang), is_written=True)
    with open_target(target) as stream:
        stream.write(content)
    write_message(sys.stdout, words.WRITTEN.in_language(lang).format(path=printable(target)))
    return 0


def _check(file: str, catalogue: Catalogue, lang: str) -> int:
    edition, readings, _ = _read(file, catalogue, lang)
    said = [*describe_changes(catalogue, edition, readings, lang), words.NOTHING_WRITTEN.in_language(lang)]
    write_message(sys.stdout, "\n".join(said))
    return 0


def _apply(file: str, document: str, sha256: str, folder: Path | None, lang: str) -> int:
    folder, catalogue = _load(folder)
    edition, readings, content = _read(file, catalogue, lang)
    sha256 = _check_hash(sha256, file, content, lang)
    _check_document(document, edition, lang)
    sources = {reading.product.id: official_source(document, reading.place, sha256) for reading in readings}
    revision = prepare_revision(folder, readings, sources)
    said = describe_changes(catalogue, edition, readings, lang)
    if not revision.files:
        write_message(sys.stdout, "\n".join([*said, words.NOTHING_TO_WRITE.in_language(lang)]))
        return 0
    try:
        cases = find_cases(folder)
        changed = None if cases is None else changed_cases(cases, catalogue, revision.catalogue)
    except CasesError as error:
        raise LevelsError(str(error)) from error
    replace_files(revision.files)
    said += describe_written(folder, revision, lang)
    said += ["", words.CHANGELOG.in_language(lang), "", *changelog_lines(edition, revision.changes, document, sha256)]
    said += ["", *describe_cases(changed, lang), ""]
    following = words.NEXT_ELSEWHERE if revision.transcription is None else words.NEXT_IN_CHECKOUT
    said.append(following.in_language(lang).format(files=edition_file(folder, edition)))
    write_message(sys.stdout, "\n".join(said))
    return 0


def _ending(path: str, lang: str) -> str:
    ending = Path(path).suffix.removeprefix(".").lower()
    if ending not in READERS:
        raise click.UsageError(words.NO_FORMAT.in_language(lang).format(path=printable(path)))
    return ending


def _read(file: str, catalogue: Catalogue, lang: str) -> tuple[Edition, list[Reading], bytes]:
    """The edition, what was read of it, and the bytes of the table. Raises `LevelsError` with every fault."""
    ending = _ending(file, lang)
    with open_source(file) as stream:
        content = Source(stream, file, Settings.from_environment().max_body_bytes).whole()
    if not content:
        raise FileError(file, words.NO_CONTENT.in_language(lang))
    filled = read_filled(content, ending, catalogue)
    if filled.edition is None or filled.faults:
        head = words.FAULTY.in_language(lang).format(path=printable(file), count=len(filled.faults))
        raise LevelsError("\n".join([head, *(f"  {printable(fault.describe(lang))}" for fault in filled.faults)]))
    return filled.edition, list(filled.readings), content


def _check_hash(sha256: str, file: str, content: bytes, lang: str) -> str:
    if not _HASH.fullmatch(sha256):
        raise click.UsageError(words.NO_HASH.in_language(lang))
    if sha256.lower() == hashlib.sha256(content).hexdigest():
        raise click.UsageError(words.HASH_OF_TABLE.in_language(lang).format(path=printable(file)))
    return sha256.lower()


def _check_document(document: str, edition: Edition, lang: str) -> None:
    """Check that the source names the document of the edition, whatever brackets and blanks its number has."""
    is_text = document.strip() == document and document.isprintable() and 0 < len(document) <= _MAX_DOCUMENT
    if not is_text or {";", "；"} & set(document):
        raise click.UsageError(words.NO_DOCUMENT.in_language(lang))
    if _letters(edition.document) not in _letters(document):
        message = words.OTHER_DOCUMENT.in_language(lang)
        raise click.UsageError(message.format(document=document, number=edition.document, edition=edition.id))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
