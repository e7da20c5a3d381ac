"""How harsh a comment's words are, by a small model of its own: which words count, and how sure it is.

It sorts the desk's queue and may hold a comment there; it never rejects one. A line of weights for each feature,
added up: every score can be told by the words that made it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from onrecord.text import Span

FILE = Path(__file__).parent / "weights.npz"
SIZE = 1 << 17  # features are hashed into so many weights, a byte each
WORD = re.compile(r"[\w*@$#]+(?:['’\-][\w*@$#]+)*")
_GRAMS = (3, 4, 5)


class Harsh(NamedTuple):
    """Words that count, and how sure the model is that they are an insult, a threat or contempt."""

    span: Span
    score: float


class Tone(NamedTuple):
    """A comment's score from 0 to 1, its harshest word's, and the words that count, as they stand."""

    score: float
    harsh: tuple[Harsh, ...]


class Weights(NamedTuple):
    """The model: a weight for each hashed feature, and from which score on a word is marked."""

    table: np.ndarray
    bias: float
    mark: float


@cache
def weights() -> Weights:
    """The shipped model, unpacked once."""
    with np.load(FILE) as held:
        table = held["table"].astype(np.float32) * float(held["scale"])
        return Weights(table, float(held["bias"]), float(held["mark"]))


def tone(words: str, model: Weights | None = None) -> Tone:
    """The score of these words, and which of them count."""
    known = model or weights()
    tokens = [Span(found.start(), found.end()) for found in WORD.finditer(words)]
    scores = chances([span.of(words) for span in tokens], known)
    return Tone(float(max(scores, default=0.0)), tuple(_joined(words, tokens, scores, known.mark)))


def chances(tokens: Sequence[str], known: Weights) -> list[float]:
    """For each word how sure the model is."""
    if not tokens:
        return []
    seen = [features(tokens, at) for at in range(len(tokens))]
    starts = np.cumsum([0, *map(len, seen[:-1])])
    sums = np.add.reduceat(known.table[np.fromiter(chain.from_iterable(seen), np.int64)].astype(np.float64), starts)
    scores: list[float] = (1 / (1 + np.exp(-np.clip(known.bias + sums, -30, 30)))).tolist()
    return scores


def _joined(words: str, tokens: Sequence[Span], scores: Sequence[float], mark: float) -> Iterator[Harsh]:
    """Words that count; those side by side, with nothing but space between, are one passage."""
    now: Harsh | None = None
    for span, score in zip(tokens, scores, strict=True):
        if score < mark:
            continue
        if now and not words[now.span.end : span.start].strip():
            now = Harsh(Span(now.span.start, span.end), max(now.score, score))
            continue
        if now:
            yield now
        now = Harsh(span, score)
    if now:
        yield now


# --- what the model sees of a word ---


def features(tokens: Sequence[str], at: int) -> list[int]:
    """The hashed features of a word: itself, its neighbours, its pieces, whether it is shouted."""
    return [*_alone(tokens[at]), *map(_hashed, _beside(tokens, at))]


def _hashed(named: str) -> int:
    return zlib.crc32(named.encode()) % SIZE


@lru_cache(2_048)  # the same words come again and again
def _alone(word: str) -> tuple[int, ...]:
    here = plain(word)
    shouted = ["shouted"] if len(here) > 2 and word.isupper() else []
    return tuple(map(_hashed, (f"w {here}", *_pieces(f"<{here}>"), *shouted)))


def _beside(tokens: Sequence[str], at: int) -> Iterator[str]:
    here = plain(tokens[at])
    before = plain(tokens[at - 1]) if at else "^"
    after = plain(tokens[at + 1]) if at + 1 < len(tokens) else "$"
    yield from (f"b {before}", f"a {after}", f"bw {before} {here}", f"wa {here} {after}")
    yield from (f"2b {plain(tokens[at - 2])}",) if at > 1 else ()
    yield from (f"2a {plain(tokens[at + 2])}",) if at + 2 < len(tokens) else ()


def _pieces(word: str) -> Iterator[str]:
    for size in _GRAMS:
        for start in range(len(word) - size + 1):
            yield f"g {word[start : start + size]}"


@lru_cache(2_048)
def plain(word: str) -> str:
    """A word as it is compared: small letters, signs that stand for letters read as these, stretches cut to two."""
    small = word.lower().replace("’", "'").translate(_SIGNS) if any(map(str.isalpha, word)) else word
    return re.sub(r"(.)\1{2,}", r"\1\1", small)


_SIGNS = str.maketrans({"@": "a", "$": "s", "0": "o", "1": "i", "3": "e", "4": "a", "5": "s"})
