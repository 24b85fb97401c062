"""``python -m service``: the command line."""

from __future__ import annotations

import sys

try:
    from service.command_line import main
except ModuleNotFoundError as missing:
    if (missing.name or "").partition(".")[0] == "service":
        raise
    # Python would exit with 1, which means here that a goal is not met.
    sys.stderr.write(f"{missing.name} is not installed here; after `make run` use .venv/bin/python -m service\n")
    sys.exit(3)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
