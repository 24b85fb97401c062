"""What is checked beside the service, with its rights. Runs in the image, so it needs the standard library only.

python - PID < inside.py
"""

import contextlib
import json
import os
import sys
import urllib.request
from pathlib import Path

HEADERS = {"Content-Type": "application/json", "Server": "biaogan", "X-Content-Type-Options": "nosniff"}


def check_rights(pid):
    """The service is not root, has no capability and cannot gain one."""
    status = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines())
    assert os.getuid() != 0
    assert set(status["Uid"].split()) == {str(os.getuid())}
    assert (int(status["CapEff"], 16), status["NoNewPrivs"]) == (0, "1")


def check_files():
    """Nothing that the service consists of can be written."""
    for folder in (Path.cwd(), Path.cwd() / "service", Path(sys.prefix), Path(sys.prefix) / "bin", Path("/")):
        with contextlib.suppress(OSError):
            (folder / "written").touch()
            raise AssertionError(folder)


def check_answers():
    """The pages are there, and a list is evaluated."""
    for path in ("/", "/docs", "/healthz", "/readyz", "/v1/benchmarks"):
        assert ask(path)[0].status == 200, path
    body = Path("examples/mixed.json").read_bytes()
    answer, content = ask("/v1/evaluations", body)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    lines = json.loads(content)["lines"]
    assert lines["submitted"] == len(json.loads(body)["lines"])
    assert lines["graded"] > 0


def ask(path, body=None):
    origin = f"http://127.0.0.1:{os.environ['PORT']}"
    request = urllib.request.Request(origin + path, body, {"Content-Type": "application/json"})  # noqa: S310 - http
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return answer, answer.read()


check_rights(sys.argv[1])
check_files()
check_answers()
