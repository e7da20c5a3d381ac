"""Where: the places that an article names, each with why, how sure, and whether a government is meant by it.

A name is a place where the gazetteer knows it and the words around speak for it (`toponyms`); which of its namesakes
is meant follows from what stands beside it and from the article's other places (`ranking`). Below `sure` it stays open.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from onrecord.records import Document, Statement, Toponym, Use
from onrecord.resolution.gazetteer import Entry, folded, stem
from onrecord.resolution.people import persons, prose
from onrecord.resolution.ranking import Choice, Name, inside, ranked
from onrecord.resolution.toponyms import Mention, around, belongs, candidates, weigh
from onrecord.resolution.villages import strayed, unlisted
from onrecord.text import Span

TABLE = Path(__file__).parent / "tables/places.json"
STATES = TABLE.with_suffix(".npz")
_GROUND = re.compile(  # what happens to the ground or is said of it, not what a government does or is told
    r" (?:was|were|is|has been|had been) (?:now |still |again |also |once |heavily |partly |largely )*"
    r"(?!accused|asked|told|urged|said|blamed|criticised|criticized|condemned|warned|invited|expected|involved|forced)"
    r"(?:\w+ed|hit|struck|lost|taken|held|overrun|under|cold|hot|quiet|calm|empty|dark|flooded|home|north|south|east|west)\b"
)
_BEFORE = re.compile(r"\b(?:in|at|near|from|to|of|outside|around|into|over|through|across|inside|beyond) (?:the )?$")


States = Callable[[Sequence[Span]], Any]  # a row of numbers for each span, or none where nothing was seen


def unseen(_: Sequence[Span]) -> None:
    """Where no encoder has seen the words."""


class Weights(NamedTuple):
    """What training/places.py learnt: of a place's signs, of its use, of its namesakes; and where answers begin.

    `seen`: of its signs and its use where the encoder's view of the words is weighed beside them (places.npz)."""

    recognise: dict[str, float]
    use: dict[str, float]
    seen: dict[str, Any]
    rank: dict[str, dict[str, float]]
    place: float
    literal: float
    sure: float


@functools.cache
def weights() -> Weights:
    """Read once."""
    raw: dict[str, Any] = json.loads(TABLE.read_text(encoding="utf-8"))
    return Weights(**raw)


@functools.cache
def view() -> Any:
    """The weights of the encoder's view, of what is a place and of whether the ground is meant; read once."""
    held = np.load(STATES)
    return np.stack([held["place"], held["use"]], axis=1)


class Look(NamedTuple):
    """What the encoder's view of a name speaks for: its being a place, its ground being meant."""

    place: float
    use: float


def places(document: Document, statements: tuple[Statement, ...] = (), states: States = unseen) -> tuple[Toponym, ...]:
    """Every place that the article names, in the order of its words; `states` says how the encoder sees them."""
    text = document.text
    seen = [(one, look) for one, look in mentions(text, document, states) if _accepted(one, look)]
    found, looks = [one for one, _ in seen], {one.span: look for one, look in seen}
    names = grouped(found)
    chosen = ranked(names, weights().rank)
    said = [span for one in statements for span in one.source]
    kept = [one for one in found if not strayed(text, one, found, chosen)]
    out = [
        _toponym(text, one, names, chosen[folded(one.name)], use_of(text, one, said, looks[one.span])) for one in kept
    ]
    return tuple(sorted([*out, *unlisted(text, kept, chosen)], key=lambda one: one.span.start))


def mentions(text: str, document: Document, states: States) -> list[tuple[Mention, Look | None]]:
    """The candidates, each with what the encoder's view of it says."""
    found = candidates(around(text, persons(prose(document))))
    rows = states([one.span for one in found]) if found else None
    looks = [None] * len(found) if rows is None else [Look(*row) for row in (rows @ view()).tolist()]
    return list(zip(found, looks, strict=True))


def _accepted(one: Mention, look: Look | None) -> bool:
    """By its signs; whom the article names in full is no town of that name, and what our own table has is a place."""
    if "person" in one.signs and not one.strong:
        return False
    ours = "curated" in one.signs and not one.signs.keys() & {"low", "rl", "inner", "a people"}
    if ours or "capital" in one.signs or "run by" in one.signs:
        return True
    if look is not None:
        return weigh(one.signs, weights().seen["recognise"], look.place) >= float(weights().seen["place"])
    return weigh(one.signs, weights().recognise) >= weights().place


