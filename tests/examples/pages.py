"""Reads what the project's pages show: code blocks, tables, links, and answers that are cut with `…`."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.web.client import exact_json

PROJECT = Path(__file__).parents[2]
_NOT_OURS = {".venv", "node_modules"}

PAGES = sorted(
    path.relative_to(PROJECT).as_posix()
    for path in PROJECT.rglob("*.md")
    if not any(part in _NOT_OURS or part.startswith(".") for part in path.relative_to(PROJECT).parts)
)
"""Every page of the project, by its path."""

TWINS = {page.removesuffix(".zh.md") + ".md": page for page in PAGES if page.endswith(".zh.md")}
"""The pages in both languages: by the English one, the Chinese one."""

CUT = "…"

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_PART = re.compile(r'"(?:[^"\\]|\\.)*"|.', re.DOTALL)


def text_of(page: str) -> str:
    """The text of a page, named by its path in the project."""
    return (PROJECT / page).read_text(encoding="utf-8")


def blocks(page: str) -> list[tuple[str, str]]:
    """The code blocks of a page in their order, each with its language."""
    return _BLOCK.findall(text_of(page))


def blocks_of(page: str, language: str) -> list[str]:
    """The code blocks in one language."""
    return [text for found, text in blocks(page) if found == language]


def table(page: str, heading: str) -> list[list[str]]:
    """The rows of the table that has such a cell in its first row; that row aside, each as its cells."""
    for found in re.findall(r"(?:^\|.*\n)+", text_of(page), re.MULTILINE):
        head, _, *rows = ([cell.strip() for cell in row.strip("|").split("|")] for row in found.splitlines())
        if heading in head:
            return rows
    raise LookupError(f"{page} has no table with {heading}")


def links(page: str) -> list[str]:
    """Where the links of a page point to, outside its code blocks."""
    return _LINK.findall(_BLOCK.sub("", text_of(page)))


def cut_json(text: str) -> Any:
    """The value of a JSON text in which a bare `…` stands for what was cut from the end of an object or a list."""
    inside: list[str] = []
    whole = ""
    for part in _PART.findall(text):
        if part in {"{", "["}:
            inside.append(part)
        elif part in {"}", "]"}:
            inside.pop()
        whole += {"{": f'"{CUT}": null', "[": f'"{CUT}"'}[inside[-1]] if part == CUT else part
    return exact_json(whole)


def differences(shown: Any, real: Any, where: str = "") -> Iterator[str]:
    """Where a shown answer says something else than the real one, or leaves something out without a `…`."""
    if isinstance(shown, dict) and isinstance(real, dict):
        yield from _of_objects(shown, real, where)
    elif isinstance(shown, list) and isinstance(real, list):
        yield from _of_lists(shown, real, where)
    elif isinstance(shown, str) and shown.endswith(CUT) and isinstance(real, str):
        if not real.startswith(shown.removesuffix(CUT)):
            yield f"{where}: {shown} is shown, {real} is answered"
    elif (type(shown), shown) != (type(real), real):
        yield f"{where}: {shown!r} is shown, {real!r} is answered"


def follows(shown: str, real: str) -> bool:
    """Whether a text is the shown one, in which a line `…` stands for lines that were cut."""
    begin, *pieces = shown.split(f"{CUT}\n")
    if not real.startswith(begin):
        return False
    rest = real.removeprefix(begin)
    for piece in pieces:
        before, found, rest = rest.partition(piece) if piece else ("", "", "")
        if piece and not (found and (before.endswith("\n") or not before)):
            return False
    return not rest


def _of_objects(shown: dict[str, Any], real: dict[str, Any], where: str) -> Iterator[str]:
    kept = shown.keys() - {CUT}
    if missing := kept - real.keys():
        yield f"{where}: the answer has no {sorted(missing)}"
    if CUT not in shown and (more := real.keys() - kept):
        yield f"{where}: {sorted(more)} is left out without a mark"
    for key in kept & real.keys():
        yield from differences(shown[key], real[key], f"{where}/{key}")


def _of_lists(shown: list[Any], real: list[Any], where: str) -> Iterator[str]:
    cut = shown[-1:] == [CUT]
    kept = shown[:-1] if cut else shown
    if len(kept) > len(real) or (len(kept) < len(real) and not cut):
        yield f"{where}: {len(kept)} items are shown of {len(real)}"
    for index, (one, other) in enumerate(zip(kept, real, strict=False)):
        yield from differences(one, other, f"{where}/{index}")
