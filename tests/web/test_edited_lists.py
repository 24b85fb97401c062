"""A list that is edited line by line, sent after each edit, and held to the oracle's fractions each time.

With LIST_EDITS in the environment, so many lists, and other ones each time.
"""

import os
from dataclasses import asdict, replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from service.domain.weighting import Weighting
from tests.domain import oracle
from tests.domain.test_properties import EDITIONS, ROWS, counted, expected_shares, intensities, lines_of
from tests.web.client import post

MORE = os.environ.get("LIST_EDITS", "")

LONGEST = 8
WRONG = ({"benchmark": "no such thing", "capacity": 1}, {"benchmark": "pta", "capacity": 0}, {"capacity": 1}, [], None)
"""Lines that are rejected, whatever stands around them."""

ANSWERED = []
"""The number of lines of each list that was answered."""

places = st.integers(0, LONGEST - 1)


class EditedList(RuleBasedStateMachine):
    """Lines are added, taken out, measured anew, split, moved and spoilt; a spoilt one stands beside the others."""

    def __init__(self):
        super().__init__()
        self.lines = []
        self.edition = EDITIONS[0]

    @initialize(edition=st.sampled_from(EDITIONS), data=st.data())
    def begin(self, edition, data):
        self.edition = edition
        self.lines = [data.draw(lines_of(data.draw(st.sampled_from(ROWS[edition]))))]

    @precondition(lambda self: len(self.lines) < LONGEST)
    @rule(data=st.data())
    def add(self, data):
        held = [row for row in ROWS[self.edition] if row.is_held]
        row = data.draw(st.one_of(st.sampled_from(held), st.sampled_from(ROWS[self.edition])))
        self.lines.append(data.draw(lines_of(row)))

    @precondition(lambda self: len(self.lines) < LONGEST)
    @rule(place=places, wrong=st.sampled_from(WRONG))
    def add_a_wrong_one(self, place, wrong):
        self.lines.insert(place % (len(self.lines) + 1), wrong)

    @precondition(lambda self: len(self.lines) > 1)
    @rule(place=places)
    def take_out(self, place):
        del self.lines[place % len(self.lines)]

    @rule(one=places, other=places)
    def swap(self, one, other):
        one, other = one % len(self.lines), other % len(self.lines)
        self.lines[one], self.lines[other] = self.lines[other], self.lines[one]

    @rule(place=places, data=st.data())
    def measure_anew(self, place, data):
        found = self.lines[place % len(self.lines)]
        if is_right(found):
            row = oracle.row_of(found.benchmark, self.edition)
            known = row.is_held and row.unit is not None
            value = data.draw(st.one_of(st.none(), intensities(row, found.intensity_unit))) if known else None
            self.lines[place % len(self.lines)] = replace(found, intensity=value)

    @precondition(lambda self: len(self.lines) < LONGEST)
    @rule(place=places)
    def split(self, place):
        """Half a capacity has a digit more, and 12 digits after the point are the most."""
        found = self.lines[place % len(self.lines)]
        if is_right(found) and found.capacity == found.capacity.quantize(Decimal("1e-11")):
            halved = replace(found, capacity=oracle.written(Fraction(found.capacity) / 2))
            self.lines[place % len(self.lines)] = halved
            self.lines.append(halved)

    @invariant()
    def the_answer_is_the_one_that_fractions_give(self):
        if not self.lines:
            return
        right = [each for each in self.lines if is_right(each)]
        expected = counted(self.edition, right)
        parts = iter(each.part for each in expected)
        sent = [written(each) if is_right(each) else each for each in self.lines]
        answer = post(sent, edition=self.edition).json
        ANSWERED.append(len(sent))
        assert answer["lines"]["rejected"] == len(self.lines) - len(right)
        assert answer["goal"]["provisional"] is (len(right) < len(self.lines))
        for weighting in Weighting if right else ():
            found = answer["overall"][weighting.value]["share_at_benchmark"]
            for reading, exact in expected_shares(expected, weighting, "at_benchmark").items():
                assert (found and found[reading]) == (None if exact is None else oracle.rounded(exact)), reading
        for line, result in zip(self.lines, answer["results"], strict=True):
            assert result.get("standing", result["status"]) == (next(parts) if is_right(line) else "rejected")


@pytest.fixture(scope="module", autouse=True)
def recorded(record_testsuite_property):
    """What was judged, for `make test-reliability` to tell."""
    yield
    record_testsuite_property("answers", len(ANSWERED))


def is_right(line):
    return line not in WRONG


def written(line):
    """The line as it is sent: numbers with their digits, and nothing that is not there."""
    return {name: value for name, value in asdict(line).items() if value is not None}


TestEditedLists = EditedList.TestCase
TestEditedLists.settings = settings(
    max_examples=int(MORE or 10), stateful_step_count=20, deadline=None, derandomize=not MORE
)
