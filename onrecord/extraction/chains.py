"""Linear chains of tags, a chain a paragraph: how likely each tag and each span is. Pure numpy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

TYPES = ("source", "cue", "content")
TAGS = ("O", *(f"{mark}-{kind}" for kind in TYPES for mark in "BIES"))


class Scores(NamedTuple):
    """What it is worth to go from tag to tag, to begin and to end with one."""

    transitions: Floats
    begin: Floats
    end: Floats


class Posterior(NamedTuple):
    """Given the text: how likely each tag of each word is, and each tag given the one before it.

    `onward[i, kind]` holds B to I, B to E, I to I and I to E, from word i-1 to word i."""

    tags: Floats
    onward: Floats


class Likely(NamedTuple):
    """A span of words `start` to `end` of a type, its probability, and its mass: that of all spans of the type which
    share half of their words with it and it with them. Where only the ends are in doubt, each is unlikely."""

    kind: int
    start: int
    end: int
    chance: float
    mass: float = 1.0


def grid(paragraph: Ints) -> tuple[Ints, Ints]:
    """Where each word stands: its chain and its step in it."""
    new = np.diff(paragraph, prepend=-1) != 0
    chain = np.cumsum(new) - 1
    return chain, np.arange(len(paragraph)) - np.flatnonzero(new)[chain]


class Grid:
    """Chains side by side, the longest first, so that those still going at a step are the first rows."""

    def __init__(self, paragraph: Ints) -> None:
        chain, self.step = grid(paragraph)
        lengths = np.bincount(chain)
        order = np.argsort(-lengths, kind="stable")
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        self.row = rank[chain]
        self.lengths = lengths[order]
        self.steps = int(self.lengths[0])
        self.live = np.searchsorted(-self.lengths, -np.arange(self.steps), side="left").tolist()

    def lay(self, values: Floats) -> Floats:
        """A row a word to a row a chain; nought where a chain has ended."""
        out = np.zeros((len(self.lengths), self.steps, *values.shape[1:]), dtype=np.float32)
        out[self.row, self.step] = values
        return out

    def take(self, values: Floats) -> Floats:
        """A row a chain back to a row a word."""
        return values[self.row, self.step]


def viterbi(emissions: Floats, paragraph: Ints, scores: Scores) -> Ints:
    """The best path's tag of each word."""
    if not len(emissions):
        return np.zeros(0, dtype=np.int64)
    chains = Grid(paragraph)
    full = chains.lay(emissions)
    best = full[:, 0] + scores.begin
    back = np.zeros(full.shape, dtype=np.int64)
    for t in range(1, chains.steps):
        n = chains.live[t]
        reach = best[:n, :, None] + scores.transitions
        back[:n, t] = reach.argmax(1)
        best[:n] = reach.max(1) + full[:n, t]
    path = np.zeros(full.shape[:2], dtype=np.int64)
    path[np.arange(len(path)), chains.lengths - 1] = (best + scores.end).argmax(1)
    for t in range(chains.steps - 1, 0, -1):
        rows = np.arange(chains.live[t])
        path[rows, t - 1] = back[rows, t, path[rows, t]]
    return path[chains.row, chains.step]


def posterior(emissions: Floats, paragraph: Ints, scores: Scores) -> Posterior:
    """Forward and backward over all chains at once, scaled at each step so that nothing overflows."""
    if not len(emissions):
        return Posterior(emissions, np.zeros((0, len(TYPES), 4), dtype=np.float32))
    chains = Grid(paragraph)
    worth = chains.lay(np.exp(emissions - emissions.max(1, keepdims=True)))
    moves, last = np.exp(scores.transitions), np.exp(scores.end)
    forward = np.zeros_like(worth)
    total = np.ones(worth.shape[:2], dtype=np.float32)
    now = worth[:, 0] * np.exp(scores.begin)
    for t in range(chains.steps):
        n = chains.live[t]
        if t:
            now = (now[:n] @ moves) * worth[:n, t]
        total[:n, t] = now.sum(1)
        now = now / total[:n, t, None]
        forward[:n, t] = now
    final = forward[np.arange(len(total)), chains.lengths - 1] @ last
    backward, gain = np.ones_like(worth), np.zeros_like(worth)
    backward[np.arange(len(total)), chains.lengths - 1] = last / final[:, None]
    for t in range(chains.steps - 1, -1, -1):
        n = chains.live[t]
        gain[:n, t] = ahead = worth[:n, t] * backward[:n, t] / total[:n, t, None]
        if t:
            backward[:n, t - 1] = ahead @ moves.T
    behind = np.ones_like(backward)
    behind[:, 1:] = backward[:, :-1]
    gain = chains.take(gain)
    return Posterior(chains.take(forward * backward), _onward(gain, chains.take(behind), moves))


