"""A service whose data are faulty does not start, and says everything that is wrong with them."""

import os
import subprocess
import sys

import pytest

from service.app import create_app
from service.loading.data_faults import DataFaultsError
from service.settings import Settings
from tests.loading.folders import SHIPPED, copy_good, edit
from tests.running import PATIENCE, free_port

CLINKER = "ndrc-2021/sectors/cement-clinker.yaml"


@pytest.fixture
def broken(tmp_path):
    """A folder with a fault in each of two files."""
    folder = copy_good(tmp_path)
    edit(folder, CLINKER, "value: 100", "value: 118")
    edit(folder, "goals/zhejiang-2025.yaml", "target: 0.50", "target: 50")
    return folder


LINES = [
    "2 fault(s) in the data:",
    "benchmarks/goals/zhejiang-2025.yaml: goals[0].target: 50 is not a fraction between 0 and 1; 0.5 is 50 %",
    f"benchmarks/{CLINKER}: products[0].benchmark.value: 118 is worse than the baseline level 117",
]


def test_application_is_not_made(broken):
    """Start-up refuses, and lists every fault."""
    with pytest.raises(DataFaultsError) as refusal:
        create_app(Settings(benchmarks_dir=broken))
    assert str(refusal.value).splitlines() == LINES


def test_server_exits_with_the_list(broken):
    """It ends with 3, gunicorn's own "Worker failed to boot", instead of starting workers for ever."""
    settings = {"BENCHMARKS_DIR": str(broken), "HOST": "127.0.0.1", "PORT": str(free_port()), "WEB_CONCURRENCY": "1"}
    server = subprocess.run(
        [sys.executable, "-m", "gunicorn"],
        cwd=SHIPPED.parent,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert server.returncode == 3
    assert "\n".join(LINES) in server.stderr
