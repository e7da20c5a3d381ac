"""How the words of a sentence hang together: head, relation and tag of every word, and who and what is mentioned.

A small head over the states of the one encoder pass that finds the statements: nothing is read twice. It was trained
on GUM (training/syntax.py); the values are those of trees.py.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from onrecord.abreast import AT_ONCE
from onrecord.extraction.arcs import NEVER, tree
from onrecord.extraction.chains import Floats, Ints
from onrecord.extraction.model import FOLDER, Look, looked
from onrecord.extraction.sentences import sentences
from onrecord.trees import Mention, Sentence, Word

ROWS = 64  # words whose relations are weighed at once: more would leave the processor's cache
HALF = 32  # distances between words are told apart up to here


class Head(NamedTuple):
    """The trained numbers and the names of what they tell apart."""

    weights: dict[str, Floats]
    relations: list[str]
    tags: list[str]
    kinds: list[str]


def parsed(text: str, threads: int = 1) -> tuple[Sentence, ...]:
    """Every sentence of a text with its tree; the encoder's pass is the statements' own.

    >>> [s.words[w.head].start if w.head >= 0 else -1 for s in parsed("Rain fell.") for w in s.words]
    [5, -1, 5]
    """
    return _parsed(text, threads)


@functools.lru_cache(maxsize=AT_ONCE)
def _parsed(text: str, threads: int) -> tuple[Sentence, ...]:
    seen = looked(text, threads)
    return tuple(read(text, seen, opened(), _within(text, threads))) if len(seen.layers) else ()


@functools.lru_cache(maxsize=AT_ONCE)
def _within(text: str, threads: int) -> Floats:
    """The words' states in their sentences, made once for all that is asked of them."""
    return context_of(text, looked(text, threads), opened())


def context_of(text: str, seen: Look, head: Head) -> Floats:
    """The states of a text's words in which they see their sentence, each sentence led by one row more."""
    return _context(seen.layers, ranges(text, seen.read.words), head.weights)


def read(text: str, seen: Look, head: Head, context: Floats) -> Iterator[Sentence]:
    """The sentences of a text that was looked at, from its words' states in them (`context_of`)."""
    bounds = ranges(text, seen.read.words)
    views = _views(context, head.weights)
    heads, at = [], 0
    for start, end in bounds:
        heads.append(tree(_arcs(views, slice(at, at + end - start + 1), head.weights)))
        at += end - start + 1
    relations = _relations(views, heads, head.weights)
    tags, kinds = views["tag"].argmax(1), views["kind"].argmax(1)
    at = 0
    for (start, end), hang in zip(bounds, heads, strict=True):
        mine = slice(at + 1, at + 1 + end - start)
        columns = (seen.read.words[start:end], hang, relations[mine], tags[mine])
        words = tuple(
            Word(place[0], place[1], above, head.relations[relation], head.tags[tag])
            for place, above, relation, tag in zip(*(column.tolist() for column in columns), strict=True)
        )
        yield Sentence(words, tuple(_mentions(views, slice(at, mine.stop), kinds[mine], words, head)))
        at = mine.stop


def states_in(text: str, threads: int = 1) -> Floats:
    """The states of a text's words in which they see their sentence, by the shipped head."""
    return states_of(text, looked(text, threads), _within(text, threads))


def states_of(text: str, seen: Look, context: Floats) -> Floats:
    """The same without the rows that lead the sentences: for other heads over the same words."""
    bounds = ranges(text, seen.read.words)
    rows: list[int] = []
    at = 0
    for start, end in bounds:
        rows += range(at + 1, at + 1 + end - start)
        at += 1 + end - start
    out: Floats = context[rows]
    return out


def ranges(text: str, words: Ints) -> list[tuple[int, int]]:
    """The words of each sentence, as ranges."""
    starts = np.searchsorted(words[:, 0], [span.start for span in sentences(text, "en")])
    edges = sorted({0, len(words), *starts.tolist()})
    return list(pairwise(edges))


@functools.cache
def opened(folder: Path = FOLDER) -> Head:
    """The head of a model's folder, opened once."""
    held = np.load(folder / "syntax.npz")
    names: dict[str, Any] = {name: held[name].tolist() for name in ("relations", "tags", "kinds")}
    return Head({name: held[name].astype(np.float32) for name in held.files if name not in names}, **names)


# --- the layers, in the order in which training/syntax_model.py has them ---


def _linear(x: Floats, w: dict[str, Floats], name: str) -> Floats:
    out: Floats = x @ w[f"{name}.weight"].T + w[f"{name}.bias"]
    return out


def _norm(x: Floats, w: dict[str, Floats], name: str) -> Floats:
    x = x - x.mean(1, keepdims=True)
    out: Floats = x / np.sqrt((x * x).mean(1, keepdims=True) + 1e-5) * w[f"{name}.weight"] + w[f"{name}.bias"]
    return out


def _bright(x: Floats) -> Floats:
    return np.maximum(x, 0)


@functools.lru_cache(maxsize=128)
def _far(size: int) -> Ints:
    """How far each of so many words is from each other, as a row of the tables; not to be written to."""
    places = np.arange(size)
    steps: Ints = (places[None] - places[:, None]).clip(-HALF, HALF) + HALF
    return steps


