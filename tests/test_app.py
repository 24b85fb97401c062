"""The application as a whole: it starts only with valid settings and data, and answers from nothing else."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import service
import service.app
from service.app import create_app
from service.loading.data_faults import DataFaultsError
from service.settings import Settings, SettingsError
from tests.builders import CATALOGUE

PROJECT = Path(__file__).parents[1]
REQUEST = b'{"lines":[{"id":"a","benchmark":"cement-clinker","capacity":"1.5","intensity":98.70,"group":"x"}]}'


def post(application, body=REQUEST):
    return application.test_client().post("/v1/evaluations", data=body, content_type="application/json")


def test_the_version_of_the_service_is_the_project_s():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == service.VERSION
    assert create_app(Settings()).test_client().get("/readyz").json["version"] == project["version"]


def test_the_default_settings_are_those_of_the_environment(monkeypatch):
    monkeypatch.setenv("MAX_LINES", "1")
    assert create_app().test_client().get("/readyz").json["limits"]["lines"] == 1
    monkeypatch.setenv("MAX_LINES", "none")
    with pytest.raises(SettingsError):
        create_app()


def test_a_folder_without_data_is_refused(tmp_path):
    with pytest.raises(DataFaultsError):
        create_app(Settings(benchmarks_dir=tmp_path / "nowhere"))
    with pytest.raises(DataFaultsError):
        create_app(Settings(benchmarks_dir=tmp_path))


def test_invalid_data_is_refused_with_every_fault(tmp_path):
    """The start fails and lists every fault, with its file and the path inside it."""
    data = tmp_path / "benchmarks"
    shutil.copytree(CATALOGUE, data)
    for sector in ("coke", "cement-clinker"):
        file = data / "ndrc-2021" / "sectors" / f"{sector}.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"evidence: \w+", "evidence: hearsay", text), encoding="utf-8")
    with pytest.raises(DataFaultsError) as refused:
        create_app(Settings(benchmarks_dir=data))
    for sector in ("coke", "cement-clinker"):
        assert f"ndrc-2021/sectors/{sector}.yaml: products[0].benchmark.evidence" in str(refused.value)


def test_a_missing_contract_is_refused(tmp_path):
    with pytest.raises(OSError, match=r"openapi\.yaml"):
        create_app(Settings(openapi_file=tmp_path / "openapi.yaml"))


def test_any_correction_of_the_data_changes_the_fingerprint(tmp_path):
    """A correction changes the fingerprint, and with it the entity tags; equal data has equal fingerprints."""
    data = tmp_path / "benchmarks"
    shutil.copytree(CATALOGUE, data)
    original, copied = (create_app(Settings(benchmarks_dir=each)).test_client() for each in (CATALOGUE, data))
    file = data / "ndrc-2021" / "sectors" / "cement-clinker.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("value: 117", "value: 116.99"), encoding="utf-8")
    corrected = create_app(Settings(benchmarks_dir=data)).test_client()
    answers = [client.get("/v1/benchmarks/cement-clinker") for client in (original, copied, corrected)]
    fingerprints = [answer.headers["Benchmark-Data"] for answer in answers]
    assert fingerprints[0] == fingerprints[1] != fingerprints[2]
    assert answers[0].headers["ETag"] == answers[1].headers["ETag"] != answers[2].headers["ETag"]
    assert b'"value":116.99' in answers[2].data


def test_two_applications_share_nothing():
    large, small = create_app(Settings()), create_app(Settings(max_lines=1))
    two = REQUEST.replace(b'"lines":[', b'"lines":[1,')
    assert (post(small).status_code, post(small, two).status_code) == (200, 413)
    assert post(large, two).status_code == 200


def test_no_request_changes_the_answer_to_a_later_one():
    application = create_app(Settings())
    first = post(application).data
    for body in (REQUEST.replace(b'"a"', b'"b"'), b"[", b'{"lines":[1,{}]}', REQUEST.replace(b"98.70", b"130")):
        post(application, body)
    assert post(application).data == first


PRINT_ANSWERS = """
import sys
from service.app import create_app
client = create_app().test_client()
body = sys.stdin.buffer.read()
answer = client.post("/v1/evaluations", data=body, content_type="application/json",
                     headers={"X-Request-ID": "case"})
sys.stdout.buffer.write(answer.data + client.get("/v1/units").data + client.get("/problems").data)
"""


def test_the_same_request_gets_the_same_bytes_in_every_process():
    """Same input and same fingerprint give the same answer: it depends on no order of a set, and on no clock."""
    lines = ",".join(
        f'{{"benchmark":"{name}","capacity":{place + 1},"intensity":{place * 40},"group":"g{place % 5}"}}'
        for place, name in enumerate(
            ["clinker", "PX", "CTO", "熟料", "steel.converter", "none", "coke", "lead.crude"] * 3
        )
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", PRINT_ANSWERS],
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            input=f'{{"lines":[{lines}]}}'.encode(),
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }
    assert len(answers) == 1
    assert answers.pop().startswith(b'{"service"')
