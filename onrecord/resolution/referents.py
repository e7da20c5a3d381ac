"""Whom "he" or "she" points at: the article's people, ranked by where they were last named.

A conditional logistic model over a few signs (after Kehler 1997 and Denis & Baldridge 2008, with the saliences of
Lappin & Leass 1994); training/referents.py makes the weights. Below a chance of `LEAST` nobody is answered.
"""

from __future__ import annotations

import functools
import math
import tomllib
from bisect import bisect_left
from pathlib import Path
from typing import NamedTuple

from onrecord.resolution.people import Person

TABLE = Path(__file__).parent / "tables" / "referents.toml"
SIGNS = (
    "sentences",
    "same",
    "previous",
    "opens",
    "opens_previous",
    "spoke",
    "often",
    "nearest",
    "possessive",
    "paragraph",
    "ours",
    "other",
    "goes_on",
    "subject",
    "subject_before",
    "subject_spoke",
)
LEAST = 0.6


class Place(NamedTuple):
    """A pronoun to resolve: where it stands, its gender, who spoke last, the edges of sentences, and where subjects
    stand."""

    text: str
    at: int
    gender: str | None
    before: str | None
    edges: tuple[int, ...]
    subjects: frozenset[int] = frozenset()


class Choice(NamedTuple):
    """The likeliest person, the chance, and the next."""

    person: Person | None
    chance: float
    next: Person | None = None


def choose(place: Place, people: list[Person]) -> Choice:
    """The person whom the pronoun most likely means, of those named before it; none below `LEAST`."""
    ranked = rank(place, people, weights())
    if not ranked:
        return Choice(None, 0.0)
    (chance, best), rest = ranked[0], ranked[1:]
    other = rest[0][1] if rest else None
    return Choice(best if chance >= LEAST else None, chance, best if chance < LEAST else other)


def rank(place: Place, people: list[Person], worth: tuple[float, ...]) -> list[tuple[float, Person]]:
    """Chances of those who may be meant, the likeliest first."""
    fit = candidates(place, people)
    scores = [sum(w * s for w, s in zip(worth, signs(place, one, fit), strict=True)) for one in fit]
    top = max(scores, default=0.0)
    powers = [math.exp(score - top) for score in scores]
    ranked = sorted(zip(powers, fit, strict=True), key=lambda pair: -pair[0])
    return [(power / sum(powers), one) for power, one in ranked]


def candidates(place: Place, people: list[Person]) -> list[Person]:
    """Those named before the pronoun whose gender does not speak against it."""
    return [
        one
        for one in people
        if one.places and one.places[0] < place.at and (one.gender is None or one.gender == place.gender)
    ]


def signs(place: Place, one: Person, among: list[Person]) -> tuple[float, ...]:
    """What speaks for a person, in the order of `SIGNS`."""
    last = one.places[bisect_left(one.places, place.at) - 1]
    here, there = (bisect_left(place.edges, at + 1) for at in (place.at, last))
    opens = last - place.edges[there - 1] < 30 if there else last < 30
    nearest = max(other.places[bisect_left(other.places, place.at) - 1] for other in among)
    after = place.text[last : last + len(one.name) + 3]
    return (
        -math.log1p(here - there),
        float(here == there),
        float(here - there == 1),
        float(opens),
        float(opens and here - there == 1),
        float(place.before == one.name),
        math.log1p(bisect_left(one.places, place.at)),
        float(last == nearest),
        float("’s" in after or "'s" in after),
        float("\n" not in place.text[last : place.at]),
        float(one.gender == place.gender),
        float(place.before is not None and place.before != one.name),
        float(place.before == one.name and _after_quote(place)),
        float(last in place.subjects),
        float(last in place.subjects and here - there <= 1),
        float(last in place.subjects and place.before == one.name),
    )


def _after_quote(place: Place) -> bool:
    """Whether a quotation ends just before the pronoun: who was quoted last often goes on."""
    return place.text[max(0, place.at - 4) : place.at].rstrip(" ,").endswith(("”", '"', "''"))


@functools.cache
def weights() -> tuple[float, ...]:
    """The table's weights."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return tuple(float(table[name]) for name in SIGNS)
