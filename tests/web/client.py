"""A client for tests that holds every answer it gets to `openapi.yaml`.

    from tests.web.client import get, post

    answer = post([line(capacity="1.10")], weighting="energy")
    assert answer.json["lines"]["graded"] == 1

Figures keep their digits in both directions: a Decimal is sent as a JSON number of exactly its digits, and
`Answer.json` has whole numbers as int and all others as Decimal. An answer that the contract does not describe
(status, headers, media type or body) fails the test that asked for it.
"""

from __future__ import annotations

import functools
import json
import re
import tempfile
import zlib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import msgspec
import yaml

from service.access_keys import new_key
from service.app import create_app
from service.request_errors import ProblemError
from service.settings import Settings
from tests.builders import CATALOGUE

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.datastructures import Headers

PROJECT = Path(__file__).parents[2]
JSON = "application/json"
NDJSON = "application/x-ndjson"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

encoded = msgspec.json.Encoder(decimal_format="number").encode
"""JSON in which a Decimal is a number of exactly its digits."""


class _Loader(yaml.SafeLoader):
    """YAML as OpenAPI means it, the core schema of 1.2: days stay text, `no` is a word, and numbers are exact."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - PyYAML's own name


for _tag, _pattern, _first in (
    ("null", r"null|~|", "n~"),
    ("bool", r"true|false", "tf"),
    ("int", r"-?(0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", "-0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), [*_first, ""])
_Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(loader.construct_scalar(node)))


@functools.cache
def contract() -> dict[str, Any]:
    """`openapi.yaml`, with numbers exact and days as text."""
    loaded: dict[str, Any] = yaml.load((PROJECT / "openapi.yaml").read_bytes(), _Loader)  # noqa: S506 - a safe loader
    return loaded


@functools.cache
def keyed() -> tuple[Client, str]:
    """A client of a service with one access key, and the key; the client does not send it by itself."""
    key, entry = new_key("test")
    with tempfile.NamedTemporaryFile("w", encoding="ascii") as file:
        file.write(entry)
        file.flush()
        return Client(make_app(api_keys_file=Path(file.name))), key


def make_app(**settings: Any) -> Flask:
    """An application with the catalogue of the tests and these settings."""
    return create_app(Settings(benchmarks_dir=CATALOGUE, **settings))


@functools.cache
def app() -> Flask:
    """The application with the catalogue of the tests and the limits as shipped; made once."""
    return make_app()


@functools.cache
def official() -> Client:
    """A client of the service as shipped; only for tests of the shipped data and of the documents that show it."""
    return Client(create_app(Settings()))


def exact_json(text: str | bytes) -> Any:
    """The value of a JSON text: whole numbers as int, all others as Decimal."""
    return json.loads(text, parse_float=Decimal)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that the contract describes."""

    status: int
    headers: Headers
    body: bytes
    """As it was sent, compressed where `Content-Encoding` says so."""
    is_whole: bool = True
    """Whether it is complete; a stream whose list cannot be read to its end breaks off."""

    @property
    def text(self) -> bytes:
        """The body, inflated if it was compressed; of a compressed stream that broke off, the part that was received."""
        if self.headers.get("Content-Encoding") != "gzip":
            return self.body
        inflater = zlib.decompressobj(wbits=31)
        text = inflater.decompress(self.body)
        assert inflater.eof == self.is_whole
        return text

    @property
    def json(self) -> Any:
        """The body as a value, exactly."""
        return exact_json(self.text)

    @property
    def lines(self) -> list[Any]:
        """The lines of a stream as values, exactly."""
        assert self.text.endswith(b"\n")
        return [exact_json(line) for line in self.text.splitlines()]

    @property
    def codes(self) -> list[str]:
        """The codes of a problem's errors, in their order."""
        return [error["code"] for error in self.json["errors"]]


class Client:
    """Sends requests to one application, and checks each answer against the contract."""

    def __init__(self, application: Flask | None = None) -> None:
        """Use the shared application, or one with settings of the test's own."""
        self._application = application or app()

    def send(self, method: str, path: str, **options: Any) -> Answer:
        """Send any request; the options are those of Werkzeug's `EnvironBuilder` (``data``, ``headers`` …)."""
        received = []
        is_whole = True
        with self._application.test_client().open(path, method=method, **options) as response:
            try:
                received.extend(response.iter_encoded())
            except ProblemError:  # a server then leaves the answer without its end
                is_whole = False
            answer = Answer(response.status_code, response.headers, b"".join(received), is_whole)
        check(method, path, answer)
        return answer

    def get(self, path: str, *, language: str | None = None, headers: dict[str, str] | None = None) -> Answer:
        """GET an address with its query."""
        return self.send("GET", path, headers=_headers(headers, language))

    def post(
        self, what: object, *, language: str | None = None, headers: dict[str, str] | None = None, **around: object
    ) -> Answer:
        """POST /v1/evaluations: a list of lines with what is ``around`` it, a whole request, or bytes as they are.

        The content type is JSON unless ``headers`` says otherwise.
        """
        if isinstance(what, list):
            what = {**around, "lines": what}
        body = what if isinstance(what, bytes) else encoded(what)
        return self.send(
            "POST", "/v1/evaluations", data=body, headers=_headers({"Content-Type": JSON, **(headers or {})}, language)
        )


