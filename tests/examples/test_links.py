"""The pages of the project point to what exists, and each can be found."""

import re

import pytest

from tests.examples.pages import PAGES, PROJECT, TWINS, links, text_of

EACH_PAGE = pytest.mark.parametrize("page", PAGES)


def test_every_page_is_looked_at():
    assert {"README.md", "README.zh.md", "CHANGELOG.md", "CONTRIBUTING.md", "benchmarks/README.md"} <= set(PAGES)


@EACH_PAGE
def test_links_between_files_resolve(page):
    inside = [link.partition("#")[0] for link in links(page) if not re.match(r"https?://|#", link)]
    assert [link for link in inside if not ((PROJECT / page).parent / link).exists()] == []


@EACH_PAGE
def test_links_to_a_heading_name_one_that_there_is(page):
    for link in links(page):
        path, _, heading = link.partition("#")
        if heading and not path.startswith("http"):
            text = ((PROJECT / page).parent / path).read_text(encoding="utf-8") if path else text_of(page)
            headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
            assert heading in {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings}, link


def targets(page):
    """The pages that a page links to, by their paths in the project."""
    folder = (PROJECT / page).parent
    inside = [link.partition("#")[0] for link in links(page) if not re.match(r"https?://|#", link)]
    return {(folder / link).resolve().relative_to(PROJECT.resolve()).as_posix() for link in inside}


def test_every_page_under_docs_is_linked_from_a_page_at_the_top():
    at_the_top = set().union(*(targets(page) for page in ("README.md", "README.zh.md", "CONTRIBUTING.md")))
    assert {page for page in PAGES if page.startswith("docs/")} <= at_the_top


@pytest.mark.parametrize(("english", "chinese"), TWINS.items())
def test_a_page_in_both_languages_stays_in_the_language_of_its_reader(english, chinese):
    """Each links to the other, and else to pages in its own language where there are such."""
    assert targets(english) & set(TWINS.values()) == {chinese}
    assert targets(chinese) & set(TWINS) == {english}


@pytest.mark.parametrize(("english", "chinese"), TWINS.items())
def test_a_page_in_both_languages_has_the_same_parts(english, chinese):
    """Headings, rows, blocks, pictures and items in the same order; the same codes in the first cells of rows."""
    parts = r"^(?:#+ |```\w*|- |!\[)|^\| (?:`[^`]*`)?"
    assert re.findall(parts, text_of(english), re.MULTILINE) == re.findall(parts, text_of(chinese), re.MULTILINE)
