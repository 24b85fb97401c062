"""The reader of pages finds what a page shows, and does not overlook a difference."""

import pytest

from tests.examples.commands import pipelines, request
from tests.examples.pages import PROJECT, cut_json, differences, follows


@pytest.mark.parametrize(
    ("shown", "real", "where"),
    [
        ('{"a": 1}', '{"a": 1}', None),
        ('{"a": 1, …}', '{"a": 1, "b": 2}', None),
        ("{…}", '{"a": 1}', None),
        ("[1, …]", "[1, 2, 3]", None),
        ("[…]", "[]", None),
        ('"sha256:…"', '"sha256:06"', None),
        ('"a … b"', '"a … b"', None),
        ('{"a": 1}', '{"a": 2}', "/a"),
        ('{"a": 1}', '{"a": 1.5}', "/a"),
        ('{"a": 1}', '{"a": true}', "/a"),
        ('{"a": null}', '{"a": 0}', "/a"),
        ('{"a": null}', "{}", ""),
        ('{"a": 1}', '{"a": 1, "b": 2}', ""),
        ('{"a": 1, …}', '{"b": 2}', ""),
        ("[1]", "[1, 2]", ""),
        ("[1, 2, …]", "[1]", ""),
        ("[2, …]", "[1, 2]", "/0"),
        ('"sha256:…"', '"md5:06"', ""),
        ('{"a": {"b": [1, …]}, …}', '{"a": {"b": [2]}}', "/a/b/0"),
    ],
)
def test_an_answer_may_be_cut_only_where_it_says_so(shown, real, where):
    found = list(differences(cut_json(shown), cut_json(real)))
    assert [difference.partition(":")[0] for difference in found] == ([] if where is None else [where])


@pytest.mark.parametrize(
    ("shown", "real", "is_right"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n…\nc\n", "a\nb\nc\n", True),
        ("…\nc\n", "a\nb\nc\n", True),
        ("a\n…\n", "a\nb\n", True),
        ("a\n", "a\nb\n", False),
        ("b\n", "a\nb\n", False),
        ("a\n…\nb\n", "a\nb\nc\n", False),
        ("a\n…\nx\n", "a\nb\nc\n", False),
        ("a\n…\nc\n…\nb\n", "a\nb\nc\n", False),
        ("a\n…\nc\n", "a\nbc\n", False),
    ],
)
def test_a_text_may_be_cut_only_where_it_says_so(shown, real, is_right):
    assert follows(shown, real) == is_right


def test_a_command_is_read_as_a_shell_reads_it():
    block = """curl -sS http://127.0.0.1:8000/v1/x -H 'Content-Type: application/json' \\
  -o answer.json -d '{
  "a": "b | c"
}'
make run PORT=1    # serves
"""
    ((curl,), (make,)) = pipelines(block)
    assert make == ["make", "run", "PORT=1"]
    found = request(curl, PROJECT)
    assert (found.method, found.path) == ("POST", "/v1/x")
    assert found.headers == {"Content-Type": "application/json"}
    assert found.body == b'{\n  "a": "b | c"\n}'
    assert found.output == "answer.json"


def test_a_command_without_a_body_is_a_get_that_may_keep_the_name_of_the_file():
    ((curl,),) = pipelines("curl -sS -O 'http://127.0.0.1:8000/v1/list.csv?lang=zh'\n")
    found = request(curl, PROJECT)
    assert (found.method, found.path, found.output) == ("GET", "/v1/list.csv?lang=zh", "list.csv")


def test_what_one_command_prints_is_sent_by_the_next():
    ((script, curl),) = pipelines("python3 x.py | curl -sS http://127.0.0.1:8000/v1/x --data-binary @-\n")
    assert script == ["python3", "x.py"]
    assert request(curl, PROJECT, b"sent").body == b"sent"
