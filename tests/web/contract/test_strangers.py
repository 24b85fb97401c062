"""Requests that nobody thought of: Schemathesis derives them from the contract, always the same ones.

With GENERATED_CALLS in the environment, so many for each operation, and other ones each time.
"""

import gzip
import os
from collections import Counter

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from tests.web.client import NDJSON, PROJECT, XLSX, app

ALWAYS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.allow_header_conformance,
    checks.unsupported_method,
]
REFERENCE = [*ALWAYS, checks.negative_data_rejection]
"""A list with a wrong line is answered and one with an unknown goal is not, so a body is judged by another test."""

MORE = os.environ.get("GENERATED_CALLS", "")

STATUSES = Counter()
"""Calls by the status of their answer."""

schemathesis.serializer.alias(NDJSON, "text/plain")
schemathesis.serializer.alias("text/csv", "text/plain")
schemathesis.serializer.alias(XLSX, "application/octet-stream")


@schemathesis.deserializer(NDJSON)
def text_of_a_stream(_, response):
    return response.content.decode()


@schemathesis.hook
def after_call(_context, _case, response):
    """Schemathesis asks for gzip, as the contract allows, and does not inflate what it gets."""
    STATUSES[response.status_code] += 1
    if response.headers.get("content-encoding") == ["gzip"]:
        response.content = gzip.decompress(response.content)


@pytest.fixture(scope="module", autouse=True)
def counted(record_testsuite_property):
    """What was called, for `make test-reliability` to tell."""
    yield
    record_testsuite_property("calls", STATUSES.total())
    record_testsuite_property("statuses", ", ".join(f"{n:,} x {status}" for status, n in sorted(STATUSES.items())))


def served(environ, start_response):
    """The application as a server calls it: each answer is read to its end and closed."""
    answer = app()(environ, start_response)
    try:
        return list(answer)
    finally:
        answer.close()


LISTS = ["/v1/evaluations", "/v1/tables"]

schema = schemathesis.openapi.from_path(PROJECT / "openapi.yaml")
schema.app = served
schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE], deterministic=not MORE)
as_many_as_told = settings(
    max_examples=int(MORE or 40),
    derandomize=not MORE,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@schema.include(path=LISTS).parametrize()
@as_many_as_told
def test_any_list_gets_an_answer_that_is_documented(case):
    """Input never causes a 500, and every status, header, media type and body is one that the contract describes."""
    case.call_and_validate(checks=ALWAYS)


@schema.exclude(path=LISTS).parametrize()
@as_many_as_told
def test_any_other_request_gets_an_answer_that_is_documented(case):
    """The same, and what the contract refuses is refused."""
    case.call_and_validate(checks=REFERENCE)
