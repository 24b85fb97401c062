"""Units: their sizes, their spellings, and what they can be compared with."""

from dataclasses import replace
from fractions import Fraction

import pytest

from service.domain.errors import UnknownUnitError
from tests.builders import units
from tests.domain import oracle


class TestSizes:
    """1 kgce = 29.307 MJ (GB/T 2589), 1 kgoe = 41.868 MJ, 1 kWh = 3.6 MJ, 1 tce = 1,000 kgce; 1 重量箱 = 50 kg."""

    def test_energies_are_as_large_as_the_standards_say(self):
        assert {energy.symbol: energy.size for energy in units().energies} == oracle.MJ

    def test_amounts_are_as_large_as_the_standards_say(self):
        sizes = {amount.symbol: amount.size for amount in units().amounts}
        assert sizes == oracle.MASS | oracle.AREA | oracle.ENERGY_FACTOR

    def test_amounts_are_of_the_dimension_that_they_count(self):
        dimensions = {amount.symbol: amount.dimension.value for amount in units().amounts}
        assert dimensions == {symbol: oracle.dimension_of(symbol) for symbol in dimensions}

    @pytest.mark.parametrize(
        ("one", "other", "factor"),
        [
            ("kgce/t", "kgce/t", Fraction(1)),
            ("tce/t", "kgce/t", Fraction(1000)),
            ("kgce/t", "kgce/kg", Fraction(1, 1000)),
            ("kgce/weight_box", "kgce/t", Fraction(20)),
            ("kgce/t", "MJ/t", Fraction("29.307")),
            ("kgoe/t", "kgce/t", Fraction(41868, 29307)),
            ("MWh/t", "kWh/t", Fraction(1000)),
            ("kWh/t", "MJ/t", Fraction("3.6")),
            ("kgce/万m2", "kgce/m2", Fraction(1, 10**4)),
        ],
    )
    def test_intensity_unit_converts_exactly(self, one, other, factor):
        assert units().intensity(one).per(units().intensity(other)) == factor

    @pytest.mark.parametrize(
        ("one", "other", "factor"),
        [
            ("t/a", "t/a", Fraction(1)),
            ("万t/a", "t/a", Fraction(10**4)),
            ("Mt/a", "万t/a", Fraction(100)),
            ("weight_box/a", "t/a", Fraction(1, 20)),
            ("t/a", "weight_box/a", Fraction(20)),
            ("万weight_box/a", "weight_box/a", Fraction(10**4)),
            ("万m2/a", "m2/a", Fraction(10**4)),
            ("t/d", "t/a", Fraction(1)),  # days of operation are the line's, not the unit's
        ],
    )
    def test_capacity_unit_converts_exactly(self, one, other, factor):
        assert units().capacity(one).per(units().capacity(other)) == factor

    def test_only_a_unit_per_day_needs_days_of_operation(self):
        daily = {unit.symbol for unit in units().capacities.values() if unit.is_daily}
        assert daily == {symbol for symbol in units().capacities if symbol.endswith("/d")}

    def test_throughput_weighted_by_an_energy_factor_is_no_capacity(self):
        with pytest.raises(UnknownUnitError):
            units().capacity("(t·EF)/a")


