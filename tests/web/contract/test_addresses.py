"""The addresses of the contract are those of the service, and each behaves as HTTP lets a caller expect."""

import re

import pytest

from tests.web.client import app, contract, get, resolved, send
from tests.web.contract.exchanges import operations

ASSETS = "/static/{}"
"""Files of the pages at / and /docs, which the contract leaves out."""

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
CHANGING = {"X-Request-ID", "Date", "Expires"}
"""Headers that differ between two answers to the same question."""


def address(path: str) -> str:
    """The path with the example of each of its parameters filled in."""
    named = {}
    for _, _, operation in (found for found in operations() if found[0] == path):
        for parameter in map(resolved, operation["parameters"]):
            if parameter["in"] == "path":
                (example,) = parameter["examples"].values()
                named[parameter["name"]] = example["value"]
    return path.format_map(named)


def documented_methods(path: str) -> set[str]:
    """The methods that the contract lists, HEAD beside every GET, and OPTIONS."""
    listed = {method for template, method, _ in operations() if template == path}
    return listed | {"OPTIONS"} | ({"HEAD"} if "GET" in listed else set())


PATHS = list(contract()["paths"])
CACHED = [path for path, _, operation in operations() if "304" in operation["responses"]]


def test_routes_and_methods_equal_paths_and_operations_both_ways():
    served = {
        (re.sub(r"<[^>]+>", "{}", rule.rule), method)
        for rule in app().url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    documented = {(re.sub(r"{\w+}", "{}", path), method) for path, method, _ in operations()}
    assert served - {(ASSETS, "GET")} == documented


def test_the_docstring_of_a_route_is_the_summary_of_its_operation():
    summaries = {
        (re.sub(r"{\w+}", "{}", path), method): operation["summary"] for path, method, operation in operations()
    }
    for rule in app().url_map.iter_rules():
        path = re.sub(r"<[^>]+>", "{}", rule.rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            if path != ASSETS:
                assert app().view_functions[rule.endpoint].__doc__ == f"{summaries[path, method]}.", rule.rule


@pytest.mark.parametrize("page", ["/", "/docs"])
def test_the_assets_of_the_pages_are_the_one_exception_and_are_served(page):
    assets = {asset for asset in re.findall(r'(?:src|href)="([^"]+)"', get(page).body.decode()) if asset[0] != "#"}
    assert len(assets) > 3
    for asset in assets - {"/openapi.yaml"}:
        with app().test_client().get(asset) as response:
            assert response.status_code == 200, asset
            assert response.headers["X-Request-ID"]


@pytest.mark.parametrize("path", PATHS)
def test_options_lists_the_methods_that_the_contract_lists(path):
    answer = send("OPTIONS", address(path))
    assert set(answer.headers["Allow"].split(", ")) == documented_methods(path)


@pytest.mark.parametrize("path", PATHS)
def test_a_method_that_the_contract_does_not_list_is_405_with_allow(path):
    for method in sorted(set(METHODS) - documented_methods(path)):
        answer = send(method, address(path))
        assert answer.status == 405, method
        assert set(answer.headers["Allow"].split(", ")) == documented_methods(path)


@pytest.mark.parametrize("path", [path for path, method, _ in operations() if method == "GET"])
def test_head_is_get_without_the_body(path):
    by_get, by_head = (send(method, address(path)) for method in ("GET", "HEAD"))
    changing = CHANGING | ({"Content-Length"} if path == "/metrics" else set())  # asking is counted, too
    assert by_head.status == by_get.status == 200
    assert by_head.body == b""
    assert {name: value for name, value in by_head.headers if name not in changing} == {
        name: value for name, value in by_get.headers if name not in changing
    }


@pytest.mark.parametrize("path", CACHED)
def test_reference_data_honours_if_none_match(path):
    """Reference data answers ETag and Cache-Control, and honours If-None-Match."""
    first = get(address(path))
    assert "max-age" in first.headers["Cache-Control"]
    tag = first.headers["ETag"]
    for sent in (tag, f'"another", {tag}', f"W/{tag}", "*"):
        kept = get(address(path), headers={"If-None-Match": sent})
        assert (kept.status, kept.body, kept.headers["ETag"]) == (304, b"", tag), sent
    assert get(address(path), headers={"If-None-Match": '"another"'}).status == 200


@pytest.mark.parametrize(
    "path", [path for path in CACHED if path not in {"/openapi.yaml", "/", "/docs", "/v1/deadlines", "/v1/units"}]
)
def test_the_two_languages_of_an_answer_are_two_versions_of_it(path):
    english, chinese = get(address(path), language="en"), get(address(path), language="zh")
    assert (english.headers["Content-Language"], chinese.headers["Content-Language"]) == ("en", "zh")
    assert "Accept-Language" in english.headers["Vary"]
    assert english.headers["ETag"] != chinese.headers["ETag"]
    assert get(address(path), language="zh", headers={"If-None-Match": english.headers["ETag"]}).status == 200


@pytest.mark.parametrize("path", PATHS)
def test_a_part_of_an_answer_is_never_sent(path):
    """No address documents 206 or 416."""
    if "GET" in documented_methods(path):
        assert get(address(path), headers={"Range": "bytes=0-3"}).status == 200
        assert get(address(path), headers={"Range": "bytes=99999999-"}).status == 200


def test_an_address_that_the_contract_does_not_list_is_404():
    for path in ("/v1", "/v1/", "/v1/editions/", "/v1//editions", "/v2/evaluations", "/V1/units"):
        assert send("GET", path).status == send("POST", path).status == 404, path
    assert send("GET", "/static/no").status == 404
