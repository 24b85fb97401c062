"""Fuzzes the reader of NDJSON bodies: a verdict for each line that is not blank, however the body is cut."""

import atheris

with atheris.instrument_imports(include=["service"]):
    from service.formats.registry import NDJSON
    from tests.fuzz.fuzzing import answer_to, fuzz, or_a_problem, read


def target(body: bytes) -> None:
    """The same answer for the body as a whole and for its pieces, or a `ProblemError` for both."""
    whole = _answer(body)
    assert whole == _answer(*(body[start : start + 7] for start in range(0, len(body), 7)))
    if whole is not None:
        lines = [line for line in body.removeprefix(b"\xef\xbb\xbf").split(b"\n") if line.strip()]
        assert whole["lines"]["submitted"] == len(lines)


def _answer(*pieces):
    with or_a_problem():
        return answer_to(read(NDJSON, *pieces))


if __name__ == "__main__":
    fuzz("ndjson_list", target)
