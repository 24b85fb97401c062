"""The requests and answers that `openapi.yaml` documents, as they can be sent and compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.web.client import JSON, NDJSON, contract, encoded, exact_json, keyed, official, resolved

if TYPE_CHECKING:
    from collections.abc import Iterator

VOLATILE = {"request_id", "fingerprint"}
"""Members that differ from request to request, or with every touch of a data file; the schema still judges them."""

OPERATIONS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One documented answer, and the request that it answers."""

    example: str
    """The name of the answer under ``components/examples``."""
    status: int
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    is_keyed: bool = False
    """Whether it is asked of a service that has given out keys."""
    documented: Any = None

    def answered(self) -> Any:
        """The body that the service answers with now, held to the contract; fails if the status is another one."""
        stated = self.headers.get("Content-Length")  # Werkzeug's client would state the true one
        environ = {"CONTENT_LENGTH": stated} if stated else {}
        client = keyed()[0] if self.is_keyed else official()
        answer = client.send(self.method, self.path, headers=self.headers, data=self.body, environ_overrides=environ)
        assert answer.status == self.status, answer.body.decode()
        return answer.lines if answer.headers["Content-Type"].startswith(NDJSON) else answer.json


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and operation of every operation of the contract."""
    for path, item in contract()["paths"].items():
        for method in OPERATIONS:
            if method in item:
                yield path, method.upper(), item[method]


def exchanges() -> list[Exchange]:
    """Every documented answer once, in the order of the contract."""
    found: dict[str, Exchange] = {}
    for path, method, operation in operations():
        sent = dict(_examples(operation.get("requestBody", {})))
        for status, response in operation["responses"].items():
            for name, example in _examples(resolved(response)):
                key = example["$ref"].rpartition("/")[2]
                answer = resolved(example)
                request = {"method": method, "path": path, "headers": {}} | answer.get("x-request", {})
                body = request["body"].encode() if "body" in request else None
                if name in sent:
                    value = resolved(sent[name])["value"]
                    body = value.encode() if isinstance(value, str) else encoded(value)
                found.setdefault(
                    key,
                    Exchange(
                        example=key,
                        status=int(status),
                        method=request["method"],
                        path=request["path"],
                        headers=({"Content-Type": JSON} if request["method"] == "POST" else {}) | request["headers"],
                        body=body,
                        is_keyed=request.get("keys", False),
                        documented=_documented(answer["value"]),
                    ),
                )
    return list(found.values())


def _examples(item: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The examples of a body or an answer, of whatever media type, by name."""
    for content in item.get("content", {}).values():
        yield from content.get("examples", {}).items()


def _documented(value: Any) -> Any:
    """The documented value; of a stream, which is documented as text, the values of its lines."""
    return [exact_json(line) for line in value.splitlines()] if isinstance(value, str) else value


def lasting(value: Any) -> Any:
    """The value without its volatile members, and with the digits of its figures as text, so that 0.5 is not 0.50."""
    if isinstance(value, dict):
        return {key: lasting(inner) for key, inner in value.items() if key not in VOLATILE}
    if isinstance(value, Decimal):
        return str(value)
    return [lasting(inner) for inner in value] if isinstance(value, list) else value
