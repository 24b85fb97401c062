"""What was read in a document goes into the files of a folder, and nothing else changes."""

import shutil
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.benchmark import Evidence, Level, NotHeld, official_source
from service.domain.reading import Reading
from service.loading import load_catalogue
from service.loading.data_faults import DataFaultsError
from service.loading.edit_rows import edit_rows
from service.loading.revision import _prove, prepare_revision
from service.loading.transcription import edit_transcription, find_transcription
from tests.builders import CATALOGUE
from tests.loading.folders import copy_good, edit

HASH = "0123456789abcdef" * 4
SOURCE = official_source("发改产业〔2021〕1609号", "page 3", HASH)
CLINKER = "ndrc-2021/sectors/cement-clinker.yaml"
STEEL = "ndrc-2021/sectors/steel.yaml"


def reading(folder, product_id, benchmark=None, baseline=None, edition="ndrc-2021", **facts):
    """A row of a folder, of which these levels and facts were read."""
    levels = {"benchmark": benchmark, "baseline": baseline}
    return Reading(
        product=load_catalogue(folder).edition(edition).products[product_id],
        place="page 3",
        levels={name: Decimal(value) for name, value in levels.items() if value is not None},
        facts=facts,
    )


def revise(folder, *readings):
    """Write the revision of the folder by these readings, which have one source."""
    revision = prepare_revision(folder, readings, {each.product.id: SOURCE for each in readings})
    for path, content in revision.files.items():
        path.write_bytes(content)
    return revision


def text_of(folder, name):
    return (folder / name).read_bytes().decode()


def lines_that_differ(old, new):
    """The lines of a text that are not in the other, in both directions."""
    one, other = old.splitlines(), new.splitlines()
    return [line.strip() for line in one if line not in other], [line.strip() for line in other if line not in one]


def official(value):
    return Level(value=Decimal(value), evidence=Evidence.OFFICIAL, sources=(SOURCE,))


# The text of a sector file


def test_corrected_level_changes_its_own_lines_only(tmp_path):
    """Change only the lines of the level concerned and keep the rest byte for byte."""
    folder = copy_good(tmp_path)
    old = text_of(folder, CLINKER)
    read = reading(folder, "cement-clinker", "101")
    revision = revise(folder, read)
    assert list(revision.files) == [folder / CLINKER]
    gone, come = lines_that_differ(old, text_of(folder, CLINKER))
    assert gone == ["value: 100"]
    assert come == ["value: 101", "evidence: official", f'sources: ["{SOURCE}"]']
    product = load_catalogue(folder).edition("ndrc-2021").products["cement-clinker"]
    assert (product.benchmark, product.baseline) == (official(101), read.product.baseline)


def test_level_that_was_not_held_is_written_as_the_others_are(tmp_path):
    """Write the level block in the same style."""
    folder = tmp_path / "benchmarks"
    shutil.copytree(CATALOGUE, folder)
    revise(folder, reading(folder, "pta", "5", "6.50", "ndrc-2023", indicator="能耗: 综合", indicator_en="energy",
                           unit="kgce/t", capacity_unit="t/a", industry_code="2651", reference_standard="GB 1"))  # fmt: skip
    written = text_of(folder, "ndrc-2023/sectors/pta.yaml")
    assert written.endswith(
        '    industry_code: "2651"\n'
        '    indicator: {zh: "能耗: 综合", en: energy}\n'
        "    unit: kgce/t\n    capacity_unit: t/a\n    reference_standard: GB 1\n"
        f'    benchmark:\n      value: 5\n      evidence: official\n      sources:\n        - "{SOURCE}"\n'
        f'    baseline:\n      value: 6.50\n      evidence: official\n      sources:\n        - "{SOURCE}"\n'
    )


