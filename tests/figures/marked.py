"""The figures that a page can have between two comments, and how each is worked out.

    <!-- figures: NAME ARGUMENTS -->the text that `make figures` writes<!-- end -->

| name and arguments | text |
|---|---|
| `get PATH POINTER` | the value at a JSON pointer in the answer of the service to a GET request |
| `answer PAGE NUMBER POINTER` | the same in the answer to a POST request of a page; its first one has the number 1 |
| `editions` | a table: per edition its document, rows, rows with both levels, levels by evidence |
| `arithmetic PAGE NUMBER` | a block of code: how the shares and the shortfall of that answer are computed |
| `weightings PAGE NUMBER` | a table: the last two cells of a row are the low and the high share under its weighting |
| `missing-levels` | the lists of the levels that are not available, per edition |
| `row EDITION ID` | a block of code: the row as its file in `benchmarks/` has it |

`get` and `answer` can be followed by `percent`: 0.485893 is then written as 48.6. The first two stand anywhere in a
line but at its beginning, also in a cell of a table. The others need lines of their own; a table keeps its heading.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.builders import BENCHMARKS
from tests.figures.renewing import CannotRenewError, to_json
from tests.figures.shown import answers
from tests.web.client import official

if TYPE_CHECKING:
    from collections.abc import Callable

_MARKED = re.compile(r"(<!-- figures: (.*?) -->)(.*?)(<!-- end -->)", re.DOTALL)
_BEGINS_A_LINE = re.compile(r"^[\s*-]*<!-- figures: [^\n]*?-->[^\n]", re.MULTILINE)
_LEVELS = ("benchmark", "baseline")


def renew_marked(text: str) -> str:
    """The text of a page with every marked figure as it is now."""
    if text.count("<!-- figures: ") != len(_MARKED.findall(text)):
        raise CannotRenewError("a comment `figures` has no comment `end` after it")
    if line := _BEGINS_A_LINE.search(text):
        raise CannotRenewError(f"a marked figure must not begin a line, where Markdown ends the paragraph: {line[0]}")
    return _MARKED.sub(lambda found: found[1] + _figure(found[2], found[3]) + found[4], text)


def _figure(named: str, old: str) -> str:
    name, *arguments = named.split()
    if name not in FIGURES:
        raise CannotRenewError(f"there is no figure {name!r}; known: {', '.join(FIGURES)}")
    try:
        figure = FIGURES[name](old, *arguments)
    except (LookupError, TypeError, OSError) as reason:  # an address, a pointer or a file that is no longer there
        raise CannotRenewError(f"no figure for `{named}`: {reason!r}") from reason
    return f"\n{figure}\n" if "\n" in old else figure


def _get(_old: str, path: str, pointer: str, form: str = "") -> str:
    return _at(official().get(path).json, pointer, form)


def _answer(_old: str, page: str, number: str, pointer: str, form: str = "") -> str:
    return _at(answers(page)[int(number) - 1], pointer, form)


def _at(value: Any, pointer: str, form: str) -> str:
    for step in pointer.split("/")[1:]:
        value = value[int(step) if isinstance(value, list) else step]
    if form == "percent":
        return f"{value * 100:.1f}"
    return value if isinstance(value, str) else to_json(value)


def _editions(old: str) -> str:
    heading = old.strip().splitlines()[:2]
    return "\n".join([*heading, *(_edition(edition) for edition in official().get("/v1/editions").json["editions"])])


def _edition(edition: dict[str, Any]) -> str:
    rows = _rows(edition["id"])
    evidence = Counter(row[level]["evidence"] for row in rows for level in _LEVELS)
    counts = (len(rows), edition["rows_held"], *(evidence[grade] for grade in ("official", "quoted", "corroborated")))
    return f"| `{edition['id']}` | {edition['document']} | {' | '.join(map(str, counts))} |"


def _rows(edition: str) -> list[dict[str, Any]]:
    return list(official().get(f"/v1/benchmarks?edition={edition}").json["benchmarks"])


def _arithmetic(_old: str, page: str, number: str) -> str:
    answer = answers(page)[int(number) - 1]
    goal, parts = answer["goal"], answer["overall"]["capacity"]
    reached, ungraded, total = (to_json(parts[name]) for name in ("at_benchmark", "ungraded", "total"))
    formulas = {
        "low": f"{reached} / {total}",
        "high": f"({reached} + {ungraded}) / {total}",
        "of_graded": f"{reached} / ({total} - {ungraded})",
        "shortfall": f"{to_json(goal['target'])} * {total} - {reached}",
    }
    results = goal["share"] | {"shortfall": goal["shortfall"]["amount"]}
    width = max(map(len, formulas.values()))
    lines = [f"{name:9}  {formula:{width}}  = {to_json(results[name])}" for name, formula in formulas.items()]
    return "\n".join(["```text", *lines, "```"])


def _weightings(old: str, page: str, number: str) -> str:
    heading, line, *rows = old.strip().splitlines()
    overall = answers(page)[int(number) - 1]["overall"]
    return "\n".join([heading, line, *(_weighting(row, overall) for row in rows)])


def _weighting(row: str, overall: dict[str, Any]) -> str:
    name, *said, _, _ = (cell.strip() for cell in row.strip("|").split("|"))
    share = overall[name.strip("`")]["share_at_benchmark"]
    return f"| {' | '.join([name, *said, to_json(share['low']), to_json(share['high'])])} |"


def _missing_levels(_old: str) -> str:
    return "\n".join(_missing_levels_of(edition["id"]) for edition in official().get("/v1/editions").json["editions"])


def _missing_levels_of(edition: str) -> str:
    """The shorter of two lists: the levels that are not held, or those that are."""
    missing, held = (
        [
            f"- `{row['id']}`: {', '.join(levels)}"
            for row in _rows(edition)
            if (levels := [level for level in _LEVELS if (row[level]["value"] is None) is is_missing])
        ]
        for is_missing in (True, False)
    )
    if not missing:
        return f"\nIn `{edition}`, every level is held."
    if len(missing) <= len(held):
        said = [f"\nIn `{edition}`, these levels are not held:\n", *missing]
    else:
        said = [f"\nIn `{edition}`, no level is held except these:\n", *held]
    if names := [f"- `{row['id']}`" for row in _rows(edition) if row["unit"] is None]:
        said += [f"\nOf these rows of `{edition}`, only the name is available:\n", *names]
    return "\n".join(said)


def _row(_old: str, edition: str, row_id: str) -> str:
    file = BENCHMARKS / edition / "sectors" / f"{row_id.partition('.')[0]}.yaml"
    found = re.search(rf"^  - id: {re.escape(row_id)}\n(?:    .*\n)+", file.read_text(encoding="utf-8"), re.MULTILINE)
    if not found:
        raise CannotRenewError(f"{file.name} has no row {row_id}")
    return f"```yaml\n{found[0]}```"


FIGURES: dict[str, Callable[..., str]] = {
    "get": _get,
    "answer": _answer,
    "editions": _editions,
    "arithmetic": _arithmetic,
    "weightings": _weightings,
    "missing-levels": _missing_levels,
    "row": _row,
}
