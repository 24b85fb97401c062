"""The options of a file apply to its list only; a choice of the user replaces them, and the page shows that."""

import json
import urllib.parse

import pytest

LINE = '{"benchmark":"cement-clinker","capacity":1.10,"intensity":100.0000001}'
CSV = b"id,product,capacity,intensity\na,cement-clinker,1000,98.70\n"
USUAL = "zhejiang-2025-benchmark-share"
TERMS = ("goal", "edition", "weighting", "as_of", "rejected", "a_line_is")


def request_of(here, act):
    """The request that this action sends: its URL, and its body as bytes."""
    with here.page.expect_request("**/v1/evaluations*") as request:
        act()
    return urllib.parse.urlsplit(request.value.url), request.value.post_data_buffer


def problem_after(here, act):
    """What the page shows for a list that is refused as a whole, and the request that it sent."""
    _, body = request_of(here, act)
    here.page.wait_for_selector("#problem:not([hidden])")
    assert here.page.is_hidden("#results")
    return here.text("#problem-body"), body


def write(files, content, name="list.json"):
    path = files / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def choosing(here, path):
    return lambda: here.page.set_input_files("#file", path)


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        ('"zhejiang-2025-benchmark-shar"', "zhejiang-2025-benchmark-shar"),
        ("42", "goal"),
        ('"zhejiang-2025-energy-intensity"', "zhejiang-2025-energy-intensity"),
        ('{"target":"half"}', "half"),
    ],
)
@pytest.mark.parametrize("settings", ["", "#goal=china-2025-steel"])
def test_an_unusable_goal_is_refused_and_never_replaced(visit, files, goal, said, settings):
    here = visit(settings=settings)
    content = f'{{ "goal": {goal}, "lines": [{LINE}] }}'
    problem, body = problem_after(here, choosing(here, write(files, content)))
    assert body == content.encode()
    assert said in problem


def test_the_options_of_a_list_end_with_it(visit, files):
    here = visit()
    content = f'{{"goal":"china-2025-steel","edition":"ndrc-2023","weighting":"lines","lines":[{LINE}]}}'
    _, body = request_of(here, lambda: here.choose(write(files, content)))
    assert body == content.encode()
    assert "发改产业〔2023〕723号" in here.text("#edition-about")
    address, body = request_of(here, lambda: here.choose(write(files, CSV, "list.csv")))
    assert address.query == ""
    assert body == CSV
    assert here.settings() == {}
    assert [here.page.input_value(f"#{term}") for term in TERMS] == [USUAL, "", "", "", "", ""]
    plain = f'{{"lines":[{LINE}]}}'
    _, body = request_of(here, lambda: here.choose(write(files, plain)))
    assert body == plain.encode()


def test_a_choice_replaces_the_option_of_one_file_and_shows_that(visit, files):
    here = visit()
    content = f'{{"strict": false, "goal": "china-2025-steel", "lines": [ {LINE} ], "weighting":"capacity"}}'
    here.choose(write(files, content))
    assert here.page.input_value("#goal") == "file"
    assert "steel" in here.text("#goal option:checked").lower()

    _, body = request_of(here, lambda: here.show_answer(lambda: here.page.select_option("#goal", "china-2025-clinker")))
    assert json.loads(body) | {"lines": 1} == {
        "strict": False,
        "goal": "china-2025-clinker",
        "lines": 1,
        "weighting": "capacity",
    }
    assert f"[ {LINE} ]".encode() in body
    assert "The file says" in here.text("#goal-about")
    assert here.settings()["goal"] == "china-2025-clinker"

    # The default goal is a choice too; it needs no parameter.
    _, body = request_of(here, lambda: here.show_answer(lambda: here.page.select_option("#goal", USUAL)))
    assert "goal" not in json.loads(body)
    assert "50%" in here.text("#sentence")
    here.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert "the list itself says" in here.page.text_content("#print-head")

    # It can be undone, and it does not affect another file.
    _, body = request_of(here, lambda: here.show_answer(lambda: here.page.select_option("#goal", "file")))
    assert body == content.encode()
    here.show_answer(lambda: here.page.select_option("#weighting", "lines"))
    other = f'{{"weighting":"energy","lines":[{LINE}]}}'
    _, body = request_of(here, lambda: here.choose(write(files, other)))
    assert body == other.encode()
    assert here.page.input_value("#weighting") == "file"
    address, _ = request_of(here, lambda: here.choose(write(files, CSV, "list.csv")))
    assert address.query == "weighting=lines"
    assert here.page.input_value("#weighting") == "lines"


@pytest.mark.parametrize(
    "content",
    [
        f'{{"weighting":"capacity","weighting":"energy","lines":[{LINE}]}}',
        f'{{"weighting":"capacity","w\\u0065ighting":"energy","lines":[{LINE}]}}',
        f'{{"lines":[],"lines":[{LINE}]}}',
        f'{{"goal":{{"target":0.9}},"goal":{{"target":0.1}},"lines":[{LINE}]}}',
        f'{{"goal":{{"target":0.9,"target":0.1}},"lines":[{LINE}]}}',
    ],
)
def test_a_duplicate_key_reaches_the_service(visit, files, content):
    here = visit(settings="#weighting=lines&goal=china-2025-steel")
    problem, body = problem_after(here, choosing(here, write(files, content)))
    assert body == content.encode()
    assert "duplicate key" in problem


