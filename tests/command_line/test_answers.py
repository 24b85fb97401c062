"""The answer that is kept: the same as over HTTP, and written whole or not at all."""

import json
import os

import pytest

from service.formats.registry import FORMATS
from tests.command_line.shell import MIXED
from tests.web.client import app

TYPES = {
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HEADER = "id,benchmark,capacity,capacity_unit,intensity,group\n"
CSV = f"{HEADER}a,水泥熟料,155,万t/a,98.7,湖州\nb,cement-clinker,1e3,,,\nc,平板玻璃,>0,,,=1+1\n".encode()
LINES = [
    {
        "id": "a",
        "benchmark": "水泥熟料",
        "capacity": "155",
        "capacity_unit": "万t/a",
        "intensity": "98.7",
        "group": "湖州",
    },
    {"id": "b", "benchmark": "cement-clinker", "capacity": 1e3},
    {"id": "c", "benchmark": "平板玻璃", "capacity": ">0", "group": "=1+1"},
]
SENT = {
    "json": json.dumps({"lines": LINES}).encode(),
    "ndjson": "\n".join(map(json.dumps, LINES)).encode(),
    "csv": CSV,
}


def over_http(body, sent_as, answered_in, lang, **query):
    """The answer of the service."""
    headers = {"Content-Type": TYPES[sent_as], "Accept": TYPES[answered_in]}
    query["lang"] = lang
    answer = app().test_client().post("/v1/evaluations", data=body, headers=headers, query_string=query)
    assert answer.status_code == 200
    return answer.get_data()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("answered_in", TYPES)
@pytest.mark.parametrize("sent_as", SENT)
def test_the_answer_is_the_service_s_to_the_last_byte(shell, tmp_path, sent_as, answered_in, lang):
    """Whatever the format, from standard input as from a file, to standard output as to a file."""
    expected = over_http(SENT[sent_as], sent_as, answered_in, lang)
    source, target = tmp_path / f"list.{sent_as}", tmp_path / f"answer.{answered_in}"
    source.write_bytes(SENT[sent_as])
    assert shell("evaluate", source, "-o", target, "--lang", lang).status == 2
    assert target.read_bytes() == expected
    formats = ("--format", sent_as, "--output-format", answered_in)
    ended = shell("evaluate", "-", "-o", "-", *formats, "--lang", lang, sent=SENT[sent_as])
    assert ended.out == expected


def test_a_workbook_that_was_written_is_read_again(shell, tmp_path):
    """The list as .xlsx, made from the service's own template, is judged as its rows say."""
    template = app().test_client().get("/v1/templates/capacity.xlsx").get_data()
    book = tmp_path / "list.xlsx"
    book.write_bytes(template)
    assert "the list has no lines" in shell("evaluate", book).err
    ended = shell("evaluate", book, "--sheet", "Examples", "-o", "-")
    assert ended.out == over_http(template, "xlsx", "json", "en", sheet="Examples")
    assert "no-such" in shell("evaluate", book, "--sheet", "no-such").err


@pytest.mark.parametrize("charset", [[], ["--charset", "gb18030"]])
def test_a_list_in_gb18030_gives_the_same_answer(shell, charset):
    sent = CSV.decode().encode("gb18030")
    ended = shell("evaluate", "-", "--format", "csv", *charset, "-o", "-", sent=sent)
    assert ended.out == over_http(sent, "csv", "json", "en")


def test_the_summary_goes_beside_an_answer_on_standard_output(shell):
    ended = shell("evaluate", MIXED, "-o", "-")
    assert json.loads(ended.out)["goal"]["status"] == "undetermined"
    assert ended.err == shell("evaluate", MIXED).text


def test_the_name_of_the_file_is_told(shell, tmp_path):
    target = tmp_path / "answer.json"
    assert f"The full answer is in {target}" in shell("evaluate", MIXED, "-o", target).text


def test_endings_count_in_either_case(shell, tmp_path):
    source = tmp_path / "LIST.CSV"
    source.write_bytes(CSV)
    assert shell("evaluate", source, "--rejected", "leave_out").status == 0


@pytest.mark.parametrize("refused", [["--strict"], ["--goal", "no-such"]])
def test_without_an_answer_no_file_is_touched(shell, tmp_path, refused):
    kept = tmp_path / "kept.json"
    kept.write_text("before")
    for target in (kept, tmp_path / "new.json"):
        assert shell("evaluate", MIXED, "-o", target, *refused).status == 3
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("kept.json", "before")]


def test_a_list_that_breaks_off_in_the_middle_leaves_the_file_as_it_was(shell, tmp_path):
    """The first blocks have been judged and written by then."""
    target = tmp_path / "kept.ndjson"
    target.write_text("before")
    line = b'{"benchmark": "cement-clinker", "capacity": 1}\n'
    too_long = b'{"id": "' + b"x" * 70_000 + b'"}'
    ended = shell("evaluate", "-", "--format", "ndjson", "-o", target, sent=line * 5000 + too_long)
    assert ended.status == 3
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("kept.ndjson", "before")]


def test_a_file_that_is_replaced_keeps_its_permissions_and_its_links(shell, tmp_path):
    target, link = tmp_path / "answer.json", tmp_path / "link.json"
    target.write_text("before")
    target.chmod(0o640)
    link.symlink_to(target)
    assert shell("evaluate", MIXED, "-o", link).status == 2
    assert json.loads(target.read_text())["lines"]["submitted"] == 20
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640


def test_the_list_is_never_overwritten_under_another_name(shell, tmp_path):
    source, link = tmp_path / "list.json", tmp_path / "answer.json"
    source.write_bytes(MIXED.read_bytes())
    for make in (os.link, os.symlink):
        make(source, link)
        assert "it is the list itself" in shell("evaluate", source, "-o", link).err
        link.unlink()
    assert source.read_bytes() == MIXED.read_bytes()


def test_a_full_disk_is_told(shell):
    ended = shell("evaluate", MIXED, "-o", "/dev/full", "--output-format", "json")
    assert (ended.status, ended.err) == (3, "Error: /dev/full cannot be written: No space left on device\n")


def test_a_device_is_written_to_and_never_replaced(shell):
    assert shell("evaluate", MIXED, "-o", "/dev/null", "--output-format", "ndjson").status == 2
    assert not os.path.isfile("/dev/null")  # noqa: PTH113 - as short as it can be said


def test_every_format_that_is_read_is_written():
    assert {each.name: each.media_type for each in FORMATS.values()} == TYPES
