"""Bodies that are cut, wrong, oversized or made to hurt: read whole or refused whole, and never a 500."""

import gzip
import io
import os
import resource
import subprocess
import sys
import tracemalloc
import zlib
from functools import cache

import pytest

from tests.web.client import JSON, PROJECT, Client, make_app, post, send
from tests.web.wire import EVALUATIONS, assert_problem, clinker, line, listed, without_input

MIB = 1024 * 1024
LIST = listed(clinker('"id":"a","intensity":98.7'), clinker('"id":"b","intensity":"112.4","group":"湖州"'))


@cache
def limited(**limits):
    """A service with limits of its own."""
    return Client(make_app(**limits))


def post_chunked(client, body, headers=None):
    """POST without a length, as a server hands a chunked body in."""
    return client.send(
        "POST",
        EVALUATIONS,
        input_stream=io.BytesIO(body),
        headers={"Content-Type": JSON, **(headers or {})},
        environ_overrides={"wsgi.input_terminated": True},
    )


def post_of_length(length, body, client=None):
    """POST with a `Content-Length` that need not be the body's."""
    return (client or limited()).send(
        "POST",
        EVALUATIONS,
        input_stream=body if isinstance(body, io.IOBase) else io.BytesIO(body),
        headers={"Content-Type": JSON},
        environ_overrides={"CONTENT_LENGTH": str(length)},
    )


def post_gzip(body, client=None):
    return (client or limited()).post(body, headers={"Content-Encoding": "gzip"})


def detail_of(answer, code="malformed_json"):
    return assert_problem(answer, 400, code, "")["detail"]


# Cut off, or with something after the end


@pytest.mark.parametrize("end", range(len(LIST)))
def test_a_list_that_was_cut_off_anywhere_is_never_evaluated_in_part(end):
    if end:
        assert_problem(post(LIST[:end]), 400, "malformed_json", "")
    else:
        assert_problem(post_chunked(limited(), b""), 400, "empty_body", "")


@pytest.mark.parametrize("end", range(0, len(LIST), 7))
def test_a_body_that_ends_before_its_length_is_refused(end):
    assert_problem(post_of_length(len(LIST), LIST[:end]), 400, "incomplete_body", "")


def test_a_list_followed_by_padding_that_never_came_is_refused():
    """What came is a whole list, but not the whole body: more of it may have been meant."""
    assert_problem(post_of_length(len(LIST) + 1, LIST), 400, "incomplete_body", "")


@pytest.mark.parametrize(
    "rest", [b"x", b"{}", b"\0", b",", b"]", b"}", b"\n{}", b"\xff", b"\xef\xbb\xbf", b"//", b"\x0c"]
)
def test_anything_after_the_end_of_the_list_is_refused(rest):
    assert_problem(post(LIST + rest), 400, "malformed_json", "")


@pytest.mark.parametrize(
    "before", [b"x", b"\0", b",", b"\x0c", b"\xff", b"\xfe\xff", b")]}'\n", b"\xef\xbb\xbf\xef\xbb\xbf"]
)
def test_anything_before_the_list_is_refused(before):
    assert_problem(post(before + LIST), 400, "malformed_json", "")


def test_a_byte_order_mark_and_white_space_are_no_part_of_the_list():
    marked = post(b"\xef\xbb\xbf \r\n\t" + LIST + b" \r\n\t").body
    assert without_input(marked) == without_input(post(LIST).body)


def test_without_a_length_there_is_no_body_to_read():
    answer = send("POST", EVALUATIONS, headers={"Content-Type": JSON})
    assert_problem(answer, 411, "length_required", "")


@pytest.mark.parametrize("body", [b"", b" \r\n\t", b"\xef\xbb\xbf"])
def test_an_empty_body_says_so(body):
    assert_problem(post_chunked(limited(), body), 400, "empty_body", "")
    assert_problem(post_of_length(len(body), body), 400, "empty_body", "")


@pytest.mark.parametrize("length", ["-1", "+5", "1e3", "five", "0x10", "1_0", "５", "5, 5"])
def test_a_length_that_is_no_number_is_no_length(length):
    assert post_of_length(length, LIST).status in {400, 411}


