"""What is measured on the development part: spans, statements, recall by kind, the score's honesty."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from onrecord.extraction.chains import Likely, Scores
from onrecord.extraction.decode import Joined, Linker, Settings, select, signs, spans_in
from training.data import TYPES, Example, load
from training.score import Chars, Items, prf, read_items

Words = frozenset[int]
Parts = tuple[Words, Words, Words]  # the words of source, cue and content
KINDS = ("direct", "mixed", "indirect")


class Dev(NamedTuple):
    """The development part, ready to score."""

    examples: list[Example]
    items: Items
    digest: str


class Told(NamedTuple):
    """What a model says of one text: every likely span, and the link states."""

    spans: list[Likely]
    states: np.ndarray


def dev(data: Path) -> Dev:
    """Reads the development part and its published items."""
    digest = hashlib.sha256()
    for name in ("dev.jsonl.gz", "dev_items.jsonl.gz"):
        digest.update((data / name).read_bytes())
    return Dev(load(data / "dev.jsonl.gz", [], []), read_items(data), digest.hexdigest())


def told(one: Example, emissions: np.ndarray, states: np.ndarray, chain: Scores, floor: float) -> Told:
    """The likely spans of a text."""
    return Told(spans_in(one.read, emissions, chain, floor), states)


def chars(one: Example, spans: Iterable[Likely]) -> list[Chars]:
    """Spans in code points."""
    words = one.read.words
    return [(TYPES[span.kind], int(words[span.start, 0]), int(words[span.end - 1, 1])) for span in spans]


def hand(one: Example) -> list[Parts]:
    """The hand statements as sets of words."""
    return [
        tuple(frozenset(i for a, b in link[kind] for i in range(a, b)) for kind in TYPES)  # type: ignore[misc]
        for link in one.links
    ]


def machine(joined: Joined) -> Parts:
    """A found statement as sets of words."""

    def words(spans: Sequence[Likely | None]) -> Words:
        return frozenset(i for span in spans if span for i in range(span.start, span.end))

    return words([joined.source]), words([joined.cue]), words(joined.contents)


def half(left: Words, right: Words) -> bool:
    """Whether half of either's words are the other's, or both are missing."""
    if not left or not right:
        return not left and not right
    both = len(left & right)
    return 2 * both >= len(left) and 2 * both >= len(right)


def kind(one: Example, parts: Parts) -> str:
    """Direct where all of the content is in quotation marks, mixed where some is."""
    inside = [one.read.features[i, 1] > 0 for i in parts[2]]
    return "direct" if inside and np.mean(inside) > 0.95 else "mixed" if any(inside) else "indirect"


class Statements(NamedTuple):
    """In per cent. Recall by kind and precision are of contents, half of either's words the other's."""

    exact: tuple[float, float, float]
    recall: dict[str, float]
    precision: float
    speaker: float


def statements_score(dev_: Dev, joined: Mapping[str, list[Joined]]) -> Statements:
    """Whole statements, every word of all three parts right; and by half."""
    right = guessed = gold = good = spoken = 0
    caught = {name: [0, 0] for name in KINDS}
    for one in dev_.examples:
        theirs = hand(one)
        mine = [machine(each) for each in joined[one.text]]
        right += len(set(theirs) & set(mine))
        guessed, gold = guessed + len(mine), gold + len(theirs)
        for parts in theirs:
            met = [each for each in mine if half(each[2], parts[2])]
            tally = caught[kind(one, parts)]
            tally[0], tally[1] = tally[0] + bool(met), tally[1] + 1
            spoken += any(half(each[0], parts[0]) for each in met)
        good += sum(any(half(each[2], parts[2]) for parts in theirs) for each in mine)
    met_all = sum(tally[0] for tally in caught.values())
    return Statements(
        prf(right, guessed, gold),
        {name: 100 * hit / max(count, 1) for name, (hit, count) in caught.items()},
        100 * good / max(guessed, 1),
        100 * spoken / max(met_all, 1),
    )


def joins(said: Mapping[str, Told], linker: Linker, settings: Settings) -> dict[str, list[Joined]]:
    """Every text's statements."""
    return {text: select(each.spans, each.states, linker, settings) for text, each in said.items()}


def spans_of(joined: Iterable[Joined]) -> list[Likely]:
    """The spans that stand in a statement, each once, in order."""
    parts = {span for each in joined for span in (*each.contents, each.cue, each.source) if span}
    return sorted(parts, key=lambda span: span.start)


def joined_score(dev_: Dev, joined: Mapping[str, list[Joined]]) -> dict[str, tuple[float, float, float]]:
    """CofeNet's scores of the spans that stand in a statement."""
    return dev_.items.score({one.id: chars(one, spans_of(joined[one.text])) for one in dev_.examples})


def cases(dev_: Dev, joined: Mapping[str, list[Joined]]) -> tuple[np.ndarray, np.ndarray]:
    """Every found statement's signs, and whether a hand statement agrees by half in content and source."""
    rows, truth = [], []
    for one in dev_.examples:
        theirs = hand(one)
        for each in joined[one.text]:
            parts = machine(each)
            rows.append(signs(each))
            truth.append(any(half(parts[2], other[2]) and half(parts[0], other[0]) for other in theirs))
    return np.array(rows), np.array(truth, dtype=np.float64)


def fit(rows: np.ndarray, truth: np.ndarray, ridge: float = 1.0, steps: int = 30) -> np.ndarray:
    """Logistic regression by Newton's steps."""
    weights = np.zeros(rows.shape[1])
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (truth - chance) - ridge * weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + ridge * np.eye(len(weights))
        weights += np.linalg.solve(curve, slope)
    return weights


def dishonesty(rows: np.ndarray, truth: np.ndarray, folds: int = 5) -> float:
    """How far the score is from the share that is right, mean over tenths, fitted on the other folds."""
    at = np.arange(len(truth)) * folds // len(truth)
    chance = np.zeros(len(truth))
    for fold in range(folds):
        chance[at == fold] = 1 / (1 + np.exp(-rows[at == fold] @ fit(rows[at != fold], truth[at != fold])))
    tenth = np.minimum((chance * 10).astype(int), 9)
    return float(sum(abs((chance - truth)[tenth == i].sum()) for i in range(10)) / len(truth))