LEVEL = """    benchmark:  # the better one
      # a comment of its own
      value: 100  # as in the table
      evidence: quoted
      # two of them
      sources:
        - "http://a.cn/x"
        - plain text  # with a comment
    # before the next
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            LEVEL,
            LEVEL.replace("100", "101")
            .replace("quoted", "official")
            .replace('"http://a.cn/x"\n        - plain text', f'"{SOURCE}"'),
        ),
        (
            "    benchmark: {value: 100, evidence: quoted, sources: [a, b]}  # in one line\n",
            f'    benchmark: {{value: 101, evidence: official, sources: ["{SOURCE}"]}}  # in one line\n',
        ),
        (
            "    benchmark: {not_held: {zh: 无, en: none}}  # not yet\n",
            (
                "    benchmark:\n      value: 101\n      evidence: official\n      sources:\n"
                f'        - "{SOURCE}"  # not yet\n'
            ),
        ),
        (
            "    benchmark:\n      not_held:\n        zh: 无\n        en: none\n\n    # a comment\n",
            (
                "    benchmark:\n      value: 101\n      evidence: official\n      sources:\n"
                f'        - "{SOURCE}"\n\n    # a comment\n'
            ),
        ),
        (
            "    benchmark:\r\n      not_held: {zh: 无, en: none}\r\n",
            (
                "    benchmark:\r\n      value: 101\r\n      evidence: official\r\n      sources:\r\n"
                f'        - "{SOURCE}"\r\n'
            ),
        ),
    ],
    ids=["comments", "one-line", "gap", "gap-in-lines", "carriage-returns"],
)
def test_style_and_comments_of_the_file_stay(tmp_path, old, new):
    """The YAML files are hand-kept with comments."""
    folder = copy_good(tmp_path)
    before, _, rest = text_of(folder, CLINKER).partition("    benchmark:\n")
    after = rest[rest.index("    baseline:") :]
    (folder / CLINKER).write_bytes((before + old + after).encode())
    revise(folder, reading(folder, "cement-clinker", "101"))
    assert text_of(folder, CLINKER) == before + new + after


def test_row_in_braces_stays_in_braces(tmp_path):
    folder = copy_good(tmp_path)
    row = (
        "  - {id: cement-clinker, variant: none, name_en: Cement clinker, aliases: [熟料],\n"
        "     industry_code: '3011', indicator: {zh: 能耗, en: energy}, unit: kgce/t, capacity_unit: t/a,\n"
        "     reference_standard: GB 16780, benchmark: {not_held: {zh: 无, en: none}},\n"
        "     baseline: {not_held: {zh: 无, en: none}}}\n"
    )
    head = "id: cement-clinker\nname: {zh: 水泥熟料, en: Cement clinker}\nproducts:\n"
    (folder / CLINKER).write_text(head + row, encoding="utf-8")
    revise(folder, reading(folder, "cement-clinker", "101"))
    level = f'benchmark: {{value: 101, evidence: official, sources: ["{SOURCE}"]}}'
    assert text_of(folder, CLINKER) == head + row.replace("benchmark: {not_held: {zh: 无, en: none}}", level)


# The whole folder


def test_same_reading_twice_changes_nothing_more(tmp_path):
    """An apply that was broken off can be repeated."""
    folder = copy_good(tmp_path)
    revise(folder, reading(folder, "cement-clinker", "101", "117"))
    revision = revise(folder, reading(folder, "cement-clinker", "101", "117"))
    assert (list(revision.changes), dict(revision.files)) == ([], {})


def test_revision_that_would_not_load_is_refused_with_the_faults_of_the_loader(tmp_path):
    """The result must load."""
    folder = copy_good(tmp_path)
    old = text_of(folder, CLINKER)
    with pytest.raises(DataFaultsError, match="118 is worse than the baseline level 117"):
        revise(folder, reading(folder, "cement-clinker", "118"))
    assert text_of(folder, CLINKER) == old


def test_edit_that_changes_more_than_it_should_is_found(tmp_path):
    """Verify by loading the result, then replace."""
    before = load_catalogue(copy_good(tmp_path / "old"))
    for number, (old, new) in enumerate([("value: 117", "value: 118"), ("aliases: [熟料", "aliases: [水泥料")]):
        folder = copy_good(tmp_path / str(number))
        edit(folder, CLINKER, old, new)
        with pytest.raises(AssertionError, match="cement-clinker"):
            _prove(before, load_catalogue(folder), [], [], {})


VALUES = st.decimals(min_value=-50, max_value=100, places=3, allow_nan=False, allow_infinity=False)
"""Within every plausible window that the cautions state, for a level outside its window is refused."""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(data=st.data())
def test_any_readings_change_what_was_read_and_nothing_else(tmp_path_factory, data):
    """Properties over random edits: the readings are in the catalogue, and every other row has the bytes it had."""
    folder = tmp_path_factory.mktemp("any") / "benchmarks"
    shutil.copytree(CATALOGUE, folder)
    edition = data.draw(st.sampled_from(list(load_catalogue(folder).editions.values())))
    rows = data.draw(st.lists(st.sampled_from(list(edition)), unique_by=lambda row: row.id, max_size=6))
    readings = []
    for row in rows:
        benchmark, baseline = sorted(data.draw(st.tuples(VALUES, VALUES)))
        facts = {"unit": "kgce/t", "capacity_unit": "t/a", "indicator": "能耗", "indicator_en": "energy"}
        known = not isinstance(row.capacity_unit, NotHeld)
        readings.append(
            Reading(
                product=row,
                place="page 3",
                levels={"benchmark": benchmark, "baseline": baseline},
                facts={} if known else facts,
            )
        )
    old = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.yaml")}
    revise(folder, *readings)
    after = load_catalogue(folder).edition(edition.id)
    for each in readings:
        product = after.products[each.product.id]
        assert {"benchmark": product.benchmark, "baseline": product.baseline} == {
            name: official(value) for name, value in each.levels.items()
        }
    read = {f"{row.id}\n" for row in rows}
    for path, text in old.items():
        one, other = (each.split("  - id: ") for each in (text, path.read_text(encoding="utf-8")))
        is_other = path.parent.parent.name != edition.id
        for was, now in zip(one, other, strict=True):
            if is_other or not any(was.startswith(product) for product in read):
                assert was == now
            else:
                assert was.partition("    industry_code:")[0] == now.partition("    industry_code:")[0]


# The transcription

TABLE = (
    "edition,id,sector_zh,variant_zh,name_en,indicator_zh,unit,capacity_unit,benchmark,benchmark_evidence,baseline,"
    "baseline_evidence,sources,reference_standard,gbt4754,note\n"
    '"ndrc-2021",cement-clinker,水泥熟料,,Cement clinker,能耗,kgce/t,t/a,100,quoted,,,"http://a; b, c",GB 16780,3011,not held: no published source found for the baseline\n'
    "ndrc-2021,steel.converter,炼钢,,,,,,,,,,,,,not held: area named in the notice\n"
)


def test_transcription_gets_the_row_and_keeps_the_others(tmp_path):
    folder = copy_good(tmp_path)
    read = reading(folder, "cement-clinker", "100.0", "120")
    head, _, steel = TABLE.splitlines(keepends=True)
    assert edit_transcription(TABLE, [read], {"cement-clinker": SOURCE}) == (
        head
        + "ndrc-2021,cement-clinker,水泥熟料,,Cement clinker,能耗,kgce/t,t/a,100,official,120,official,"
        + f'"{SOURCE}",GB 16780,3011,\n'
        + steel
    )
    again = edit_transcription(TABLE, [read], {"cement-clinker": SOURCE})
    assert edit_transcription(again, [read], {"cement-clinker": SOURCE}) == again


def test_transcription_says_which_level_is_still_missing(tmp_path):
    """The figure and the note must agree on which levels are available."""
    folder = copy_good(tmp_path)
    read = reading(folder, "steel.converter", baseline="1", unit="kgce/t", indicator="能耗", indicator_en="energy")
    row = edit_transcription(TABLE, [read], {"steel.converter": SOURCE}).splitlines()[2]
    assert row == (
        f'ndrc-2021,steel.converter,炼钢,,,能耗,kgce/t,,,,1,official,"{SOURCE}",,,'
        "not held: no published source found for the benchmark"
    )


def test_transcription_belongs_to_the_folder_of_a_checkout_only(tmp_path):
    """The transcription only where there is one; a private folder beside the shipped one has none."""
    folder = copy_good(tmp_path)
    assert find_transcription(folder) is None
    table = tmp_path / "tests/benchmarks/transcription/benchmark_values.csv"
    table.parent.mkdir(parents=True)
    table.write_text(TABLE, encoding="utf-8")
    assert find_transcription(folder) == table
    assert find_transcription(shutil.copytree(folder, tmp_path / "private")) is None
    revision = revise(folder, reading(folder, "cement-clinker", "101", "120"))
    assert list(revision.files) == [folder / CLINKER, table]
    assert ",101,official,120,official," in table.read_text(encoding="utf-8")


def test_row_that_the_transcription_lacks_is_refused(tmp_path):
    folder = copy_good(tmp_path)
    table = tmp_path / "tests/benchmarks/transcription/benchmark_values.csv"
    table.parent.mkdir(parents=True)
    table.write_text("edition,id\n\n", encoding="utf-8")
    with pytest.raises(DataFaultsError, match=r"benchmark_values.csv: has no row ndrc-2021: cement-clinker; add it"):
        revise(folder, reading(folder, "cement-clinker", "101"))


def test_nothing_to_edit_is_the_same_text():
    text = (CATALOGUE / CLINKER).read_text(encoding="utf-8")
    assert edit_rows(text, [], [], {}) == text