# Where reading stopped


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"x", "line 1, column 1"),
        (b'{"lines":[}', "line 1, column 11"),
        (b'{"lines":[\n\n  nul\n]}', "line 3, column"),
        ('{"goal":"湖州",\n "lines":湖}'.encode(), "line 2, column 10"),
        (b'{"lines":[1],\r\n"goal":01}', "line 2, column"),
        (b'{"lines":[{"benchmark":"clinker"', "line 1, column 33"),
        (b'{"lines":[\n{"benchmark":"\xff"}]}', "line 2, column 15"),
        (b'{"lines":[1],\n"goal":"\xff"}', "line 2, column 9"),
        (b'\n{"goal":"\xff"}', "line 2, column 10"),
    ],
)
def test_a_malformed_body_says_where_reading_stopped(body, place):
    """400 `malformed_json` (line, column)."""
    assert place in detail_of(post(body))


def test_a_malformed_body_is_described_in_our_own_words():
    """An answer reveals nothing of what it was made with."""
    assert "codec" not in detail_of(post(b'{"lines":[{"benchmark":"\xff"}]}'))


# Text that is no text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "gb18030", "big5"])
def test_a_list_in_another_encoding_is_refused(encoding):
    assert_problem(post(LIST.decode().encode(encoding)), 400, "malformed_json", "")


NO_UTF8 = [
    b"\xff",
    b"\x80",
    b"\xc3",
    b"\xc0\x80",
    b"\xe6\xb9",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xf8\x88\x80\x80\x80",
]


@pytest.mark.parametrize("wrong", NO_UTF8)
@pytest.mark.parametrize(
    "body",
    [
        b'{"lines":[{"benchmark":"?","capacity":1}]}',
        b'{"lines":[{"benchmark":"clinker","capacity":1,"?":1}]}',
        b'{"lines":[{"benchmark":"clinker","capacity":"?"}]}',
        b'{"lines":[["?"]]}',
        b'{"lines":[{"benchmark":"clinker","capacity":1}],"goal":"?"}',
        b'{"?":1,"lines":[{"benchmark":"clinker","capacity":1}]}',
        b'{"lines":[?]}',
        b'{"lines":"?"}',
        b'"?"',
        b"?",
    ],
)
def test_what_is_not_utf8_is_malformed_wherever_it_stands(body, wrong):
    assert_problem(post(body.replace(b"?", wrong)), 400, "malformed_json", "")


@pytest.mark.parametrize(
    "text", [r"\ud800", r"\udc00", r"\udc00\ud800", r"\ud800x", r"\ud800\u0041", r"\uD83D\n", r"\u12", r"\x41", "\\"]
)
@pytest.mark.parametrize("field", ["benchmark", "id", "group", "capacity", "capacity_unit", "unknown"])
def test_half_a_character_is_malformed_in_every_field(field, text):
    members = {"benchmark": '"clinker"', "capacity": "1"} | {field: f'"{text}"'}
    body = listed("{" + ",".join(f'"{name}":{value}' for name, value in members.items()) + "}")
    assert_problem(post(body), 400, "malformed_json", "")
    assert_problem(post(listed(f'{{"{text}":1}}')), 400, "malformed_json", "")
    assert_problem(post(f'{{"goal":"{text}","lines":[1]}}'.encode()), 400, "malformed_json", "")
    assert_problem(post(f'{{"{text}":1,"lines":[1]}}'.encode()), 400, "malformed_json", "")


@pytest.mark.parametrize(
    "text",
    [
        clinker(r'"id":"\ud800"'),
        clinker(r'"group":"\udc00"'),
        clinker(r'"\ud800":1'),
    ],
)
def test_half_a_character_in_a_stream_rejects_its_line_only(text):
    """Input never causes a 500; where every line is a text of its own, one that is no JSON is a wrong line."""
    sound = clinker('"intensity":90')
    answer = limited().post(f"{sound}\n{text}\n{sound}\n".encode(), headers={"Content-Type": "application/x-ndjson"})
    assert [result["status"] for result in answer.json["results"]] == ["graded", "rejected", "graded"]


@pytest.mark.parametrize("control", [*map(chr, range(32))])
def test_a_bare_control_character_in_a_text_is_malformed(control):
    assert_problem(post(listed(clinker(f'"id":"a{control}b"'))), 400, "malformed_json", "")


