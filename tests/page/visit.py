"""A visit to the page, with the actions of a user."""

import base64
import json
import urllib.parse
from pathlib import Path

MIXED = Path(__file__).with_name("mixed.json")

PATIENCE = 300_000
"""Milliseconds until a test gives up. It measures nothing: on a slow or busy machine a test only takes longer."""


class Visit:
    """One browser window on the page."""

    def __init__(self, browser, service, folder, *, language, size, settings, awaits="#weighting option"):
        """Open the page, and wait until it shows what the service offers, or something else."""
        self.service = service
        self.origin = f"http://127.0.0.1:{service.port}"
        self.folder = Path(folder)
        self.complaints = []
        self.strangers = []
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale={"en": "en-GB", "zh": "zh-CN"}[language],
            accept_downloads=True,
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._watch)
        self.page.goto(f"{self.origin}/{settings}")
        self.page.wait_for_selector(awaits, state="attached")

    def _note(self, message):
        # The browser itself logs a problem that the service answers; the page shows it to the user.
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def _watch(self, request):
        if not request.url.startswith((self.origin, "blob:", "data:")):
            self.strangers.append(request.url)

    def close(self):
        self.context.close()

    def text(self, selector):
        return self.page.locator(selector).inner_text()

    def texts(self, selector):
        return self.page.locator(selector).all_inner_texts()

    def show_answer(self, act):
        """Do what sends the list, and wait until the page shows its answer."""
        shown = "performance.getEntriesByName('results-shown').length"
        before = self.page.evaluate(shown)
        act()
        self.page.wait_for_selector("#results:not([hidden])")
        for _ in range(PATIENCE // 50):
            if self.page.evaluate(shown) > before:
                return self
            self.page.wait_for_timeout(50)
        raise AssertionError(self.text("body"))

    def choose(self, path):
        return self.show_answer(lambda: self.page.set_input_files("#file", path))

    def drop(self, name, content, kind="text/csv"):
        """Drop a file on the page."""
        files = self.page.evaluate_handle(
            """([name, content, kind]) => {
                const files = new DataTransfer();
                const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
                files.items.add(new File([bytes], name, {type: kind}));
                return files;
            }""",
            [name, base64.b64encode(content).decode(), kind],
        )
        return self.show_answer(lambda: self.page.dispatch_event("#give", "drop", {"dataTransfer": files}))

    def mixed(self):
        """Choose the list of the tests: twenty lines of eleven sectors, one of them rejected."""
        return self.choose(MIXED)

    def example(self):
        return self.show_answer(lambda: self.page.click("#example"))

    def cell(self, line, column):
        """The cell of a line, counted from 1, under a header."""
        return self.page.locator(f'tr[data-index="{line - 1}"] td[data-name="{column}"]')

    def notes(self, line):
        """The notes of a line, by column; "" is the line as a whole."""
        cells = self.page.locator(f'tr[data-index="{line - 1}"] td:has(.note)')
        return {cell.get_attribute("data-name") or "": cell.locator(".note").first.inner_text() for cell in cells.all()}

    def save(self, ending):
        """Download the results in this format."""
        with self.page.expect_download() as download:
            self.page.click(f'[data-file="{ending}"]')
        target = self.folder / download.value.suggested_filename
        download.value.save_as(target)
        return target

    def answer_of_service(self, lines, **asked):
        """The answer of the service to these lines, to compare with."""
        body = json.dumps({"lines": lines, **asked}).encode()
        answer = self.service.post(body)
        assert answer.status == 200, answer.content
        return json.loads(answer.content)

    def settings(self):
        """The settings in the fragment of the address."""
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.page.url).fragment))
