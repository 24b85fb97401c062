"""The committed bodies of the fuzzer, each once: what was found stays mended."""

import importlib
from pathlib import Path

import pytest

pytest.importorskip("atheris", reason="has no wheel for this Python")

CORPUS = Path(__file__).parent / "corpus"
BODIES = [body for body in sorted(CORPUS.glob("*/*")) if body.is_file()]


def test_every_reader_of_the_fuzzer_has_bodies():
    targets = {file.stem for file in Path(__file__).parent.glob("*_list.py")}
    assert {body.parent.name for body in BODIES} == targets


@pytest.mark.parametrize("body", BODIES, ids=lambda body: f"{body.parent.name}/{body.name}")
def test_a_body_is_read_or_refused(body):
    importlib.import_module(f"tests.fuzz.{body.parent.name}").target(body.read_bytes())
