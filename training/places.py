"""How places are told and chosen: `python -m training.places --data FOLDER` writes resolution/tables/places.json.

Learns from the half of LGL and GeoWebNews (folder `places`) whose texts have an even SHA-256: signs of places by
logistic regression, their use likewise (GeoWebNews alone), namesakes by a softmax over signs. Thresholds come from
five folds over documents. No seed: nothing is drawn.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.places import Text, mention_of, texts
from onrecord.extraction.states import states
from onrecord.records import Document
from onrecord.resolution.gazetteer import folded
from onrecord.resolution.people import persons, prose
from onrecord.resolution.places import STATES, TABLE, grouped
from onrecord.resolution.ranking import NEAR, Signs, all_signs, containers, first_round, kilometres, nobody, own_signs
from onrecord.resolution.toponyms import Mention, around, candidates, small
from training.measure import fit
from training.small_words import small_words

OFTEN = 6  # candidates that a sign must stand at to be weighed
FOLDS = 5
SMALLEST = 0.02  # weights below it are left out
RIDGE = 2.0  # of the signs where they stand beside the encoder's view
DECIDED = {"capital", "run by"}  # signs that decide by themselves: weighing them would count them twice
STEPS = 8  # Newton's, enough with so many columns
CALM = 5.0  # how much less a step of the encoder's numbers counts than a sign
OURS = {"contested town": 2.0}  # by thought: the annotated news is hardly of the wars that our own towns stand for


def told(one: Text) -> list[Mention]:
    """A document's candidates."""
    document = Document(id="d", text=one.text, lang="en")
    return candidates(around(one.text, persons(prose(document))))


def matrix(rows: Sequence[Signs], names: Sequence[str]) -> np.ndarray:
    """Signs as columns."""
    at = {name: i for i, name in enumerate(names)}
    out = np.zeros((len(rows), len(names)))
    for i, row in enumerate(rows):
        for name, value in row.items():
            if name in at:
                out[i, at[name]] = value
    return out


def vocabulary(rows: Sequence[Signs], often: int = OFTEN) -> list[str]:
    """The signs that are met often enough."""
    count = Counter(name for row in rows for name in row if name not in DECIDED)
    return sorted(name for name, n in count.items() if n >= often)


def logistic(rows: list[Signs], truth: np.ndarray, fold: np.ndarray, ridge: float) -> tuple[Signs, np.ndarray]:
    """Weights from all rows, and each row's chance by weights from the other folds' rows."""
    names = vocabulary(rows)
    table, chance = matrix(rows, names), np.zeros(len(rows))
    for one in range(FOLDS):
        weights = fit(table[fold != one], truth[fold != one], ridge)
        chance[fold == one] = 1 / (1 + np.exp(-table[fold == one] @ weights))
    return kept(names, fit(table, truth, ridge)), chance


def kept(names: Sequence[str], weights: np.ndarray) -> Signs:
    """Weights worth keeping, rounded."""
    return {name: round(float(w), 3) for name, w in zip(names, weights, strict=True) if abs(w) >= SMALLEST}


def best_f1(chance: np.ndarray, truth: np.ndarray, gold: int) -> tuple[float, float]:
    """The threshold with the best F1 among `gold` true ones, and that F1."""
    grid = np.arange(0.1, 0.9, 0.02)
    scores = [2 * truth[chance >= t].sum() / max((chance >= t).sum() + gold, 1) for t in grid]
    at = int(np.argmax(scores))
    return round(float(grid[at]), 2), float(scores[at])


def recognise(docs: list[Text], ridge: float) -> tuple[Signs, float]:
    """Weights of a place's signs, and from which chance on it is one."""
    rows, truth, fold, gold = [], [], [], 0
    for i, one in enumerate(docs):
        spans = {each.span for each in one.gold}
        gold += len(spans)
        for mention in told(one):
            rows.append(mention.signs)
            truth.append(mention.span in spans)
            fold.append(i % FOLDS)
    right = np.array(truth, dtype=np.float64)
    weights, chance = logistic(rows, right, np.array(fold), ridge)
    level, f1 = best_f1(chance, right, gold)
    print(f"recognise: {len(rows)} candidates, {len(weights)} signs, F1 {f1:.3f} at {level} (folds)")
    return weights, level


