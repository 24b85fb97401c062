"""An operator's own data, and reloading data while the service runs (SIGHUP)."""

import json
import os
import re
import shutil
import signal

import pytest

from tests.builders import CATALOGUE
from tests.running import PATIENCE, SMALL, Running, all_of, begin_request, wait_for


@pytest.fixture
def folder(tmp_path):
    """An operator's copy of the data."""
    return shutil.copytree(CATALOGUE, tmp_path / "benchmarks")


@pytest.fixture
def running(tmp_path, folder):
    with Running(tmp_path, WEB_CONCURRENCY="2", BENCHMARKS_DIR=str(folder)) as service:
        yield service.wait_until_ready()


def clinker(folder):
    return folder / "ndrc-2021" / "sectors" / "cement-clinker.yaml"


def change(folder, old, new):
    file = clinker(folder)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def ready(running):
    return json.loads(running.ask("GET", "/readyz").content)


def reload(running):
    """Send SIGHUP, and wait until every worker has been replaced."""
    old = set(running.workers())
    running.process.send_signal(signal.SIGHUP)
    wait_for(lambda: len(running.workers()) == len(old) and not old & set(running.workers()))


def test_every_worker_uses_valid_new_data(running, folder):
    before = ready(running)
    change(folder, "value: 117", "value: 116.99")
    reload(running)
    answers = [running.ask("GET", "/v1/benchmarks/cement-clinker") for _ in range(8)]
    assert all(b'"value":116.99' in answer.content for answer in answers)
    (fingerprint,) = {answer.getheader("Benchmark-Data") for answer in answers}
    assert fingerprint == ready(running)["fingerprint"] != before["fingerprint"]
    assert ready(running)["refused_data"] is None


def test_invalid_new_data_is_refused_with_every_fault_and_the_old_data_stays(running, folder):
    """The log and `/readyz` show the faults."""
    before = ready(running)
    change(folder, "value: 117", "value: 99")
    (folder / "goals" / "own.yaml").write_text("plan: other\n", encoding="utf-8")
    reload(running)
    for _ in range(8):
        now = ready(running)
        assert now["fingerprint"] == before["fingerprint"]
        assert now["refused_data"]["count"] == len(now["refused_data"]["faults"])
        files = {fault.partition(":")[0] for fault in now["refused_data"]["faults"]}
        assert files == {"benchmarks/goals/own.yaml", "benchmarks/ndrc-2021/sectors/cement-clinker.yaml"}
    for fault in now["refused_data"]["faults"]:
        assert fault in running.log_text()
    assert running.post().status == 200


def test_a_dead_worker_is_replaced_by_one_with_the_same_data(running, folder):
    """Even if the folder can no longer be loaded."""
    before = ready(running)
    shutil.rmtree(folder)
    dead, other = running.workers()
    os.kill(dead, signal.SIGKILL)
    wait_for(lambda: len(set(running.workers()) - {dead, other}) == 1)
    for _ in range(8):
        assert ready(running) == before


def test_corrected_data_is_used(running, folder):
    before = ready(running)
    change(folder, "value: 117", "value: 99")
    reload(running)
    change(folder, "value: 99", "value: 117")
    reload(running)
    assert ready(running) == before


def test_a_running_request_is_answered_from_the_data_it_began_with(running, folder):
    before = ready(running)["fingerprint"]
    with running.connect() as connection:
        begin_request(connection, SMALL, 20)
        change(folder, "value: 117", "value: 116.99")
        old = set(running.workers())
        running.process.send_signal(signal.SIGHUP)
        wait_for(lambda: len(set(running.workers()) - old) == len(old))
        wait_for(lambda: ready(running)["fingerprint"] != before)
        connection.sendall(SMALL[20:])
        answer = all_of(connection)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert re.search(rb"\r\nBenchmark-Data: (\S+)\r\n", answer)[1].decode() == before
    assert b'"baseline":117,' in answer
    wait_for(lambda: not old & set(running.workers()))


def test_a_stop_during_a_reload_stops_every_worker(running):
    with running.connect() as connection:
        begin_request(connection, SMALL, 20)
        running.process.send_signal(signal.SIGHUP)
        running.process.send_signal(signal.SIGTERM)
        connection.sendall(SMALL[20:])
        assert all_of(connection).startswith(b"HTTP/1.1 200 ")
    assert running.process.wait(PATIENCE) == 0
    assert running.killed_workers() == set()


def test_an_own_edition_and_own_goals_work_beside_the_official_ones(running, folder):
    """`BENCHMARKS_DIR` may contain an operator's own edition and goals."""
    shutil.copytree(folder / "ndrc-2021", folder / "own-2026")
    edition = folder / "own-2026" / "edition.yaml"
    text = edition.read_text(encoding="utf-8").replace("id: ndrc-2021", "id: own-2026", 1)
    edition.write_text(text, encoding="utf-8")
    (folder / "goals" / "own-2027.yaml").write_text(own_goals(folder), encoding="utf-8")
    reload(running)
    assert ready(running)["refused_data"] is None
    body = b'{"goal":"own-2027-share",' + SMALL[1:]
    answer = json.loads(running.post(body).content)
    assert (answer["goal"]["id"], answer["edition"]["id"]) == ("own-2027-share", "own-2026")
    assert json.loads(running.post().content)["edition"]["id"] == "ndrc-2021"


def own_goals(folder):
    """A plan with one goal, changed from an official one."""
    text = (folder / "goals" / "zhejiang-2025.yaml").read_text(encoding="utf-8")
    head, first, *_ = re.split(r"(?m)^(?=  - id: )", text)
    plan = head.replace("zhejiang-2025", "own-2027") + first
    plan = re.sub(r"id: \S+", "id: own-2027-share", plan, count=1)
    return re.sub(r"edition: ndrc-2021", "edition: own-2026", plan).replace("default: yes", "default: no")
