"""The table of an edition's levels over HTTP."""

import pytest

from tests.web.client import CSV, JSON, XLSX, get, send
from tests.web.wire import assert_problem

FILES = pytest.mark.parametrize(("name", "media_type"), [("levels.csv", CSV), ("levels.xlsx", XLSX)])


@FILES
def test_levels_of_an_edition_are_a_download(name, media_type):
    answer = get(f"/v1/editions/ndrc-2023/{name}")
    assert answer.headers["Content-Type"].partition(";")[0] == media_type
    assert answer.headers["Content-Disposition"] == f'attachment; filename="ndrc-2023-{name}"'


def test_headers_are_the_official_ones_in_both_languages():
    english, chinese = (get("/v1/editions/ndrc-2023/levels.csv", language=lang).body.decode() for lang in ("en", "zh"))
    assert "重点领域 key area" in english
    assert ",重点领域," in chinese
    assert "not available: " in english
    assert "未收录：" in chinese


@FILES
def test_table_is_not_sent_again_while_it_is_the_same(name, media_type):
    """ETag, as for every reference."""
    first = get(f"/v1/editions/ndrc-2021/{name}?lang=zh")
    again = get(f"/v1/editions/ndrc-2021/{name}?lang=zh", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")
    assert get(f"/v1/editions/ndrc-2021/{name}?lang=zh").body == first.body
    assert get(f"/v1/editions/ndrc-2021/{name}?lang=en").headers["ETag"] != first.headers["ETag"]
    assert media_type in (CSV, XLSX)


@FILES
def test_wrong_question_is_a_problem(name, media_type):
    assert_problem(get(f"/v1/editions/ndrc-2022/{name}"), 404, "unknown_edition", "")
    assert_problem(get(f"/v1/editions/ndrc-2021/{name}?edition=x"), 422, "unknown_field", "")
    assert_problem(get(f"/v1/editions/ndrc-2021/{name}", headers={"Accept": JSON}), 406, "not_acceptable", "")
    assert get(f"/v1/editions/ndrc-2021/{name}", headers={"Accept": media_type}).status == 200
    assert send("POST", f"/v1/editions/ndrc-2021/{name}").status == 405
