"""What a list is answered with: the worked example, order, goal, groups, names, and what a bad line leaves alone."""

import random
from decimal import Decimal

import pytest

from service.formats.lists.request import OPTION_NAMES
from tests.web.client import get, post, send
from tests.web.wire import assert_problem, clinker, line, listed, without, without_input

EXAMPLE = """{
  "goal": "zhejiang-2025-benchmark-share",
  "edition": "ndrc-2021",
  "weighting": "capacity",
  "strict": false,
  "lines": [
    {"id": "kiln-1", "benchmark": "cement-clinker", "capacity": 155, "capacity_unit": "万t/a", "intensity": 98.7,
     "intensity_unit": "kgce/t", "group": "湖州"},
    {"id": "kiln-2", "benchmark": "水泥熟料", "capacity": 1240000, "intensity": "112.4"},
    {"id": "pot-3", "benchmark": "aluminium.electrolytic", "capacity": 400000}
  ]
}""".encode()


def share(low, high, of_graded):
    return {
        name: None if value is None else Decimal(value)
        for name, value in (("low", low), ("high", high), ("of_graded", of_graded))
    }


def test_the_example_of_the_contract_gets_the_answer_of_the_contract():
    answer = post(EXAMPLE).json
    assert {name: answer["edition"][name] for name in ("id", "document")} == {
        "id": "ndrc-2021",
        "document": "发改产业〔2021〕1609号",
    }
    assert answer["edition"]["fingerprint"] == get("/v1/editions/ndrc-2021").json["fingerprint"]
    assert answer["lines"] == {"submitted": 3, "graded": 2, "ungraded": 1, "rejected": 0}
    goal = answer["goal"]
    assert (goal["id"], goal["by"], goal["weighting"]) == ("zhejiang-2025-benchmark-share", "2025-12-31", "capacity")
    assert (goal["target"], goal["status"], goal["provisional"]) == (Decimal("0.5"), "undetermined", False)
    assert goal["share"] == share("0.485893", "0.611285", "0.555556")
    assert goal["shortfall"] == {"amount": 45000, "unit": "t/a"}
    capacity = answer["overall"]["capacity"]
    parts = ("unit", "total", "at_benchmark", "between", "below_baseline", "ungraded")
    assert [capacity[part] for part in parts] == ["t/a", 3190000, 1550000, 1240000, 0, 400000]
    assert capacity["share_at_benchmark"] == goal["share"]
    # 400,000 t of 3,190,000 t are ungraded and could be below the baseline; nothing of what was graded is.
    assert capacity["share_below_baseline"] == share("0", "0.125392", "0")
    assert answer["overall"]["official"] is False
    # 1,550,000 t x 100 kgce, 1,240,000 t x 100 kgce, 400,000 t x 13,000 kWh x 0.1229 kgce
    energy = answer["overall"]["energy"]
    assert [energy[part] for part in parts] == ["tce/a", 918080, 155000, 124000, 0, 639080]
    # Clinker 1550/2790 and aluminium 0 to 1: nothing of aluminium is graded, so that reading has no mean.
    assert answer["overall"]["sector_mean"]["share_at_benchmark"] == share("0.277778", "0.777778", None)
    lines = answer["overall"]["lines"]
    assert [lines[part] for part in parts[1:]] == [3, 1, 1, 0, 1]
    assert [part["sector"] for part in answer["sectors"]] == ["cement-clinker", "aluminium"]
    assert [part["capacity"]["total"] for part in answer["sectors"]] == [2790000, 400000]
    assert [(part["group"], part["capacity"]["total"]) for part in answer["groups"]] == [
        ("湖州", 1550000),
        (None, 1640000),
    ]
    level = answer["benchmarks"]["cement-clinker"]
    assert (level["name"], level["unit"], level["benchmark"], level["baseline"]) == (
        "Cement clinker",
        "kgce/t",
        100,
        117,
    )
    assert level["evidence"] == "quoted"
    assert level["sources"]
    first, second, third = answer["results"]
    assert first == {
        "index": 0,
        "id": "kiln-1",
        "status": "graded",
        "benchmark": "cement-clinker",
        "standing": "at_benchmark",
        "meets_benchmark": True,
        "intensity": Decimal("98.7"),
        "unit": "kgce/t",
        "gap": Decimal("-1.3"),
        "capacity": 1550000,
        "capacity_unit": "t/a",
        "excess_energy": 0,
    }
    assert second == first | {
        "index": 1,
        "id": "kiln-2",
        "standing": "between",
        "meets_benchmark": False,
        "intensity": Decimal("112.4"),
        "gap": Decimal("12.4"),
        "capacity": 1240000,
        "excess_energy": 15376,
    }
    assert third == {
        "index": 2,
        "id": "pot-3",
        "status": "ungraded",
        "benchmark": "aluminium.electrolytic",
        "reason": "intensity_missing",
        "detail": third["detail"],
        "capacity": 400000,
        "capacity_unit": "t/a",
    }


