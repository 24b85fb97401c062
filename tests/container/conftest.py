"""Says what the container is checked with."""

from tests.container.places import find_engine


def pytest_report_header():
    engine = find_engine()
    if engine:
        return f"container: {engine}"
    return "container: NOT built, without Docker or Podman or the base image; what it contains is checked in a folder"