LOOSE = [
    b"{'lines':[1]}",
    b"{lines:[1]}",
    b'{"lines":[1,]}',
    b'{"lines":[,1]}',
    b'{"lines":[1]/**/}',
    b'{"lines":[1],}',
    b'{"lines":[1 2]}',
    b'{"lines"[1]}',
    b'{"lines":[1]]}',
    b'{"lines":[1}',
    b'{"lines":[{"benchmark":"clinker","capacity":1,}]}',
    b'{"lines":[{"benchmark":"clinker",,"capacity":1}]}',
    b'{"lines":[{"benchmark":"clinker" "capacity":1}]}',
    b'{"lines":[{1:2}]}',
    b'{"lines":[undefined]}',
    b'{"lines":[True]}',
    b'{"lines":[nul]}',
    b"lines=[1]",
    b"{}{}",
    b"\0",
]


@pytest.mark.parametrize("body", LOOSE)
def test_only_json_is_json(body):
    assert_problem(post(body), 400, "malformed_json", "")


# Nesting


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 10_000 + b"]" * 10_000,
        b"[" * 10_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'{"lines":[' + b"[" * 10_000 + b"]" * 10_000 + b"]}",
        b'{"lines":[{"benchmark":' + b'{"a":' * 10_000 + b"1" + b"}" * 10_000 + b"}]}",
        b'{"lines":[1],"goal":' + b"[" * 10_000 + b"]" * 10_000 + b"}",
        b'{"lines":' + b"[" * 500 + b"]" * 500 + b"}",
        b"[" * 65 + b"]" * 65,
        b'{"goal":' + b"[" * 64 + b"]" * 64 + b',"lines":[1]}',
        b'{"lines":[' + b"[" * 65 + b"]" * 65 + b"]}",
        b'{"lines":[' + b"[" * 63 + b"]" * 63 + b"]}",
    ],
)
def test_more_than_64_levels_of_nesting_are_refused(body):
    """64 levels of nesting, wherever they are."""
    assert "nested" in detail_of(post(body))


@pytest.mark.parametrize(
    "body",
    [
        b'{"lines":[' + b"[" * 62 + b"]" * 62 + b"]}",
        b'{"lines":[{"benchmark":' + b'{"a":' * 61 + b"1" + b"}" * 61 + b"}]}",
    ],
)
def test_64_levels_in_a_line_are_a_fault_of_the_line_only(body):
    assert post(body).json["lines"] == {"submitted": 1, "graded": 0, "ungraded": 0, "rejected": 1}


def test_64_levels_around_the_list_are_read():
    assert_problem(post(b'{"a":' + b"[" * 63 + b"]" * 63 + b',"lines":[1]}'), 422, "unknown_field", "/a")


def test_brackets_inside_a_text_are_no_nesting():
    (result,) = post([line(id="[" * 64, group='{"' * 32)]).json["results"]
    assert (result["status"], result["id"]) == ("graded", "[" * 64)
    (result,) = post([line(note="[{" * 10_000 + '\\"')]).json["results"]
    assert [error["code"] for error in result["errors"]] == ["unknown_field"]
    assert_problem(post([line()], goal="[" * 10_000 + '\\"'), 422, "unknown_goal", "/goal")


# A key that stands twice


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        (b'{"lines":[1],"lines":[1]}', ["/lines"]),
        (b'{"lines":[],"lines":[{"benchmark":"clinker","capacity":1}]}', ["/lines"]),
        (b'{"lines":[{"benchmark":"clinker","capacity":1}],"lines":[]}', ["/lines"]),
        (b'{"lines":null,"lines":[{"benchmark":"clinker","capacity":1}]}', ["/lines"]),
        (b'{"lines":[{"benchmark":"clinker","capacity":1}],"lines":null}', ["/lines"]),
        (b'{"lines":[{"benchmark":"clinker","capacity":1}],"lin\\u0065s":[1]}', ["/lines"]),
        (b'{"lines":[1],"lines":[2],"lines":[3]}', ["/lines"]),
        (b'{"strict":true,"lines":[1],"strict":true}', ["/strict"]),
        (b'{"goal":{"target":0.5,"target":0.6},"lines":[1]}', ["/goal/target"]),
        (b'{"goal":{"a/b":1,"a/b":2},"goal":{"t":1,"t":2},"lines":[1]}', ["/goal", "/goal/t"]),
        (b'{"x":[{"y":1,"y":1}],"lines":[1]}', ["/x/0/y"]),
        (b'{"x":[1],"lines":[1],"lines":[1]}', ["/lines"]),
        (b'[{"lines":[1],"lines":[2]}]', ["/0/lines"]),
    ],
)
def test_a_duplicate_key_around_the_list_refuses_the_request(body, pointers):
    """A list is never evaluated on the last of two values: 400 `duplicate_key` in the request object."""
    assert_problem(post(body), 400, "duplicate_key", *pointers)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (clinker('"capacity":2'), ["duplicate_key"]),
        (clinker('"capacity":1'), ["duplicate_key"]),
        (clinker('"capacity":null'), ["duplicate_key"]),
        (clinker('"intensity":null,"intensity":1'), ["duplicate_key"]),
        (clinker('"intensity":1,"intensity":null'), ["duplicate_key"]),
        (clinker('"intensity":"1","intensity":1'), ["duplicate_key"]),
        (clinker(r'"intensity":1,"int\u0065nsity":200'), ["duplicate_key"]),
        (clinker('"id":"a","id":"b","id":"c"'), ["duplicate_key"]),
        (clinker('"x":1,"x":2'), ["duplicate_key"]),
        (clinker('"capacity":0,"group":1'), ["duplicate_key", "wrong_type"]),
    ],
)
def test_a_duplicate_key_in_a_line_rejects_the_line(text, codes):
    answer = post(listed(text, clinker('"intensity":90')))
    rejected, sound = answer.json["results"]
    assert [error["code"] for error in rejected["errors"]] == codes
    assert sound["status"] == "graded"


