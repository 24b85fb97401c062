"""Asks the service on this machine whether it lives: exit code 0 or 1. For the container's HEALTHCHECK.

Standard library only, and run as a file, so that a check every few seconds does not load the whole service.
"""

import http.client
import os
import sys


def main() -> int:
    """Return 0 if GET /healthz answers 200 within two seconds, else 1."""
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=2)
    try:
        connection.request("GET", "/healthz")
        return int(connection.getresponse().status != http.client.OK)
    except (OSError, http.client.HTTPException):
        return 1


if __name__ == "__main__":
    sys.exit(main())
