"""The estimates on made-up corpora whose truth is known, and agreement on the published examples."""

from __future__ import annotations

import random

import pytest

from onrecord.errors import WrongUse
from onrecord.sampling.agreement import alpha, kappa
from onrecord.sampling.draw import REST, Unit, allocate, counts, draw
from onrecord.sampling.estimate import Count, Stratum, ratio, student, total

# --- drawing ---


def frame(**sizes: int) -> list[Unit]:
    return [Unit(f"{name}{at}", name) for name, size in sizes.items() for at in range(size)]


def test_the_seed_decides_and_the_frames_order_does_not():
    units = frame(a=300, b=100, c=20)
    one = draw(units, 42, seed=5)
    assert one == draw(units[::-1], 42, seed=5)
    assert one != draw(units, 42, seed=6)
    assert counts(one) == {"a": (30, 300), "b": (10, 100), "c": (2, 20)}
    assert {unit.stratum: unit.chance for unit in one} == {"a": 0.1, "b": 0.1, "c": 0.1}


def test_every_unit_has_the_chance_it_is_said_to_have():
    units = frame(a=12, b=5)
    times = {unit.id: 0 for unit in units}
    for seed in range(2000):
        for unit in draw(units, 8, seed):
            times[unit.id] += 1
    chance = {unit.stratum: unit.chance for unit in draw(units, 8, 0)}
    for unit in units:
        assert times[unit.id] / 2000 == pytest.approx(chance[unit.stratum], abs=0.05)


def test_strata_of_one_are_drawn_from_together():
    drawn = draw([*frame(a=40), Unit("x", "x"), Unit("y", "y")], 10, seed=1)
    assert counts(drawn)[REST] == (2, 2)


@pytest.mark.parametrize(
    ("units", "size", "says"),
    [([], 10, "nothing to draw from"), (frame(a=5, b=5, c=5), 5, "too small for 3 strata. Draw at least 6")],
)
def test_what_cannot_be_drawn_is_said(units, size, says):
    with pytest.raises(WrongUse, match=says):
        draw(units, size, seed=1)


def test_a_sample_larger_than_the_frame_is_the_frame():
    assert len(draw(frame(a=3, b=2), 100, seed=1)) == 5
    assert allocate({"a": 1000, "b": 2}, 10) == {"a": 8, "b": 2}


# --- ratios ---


def corpus(seed: int) -> dict[str, list[tuple[int, int, int]]]:
    """Articles as (found, right, missed), three outlets of unlike quality; articles are unlike too."""
    rng = random.Random(seed)
    made = {}
    for name, size, quality, miss in (("wire", 900, 0.92, 0.08), ("paper", 400, 0.8, 0.2), ("blog", 100, 0.5, 0.45)):
        articles = []
        for _ in range(size):
            good = min(0.99, max(0.05, rng.gauss(quality, 0.15)))
            there = int(rng.expovariate(1 / 9))
            missed = sum(rng.random() < miss for _ in range(there))
            found = sum(rng.random() < 0.5 for _ in range(2)) + there - missed
            articles.append((found, sum(rng.random() < good for _ in range(found)), missed))
        made[name] = articles
    return made


def estimated(articles, chosen, what):
    """The ratio of a sample of articles, by indices."""
    strata = {name: Stratum(len(articles[name]), len(at)) for name, at in chosen.items()}
    found = [Count(name, *what(articles[name][i])) for name, at in chosen.items() for i in at]
    return ratio(found, strata)


def precision(article):
    return article[1], article[0]


def recall(article):
    return article[1], article[1] + article[2]


def truth(articles, what):
    pairs = [what(one) for all_ in articles.values() for one in all_]
    return sum(part for part, _ in pairs) / sum(whole for _, whole in pairs)


@pytest.mark.parametrize("what", [precision, recall])
@pytest.mark.parametrize("sizes", [{"wire": 26, "paper": 12, "blog": 2}, {"wire": 60, "paper": 60, "blog": 40}])
def test_95_intervals_of_100_hold_the_truth(what, sizes):
    articles = corpus(1)
    true, held, middle = truth(articles, what), 0, 0.0
    times = 1000
    for seed in range(times):
        rng = random.Random(seed)
        chosen = {name: rng.sample(range(len(articles[name])), size) for name, size in sizes.items()}
        got = estimated(articles, chosen, what)
        held += got.low <= true <= got.high
        middle += got.share / times
    assert 0.92 <= held / times <= 0.985
    # Unequal chances are weighted back: the mean of all estimates is the corpus's own share.
    assert middle == pytest.approx(true, abs=0.01)