@pytest.mark.parametrize(
    ("members", "pointers"),
    [
        ('"note":{"a":1,"a":2}', ["/lines/0/note/a"]),
        ('"note":[{"a":1},{"b":{"a/b":1,"a/b":2,"a/b":3}}]', ["/lines/0/note/1/b/a~1b"]),
        ('"note":{"":1,"":2}', ["/lines/0/note/"]),
        ('"group":{"a":1,"a":2,"b":3,"b":3}', ["/lines/0/group/a", "/lines/0/group/b"]),
        ('"":1,"":2', ["/lines/0/"]),
        ('"note":1,"note":{"a":1,"a":2}', ["/lines/0/note", "/lines/0/note/a"]),
        (f'"note":{{"{"x" * 81}":{{"a":1,"a":2}}}}', ["/lines/0/note"]),
    ],
)
def test_a_duplicate_key_deep_in_a_line_is_named(members, pointers):
    """A key that stands twice is refused wherever it stands; a key of a very long name is not repeated."""
    (result,) = post(listed(clinker(members))).json["results"]
    assert [error["pointer"] for error in result["errors"] if error["code"] == "duplicate_key"] == pointers


def test_a_duplicate_key_of_a_very_long_name_is_not_repeated():
    answer = post(f'{{"x":{{"{"y" * MIB}":1,"{"y" * MIB}":2}},"lines":[1]}}'.encode())
    assert_problem(answer, 400, "duplicate_key", "/x")
    assert len(answer.body) < 10_000


# A list whose text stands elsewhere too


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        (b'{"goal":"a[1]b","lines":[1]}', "/goal", "unknown_goal"),
        (b'{"goal":"[1]","lines":[1]}', "/goal", "unknown_goal"),
        (b'{"edition":"x[1]","lines":[1],"weighting":"lines"}', "/edition", "unknown_edition"),
        (b'{"x":[1],"lines":[1]}', "/x", "unknown_field"),
        (b'{"x":{"lines":[1]},"lines":[1]}', "/x", "unknown_field"),
        (b'{"x":[[1]],"lines":[1]}', "/x", "unknown_field"),
        (b'{"[1]":0,"lines":[1]}', "/[1]", "unknown_field"),
        (b'{"goal":"\\"lines\\":[1]","lines":[1]}', "/goal", "unknown_goal"),
        (b'{"x":[],"lines":[]}', "/x", "unknown_field"),
    ],
)
def test_the_list_is_the_one_under_its_key_whatever_text_equals_it(body, pointer, code):
    assert (pointer, code) in [(error["pointer"], error["code"]) for error in post(body).json["errors"]]


def test_a_list_of_the_same_text_as_another_member_is_still_evaluated():
    body = b'{"goal":null,"edition":null,"lines":[null],"weighting":null}'
    assert post(body).json["lines"]["rejected"] == 1


# Every field, with a megabyte in it