def test_the_answer_keeps_the_order_of_the_lines():
    """The order is the caller's, past every inner block and whatever became of the lines."""
    chance = random.Random(1609)  # noqa: S311 - a shuffled list, not a secret
    sound = [line(), line(intensity=130), without("intensity"), line(benchmark="none")]
    wrong = [line(capacity=0), line(capacity="1,5"), line(x=1)]
    lines = [chance.choice(sound if place % 13 else wrong) | {"id": f"n{place}"} for place in range(12_000)]
    answer = post(lines).json
    assert [(result["index"], result["id"]) for result in answer["results"]] == [
        (place, each["id"]) for place, each in enumerate(lines)
    ]
    assert sum(answer["lines"][status] for status in ("graded", "ungraded", "rejected")) == 12_000
    for result in answer["results"]:
        for error in result.get("errors", ()):
            assert error["pointer"].split("/")[:3] == ["", "lines", str(result["index"])]


RIGHT_BUT_ODD = [
    r'{"benchm\u0061rk":"clinker","capacity":1,"intensity":90}',
    r'{"benchmark":"clinker","capacity":1,"intensity":90,"group":"\u0022\\\""}',
    '{"benchmark":"clinker","capacity":"1","intensity":"9.50E+1","id":null,"group":null}',
    '{"benchmark":"clinker","capacity":1E0,"intensity":-0,"intensity_confirmed":true,"operating_days":"366","capacity_unit":null}',
    '{"benchmark":"clinker","capacity":1,"intensity":-100000000000000.000000000000,"intensity_confirmed":true}',
    '{"benchmark":"clinker","capacity":1,"intensity":99000000000000e-12}',
    '{"benchmark":"clinker","capacity":1,"intensity":0e400,"intensity_confirmed":true,"id":null}',
    ' {\n"benchmark" : "clinker" ,\t"capacity":1,"intensity":90 }',
    r'{"benchmark":"clinker","capacity":1,"group":"\ud83c\udfed\n","intensity":90}',
]


@pytest.mark.parametrize("text", RIGHT_BUT_ODD)
def test_a_valid_line_is_graded_after_any_number_of_invalid_ones(text):
    """One bad line never sinks the list; a thousand do not either, nor does a line's way of being written."""
    answer = post(listed(*["7"] * 1000, *[text] * 1001)).json
    assert answer["lines"] == {"submitted": 2001, "graded": 1001, "ungraded": 0, "rejected": 1000}
    assert answer["overall"]["capacity"]["at_benchmark"] == 1001


def test_an_invalid_line_keeps_its_id_after_any_number_of_invalid_ones():
    """A rejected line names its row and the caller's id, and an id is unique in the list."""
    lines = [7] * 1000 + [line(id="kiln-1", capacity="1,5"), line(id="kiln-1")]
    (wrong, second) = post(lines).json["results"][1000:]
    assert (wrong["status"], wrong["id"]) == ("rejected", "kiln-1")
    assert [error["code"] for error in second["errors"]] == ["duplicate_id"]


@pytest.mark.parametrize("text", [b'"\xff"', b"[" * 100 + b"]" * 100])
def test_a_malformed_body_is_refused_after_any_number_of_invalid_lines(text):
    assert_problem(post(b'{"lines":[' + b"7," * 1000 + text + b"]}"), 400, "malformed_json")