def use(docs: list[Text], ridge: float) -> tuple[Signs, float]:
    """Weights of the signs that the ground is meant, and from which chance on."""
    rows, truth, fold = [], [], []
    for i, one in enumerate(docs):
        literal = {each.span: each.literal for each in one.gold}
        for mention in told(one):
            if mention.span in literal:
                rows.append(mention.signs)
                truth.append(literal[mention.span])
                fold.append(i % FOLDS)
    right = np.array(truth, dtype=np.float64)
    weights, chance = logistic(rows, right, np.array(fold), ridge)
    grid = np.arange(0.2, 0.8, 0.02)
    sums = [macro(chance >= t, right > 0.5) for t in grid]
    at = int(np.argmax(sums))
    print(f"use: {len(rows)}, macro F1 {sums[at]:.3f} at {grid[at]:.2f} (folds)")
    return weights, round(float(grid[at]), 2)


class Viewed(NamedTuple):
    """Mentions with their signs and the encoder's view of them; which are right, and the fold of each."""

    rows: list[Signs]
    looks: np.ndarray
    right: np.ndarray
    fold: np.ndarray


def viewed(docs: list[Text], used: bool) -> Viewed:
    """All candidates, right where a toponym is annotated; `used`: these alone, right where the ground is meant."""
    rows, looks, right, fold = [], [], [], []
    for i, one in enumerate(docs):
        literal = {each.span: each.literal for each in one.gold}
        found = [mention for mention in told(one) if not used or mention.span in literal]
        looks.append(states(one.text, [mention.span for mention in found]))
        rows += [mention.signs for mention in found]
        right += [literal[mention.span] if used else mention.span in literal for mention in found]
        fold += [i % FOLDS] * len(found)
    return Viewed(rows, np.concatenate(looks), np.array(right, dtype=np.float64), np.array(fold))


def seen(found: Viewed) -> tuple[Signs, np.ndarray, np.ndarray]:
    """Weights of the signs and of the encoder's view together, and each row's chance by the other folds' weights."""
    names = vocabulary(found.rows)
    middle, wide = found.looks.mean(0), CALM * found.looks.std(0) + 1e-6
    table, chance = np.hstack([matrix(found.rows, names), (found.looks - middle) / wide]), np.zeros(len(found.rows))
    for held in range(FOLDS):
        others = found.fold != held
        worth = table[~others] @ fit(table[others], found.right[others], RIDGE, STEPS)
        chance[~others] = 1 / (1 + np.exp(-worth))
    weights = fit(table, found.right, RIDGE, STEPS)
    view = weights[len(names) :] / wide
    bias = dict(zip(names, weights, strict=False))["bias"] - middle @ view
    return {**kept(names, weights[: len(names)]), "bias": round(float(bias), 4)}, view, chance


def views(docs: list[Text], news: list[Text]) -> dict[str, Any]:
    """Weights where the encoder has seen the words: of what is a place, of whether the ground is meant (`news`)."""
    meant, places_ = viewed(news, used=True), viewed(docs, used=False)
    use_signs, use_view, use_chance = seen(meant)
    signs, view, chance = seen(places_)
    level, f1 = best_f1(chance, places_.right, sum(len({each.span for each in one.gold}) for one in docs))
    print(f"with the encoder's view: use, macro F1 {macro(use_chance >= 0.5, meant.right > 0.5):.3f} (folds)")
    print(f"with the encoder's view: recognise, F1 {f1:.3f} at {level} (folds)")
    np.savez_compressed(STATES, use=use_view.astype(np.float32), place=view.astype(np.float32))
    return {"use": use_signs, "recognise": signs, "place": level}


def macro(said: np.ndarray, right: np.ndarray) -> float:
    """The mean of both classes' F1."""
    return float(
        np.mean(
            [
                2 * (said & right).sum() / max(said.sum() + right.sum(), 1)
                for said, right in ((said, right), (~said, ~right))
            ]
        )
    )


# --- namesakes ---


def names_of(one: Text) -> tuple[dict[str, Any], dict[str, tuple[float, float]]]:
    """A document's gold names as the article uses them, and where each is by most of its annotations."""
    found = [mention_of(one.text, each.span) for each in one.gold]
    where: dict[str, Counter[tuple[float, float]]] = {}
    for mention, each in zip(found, one.gold, strict=True):
        where.setdefault(folded(mention.name), Counter())[each.lat, each.lon] += 1
    return grouped(m for m in found if m.namesakes), {key: c.most_common(1)[0][0] for key, c in where.items()}


