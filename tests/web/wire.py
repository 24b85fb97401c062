"""What the tests of the HTTP side send, and what they hold every failure to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.web.client import Answer

EVALUATIONS = "/v1/evaluations"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
FINGERPRINT = re.compile(r"sha256:[0-9a-f]{64}")


def line(**changed: object) -> dict[str, object]:
    """A line of clinker exactly at its benchmark level, with what is changed or added."""
    return {"benchmark": "cement-clinker", "capacity": 1, "intensity": 100} | changed


def without(name: str) -> dict[str, object]:
    """The line without one of its fields."""
    return {key: value for key, value in line().items() if key != name}


def listed(*lines: str) -> bytes:
    """The body of a list whose lines are given as JSON text."""
    return ('{"lines":[' + ",".join(lines) + "]}").encode()


def clinker(members: str) -> str:
    """The JSON text of a clinker line with these members besides product and capacity."""
    return '{"benchmark":"cement-clinker","capacity":1,' + members + "}"


def without_input(body: bytes) -> bytes:
    """The bytes of an answer without the digest of the list, which differs for the same list in other bytes."""
    return re.sub(rb'"input":"sha256:[0-9a-f]{64}",', b"", body)


def assert_problem(answer: Answer, status: int, kind: str, *pointers: str) -> dict[str, Any]:
    """Hold an answer to the one shape of failures (RFC 9457): its status, its type, and the pointers of its errors."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json
    assert answer.status == status, answer.body
    assert problem["status"] == status
    assert problem["type"] == f"/problems/{kind}"
    assert set(problem) <= {
        "type", "title", "status", "detail", "instance", "request_id", "errors", "errors_left_out",
    }  # fmt: skip
    assert problem["request_id"] == answer.headers["X-Request-ID"]
    assert FINGERPRINT.fullmatch(answer.headers["Benchmark-Data"])
    assert problem["title"]
    assert problem["detail"]
    assert problem["errors"]
    for error in problem["errors"]:
        assert {"pointer", "code", "detail"} <= set(error)
        assert set(error) <= {"pointer", "code", "detail", "candidates", "id", "row", "column", "parameter"}
        assert error["pointer"] == "" or error["pointer"].startswith("/")
        assert error["detail"]
    if pointers:
        assert [error["pointer"] for error in problem["errors"]] == list(pointers)
    return problem