def test_every_line_rejected_is_still_an_answer_that_says_that_nothing_can_be_said():
    """Nothing to divide by gives null shares and an `undetermined` goal with a reason, still 200."""
    for weighting in ("capacity", "energy", "sector_mean", "lines"):
        assert post([line(capacity=0), 7], weighting=weighting).json["goal"]["reason"] == "lines_rejected"
        answer = post([line(capacity=0), 7], weighting=weighting, rejected="leave_out")
        assert answer.status == 200
        goal = answer.json["goal"]
        assert (goal["status"], goal["reason"], goal["provisional"]) == ("undetermined", "no_capacity", True)
        assert goal["share"] == share(None, None, None)
        assert goal["shortfall"] is None
        for figures in (part for name, part in answer.json["overall"].items() if name != "official"):
            assert figures["share_at_benchmark"] == share(None, None, None)
            assert figures["share_below_baseline"] == share(None, None, None)
        assert answer.json["sectors"] == answer.json["groups"] == []
        assert answer.json["benchmarks"] == {}
        assert answer.json["lines"] == {"submitted": 2, "graded": 0, "ungraded": 0, "rejected": 2}


def test_a_rejected_line_is_in_no_total_and_makes_the_answer_provisional():
    sound = [line(id="a", group="x"), line(id="b", intensity=118)]
    bad = [line(capacity="1,5"), line(id="a"), line(benchmark="flat-glass.above-800", capacity=-1), 7]
    alone, among = post(sound).json, post([*sound, *bad]).json
    blocked = {"status": "undetermined", "shortfall": None, "reason": "lines_rejected"}
    assert among["goal"] == alone["goal"] | {"provisional": True} | blocked
    for part in ("overall", "sectors", "groups", "benchmarks"):
        assert among[part] == alone[part]


def test_null_is_the_same_as_leaving_an_optional_field_out():
    nothing = dict.fromkeys(("id", "capacity_unit", "intensity", "intensity_unit", "operating_days", "group"))
    nothing |= dict.fromkeys(("intensity_confirmed", "stage"))
    around = dict.fromkeys(OPTION_NAMES)
    stated = post([nothing | {"benchmark": "clinker", "capacity": 5}], **around).body
    assert without_input(stated) == without_input(post([{"benchmark": "clinker", "capacity": 5}]).body)


@pytest.mark.parametrize(
    ("around", "goal", "edition", "weighting"),
    [
        ({}, "zhejiang-2025-benchmark-share", "ndrc-2021", "capacity"),
        ({"goal": "qinghai-2025-enterprise-share"}, "qinghai-2025-enterprise-share", "ndrc-2021", "lines"),
        ({"goal": "china-2025-clinker"}, "china-2025-clinker", "ndrc-2023", "capacity"),
        ({"goal": "china-2025-clinker", "edition": "ndrc-2021"}, "china-2025-clinker", "ndrc-2021", "capacity"),
        ({"goal": "china-2025-clinker", "weighting": "energy"}, "china-2025-clinker", "ndrc-2023", "energy"),
        ({"goal": {"target": Decimal("0.6")}}, None, "ndrc-2021", "capacity"),
        ({"goal": {"target": Decimal("0.6")}, "weighting": "lines"}, None, "ndrc-2021", "lines"),
        ({"edition": "ndrc-2023"}, "zhejiang-2025-benchmark-share", "ndrc-2023", "capacity"),
    ],
)
def test_goal_edition_and_weighting_are_as_asked_or_by_default(around, goal, edition, weighting):
    """The default goal is Zhejiang's; edition and weighting default to the goal's."""
    answer = post([line()], **around).json
    assert (answer["goal"]["id"], answer["edition"]["id"], answer["goal"]["weighting"]) == (goal, edition, weighting)


@pytest.mark.parametrize(
    ("target", "status", "amount"),
    [
        ("0.5", "met", "0"),
        ("0.500000000001", "not_met", "0.000000000004"),
        ("0", "met", "0"),
        ("1", "not_met", "2"),
    ],
)
def test_an_own_goal_is_decided_on_exact_fractions(target, status, amount):
    """A share of 0.5 reaches 0.5 and no more; the status never depends on a rounded figure."""
    lines = [line(capacity=2), line(capacity=2, intensity=110)]
    goal = post(lines, goal={"target": target, "by": "2027-12-31"}).json["goal"]
    assert (goal["id"], goal["by"], goal["target"]) == (None, "2027-12-31", Decimal(target))
    assert (goal["status"], goal["share"]["low"]) == (status, Decimal("0.5"))
    # Nothing that is missing is shown as 0.
    assert goal["shortfall"] == {"amount": Decimal(amount), "unit": "t/a"}