def test_without_weights_unequal_chances_would_mislead():
    articles, sizes = corpus(1), {"wire": 60, "paper": 60, "blog": 60}
    rng = random.Random(3)
    chosen = {name: rng.sample(range(len(articles[name])), size) for name, size in sizes.items()}
    pairs = [precision(articles[name][i]) for name, at in chosen.items() for i in at]
    plain = sum(part for part, _ in pairs) / sum(whole for _, whole in pairs)
    true = truth(articles, precision)
    assert abs(estimated(articles, chosen, precision).share - true) < abs(plain - true)


def test_rare_errors_keep_their_coverage():
    rng = random.Random(9)
    articles = {"all": [(6, 6 - (rng.random() < 0.06), 0) for _ in range(2000)]}
    true, held = truth(articles, precision), 0
    for seed in range(1000):
        chosen = {"all": random.Random(seed).sample(range(2000), 40)}
        got = estimated(articles, chosen, precision)
        held += got.low <= true <= got.high
    assert held / 1000 >= 0.92


def test_a_corpus_that_was_coded_whole_is_known():
    articles = {"all": [(4, 3, 1), (2, 2, 0)]}
    got = estimated(articles, {"all": [0, 1]}, precision)
    assert got.share == got.low == got.high == pytest.approx(5 / 6)


def test_all_right_in_a_small_sample_is_not_certainty():
    got = ratio([Count("a", 5, 5)] * 10, {"a": Stratum(1000, 10)})
    assert got.share == got.high == 1
    assert 0.6 < got.low < 0.75


def test_where_nothing_was_found_nothing_is_claimed():
    assert ratio([Count("a", 0, 0)] * 5, {"a": Stratum(100, 5)}) == (None, None, None, 0)


def test_totals_hold_the_truth_too():
    articles = corpus(2)["wire"]
    true, held = sum(right for _, right, _ in articles), 0
    for seed in range(500):
        chosen = random.Random(seed).sample(articles, 60)
        _, low, high = total([Count("a", right, 0) for _, right, _ in chosen], {"a": Stratum(len(articles), 60)})
        held += low <= true <= high
    assert 0.9 <= held / 500 <= 0.99


@pytest.mark.parametrize(
    ("freedom", "t"), [(1, 12.706), (2, 4.303), (4, 2.776), (10, 2.228), (30, 2.042), (999, 1.962)]
)
def test_students_quantiles_are_those_of_the_tables(freedom, t):
    assert student(freedom, 0.95) == pytest.approx(t, abs=0.003)


# --- agreement ---


def test_krippendorffs_own_example():
    """Four observers, twelve units, values missing: alpha is .743 (Computing Krippendorff's Alpha-Reliability, C)."""
    rows = {
        "a": "1 2 3 3 2 1 4 1 2 . . .",
        "b": "1 2 3 3 2 2 4 1 2 5 . 3",
        "c": ". 3 3 3 2 3 4 2 2 5 1 .",
        "d": "1 2 3 3 2 4 4 1 2 5 1 .",
    }
    table = {who: row.split() for who, row in rows.items()}
    units = [{who: row[at] for who, row in table.items() if row[at] != "."} for at in range(12)]
    assert alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_two_coders_example():
    """Two observers, ten units, binary, coincidences 10, 4, 4, 2: alpha is .095 (the same text, A)."""
    pairs = list(zip("0100000000", "1110010001", strict=True))
    assert alpha([{"a": a, "b": b} for a, b in pairs]) == pytest.approx(0.095, abs=0.0005)
    assert kappa(pairs) == pytest.approx(0.2)


def test_agreement_at_its_ends():
    assert alpha([{"a": 1, "b": 1}, {"a": 0, "b": 0}]) == 1
    assert kappa([(1, 1), (0, 0)]) == 1
    assert kappa([(1, 0), (0, 1)]) == -1
    assert kappa([(1, 1)]) is alpha([{"a": 1, "b": 1}]) is alpha([{"a": 1}]) is kappa([]) is None
