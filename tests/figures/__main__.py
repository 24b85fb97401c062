"""Write every figure that the documents show: `make figures`.

    python -m tests.figures

A figure of a document is written by this command, from the data in `benchmarks/` and the answers of the service:

- In the example lists, the one line that is exactly at its benchmark level (`tests/figures/at_level.py`).
- In the contract, the documented answers (`python -m tests.web.contract.renew_examples`, which this command runs).
- In every Markdown page, the answer that follows a block of commands: blocks of `json`, `ndjson`, `csv` or `text` after
  a block of `sh`. Layout, order and what is cut with `…` stay as they are. No mark is needed.
- In every Markdown page, a figure between two comments: `<!-- figures: NAME ARGUMENTS -->52<!-- end -->`.
  `tests/figures/marked.py` lists the names; the comments can stand anywhere in a page.

Where an answer differs in more than its figures, say in a field that it no longer has, the page stays as it is, and the
command says what a person must change. Read the difference before you keep it. When a version is released, remove the
comments from its part of CHANGELOG.md, and keep the figures: they are history then.
"""

from __future__ import annotations

import subprocess
import sys

from tests.examples.pages import PAGES, PROJECT, text_of
from tests.figures.at_level import LISTS, renew_at_level
from tests.figures.marked import renew_marked
from tests.figures.renewing import CannotRenewError
from tests.figures.shown import renew_shown


def renew(page: str) -> str:
    """The text of a page with the figures of today; raises `CannotRenewError` if a person must change it."""
    try:
        return renew_marked(renew_shown(text_of(page)))
    except CannotRenewError as difference:
        raise CannotRenewError(f"{page}: {difference}; change the page by hand") from difference


def main() -> int:
    """Write all figures; return 1 if a person must change a page."""
    for name in LISTS:  # before the answers to them
        path = PROJECT / name
        text = path.read_text(encoding="utf-8")
        if (renewed := renew_at_level(text)) != text:
            path.write_text(renewed, encoding="utf-8")
            print(f"renewed: {name}")  # noqa: T201 - a command's output
    status = subprocess.run(
        [sys.executable, "-m", "tests.web.contract.renew_examples"], cwd=PROJECT, check=False
    ).returncode
    for page in PAGES:
        try:
            text = renew(page)
        except CannotRenewError as difference:
            print(difference, file=sys.stderr)  # noqa: T201 - a command's output
            status = 1
            continue
        if text != text_of(page):
            (PROJECT / page).write_text(text, encoding="utf-8")
            print(f"renewed: {page}")  # noqa: T201 - a command's output
    return status


if __name__ == "__main__":
    sys.exit(main())
