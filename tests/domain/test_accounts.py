"""Energy accounts: GB/T 2589, from carriers and output to an exact intensity, or to everything that is wrong."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from service.domain.account import Direction, FeedstockRule, RowBasis, Use, shown
from service.domain.errors import UnknownUnitError
from service.domain.factor import Basis, FactorFrom, Measure, UnknownCarrierError
from service.domain.reckoning import AccountFaultsError, reckon
from tests.domain.accounts import account, carriers, item, row

CARRIERS = carriers()
OUT = Direction.OUT

KILN = account(
    item("raw-coal", 182400, "t", calorific_value=Decimal(22150), calorific_unit="kJ/kg"),
    item("electricity", 41200000, "kWh"),
    item("diesel", 210, "t"),
    item("heat", 60000, "GJ", direction=OUT),
    amount=1550000,
)


def result(*items, under=None, **rest):
    return reckon(account(*items, **rest), under or row(), CARRIERS)


def faults(*items, under=None, **rest):
    with pytest.raises(AccountFaultsError) as refusal:
        result(*items, under=under, **rest)
    assert {fault.field for fault in refusal.value.faults} == {"account"}
    return [(".".join(fault.inside), fault.code) for fault in refusal.value.faults]


class TestIntensity:
    """e = (Σ in − Σ out) / (output × content), exactly."""

    def test_kiln_with_a_measured_heating_value(self):
        """91.083068 kgce/t; the held factor of coal would give 86.200381."""
        found = reckon(KILN, row(), CARRIERS)
        assert [shown(each.energy).value for each in found.items] == [
            Decimal("137856484.798854"),
            5063480,
            305991,
            -2047200,
        ]
        assert shown(found.total).value == Decimal("141178755.798854")
        assert found.intensity == found.total / 1550000
        assert shown(found.intensity).value == Decimal("91.083068")
        assert (found.unit, found.output, found.reason, found.missing, found.warnings) == (
            "kgce",
            1550000,
            None,
            (),
            (),
        )
        plain = replace(KILN.energy[0], calorific_value=None, calorific_unit=None)
        held = reckon(replace(KILN, energy=(plain, *KILN.energy[1:])), row(), CARRIERS)
        assert shown(held.intensity).value == Decimal("86.200381")

    def test_verdict_is_that_of_the_fraction(self):
        """2,000 kgce over 3 t is below no 666.666666, though it is shown as 666.666667."""
        found = result(item("unit-coal", 2, "t"), amount=3)
        assert found.intensity == Fraction(2000, 3)
        assert shown(found.intensity) == shown(Fraction("666.6666669"))
        assert shown(found.intensity).is_rounded
        assert not found.intensity <= Fraction("666.666666")

    @pytest.mark.parametrize(
        ("value", "text", "is_rounded"),
        [
            ("12990", "12990", False),
            ("0", "0", False),
            ("-2.5", "-2.5", False),
            ("0.0000005", "0", True),
            ("0.0000015", "0.000002", True),
            ("0.0000025", "0.000002", True),
            ("-0.0000015", "-0.000002", True),
            ("123456789012345678901234567890.1234565", "123456789012345678901234567890.123456", True),
        ],
    )
    def test_shown_to_six_places_half_to_even(self, value, text, is_rounded):
        found = shown(Fraction(value))
        assert (str(found.value), found.is_rounded) == (text, is_rounded)

    @pytest.mark.parametrize(
        ("unit", "amount", "output_unit", "intensity"),
        [
            ("kgce/t", 10, "t", "100"),
            ("kgce/t", 10000, "kg", "100"),
            ("kgce/t", "0.001", "万t", "100"),
            ("kgce/t", 10, "吨", "100"),
            ("tce/t", 10, "t", "0.1"),
            ("kgce/weight_box", 10, "t", "5"),
            ("kgce/weight_box", 200, "weight_box", "5"),
            ("kgce/m2", 10, "m2", "100"),
        ],
    )
    def test_output_is_turned_into_the_amount_of_the_row(self, unit, amount, output_unit, intensity):
        found = result(item("unit-coal", 1, "t"), under=row(unit), amount=amount, unit=output_unit)
        assert found.intensity == Fraction(intensity)

    def test_content_turns_the_output_into_the_standards_basis(self):
        found = result(item("unit-coal", 1, "t"), amount=10, content=Decimal("0.32"))
        assert (found.intensity, found.output) == (Fraction(1000) / Fraction("3.2"), Fraction("3.2"))

    def test_allocation_is_the_lines_share_of_a_meter(self):
        found = result(item("unit-coal", 1, "t", allocation=Decimal("0.25")), amount=1)
        assert found.intensity == 250

    def test_energy_sold_may_be_more_than_was_bought(self):
        """A converter that recovers gas has an intensity below zero."""
        assert result(item("heat", 1, "GJ", direction=OUT), amount=1).intensity == Fraction("-34.12")


class TestFactors:
    """Measured, then the caller's, then the held one."""

    def test_order(self):
        stated = {"factor": Decimal("0.7"), "factor_unit": "kgce/kg", "factor_source": "supplier"}
        measured = {"calorific_value": Decimal(29307), "calorific_unit": "kJ/kg"}
        for rest, value, unit, origin, evidence, sources in (
            ({**measured, **stated}, 1, "kgce/kg", FactorFrom.MEASURED, None, ()),
            (stated, Decimal("0.7"), "kgce/kg", FactorFrom.CALLER, None, ("supplier",)),
            ({}, Decimal("0.7143"), "kgce/kg", FactorFrom.HELD, "quoted", ("a test",)),
        ):
            (each,) = result(item("raw-coal", 1, "kg", **rest), amount=1).items
            assert each.energy == Fraction(value)
            assert (each.factor.value, each.factor.unit, each.factor.origin) == (value, unit, origin)
            assert (each.factor.evidence, each.factor.sources) == (evidence, sources)

    @pytest.mark.parametrize(
        ("carrier", "amount", "unit", "rest", "kgce"),
        [
            ("natural-gas", 10, "m3", {"calorific_value": 35000, "calorific_unit": "kJ/m3"}, Fraction(350000, 29307)),
            (
                "natural-gas",
                1,
                "万m3",
                {"calorific_value": 35, "calorific_unit": "MJ/立方米"},
                Fraction(350000000, 29307),
            ),
            ("natural-gas", 1, "t", {"calorific_value": 50, "calorific_unit": "GJ/t"}, Fraction(50000000, 29307)),
            (
                "natural-gas",
                1,
                "GJ",
                {"factor": "0.0341", "factor_unit": "kgce/MJ", "factor_source": "bill"},
                Fraction("34.1"),
            ),
            (
                "natural-gas",
                1,
                "万m3",
                {"factor": "13.3", "factor_unit": "tce/万m3", "factor_source": "bill"},
                Fraction(13300),
            ),
            ("raw-coal", 1, "t", {"calorific_value": 20934, "calorific_unit": "千焦/kg"}, Fraction(20934000, 29307)),
            ("原煤", 1, "t", {}, Fraction("714.3")),
            ("Raw Coal", 1, "t", {}, Fraction("714.3")),
            ("electricity", 1, "MWh", {}, Fraction("122.9")),
            ("fresh-water", 1000, "kg", {}, Fraction("0.2571")),
        ],
    )
    def test_units_of_amount_and_factor_need_not_be_alike(self, carrier, amount, unit, rest, kgce):
        rest = {key: Decimal(value) if key in {"factor", "calorific_value"} else value for key, value in rest.items()}
        (each,) = result(item(carrier, amount, unit, **rest), amount=1).items
        assert each.energy == kgce

    def test_every_missing_factor_is_named_at_once(self):
        found = result(
            item("natural-gas", 1, "m3"),
            item("raw-coal", 1, "t"),
            item("steam", 1, "t"),
            under=row(basis=RowBasis.ASSUMED),
        )
        assert (found.intensity, found.total, found.reason, found.warnings) == (None, None, "factor_missing", ())
        assert [(each.item, each.carrier) for each in found.missing] == [(0, "natural-gas"), (2, "steam")]
        assert CARRIERS.by_id["natural-gas"].seen == ("1.3300 (here)", "1.2143 (there)")

    def test_electricity_is_0_1229_and_not_its_heat(self):
        found = result(item("electricity", 10**6, "kWh"), amount=1)
        assert found.intensity == 122900
        assert found.intensity != Fraction("3.6") / Fraction("29.307") * 10**6

    @pytest.mark.parametrize(
        ("carrier", "rest"),
        [
            ("electricity", {"factor": "0.31", "factor_basis": Basis.EQUIVALENT}),
            ("electricity", {"factor": "0.31"}),
            ("electricity", {"factor": "0.122837"}),
            ("electricity-equivalent", {"factor": "0.31"}),
            ("electricity-equivalent", {"factor": "0.1229"}),
        ],
    )
    def test_another_factor_of_electricity_is_shown_and_decides_nothing(self, carrier, rest):
        factor = Decimal(rest["factor"])
        stated = item(carrier, 1000, "kWh", factor_unit="kgce/kWh", factor_source="own", **(rest | {"factor": factor}))
        found = result(stated, under=row(basis=RowBasis.ASSUMED), amount=1)
        assert (found.intensity, found.reason, found.warnings) == (None, "account_basis", ())
        assert found.intensity_equivalent == 1000 * Fraction(factor)

    def test_the_held_factor_of_electricity_may_be_stated(self):
        stated = item(
            "electricity", 1, "MWh", factor=Decimal("1.229"), factor_unit="tce/万kWh", factor_source="GB/T 2589"
        )
        with pytest.raises(AccountFaultsError):  # there is no 万kWh among these units
            result(stated)
        stated = replace(stated, factor=Decimal("0.0001229"), factor_unit="tce/kWh")
        assert result(stated, amount=1).intensity == Fraction("122.9")

    def test_factor_of_primary_equivalent_decides_for_no_carrier(self):
        heat = item(
            "heat",
            1,
            "GJ",
            factor=Decimal("0.04"),
            factor_unit="kgce/MJ",
            factor_basis=Basis.EQUIVALENT,
            factor_source="own",
        )
        assert result(heat).reason == "account_basis"
        assert result(replace(heat, factor_basis=Basis.CALORIFIC), amount=1).intensity == 40


