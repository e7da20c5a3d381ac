"""Reports that stand beside one another, read from their text to what disagrees, against what a person found.

`python -m tests.cases.contradictions.clusters` prints the figures of both halves, and of the open one every
difference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from onrecord.ledger.territory.facts import Fact
from onrecord.line import reading_of
from onrecord.records import Document, Page, Reading, Stamp, compose, document_id
from tests.cases.claims.disagreeing import disagreeing, fact_in

HERE = Path(__file__).parent
STAMP = Stamp(at="2026-01-01T00:00:00Z", by="cases")
_HEAD = re.compile(r"(\d{4}-\d\d-\d\d) (.+)")
Mark = tuple[str, str]  # a rule, and the name of the place


class Cluster(NamedTuple):
    """Reports about one thing, and what a person says disagrees among them."""

    about: str
    documents: tuple[Document, ...]
    expected: frozenset[Mark]


class Figures(NamedTuple):
    """What was found, and how much of it a person found too."""

    found: int
    right: int
    wanted: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / max(self.found, 1)

    @property
    def recall(self) -> float:
        """The share of what a person found that was found."""
        return self.right / max(self.wanted, 1)


def clusters(path: Path) -> Iterator[Cluster]:
    """Every cluster of a file. Raises ValueError for one that cannot be read."""
    for part in re.split(r"\n\n+", path.read_text(encoding="utf-8").strip()):
        about, *lines = part.split("\n")
        marks = frozenset(_mark(line) for line in lines if line.startswith("! "))
        reports = "\n".join(line for line in lines if not line.startswith("! ")).split("\n---\n")
        yield Cluster(about, tuple(_report(one) for one in reports), marks)


def _mark(line: str) -> Mark:
    rule, _, place = line.removeprefix("! ").partition(" ")
    return rule, place


def _report(part: str) -> Document:
    head, *words = part.split("\n")
    found = _HEAD.fullmatch(head)
    if not found or not words:
        raise ValueError(f"a report begins with its day and outlet, then its words: {part!r}")
    text, blocks = compose([("paragraph", " ".join(words))])
    id = document_id(found[2], text)
    return Document(id=id, text=text, blocks=blocks, lang="en", published=found[1], publisher=found[2])


def found(cluster: Cluster) -> set[Mark]:
    """What the rules find among the claims that the line reads."""
    readings = [reading_of(Page(document=one), STAMP) for one in cluster.documents]
    return {(one.rule, _home(one.one, one.other)) for one in disagreeing(_facts(readings))}


def _facts(readings: Iterable[Reading]) -> list[Fact]:
    made = (fact_in(reading, claim, claim) for reading in readings for claim in reading.claims)
    return [fact for fact in made if fact]


def _home(one: Fact, other: Fact) -> str:
    """The narrower of the two places."""
    return max((one.where, other.where), key=lambda where: len(where.inside)).name


def figures(path: Path) -> tuple[Figures, list[str]]:
    """The figures of a file, and each difference in words."""
    got, right, wanted, told = 0, 0, 0, []
    for cluster in clusters(path):
        here = found(cluster)
        got, right, wanted = got + len(here), right + len(here & cluster.expected), wanted + len(cluster.expected)
        told += [f"{cluster.about}: false {mark}" for mark in sorted(here - cluster.expected)]
        told += [f"{cluster.about}: missed {mark}" for mark in sorted(cluster.expected - here)]
    return Figures(got, right, wanted), told


if __name__ == "__main__":
    for name in ("open.txt", "kept/kept.txt"):
        made, differences = figures(HERE / name)
        print(name, made, f"precision {made.precision:.3f}, recall {made.recall:.3f}")
        print(*(differences if name == "open.txt" else []), sep="\n")
