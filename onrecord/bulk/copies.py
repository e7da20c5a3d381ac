"""Syndicated copies and near-duplicates: articles with nearly the same words, linked to the earliest, none dropped.

MinHash signatures of runs of words, compared where one of their bands agrees. It looks at all articles in one
order, so the links are the same whatever the number of parts and machines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from onrecord.bulk.settle import Held

WORDS = 5  # of a run
NUMBERS, BANDS = 64, 16  # of a signature; four numbers a band find four of five pairs that are half alike
ALIKE = 0.7  # of the runs shared: below, two reports of one event that quote the same words
LEAST = 40  # words of an article; shorter ones are alike by chance
_WORD = re.compile(r"[^\W_]+")

Signatures = npt.NDArray[np.uint32]
Links = dict[str, tuple[str, float]]


class Article(NamedTuple):
    """An article as copies are told apart: by when it was published, then by its id."""

    moment: str
    id: str


def linked(parts: Sequence[Held]) -> tuple[dict[str, set[str]], Links, dict[str, Any]]:
    """Ids that an earlier part has already, by part; what each copy is a copy of; and a word where none were sought."""
    again: dict[str, set[str]] = {}
    articles: list[Article] = []
    signatures: list[Any] = []
    seen: set[str] = set()
    sketch = sketcher()
    for held in parts:
        for id, moment, text in _articles(held):
            if id in seen:
                again.setdefault(held.key, set()).add(id)
                continue
            seen.add(id)
            mark = sketch(text) if sketch else None
            if mark is not None:
                articles.append(Article(moment, id))
                signatures.append(mark)
    note = {} if sketch else {"note": "copies were not looked for: pip install 'onrecord[bulk]'"}
    return again, links(articles, np.array(signatures, dtype=np.uint32).reshape(-1, NUMBERS)), note


def _articles(held: Held) -> Iterator[tuple[str, str, str]]:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(held.desk.file(held.key, "documents"))
    for batch in file.iter_batches(batch_size=256, columns=["id", "published", "retrieved", "text"]):
        for row in batch.to_pylist():
            yield row["id"], row["published"] or row["retrieved"] or "~", row["text"]


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


def links(articles: Sequence[Article], signatures: Signatures) -> Links:
    """For each article that is like an earlier one: the earliest of those, and how alike.

    An article is a copy of the earliest that it is itself like, never of one it only shares a copy with."""
    order = sorted(range(len(articles)), key=lambda at: articles[at])
    marks = signatures[order]
    found: Links = {}
    nearest = _candidates(marks)
    for at in sorted(nearest):
        for first in sorted(nearest[at]):
            likeness = float((marks[at] == marks[first]).mean())
            if likeness >= ALIKE and articles[order[first]].id not in found:
                found[articles[order[at]].id] = (articles[order[first]].id, round(likeness, 4))
                break
    return found


def _candidates(marks: Signatures) -> dict[int, set[int]]:
    """For each article the earlier ones that may be like it: of each band's equals the earliest, and the one before.

    Comparing with all equals would cost the square of a story that a thousand papers print."""
    pairs: dict[int, set[int]] = {}
    size = NUMBERS // BANDS
    for band in range(BANDS if len(marks) else 0):
        part = np.ascontiguousarray(marks[:, band * size : (band + 1) * size])
        keys = part.view([("", part.dtype)] * size).ravel()
        _, inverse = np.unique(keys, return_inverse=True)
        order = np.argsort(inverse, kind="stable")
        starts = np.flatnonzero(np.diff(inverse[order], prepend=-1))
        for start, end in zip(starts, [*starts[1:], len(order)], strict=True):
            for step in range(start + 1, end):
                near = pairs.setdefault(int(order[step]), set())
                near |= {int(order[start]), int(order[step - 1])}
    return pairs
