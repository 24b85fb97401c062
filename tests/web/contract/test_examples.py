"""Every documented example belongs to a request; tests/figures/ compares its answer with the one that is given."""

import json

from tests.web.client import contract, get, resolved, validator
from tests.web.contract.exchanges import exchanges, operations


def test_every_example_belongs_to_a_request_or_an_answer():
    names = {name for name in contract()["components"]["examples"] if not name.endswith("_request")}
    assert {exchange.example for exchange in exchanges()} == names


def test_every_documented_request_is_valid_by_the_schema():
    """A request that it does not take is shown with the answer that refuses it."""
    schema = validator('{"$ref": "#/components/schemas/EvaluationRequest"}')
    requests = contract()["paths"]["/v1/evaluations"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    for example in requests.values():
        schema.validate(resolved(example)["value"])


def test_every_failure_that_a_caller_can_cause_is_shown():
    """Only what a caller cannot bring about at will, a fault or the end of the service, has no example."""
    unshown = {
        status
        for _, _, operation in operations()
        for status, response in operation["responses"].items()
        if int(status) >= 400 and not resolved(response)["content"]["application/problem+json"].get("examples")
    }
    assert unshown == {"500", "503"}


def test_the_examples_of_a_schema_are_of_the_schema():
    for name, schema in contract()["components"]["schemas"].items():
        for example in schema.get("examples", []):
            validator(json.dumps({"$ref": f"#/components/schemas/{name}"})).validate(example)


def test_the_contract_that_is_served_is_this_one():
    served = get("/openapi.yaml")
    assert served.body.decode().startswith("openapi: 3.1")
    assert served.headers["Content-Type"] == "application/yaml"
