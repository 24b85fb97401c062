"""Makes the screenshots of the READMEs: `make screenshots`. Run as a module, with the folder to write to."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.page.conftest import CHROMIUM, QUIET
from tests.page.visit import Visit
from tests.running import Running

STATES = [("desktop-zh", "zh", (1280, 1120)), ("desktop-en", "en", (1280, 1120)), ("phone-zh", "zh", (390, 844))]


def take(browser, service, folder, target):
    for name, language, size in STATES:
        here = Visit(browser, service, folder, language=language, size=size, settings="")
        here.example()
        here.page.wait_for_selector("#dots-chart canvas")
        here.page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
        here.page.evaluate("scrollTo(0, 0)")
        if name == "phone-zh":
            here.page.locator("#verdict").evaluate("(element) => scrollTo(0, element.offsetTop - 10)")
        here.page.wait_for_timeout(500)
        here.page.screenshot(path=target / f"{name}.png")
        if name == "desktop-zh":
            here.mixed()
            here.page.click("#whatif-fewest")
            here.page.locator("#lines").evaluate("(element) => scrollTo(0, element.offsetTop - 250)")
            here.page.wait_for_timeout(500)
            here.page.screenshot(path=target / "lines-zh.png")
            here.page.click('[data-view="catalogue"]')
            here.page.wait_for_selector("#catalogue-table button.product")
            here.page.evaluate("scrollTo(0, 0)")
            here.page.wait_for_timeout(300)
            here.page.screenshot(path=target / "catalogue-zh.png")
        if name == "desktop-en":
            here.page.set_viewport_size({"width": 794, "height": 1123})  # A4 at 96 dpi
            here.page.evaluate("dispatchEvent(new Event('beforeprint'))")
            here.page.emulate_media(media="print")
            here.page.evaluate("document.body.style.padding = '53px'")  # the margins of the sheet
            here.page.evaluate("scrollTo(0, 0)")
            here.page.screenshot(path=target / "print-en.png")
        here.close()


def main(target):
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        with Running(Path(folder)) as service:
            take(browser, service.wait_until_ready(), Path(folder), target)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