class TestRows:
    def test_electricity_row_takes_electricity_alone_and_no_factor(self):
        found = result(item("electricity", 5_196_000, "MWh"), under=row("kWh/t"), amount=400000)
        assert (found.intensity, found.total, found.unit) == (12990, 5_196_000_000, "kWh")
        assert found.items[0].factor is None
        assert shown(found.intensity) == shown(Fraction(12990))
        assert not shown(found.intensity).is_rounded

    def test_electricity_row_in_mwh(self):
        assert result(item("electricity", 10, "kWh"), under=row("MWh/t"), amount=1).intensity == Fraction("0.01")

    def test_other_carriers_are_not_of_an_electricity_row(self):
        with pytest.raises(AccountFaultsError) as refusal:
            result(item("electricity", 1, "kWh"), item("diesel", 1, "t"), under=row("kWh/t"))
        (fault,) = refusal.value.faults
        assert (fault.inside, fault.code, fault.value) == (
            ("energy", "1", "carrier"),
            "carrier_not_of_indicator",
            "diesel",
        )
        assert fault.candidates == ("electricity", "electricity-equivalent")

    @pytest.mark.parametrize("unit", ["kgce/t", "kgoe/t", "kgoe/(t·EF)"])
    def test_row_whose_conversion_table_is_not_held_gets_no_figure(self, unit):
        output = "(t·EF)" if "EF" in unit else "t"
        basis = RowBasis.NOT_HELD if unit == "kgce/t" else RowBasis.SHOWN
        found = result(item("diesel", 1, "t"), under=row(unit, basis), unit=output)
        assert (found.intensity, found.intensity_equivalent, found.total, found.reason) == (
            None,
            None,
            None,
            "account_basis",
        )
        assert [(each.energy, each.factor) for each in found.items] == [(None, None)]

    def test_assumed_basis_is_graded_with_a_warning(self):
        found = result(item("diesel", 1, "t"), under=row(basis=RowBasis.ASSUMED))
        assert found.intensity
        assert found.warnings == ("basis_assumed",)

    @pytest.mark.parametrize(
        ("rule", "intensity", "warnings"),
        [
            (FeedstockRule.INCLUDED, 3, ()),
            (FeedstockRule.EXCLUDED, 1, ()),
            (FeedstockRule.NOT_HELD, 3, ("feedstock_rule_not_held",)),
        ],
    )
    def test_feedstock(self, rule, intensity, warnings):
        found = result(
            item("unit-coal", 1, "t"),
            item("unit-coal", 2, "t", use=Use.FEEDSTOCK),
            under=row(feedstock=rule),
        )
        assert (found.intensity, found.warnings) == (intensity, warnings)
        assert [each.energy for each in found.items] == [1000, 2000]
        assert [each.is_counted for each in found.items] == [True, rule is not FeedstockRule.EXCLUDED]

    def test_feedstock_that_does_not_count_needs_no_factor_and_no_right_basis(self):
        under = row(feedstock=FeedstockRule.EXCLUDED)
        gas = item("natural-gas", 1, "m3", use=Use.FEEDSTOCK)
        other = item(
            "electricity", 1, "kWh", use=Use.FEEDSTOCK, factor=Decimal(1), factor_unit="kgce/kWh", factor_source="own"
        )
        assert result(gas, other, item("unit-coal", 1, "t"), under=under).intensity == 1

    def test_no_warning_about_feedstock_without_any(self):
        assert result(item("unit-coal", 1, "t"), under=row(feedstock=FeedstockRule.NOT_HELD)).warnings == ()