class TestSpellings:
    """Chinese, full-width and ASCII spellings of the same unit are one unit."""

    @pytest.mark.parametrize(
        ("text", "symbol"),
        [
            ("kgce/t", "kgce/t"),
            ("千克标准煤/吨", "kgce/t"),
            ("kgce／t", "kgce/t"),
            ("ｋｇｃｅ/ｔ", "kgce/t"),
            (" kgce / t ", "kgce/t"),
            ("kgce\u3000/\u00a0t", "kgce/t"),
            ("㎏ce/t", "kgce/t"),
            ("公斤标煤/吨", "kgce/t"),
            ("KGCE/T", "kgce/t"),
            ("吨标准煤/吨", "tce/t"),
            ("千克标准油/吨", "kgoe/t"),
            ("kgce/m2", "kgce/m2"),
            ("kgce/m²", "kgce/m2"),
            ("kgce/㎡", "kgce/m2"),
            ("千克标准煤/平方米", "kgce/m2"),
            ("kgce/重量箱", "kgce/weight_box"),
            ("kgce/weight box", "kgce/weight_box"),
            ("kWh/t", "kWh/t"),
            ("千瓦时/吨", "kWh/t"),
            ("kW·h/t", "kWh/t"),
            ("㎾h/t", "kWh/t"),
            ("度/吨", "kWh/t"),
            ("吉焦/吨", "GJ/t"),
            ("kgoe/(t·EF)", "kgoe/(t·EF)"),
            ("kgoe/（t·EF）", "kgoe/(t·EF)"),
            ("千克标准油/(吨·能量因数)", "kgoe/(t·EF)"),
        ],
    )
    def test_intensity_unit_is_known_however_it_is_spelt(self, text, symbol):
        assert units().intensity(text).symbol == symbol

    @pytest.mark.parametrize(
        ("text", "symbol"),
        [
            ("t/a", "t/a"),
            ("万t/a", "万t/a"),
            ("万吨/年", "万t/a"),
            ("万吨／年", "万t/a"),
            ("吨/年", "t/a"),
            ("t/yr", "t/a"),
            ("百万吨/年", "Mt/a"),
            ("Mt/a", "Mt/a"),
            ("kt/a", "kt/a"),
            ("t/d", "t/d"),
            ("吨/天", "t/d"),
            ("万t/日", "万t/d"),
            ("重量箱/年", "weight_box/a"),
            ("万重量箱/a", "万weight_box/a"),
            ("m2/a", "m2/a"),
            ("㎡/年", "m2/a"),
            ("万m²/a", "万m2/a"),
            ("万平方米/年", "万m2/a"),
        ],
    )
    def test_capacity_unit_is_known_however_it_is_spelt(self, text, symbol):
        assert units().capacity(text).symbol == symbol

    @pytest.mark.parametrize(
        "text",
        ["", "/", "kgce", "kgce/", "/t", "kgce/t/a", "t/kgce", "kgce/a", "kgCe /lb", "MT", "mJ/t", "t/a", "kgce/ton"],
    )
    def test_what_is_no_intensity_unit_is_refused_with_its_spelling(self, text):
        with pytest.raises(UnknownUnitError) as refused:
            units().intensity(text)
        assert refused.value.text == text

    @pytest.mark.parametrize("text", ["", "/", "t", "t/", "/a", "t/h", "a/t", "MT/a", "kgce/t", "t/a/d", "万/a"])
    def test_what_is_no_capacity_unit_is_refused_with_its_spelling(self, text):
        with pytest.raises(UnknownUnitError) as refused:
            units().capacity(text)
        assert refused.value.text == text

    def test_every_spelling_leads_to_its_own_unit(self):
        for energy in units().energies:
            for text in (energy.symbol, *energy.spellings):
                assert units().intensity(f"{text}/t").energy is energy
        for amount in units().amounts:
            for text in (amount.symbol, *amount.spellings):
                assert units().intensity(f"kgce/{text}").amount is amount
        for period in units().periods:
            for text in (period.symbol, *period.spellings):
                assert units().capacity(f"t/{text}").period is period


class TestComparability:
    """Electricity indicators (kWh/t) and standard-coal indicators (kgce/t) are different indicators."""

    @pytest.mark.parametrize(
        ("one", "other", "comparable"),
        [
            ("kWh/t", "kgce/t", False),
            ("MWh/t", "toe/t", False),
            ("kgce/t", "kgoe/t", True),
            ("kWh/t", "MWh/t", True),
            ("MJ/t", "kgce/t", True),  # joules fit both
            ("MJ/t", "kWh/t", True),
            ("GJ/t", "kJ/kg", True),
            ("kgce/t", "kgce/weight_box", True),  # a weight box is mass
            ("kgce/t", "kgce/m2", False),
            ("kgoe/t", "kgoe/(t·EF)", False),
        ],
    )
    def test_units_alone_turn_one_into_the_other_or_do_not(self, one, other, comparable):
        one, other = units().intensity(one), units().intensity(other)
        assert one.is_comparable(other) is comparable
        assert other.is_comparable(one) is comparable

    @pytest.mark.parametrize(
        ("unit", "tce"),
        [
            ("tce/t", Fraction(1)),
            ("kgce/t", Fraction(1, 1000)),
            ("kgoe/t", Fraction(41868, 29307 * 1000)),
            ("GJ/t", Fraction(1000, 29307)),
            ("kWh/t", Fraction("0.0001229")),
            ("MWh/t", Fraction("0.1229")),
        ],
    )
    def test_unlike_products_add_up_in_coal(self, unit, tce):
        """In tce/a (kWh at 0.1229 kgce), so unlike products add up."""
        assert units().coal_equivalent(units().intensity(unit)) == tce

    def test_nothing_adds_up_in_coal_without_the_tonne_of_coal(self):
        coalless = replace(units(), energies=tuple(each for each in units().energies if each.symbol != "tce"))
        with pytest.raises(KeyError):
            coalless.coal_equivalent(units().intensity("MJ/t"))
