"""The measures of coreference on the textbook's example, and the best matching against trying them all."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from training.coreference_score import matched, scores


def clusters(*words):
    return [frozenset(word) for word in words]


def test_the_example_of_the_reference_scorer():
    gold, guess = clusters("abc", "defg"), clusters("ab", "cd", "fghi")
    assert scores([(gold, guess)]) == {"MUC": 40.0, "B3": 45.5, "CEAFe": 52.0, "CoNLL": 45.8}


def test_the_same_is_perfect_and_nothing_is_nought():
    gold = clusters("abc", "de")
    assert scores([(gold, gold)])["CoNLL"] == 100
    assert scores([(gold, [])])["CoNLL"] == 0


@pytest.mark.parametrize("shape", [(3, 4), (4, 3), (5, 5), (1, 3), (4, 1)])
def test_the_best_matching(shape):
    worth = np.random.default_rng(sum(shape)).random(shape)
    low, high = sorted(shape)
    wide = worth if shape[0] == low else worth.T
    best = max(sum(wide[at, to] for at, to in enumerate(some)) for some in permutations(range(high), low))
    assert sum(worth[pair] for pair in matched(worth)) == pytest.approx(best)
