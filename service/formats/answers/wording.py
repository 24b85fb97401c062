"""What is wrong with a request, in the words of a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from service.formats.cells import Number
from service.texts.codes import CODES
from service.texts.error_code import FIXES, MAX_QUOTED, join_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.domain.errors import Fault
    from service.request_errors import ProblemError, RequestFault


class ErrorItem(msgspec.Struct, omit_defaults=True):
    """One error, as it is answered."""

    pointer: str
    code: str
    detail: str
    parameter: str | None = None
    """The name of the query parameter."""
    candidates: tuple[str, ...] = ()
    row: int | None = None
    """The row of the line in its table, counted from 1 with the header."""
    column: str | None = None
    """The header of the column."""
    id: str | None = None
    """The caller's id of the line, where the line itself is not answered."""
    sheet: str | None = None
    """The sheet of the row, if the list is from several."""
    fixes: tuple[str, ...] = ()
    """Query parameters, each of which would decide it; … stands for what the caller has to fill in."""


def describe_fault(found: RequestFault, lang: str) -> ErrorItem:
    """Describe a fault; a field that was read from a column is called by its header."""
    fault = found.fault
    sentence = CODES[fault.code].describe(
        lang,
        variant=fault.variant,
        field=found.column or fault.field,
        candidates=fault.candidates,
        facts=_with_value(fault.value, fault.facts),
    )
    fixes = _fixes(fault)
    if fixes:
        sentence += FIXES.in_language(lang).format(list=join_names((each[:MAX_QUOTED] for each in fixes), lang))
    return ErrorItem(
        pointer=found.pointer,
        code=fault.code,
        detail=sentence,
        parameter=found.parameter,
        candidates=fault.candidates,
        row=found.row,
        column=found.column,
        id=found.id,
        sheet=found.sheet,
        fixes=fixes,
    )


def describe_problem(problem: ProblemError, lang: str) -> str:
    """Say in a sentence why a request is refused: the one error, or how many there are."""
    if problem.errors and not problem.facts:
        if problem.count == 1:
            return describe_fault(problem.errors[0], lang).detail
        return CODES["invalid_request"].describe(lang, facts={"count": problem.count})
    facts = _with_value(problem.value, problem.facts)
    return CODES[problem.code].describe(lang, candidates=problem.candidates, facts=facts)


def _fixes(fault: Fault) -> tuple[str, ...]:
    fixes = fault.facts.get("fixes", ())
    return tuple(map(str, fixes)) if isinstance(fixes, tuple) else ()


def _with_value(value: object, facts: Mapping[str, object]) -> dict[str, object]:
    """The facts, with what was sent in quotation marks: the value, and the ``first`` that came before it."""
    quoted = {"value": value} | ({"first": facts["first"]} if "first" in facts else {})
    return {**facts, **{name: quote(each) for name, each in quoted.items()}}


def quote(value: object) -> str:
    """Quote a submitted value so that every character shows, cut if it is long; only a text gets quotation marks."""
    if not isinstance(value, str):
        plain = {dict: "{…}", list: "[…]", bool: str(value).lower(), type(None): "null"}
        return next((word for kind, word in plain.items() if isinstance(value, kind)), str(value))
    if isinstance(value, Number):
        return value[:MAX_QUOTED]
    cut = value if len(value) <= MAX_QUOTED else f"{value[:MAX_QUOTED]}…"
    shown = "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in cut
    )
    return f'"{shown}"'
