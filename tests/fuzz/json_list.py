"""Fuzzes the reader of JSON bodies: it reads as many lines as Python's own parser, or raises a `ProblemError`."""

import json

import atheris

with atheris.instrument_imports(include=["service"]):
    from service.formats.registry import JSON
    from tests.fuzz.fuzzing import answer_to, fuzz, or_a_problem, read


def target(body: bytes) -> None:
    """Never a line too few, and never a body that is not JSON."""
    with or_a_problem():
        value = answer_to(read(JSON, body))
        plain = json.loads(body.removeprefix(b"\xef\xbb\xbf"), parse_int=str, parse_float=str)
        assert value["lines"]["submitted"] == len(plain["lines"])


if __name__ == "__main__":
    fuzz("json_list", target)
