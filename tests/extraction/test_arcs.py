"""Trees over words: one root, no circle, the best there is."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from onrecord.extraction.arcs import tree


def is_tree(heads):
    """Whether there is one root and every word leads to it."""
    if list(heads).count(-1) != 1:
        return False
    for at in range(len(heads)):
        seen = set()
        while at >= 0 and at not in seen:
            seen.add(at)
            at = heads[at]
        if at >= 0:
            return False
    return True


def best(worth):
    """By trying every choice of heads."""
    size = len(worth)
    every = (heads for heads in product(range(-1, size), repeat=size) if is_tree(heads))
    return max(every, key=lambda heads: sum(worth[at, head + 1] for at, head in enumerate(heads)))


def test_a_single_word_is_its_root():
    assert tree(np.zeros((1, 2), dtype=np.float32)).tolist() == [-1]


def test_two_words_that_each_want_the_other():
    # both score highest on each other: one of them has to be the root
    assert tree(np.array([[3, 0, 9], [0, 9, 0]], dtype=np.float32)).tolist() == [-1, 0]


@pytest.mark.parametrize("seed", range(40))
def test_always_a_tree_and_as_good_as_the_best_with_that_root(seed):
    worth = np.random.default_rng(seed).normal(size=(5, 6)).astype(np.float32)
    found = tuple(tree(worth).tolist())
    assert is_tree(found)
    fixed = worth.copy()  # the root is chosen first, by what it gains; the rest is the best there is for it
    fixed[:, 0] = -50
    fixed[found.index(-1), 0] = 50
    assert found == best(fixed)


def test_long_circles_are_opened():
    size = 60
    worth = np.full((size, size + 1), -5, dtype=np.float32)
    for at in range(size):
        worth[at, (at + 1) % size + 1] = 5  # everyone hangs on the next, the last on the first
    assert is_tree(tree(worth).tolist())
