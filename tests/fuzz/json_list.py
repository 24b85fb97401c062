"""Fuzzes the reader of JSON bodies: whatever comes is read as Python's own parser reads it, or refused by a problem."""

import json

import atheris

with atheris.instrument_imports(include=["service"]):
    from service.formats.lists.json_list import JsonList
    from tests.fuzz.fuzzing import answer_to, fuzz, or_a_problem


def target(body: bytes) -> None:
    """A list, or a `ProblemError`; never a line too few, and never JSON that is none."""
    with or_a_problem():
        sent = JsonList(body, most_lines=1000, nesting=64)
        value = answer_to(sent.blocks(), sent.asked)
        plain = json.loads(body.removeprefix(b"\xef\xbb\xbf"), parse_int=str, parse_float=str)
        assert value["lines"]["submitted"] == len(plain["lines"])


if __name__ == "__main__":
    fuzz("json_list", target)