@pytest.mark.parametrize(
    "field", ["benchmark", "capacity", "id", "capacity_unit", "intensity", "intensity_unit", "operating_days", "group"]
)
@pytest.mark.parametrize("text", ["x" * MIB, "0." + "0" * MIB + "1", "湖" * (MIB // 3), "\\n" * (MIB // 2)])
def test_a_megabyte_in_a_field_is_a_fault_of_the_line_and_is_not_sent_back(field, text):
    members = {"benchmark": '"clinker"', "capacity": "1"} | {field: f'"{text}"'}
    answer = post(
        listed("{" + ",".join(f'"{name}":{value}' for name, value in members.items()) + "}", clinker('"id":"b"'))
    )
    rejected, sound = answer.json["results"]
    assert [error["pointer"] for error in rejected["errors"]] == [f"/lines/0/{field}"]
    assert sound["status"] == "ungraded"
    assert len(answer.body) < 10_000


@pytest.mark.parametrize("field", ["capacity", "intensity", "operating_days"])
def test_a_number_of_a_million_digits_is_a_fault_of_the_line(field):
    members = {"benchmark": '"clinker"', "capacity": "1"} | {field: "9" * MIB}
    (result,) = post(listed("{" + ",".join(f'"{name}":{value}' for name, value in members.items()) + "}")).json[
        "results"
    ]
    assert [error["code"] for error in result["errors"]] == ["number_out_of_range"]


@pytest.mark.parametrize("field", ["goal", "edition", "weighting", "strict", "lines"])
def test_a_megabyte_around_the_list_is_a_fault_and_is_not_sent_back(field):
    answer = post({"lines": [line()]} | {field: "x" * MIB})
    assert_problem(answer, 422, answer.codes[0], f"/{field}")
    assert len(answer.body) < 10_000


@pytest.mark.parametrize("body", [listed(clinker(f'"{"x" * MIB}":1')), f'{{"{"x" * MIB}":1,"lines":[1]}}'.encode()])
def test_a_megabyte_of_an_unknown_key_is_not_sent_back(body):
    assert len(post(body).body) < 10_000


def test_the_errors_of_one_line_are_limited_too():
    """All faults at once (first 1,000, then `errors_left_out`)."""
    (result,) = post([line(**{f"x{place}": 1 for place in range(5000)})]).json["results"]
    assert len(result["errors"]) <= 1000


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (listed(clinker('"":1')), "/lines/0/"),
        (b'{"":1,"lines":[1]}', "/"),
        pytest.param(b'{"_schema":1,"lines":[1]}', "/_schema"),
        (listed(clinker('"_schema":1')), "/lines/0/_schema"),
        (listed(clinker('"~":1')), "/lines/0/~0"),
        (listed(clinker('"/":1')), "/lines/0/~1"),
        (listed(clinker('"a b\\"":1')), '/lines/0/a b"'),
        (listed(clinker('"__class__":1')), "/lines/0/__class__"),
    ],
)
def test_an_odd_key_is_pointed_to_by_the_rules_of_json_pointer(body, pointer):
    """A JSON Pointer (RFC 6901) per fault: `~` is `~0`, `/` is `~1`, and an empty key is an empty step."""
    answer = post(body).json
    errors = answer["errors"] if "errors" in answer else answer["results"][0]["errors"]
    assert [(error["pointer"], error["code"]) for error in errors] == [(pointer, "unknown_field")]


FIELDS = "benchmark, capacity, id, capacity_unit, intensity, intensity_unit, operating_days, group, intensity_confirmed, stage"


@pytest.mark.parametrize(
    ("members", "details"),
    [
        ('"":1', [f'unknown field ""; known: {FIELDS}']),
        ('"cell":1', [f"unknown field cell; known: {FIELDS}"]),
        ('"column":1', [f"unknown field column; known: {FIELDS}"]),
        ('"column":1,"column":2', ['duplicate key "column"']),
        ('"capacity_unit":""', ["capacity_unit is missing or empty"]),
    ],
)
def test_an_unknown_key_named_as_a_column_gets_an_ordinary_error(members, details):
    """Only cells, columns and rows without a level have wordings of their own."""
    (result,) = post(listed(clinker(members))).json["results"]
    assert [error["detail"] for error in result["errors"]] == details


# Media types and encodings


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        'application/json;charset="UTF-8"',
        "Application/JSON; Charset=UTF8",
    ],
)
def test_json_in_utf8_is_accepted(content_type):
    assert post(LIST, headers={"Content-Type": content_type}).status == 200


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/json",
        "text/plain",
        "application/jsonx",
        "application/problem+json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=gb18030",
        "application/json; charset=utf-16",
        "application/json, text/plain",
        "json",
        "/",
        "\\",
    ],
)
def test_another_media_type_is_refused(content_type):
    answer = send("POST", EVALUATIONS, data=LIST, headers={"Content-Type": content_type})
    problem = assert_problem(answer, 415, "unsupported_media_type", "")
    assert "application/json" in problem["detail"]
    assert "application/json" in answer.headers["Accept-Post"]


