"""Accounts with the shipped factors: the worked examples of the rules."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from service.domain.account import Account, Direction, Item, Output, RowAccounting, RowBasis, shown
from service.domain.factor import Basis, Factor
from service.domain.quantity import unit_key
from service.domain.reckoning import reckon
from tests.benchmarks.shipped import carriers, editions, table, units


def item(carrier, amount, unit, **rest):
    return Item(carrier=carrier, amount=Decimal(amount), unit=unit, **rest)


def result(benchmark, amount, *items):
    """The result of an account of 2025 for a product of the first edition."""
    indicator = editions()["ndrc-2021"].products[benchmark].indicator
    year = (date(2025, 1, 1), date(2025, 12, 31))
    account = Account(start=year[0], end=year[1], output=Output(amount=Decimal(amount), unit="t"), energy=items)
    return reckon(account, RowAccounting(unit=indicator.unit, basis=RowBasis.SHOWN), carriers())


class TestWorkedExamples:
    def test_kiln(self):
        found = result(
            "cement-clinker",
            1550000,
            item("raw-coal", 182400, "t", calorific_value=Decimal(22150), calorific_unit="kJ/kg"),
            item("electricity", 41200000, "kWh"),
            item("diesel", 210, "t"),
            item("heat", 60000, "GJ", direction=Direction.OUT),
        )
        rounded = [round(each.energy, 3) for each in found.items]
        assert rounded == [Fraction("137856484.799"), 5063480, 305991, -2047200]
        assert round(found.total, 3) == Fraction("141178755.799")
        assert shown(found.intensity).value == Decimal("91.083068")

    def test_arc_furnace(self):
        """51.614877, at benchmark; with the factor of a power station it would be below the baseline."""
        gas = item("natural-gas", 4000000, "m3", calorific_value=Decimal(36000), calorific_unit="kJ/m3")
        found = result("steel.eaf-50-up", 800000, item("electricity", 296000000, "kWh"), gas)
        assert shown(found.intensity).value == Decimal("51.614877")
        stated = {
            "factor": Decimal("0.31"),
            "factor_unit": "kgce/kWh",
            "factor_basis": Basis.EQUIVALENT,
            "factor_source": "own",
        }
        found = result("steel.eaf-50-up", 800000, item("electricity", 296000000, "kWh", **stated), gas)
        assert (found.intensity, found.reason) == (None, "account_basis")
        assert shown(found.intensity_equivalent).value == Decimal("120.841877")

    def test_smelter(self):
        found = result("aluminium.electrolytic", 400000, item("electricity", 5196000000, "kWh"))
        assert (found.intensity, found.unit) == (12990, "kWh")

    def test_limits_of_clinker_are_those_of_this_factor_of_electricity(self):
        """Coal + 0.1229 × electricity gives 100, 107 and 117 within rounding."""
        coal, power, whole = (
            next(row for row in table("gb_limits.csv") if row["id"] == f"gb16780-2021.clinker{part}")
            for part in ("-coal", "-electricity", "")
        )
        for level, exact in (("level1", "99.8992"), ("level2", "107.0053"), ("level3", "116.4969")):
            found = result(
                "cement-clinker",
                1,
                item("raw-coal", coal[level], "kg", calorific_value=Decimal(29307), calorific_unit="kJ/kg"),
                item("electricity", power[level], "kWh"),
            )
            assert found.intensity == Fraction(exact)
            assert abs(found.intensity - Fraction(whole[level])) < 1


class TestCarriers:
    @pytest.mark.parametrize("row", table("factors.csv"), ids=lambda row: row["id"])
    def test_carrier_counts_as_its_row_says(self, row):
        """One unit of it, sent by its Chinese name."""
        carrier = carriers().find(row["name_zh"])
        assert carrier.id == row["id"]
        assert isinstance(carrier.factor, Factor) == (row["hold"] == "yes")
        found = result("cement-clinker", 1, item(row["name_zh"], 1, row["unit"].partition("/")[2]))
        if row["hold"] == "yes":
            assert found.intensity == Fraction(row["factor"])
        else:
            assert (found.intensity, found.reason) == (None, "factor_missing")
            assert carrier.seen

    @pytest.mark.parametrize(
        ("carrier", "amount", "unit", "kgce"),
        [
            ("电", 1, "万kWh", 1229),
            ("电力", 1, "万千瓦时", 1229),
            ("electricity", 1, "亿度", 12290000),
            ("blast-furnace-gas", 1, "万m³", 1286),
            ("高炉煤气", 1, "千立方米", "128.6"),
            ("热", 1, "万GJ", 341200),
            ("heat", 1, "TJ", 34120),
            ("oxygen", 1, "㎥", "0.4"),
        ],
    )
    def test_units_of_the_trade(self, carrier, amount, unit, kgce):
        assert result("cement-clinker", 1, item(carrier, amount, unit)).intensity == Fraction(kgce)

    def test_gas_names_both_figures(self):
        """They are 9.5 % apart, so neither is held."""
        assert [text.split()[0] for text in carriers().by_id["natural-gas"].seen] == ["1.3300", "1.2143"]

    def test_volume_at_two_temperatures_is_no_unit(self):
        assert unit_key("Nm3") not in carriers().units
        assert not [unit for unit in units().amounts if unit.symbol == "m3"]
