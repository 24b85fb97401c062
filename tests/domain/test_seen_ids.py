"""The ids of a very long list, kept in little memory."""

from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.seen_ids import FirstIds, SeenIds


class OneHash(str):
    """An id whose hash is that of every other."""

    __slots__ = ()

    def __hash__(self):
        return 7

    def __eq__(self, other):
        return str(self) == str(other)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=3), max_size=50))
def test_first_index_of_an_id_is_the_one_that_a_dict_would_keep(ids):
    """`id` is unique in the list: a duplicate says where the first one stands."""
    seen, kept = SeenIds(), {}
    assert [seen.setdefault(each, place) for place, each in enumerate(ids)] == [
        kept.setdefault(each, place) for place, each in enumerate(ids)
    ]


def test_no_id_is_lost_or_confused_while_the_table_grows():
    seen = SeenIds()
    ids = [f"line-{number}" for number in range(20_000)]
    assert [seen.setdefault(each, place) for place, each in enumerate(ids)] == list(range(20_000))
    assert [seen.setdefault(each, -1) for each in ids] == list(range(20_000))


def test_second_hash_tells_apart_what_the_first_does_not():
    """96 bits of two hashes for each id: two ids of the same first hash are two ids by the second."""
    seen = SeenIds()
    assert [seen.setdefault(OneHash(each), place) for place, each in enumerate("ab")] == [0, 1]


@given(st.lists(st.lists(st.sampled_from([None, "a", "b", "c", "d"]), max_size=5), max_size=5), st.integers(0, 5))
def test_repeated_ids_are_found_block_by_block_as_they_are_one_by_one(blocks, compact_at):
    """Each id that was there before comes with the index where it was first."""
    seen: FirstIds | SeenIds = FirstIds()
    first: dict[str, int] = {}
    index = 0
    for number, block in enumerate(blocks):
        if number == compact_at and isinstance(seen, FirstIds):
            seen = seen.compact()
        start = index
        expected = {}
        for line_id in block:
            if line_id is not None and first.setdefault(line_id, index) != index:
                expected[index] = first[line_id]
            index += 1
        assert seen.find_repeated(block, start) == expected
