"""Accounts that nobody thought of, against the formula of GB/T 2589 written down a second time, in fractions."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.account import Direction, FeedstockRule, Use, shown
from service.domain.reckoning import reckon
from tests.domain.accounts import KGCE, account, carriers, item, row

CARRIERS = carriers()
MANY = settings(deadline=None, max_examples=150)

PER_UNIT = {
    "t": ("kg", 1000), "kg": ("kg", 1), "万t": ("kg", 10**7),
    "kWh": ("kWh", 1), "MWh": ("kWh", 1000),
    "MJ": ("MJ", 1), "GJ": ("MJ", 1000), "kJ": ("MJ", Fraction(1, 1000)),
}  # fmt: skip
"""The oracle's units: how many of the unit of a factor one is. Water has its factor per t."""

amounts = st.integers(0, 10**12).map(lambda scaled: Decimal(scaled).scaleb(-3))
above_zero = st.integers(1, 10**12).map(lambda scaled: Decimal(scaled).scaleb(-3))
shares = st.integers(0, 1000).map(lambda scaled: Decimal(scaled).scaleb(-3))


@st.composite
def items(draw):
    """An item of a carrier with a held factor, or of a fuel with a measured heating value."""
    carrier = draw(st.sampled_from(sorted(KGCE)))
    unit_of_factor = KGCE[carrier][0]
    units = (
        ["t"] if carrier == "fresh-water" else [unit for unit, (base, _) in PER_UNIT.items() if base == unit_of_factor]
    )
    measured = {}
    if unit_of_factor == "kg" and draw(st.booleans()):
        measured = {
            "calorific_value": draw(above_zero),
            "calorific_unit": draw(st.sampled_from(["kJ/kg", "MJ/kg", "GJ/t", "kJ/t"])),
        }
    return item(
        carrier,
        draw(amounts),
        draw(st.sampled_from(units)),
        direction=draw(st.sampled_from(Direction)),
        use=draw(st.sampled_from(Use)),
        allocation=draw(st.sampled_from([Decimal(1), draw(shares)])),
        **measured,
    )


accounts = st.builds(
    lambda energy, amount, content: account(*energy, amount=amount, content=content),
    st.lists(items(), min_size=1, max_size=6),
    above_zero,
    st.integers(1, 1500).map(lambda scaled: Decimal(scaled).scaleb(-3)),
)


def kgce_of(each):
    """The oracle: a · q · k, in or out."""
    unit, factor = KGCE[each.carrier]
    amount = Fraction(each.amount) * (1 if each.carrier == "fresh-water" else PER_UNIT[each.unit][1])
    if each.calorific_value is not None:
        energy, _, per = each.calorific_unit.partition("/")
        kilojoules = (
            Fraction(each.calorific_value) * {"kJ": 1, "MJ": 1000, "GJ": 10**6}[energy] / {"kg": 1, "t": 1000}[per]
        )
        factor = kilojoules / 29307
    assert unit
    return amount * Fraction(each.allocation) * factor * (1 if each.direction is Direction.IN else -1)


def expected(sent, *, counts_feedstock=True):
    total = sum(
        (kgce_of(each) for each in sent.energy if counts_feedstock or each.use is not Use.FEEDSTOCK), Fraction(0)
    )
    return total / (Fraction(sent.output.amount) * Fraction(sent.output.content))


def intensity(sent, under=None):
    return reckon(sent, under or row(), CARRIERS).intensity


@MANY
@given(accounts)
def test_intensity_is_that_of_the_formula(sent):
    """e = (Σ in a·q·k − Σ out a·q·k) / (output × content), exactly, with and without feedstock."""
    assert intensity(sent) == expected(sent)
    assert intensity(sent, row(feedstock=FeedstockRule.EXCLUDED)) == expected(sent, counts_feedstock=False)
    assert intensity(sent, row("tce/t")) == expected(sent) / 1000


@MANY
@given(accounts)
def test_shown_figure_is_within_half_a_place_of_the_intensity(sent):
    """Shown to 6 places; the verdict stays the fraction's."""
    exact = intensity(sent)
    figure = shown(exact)
    assert abs(Fraction(figure.value) - exact) <= Fraction(1, 2 * 10**6)
    assert figure.is_rounded == (Fraction(figure.value) != exact)


@MANY
@given(amounts)
def test_one_carrier_of_factor_1_over_output_1_is_the_intensity(amount):
    assert intensity(account(item("unit-coal", amount, "kg"), amount=1)) == Fraction(amount)


@MANY
@given(accounts, st.integers(2, 1000))
def test_scaling_all_items_and_the_output_changes_nothing(sent, times):
    scaled = replace(
        sent,
        output=replace(sent.output, amount=sent.output.amount * times),
        energy=tuple(replace(each, amount=each.amount * times) for each in sent.energy),
    )
    assert intensity(scaled) == intensity(sent)


@MANY
@given(accounts, st.integers(0, 1000))
def test_splitting_an_item_changes_nothing(sent, parts):
    first, *others = sent.energy
    part = first.amount * parts / 1000
    split = (replace(first, amount=part), replace(first, amount=first.amount - part), *others)
    assert intensity(replace(sent, energy=split)) == intensity(sent)


@MANY
@given(accounts)
def test_order_of_the_items_changes_nothing(sent):
    assert intensity(replace(sent, energy=sent.energy[::-1])) == intensity(sent)


@MANY
@given(accounts)
def test_selling_less_never_lowers_the_intensity(sent):
    """Moving an item from ``out`` to nothing."""
    for place, each in enumerate(sent.energy):
        if each.direction is Direction.OUT:
            less = replace(
                sent,
                energy=tuple(
                    replace(other, amount=Decimal(0)) if place == at else other for at, other in enumerate(sent.energy)
                ),
            )
            assert intensity(less) >= intensity(sent)


@MANY
@given(accounts)
def test_electricity_row_is_the_sum_of_kwh_over_the_output(sent):
    power = tuple(each for each in sent.energy if each.carrier == "electricity") or (item("electricity", 7, "kWh"),)
    sent = replace(sent, energy=power)
    kwh = sum((kgce_of(each) / Fraction("0.1229") for each in power), Fraction(0))
    assert intensity(sent, row("kWh/t")) == kwh / (Fraction(sent.output.amount) * Fraction(sent.output.content))