def test_a_file_with_a_duplicate_key_in_a_line_is_evaluated_and_cannot_be_edited(visit, files):
    here = visit(settings="#goal=china-2025-clinker&weighting=lines")
    content = (
        f'{{"goal":"china-2025-steel","lines":[{LINE},{{"benchmark":"cement-clinker","capacity":1,"capacity":1000}}]}}'
    )
    _, body = request_of(here, lambda: here.choose(write(files, content)))
    assert body == content.encode()
    assert here.page.locator('tr[data-index="1"].is-rejected').count() == 1
    assert here.page.locator("#lines-table input[type=text]").count() == 0
    assert "says a key twice" in here.text("#lines-lead")
    for term in TERMS:
        assert here.page.is_disabled(f"#{term}")
        assert here.page.input_value(f"#{term}") == ("" if term == "as_of" else "file")

    # The page and the print name the goal of the answer.
    assert "steel" in here.text("#judged-goal").lower()
    here.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    printed = here.page.text_content("#print-head")
    assert "steel" in printed.lower()
    assert "clinker" not in printed.lower()

    # The choices of the user apply again to the next list.
    address, _ = request_of(here, lambda: here.choose(write(files, CSV, "list.csv")))
    assert urllib.parse.parse_qs(address.query) == {"goal": ["china-2025-clinker"], "weighting": ["lines"]}


@pytest.mark.parametrize(
    "content",
    [
        '{"lines":[{"benchmark":"cement-clinker","capacity":1,"group":"湖州"}]}'.encode("gb18030"),
        b'{"lines":[{"benchmark":"cement-clinker","capacity":1,"group":"\xff"}]}',
        '{"lines":[{"benchmark":"cement-clinker","capacity":1}]}'.encode("utf-16"),
    ],
)
def test_a_text_that_is_not_utf_8_is_not_repaired(visit, files, content):
    here = visit()
    _, body = problem_after(here, choosing(here, write(files, content)))
    assert body == content


@pytest.mark.parametrize("term", ["goal", "edition", "weighting", "rejected", "a_line_is"])
def test_a_link_to_an_unknown_option_is_refused_and_never_replaced(visit, files, term):
    """The list itself states none of them."""
    here = visit(settings=f"#{term}=none")
    content = b'{"lines":[{"benchmark":"cement-clinker","capacity":1,"intensity":99}]}'
    problem, _ = problem_after(here, choosing(here, write(files, content)))
    assert "none" in problem
    assert here.text(f"#{term} option:checked") == "none (not known)"
    here.show_answer(lambda: here.page.select_option(f"#{term}", index=0))


@pytest.mark.parametrize(("language", "scope"), [("en", "steel"), ("zh", "钢铁")])
def test_the_scope_of_a_goal_is_shown_beside_its_verdict_on_the_page_and_in_print(visit, language, scope):
    """A list of clinker may meet a goal for steel; the user must see that the goal is for steel."""
    here = visit(language, settings="#goal=china-2025-steel")
    here.drop("list.csv", CSV)
    words = {"en": "The goal is stated for: ", "zh": "目标适用范围："}[language] + scope
    assert words in here.text("#judged-goal")
    assert words in here.text("#goal-about")
    here.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert words in here.page.text_content("#print-head")
    here.page.emulate_media(media="print")
    assert here.page.is_visible("#judged-goal")


@pytest.mark.parametrize(
    ("language", "remark", "fact"),
    [
        ("en", "More than 0 t/a would still have to reach", "more than 0 t/a"),
        ("zh", "还需超过 0 吨/年 达到标杆水平", "超过 0 吨/年"),
    ],
)
def test_a_goal_that_must_be_exceeded_says_so_when_the_share_equals_the_target(visit, language, remark, fact):
    """At exactly 30 % a goal of more than 30 % is not met, although the shortfall is 0."""
    here = visit(language)
    goal = next(
        goal["id"]
        for goal in here.page.request.get(f"{here.origin}/v1/goals").json()["goals"]
        if goal["of_lines"] and goal["must_exceed"] and goal["target"] == 0.3
    )
    here.page.select_option("#goal", goal)
    here.drop("list.csv", b"product,capacity,intensity\ncement-clinker,30,98\ncement-clinker,70,112\n")
    assert here.page.locator("#verdict.is-not_met").count() == 1
    assert remark in here.text("#remarks")
    assert fact in here.text("#facts")


def test_chinese_enumerations_have_chinese_punctuation(visit):
    here = visit("zh")
    here.drop("list.csv", "产品,产能,单位产品综合能耗\n水泥熟料,x,y\n".encode())
    here.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    printed = here.page.locator("#print-lines tbody td").last.text_content()
    assert "；" in printed
    assert "; " not in printed