class TestPeriod:
    @pytest.mark.parametrize(
        ("start", "end", "warnings"),
        [
            ("2024-01-01", "2024-12-31", ()),
            ("2025-01-01", "2025-06-29", ()),
            ("2025-01-01", "2025-06-28", ("short_period",)),
            ("2025-01-01", "2025-01-01", ("short_period",)),
        ],
    )
    def test_short_period_is_warned_about(self, start, end, warnings):
        """366 days of a leap year are a year; 180 days are not short."""
        assert result(item("unit-coal", 1, "t"), start=start, end=end).warnings == warnings

    @pytest.mark.parametrize(("start", "end"), [("2025-01-02", "2025-01-01"), ("2024-01-01", "2025-01-01")])
    def test_period_that_is_none(self, start, end):
        assert faults(item("unit-coal", 1, "t"), start=start, end=end) == [("period", "bad_period")]

    def test_warnings_come_together(self):
        found = result(
            item("unit-coal", 1, "t", use=Use.FEEDSTOCK),
            under=row(basis=RowBasis.ASSUMED, feedstock=FeedstockRule.NOT_HELD),
            end="2025-03-31",
        )
        assert found.warnings == ("short_period", "feedstock_rule_not_held", "basis_assumed")


class TestFaults:
    """All of an account's faults at once, each with its path."""

    @pytest.mark.parametrize(
        ("rest", "expected"),
        [
            ({"amount": 0}, ("output.amount", "not_positive")),
            ({"amount": -1}, ("output.amount", "not_positive")),
            ({"content": Decimal(0)}, ("output.content", "not_positive")),
            ({"content": Decimal("1.51")}, ("output.content", "number_out_of_range")),
            ({"content": Decimal("-0.1")}, ("output.content", "number_out_of_range")),
            ({"uncertainty_pct": Decimal(101)}, ("output.uncertainty_pct", "number_out_of_range")),
            ({"unit": "m2"}, ("output.unit", "unit_mismatch")),
            ({"unit": "heap"}, ("output.unit", "unknown_unit")),
        ],
    )
    def test_output(self, rest, expected):
        assert faults(item("unit-coal", 1, "t"), **rest) == [expected]

    def test_units_that_the_output_may_have_are_named(self):
        with pytest.raises(AccountFaultsError) as refusal:
            result(item("unit-coal", 1, "t"), unit="m2")
        assert refusal.value.faults[0].candidates == ("t", "kg", "万t", "weight_box")
        assert str(refusal.value) == "unit_mismatch"

    def test_account_without_items(self):
        assert faults() == [("energy", "required")]

    @pytest.mark.parametrize(
        ("carrier", "unit", "rest", "expected"),
        [
            ("coal of some kind", "t", {}, ("carrier", "unknown_carrier")),
            ("diesel", "barrel", {}, ("unit", "unknown_unit")),
            ("diesel", "m3", {}, ("unit", "unit_mismatch")),
            ("diesel", "kWh", {}, ("unit", "unit_mismatch")),
            ("heat", "kWh", {}, ("unit", "unit_mismatch")),
            ("electricity", "GJ", {}, ("unit", "unit_mismatch")),
            (
                "electricity",
                "kWh",
                {"calorific_value": 3600, "calorific_unit": "kJ/kWh"},
                ("calorific_unit", "unknown_unit"),
            ),
            (
                "electricity",
                "kWh",
                {"calorific_value": 3600, "calorific_unit": "kJ/kg"},
                ("calorific_unit", "unit_mismatch"),
            ),
            (
                "electricity",
                "kWh",
                {"factor": 1, "factor_unit": "kgce/kg", "factor_source": "s"},
                ("factor_unit", "unit_mismatch"),
            ),
            ("heat", "GJ", {"calorific_value": 2700, "calorific_unit": "kJ/kg"}, ("calorific_unit", "unit_mismatch")),
            ("raw-coal", "t", {"calorific_value": 20, "calorific_unit": "kJ/m3"}, ("unit", "unit_mismatch")),
            ("raw-coal", "t", {"calorific_value": 20, "calorific_unit": "kgce/kg"}, ("calorific_unit", "unknown_unit")),
            ("raw-coal", "t", {"calorific_value": 20, "calorific_unit": "kJ"}, ("calorific_unit", "unknown_unit")),
            ("raw-coal", "t", {"calorific_value": 20}, ("calorific_unit", "required")),
            ("raw-coal", "t", {"calorific_unit": "kJ/kg"}, ("calorific_value", "required")),
            ("raw-coal", "t", {"calorific_value": 0, "calorific_unit": "kJ/kg"}, ("calorific_value", "not_positive")),
            (
                "raw-coal",
                "t",
                {"factor": 0, "factor_unit": "kgce/kg", "factor_source": "s"},
                ("factor", "not_positive"),
            ),
            (
                "raw-coal",
                "t",
                {"factor": 1, "factor_unit": "kJ/kg", "factor_source": "s"},
                ("factor_unit", "unknown_unit"),
            ),
            ("raw-coal", "t", {"factor": 1, "factor_unit": "kgce/kg"}, ("factor_source", "required")),
            ("raw-coal", "t", {"factor": 1, "factor_source": "s"}, ("factor_unit", "required")),
            ("raw-coal", "t", {"factor_unit": "kgce/kg", "factor_source": "s"}, ("factor", "required")),
            ("raw-coal", "t", {"amount": -1}, ("amount", "number_out_of_range")),
            ("raw-coal", "t", {"allocation": Decimal("1.01")}, ("allocation", "number_out_of_range")),
            ("raw-coal", "t", {"allocation": Decimal("-0.01")}, ("allocation", "number_out_of_range")),
            ("raw-coal", "t", {"uncertainty_pct": -1}, ("uncertainty_pct", "number_out_of_range")),
            ("raw-coal", "t", {"calorific_uncertainty_pct": 101}, ("calorific_uncertainty_pct", "number_out_of_range")),
        ],
    )
    def test_item(self, carrier, unit, rest, expected):
        field, code = expected
        bad = item(
            carrier, rest.get("amount", 1), unit, **{key: value for key, value in rest.items() if key != "amount"}
        )
        assert faults(item("unit-coal", 1, "t"), bad) == [(f"energy.1.{field}", code)]

    def test_all_at_once(self):
        bad = item("no such thing", -1, "barrel", factor=1)
        assert faults(bad, bad, amount=0, unit="m2", end="2024-01-01") == [
            ("period", "bad_period"),
            ("output.amount", "not_positive"),
            ("output.unit", "unit_mismatch"),
            *[
                (f"energy.{place}.{field}", code)
                for place in (0, 1)
                for field, code in (
                    ("amount", "number_out_of_range"),
                    ("factor_unit", "required"),
                    ("factor_source", "required"),
                    ("carrier", "unknown_carrier"),
                    ("unit", "unknown_unit"),
                )
            ],
        ]

    def test_near_names_and_units_that_would_do_are_named(self):
        with pytest.raises(AccountFaultsError) as refusal:
            result(item("row-coal", 1, "t"), item("diesel", 1, "m3"), item("heat", 1, "Gj"))
        near, fuel, heat = refusal.value.faults
        assert near.candidates[0] == "raw-coal"
        assert fuel.candidates == ("t", "kg", "万t", "weight_box")
        assert heat.candidates == ("kJ", "MJ", "GJ")