Case = tuple[list[Signs], list[bool], int]  # signs of every namesake and of none, which are right, how often it stands


def cases(docs: list[Text], first: Signs | None, alone: bool = False) -> list[Case]:
    """Every gold name with its namesakes' signs; without `first`, their own signs alone. `alone` adds each name once
    more as if it were its article's only one."""
    out = []
    for one in docs:
        names, where = names_of(one)
        named = containers(names)
        round_ = first_round(names, named, first) if first else {}
        for key, name in names.items():
            right = [kilometres((e.lat, e.lon), where[key]) <= NEAR for e in name.namesakes]
            answer = [*right, not any(right)]
            if first:
                out.append((all_signs(key, name, named, round_), answer, name.times))
            else:
                rows = [own_signs(e, name, key, named) for e in name.namesakes]
                out.append(([*rows, nobody(name, len(names) == 1)], answer, name.times))
            if alone:
                out.append((all_signs(key, name, containers({key: name}), {}), answer, 1))
    return out


def softmax(found: list[Case], steps: int = 600, ridge: float = 2e-3, rate: float = 0.05) -> Signs:
    """Weights that make what is right likely, by Adam over all cases at once."""
    names = vocabulary([row for rows, _, _ in found for row in rows], 1)
    table = matrix([row for rows, _, _ in found for row in rows], names)
    size = [len(rows) for rows, _, _ in found]
    begin = np.concatenate([[0], np.cumsum(size)[:-1]])
    owner = np.repeat(np.arange(len(found)), size)
    right = np.concatenate([np.array(r, dtype=np.float64) for _, r, _ in found])
    times = np.array([math_times(n) for _, _, n in found])
    weights, m, v = (np.zeros(len(names)) for _ in range(3))
    for step in range(1, steps + 1):
        worth = table @ weights
        top = np.maximum.reduceat(worth, begin)
        raw = np.exp(worth - top[owner])
        share = raw / np.add.reduceat(raw, begin)[owner]
        good = share * right
        goal = good / np.maximum(np.add.reduceat(good, begin), 1e-9)[owner]
        grad = table.T @ ((share - goal) * times[owner]) / times.sum() + ridge * weights
        m, v = 0.9 * m + 0.1 * grad, 0.999 * v + 0.001 * grad**2
        weights -= rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return kept(names, weights)


def math_times(n: int) -> float:
    """A name that stands often counts more, but not as often as it stands."""
    return float(min(n, 5))


def sure(found: list[Case], weights: Signs, share: float = 0.75) -> float:
    """The chance from which on this share of the names' mentions is answered."""
    tops = []
    for rows, _, times in found:
        worth = np.array([sum(weights.get(s, 0.0) * x for s, x in row.items()) for row in rows])
        chance = np.exp(worth - worth.max())
        chance /= chance.sum()
        tops += [float(chance[:-1].max())] * times
    return round(float(np.quantile(tops, 1 - share)), 2)


def main() -> None:
    """Learns all weights and writes them."""
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--data", type=Path, required=True, help="folder of lgl.xml.gz and geowebnews.xml.gz")
    parse.add_argument("--ridge", type=float, default=2.0)
    options = parse.parse_args()
    both = [[one for one in texts(options.data / f"{name}.xml.gz") if one.set_on] for name in ("lgl", "geowebnews")]
    docs = [*both[0], *both[1]]
    words = small_words((one.text for one in docs), options.data.parent / "gum")
    TABLE.with_name("small_words.txt").write_text(words + "\n", encoding="utf-8")
    small.cache_clear()
    signs, place = recognise(docs, options.ridge)
    meant, literal = use(both[1], options.ridge)
    # alone a name means what the world knows by it: of a local paper's, only its own readers could tell
    first = softmax([*cases(both[0], None), *cases(both[1], None, alone=True)])
    rank = softmax([*(found := cases(docs, first)), *cases(both[1], first, alone=True)])
    print("rank:", rank)
    level = sure(found, rank)
    print("75 % answered from", level)
    made = {
        "recognise": signs,
        "use": meant,
        "seen": views(docs, both[1]),
        "rank": {"first": first | OURS, "rank": rank | OURS},
    }
    made |= {"place": place, "literal": literal, "sure": min(level, 0.4)}
    TABLE.write_text(json.dumps(made, indent=0, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
