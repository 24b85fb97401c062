"""What those who run the service ask: whether it lives, whether it wants work, and where its contract is."""

import re

import pytest

from tests.web.client import PROJECT, Client, get, make_app, send


def test_healthz_touches_nothing():
    """200 `{"status":"ok"}` while the process lives; touches nothing else."""
    answer = get("/healthz")
    assert (answer.status, answer.body) == (200, b'{"status":"ok"}')
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_probe_is_answered_whatever_it_accepts():
    for accept in ("*/*", "text/plain", "text/html", ""):
        assert get("/healthz", headers={"Accept": accept}).status == 200
        assert get("/readyz", headers={"Accept": accept}).status == 200


def test_readyz_shows_version_fingerprint_counts_and_limits():
    ready = get("/readyz").json
    assert ready["status"] == "ready"
    assert ready["fingerprint"].startswith("sha256:")
    for edition in get("/v1/editions").json["editions"]:
        held, not_held = edition["rows_held"], edition["rows_not_held"]
        assert ready["counts"]["benchmarks"][edition["id"]] == held + not_held
        assert ready["counts"]["benchmarks_held"][edition["id"]] == held
    assert ready["counts"]["goals"] == len(get("/v1/goals").json["goals"])
    assert ready["counts"]["editions"] == 2
    # 64 MiB, 200,000 lines, 64 levels
    limits = {"body_bytes": 64 * 1024 * 1024, "lines": 200_000, "nesting": 64}
    assert {name: ready["limits"][name] for name in limits} == limits


def test_readyz_shows_the_limits_that_were_set():
    limits = Client(make_app(max_body_bytes=1000, max_lines=7)).get("/readyz").json["limits"]
    assert (limits["body_bytes"], limits["lines"]) == (1000, 7)


def test_the_contract_is_served_as_it_is_in_the_project():
    answer = get("/openapi.yaml")
    assert answer.body == (PROJECT / "openapi.yaml").read_bytes()
    assert answer.headers["Content-Type"].startswith("application/yaml")


@pytest.mark.parametrize("address", ["/", "/docs"])
def test_a_page_runs_nothing_from_elsewhere(address):
    """Our own files and our own API, nothing inline, nothing from outside."""
    answer = send("GET", address, buffered=True)
    assert answer.headers["Content-Type"].startswith("text/html")
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert b"//" not in answer.body.replace(b"<!--", b"")
    assert not re.search(rb"<style|<script>|\bstyle=|\bon\w+=", answer.body)
