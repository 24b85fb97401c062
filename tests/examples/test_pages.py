"""The reader of pages finds what a page shows, and does not overlook a difference."""

import pytest

from tests.examples.pages import READMES, blocks_of, call, calls_with_answers, cut_json, differences, streams


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


def test_a_command_is_read_as_a_shell_reads_it():
    found = call("""curl -sS http://127.0.0.1:8000/v1/x -H 'Content-Type: application/json' -d '{
  "a": "b c"
}'
""")
    assert found.path == "/v1/x"
    assert found.headers == {"Content-Type": "application/json"}
    assert found.body == '{\n  "a": "b c"\n}'


@pytest.mark.parametrize("page", READMES)
def test_every_answer_that_a_page_shows_follows_the_command_that_gets_it(page):
    """So that none is shown that no test compares."""
    assert [answer for _, answer in calls_with_answers(page)] == blocks_of(page, "json")
    assert [answer for _, answer in streams(page)] == blocks_of(page, "ndjson")
