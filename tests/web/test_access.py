"""Calls with and without a key, and pages of other origins."""

import pytest

from service.access_keys import new_key
from service.settings import Settings, SettingsError
from tests.web.client import Client, contract, get, keyed, make_app, send
from tests.web.wire import assert_problem, line

UNDER_V1 = [path for path in contract()["paths"] if path.startswith("/v1")]
OPEN = ["/healthz", "/readyz", "/metrics", "/docs", "/openapi.yaml", "/problems", "/problems/unauthorized"]
PAGE = "https://energy.example"


def bearer(key, scheme="Bearer"):
    return {"Authorization": f"{scheme} {key}"}


@pytest.mark.parametrize("path", [*UNDER_V1, "/v1/nothing-is-here", "/v1", "/v1/"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE", "OPTIONS"])
def test_every_call_under_v1_needs_a_key(path, method):
    client, _ = keyed()
    with client._application.test_client().open(path, method=method) as answer:
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="biaogan"'


def test_without_a_key_the_problem_says_so():
    client, _ = keyed()
    answer = client.post([line()])
    assert_problem(answer, 401, "unauthorized", "")


@pytest.mark.parametrize("path", OPEN)
def test_all_other_addresses_stay_open(path):
    assert keyed()[0].get(path).status == 200


def test_a_valid_key_opens_v1():
    client, key = keyed()
    assert client.post([line()], headers=bearer(key)).status == 200
    for scheme in ("bearer", "BEARER", "Bearer  "):
        assert client.get("/v1/units", headers=bearer(key, scheme)).status == 200


def test_what_needs_a_key_is_not_kept_by_shared_caches():
    client, key = keyed()
    answer = client.get("/v1/units", headers=bearer(key))
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert get("/v1/units").headers["Cache-Control"] == "public, max-age=3600"


def test_a_wrong_key_and_no_key_get_different_answers():
    client, key = keyed()
    for wrong in (bearer(key[:-1]), bearer(""), bearer("x"), bearer(f"{key},")):
        answer = client.get("/v1/units", headers=wrong)
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="biaogan", error="invalid_token"'
    for other in (bearer(key, "Basic"), {"Authorization": key}, {"X-API-Key": key}):
        answer = client.get("/v1/units", headers=other)
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="biaogan"')


def test_by_default_no_key_is_needed():
    assert get("/v1/units").status == 200
    assert "access" not in get("/readyz").json


def test_readyz_shows_that_a_new_file_of_keys_is_broken(tmp_path):
    """A broken new file keeps the old keys."""
    file = tmp_path / "keys"
    key, entry = new_key("a")
    file.write_text(entry, encoding="ascii")
    client = Client(make_app(api_keys_file=file))
    assert client.get("/readyz").json["access"] == {"keys": 1, "faults": 0}
    file.write_text("nothing\nuseful\n", encoding="ascii")
    assert client.get("/readyz").json["access"] == {"keys": 1, "faults": 2}
    assert client.get("/v1/units", headers=bearer(key)).status == 200


def client_of(*origins):
    return Client(make_app(cors_origins=frozenset(origins)))


def cors(answer):
    return {name for name in answer.headers.keys() if name.startswith("Access-Control")}  # noqa: SIM118 - not a mapping


def test_no_page_of_another_origin_may_read_anything_by_default():
    for method, path in (("GET", "/v1/units"), ("OPTIONS", "/v1/evaluations")):
        answer = send(method, path, headers={"Origin": PAGE, "Access-Control-Request-Method": "POST"})
        assert not cors(answer)
        assert "Origin" not in answer.headers["Vary"]


def test_a_page_of_a_named_origin_may_read_answers_and_failures():
    client = client_of(PAGE, "http://localhost:3000")
    for path in ("/v1/units", "/v1/nothing", "/healthz"):
        answer = client.get(path, headers={"Origin": PAGE})
        assert answer.headers["Access-Control-Allow-Origin"] == PAGE
        assert {"X-Request-ID", "Benchmark-Data", "Retry-After"} <= set(
            answer.headers["Access-Control-Expose-Headers"].split(", ")
        )
        assert "Origin" in answer.headers["Vary"]
        assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin", ["https://energy.example.evil", "http://energy.example", "https://energy.example:443", "null", "*", None]
)
def test_an_origin_matches_exactly_or_not_at_all(origin):
    answer = client_of(PAGE).get("/v1/units", headers={"Origin": origin} if origin else {})
    assert not cors(answer)
    assert "Origin" in answer.headers["Vary"]


def test_a_preflight_request_is_answered_with_what_a_page_may_send():
    answer = client_of(PAGE).send(
        "OPTIONS", "/v1/evaluations", headers={"Origin": PAGE, "Access-Control-Request-Method": "POST"}
    )
    assert answer.status == 200
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert {"Authorization", "Content-Type"} <= set(answer.headers["Access-Control-Allow-Headers"].split(", "))


def test_a_preflight_request_needs_no_key(tmp_path):
    file = tmp_path / "keys"
    file.write_text(new_key("a")[1], encoding="ascii")
    client = Client(make_app(api_keys_file=file, cors_origins=frozenset({PAGE})))
    preflight = {"Origin": PAGE, "Access-Control-Request-Method": "GET"}
    assert client.send("OPTIONS", "/v1/units", headers=preflight).status == 200
    answer = client.get("/v1/units", headers={"Origin": PAGE})
    assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (401, PAGE)
    with client._application.test_client().options("/v1/units", headers=preflight | {"Origin": "https://b.c"}) as other:
        assert other.status_code == 401


@pytest.mark.parametrize("text", ["*", "energy.example", "https://energy.example/", "HTTPS://energy.example", "null",
                                  "https://*.example", "https://a b"])  # fmt: skip
def test_an_invalid_origin_is_refused_at_the_start(text):
    with pytest.raises(SettingsError, match="CORS_ORIGINS"):
        Settings.from_mapping({"CORS_ORIGINS": f"{PAGE},{text}"})


def test_origins_are_separated_by_commas():
    origins = Settings.from_mapping({"CORS_ORIGINS": f" {PAGE} ,http://[::1]:3000,, https://a.cn:8443"}).cors_origins
    assert origins == {PAGE, "http://[::1]:3000", "https://a.cn:8443"}