def _onward(gain: Floats, behind: Floats, moves: Floats) -> Floats:
    """Chances of the moves inside a span: what move and new tag are worth, over the old tag's worth."""
    left = np.array([[1 + 4 * kind + at for at in (0, 0, 1, 1)] for kind in range(len(TYPES))])
    right = np.array([[1 + 4 * kind + at for at in (1, 2, 1, 2)] for kind in range(len(TYPES))])
    out: Floats = moves[left, right] * gain[:, right] / np.maximum(behind[:, left], 1e-30)
    return out


def likely(chances: Posterior, paragraph: Ints, floor: float) -> list[Likely]:
    """Every span whose probability is at least `floor`.

    A chain's tags given the text are a Markov chain, so a span's probability is a product along it."""
    found = []
    for kind in range(len(TYPES)):
        opening, single = chances.tags[:, 1 + 4 * kind], chances.tags[:, 4 + 4 * kind]
        found += [Likely(kind, i, i + 1, float(single[i])) for i in np.flatnonzero(single >= floor).tolist()]
        moves = chances.onward[:, kind].tolist()
        stop = np.append(np.diff(paragraph) != 0, True).tolist()
        for start in np.flatnonzero(opening >= floor).tolist():
            inside, i, go, close = float(opening[start]), start, 0, 1
            while inside >= floor and not stop[i]:
                i += 1
                if inside * moves[i][close] >= floor:
                    found.append(Likely(kind, start, i + 1, inside * moves[i][close]))
                inside *= moves[i][go]
                go, close = 2, 3
    return found


def weighed(spans: Sequence[Likely], floor: float) -> list[Likely]:
    """Those of at least `floor`, each with the mass of all that are near it."""
    out: list[Likely] = []
    for kind in range(len(TYPES)):
        mine = [span for span in spans if span.kind == kind]
        kept = [span for span in mine if span.chance >= floor]
        if kept:
            masses = np.minimum(_near(kept, mine) @ np.array([span.chance for span in mine]), 1.0)
            out += [span._replace(mass=float(mass)) for span, mass in zip(kept, masses, strict=True)]
    return out


def _near(left: Sequence[Likely], right: Sequence[Likely]) -> npt.NDArray[np.bool_]:
    """Which of the left share half of either's words with which of the right."""
    one, other = (np.array([(span.start, span.end) for span in spans]) for spans in (left, right))
    both = np.minimum(one[:, None, 1], other[None, :, 1]) - np.maximum(one[:, None, 0], other[None, :, 0])
    longer = np.maximum((one[:, 1] - one[:, 0])[:, None], (other[:, 1] - other[:, 0])[None])
    near: npt.NDArray[np.bool_] = 2 * both >= longer
    return near


def choose(spans: Sequence[Likely], floors: Sequence[float], masses: Sequence[float] = ()) -> list[Likely]:
    """The likeliest spans that do not overlap, each at least as likely as its type's floor, or of its type's mass.

    Exact-match F1 gains from any span whose chance is above half the F1 reached, which is below the
    chance that makes a span part of the best path."""
    taken: set[int] = set()
    chosen = []
    for span in sorted(spans, key=lambda span: (-span.chance, span.start, span.end)):
        if span.chance < floors[span.kind] and not (masses and span.mass >= masses[span.kind]):
            continue
        words = range(span.start, span.end)
        if taken.isdisjoint(words):
            taken.update(words)
            chosen.append(span)
    return sorted(chosen, key=lambda span: span.start)
