"""Numbers that people say and paths that sort."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.discussion.threads import Place, above, depth, place


def at(*ordinals):
    """The place after going down these answers."""
    held = None
    for ordinal in ordinals:
        held = place(held, ordinal)
    return held


@pytest.mark.parametrize(
    ("ordinals", "number", "path"),
    [((1,), "1", "11"), ((2, 1), "2.1", "12.11"), ((10,), "10", "210"), ((3, 12, 100), "3.12.100", "13.212.3100")],
)
def test_places(ordinals, number, path):
    assert at(*ordinals) == Place(number, path)


@pytest.mark.parametrize(("number", "parent", "far_in"), [("2", None, 0), ("2.1", "2", 1), ("2.10.3", "2.10", 2)])
def test_from_a_number(number, parent, far_in):
    assert (above(number), depth(number)) == (parent, far_in)


WAYS = st.lists(st.integers(1, 2_000), min_size=1, max_size=6)


@given(WAYS, WAYS)
def test_paths_sort_as_the_thread_reads(one, other):
    assert (at(*one).path.encode() < at(*other).path.encode()) == (one < other)


@pytest.mark.parametrize("ordinal", [0, -1, 1_000_000_000])
def test_no_place_outside_of_a_thread(ordinal):
    with pytest.raises(ValueError, match="counted from 1"):
        place(None, ordinal)
