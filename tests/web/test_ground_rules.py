"""What holds for every answer: its headers, its language, and the one shape of failures."""

import functools
import logging

import pytest
from werkzeug.exceptions import MethodNotAllowed, TooManyRequests, default_exceptions

from tests.web.client import app, get, make_app, post, send
from tests.web.wire import CHINESE, EVALUATIONS, FINGERPRINT, assert_problem, line

ADDRESSES = [
    "/healthz",
    "/readyz",
    "/openapi.yaml",
    "/",
    "/docs",
    "/v1/editions",
    "/v1/editions/ndrc-2021",
    "/v1/benchmarks",
    "/v1/benchmarks/cement-clinker",
    "/v1/goals",
    "/v1/goals/zhejiang-2025-benchmark-share",
    "/v1/deadlines",
    "/v1/units",
    "/problems",
    "/problems/not_found",
]
REFERENCE = [address for address in ADDRESSES if address.startswith(("/v1/", "/problems"))]


@pytest.mark.parametrize("address", [*ADDRESSES, "/nowhere", "/v1/editions/none"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_every_answer_names_its_request_and_its_data(method, address):
    """Every answer carries `X-Request-ID` and `Benchmark-Data: <fingerprint>`, whatever became of the request."""
    answer = send(method, address, headers={"X-Request-ID": "case-1.2_3"}, buffered=True)
    assert answer.headers["X-Request-ID"] == "case-1.2_3"
    assert FINGERPRINT.fullmatch(answer.headers["Benchmark-Data"])
    assert {name.strip() for name in answer.headers["Vary"].split(",")} >= {"Accept", "Accept-Language"}


def test_the_fingerprint_of_every_answer_is_the_one_that_readyz_shows():
    fingerprint = get("/readyz").json["fingerprint"]
    assert get("/nowhere").headers["Benchmark-Data"] == fingerprint
    assert post([line()]).headers["Benchmark-Data"] == fingerprint


@pytest.mark.parametrize("sent", ["", "a b", "x" * 129, "é", "<script>", "a\tb", "a,b", "a/b", "１"])
def test_a_request_id_that_is_not_sane_is_replaced(sent):
    """The caller's id is echoed if it is sane, else one is made here: an answer never carries an arbitrary text."""
    made = [get("/healthz", headers={"X-Request-ID": sent}).headers["X-Request-ID"] for _ in range(2)]
    assert len(set(made)) == 2
    assert all(len(each) == 36 for each in made)


@pytest.mark.parametrize("sent", ["a", "x" * 128, "0af7651916cd43dd8448eb211c80319c", "REQ_1.2-3"])
def test_a_sane_request_id_is_echoed(sent):
    assert get("/healthz", headers={"X-Request-ID": sent}).headers["X-Request-ID"] == sent


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("zh-CN", "zh"),
        ("zh", "zh"),
        ("ZH-cn", "zh"),
        ("zh-TW", "zh"),
        ("zh-Hans-CN", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8,en-GB;q=0.7", "zh"),
        ("fr,zh;q=0.5", "zh"),
        ("en;q=0.4,zh;q=0.5", "zh"),
        ("en", "en"),
        ("en-GB", "en"),
        ("en-US,en;q=0.9,zh-CN;q=0.8", "en"),
        ("fr", "en"),
        ("*", "en"),
        (";;q=,", "en"),
        ("zh;q=0", "en"),
        pytest.param("zh-CN,en;q=0.5", "zh"),
    ],
)
def test_texts_come_in_the_language_that_is_asked_for(asked, language):
    """Texts come in Chinese or English by `Accept-Language` (`en` unless asked); codes stay as they are."""
    answer = post([], language=asked)
    assert answer.headers["Content-Language"] == language
    problem = assert_problem(answer, 422, "no_lines", "/lines")
    assert bool(CHINESE.search(problem["title"])) is (language == "zh")
    assert bool(CHINESE.search(problem["detail"])) is (language == "zh")
    assert answer.codes == ["no_lines"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_may_be_framed_sniffed_or_run(address):
    headers = send("GET", address, buffered=True).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_a_file_of_the_page_is_an_answer_like_any_other():
    """The files of /docs are no part of the contract, but carry the same headers."""
    response = app().test_client().get("/static/docs.js", headers={"X-Request-ID": "case-1"}, buffered=True)
    assert (response.status_code, response.headers["X-Request-ID"]) == (200, "case-1")
    assert FINGERPRINT.fullmatch(response.headers["Benchmark-Data"])
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    for path in (
        "/static/",
        "/static/none.js",
        "/static/../app.py",
        "/static/%2e%2e/web/app.py",
        "/static//etc/passwd",
    ):
        assert app().test_client().get(path).status_code == 404


def test_a_list_and_its_answer_are_never_kept_by_a_cache():
    assert post([line()]).headers["Cache-Control"] == "no-store"
    assert get("/nowhere").headers["Cache-Control"] == "no-store"


FAILURES = {kind.__name__: kind("secret words") for kind in default_exceptions.values()} | {
    "too-many": TooManyRequests(retry_after=7),
    "no-post": MethodNotAllowed(valid_methods=["PUT"]),
    "runtime": RuntimeError("secret words"),
    "key": KeyError("secret"),
    "recursion": RecursionError(),
    "memory": MemoryError(),
}


@functools.cache
def failing():
    """The application with one more route, which raises whatever it is told to."""
    application = make_app()

    def fail(name):
        raise FAILURES[name]

    application.add_url_rule("/fail/<name>", view_func=fail)
    return application.test_client()


@pytest.mark.parametrize(
    ("status", "name"),
    [pytest.param(status, kind.__name__, id=kind.__name__) for status, kind in sorted(default_exceptions.items())],
)
def test_every_failure_that_werkzeug_knows_has_the_one_shape(status, name):
    """Every failure is RFC 9457 `application/problem+json`; its `status` member is the status of the answer."""
    response = failing().get(f"/fail/{name}", headers={"X-Request-ID": "case-1"})
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert response.headers["X-Request-ID"] == "case-1"
    problem = response.json
    assert {"type", "title", "detail", "instance", "request_id", "errors"} <= set(problem)
    assert problem["instance"] == f"/fail/{name}"
    assert failing().get(problem["type"]).status_code == 200
    assert b"secret" not in response.data
    assert problem["status"] == status


def test_the_headers_that_belong_to_a_failure_stay_with_it():
    assert failing().get("/fail/too-many").headers["Retry-After"] == "7"
    assert failing().get("/fail/no-post").headers["Allow"] == "PUT"


@pytest.mark.parametrize("name", ["runtime", "key", "recursion", "memory"])
def test_a_server_error_reveals_nothing_but_is_in_the_log(name, caplog):
    """A 500 reveals nothing; the request id leads the operator to the log."""
    with caplog.at_level(logging.ERROR):
        response = failing().get(f"/fail/{name}", headers={"X-Request-ID": "case-500", "Accept-Language": "zh"})
    assert response.status_code == 500
    assert response.content_type == "application/problem+json"
    assert response.headers["X-Request-ID"] == "case-500"
    assert response.json["type"] == "/problems/internal_error"
    assert response.json["request_id"] == "case-500"
    assert CHINESE.search(response.json["detail"])
    for word in ("secret", "Traceback", type(FAILURES[name]).__name__, ".py"):
        assert word not in response.text
    logged = [record for record in caplog.records if getattr(record, "request_id", "") == "case-500"]
    assert len(logged) == 1
    assert logged[0].exc_info[1] is FAILURES[name]


@pytest.mark.parametrize(
    "path", ["/v1", "/v1/", "/nowhere", "/v1/editions/", "/healthz/", "/v1/evaluations/", "/V1/units"]
)
def test_an_address_that_does_not_exist_is_a_problem_and_no_redirect(path):
    """A trailing slash is another address, and a redirect would lose the body of a list: it is 404."""
    for method in ("GET", "POST"):
        assert_problem(send(method, path), 404, "not_found", "")


@pytest.mark.parametrize("address", REFERENCE)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_reference_data_can_only_be_read(method, address):
    answer = send(method, address)
    assert_problem(answer, 405, "method_not_allowed", "")
    assert {name.strip() for name in answer.headers["Allow"].split(",")} == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "BREW"])
