"""The committed bodies of the fuzzer, each once: what it found stays fixed."""

import importlib
from pathlib import Path

import pytest

from service.formats.registry import FORMATS

pytest.importorskip("atheris", reason="has no wheel for this Python")

CORPUS = Path(__file__).parent / "corpus"
BODIES = [body for body in sorted(CORPUS.glob("*/*")) if body.is_file()]


def test_every_format_has_a_target_and_every_target_has_bodies():
    targets = {file.stem for file in Path(__file__).parent.glob("*_list.py")}
    assert targets == {f"{name}_list" for name in FORMATS}
    assert targets == {body.parent.name for body in BODIES}


@pytest.mark.parametrize("body", BODIES, ids=lambda body: f"{body.parent.name}/{body.name}")
def test_a_body_is_read_or_refused(body):
    importlib.import_module(f"tests.fuzz.{body.parent.name}").target(body.read_bytes())