def _context(layers: Floats, bounds: list[tuple[int, int]], w: dict[str, Floats]) -> Floats:
    """States of all words, each sentence's led by one that stands for "hangs on nothing"."""
    x = _bright(_norm(_linear(layers, w, "mix"), w, "first"))
    rows = [np.concatenate([w["root"][None], x[start:end]]) for start, end in bounds]
    x = np.concatenate(rows) if rows else np.zeros((0, w["root"].shape[0]), dtype=np.float32)
    for name in sorted({key.split(".")[1] for key in w if key.startswith("blocks.")}):
        x = _block(x, [len(row) for row in rows], w, f"blocks.{name}")
    return x


def _block(x: Floats, sizes: list[int], w: dict[str, Floats], name: str) -> Floats:
    """Each sentence's words look at one another."""
    asked = _linear(x, w, f"{name}.qkv")
    far = w[f"{name}.far"]
    told, at = np.empty_like(x), 0
    for size in sizes:
        told[at : at + size] = _looked(asked[at : at + size], far, size)
        at += size
    x = _norm(x + _linear(told, w, f"{name}.out"), w, f"{name}.norm1")
    return _norm(x + _linear(_bright(_linear(x, w, f"{name}.up")), w, f"{name}.down"), w, f"{name}.norm2")


def _looked(asked: Floats, far: Floats, size: int) -> Floats:
    heads = len(far)
    width = asked.shape[1] // 3 // heads
    q, k, v = asked.reshape(size, 3, heads, width).transpose(1, 2, 0, 3)
    share = _chances(q @ k.transpose(0, 2, 1) / np.float32(width**0.5) + far[:, _far(size)])
    out: Floats = (share @ v).transpose(1, 0, 2).reshape(size, -1)
    return out


def _chances(worth: Floats) -> Floats:
    power = np.exp(worth - worth.max(-1, keepdims=True))
    out: Floats = power / power.sum(-1, keepdims=True)
    return out


# --- what is asked of the states ---

VIEWS = ("below", "above", "told", "tells", "tag", "kind", "edge_asks", "edge_answers")


def _views(x: Floats, w: dict[str, Floats]) -> dict[str, Floats]:
    """The states as each question sees them, in one product."""
    weights = np.concatenate([w[f"{name}.weight"] for name in VIEWS])
    every = x @ weights.T + np.concatenate([w[f"{name}.bias"] for name in VIEWS])
    cuts = np.cumsum([len(w[f"{name}.bias"]) for name in VIEWS])[:-1]
    out = dict(zip(VIEWS, np.split(every, cuts, axis=1), strict=True))
    return out | {name: _bright(out[name]) for name in ("below", "above", "told", "tells")}


def _arcs(views: dict[str, Floats], mine: slice, w: dict[str, Floats]) -> Floats:
    """What each word of a sentence hanging on each other, or on nothing, is worth."""
    below, above, bilinear = views["below"][mine][1:], views["above"][mine], w["arc"]
    worth = (below @ bilinear[:, :-1]) @ above.T + (below @ bilinear[:, -1])[:, None]
    out: Floats = worth + w["arc_far"][_far(len(above))[1:]]
    return out


def _relations(views: dict[str, Floats], heads: list[Ints], w: dict[str, Floats]) -> Ints:
    """The likeliest relation of each row of states to its head; rows that lead a sentence say nothing."""
    above, at = np.zeros(len(views["told"]), dtype=np.int64), 0
    for hang in heads:
        above[at + 1 : at + 1 + len(hang)] = hang + 1 + at
        at += len(hang) + 1
    one = np.ones((len(above), 1), dtype=np.float32)
    told, tells = np.concatenate([views["told"], one], 1), np.concatenate([views["tells"], one], 1)[above]
    wide = w["relation"]  # told, relations, tells
    flat, best = wide.reshape(len(wide), -1), np.zeros(len(told), dtype=np.int64)
    for start in range(0, len(told), ROWS):
        some = slice(start, start + ROWS)
        held = (told[some] @ flat).reshape(-1, *wide.shape[1:])
        best[some] = (held @ tells[some, :, None])[:, :, 0].argmax(1)
    return best


def _mentions(
    views: dict[str, Floats], mine: slice, kinds: Ints, words: tuple[Word, ...], head: Head
) -> Iterator[Mention]:
    """Each word that is the main one of a mention, with the mention's first and last word."""
    main = np.flatnonzero(kinds)
    if not len(main):
        return
    far, places = _far(len(words))[main], np.arange(len(words))
    asks, answers = views["edge_asks"][mine][1:][main], views["edge_answers"][mine][1:]
    half = asks.shape[1] // 2
    ends = []
    for side, beyond in enumerate((places[None] > main[:, None], places[None] < main[:, None])):
        part = slice(side * half, (side + 1) * half)
        worth = asks[:, part] @ answers[:, part].T / np.float32(half**0.5) + head.weights["edge_far"][side][far]
        ends.append(np.where(beyond, NEVER, worth).argmax(1))
    for at, left, right in zip(main.tolist(), *(end.tolist() for end in ends), strict=True):
        yield Mention(words[left].start, words[right].end, head.kinds[kinds[at]], at)