def grouped(found: Iterable[Mention]) -> dict[str, Name]:
    """Mentions by name: a name means one place throughout an article; what stands beside it once counts for all."""
    held: dict[str, Name] = {}
    for one in found:
        key, beside = folded(one.name), frozenset(stem(name) for name in one.beside)
        old = held.get(key, Name(one.namesakes, frozenset(), 0, lends=False))
        held[key] = Name(old.namesakes, old.beside | beside, old.times + 1, old.lends or not one.abroad)
    return held


def _toponym(text: str, one: Mention, names: dict[str, Name], choice: Choice, use: Use) -> Toponym:
    key = folded(one.name)
    place = choice.entry.place if choice.chance >= weights().sure else None
    why = _why(one, key, names, choice) if place else f"“{one.name}” could be any of {len(one.namesakes)} places."
    if len(one.namesakes) == 1 and not place:
        why = f"The gazetteer's one place of this name, in {_where(choice.entry)}, is hardly meant here."
    return Toponym(
        span=one.span,
        place=place,
        relative=relative(text, one.span),
        use=use,
        score=round(choice.chance, 3),
        why=why,
    )


def _where(entry: Entry) -> str:
    return entry.within[0] if entry.within else "the world"


def _why(one: Mention, key: str, names: dict[str, Name], choice: Choice) -> str:
    """In a sentence, with the next candidates."""
    best = choice.entry
    if len(one.namesakes) == 1:
        return f"The gazetteer has one place of this name{f', in {best.within[0]}' if best.within else ''}."
    rest = ", ".join(dict.fromkeys(_short(entry) for entry in choice.next[:2]))
    others = f"; next: {rest}" if rest else ""
    near = inside(best)
    beside = next((name for name in one.beside if stem(name) in near), None)
    if beside:
        return f"“{beside}” stands beside it{others}."
    told = {stem(other) for other in names} - {stem(key)}
    named = next((name for name in best.within if stem(name.split(" (")[0]) in told), None)
    if named:
        return f"{named} is named in the article too{others}."
    return f"The likeliest of {len(one.namesakes)} places of this name{others}."


def _short(entry: Entry) -> str:
    return f"{entry.name} in {entry.within[0]}" if entry.within else f"{entry.name} ({entry.kind})"


_UNITS = r"\d[\d,.]* ?(?:km|kilomet(?:er|re)s?|miles?|m|met(?:er|re)s)"
_SIDES = r"(?:north|south|east|west)(?:-?(?:north|south|east|west)){0,2}"
_RELATIVE = re.compile(  # "20 km south of the town of", "on the outskirts of", "the left bank of the"
    rf"(?i)\b((?:(?:about|some|around|just|more than|less than) )?{_UNITS}\b"
    rf"(?: (?:{_SIDES}|away|inland|outside))*(?: (?:of|from|off))?"
    rf"|(?:just )?{_SIDES} of|(?:just )?outside|near|close to|not far from|(?:on )?the outskirts of|in the direction of"
    rf"|(?:the )?(?:left|right|{_SIDES})(?:ern)? (?:bank|side|shore) of) (?:the )?(?:(?:city|town|village) of )?$"
)


def relative(text: str, span: Span) -> Span | None:
    """The words before a name that put something beside it and not in it: "20 km from", "south of"."""
    found = _RELATIVE.search(text[max(0, span.start - 70) : span.start])
    start = max(0, span.start - 70)
    return Span(start + found.start(1), start + found.end(1)) if found else None


# --- how it is meant ---


def use_of(text: str, one: Mention, said: list[Span], look: Look | None = None) -> Use:
    """Metonymic where a government, a people or a body is meant by the name, literal where the ground is.

    `look` is what the encoder's view of the words speaks for the ground, none where nothing was seen."""
    name = one.span.of(text)
    speaks = any(span.overlaps(one.span) and span.of(text).removeprefix("the ").strip() == name for span in said)
    seat = one.namesakes[0].kind == "seat" and not _BEFORE.search(text[: one.span.start][-30:])
    if speaks or seat:
        return "metonymic"
    if look is not None:
        return "literal" if weigh(one.signs, weights().seen["use"], look.use) >= 0.5 else "metonymic"
    if belongs(one.name):
        return "metonymic"
    if _GROUND.match(text[one.span.end : one.span.end + 60]):
        return "literal"
    return "literal" if weigh(one.signs, weights().use) >= weights().literal else "metonymic"
