"""What `openapi.yaml` says of the error codes, made from their records in `service.texts.codes`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from service.texts.codes import CODES
from service.texts.request_codes import REQUEST_CODES
from service.texts.value_codes import FIGURE_CODES, GOAL_CODES, UNGRADED_CODES, VALUE_CODES, WARNING_CODES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from service.texts.error_code import Code

TABLES = {
    "Why a request is refused or a line rejected": (*REQUEST_CODES, *VALUE_CODES),
    "Why a line is ungraded": UNGRADED_CODES,
    "Why there is no figure": FIGURE_CODES,
    "Why a goal is undetermined": GOAL_CODES,
    "What a warning is about": WARNING_CODES,
}

ENUMS = {
    "Code": list(CODES),
    "LineCode": [code.id for code in CODES.values() if code.in_line],
    "UngradedReason": [code.id for code in UNGRADED_CODES],
    "NoFigure": [code.id for code in FIGURE_CODES],
    "GoalReason": [code.id for code in (*FIGURE_CODES, *GOAL_CODES)],
    "WarningCode": [code.id for code in WARNING_CODES],
    "UnreadableBody": [f"/problems/{code.id}" for code in CODES.values() if code.status == 400],
    "TooLarge": [f"/problems/{code.id}" for code in CODES.values() if code.status == 413],
    "InvalidRequest": [
        f"/problems/{code.id}" for code in CODES.values() if code.in_request or code.id in {"invalid_request", "strict"}
    ],
}
"""By schema or response, the codes of its one list of codes. The other responses are about some codes of an address."""


def renew_codes(text: str) -> str:
    """Return the contract with the table and the lists of codes that the records make."""
    for name, values in ENUMS.items():
        part = re.search(rf"^    {name}:\n(?:(?:      .*)?\n)*", text, re.MULTILINE)
        assert part, name
        (old,) = re.finditer(r"^( *)enum:(?: \[.*\]\n|\n(?:\1  - .*\n)+)", part[0], re.MULTILINE)
        new = part[0].replace(old[0], "".join(_enum(values, old[1])))
        text = text.replace(part[0], new)
    table = re.search(r"(?<=explains each\.\n)(?:\n|        \|.*\n)+", text)
    assert table
    return text.replace(table[0], "".join(f"        {line}\n" if line else "\n" for line in _tables()))


def _enum(values: Iterable[str], margin: str) -> Iterator[str]:
    yield f"{margin}enum:\n"
    for value in values:
        yield f"{margin}  - {value}\n"


def _tables() -> Iterator[str]:
    for heading, codes in TABLES.items():
        yield ""
        yield f"| {heading} | Statuses | |"
        yield "|---|---|---|"
        for code in codes:
            yield f"| `{code.id}` | {_statuses(code)} | {code.title.en} |"


def _statuses(code: Code) -> str:
    """The statuses of problems of this type, and 200 where it is said in an answer that succeeds."""
    return ", ".join(map(str, [*([] if code.statuses and not code.in_line else [200]), *code.statuses]))