def get(path: str, *, language: str | None = None, headers: dict[str, str] | None = None) -> Answer:
    """`Client.get` of the shared application."""
    return Client().get(path, language=language, headers=headers)


def post(
    what: object, *, language: str | None = None, headers: dict[str, str] | None = None, **around: object
) -> Answer:
    """`Client.post` of the shared application."""
    return Client().post(what, language=language, headers=headers, **around)


def send(method: str, path: str, **options: Any) -> Answer:
    """`Client.send` of the shared application."""
    return Client().send(method, path, **options)


def _headers(headers: dict[str, str] | None, language: str | None) -> dict[str, str]:
    return {**({"Accept-Language": language} if language else {}), **(headers or {})}


def check(method: str, path: str, answer: Answer) -> None:
    """Fail unless the contract describes the answer: its status, headers, media type and body."""
    described = described_answer(method, path, answer.status)
    assert described is not None, f"{method} {path}: status {answer.status} is not in the contract: {answer.body!r}"
    assert answer.status != 500, f"{method} {path} failed in the service"
    for name, header in described.get("headers", {}).items():
        stated = resolved(header)
        value = answer.headers.get(name)
        assert value is not None or not stated.get("required"), f"{method} {path} {answer.status}: no header {name}"
        if value is not None:
            value = int(value) if stated["schema"].get("type") == "integer" else value
            validator(json.dumps(stated["schema"])).validate(value)
    content = described.get("content")
    if method == "HEAD" or not content:
        assert not answer.body, f"{method} {path} {answer.status}: a body where the contract has none"
        return
    media_type = answer.headers.get("Content-Type", "").partition(";")[0]
    assert media_type in content, f"{method} {path} {answer.status}: {media_type} is not in the contract"
    if media_type == NDJSON:
        _check_stream(answer, resolved(content[media_type]["schema"])["x-line"])
    elif media_type.endswith("json"):
        validator(json.dumps(content[media_type]["schema"])).validate(answer.json)


def _check_stream(answer: Answer, schema: dict[str, Any]) -> None:
    """Fail unless the stream has lines of the schema, and ends with the summary or, broken off, with a problem."""
    *results, last = answer.lines
    assert not any({"summary", "table", "problem"} & set(line) for line in results)
    assert set(last) in (({"summary"}, {"table"}) if answer.is_whole else ({"problem"},))
    for line in answer.lines:
        validator(json.dumps(schema)).validate(line)


def described_answer(method: str, path: str, status: int) -> dict[str, Any] | None:
    """What the contract says about such an answer, if it does.

    An address that it does not list is answered as its response `NotFound` says, a method that it does not list as
    `MethodNotAllowed`. HEAD is GET without a body, and OPTIONS is answered wherever there is something.
    """
    template = template_of(path)
    responses = contract()["components"]["responses"]
    if template is None:
        return responses["NotFound"] if status == 404 else None
    operations = contract()["paths"][template]
    operation = operations.get("get" if method == "HEAD" else method.lower())
    if operation is None:
        if method == "OPTIONS":
            return {} if status == 200 else None
        return responses["MethodNotAllowed"] if status == 405 else None
    found = operation["responses"].get(str(status))
    return None if found is None else resolved(found)


def template_of(path: str) -> str | None:
    """The path of the contract that an address is of."""
    address = path.partition("?")[0]
    for template in contract()["paths"]:
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)), address):
            return str(template)
    return None


def resolved(item: dict[str, Any]) -> dict[str, Any]:
    """The item itself, or what its reference points to."""
    while "$ref" in item:
        found: Any = contract()
        for step in item["$ref"].removeprefix("#/").split("/"):
            found = found[step.replace("~1", "/").replace("~0", "~")]
        item = found
    return item


@functools.cache
def validator(schema: str) -> jsonschema_rs.Validator:
    """A validator of a schema, in JSON, that may refer to the contract's components."""
    return jsonschema_rs.validator_for(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "allOf": [json.loads(schema)],
            "components": contract().get("components", {}),
        },
        validate_formats=True,
    )
