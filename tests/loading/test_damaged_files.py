"""Whatever a file contains, the folder loads or is rejected with its faults; no other exception ever occurs."""

import re
import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.loading import load_catalogue, strict_yaml
from service.loading.data_faults import DataFaultsError
from service.loading.strict_yaml import StrictYamlError, parse_yaml
from tests.builders import judge, line
from tests.loading.folders import GOOD, SHIPPED, put

SCALARS = [
    *[
        "",
        "''",
        "none",
        "yes",
        "[]",
        "{}",
        "[[]]",
        "{a: b}",
        "[{a: b}]",
        "&a b",
        "*a",
        "!!python/object:x y",
        "|",
        "? a",
    ],
    *["0", "-0", "-1", "0.3", "0.000000000001", "999999999999999", "1e999999", "NaN", "9" * 5000, "１", "\u2028", "℀"],
    *[
        "{not_held: x}",
        "{not_held: {zh: x, en: y}}",
        "t/d",
        "lb/a",
        "kWh/t",
        "ndrc-2021",
        "steel",
        "2025-02-30",
        "lines",
    ],
]
KEYS = ["zh", "id", "symbol", "unit", "not_held", "_schema", "products", "9" * 5000]


@st.composite
def damages(draw, folder):
    """A file of the folder and what is left of it after a few slips of the hand and, sometimes, of the disk."""
    name = draw(st.sampled_from(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml"))))
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    for _ in range(draw(st.integers(1, 3))):
        here, there = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        scalar = draw(st.sampled_from(SCALARS) | st.text(max_size=8)).replace("\\", "")
        key = draw(st.sampled_from(KEYS))
        lines[here], lines[there] = draw(
            st.sampled_from(
                [
                    ("", lines[there]),
                    (lines[there], lines[here]),
                    (f"{lines[here]}\n{lines[here]}", lines[there]),
                    (f"  {lines[here]}", lines[there]),
                    (re.sub(r"(?<=: )[^,}]+", scalar, lines[here], count=1), lines[there]),
                    (re.sub(r"\w+(?=:)", key, lines[here], count=1), lines[there]),
                ]
            )
        )
    content = "\n".join(lines).encode(errors="surrogatepass")
    if draw(st.booleans()):
        cut = draw(st.integers(0, len(content)))
        content = content[:cut] + draw(st.binary(max_size=3)) + content[cut + draw(st.integers(0, 40)) :]
    return name, content


def load_with(folder, damage):
    """The catalogue of a copy of the folder with one file damaged; None if it is refused."""
    with TemporaryDirectory() as parent:
        copy = Path(shutil.copytree(folder, Path(parent) / "benchmarks"))
        try:
            return load_catalogue(put(copy, dict([damage])))
        except DataFaultsError:
            return None


@settings(max_examples=20, deadline=None)
@given(damages(SHIPPED))
def test_damage_to_a_shipped_file_is_refused_or_harmless(damage):
    """Start-up refuses with every fault: no other exception comes out of a file's content."""
    load_with(SHIPPED, damage)


@settings(max_examples=200, deadline=None)
@given(damages(GOOD))
def test_what_loads_can_be_graded_by(damage):
    """Input never causes a 500: a slip that the loader lets pass must not come up when a list is sent."""
    facts = load_with(GOOD, damage)
    for edition in facts.editions.values() if facts else ():
        judge(
            [
                line(product.id, "1.5", 7, capacity_unit=unit, operating_days=300)
                for product in edition
                for unit in (None, *facts.units.capacities)
            ],
            edition.id,
            facts,
        )


@pytest.mark.parametrize("loader", ["CBaseLoader", "BaseLoader"])
@settings(max_examples=200, deadline=None)
@given(text=st.text() | st.text("ab:-?,[]{}&*!|>'\"%@#. \t\n\r\x00\x85\u2028\ufeff\ufffe"))
def test_any_text_is_read_or_refused(loader, text):
    """The YAML reader raises its own error and no other."""
    with pytest.MonkeyPatch.context() as patch, suppress(StrictYamlError):
        patch.setattr(strict_yaml, "_LOADER", getattr(strict_yaml.yaml, loader))
        parse_yaml(text)
