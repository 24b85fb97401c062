"""The lines with published figures: the same in examples/, in the READMEs and on the page, which adds its own options."""

import json

import pytest

from tests.examples.commands import pipelines, request
from tests.examples.pages import blocks_of
from tests.web.client import PROJECT

PUBLISHED = json.loads((PROJECT / "examples/published_lines.json").read_text(encoding="utf-8"))


def test_the_page_loads_the_published_lines():
    page = json.loads((PROJECT / "service/web/static/page/example.json").read_text(encoding="utf-8"))
    assert page == {"lines": PUBLISHED["lines"]}


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_a_readme_sends_the_published_lines(page):
    ((words,),) = pipelines(blocks_of(page, "sh")[1])
    assert json.loads(request(words, PROJECT).body) == PUBLISHED
