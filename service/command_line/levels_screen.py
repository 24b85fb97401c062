"""What a filled table changes, in sentences: for the screen, and for the changelog."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from service.command_line.screen import printable
from service.domain.benchmark import Level, NotHeld
from service.domain.reading import LEVEL_NAMES, Effect
from service.texts import levels_command as words
from service.texts.error_code import join_names
from service.texts.labels import word
from service.texts.level_sheet import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from service.command_line.worked_cases import ChangedCase
    from service.domain.benchmark import Edition
    from service.domain.catalogue import Catalogue
    from service.domain.reading import Change, Reading
    from service.loading.revision import Revision

_WIDTH = 118
"""Columns of a line of the changelog."""


def describe_changes(catalogue: Catalogue, edition: Edition, readings: Sequence[Reading], lang: str) -> list[str]:
    """Every level that was read, by what it does: corrections first."""
    if not readings:
        return [words.NOTHING_READ.in_language(lang).format(edition=edition.id)]
    changes = [change for reading in readings for change in reading.changes()]
    said = [words.READ.in_language(lang).format(edition=edition.id, rows=len(readings))]
    for effect in Effect:
        own = [change for change in changes if change.effect is effect]
        if own:
            said.append(words.EFFECTS[effect].in_language(lang))
            said += [f"  {_describe(catalogue, change, lang)}" for change in own]
    if far := [change for change in changes if _is_far(catalogue, change)]:
        said.append(words.FAR.in_language(lang))
        said += [f"  {_describe(catalogue, change, lang)}" for change in far]
    added = {(change.product.id, change.level) for change in changes if change.effect is Effect.ADDED}
    missing = sum(
        any(isinstance(getattr(row, name), NotHeld) and (row.id, name) not in added for name in LEVEL_NAMES)
        for row in edition
    )
    return [*said, words.STILL_MISSING.in_language(lang).format(count=missing)]


def describe_written(folder: Path, revision: Revision, lang: str) -> list[str]:
    """The files that were written: those of the folder by their number, and the transcription, if there is one."""
    table = revision.transcription
    count = sum(path != table for path in revision.files)
    said = [words.FILES_WRITTEN.in_language(lang).format(count=count, folder=printable(str(folder)))]
    if table is None:
        return [*said, words.NO_TRANSCRIPTION.in_language(lang)]
    if table in revision.files:
        said.append(words.WRITTEN.in_language(lang).format(path=printable(str(table))))
    return said


def changelog_lines(edition: Edition, changes: Iterable[Change], document: str, sha256: str) -> list[str]:
    """The lines for the changelog, which is English: each correction, then what was added and what was confirmed."""
    changes = list(changes)
    lines = [
        f"Correction: `{change.product.id}` of `{edition.id}` has the {change.level} level "
        f"{change.value:f}{_unit(change)}, not {_figure(change.before)} ({_evidence(change.before)})."
        for change in changes
        if change.effect is Effect.CORRECTED
    ]
    for effect, what in ((Effect.ADDED, "Added"), (Effect.CONFIRMED, "Confirmed")):
        rows: dict[str, list[str]] = {}
        for change in changes:
            if change.effect is effect:
                rows.setdefault(change.product.id, []).append(f"{change.level} {change.value:f}")
        if rows:
            listed = "; ".join(f"`{product}` {', '.join(levels)}" for product, levels in rows.items())
            lines.append(f"{what} in `{edition.id}`: {listed}.")
    if lines:
        lines.append(f"These levels were read from the document itself: {document}, sha256:{sha256}.")
    return [
        textwrap.fill(f"- {line}", _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
        for line in lines
    ]


def describe_cases(changed: Sequence[ChangedCase] | None, lang: str) -> list[str]:
    """The worked cases whose verdicts change; None if there are no cases."""
    if changed is None:
        return [words.NO_CASES.in_language(lang)]
    if not changed:
        return [words.CASES_SAME.in_language(lang)]
    return [
        words.CASES_CHANGED.in_language(lang),
        *(
            f"  {each.file}: {each.case} ({each.line}): {word(each.before, lang)} → {word(each.after, lang)}"
            for each in changed
        ),
    ]


def edition_file(folder: Path, edition: Edition) -> str:
    """The file whose comments say what is held of an edition."""
    return f"{folder.name}/{edition.id}/edition.yaml"


def _describe(catalogue: Catalogue, change: Change, lang: str) -> str:
    """A change with what was held, and what the other editions hold: a slip of the pen shows there."""
    name = COLUMNS[change.level].in_language(lang)
    value = format(change.value, "f")
    if change.effect is Effect.CORRECTED:
        value = f"{_figure(change.before)} → {value}"
    known = [_evidence(change.before, lang)] if isinstance(change.before, Level) else []
    if change.effect is not Effect.CONFIRMED:
        known += [
            words.ELSEWHERE.in_language(lang).format(edition=edition, value=format(level.value, "f"))
            for edition, level in _elsewhere(catalogue, change)
        ]
    brackets = "（{}）" if lang == "zh" else " ({})"
    more = brackets.format(join_names(known, lang)) if known else ""
    return f"{change.product.id}  {name} {value}{_unit(change)}{more}"


def _elsewhere(catalogue: Catalogue, change: Change) -> list[tuple[str, Level]]:
    """The same level in the other editions that have it."""
    levels = [(other.edition, getattr(other, change.level)) for other in catalogue.in_other_editions(change.product)]
    return [(edition, level) for edition, level in levels if isinstance(level, Level)]


def _is_far(catalogue: Catalogue, change: Change) -> bool:
    """Whether a new figure looks like a slip of the pen; a rule of caution of this project, which changes nothing."""
    return change.effect is not Effect.CONFIRMED and any(
        abs(change.value - level.value) > abs(level.value) / 2 for _, level in _elsewhere(catalogue, change)
    )


def _unit(change: Change) -> str:
    indicator = change.product.indicator
    return "" if isinstance(indicator, NotHeld) else f" {indicator.unit.symbol}"


def _figure(level: Level | NotHeld) -> str:
    return format(level.value, "f") if isinstance(level, Level) else ""


def _evidence(level: Level | NotHeld, lang: str = "en") -> str:
    return word(level.evidence, lang) if isinstance(level, Level) else ""
