"""The image, built and run locked down: `make container`. Needs a running Docker, or Podman.

Without them the same files, packages, settings and commands are checked in a folder like the image, as another user. The
base image, the read-only file system as a whole and the memory limit remain unchecked then.
"""

import contextlib
import json
from pathlib import Path

import pytest

from tests.container.places import Container, Imitation, find_engine
from tests.running import wait_for

INSIDE = Path(__file__).parent / "inside.py"


@pytest.fixture(scope="module")
def place():
    engine = find_engine()
    with contextlib.ExitStack() as stack:
        yield Container(engine, stack) if engine else Imitation(stack)


def test_its_health_check_passes(place):
    def is_healthy():
        assert place.is_running(), place.log_text()
        return place.is_healthy()

    wait_for(is_healthy)


def test_it_has_no_rights_writes_nothing_and_answers(place):
    place.run(INSIDE.read_text(encoding="utf-8"), str(place.pid))


def test_it_stops_on_sigterm_and_has_logged_no_error(place):
    assert place.stop() == 0, place.log_text()
    levels = {json.loads(line)["level"] for line in place.log_text().splitlines()}
    assert levels <= {"debug", "info"}, place.log_text()
