"""From codings to figures, without a ledger: what counts of what was said, and how little may be coded."""

from __future__ import annotations

import random

import pytest

from onrecord.ledger.sampling import PARTS, Coding, Sample, SampleUnit
from onrecord.records import Stamp
from onrecord.sampling.draw import Unit, counts, draw
from onrecord.sampling.score import score

NOW = Stamp(at="2026-05-05T00:00:00Z", by="ada")
SAMPLE = Sample(id="s", name="spring", unit="document", seed=1, strata=("found",), units=1, stamp=NOW)
RIGHT = dict.fromkeys(PARTS, "right")


def unit(id, found, stratum="all", chance=1.0, size=1):
    return SampleUnit(id=id, sample="s", place=1, document=id, stratum=stratum, chance=chance, size=size, found=found)


def said(unit, act, of, parts=RIGHT):
    return Coding(id=f"{unit}{of}{act}", unit=unit, coder="ada", act=act, of=of, parts=parts, stamp=NOW)


def figures(units, codings):
    return {line.part: line for line in score(SAMPLE, units, codings).lines}


def test_the_right_speaker_of_words_that_nobody_said_does_not_stand_in_for_anothers():
    """Of two found, one is real with the wrong speaker, one unreal with the right one; a third was missed."""
    told = [
        said("u", "judged", "a", RIGHT | {"speaker": "wrong"}),
        said("u", "judged", "b", RIGHT | {"content": "wrong"}),
        said("u", "missed", "m"),
        said("u", "finished", "u"),
    ]
    lines = figures([unit("u", ("a", "b"))], told)
    assert lines["content"].recall.share == pytest.approx(1 / 2)
    assert lines["speaker"].recall.share == lines["whole"].recall.share == 0
    assert lines["speaker"].precision.share == pytest.approx(1 / 2)


def test_what_nobody_can_say_is_no_miss_either():
    told = [
        said("u", "judged", "a", RIGHT | {"speaker": "unsure"}),
        said("u", "judged", "b"),
        said("u", "finished", "u"),
    ]
    lines = figures([unit("u", ("a", "b"))], told)
    assert (lines["speaker"].recall.share, lines["content"].recall.share) == (1, 1)


# --- who has coded only the beginning ---


def corpus():
    """Articles as (stratum, found, right, missed): the more is found, the worse."""
    rng = random.Random(4)
    made = []
    for _ in range(1500):
        found = rng.choice((0, 1, 2, 3, 5, 8, 16))
        right = sum(rng.random() < 0.97 - found / 40 for _ in range(found))
        made.append((str(found > 1) + str(found > 7), found, right, sum(rng.random() < 0.15 for _ in range(found + 1))))
    return made


def coded(articles, drawn, sizes, number):
    """The figures when the first so many of a sample are coded."""
    units, told = [], []
    for at, one in enumerate(drawn):
        _, found, right, missed = articles[int(one.id)]
        names = tuple(f"{one.id}-{n}" for n in range(found))
        units.append(unit(one.id, names, one.stratum, one.chance, sizes[one.stratum][1]))
        if at < number:
            told += [
                said(one.id, "judged", name, RIGHT | ({} if n < right else {"content": "wrong"}))
                for n, name in enumerate(names)
            ]
            told += [said(one.id, "missed", f"{one.id}m{n}") for n in range(missed)]
            told.append(said(one.id, "finished", one.id))
    return score(SAMPLE, units, told)


@pytest.mark.parametrize(("number", "least"), [(10, 0.91), (25, 0.92), (60, 0.93)])
def test_the_beginning_of_a_sample_tells_of_the_whole_corpus(number, least):
    articles = corpus()
    found, right, missed = (sum(one[at] for one in articles) for at in (1, 2, 3))
    frame = [Unit(str(at), one[0]) for at, one in enumerate(articles)]
    held, middle, times = {"precision": 0, "recall": 0}, 0.0, 300
    for seed in range(times):
        drawn = draw(frame, 60, seed)
        got = coded(articles, drawn, counts(drawn), number)
        line = next(one for one in got.lines if one.part == "content")
        held["precision"] += line.precision.low <= right / found <= line.precision.high
        held["recall"] += line.recall.low <= right / (right + missed) <= line.recall.high
        middle += got.there[0] / times
    assert min(held.values()) / times >= least
    assert middle == pytest.approx(right + missed, rel=0.06), "strata of which nothing is coded are not forgotten"


def test_a_stratum_of_which_one_is_coded_shows_its_doubt():
    """Nothing is known of how its units differ: it may not count as if they did not."""
    many = [unit(f"a{n}", (f"a{n}x", f"a{n}y"), "a", 0.01, 1000) for n in range(10)]
    one = unit("b", ("bx", "by"), "b", 0.002, 1000)
    told = [
        coding
        for each in (*many, one)
        for coding in (
            said(each.id, "judged", each.found[0]),
            said(each.id, "judged", each.found[1], RIGHT if each is one else RIGHT | {"content": "wrong"}),
            said(each.id, "finished", each.id),
        )
    ]
    precision = figures([*many, one, unit("c", (), "b", 0.002, 1000)], told)["content"].precision
    assert precision.low < 0.55, "half of the corpus is known by one article"
