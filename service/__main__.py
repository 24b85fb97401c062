"""``python -m service``: the command line."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import FrameType

try:
    from service.command_line import main
except ModuleNotFoundError as missing:
    if (missing.name or "").partition(".")[0] == "service":
        raise
    # Python would exit with 1, which means here that a goal is not met.
    sys.stderr.write(f"{missing.name} is not installed here; after `make run` use .venv/bin/python -m service\n")
    sys.exit(3)


def _end(number: int, _: FrameType | None) -> NoReturn:
    """Exit normally, so that no half-written file is left."""
    sys.exit(128 + number)


if __name__ == "__main__":
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, _end)
    sys.exit(main(sys.argv[1:]))
