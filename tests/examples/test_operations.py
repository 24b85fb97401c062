"""docs/operations.md: what it says can be set, counted and logged is what can."""

import json
import re
import runpy

import pytest
import yaml

from service.app import create_app
from service.settings import Settings
from tests.examples.commands import pipelines, request
from tests.examples.pages import blocks_of
from tests.web.client import PROJECT, Client, get, post
from tests.web.wire import line

PAGE = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
OTHERS = {"PROMETHEUS_MULTIPROC_DIR", "LC_ALL", "LC_MESSAGES", "LANG"}
"""What the service sets for itself, and what only the command line goes by."""
READERS = ("service/settings.py", "gunicorn.conf.py", "service/probe.py")


def section(title):
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def first_cells(text):
    cells = re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def test_every_setting_is_in_the_table_and_no_other():
    read = {
        name
        for file in READERS
        for name in re.findall(r'["\']([A-Z][A-Z_]{3,})["\'](?=[,\])])', (PROJECT / file).read_text(encoding="utf-8"))
    }
    assert set(first_cells(section("Settings"))) | OTHERS == read


@pytest.mark.parametrize("name", ["MAX_BODY_BYTES", "MAX_LINES", "MAX_STREAM_LINES"])
def test_the_default_in_the_table_is_the_default(name):
    (default,) = re.findall(rf"^\| `{name}` \| `(\d+)` \|", section("Settings"), re.MULTILINE)
    assert int(default) == getattr(Settings(), name.lower())


def test_the_address_in_the_table_is_the_one_that_is_served(monkeypatch):
    for name in ("HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)
    (host,), (port,) = (
        re.findall(rf"^\| `{name}` \| `([^`]+)`", section("Settings"), re.MULTILINE) for name in ("HOST", "PORT")
    )
    assert runpy.run_path(str(PROJECT / "gunicorn.conf.py"))["bind"] == [f"{host}:{port}"]


def test_the_user_of_the_container_is_the_one_named():
    (user,) = re.findall(r"runs as user (\d+)", section("Start"))
    assert re.search(rf"^USER {user}:", (PROJECT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_key_that_the_commands_make_opens_the_service(shell, folder):
    (block,) = (text for text in blocks_of("docs/operations.md", "sh") if "keys add" in text)
    (add,), (serve,), (curl,) = pipelines(block)
    assert add[:3] == ["python", "-m", "service"]
    assert add[-2] == ">>"
    made = shell(*add[3:-2])
    (folder / add[-1]).write_bytes(made.out)
    setting, file = serve[0].split("=")
    assert (setting, file, serve[1:]) == ("API_KEYS_FILE", add[-1], ["make", "run"])
    (key,) = re.findall(r"our-portal\.\S+", made.err)
    client = Client(create_app(Settings(api_keys_file=folder / file)))
    asked = request([word.replace("$KEY", key) for word in curl], folder)
    assert asked.send(client).status == 200
    assert client.get(asked.path).status == 401


def test_every_metric_is_in_the_table_with_its_labels_and_no_other():
    post([line(), line(intensity=None), {}])
    post(b"{")
    served = {}
    sample = r"^(biaogan_\w+?)(?:_bucket|_sum|_count)?(?:{(.*)})? "
    for name, labels in re.findall(sample, get("/metrics").body.decode(), re.MULTILINE):
        served.setdefault(name, set()).update(re.findall(r'(\w+)="', labels))
    for labels in served.values():
        labels.discard("le")
    table = re.findall(r"^\| `(biaogan_\w+)` \| (.*?) ?\|", section("Metrics"), re.MULTILINE)
    assert {name: set(re.findall(r"`(\w+)`", labels)) for name, labels in table} == served


def test_the_alerts_ask_for_metrics_and_labels_that_there_are():
    (block,) = re.findall(r"```yaml\n(.*?)```", section("Alerts"), re.DOTALL)
    (group,) = yaml.safe_load(block)["groups"]
    known = set(first_cells(section("Metrics")))
    for rule in group["rules"]:
        for name in re.findall(r"biaogan_\w+", rule["expr"]):
            assert re.sub(r"_bucket$", "", name) in known, rule["alert"]


def test_every_field_of_a_line_of_the_log_is_in_the_table(caplog):
    with caplog.at_level("INFO"):
        post([line()], headers={"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"})
    (record,) = (each for each in caplog.records if each.getMessage() == "request")
    ordinary = set(vars(record.__class__("", 0, "", 0, "", (), None))) | {"message", "asctime", "taskName"}
    assert set(vars(record)) - ordinary <= set(first_cells(section("The log")))


def test_the_line_of_the_log_that_is_shown_has_fields_of_the_table():
    (shown,) = blocks_of("docs/operations.md", "json")
    assert set(json.loads(shown)) <= set(first_cells(section("The log")))
