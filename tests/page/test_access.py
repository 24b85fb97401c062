"""The page can be used with a keyboard, with a screen reader, on a phone, and in both languages."""

import re

import pytest

from tests.running import PROJECT

AXE = PROJECT / "tools" / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = {"serious", "critical"}


def findings(here):
    here.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = here.page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]


@pytest.mark.parametrize(("language", "width"), [("zh", 1280), ("en", 390)])
def test_axe_finds_nothing_serious(visit, language, width):
    here = visit(language, width=width)
    assert findings(here) == []
    here.mixed()
    here.page.click("#whatif-fewest")
    here.cell(7, {"zh": "产品", "en": "Product"}[language]).locator("input").fill("x")
    assert findings(here) == []
    here.page.click('[data-view="catalogue"]')
    here.page.wait_for_selector("#catalogue-table button.product")
    here.page.locator("#catalogue-table button.product").first.click()
    assert findings(here) == []


def test_axe_finds_nothing_serious_in_a_dialog_or_a_problem(visit):
    here = visit()
    here.page.click("#paste")
    assert findings(here) == []
    here.page.fill("#paste-cells", "what\tis\nthis\t?")
    here.page.click("#paste-dialog button.primary")
    here.page.wait_for_selector("#problem:not([hidden])")
    assert findings(here) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_wider_than_a_phone(visit, language):
    here = visit(language, width=390, height=844).mixed()
    assert here.page.evaluate("document.documentElement.scrollWidth") == 390
    here.page.click('[data-view="catalogue"]')
    here.page.wait_for_selector("#catalogue-table button.product")
    assert here.page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_whole_path_works_with_the_keyboard(visit):
    here = visit()
    press = here.page.keyboard.press
    here.page.keyboard.press("Tab")
    assert here.page.evaluate("document.activeElement.className") == "skip"
    press("Enter")
    assert here.page.evaluate("document.activeElement.id") == "main"
    here.page.focus("#example")
    here.show_answer(lambda: press("Enter"))
    here.mixed()
    here.cell(7, "Product").locator("input").focus()
    press("Tab")  # to the first name that the service offers
    press("Enter")
    here.page.focus("#evaluate-again")
    here.show_answer(lambda: press("Enter"))
    assert here.notes(7) == {}
    here.page.focus('tr[data-index="1"] .tick input')
    press("Space")
    assert here.page.is_visible("#tick-bar")


def test_the_verdict_is_announced(visit):
    here = visit().mixed()
    said = here.page.locator("#said")
    assert said.get_attribute("role") == "status"
    assert said.inner_text().startswith("20 lines evaluated.")
    assert "45.50% – 64.70%" in here.page.locator("#gauge svg").get_attribute("aria-label")


def test_the_list_states_its_length_although_only_a_part_is_drawn(visit):
    here = visit().mixed()
    assert here.page.get_attribute("#lines-table", "aria-rowcount") == "21"
    assert here.page.locator("tr.line").first.get_attribute("aria-rowindex") == "2"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_key_of_a_text_is_shown_instead_of_the_text(visit, language):
    here = visit(language).mixed()
    here.page.click("#whatif-fewest")
    words = set(re.findall(r"[a-z]+(?:_[a-z]+)+", here.text("body")))
    assert words == set()
