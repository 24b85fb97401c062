"""From rows of cells to lines: headers, units in headers, empty cells, and what is refused by name."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.evaluation import Evaluation
from service.domain.line import MalformedLine
from service.domain.verdict import Graded
from service.formats.answers.wording import describe_fault
from service.formats.cells import MAX_COLUMNS, CellError, Sheet
from service.formats.lists.columns import NAMES, UNIT_NEEDED, parse_header
from service.formats.lists.line_reader import MAX_EXPLAINED_LINES, NOT_EXPLAINED, check_shape
from service.formats.lists.strict_json import Object
from service.formats.lists.table import Table
from tests.builders import catalogue
from tests.formats.reading import FIELDS, lines_of, of_csv, of_rows, problem_of, told


@pytest.mark.parametrize(
    ("header", "field", "unit"),
    [
        ("benchmark", "benchmark", None),
        ("Product Name", "benchmark", None),
        ("产品", "benchmark", None),
        (" 产品 名称 ", "benchmark", None),
        ("工序", "benchmark", None),
        ("ＣＡＰＡＣＩＴＹ", "capacity", None),
        ("capacity_unit", "capacity_unit", None),
        ("Capacity Unit", "capacity_unit", None),
        ("产能（万t/a）", "capacity", "万t/a"),
        ("产能(万吨/年)", "capacity", "万吨/年"),
        ("产能\n（万吨/年）", "capacity", "万吨/年"),
        ("capacity [kt/a]", "capacity", "kt/a"),
        ("单位产品综合能耗（kgce/t）", "intensity", "kgce/t"),
        ("单位产品综合能耗（kgoe/(t·EF)）", "intensity", "kgoe/(t·EF)"),
        ("运行天数（天）", "operating_days", None),
        ("运行天数（小时）", None, None),
        ("编号（内部）", None, None),
        ("能耗", "intensity", None),
        ("能耗（kgce/t）", "intensity", "kgce/t"),
        ("综合能耗", None, None),  # of the whole plant, and not per unit of product
        ("备注", None, None),
        ("（万t/a）", None, None),
        ("产能（）", None, None),
    ],
)
def test_a_header_is_understood_in_both_languages_or_not_at_all(header, field, unit):
    column = parse_header(header)
    assert (column.field, column.unit) == (field, unit)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_headers_of_our_own_templates_and_the_field_names_are_understood(lang):
    for field, (own, _) in NAMES.items():
        assert parse_header(own.in_language(lang)).field == parse_header(field).field == field


def test_columns_may_stand_in_any_order():
    assert lines_of(of_csv("group,capacity,id,benchmark\n湖州,1.50,k1,熟料\n")) == [
        {"id": "k1", "benchmark": "熟料", "capacity": Decimal("1.50"), "group": "湖州"}
    ]


def test_the_unit_in_a_header_is_that_of_every_line():
    body = "product,capacity (万t/a),intensity (kgce/t)\n熟料,1,98\n熟料,2,99\n"
    for line in lines_of(of_csv(body)):
        assert (line["capacity_unit"], line["intensity_unit"]) == ("万t/a", "kgce/t")


@pytest.mark.parametrize(
    ("header", "again"),
    [
        ("产品,产能（万t/a）,产能单位", "产能单位"),
        ("产能单位,产品,产能（万t/a）", "产能单位"),
        ("product,capacity,intensity (kgce/t),intensity unit", "intensity unit"),
        ("产品,产能,能耗（kgce/t）,能耗单位", "能耗单位"),
    ],
)
def test_a_unit_that_is_said_in_a_header_and_in_a_column_refuses_the_list(header, again):
    """One of the two may be wrong by a factor of ten thousand, and nothing says which."""
    (found,) = of_csv(f"{header}\n").faults
    assert (found.fault.code, found.row, found.column) == ("duplicate_key", 1, again)
    for lang, words in (("en", "states a unit"), ("zh", "已注明单位")):
        sentence = describe_fault(found, lang).detail
        assert again in sentence
        assert words in sentence


@pytest.mark.parametrize("name", UNIT_NEEDED)
def test_a_bare_consumption_needs_a_unit_in_its_header_or_in_a_column(name):
    """能耗 alone is all the energy that a plant uses, as a rule, and not that per unit of product."""
    (found,) = of_csv(f"产品,产能,{name}\n熟料,1,98\n").faults
    assert (found.fault.code, found.fault.field, found.row, found.column) == ("required", None, 1, name)
    for lang, words in (("en", "without a unit"), ("zh", "未注明单位")):
        assert words in describe_fault(found, lang).detail
    (line,) = lines_of(of_csv(f"产品,产能,{name}（kgce/t）\n熟料,1,98\n"))
    assert (line["intensity"], line["intensity_unit"]) == (98, "kgce/t")
    (line,) = lines_of(of_csv(f"产品,产能,{name},能耗单位\n熟料,1,98,MJ/t\n"))
    assert (line["intensity"], line["intensity_unit"]) == (98, "MJ/t")


def test_a_bare_consumption_needs_its_unit_in_every_row_that_has_one():
    rows = "k1,熟料,1,98,kgce/t\nk2,熟料,1,98,\nk3,熟料,1,,\nk4,熟料,x,98,\n,熟料,1,98, ,\n"
    right, without, unmeasured, wrong, unnamed = lines_of(of_csv(f"编号,产品,产能,能耗,能耗单位\n{rows}"))
    missing = ("intensity_unit", "required", "能耗")
    assert right["intensity_unit"] == "kgce/t"
    assert without == unnamed == [missing]
    assert unmeasured == {"id": "k3", "benchmark": "熟料", "capacity": 1}
    assert wrong == [("capacity", "not_a_number", "x"), missing]


def test_a_row_without_its_unit_is_told_all_else_that_is_wrong_with_it():
    body = "编号,产品,产能,能耗,能耗单位\nk,熟料,1,98,kgce/t\nk,nix,1,98,\n"
    verdicts = Evaluation(catalogue(), catalogue().default_edition, Graded).evaluate(next(of_csv(body).blocks()))
    assert {fault.code for fault in verdicts[1].faults} == {"required", "unknown_benchmark", "duplicate_id"}


def test_an_empty_cell_is_an_absent_value_and_a_short_row_has_empty_cells():
    assert lines_of(of_csv("id,product,capacity,intensity\n,熟料,1,\n \t,熟料,2\n")) == [
        {"benchmark": "熟料", "capacity": 1},
        {"benchmark": "熟料", "capacity": 2},
    ]


def test_empty_rows_are_passed_over_and_still_counted():
    table = of_csv("\n,,\nid,product,capacity\n\n,,\nk1,熟料,1\n \n\nk2,熟料,2\n\n")
    assert len(lines_of(table)) == 2
    assert (table.row(0), table.row(1)) == (6, 9)


@pytest.mark.parametrize("text", ["000123", "1e5", "2024-01", "1.0", "TRUE", "=1+1", "#N/A", "１２", " k ", "null"])
def test_an_id_that_looks_like_something_else_stays_the_text_that_it_is(text):
    (line,) = lines_of(of_csv(f"id,product,capacity\n{text},熟料,1\n"))
    assert line["id"] == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.000000000001", "0.000000000001"),
        ("999999999999999", "999999999999999"),
        ("999999999999999.999999999999", "999999999999999.999999999999"),
        ("1.50", "1.50"),
        ("1.55e6", "1550000"),
        ("1E2", "100"),
        (" 12\t", "12"),
        ("１２．５", "12.5"),
        ("１２ｅ０", "12"),
        ("\u00a012\u3000", "12"),
    ],
)
def test_a_number_keeps_its_digits(text, value):
    (line,) = lines_of(of_csv(f"product,capacity\n熟料,{text}\n"))
    assert line["capacity"] == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('"1,234"', "not_a_number"),
        ("12%", "not_a_number"),
        ("1 234", "not_a_number"),
        ("1_000", "not_a_number"),
        ("007", "not_a_number"),
        ("+5", "not_a_number"),
        (".5", "not_a_number"),
        ("5.", "not_a_number"),
        ("=5", "not_a_number"),
        ("155万", "not_a_number"),
        ("约155", "not_a_number"),
        ("NaN", "not_a_number"),
        ("2024-01-01", "not_a_number"),
        ("１，２３４", "not_a_number"),
        ("10²", "not_a_number"),
        ("①", "not_a_number"),
        ("0", "not_positive"),
        ("-1", "not_positive"),
        ("-0", "not_positive"),
        ("0.0000000000001", "number_out_of_range"),
        ("1000000000000000", "number_out_of_range"),
        ("1e15", "number_out_of_range"),
        ("1e999999999999", "number_out_of_range"),
        ("", "required"),
    ],
)
def test_what_is_no_capacity_is_said_to_be_none_with_the_value(text, code):
    (faults,) = lines_of(of_csv(f"product,capacity\n熟料,{text}\n"))
    assert [(field, found) for field, found, _ in faults] == [("capacity", code)]
    assert faults[0][2] == (text.strip('"') or None)


def test_every_fault_of_a_row_is_found_at_once():
    body = f"id,product,capacity,intensity,days of operation\n{'x' * 65},,0,1O,367\n"
    (faults,) = lines_of(of_csv(body))
    assert {(field, code) for field, code, _ in faults} == {
        ("id", "too_long"),
        ("benchmark", "required"),
        ("capacity", "not_positive"),
        ("intensity", "not_a_number"),
        ("operating_days", "number_out_of_range"),
    }


def test_a_value_beyond_the_columns_rejects_the_row_and_is_named():
    """A thousands separator without quotation marks shifts the cells: such a row is never taken in part."""
    first, second, third = lines_of(of_csv("product,capacity,\n熟料,1,550,000\n熟料,2,,,\n熟料,3,x\n"))
    assert first == [(None, "unknown_field", "550")]
    assert second == {"benchmark": "熟料", "capacity": 2}
    assert third == [(None, "unknown_field", "x")]


def test_a_cell_that_shows_an_error_or_a_truth_value_is_neither_text_nor_number():
    rows = [
        (1, ["id", "product", "capacity", "intensity"]),
        (2, [CellError("#REF!"), "熟料", CellError("#DIV/0!"), True]),
        (3, [False, "熟料", "1"]),
    ]
    first, second = lines_of(of_rows(*rows))
    assert {(field, code, str(value)) for field, code, value in first} == {
        ("id", "wrong_type", "#REF!"),
        ("capacity", "not_a_number", "#DIV/0!"),
        ("intensity", "not_a_number", "True"),
    }
    assert second == [("id", "wrong_type", False)]


@pytest.mark.parametrize(
    ("header", "faults"),
    [
        ("product,capacity,行业", [("unknown_field", "行业")]),
        ("product,capacity,生产能力", [("duplicate_key", "生产能力")]),
        ("product,capacity,product", [("duplicate_key", "product")]),
        ("城市,企业,产品,产能", [("duplicate_key", "企业")]),
        ("product,产量", [("unknown_field", "产量"), ("required", None)]),
        ("id,intensity", [("required", None), ("required", None)]),
        ("湖州市产能清单", [("unknown_field", "湖州市产能清单"), ("required", None), ("required", None)]),
        ("1,2", [("unknown_field", "1"), ("unknown_field", "2"), ("required", None), ("required", None)]),
    ],
)
def test_every_fault_of_the_header_is_told_at_once_with_row_and_column(header, faults):
    table = of_csv(f"\n{header}\n")
    assert [(each.fault.code, each.column) for each in table.faults] == faults
    assert {each.row for each in table.faults} == {2}


@pytest.mark.parametrize("body", ["", "\n\n", ",,,\n,\n", "\ufeff"])
def test_a_table_of_nothing_has_no_lines(body):
    assert [each.fault.code for each in of_csv(body).faults] == ["no_lines"]


def test_a_header_alone_is_a_list_without_lines():
    assert problem_of(of_csv, "product,capacity\n,\n").code == "no_lines"


def test_one_line_too_many_refuses_the_list_and_the_limit_itself_does_not():
    body = "product,capacity\n" + "熟料,1\n\n" * 4
    assert len(lines_of(of_csv(body, None, 4))) == 4
    problem = problem_of(of_csv, body, None, 3)
    assert problem.code == "too_many_lines"
    assert "more than 3" in told(problem)


def test_a_header_may_reach_to_the_last_column_and_no_further():
    wide = ",".join(["product", "capacity", *[""] * (MAX_COLUMNS - 2)])
    assert lines_of(of_csv(f"{wide}\n熟料,1\n")) == [{"benchmark": "熟料", "capacity": 1}]
    assert "columns" in told(problem_of(of_csv, f"{wide},\n熟料,1\n"))


def test_wrong_rows_beyond_the_first_thousand_are_counted_and_right_ones_still_taken():
    body = "product,capacity\n" + "熟料,x\n" * (MAX_EXPLAINED_LINES + 1) + "熟料,1\n"
    lines = lines_of(of_csv(body, None, 2000))
    assert lines[MAX_EXPLAINED_LINES - 1] == [("capacity", "not_a_number", "x")]
    assert lines[MAX_EXPLAINED_LINES] == [(None, "not_explained", None)]
    assert lines[-1] == {"benchmark": "熟料", "capacity": 1}


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("kiln-1,x", {"id": "kiln-1"}),
        (" 7 ,x", {"id": " 7 "}),
        ("x" * 64 + ",x", {"id": "x" * 64}),
        ("x" * 65 + ",x", {}),
        (" ,x", {}),
        (",x", {}),
    ],
)
def test_an_id_names_a_wrong_row_beyond_the_first_thousand_too(row, found):
    """The same id as of a row that is explained."""
    body = f"id,capacity,product\n{row},熟料\n" + ",x,熟料\n" * MAX_EXPLAINED_LINES + f"{row}\n"
    lines = [line for block in of_csv(body, None, 2000).blocks() for line in block]
    assert lines[-1].faults == [NOT_EXPLAINED]
    assert lines[-1].fields == found
    assert {name: value for name, value in lines[0].fields.items() if name == "id" and value} == found


def test_a_fault_is_told_by_the_header_of_its_column():
    table = of_csv("产品,产能（万吨）\n熟料,1\n")
    assert table.column(0, "benchmark") == "产品"
    assert table.column(0, "capacity") == table.column(0, "capacity_unit") == "产能（万吨）"
    assert table.column(0, "group") is None


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=70)
numbers = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.decimals(-10, 10**15, places=3).map(str),
    st.integers(-1, 400).map(str),
    st.from_regex(r"-?[0-9]{1,16}(\.[0-9]{1,13})?([eE][+-]?[0-9]{1,2})?", fullmatch=True),
    st.sampled_from(
        ["", "0", "-0", "0.0", "366", "367", "366.0", "1e2", "1E-12", "1e-13", "１", "1_0", "00", "1.", " 1"]
    ),
    texts,
)
rows = st.fixed_dictionaries(
    {name: numbers if name in {"capacity", "intensity", "operating_days"} else texts for name in FIELDS}
)


@given(rows)
def test_the_fast_reader_takes_exactly_what_the_schema_takes_with_equal_values(row):
    """marshmallow stays the one definition of a line."""
    table = Table(Sheet(rows=iter([(1, list(row)), (2, list(row.values()))])))
    fast = table._read_plain(list(row.values()))
    figures = {"capacity", "intensity", "operating_days"}
    present = [(name, cell.strip(" \t") if name in figures else cell) for name, cell in row.items() if cell.strip()]
    by_schema = check_shape(Object(present))
    if isinstance(by_schema, MalformedLine):
        assert fast is None
    else:
        assert fast is not None
        assert {name: getattr(fast, name) for name in FIELDS} == {name: getattr(by_schema, name) for name in FIELDS}
