"""An answer as a table: one row for each line, and the summary as rows of name, value and unit."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from service.domain.tally import PARTS
from service.domain.text import Text
from service.formats.answers.results import RejectedResult, UngradedResult
from service.texts.codes import TITLES
from service.texts.labels import label, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.request_errors import Positions

AMOUNTS = ("total", *PARTS)

Row = tuple[str, str | int | Decimal | None, str | None]
"""Name, value and unit."""


def line_row(result: Any, places: Positions | None, lang: str) -> tuple[Any, ...]:  # noqa: ANN401 - one of the three results
    """The cells of a line: the columns of `service.texts.labels.COLUMNS`, in their order."""
    index = result.index
    row = places.row(index) if places else None
    if result.status == "graded":
        return (
            index, row, result.id, result.status, result.benchmark, result.standing, result.intensity, result.unit,
            result.gap, result.capacity, result.capacity_unit, result.excess_energy, None, None,
        )  # fmt: skip
    if isinstance(result, UngradedResult):
        return (
            index, row, result.id, result.status, result.benchmark, None, None, None, None, result.capacity,
            result.capacity_unit, None, result.reason, result.detail,
        )  # fmt: skip
    return (index, row, result.id, result.status, *[None] * 8, *_told(result, lang))


def _told(result: RejectedResult, lang: str) -> tuple[str, str]:
    codes = dict.fromkeys(error.code for error in result.errors)
    return " ".join(codes), ("；" if lang == "zh" else "; ").join(error.detail for error in result.errors)


def summary_rows(summary: dict[str, Any], lang: str) -> Iterator[Row]:
    """Name, value and unit of all that a list came to, in the words of a language."""
    yield from progress_rows(summary, lang)
    for name, weights, excess in weighed(summary, lang):
        if "reason" in weights:
            yield _of(name, label("reason", lang), lang), TITLES[weights["reason"]].in_language(lang), None
        else:
            for part in AMOUNTS:
                yield _of(name, word(part, lang), lang), weights[part], weights["unit"]
            yield _of(name, label("share", lang), lang), weights["share_at_benchmark"]["low"], None
        if excess is not None:
            yield _of(name, label("excess", lang), lang), excess["total"], excess["unit"]
            yield _of(name, label("lines_without", lang), lang), excess["lines_without"], None


def progress_rows(summary: dict[str, Any], lang: str) -> Iterator[Row]:
    """Where the list stands, how many lines came to what, and by which levels they were judged."""
    goal = summary["goal"]
    yield label("goal", lang), goal["id"] or label("own_goal", lang), None
    yield label("scope", lang), goal["scope"], None
    yield label("kind", lang), word(goal["kind"], lang), None
    yield label("target", lang), goal["target"], None
    yield label("by", lang), goal["by"], None
    yield label("weighting", lang), word(goal["weighting"], lang), None
    yield label("status", lang), word(goal["status"], lang), None
    for reading in ("low", "high", "of_graded"):
        yield label(reading, lang), goal["share"][reading], None
    shortfall = goal["shortfall"] or {"amount": None, "unit": None}
    yield label("shortfall", lang), shortfall["amount"], shortfall["unit"]
    yield label("provisional", lang), word(goal["provisional"], lang), None
    if "reason" in goal:
        yield label("reason", lang), TITLES[goal["reason"]].in_language(lang), None
    for count, value in summary["lines"].items():
        yield label(count, lang), value, None
    for fact, value in summary["edition"].items():
        yield label(fact, lang), value, None


def weighed(summary: dict[str, Any], lang: str) -> Iterator[tuple[str, dict[str, Any], dict[str, Any] | None]]:
    """Name, figures and excess energy of the whole list by capacity and by energy, of each sector and of each group.

    The excess energy of the whole list stands once, beside what is in its unit.
    """
    whole = summary["overall"]
    yield _of(label("overall", lang), word("capacity", lang), lang), whole["capacity"], None
    yield _of(label("overall", lang), word("energy", lang), lang), whole["energy"], summary["excess_energy"]
    for part in summary["sectors"]:
        yield part["name"], part["capacity"], part["excess_energy"]
    for part in summary["groups"]:
        name = label("no_group", lang) if part["group"] is None else part["group"]
        yield _of(label("group", lang), name, lang), part["capacity"], part["excess_energy"]


def _of(name: str, part: str, lang: str) -> str:
    return Text(en=f"{name}: {part}", zh=f"{name}：{part}").in_language(lang)
