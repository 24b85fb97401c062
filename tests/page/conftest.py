"""The page in Debian's Chromium, on the service as it is deployed."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.builders import CATALOGUE
from tests.page.visit import Visit
from tests.running import Running

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
QUIET = [
    "--no-sandbox",  # needed by root, as in CI
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    with Running(tmp_path_factory.mktemp("service"), WEB_CONCURRENCY="2", BENCHMARKS_DIR=str(CATALOGUE)) as running:
        yield running.wait_until_ready()


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM:
        pytest.fail("Chromium is needed: apt install chromium, or CHROMIUM=<path>")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(service, browser, tmp_path):
    """Opens the page. In every test the console must show no error, and the page must send nothing to other servers."""
    visits = []

    def open_page(language="en", *, width=1280, height=900, settings=""):
        visits.append(Visit(browser, service, tmp_path, language=language, size=(width, height), settings=settings))
        return visits[-1]

    yield open_page
    for each in visits:
        each.close()
        assert each.complaints == []
        assert each.strangers == []


@pytest.fixture
def files(tmp_path):
    return Path(tmp_path)
