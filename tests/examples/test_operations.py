"""docs/operations.md: what it says can be set, counted and logged is what can."""

import re

import pytest
import yaml

from service.settings import Settings
from tests.web.client import PROJECT, get, post
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
