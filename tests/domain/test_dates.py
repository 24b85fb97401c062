"""The day that the caller states: which edition is in force on it, and how far the deadlines are. There is no clock."""

from dataclasses import replace

import pytest

from service.domain.benchmark import Basis, EditionState
from service.domain.catalogue import Catalogue
from service.domain.deadline import DaysLeft
from service.domain.errors import NoEditionThenError
from tests.builders import catalogue, day, judge, line, made_up, product


def editions(**days: tuple[str | None, str | None, tuple[str, ...]]) -> Catalogue:
    """Editions by name: the day of publication, the day in force, and what they supersede."""
    facts = made_up(*(product("tea", edition=name) for name in days))
    dated = {
        name: replace(facts.edition(name), published=day(published), in_force=day(in_force), supersedes=supersedes)
        for name, (published, in_force, supersedes) in days.items()
    }
    return replace(facts, editions=dated)


class TestEditionInForce:
    """The latest whose `in_force`, or where that is not held `published`, is not after the day."""

    @pytest.mark.parametrize(
        ("asked", "edition"),
        [
            ("2022-01-01", "ndrc-2021"),
            ("2023-07-03", "ndrc-2021"),
            ("2023-07-04", "ndrc-2023"),  # published; the day in force is not held
            ("2099-12-31", "ndrc-2023"),
        ],
    )
    def test_day_decides_among_the_official_editions(self, asked, edition):
        assert catalogue().edition_in_force(asked).id == edition

    def test_day_before_the_first_edition_has_none(self):
        """Before the first edition: `no_edition_then`."""
        with pytest.raises(NoEditionThenError) as error:
            catalogue().edition_in_force("2021-12-31")
        assert (error.value.day, error.value.first) == ("2021-12-31", "2022-01-01")

    def test_edition_without_a_day_is_never_in_force(self):
        with pytest.raises(NoEditionThenError) as error:
            editions(a=(None, None, ())).edition_in_force("2099-12-31")
        assert error.value.first is None

    @pytest.mark.parametrize(("a", "b"), [(("b",), ()), ((), ("a",)), ((), ()), (("b",), ("a",))])
    def test_of_two_on_one_day_the_one_that_supersedes_the_other_is_in_force(self, a, b):
        facts = editions(a=("2020-01-01", None, a), b=(None, "2020-01-01", b))
        assert facts.edition_in_force("2020-01-01").id == ("a" if a and not b else "b")

    @pytest.mark.parametrize(
        ("days", "start"),
        [
            (("2020-01-01", "2020-06-01", ()), ("2020-06-01", Basis.IN_FORCE)),
            (("2020-01-01", None, ()), ("2020-01-01", Basis.PUBLISHED)),
            ((None, None, ()), None),
        ],
    )
    def test_basis_says_which_day_counts(self, days, start):
        assert editions(a=days).edition("a").start == start


class TestState:
    @pytest.mark.parametrize(
        ("edition", "asked", "state"),
        [
            ("ndrc-2021", "2021-12-31", EditionState.NOT_YET),
            ("ndrc-2021", "2022-01-01", EditionState.IN_FORCE),
            ("ndrc-2021", "2023-07-03", EditionState.IN_FORCE),
            ("ndrc-2021", "2023-07-04", EditionState.SUPERSEDED),
            ("ndrc-2023", "2023-07-03", EditionState.NOT_YET),
            ("ndrc-2023", "2026-11-22", EditionState.IN_FORCE),
        ],
    )
    def test_state_is_that_of_the_day(self, edition, asked, state):
        """`edition.state` (`in_force`, `superseded`, `not_yet`)."""
        assert catalogue().state(catalogue().edition(edition), asked) is state

    def test_edition_without_a_day_has_no_state(self):
        facts = editions(a=(None, None, ()))
        assert facts.state(facts.edition("a"), "2026-11-22") is None

    def test_superseding_edition_is_always_known(self):
        facts = catalogue()
        assert facts.superseding(facts.edition("ndrc-2021")) is facts.edition("ndrc-2023")
        assert facts.superseding(facts.edition("ndrc-2023")) is None

    def test_first_of_several_that_supersede_it_is_named(self):
        facts = editions(
            a=("2020-01-01", None, ()),
            b=(None, None, ("a",)),
            c=("2022-01-01", None, ("a",)),
            d=("2021-01-01", None, ("a",)),
        )
        assert facts.superseding(facts.edition("a")).id == "d"


class TestDeadlines:
    """A `below_baseline` line under `as_of` gets `deadlines`; days_left = by - as_of, negative when over."""

    @pytest.mark.parametrize(
        ("asked", "days"), [("2026-11-22", (-326, 770)), ("2025-12-31", (0, 1096)), ("2024-02-29", (671, 1767))]
    )
    def test_clinker_below_the_baseline_has_two(self, asked, days):
        """2026-11-22, clinker at 118: -326 and 770."""
        (verdict,) = judge([line(intensity=118)], "ndrc-2023", as_of=asked).verdicts
        assert verdict.deadlines == (
            DaysLeft(by="2025-12-31", days_left=days[0], document="发改产业〔2023〕723号", in_principle=True),
            DaysLeft(by="2028-12-31", days_left=days[1], document="发改环资〔2026〕698号", in_principle=False),
        )

    @pytest.mark.parametrize("intensity", [100, 117])
    def test_line_of_another_standing_has_none(self, intensity):
        (verdict,) = judge([line(intensity=intensity)], "ndrc-2023", as_of="2026-11-22").verdicts
        assert not hasattr(verdict, "deadlines")

    def test_line_without_a_day_has_none(self):
        (verdict,) = judge([line(intensity=118)], "ndrc-2023").verdicts
        assert not hasattr(verdict, "deadlines")

    def test_area_that_no_deadline_names_has_none(self):
        facts = replace(made_up(product("tea")), deadlines=catalogue().deadlines)
        (verdict,) = judge([line("tea", 118)], facts=facts, as_of="2026-11-22").verdicts
        assert not hasattr(verdict, "deadlines")

    def test_line_that_is_not_there_yet_has_none(self):
        """Deadlines are about existing capacity."""
        (verdict,) = judge([line(intensity=118, stage="planned")], "ndrc-2023", as_of="2026-11-22").verdicts
        assert verdict.deadlines == ()

    def test_line_of_one_level_has_them_too(self):
        (verdict,) = judge([line("steel.eaf-30-to-50", "86.1")], "ndrc-2021", as_of="2026-11-22").verdicts
        assert [deadline.days_left for deadline in verdict.deadlines] == [-326, 770]
        assert verdict.level_not_held == "benchmark"
