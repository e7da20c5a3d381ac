"""Chains of tags: against every path counted one by one."""

from itertools import product

import numpy as np
import pytest

from onrecord.extraction.chains import TAGS, Likely, Scores, choose, likely, posterior, viterbi, weighed

WORDS = 4


@pytest.fixture(scope="module")
def chain():
    """Emissions of a paragraph of four words and one of a single word, any move allowed."""
    random = np.random.default_rng(0)
    emissions = random.normal(size=(WORDS + 1, len(TAGS))).astype(np.float32)
    scores = Scores(*(random.normal(size=size).astype(np.float32) for size in ((13, 13), 13, 13)))
    return emissions, np.array([0] * WORDS + [1]), scores


@pytest.fixture(scope="module")
def paths(chain):
    """Every path of the first paragraph with its weight."""
    emissions, _, scores = chain
    every = np.array(list(product(range(len(TAGS)), repeat=WORDS)))
    worth = scores.begin[every[:, 0]] + scores.end[every[:, -1]] + emissions[np.arange(WORDS), every].sum(1)
    worth += scores.transitions[every[:, :-1], every[:, 1:]].sum(1)
    return every, np.exp(worth) / np.exp(worth).sum()


def test_best_path(chain, paths):
    every, chance = paths
    assert viterbi(*chain)[:WORDS].tolist() == every[chance.argmax()].tolist()


def test_marginals_of_tags(chain, paths):
    every, chance = paths
    found = posterior(*chain).tags[:WORDS]
    counted = [[chance[every[:, i] == tag].sum() for tag in range(len(TAGS))] for i in range(WORDS)]
    np.testing.assert_allclose(found, counted, atol=1e-5)


def test_chance_of_a_span(chain, paths):
    every, chance = paths
    tags = [TAGS.index(f"{mark}-content") for mark in "BIE"]
    counted = chance[(every[:, 1:4] == tags).all(1)].sum()
    [found] = [span for span in likely(posterior(*chain), chain[1], 0.0) if span[:3] == (2, 1, 4)]
    assert found.chance == pytest.approx(counted, rel=1e-4)


def test_no_span_crosses_a_paragraph(chain):
    assert all(span.end <= WORDS or span.start >= WORDS for span in likely(posterior(*chain), chain[1], 0.0))


def test_no_words():
    nothing = np.zeros((0, len(TAGS)), dtype=np.float32)
    scores = Scores(np.zeros((13, 13), np.float32), np.zeros(13, np.float32), np.zeros(13, np.float32))
    paragraph = np.zeros(0, dtype=np.int64)
    assert likely(posterior(nothing, paragraph, scores), paragraph, 0.1) == []
    assert viterbi(nothing, paragraph, scores).tolist() == []


def test_choose_takes_the_likelier_of_two_that_overlap():
    short, long, other = Likely(2, 3, 6, 0.40), Likely(2, 3, 9, 0.45), Likely(0, 0, 2, 0.44)
    assert choose([short, long, other], (0.4, 0.4, 0.4)) == [other, long]
    assert choose([short, long, other], (0.5, 0.4, 0.4)) == [long]


def test_readings_whose_ends_are_in_doubt_are_likely_together():
    ends = [Likely(2, 3, 9, 0.3), Likely(2, 3, 10, 0.25), Likely(2, 4, 9, 0.25)]
    far, other_kind = Likely(2, 3, 20, 0.1), Likely(1, 3, 9, 0.1)
    found = weighed([*ends, far, other_kind], 0.25)
    assert [round(span.mass, 2) for span in found] == [0.8, 0.8, 0.8]
    floors, masses = (0.4, 0.4, 0.4), (0.4, 0.4, 0.8)
    assert choose(found, floors) == []
    assert [span[:3] for span in choose(found, floors, [*masses[:2], 0.79])] == [(2, 3, 9)]
