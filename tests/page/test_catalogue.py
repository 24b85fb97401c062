"""The catalogue: both editions side by side, with evidence and sources, and the values that are missing."""

import pytest


def search(here, words):
    """The products that the page shows for these words, when their table has replaced that of all products."""
    here.page.click('[data-view="catalogue"]')
    here.page.locator("#catalogue-table tbody").evaluate("(rows) => { rows.className = 'all'; }")
    here.page.fill("#catalogue-search", words)
    here.page.wait_for_selector("#catalogue-table tbody:not(.all)")
    return here.texts("#catalogue-table button.product")


@pytest.mark.parametrize(("language", "words"), [("zh", "clinker"), ("en", "水泥熟料")])
def test_a_product_is_found_by_its_names_in_both_languages(visit, language, words):
    assert search(visit(language), words) == [{"en": "Cement clinker", "zh": "水泥熟料"}[language]]


def test_both_editions_are_shown_side_by_side(visit):
    here = visit()
    search(here, "coke.stamp")
    assert here.texts("#catalogue-table .level b") == ["110", "140", "110", "140"]


def test_a_missing_value_is_shown_with_its_reason(visit):
    here = visit()
    search(here, "oil-refining")
    assert here.texts("#catalogue-table td.absent") == ["not held", "not held"]
    here.page.click("#catalogue-table button.product")
    assert "no published source found" in here.text("#catalogue-table .details")


def test_sources_are_links_that_open_in_a_new_tab(visit):
    here = visit()
    search(here, "clinker")
    button = here.page.locator("#catalogue-table button.product")
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    link = here.page.locator("#catalogue-table .details a").first
    assert link.get_attribute("href").startswith("http")
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_all_rows_of_both_tables_are_shown(visit):
    here = visit()
    here.page.click('[data-view="catalogue"]')
    here.page.wait_for_selector("#catalogue-table tbody tr")
    rows = {
        row["id"]
        for edition in ("ndrc-2021", "ndrc-2023")
        for row in here.page.request.get(f"{here.origin}/v1/benchmarks?edition={edition}").json()["benchmarks"]
    }
    assert here.page.locator("#catalogue-table button.product").count() == len(rows)


@pytest.mark.parametrize(("language", "header"), [("en", "标杆水平 benchmark level"), ("zh", "标杆水平")])
def test_the_table_of_an_edition_is_offered_as_a_file(visit, language, header):
    """The page's catalogue offers the same file to download."""
    here = visit(language)
    here.page.click('[data-view="catalogue"]')
    link = here.page.locator("#catalogue-editions li").last.locator("a").last
    with here.page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "ndrc-2023-levels.csv"
    target = here.folder / "levels.csv"
    download.value.save_as(target)
    assert header in target.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
