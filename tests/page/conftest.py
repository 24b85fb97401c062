"""The page in Debian's Chromium against the service as it really runs."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.builders import CATALOGUE
from tests.page.visit import Visit
from tests.test_running import Running

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
QUIET = [
    "--no-sandbox",  # as root, as a CI runs
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    running = Running(tmp_path_factory.mktemp("service"), WEB_CONCURRENCY="2", BENCHMARKS_DIR=str(CATALOGUE))
    try:
        yield running.wait_until_ready()
    finally:
        running.stop()


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
    """Opens the page. Whatever a test does there: no error on the console, and no request to anywhere else."""
    visits = []

    def opened(language="en", *, width=1280, height=900, settings=""):
        visits.append(Visit(browser, service, tmp_path, language=language, size=(width, height), settings=settings))
        return visits[-1]

    yield opened
    for each in visits:
        each.close()
        assert each.complaints == []
        assert each.strangers == []


@pytest.fixture
def files(tmp_path):
    return Path(tmp_path)
