"""Syndicated copies and near-duplicates: articles with nearly the same words, linked to the earliest, none dropped.

MinHash signatures of runs of words, compared where one of their bands agrees. Signatures are made part by part and
bands compared one by one, wherever that is; all articles stand in one order meanwhile, so the links are the same
whatever the number of parts and machines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

WORDS = 5  # of a run
NUMBERS, BANDS = 64, 16  # of a signature; four numbers a band find four of five pairs that are half alike
ALIKE = 0.7  # of the runs shared: below, two reports of one event that quote the same words
LEAST = 40  # words of an article; shorter ones are alike by chance
_WORD = re.compile(r"[^\W_]+")

Signatures = npt.NDArray[np.uint32]
Links = dict[str, tuple[str, float]]


class Sketch(NamedTuple):
    """A part's articles: their ids, when each was published, which of them have a signature, and those."""

    ids: list[str]
    moments: list[str]
    has: list[bool]
    marks: Signatures


class Articles(NamedTuple):
    """All articles: the ids that an earlier part has already, by part; those with a signature, the earliest first."""

    again: dict[int, list[str]]
    ids: list[str]
    marks: Signatures


def sketched(file: Path) -> Sketch:
    """A part's articles as copies are told apart."""
    import pyarrow.parquet as pq

    ids, moments, has, marks = [], [], [], []
    sketch = sketcher()
    for batch in pq.ParquetFile(file).iter_batches(batch_size=256, columns=["id", "published", "retrieved", "text"]):
        for row in batch.to_pylist():
            ids.append(row["id"])
            moments.append(row["published"] or row["retrieved"] or "~")
            mark = sketch(row["text"]) if sketch else None
            has.append(mark is not None)
            marks += [mark] if mark is not None else []
    return Sketch(ids, moments, has, _array(marks))


def _array(marks: list[Any]) -> Signatures:
    return np.array(marks, dtype=np.uint32).reshape(-1, NUMBERS)


def together(sketches: Iterable[Sketch]) -> Articles:
    """All articles, each once as the first part has it, in the order of their moments and ids."""
    again: dict[int, list[str]] = {}
    seen: set[str] = set()
    order: list[tuple[str, str]] = []
    marks: list[Signatures] = []
    for part, sketch in enumerate(sketches):
        fresh = []
        held = np.cumsum(sketch.has) - 1
        for at, id in enumerate(sketch.ids):
            if id in seen:
                again.setdefault(part, []).append(id)
            elif sketch.has[at]:
                order.append((sketch.moments[at], id))
                fresh.append(int(held[at]))
            seen.add(id)
        marks.append(sketch.marks[fresh])
    sorting = sorted(range(len(order)), key=order.__getitem__)
    whole = np.concatenate(marks) if marks else _array([])
    return Articles(again, [order[at][1] for at in sorting], whole[sorting])


def sketcher() -> Any:
    """A text to its signature, None for one too short; None where the library is not there."""
    try:
        from rensa import RMinHash
    except ModuleNotFoundError:
        return None

    def sketch(text: str) -> Any:
        words = _WORD.findall(text.lower())
        if len(words) < LEAST:
            return None
        made = RMinHash(num_perm=NUMBERS, seed=1)
        made.update([" ".join(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1)])
        return made.digest()

    return sketch


def pairs(marks: Signatures, band: int) -> npt.NDArray[np.int64]:
    """Pairs of articles that agree in a band: each with the earliest of its equals, and with the one before it.

    Comparing with all equals would cost the square of a story that a thousand papers print."""
    size = NUMBERS // BANDS
    part = np.ascontiguousarray(marks[:, band * size : (band + 1) * size])
    if not len(part):
        return np.empty((0, 2), np.int64)
    _, inverse = np.unique(part.view([("", part.dtype)] * size).ravel(), return_inverse=True)
    order = np.argsort(inverse, kind="stable")
    begins = np.diff(inverse[order], prepend=-1) != 0
    firsts = order[np.maximum.accumulate(np.where(begins, np.arange(len(order)), 0))]
    later = np.flatnonzero(~begins)
    found = [np.stack([order[later], firsts[later]], 1), np.stack([order[later], order[later - 1]], 1)]
    return np.unique(np.concatenate(found), axis=0).astype(np.int64)


def links(ids: Sequence[str], marks: Signatures, found: npt.NDArray[np.int64]) -> Links:
    """For each article that is like an earlier one: the earliest of those, and how alike.

    An article is a copy of the earliest that it is itself like, never of one it only shares a copy with."""
    made: Links = {}
    for at, first in np.unique(found, axis=0).tolist():
        likeness = float((marks[at] == marks[first]).mean())
        if likeness >= ALIKE and ids[at] not in made and ids[first] not in made:
            made[ids[at]] = (ids[first], round(likeness, 4))
    return made
