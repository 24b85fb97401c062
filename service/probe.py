"""The container's HEALTHCHECK: exit code 0 if the service on this machine is alive, else 1.

It uses the standard library only and is run as a file: a check every few seconds must not import the whole service.
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
