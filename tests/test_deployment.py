"""The files for containers and clusters agree with the service and with each other."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from service import VERSION
from service.loading import load_catalogue
from service.serving.master import FINISH_SECONDS
from service.settings import Settings

PROJECT = Path(__file__).parents[1]
KUBERNETES = PROJECT / "deploy" / "kubernetes"


def manifest(name):
    return yaml.safe_load((KUBERNETES / "base" / name).read_text(encoding="utf-8"))


def text_of(name):
    return (PROJECT / name).read_text(encoding="utf-8")


DOCKERFILE = text_of("Dockerfile")
COMPOSE = yaml.safe_load(text_of("compose.yaml"))["services"]["biaogan"]
POD = manifest("deployment.yaml")["spec"]["template"]["spec"]
(CONTAINER,) = POD["containers"]


def test_the_image_has_the_version_of_the_service():
    assert COMPOSE["image"] == CONTAINER["image"] == f"biaogan:{VERSION}"


def test_the_user_is_the_one_of_the_image_and_above_10000():
    user = int(re.search(r"^USER (\d+):\1$", DOCKERFILE, re.MULTILINE)[1])
    assert user > 10_000
    assert {POD["securityContext"][name] for name in ("runAsUser", "runAsGroup", "fsGroup")} == {user}
    assert CONTAINER["securityContext"]["runAsUser"] == user


def test_the_memory_allocator_is_set_alike_everywhere():
    image, make = (re.findall(r"(MALLOC_\w+)=(\d+)", text) for text in (DOCKERFILE, text_of("Makefile")))
    assert image == make
    assert {name for name, _ in image} == set(re.findall(r"`(MALLOC_\w+)`", text_of("docs/operations.md")))


def test_only_tmp_is_writable_and_no_rights_can_be_gained():
    security = CONTAINER["securityContext"]
    assert (security["readOnlyRootFilesystem"], security["allowPrivilegeEscalation"]) == (True, False)
    assert security["capabilities"] == {"drop": ["ALL"]}
    assert (COMPOSE["read_only"], COMPOSE["cap_drop"]) == (True, ["ALL"])
    assert COMPOSE["security_opt"] == ["no-new-privileges:true"]


def test_the_health_check_of_compose_is_that_of_the_image():
    command = json.loads(re.search(r"^HEALTHCHECK .* CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)[1])
    assert COMPOSE["healthcheck"]["test"] == ["CMD", *command]
    for name, value in re.findall(r"--([a-z-]+)=(\w+)", re.search(r"^HEALTHCHECK.*", DOCKERFILE, re.MULTILINE)[0]):
        assert str(COMPOSE["healthcheck"][name.replace("-", "_")]) == value


def test_a_pod_has_enough_time_to_stop():
    """The time of preStop, and then the 20 s in which the service stops."""
    stop = Settings().drain_seconds + FINISH_SECONDS
    assert stop < 20
    assert POD["terminationGracePeriodSeconds"] >= CONTAINER["lifecycle"]["preStop"]["sleep"]["seconds"] + 20
    assert COMPOSE["stop_grace_period"] == "20s"


@pytest.mark.parametrize(
    ("probe", "path"), [("startupProbe", "/readyz"), ("livenessProbe", "/healthz"), ("readinessProbe", "/readyz")]
)
def test_a_probe_waits_five_seconds(probe, path):
    """With Kubernetes' default of 1 s, a busy service would be restarted."""
    assert CONTAINER[probe]["httpGet"] == {"path": path, "port": "http"}
    assert CONTAINER[probe]["timeoutSeconds"] == 5


def test_the_metrics_have_their_own_port_that_only_monitoring_reaches():
    ports = {port["name"]: port["containerPort"] for port in CONTAINER["ports"]}
    assert CONTAINER["env"] == [{"name": "METRICS_PORT", "value": str(ports["metrics"])}]
    everyone, monitoring = manifest("network.yaml")["spec"]["ingress"]
    assert everyone == {"ports": [{"port": "http"}]}
    assert monitoring["ports"] == [{"port": "metrics"}]
    assert monitoring["from"]


def test_the_service_may_connect_to_nothing():
    spec = manifest("network.yaml")["spec"]
    assert (spec["egress"], "Egress" in spec["policyTypes"]) == ([], True)


def test_the_kustomization_lists_every_file():
    listed = manifest("kustomization.yaml")["resources"]
    there = {file.name for file in (KUBERNETES / "base").iterdir()}
    assert {*listed, "kustomization.yaml"} == there


def test_the_plan_of_the_overlay_loads_beside_the_official_ones(tmp_path):
    folder = shutil.copytree(PROJECT / "benchmarks", tmp_path / "benchmarks")
    shutil.copy(KUBERNETES / "overlays" / "own-benchmarks" / "own-plan.yaml", folder / "goals")
    assert "own-plan-share" in load_catalogue(folder).goals


def test_the_bill_of_materials_lists_what_the_image_installs(tmp_path):
    """Made as by `make sbom`, which also checks it against the schema of CycloneDX."""
    command = re.search(r"cyclonedx-py (requirements .*?)\s+\\\n\s+--output-file \S+ (\S+)", text_of("Makefile"))
    bill = tmp_path / "bill.json"
    options = [*command[1].split(), "--output-file", str(bill), command[2]]
    subprocess.run([sys.executable, "-m", "cyclonedx_py", *options], cwd=PROJECT, check=True, capture_output=True)
    locked = re.findall(r"^(\S+)==(\S+)", text_of("requirements.lock"), re.MULTILINE)
    listed = [(part["name"], part["version"]) for part in json.loads(bill.read_text(encoding="utf-8"))["components"]]
    assert sorted(listed) == sorted(locked)