def test_a_goal_of_more_than_a_share_is_not_met_by_the_share_itself():
    """A goal that says "more than" (超过) needs more; Qinghai counts enterprises, not capacity."""
    lines = [line(capacity=10**6)] * 3 + [line(intensity=110)] * 7
    for extra, status, missing in (([], "not_met", 1), ([line(), line(intensity=110)], "met", 0)):
        goal = post(lines + extra, goal="qinghai-2025-enterprise-share", a_line_is="enterprise").json["goal"]
        assert (goal["status"], goal["shortfall"]) == (status, {"amount": missing, "unit": "lines"})


def test_a_clearance_goal_looks_at_what_is_below_the_baseline():
    """`met` if nothing can be below, `not_met` if something surely is, else open; its shortfall is to be lifted."""
    for lines, status, lifted in (
        ([line(intensity=117)], "met", 0),
        ([line(intensity=117), line(intensity="117.000000000001", capacity=7)], "not_met", 7),
        ([line(intensity=117), without("intensity")], "undetermined", 1),
    ):
        goal = post(lines, goal="china-2028-clearance").json["goal"]
        assert (goal["status"], goal["shortfall"]) == (status, {"amount": lifted, "unit": "t/a"})


def test_a_goal_that_joins_sectors_in_one_industry_shows_its_own_mean():
    """The goal's figures are given wherever they are not those of the whole list, also if it counts every line."""
    intensities = {"iron.blast-furnace": 500, "steel.converter": -40, "aluminium.electrolytic": 12000}
    lines = [line(benchmark=each, intensity=intensity) for each, intensity in intensities.items()]
    own = {"target": 0.7, "weighting": "sector_mean", "sectors": [["iron", "steel"], ["aluminium"]]}
    answer = post(lines, goal=own, edition="ndrc-2021").json
    assert answer["goal"]["share"] == answer["goal"]["figures"]["share_at_benchmark"] == share("0.75", "0.75", "0.75")
    assert answer["goal"]["figures"]["sectors"] == 2
    assert answer["overall"]["sector_mean"]["share_at_benchmark"] == share("0.666667", "0.666667", "0.666667")
    own["sectors"] = ["iron", "steel", "aluminium"]
    assert "figures" not in post(lines, goal=own, edition="ndrc-2021").json["goal"]


def test_a_warning_names_a_goal_once():
    goal = "zhejiang-2025-benchmark-share"
    answer = post([line()], goal=goal, goals=[goal], as_of="2026-01-01").json
    assert [each["about"] for each in answer["warnings"] if each["code"] == "goal_over"] == [[goal]]


def test_unlike_products_have_no_share_by_capacity_and_the_goal_says_so():
    lines = [line(), {"benchmark": "ceramic-tile.low-absorption", "capacity": 1000, "intensity": 1}]
    answer = post(lines).json
    assert (answer["goal"]["status"], answer["goal"]["reason"]) == ("undetermined", "mixed_capacity_dimensions")
    assert answer["overall"]["capacity"]["share_at_benchmark"] == share(None, None, None)
    assert answer["overall"]["capacity"]["total"] is None
    assert [part["capacity"]["unit"] for part in answer["sectors"]] == ["t/a", "m2/a"]
    assert post(lines, weighting="energy").json["goal"]["status"] == "met"


def test_a_product_without_an_energy_weight_takes_that_figure_away_and_says_so():
    answer = post([line(), {"benchmark": "steel.converter", "capacity": 5, "intensity": -30}], weighting="energy").json
    assert (answer["goal"]["status"], answer["goal"]["reason"]) == ("undetermined", "no_energy_weight")
    assert answer["overall"]["capacity"]["total"] == 6


def test_the_larger_line_counts_for_more():
    """900 + 50 + 50 with the two small lines at the level is 10 % of capacity, not 67 %."""
    lines = [line(capacity=900, intensity=110), line(capacity=50), line(capacity=50)]
    overall = post(lines).json["overall"]
    assert overall["capacity"]["share_at_benchmark"]["low"] == Decimal("0.1")
    assert overall["lines"]["share_at_benchmark"]["low"] == Decimal("0.666667")


