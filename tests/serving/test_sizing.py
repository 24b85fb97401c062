"""How many workers fit into a container."""

import os

import pytest

from service.serving import sizing

MIB = 1024**2


@pytest.fixture
def container(tmp_path, monkeypatch):
    """Write the limits of a container on a machine with eight processors, as cgroup v2 shows them."""
    monkeypatch.setattr(sizing, "_CGROUP", tmp_path)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)))

    def write(**limits):
        for name, text in limits.items():
            (tmp_path / f"{name}.max").write_text(f"{text}\n", encoding="ascii")

    return write


@pytest.mark.parametrize(
    ("limits", "workers"),
    [
        ({}, 8),
        ({"cpu": "max 100000", "memory": "max"}, 8),
        ({"cpu": "200000 100000"}, 2),
        ({"cpu": "150000 100000"}, 2),
        ({"cpu": "50000 100000"}, 1),
        ({"cpu": "1600000 100000"}, 8),
        ({"memory": 1024 * MIB}, 4),
        ({"memory": 2 * 240 * MIB}, 2),
        ({"memory": 2 * 240 * MIB - 1}, 1),
        ({"memory": 64 * MIB}, 1),
        ({"cpu": "200000 100000", "memory": 1024 * MIB}, 2),
    ],
)
def test_workers_fit_into_processors_and_memory(container, limits, workers):
    container(**limits)
    assert sizing.count_workers() == workers
