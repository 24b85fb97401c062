"""The directory of the workers' counts. It must exist before prometheus_client is imported, which is not done here."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile

RAM_DISK = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - only names that nobody can predict
"""Where small files are never slow; None, the usual place for temporary files, if it cannot be written."""


def make_metrics_dir() -> None:
    """Make a new, empty directory, set ``PROMETHEUS_MULTIPROC_DIR`` to it, and remove it when this process ends.

    prometheus_client reads the variable once, when it is imported; after that there is nothing to do.
    """
    if "prometheus_client" in sys.modules:
        return
    master = os.getpid()
    folder = tempfile.mkdtemp(prefix=f"biaogan-metrics-{master}-", dir=RAM_DISK)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder

    def remove() -> None:
        if os.getpid() == master:  # a forked worker runs this too
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