class TestCarriers:
    def test_found_by_id_and_by_either_name(self):
        assert {CARRIERS.find(text).id for text in ("heat", "热力", "Heat", "ＨＥＡＴ")} == {"heat"}

    def test_unknown_one_has_at_most_three_near_names(self):
        with pytest.raises(UnknownCarrierError) as refusal:
            CARRIERS.find("electricit")
        assert refusal.value.text == "electricit"
        assert CARRIERS.nearest("electricit") == ("electricity", "electricity-equivalent")

    def test_near_names_are_looked_up_only_when_asked_for(self):
        sent = account(item("electricit", 1, "kWh"))
        with pytest.raises(AccountFaultsError) as refusal:
            reckon(sent, row(), CARRIERS, with_near_names=False)
        assert [fault.candidates for fault in refusal.value.faults] == [()]

    def test_spellings_of_rates_are_remembered_up_to_a_bound(self, monkeypatch):
        monkeypatch.setattr("service.domain.factor.MAX_REMEMBERED", 2)
        known = carriers()
        for text in ("kgce/kg", "kgce/t", "tce/t", "kgce/kg", "kgce/kg"):
            assert known.coal_rate(text).symbol == text
            assert len(known._rates) <= 2

    def test_unknown_units(self):
        for find, text in (
            (CARRIERS.unit, "lb"),
            (CARRIERS.coal_rate, "kWh/t"),
            (CARRIERS.coal_rate, "kgce/lb"),
            (CARRIERS.heat_rate, "kJ/MJ"),
        ):
            with pytest.raises(UnknownUnitError):
                find(text)
        assert CARRIERS.symbols(Measure.VOLUME) == ("m3", "万m3")
