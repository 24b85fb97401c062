"""If the service needs an access key, the page asks for it and stores it only in the memory of the tab."""

import pytest

from service.access_keys import new_key
from tests.page.test_access import findings
from tests.page.visit import Visit
from tests.running import Running

WORDS = {
    "en": ("This service asks for a key", "The service does not take this key."),
    "zh": ("本服务需要密钥", "服务不接受此密钥。"),
}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """A service that accepts one key, and that key."""
    folder = tmp_path_factory.mktemp("guarded")
    key, entry = new_key("our-portal")
    (folder / "keys.txt").write_text(f"{entry}\n", encoding="ascii")
    with Running(folder, WEB_CONCURRENCY="1", API_KEYS_FILE=str(folder / "keys.txt")) as running:
        yield running.wait_until_ready(), key


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh", 390)])
def test_with_a_key_the_page_works_and_stores_the_key_nowhere(guarded, browser, tmp_path, language, width):
    service, key = guarded
    asks, refuses = WORDS[language]
    here = Visit(
        browser, service, tmp_path, language=language, size=(width, 900), settings="", awaits="#access:not([hidden])"
    )
    assert asks in here.text("#access")
    assert here.page.is_hidden(".input")
    assert here.page.evaluate("document.activeElement.id") == "access-key"
    assert here.page.evaluate("document.documentElement.scrollWidth") == width
    assert findings(here) == []

    for wrong in ("our-portal.wrong", "密钥", "two words"):
        here.page.fill("#access-key", wrong)
        here.page.keyboard.press("Enter")
        here.page.wait_for_selector("#access-refused:not([hidden])")
        assert here.text("#access-refused") == refuses
        assert here.page.input_value("#access-key") == ""
    assert findings(here) == []

    here.page.fill("#access-key", f" {key} ")
    here.page.keyboard.press("Enter")
    here.page.wait_for_selector("#goal option", state="attached")
    assert here.page.is_hidden("#access")
    here.mixed()
    assert here.save("csv").stat().st_size > 0
    with here.page.expect_download() as download:
        here.page.click('[data-template="csv"]')
    target = tmp_path / download.value.suggested_filename
    download.value.save_as(target)
    assert target.name == "capacity.csv"
    assert "401" not in target.read_text(encoding="utf-8-sig")
    here.page.click('[data-view="catalogue"]')
    here.page.wait_for_selector("#catalogue-table button.product")

    kept = here.page.evaluate(
        """async () => JSON.stringify([
            location.href, document.cookie, {...localStorage}, {...sessionStorage}, history.state,
            await caches.keys(), await indexedDB.databases(), document.documentElement.outerHTML,
            [...document.querySelectorAll("input")].map(({ value }) => value),
            performance.getEntries().map(({ name }) => name)])"""
    )
    assert key not in kept
    assert key.partition(".")[2] not in kept
    here.page.reload()
    here.page.wait_for_selector("#access:not([hidden])")
    here.close()
    assert here.complaints == []
    assert here.strangers == []


def test_a_list_chosen_before_the_key_is_evaluated_after_it(guarded, browser, tmp_path):
    service, key = guarded
    here = Visit(
        browser, service, tmp_path, language="en", size=(1280, 900), settings="", awaits="#access:not([hidden])"
    )
    path = tmp_path / "list.csv"
    path.write_text("product,capacity,intensity\ncement-clinker,1,98\n", encoding="utf-8")
    here.page.set_input_files("#file", path)
    here.page.wait_for_selector("#access:not([hidden])")
    here.page.fill("#access-key", key)
    here.show_answer(lambda: here.page.click("#access button"))
    assert here.text("#status") == "Goal met"
    here.close()
    assert here.complaints == []


def test_the_page_asks_for_no_key_that_is_not_needed(visit):
    assert visit().mixed().page.is_hidden("#access")
