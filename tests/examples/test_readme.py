"""What the READMEs say of the service is so; test_commands.py runs their commands."""

import re

import pytest

from service import VERSION
from tests.examples.pages import blocks, table, text_of
from tests.web.client import app

EACH_README = pytest.mark.parametrize("page", ["README.md", "README.zh.md"])


@EACH_README
def test_it_is_read_in_five_minutes(page):
    assert len(text_of(page).splitlines()) <= 150


@EACH_README
def test_the_first_screen_has_the_command_a_request_and_its_answer(page):
    assert [language for language, _ in blocks(page)][:3] == ["sh", "sh", "json"]
    assert "```".join(text_of(page).split("```")[:6]).count("\n") <= 50


@EACH_README
def test_the_table_of_calls_lists_every_address_of_the_service(page):
    """The files of the page `/docs` aside, which it loads by itself."""
    heading = {"README.md": "call", "README.zh.md": "调用"}[page]
    shown = [found for call, _ in table(page, heading) for found in re.findall(r"`(GET|POST) (/[^`]*)`", call)]
    rules = [rule for rule in app().url_map.iter_rules() if not rule.rule.startswith("/static/")]
    served = {
        (method, re.sub(r"<\w+>", "{id}", rule.rule)) for rule in rules for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert sorted((method, address.replace("{code}", "{id}")) for method, address in shown) == sorted(served)


@EACH_README
def test_it_names_the_python_that_is_needed(page):
    assert 'requires-python = ">=3.11"' in text_of("pyproject.toml")
    assert "Python 3.11" in text_of(page)


def test_the_changelog_is_of_this_version_and_has_the_values_first():
    changelog = text_of("CHANGELOG.md")
    version, *parts = re.findall(r"^##+ (.+)$", changelog, re.MULTILINE)[:6]
    assert version.split()[0] == VERSION
    assert parts == ["Benchmark values", "API", "The page", "Command line", "Running"]
