"""Weights for whom "he" and "she" mean: `python -m training.referents --data ../shared/data`.

Learnt from PolNeAR's training articles: sources that are "he" or "she" and whose automatic chain (CoreNLP, so
silver) holds exactly one of the article's people. Conditional logistic regression, full batch, fixed steps.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from onrecord.extraction.syntax import parsed
from onrecord.records import Document
from onrecord.resolution.grammar import subjects
from onrecord.resolution.people import Person, mentioned, persons, prose, told
from onrecord.resolution.referents import SIGNS, TABLE, Place, candidates, signs
from onrecord.resolution.speakers import _EDGE
from training.names import articles

Case = tuple[np.ndarray, int]
GENDER = {"he": "m", "she": "f"}


def cases(path: Path) -> Iterator[Case]:
    """The signs of every candidate of a pronoun, and which of them the chain names."""
    for article in articles(path):
        text = article["text"]
        people = persons(prose(Document(id="d", text=text)))
        aside = told(text, people)
        edges = tuple(found.end() for found in _EDGE.finditer(text))
        acting = subjects(parsed(text, 2))
        before: str | None = None
        for start, end in sorted(tuple(one["source"][0]) for one in article["statements"] if one["source"]):
            word = text[start:end].lower()
            if word not in GENDER:
                before = next((one.name for one in people if one.last in text[start:end].split()), None)
                continue
            place = Place(text, start, GENDER[word], before, edges, acting)
            meant = chained(article, start, people)
            fit = candidates(place, aside)
            names = [one.name for one in fit]
            if meant and meant.name in names and len(fit) > 1:
                yield np.array([signs(place, one, fit) for one in fit]), names.index(meant.name)
            before = meant.name if meant else before
            aside = mentioned(aside, meant.name if meant else None, start)


def chained(article: dict, start: int, people: list[Person]) -> Person | None:
    """The one person whose name stands in the pronoun's chain."""
    for chain in article["coref"] or []:
        spans = [(article["tokens"][a][0], article["tokens"][b - 1][1]) for a, b in chain]
        if any(low == start for low, _ in spans):
            words = {word for low, high in spans if high - low < 40 for word in article["text"][low:high].split()}
            named = [one for one in people if one.last in words]
            return named[0] if len(named) == 1 else None
    return None


def fit(data: list[Case], steps: int = 3000) -> np.ndarray:
    """Weights that make the chains likeliest, with a little ridge."""
    weights = np.zeros(len(SIGNS))
    for _ in range(steps):
        slope = 1e-3 * weights
        for table, meant in data:
            chance = np.exp(table @ weights - (table @ weights).max())
            chance /= chance.sum()
            slope -= (table[meant] - chance @ table) / len(data)
        weights -= 0.5 * slope
    return weights


def right(data: list[Case], weights: np.ndarray) -> float:
    """How often the likeliest candidate is the chain's."""
    return sum(int((table @ weights).argmax()) == meant for table, meant in data) / max(len(data), 1)


def main() -> None:
    """Fits, prints the share right on both parts, writes the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    folder = parser.parse_args().data / "polnear"
    train, dev = (list(cases(folder / f"{part}.jsonl.gz")) for part in ("train", "dev"))
    weights = fit(train, 400)
    print(f"train {len(train)} {right(train, weights):.3f}; dev {len(dev)} {right(dev, weights):.3f}")
    rows = "\n".join(f"{name} = {value:.3f}" for name, value in zip(SIGNS, weights, strict=True))
    head = "# Made by training/referents.py: what each sign is worth when “he” or “she” is looked up.\n"
    TABLE.write_text(f"{head}{rows}\n", encoding="utf-8")
    assert all(math.isfinite(value) for value in weights)


if __name__ == "__main__":
    main()
