"""``benchmarks`` shows the rows of every edition, what is held of them, and what is not."""

import pytest

from tests.builders import catalogue
from tests.web.client import get


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        (["clinker"], "q=clinker"),
        (["玻璃", "--lang", "zh"], "q=玻璃&lang=zh"),
        (["--edition", "ndrc-2023"], "edition=ndrc-2023"),
        ([], ""),
        (["no such row"], "q=no+such+row"),
    ],
)
def test_json_is_what_the_service_answers(shell, arguments, query):
    ended = shell("benchmarks", "--json", *arguments)
    assert (ended.status, ended.out) == (0, get(f"/v1/benchmarks?{query}").body)


def test_every_row_of_every_edition_is_shown(shell):
    shown = shell("benchmarks").text.splitlines()
    names = {line.split()[-1] for line in shown if not line.startswith("  ")}
    assert names == {product.id for edition in catalogue().editions.values() for product in edition}


def test_editions_that_agree_are_one_row_and_others_stand_one_below_the_other(shell):
    shown = shell("benchmarks", "cement-clinker").text.splitlines()
    assert [line.split() for line in shown] == [
        ["edition", "benchmark", "baseline", "unit", "evidence"],
        ["Cement", "clinker", "cement-clinker"],
        ["ndrc-2021,", "ndrc-2023", "100", "117", "kgce/t", "quoted"],
    ]
    shown = shell("benchmarks", "flat-glass.above-800").text.splitlines()
    assert [line.split() for line in shown[2:]] == [
        ["ndrc-2021", "8", "12", "kgce/weight_box", "corroborated"],
        ["ndrc-2023", "not", "available", "not", "available", "kgce/weight_box"],
    ]


def test_one_edition_is_shown_if_it_is_named(shell):
    shown = shell("benchmarks", "flat-glass.above-800", "--edition", "ndrc-2023", "--lang", "zh").text
    assert [line.split() for line in shown.splitlines()[2:]] == [["ndrc-2023", "未收录", "未收录", "kgce/weight_box"]]


def test_figures_keep_their_digits(shell):
    for edition in catalogue().editions.values():
        for product in edition:
            if product.is_gradable:
                shown = shell("benchmarks", product.id, "--edition", edition.id).text.splitlines()
                row = shown[[line.split()[-1] for line in shown].index(product.id) + 1].split()
                assert [cell.replace(",", "") for cell in row[1:3]] == [str(level.value) for level in product.levels]


def test_a_name_that_no_row_has_is_answered_with_near_ones(shell):
    ended = shell("benchmarks", "clinkr")
    assert (ended.status, ended.out) == (0, b"")
    assert ended.err == 'No row has "clinkr" in its id, names or aliases.\nSimilar names: cement-clinker\n'
    assert shell("benchmarks", "☃", "--lang", "zh").err == '没有编号、名称或别名含 "☃" 的行。\n'