def test_evaluations_can_only_be_posted(method):
    answer = send(method, EVALUATIONS)
    assert_problem(answer, 405, "method_not_allowed", "")
    assert {name.strip() for name in answer.headers["Allow"].split(",")} == {"POST", "OPTIONS"}


def test_head_on_evaluations_is_refused_without_a_body():
    answer = send("HEAD", EVALUATIONS)
    assert (answer.status, answer.body) == (405, b"")


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_answers_as_get_does_without_the_body(address):
    full, bare = (send(method, address, buffered=True) for method in ("GET", "HEAD"))
    assert bare.status == 200
    assert bare.body == b""
    for name in ("Content-Type", "Content-Length", "ETag", "Cache-Control"):
        assert bare.headers.get(name) == full.headers.get(name)


@pytest.mark.parametrize("address", ADDRESSES)
def test_options_lists_the_methods_of_an_address(address):
    assert "GET" in send("OPTIONS", address).headers["Allow"]


@pytest.mark.parametrize("address", [address for address in REFERENCE if address.startswith("/v1/")])
@pytest.mark.parametrize("accept", ["text/html", "application/xml", "application/json;q=0", "*/*;q=0", "text/*"])
def test_an_unsupported_format_is_refused(address, accept):
    problem = assert_problem(get(address, headers={"Accept": accept}), 406, "not_acceptable", "")
    assert "application/json" in problem["detail"]


@pytest.mark.parametrize(
    "accept", ["", "*/*", "application/*", "application/json", "text/html,*/*;q=0.1", "text/html, application/json"]
)
def test_json_is_sent_to_every_client_that_accepts_it(accept):
    assert get("/v1/editions", headers={"Accept": accept}).status == 200
    assert post([line()], headers={"Accept": accept}).status == 200


def test_a_list_is_not_evaluated_for_a_caller_that_cannot_read_the_answer():
    assert_problem(post([line()], headers={"Accept": "text/html"}), 406, "not_acceptable", "")


def test_the_type_of_every_problem_answers_with_an_explanation_in_both_languages():
    """`type` is a relative address under `/problems/` that really answers with an explanation."""
    listed = get("/problems").json["problems"]
    assert len(listed) > 30
    for each in listed:
        page = get(f"/problems/{each['code']}")
        assert page.json == each
        assert not CHINESE.search(each["title"])
        chinese = get(f"/problems/{each['code']}", language="zh").json
        assert CHINESE.search(chinese["title"])
        assert CHINESE.search(chinese["about"])
        assert chinese["statuses"] == each["statuses"]
    assert_problem(get("/problems/none"), 404, "not_found", "")