def test_a_day_s_capacity_counts_for_the_days_that_it_is_run():
    (result,) = post([line(capacity=5000, capacity_unit="t/d", operating_days="310.5")]).json["results"]
    assert (result["capacity"], result["capacity_unit"]) == (1552500, "t/a")


def test_groups_add_up_under_the_names_that_were_sent():
    names = ["湖州", "a", "A", "湖州 ", "Ⅱ", "1", "<b>&amp;", "a"]
    answer = post([line(group=name, capacity=place + 1) for place, name in enumerate(names)]).json
    totals = {part["group"]: part["capacity"]["total"] for part in answer["groups"]}
    assert totals == {"湖州": 1, "a": 2 + 8, "A": 3, "湖州 ": 4, "Ⅱ": 5, "1": 6, "<b>&amp;": 7}
    assert [part["group"] for part in answer["groups"]] == sorted(totals)
    assert sum(totals.values()) == answer["overall"]["capacity"]["total"]


def test_a_list_that_names_no_group_has_none():
    assert post([line(), line()]).json["groups"] == []


TEXTS = [
    "007",
    "1e3",
    "null",
    "-0",
    "１２",
    "a & b < c > \"d\" 'e' \\ /",
    "line\nbreak\r\ttab",
    "no\u00a0break",
    "\u2028\u2029\u200b",
    "\x7f",
    "湖州市长兴县①号窑（二期）",
    "𠮷野家 🏭👩‍🔬",
    "e\u0301 is not \u00e9",
    "=cmd()",
    "{0} %s {value}",
    "\ufeff",
    "\u0000",
    "x" * 64,
    "🏭" * 64,
]


@pytest.mark.parametrize("text", TEXTS)
def test_ids_and_groups_survive_the_round_trip_character_by_character(text):
    """`&`, `<`, quotes, line breaks, NBSP and CJK survive; an id that looks like a number stays text."""
    answer = post([line(id=text, group=text), line(id=text)]).json
    first, second = answer["results"]
    assert (first["status"], first["id"], second["id"]) == ("graded", text, text)
    assert second["errors"][0]["code"] == "duplicate_id"
    assert answer["groups"][0]["group"] == text


def test_an_escaped_text_is_the_same_text():
    plain, escaped = (post(listed(clinker(text))).json["results"] for text in ('"id":"湖/"', r'"id":"\u6e56\/"'))
    assert plain == escaped


@pytest.mark.parametrize(
    "name",
    [
        "cement-clinker",
        "Cement clinker",
        "CEMENT  CLINKER",
        "cement\u00a0clinker",
        "ｃｅｍｅｎｔ－ｃｌｉｎｋｅｒ",
        "水泥熟料",
        " 水泥 熟料 ",
        "熟料",
        "clinker",
        "ＣＬＩＮＫＥＲ",
    ],
)
def test_a_product_is_found_by_id_official_name_or_alias(name):
    (result,) = post([line(benchmark=name)]).json["results"]
    assert (result["status"], result["benchmark"]) == ("graded", "cement-clinker")


@pytest.mark.parametrize(
    ("name", "product"),
    [
        ("铜电解精炼", "copper.electrolysis"),
        ("PX", "paraxylene"),
        ("ｐｘ", "paraxylene"),
        ("CaC2", "calcium-carbide"),
        ("顶装焦", "coke.top-charged"),
    ],
)
def test_an_alias_names_one_row(name, product):
    (result,) = post([{"benchmark": name, "capacity": 1}]).json["results"]
    assert (result["status"], result["benchmark"]) == ("ungraded", product)


@pytest.mark.parametrize("name", ["cement", "clinke", "水泥", "kiln", "天然气", "", " ", "\u200b"])
def test_a_product_is_never_guessed(name):
    (result,) = post([line(benchmark=name)]).json["results"]
    assert (result["status"], result["errors"][0]["code"]) in {
        ("rejected", "unknown_benchmark"),
        ("rejected", "ambiguous_benchmark"),
        ("rejected", "required"),
    }


