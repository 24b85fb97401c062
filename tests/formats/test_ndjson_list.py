"""A list as a stream of lines comes out the same however the network cuts it."""

import itertools
from codecs import BOM_UTF8 as BOM

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.domain.line import MalformedLine
from service.formats.lists import line_reader
from service.formats.lists.ndjson_list import MAX_LINE_BYTES, read_ndjson
from service.request_errors import ProblemError

LINE = b'{"benchmark":"x","capacity":1}'
WRONG = b'{"benchmark":"x"}'


def read(*blocks, max_lines=1000):
    """What became of each line: its product, or the codes of its faults; at the end the code of what stopped it."""
    found = []
    try:
        for block in read_ndjson(blocks, max_lines=max_lines, max_nesting=64):
            assert block
            found += [
                [fault.code for fault in each.faults] if isinstance(each, MalformedLine) else each.benchmark
                for each in block
            ]
    except ProblemError as error:
        found.append(error.code)
    return found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (LINE, ["x"]),
        (LINE + b"\n", ["x"]),
        (LINE + b"\r\n" + LINE + b"\r\n", ["x", "x"]),
        (b"\n\n" + LINE + b"\n \t\r\n\n" + LINE + b"\n\n", ["x", "x"]),
        (BOM + LINE + b"\n", ["x"]),
        (BOM, ["no_lines"]),
        (BOM + b"\n" + LINE, ["x"]),
        (BOM + BOM + LINE, [["malformed_json"]]),
        (LINE + b"\n" + BOM + LINE, ["x", ["malformed_json"]]),
        (b"\n" + BOM + LINE, [["malformed_json"]]),
        (b"\xef\xbb" + LINE, [["malformed_json"]]),
        (b"", ["no_lines"]),
        (b"\n", ["no_lines"]),
        (b" \r\n\t\n", ["no_lines"]),
        (LINE + LINE, [["malformed_json"]]),
        (LINE + b"," + b"\n" + LINE, [["malformed_json"], "x"]),
        (b"[\n" + LINE + b"\n]", [["malformed_json"], "x", ["malformed_json"]]),
        (b"[" + LINE + b"]", [["wrong_type"]]),
        (b'{"lines":[' + LINE + b"]}", [["unknown_field", "required", "required"]]),
        (b"null\n7\n" + LINE, [["wrong_type"], ["wrong_type"], "x"]),
        (b"\xff\n" + LINE, [["malformed_json"], "x"]),
        (LINE.replace(b"x", b"\xff") + b"\n" + LINE, [["malformed_json"], "x"]),
        (LINE.replace(b",", b",\n"), [["malformed_json"], ["malformed_json"]]),
        (b"[" * 65 + b"]" * 65 + b"\n" + LINE, [["malformed_json"], "x"]),
        (b"[" * 50_000 + b"\n" + LINE, [["malformed_json"], "x"]),
        (WRONG + b"\r" + LINE, [["malformed_json"]]),
    ],
)
def test_a_stream_is_read_line_by_line(body, found):
    """A line that is no JSON is a wrong line, not a wrong body; blank lines and a mark at the start are passed over."""
    assert read(body) == found


def test_a_line_may_be_as_long_as_the_limit_and_no_longer():
    longest = LINE + b" " * (MAX_LINE_BYTES - len(LINE))
    for end in (b"", b"\n", b"\n" + LINE):
        more = ["x"] if LINE in end else []
        assert read(longest + end) == ["x", *more]
        assert read(longest + b" " + end) == ["too_large"]
        assert read(b"", b" ", longest + end) == ["too_large"]
    assert read(LINE + b"\n", longest[:100], longest[100:] + b" ") == ["x", "too_large"]
    assert read(b" " * (MAX_LINE_BYTES + 1)) == ["too_large"]


def test_a_list_may_have_as_many_lines_as_the_limit_and_no_more():
    for cut in (1, 7, 10_000):
        for count, found in ((3, ["x"] * 3), (4, "too_many_lines")):
            body = b"\n".join([LINE] * count)
            blocks = [body[start : start + cut] for start in range(0, len(body), cut)]
            read_so_far = read(*blocks, max_lines=3)
            assert (read_so_far if count == 3 else read_so_far[-1]) == found
    assert read((LINE + b"\n") * 4, max_lines=3) == ["too_many_lines"]


def test_blank_lines_do_not_go_on_for_ever():
    assert read(*[b"\n\n"] * 10, max_lines=19) == ["too_many_lines"]


pieces = st.sampled_from(
    [LINE, WRONG, b"\n", b"\n", b"\r\n", b" ", b"\r", BOM, BOM[:1], BOM[1:], b"7", b"{", "标".encode(), b"\xff", b'"\\']
)


@settings(max_examples=300, derandomize=True, database=None, deadline=None)
@given(st.lists(pieces, max_size=20), st.lists(st.integers(0, 200), max_size=12))
@example([b"\n", BOM, LINE], [1])
@example([BOM, LINE], [1, 2])
@example([BOM, b"\n", LINE], [3, 4])
def test_where_the_network_cuts_a_stream_makes_no_difference(body, cuts):
    whole = b"".join(body)
    places = [0, *sorted(min(cut, len(whole)) for cut in cuts), len(whole)]
    blocks = [whole[start:end] for start, end in itertools.pairwise(places)]
    assert read(*blocks) == read(whole)
    assert read(*(whole[place : place + 1] for place in range(len(whole)))) == read(whole)


def test_wrong_lines_cost_the_schema_no_more_than_a_thousand_times(monkeypatch):
    """Explaining a line costs as much as evaluating a dozen, so 200,000 wrong ones are not all explained."""
    calls = 0
    check_shape = line_reader.check_shape

    def counted(value):
        nonlocal calls
        calls += 1
        return check_shape(value)

    monkeypatch.setattr(line_reader, "check_shape", counted)
    found = read((WRONG + b"\n") * 20_000, (LINE + b"\n") * 20_000, max_lines=40_000)
    assert found == [["required"]] * 1000 + [["not_explained"]] * 19_000 + ["x"] * 20_000
    assert calls == 1000