def test_a_body_without_a_media_type_is_refused():
    assert_problem(send("POST", EVALUATIONS, data=LIST), 415, "unsupported_media_type", "")


@pytest.mark.parametrize("coding", ["br", "deflate", "zstd", "gzip, gzip", "compress", "x", "gzip;q=1", ""])
def test_a_content_encoding_that_is_not_known_is_refused(coding):
    answer = post(LIST, headers={"Content-Encoding": coding})
    assert_problem(answer, 415, "unsupported_media_type", "")
    assert answer.headers["Accept-Encoding"] == "gzip"


@pytest.mark.parametrize("coding", ["gzip", "GZIP", " gzip "])
def test_a_compressed_list_is_the_same_list(coding):
    assert post(gzip.compress(LIST), headers={"Content-Encoding": coding}).body == post(LIST).body
    assert post(LIST, headers={"Content-Encoding": "identity"}).body == post(LIST).body


@pytest.mark.parametrize("end", [0, 1, 9, 10, 11, 40, -9, -8, -5, -4, -1])
def test_a_compressed_body_that_was_cut_off_is_refused(end):
    packed = gzip.compress(LIST)[:end]
    answer = post_chunked(limited(), packed, {"Content-Encoding": "gzip"})
    assert_problem(answer, 400, "incomplete_body", "")


@pytest.mark.parametrize("rest", [b"x", b"\0", b"\x1f\x8b"])
def test_something_after_the_end_of_a_compressed_body_is_refused(rest):
    detail_of(post_gzip(gzip.compress(LIST) + rest), "malformed_body")


@pytest.mark.parametrize(
    "body",
    [
        LIST,
        zlib.compress(LIST),
        b"\x1f\x8b\x08\x00" + b"\xff" * 40,
        gzip.compress(LIST)[:-8] + b"\0" * 8,
        gzip.compress(LIST)[:-4] + b"\0" * 4,
        b"PK\x03\x04" + LIST,
    ],
)
def test_a_body_that_is_not_gzip_is_refused(body):
    detail_of(post_gzip(body), "malformed_body")


@pytest.mark.parametrize(("damaged", "bit"), [(place, bit) for place in range(10, 60, 7) for bit in (1, 128)])
def test_a_damaged_compressed_body_is_never_evaluated(damaged, bit):
    packed = bytearray(gzip.compress(LIST, mtime=0))
    packed[damaged] ^= bit
    answer = post_gzip(bytes(packed))
    assert answer.status == 400


def test_a_compressed_body_may_have_several_members():
    """`cat a.gz b.gz`, pigz and bgzip write several members; a body of them is one body."""
    assert post_gzip(gzip.compress(LIST[:20]) + gzip.compress(LIST[20:])).body == post(LIST).body


# Limits


def padded(size):
    return LIST + b" " * (size - len(LIST))


@pytest.mark.parametrize("way", ["length", "chunked", "gzip", "chunked gzip"])
@pytest.mark.parametrize(("extra", "status"), [(0, 200), (1, 413), (200_000, 413)])
def test_a_body_may_be_as_large_as_the_limit_and_not_a_byte_larger(way, extra, status):
    """A gzip body is counted after inflation, and what is cut at the limit would be a whole list: it is refused."""
    size = 100_000
    client = limited(max_body_bytes=size)
    body = padded(size + extra)
    headers = {"Content-Encoding": "gzip"} if "gzip" in way else {}
    body = gzip.compress(body) if "gzip" in way else body
    answer = post_chunked(client, body, headers) if "chunked" in way else client.post(body, headers=headers)
    assert answer.status == status
    if status == 413:
        problem = assert_problem(answer, 413, "too_large", "")
        assert str(size) in problem["detail"]


def test_a_body_of_the_limit_s_size_is_refused_before_it_is_read():
    class Untouched(io.RawIOBase):
        def readable(self):
            return True

        def tell(self):
            return 0

        def seek(self, *_):
            return 0

        def readinto(self, _):
            raise AssertionError("the body was read")

    answer = post_of_length(1001, Untouched(), limited(max_body_bytes=1000))
    assert_problem(answer, 413, "too_large", "")


