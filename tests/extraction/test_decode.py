"""Spans to statements."""

import numpy as np

from onrecord.extraction.chains import Likely
from onrecord.extraction.decode import CONTENT, CUE, SOURCE, Joined, Linker, bucket, gaps, join, score

NEAR = Linker(
    distance=-np.abs(np.arange(32) - 15.5)[None].repeat(2, 0).astype(np.float32),
    none=np.array([-9.0, -9.0], np.float32),
)
BLANK = np.zeros((40, 8), dtype=np.float32)


def spans(*parts: tuple[int, int, int]) -> list[Likely]:
    return [Likely(*part, 0.9) for part in parts]


def test_a_content_in_two_parts_is_one_statement():
    # "We left," | Ann | said. | "We will come back."
    found = spans((CONTENT, 0, 4), (SOURCE, 5, 6), (CUE, 6, 7), (CONTENT, 8, 14))
    [one] = join(found, BLANK, NEAR)
    assert [part.start for part in one.contents] == [0, 8]
    assert (one.source, one.cue) == (found[1], found[2])


def test_a_source_may_serve_two_cues():
    # Ann | said | we left | and promised | to come back
    found = spans((SOURCE, 0, 1), (CUE, 1, 2), (CONTENT, 2, 4), (CUE, 5, 6), (CONTENT, 6, 9))
    assert [one.source for one in join(found, BLANK, NEAR)] == [found[0], found[0]]


def test_of_two_sources_as_likely_none_is_named():
    # Ann | said | Ben | we left: either may be the speaker, and neither's mouth gets the words
    found = spans((SOURCE, 0, 1), (CUE, 1, 2), (SOURCE, 2, 3), (CONTENT, 3, 5))
    [one] = join(found, BLANK, NEAR)
    assert (one.cue, one.source) == (found[1], None)


def test_a_second_content_that_may_be_anothers_is_left_out():
    # "We left," | said Ann. ... | it rained all day | ... added | Ben: the middle is as near to either cue
    found = spans((CONTENT, 0, 4), (CUE, 5, 6), (CONTENT, 9, 13), (CUE, 16, 17), (CONTENT, 17, 20))
    assert [one.contents for one in join(found, BLANK, NEAR)] == [(found[0],), (found[4],)]


def test_words_before_the_cue_that_may_be_no_more_than_where_are_left_out():
    # In winter, | she | said, | nobody comes.
    found = [Likely(CONTENT, 0, 2, 0.7, 0.7), *spans((SOURCE, 3, 4), (CUE, 4, 5), (CONTENT, 6, 8))]
    [one] = join(found, BLANK, NEAR)
    assert one.contents == (found[3],)


def test_words_after_the_cue_are_kept_though_doubtful_for_without_them_there_is_no_verb():
    # Three men, | police | said, | ran off.
    found = [*spans((CONTENT, 0, 2), (SOURCE, 3, 4), (CUE, 4, 5)), Likely(CONTENT, 6, 8, 0.6, 0.6)]
    [one] = join(found, BLANK, NEAR)
    assert one.contents == (found[0], found[3])


def test_a_content_without_cue_stands_alone():
    [one] = join(spans((CONTENT, 0, 4)), BLANK, NEAR)
    assert (one.cue, one.source) == (None, None)


def test_a_cue_without_content_is_no_statement():
    assert join(spans((SOURCE, 0, 1), (CUE, 1, 2)), BLANK, NEAR) == []


def test_gaps_are_below_nought_where_the_other_comes_first():
    left, right = np.array([[5, 7]]), np.array([[0, 3], [7, 9], [20, 21]])
    assert gaps(left, right).tolist() == [[-3, 1, 14]]
    assert bucket(gaps(left, right), 32).tolist() == [[11, 18, 23]]


def test_a_doubtful_span_lowers_the_score():
    sure, unsure = (Joined((Likely(CONTENT, 0, 4, chance),), None, None, 1.0, 1.0) for chance in (0.9, 0.4))
    weights = (2.0, *(1.0,) * 8, *(0.0,) * 4)
    assert score(sure, weights) > score(unsure, weights)
