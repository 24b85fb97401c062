"""A link contains the settings and no data, and the browser stores nothing."""

import urllib.parse


def test_a_link_reopens_the_same_settings(visit):
    settings = {"lang": "zh", "goal": "china-2028-clearance", "edition": "ndrc-2021", "weighting": "lines"}
    first = visit(settings=f"#{urllib.parse.urlencode(settings)}")
    assert first.page.input_value("#goal") == settings["goal"]
    assert first.page.input_value("#edition") == settings["edition"]
    assert first.page.input_value("#weighting") == settings["weighting"]
    assert first.page.get_attribute("html", "lang") == "zh-CN"
    first.mixed()
    assert "基准水平" in first.text("#sentence")
    second = visit(settings=f"#{urllib.parse.urlsplit(first.page.url).fragment}").mixed()
    assert second.text("#sentence") == first.text("#sentence")


def test_the_address_contains_the_choices_and_not_the_list(visit):
    here = visit().mixed()
    here.show_answer(lambda: here.page.select_option("#weighting", "lines"))
    here.show_answer(lambda: here.page.select_option("#edition", "ndrc-2023"))
    assert here.settings() == {"lang": "en", "edition": "ndrc-2023", "weighting": "lines"}
    assert "clinker" not in here.page.url


def test_an_unknown_language_is_ignored(visit):
    here = visit(settings="#lang=fr")
    assert here.page.get_attribute("html", "lang") == "en"


def test_the_browser_stores_nothing(visit):
    here = visit().mixed()
    kept = here.page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length, (await indexedDB.databases()).length]"
    )
    assert kept == [0, 0, 0, 0]
    assert here.context.cookies() == []


def test_another_weighting_is_offered_if_one_gives_no_share(visit):
    here = visit(settings="#weighting=energy").mixed()
    assert "No share can be given" in here.text("#sentence")
    here.show_answer(lambda: here.page.click("#other-weightings button:last-child"))
    assert here.settings()["weighting"] == "lines"
    assert "%" in here.text("#sentence")
