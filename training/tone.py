"""Makes the model that marks harsh words: `python -m training.tone --data FOLDER`, a few minutes on one core.

FOLDER holds the Toxic Spans Detection data (SemEval 2021 task 5; its texts are CC0) as tsd_train, tsd_trial and
tsd_test.csv.gz. Logistic regression over hashed features, fixed seed: the same bytes each time on one machine."""

from __future__ import annotations

import argparse
import ast
import csv
import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from onrecord.discussion.tone import FILE, SIZE, WORD, Weights, features, tone

SEED = 20261127
ROUNDS, RATE, DECAY = 8, 0.05, 5e-5
BATCH = 512
PLAIN = Path(__file__).parent / "tone_plain.txt"  # our own sentences about violence in which nothing is harsh
PLAIN_WEIGHT = 6.0


class Post(NamedTuple):
    """A comment with the places of its harsh characters, by the hand of people."""

    text: str
    harsh: frozenset[int]


class Rows(NamedTuple):
    """Every word of a set: its features, where each word's begin, whether it is harsh, how much it counts."""

    ids: np.ndarray
    starts: np.ndarray
    harsh: np.ndarray
    weight: np.ndarray


def posts(path: Path) -> list[Post]:
    """The posts of a file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return [Post(row["text"], frozenset(ast.literal_eval(row["spans"]))) for row in csv.DictReader(lines)]


def plain_posts() -> list[Post]:
    """Sentences of our own, nothing in them harsh."""
    lines = PLAIN.read_text(encoding="utf-8").splitlines()
    return [Post(line, frozenset()) for line in lines if line and not line.startswith("#")]


def rows(told: Sequence[tuple[Post, float]]) -> Rows:
    """The words of posts as the model sees them."""
    ids: list[int] = []
    starts, harsh, weight = [], [], []
    for post, much in told:
        found = list(WORD.finditer(post.text))
        words = [one.group() for one in found]
        for at, one in enumerate(found):
            starts.append(len(ids))
            ids += features(words, at)
            marked = sum(place in post.harsh for place in range(one.start(), one.end()))
            harsh.append(2 * marked > one.end() - one.start())
            weight.append(much)
    return Rows(np.array(ids), np.array(starts), np.array(harsh, dtype=np.float64), np.array(weight))


def trained(data: Rows) -> tuple[np.ndarray, float]:
    """The weights: Adagrad in small batches of chance order."""
    rng = np.random.default_rng(SEED)
    table, seen = np.zeros(SIZE), np.full(SIZE, 1e-6)
    bias, bias_seen = float(np.log(data.harsh.mean() / (1 - data.harsh.mean()))), 1e-6
    ends = np.append(data.starts[1:], len(data.ids))
    for _round in range(ROUNDS):
        for batch in _batches(rng.permutation(len(data.starts))):
            ids, owner = _gathered(data.ids, data.starts[batch], ends[batch])
            said = bias + np.bincount(owner, table[ids], len(batch))
            off = (1 / (1 + np.exp(-said)) - data.harsh[batch]) * data.weight[batch] / len(batch)
            touched, inverse = np.unique(ids, return_inverse=True)
            slope = np.bincount(inverse, off[owner]) + DECAY * table[touched]
            seen[touched] += slope**2
            table[touched] -= RATE * slope / np.sqrt(seen[touched])
            bias_seen += off.sum() ** 2
            bias -= RATE * off.sum() / np.sqrt(bias_seen)
    return table, bias


def _batches(order: np.ndarray) -> Iterator[np.ndarray]:
    yield from (order[start : start + BATCH] for start in range(0, len(order), BATCH))


def _gathered(ids: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The features of these words, and for each which word it is of."""
    sizes = ends - starts
    owner = np.repeat(np.arange(len(starts)), sizes)
    within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return ids[np.repeat(starts, sizes) + within], owner


def packed(table: np.ndarray) -> tuple[np.ndarray, float]:
    """The weights in a byte each, with what one step is worth."""
    scale = float(np.abs(table).max()) / 127
    return np.round(table / scale).astype(np.int8), scale


# --- how good it is ---


def f1(told: Sequence[Post], model: Weights) -> float:
    """Characters found against characters marked by people, a mean over posts (the task's own figure)."""
    return float(np.mean([_f1(post, model) for post in told]))


def _f1(post: Post, model: Weights) -> float:
    found = {at for one in tone(post.text, model).harsh for at in range(one.span.start, one.span.end)}
    if not found or not post.harsh:
        return float(not found and not post.harsh)
    right = len(found & post.harsh)
    return 2 * right / (len(found) + len(post.harsh))


def main() -> None:
    """Trains, chooses the mark on the trial part, writes, prints the figures of the test part."""
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--data", type=Path, required=True)
    parse.add_argument("--out", type=Path, default=FILE)
    parse.add_argument("--only-measure", action="store_true")
    options = parse.parse_args()
    if not options.only_measure:
        _train(options.data, options.out)
    from onrecord.discussion.tone import weights

    print(f"characters' F1 on the test part: {f1(posts(options.data / 'tsd_test.csv.gz'), weights()):.4f}")


def _train(data: Path, out: Path) -> None:
    told = [(post, 1.0) for post in posts(data / "tsd_train.csv.gz")]
    told += [(post, PLAIN_WEIGHT) for post in plain_posts()]
    table, bias = trained(rows(told))
    small, scale = packed(table)
    model = Weights(small.astype(np.float32) * scale, bias, 0.5)
    trial = posts(data / "tsd_trial.csv.gz")
    marks = [at / 100 for at in range(20, 80, 2)]
    best = max(marks, key=lambda mark: f1(trial, model._replace(mark=mark)))
    print(f"mark {best:.2f}; F1 on the trial part {f1(trial, model._replace(mark=best)):.4f}")
    np.savez_compressed(out, table=small, scale=np.float64(scale), bias=np.float64(bias), mark=np.float64(best))


if __name__ == "__main__":
    main()