@pytest.mark.parametrize(
    "unit", ["kgce/t", "kgce／t", "千克标准煤/吨", "千克标准煤/t", " kgce / t ", "ｋｇｃｅ/ｔ", "公斤标煤/吨"]
)
def test_the_spellings_of_a_unit_are_one_unit(unit):
    (result,) = post([line(intensity_unit=unit)]).json["results"]
    assert (result["standing"], result["unit"], result["gap"]) == ("at_benchmark", "kgce/t", 0)


def test_names_come_in_the_language_and_everything_else_stays_as_it_is():
    english, chinese = (post(EXAMPLE, language=language).json for language in ("en", "zh-CN"))
    assert english["benchmarks"]["cement-clinker"]["name"] == "Cement clinker"
    assert chinese["benchmarks"]["cement-clinker"]["name"] == "水泥熟料"
    assert [part["name"] for part in chinese["sectors"]] == ["水泥熟料", "电解铝"]
    assert [each["edition"].pop("short") for each in (english, chinese)] == ["2021 edition", "2021年版"]
    assert "no list of areas" in english["goal"].pop("scope")
    assert "未公布领域清单" in chinese["goal"].pop("scope")
    for part in ("edition", "lines", "goal", "overall", "groups"):
        assert english[part] == chinese[part]
    assert english["results"][:2] == chinese["results"][:2]


def test_the_levels_of_an_answer_are_those_of_the_reference():
    answer = post([line(), {"benchmark": "PX", "capacity": 1}, {"benchmark": "steel.converter", "capacity": 1}]).json
    assert list(answer["benchmarks"]) == ["paraxylene", "cement-clinker", "steel.converter"]
    for product, levels in answer["benchmarks"].items():
        row = get(f"/v1/benchmarks/{product}?edition=ndrc-2021").json
        assert levels["benchmark"] == row["benchmark"]["value"]
        assert levels["baseline"] == row["baseline"]["value"]
        assert levels["unit"] == row["unit"]
        assert set(levels["sources"]) == {*row["benchmark"]["sources"], *row["baseline"]["sources"]}


def test_the_same_request_gets_the_same_bytes():
    assert len({post(EXAMPLE).body for _ in range(3)}) == 1


def test_white_space_and_the_order_of_keys_change_nothing():
    spaced = b'\r\n{ "lines"\t:\n[ { "intensity" : 100 , "capacity":1, "benchmark" :"clinker" } ] , "strict":false }\n '
    assert without_input(post(spaced).body) == without_input(post([line()]).body)


def test_a_list_may_stand_before_between_or_after_what_is_said_about_it():
    texts = ['"goal":"china-2028-clearance"', '"lines":[{"benchmark":"clinker","capacity":1}]', '"weighting":"lines"']
    sent = [("{" + ",".join(texts[turn:] + texts[:turn]) + "}").encode() for turn in range(len(texts))]
    assert len({without_input(post(body).body) for body in sent}) == 1


def sectors_of_awkward_capacities(count):
    """Lines of as many sectors, whose capacities have 27 digits each and no common divisor."""
    rows = get("/v1/benchmarks?edition=ndrc-2021").json["benchmarks"]
    rows = [row for row in rows if None not in {row["benchmark"]["value"], row["baseline"]["value"]}]
    firsts = list({row["sector"]: row for row in reversed(rows)}.values())[:count]
    assert len(firsts) == count
    return [
        {
            "benchmark": row["id"],
            "capacity": f"{10**14 + 7 * place}.{10**11 + 13 * place + shift:012d}",
            "intensity": intensity,
            "intensity_confirmed": True,
        }
        for place, row in enumerate(firsts)
        for shift, intensity in ((1, "-1000"), (2, "99999999"))
    ]


def test_the_mean_of_many_sectors_is_a_share_however_long_its_fraction_is():
    """Input never causes a 500: a mean over many sectors has a denominator of hundreds of digits."""
    answer = post(sectors_of_awkward_capacities(18), weighting="sector_mean")
    assert answer.status == 200
    assert answer.json["goal"]["share"]["low"] == Decimal("0.5")
    assert answer.json["overall"]["sector_mean"]["sectors"] == 18


def test_what_is_asked_for_in_the_address_is_refused_and_never_ignored():
    """A field that the contract does not know is refused, never ignored: `?strict=true` would pass for being strict."""
    answer = send("POST", "/v1/evaluations?strict=true", data=listed("{}"), content_type="application/json")
    assert_problem(answer, 422, "unknown_field")