def test_a_list_may_have_as_many_lines_as_the_limit_and_not_one_more():
    client = limited(max_lines=3)
    assert client.post([line()] * 3).json["lines"]["graded"] == 3
    problem = assert_problem(client.post([line()] * 4), 413, "too_many_lines", "")
    assert "4" in problem["detail"]
    assert "3" in problem["detail"]
    assert_problem(client.post([1] * 4), 413, "too_many_lines", "")


def test_the_limit_of_200_000_lines_is_real():
    text = clinker('"intensity":98.7')
    answer = post(listed(*[text] * 200_000))
    assert answer.status == 200
    assert answer.body.count(b'"at_benchmark","meets_benchmark":true') == 200_000
    assert b'"lines":{"submitted":200000,"graded":200000,"ungraded":0,"rejected":0}' in answer.body
    assert_problem(post(listed(*[text] * 200_001)), 413, "too_many_lines", "")


def gigabyte_of(block):
    """A gzip body that inflates to 1 GiB of repetitions of a block of 1 MiB, made without inflating it."""
    assert len(block) == MIB
    packer = zlib.compressobj(9, wbits=-15)
    start = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 0
    for _ in range(1024):
        check = zlib.crc32(block, check)
    ends = packer.flush(zlib.Z_FINISH)
    return (
        b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + start * 1024 + ends
        + check.to_bytes(4, "little") + (1024 * MIB & 0xFFFFFFFF).to_bytes(4, "little")
    )  # fmt: skip


@pytest.mark.parametrize(
    "block",
    [b" " * MIB, b"\0" * MIB, b"[" * MIB, b'{"lines":[' + b"1," * ((MIB - 10) // 2)],
    ids=["spaces", "zeros", "brackets", "lines"],
)
def test_a_gigabyte_compressed_to_a_megabyte_is_refused_within_the_memory_of_the_limit(block):
    bomb = gigabyte_of(block)
    assert len(bomb) < 4 * MIB
    tracemalloc.start()
    try:
        answer = post_gzip(bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert_problem(answer, 413, "too_large", "")
    assert peak < 3 * 64 * MIB


CHILD = """
import sys
from service.app import create_app
client = create_app().test_client()
body = sys.stdin.buffer.read()
sys.exit(0 if client.post("/v1/evaluations", data=body, headers={"Content-Type": "application/json",
    "Content-Encoding": "gzip"}).status_code < 500 else 9)
"""


def survives(body, *, memory, seconds=60):
    """Whether a service of so much memory and processor time outlives a body."""

    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        input=gzip.compress(body, 1),
        capture_output=True,
        preexec_fn=limit,
        check=False,
    )
    return done.returncode == 0


def test_a_service_of_256_mib_outlives_a_list_of_eight():
    assert survives(listed(*[clinker('"intensity":98.7,"group":"湖州"')] * 100_000), memory=256 * MIB)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"lines":[' + b"1," * (4 * MIB) + b"1]}", id="lines"),
        pytest.param(b'{"lines":[1],"x":[' + b"{}," * (8 * MIB // 3) + b"1]}", id="beside"),
        pytest.param(b'{"lines":[{"x":[' + b"{}," * (8 * MIB // 3) + b"1]}]}", id="in a line"),
        pytest.param(b"[" + b"[]," * (8 * MIB // 3) + b"1]", id="no object"),
    ],
)
def test_eight_mib_of_small_values_need_less_than_256_mib(body):
    """A body within its limit is answered within a few times its size, whatever it holds."""
    assert survives(body, memory=256 * MIB)


KEYS = ",".join(f'"k{place}":1' for place in range(40_000))


@pytest.mark.parametrize("around", ["{%s}", '{"lines":[{%s}]}'], ids=["around the list", "in a line"])
def test_one_duplicate_key_among_many_does_not_slow_the_service_down(around):
    body = around % f'"x":1,"x":1,{KEYS}'
    assert survives(body.encode(), memory=1024 * MIB, seconds=5)


def test_many_members_called_lines_do_not_slow_the_service_down():
    decoys = b",".join([b'{"lines":[]}'] * 20_000)
    body = b'{"x":[' + decoys + b'],"lines":["' + b"x" * (8 * MIB) + b'"]}'
    assert survives(body, memory=1024 * MIB, seconds=5)
