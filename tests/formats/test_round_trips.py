"""The same list, the same rules, the same answer, whatever the format it comes in."""

import csv
import io
import json
from decimal import Decimal

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from service.formats.answers.json_answer import JsonAnswer, encode
from service.formats.lists.json_list import read_json
from tests.formats.reading import FIELDS, answer_to, of_csv, of_workbook

FIGURES = {"capacity", "intensity", "operating_days"}

names = st.sampled_from(
    ["cement-clinker", "水泥熟料", "熟料", "电解铝", "steel.converter", "flat-glass", "水泥", "nix", "PX"]
)
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=66).filter(
    lambda text: text.strip() and text.isprintable()
)
figures = st.one_of(
    st.decimals(-5, 10**6, places=3).map(str),
    st.decimals(0, 10**10, places=4).map(str),
    st.sampled_from(
        ["100", "117", "100.0000001", "0", "367", "1e3", "x", "12%", "1,5", "１，２", "007", "0.0000000000001"]
    ),
)
lines = st.fixed_dictionaries(
    {"benchmark": names, "capacity": figures},
    optional={
        "id": texts,
        "capacity_unit": st.sampled_from(["t/a", "万t/a", "万吨/年", "t/d", "m2/a", "nix"]),
        "intensity": figures,
        "intensity_unit": st.sampled_from(["kgce/t", "千克标准煤/吨", "MJ/t", "kWh/t", "nix"]),
        "operating_days": st.sampled_from(["1", "330", "366", "0", "x"]),
        "group": texts,
        "intensity_confirmed": st.booleans(),
        "stage": st.sampled_from(["existing", "under_construction", "planned", "nix"]),
    },
)


WORDS = {
    True: ("yes", "是", "TRUE"),
    False: ("no", "否", "False"),
    "planned": ("拟建", "Planned"),
    "existing": ("现有",),
}
"""How a table may say what a line of JSON says."""


def in_table(value):
    return value if isinstance(value, str) and value not in WORDS else WORDS[value][-1]


def as_csv(rows, encoding="utf-8", delimiter=","):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(FIELDS)
    writer.writerows([[in_table(row.get(name, "")) for name in FIELDS] for row in rows])
    return text.getvalue().encode(encoding)


def as_workbook(rows):
    """Figures are number cells where a double keeps their digits, as a person types them."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, FIELDS)
    for number, row in enumerate(rows, 1):
        for place, name in enumerate(FIELDS):
            value = row.get(name, "")
            if name in FIGURES and is_kept(value):
                sheet.write_number(number, place, float(value))
            elif isinstance(value, bool) and number % 2:
                sheet.write_boolean(number, place, value)
            elif value != "":
                sheet.write_string(number, place, in_table(value))
    book.close()
    return file.getvalue()


def is_kept(text):
    """Whether a cell of 15 digits and 12 places holds the number, written as the cell shows it."""
    try:
        return text == format(float(text), ".15g") and "e" not in text and len(text) < 12
    except ValueError:
        return False


def verdicts(sent, table=None):
    """The answer without what only a table has: rows, and the headers by which columns are called."""
    answer = json.loads(answer_to(sent, JsonAnswer(), positions=table), parse_float=Decimal)
    for result in answer["results"]:
        for positioned in (result, *result.get("errors", ())):
            positioned.pop("row", None)
            positioned.pop("column", None)
        for error in result.get("errors", ()):
            if error.pop("fixes", None):  # the sentence goes on with the parameters of tables
                error["detail"] = error["detail"].partition("; a parameter")[0]
            if error["code"] == "duplicate_id":  # its sentence counts the rows of a table, or the lines of another list
                del error["detail"]
        result.get("errors", []).sort(key=str)
    return answer


@settings(deadline=None)
@given(
    st.lists(lines, min_size=1, max_size=6),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
)
def test_json_csv_and_workbook_get_the_same_answer(rows, delimiter, encoding):
    body = encode({"lines": rows})
    expected = verdicts(read_json(body, max_lines=10, max_nesting=64).blocks)
    table = of_csv(as_csv(rows, encoding, delimiter), encoding.removesuffix("-sig"))
    assert verdicts(table.blocks(), table) == expected
    table = of_workbook(as_workbook(rows))
    assert verdicts(table.blocks(), table) == expected
