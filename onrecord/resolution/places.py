"""Where: the places that an article names, each with why, how sure, and whether a government is meant by it.

A name is a place where the gazetteer knows it and the words around do not speak against it; which of its namesakes is
meant follows from what contains it and is named beside it, from the article's other places, from people living there
(after Leidner 2007 and Speriosu & Baldridge 2013). Below `SURE` it stays open.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from onrecord.records import Document, Place, Statement, Toponym, Use, new_id
from onrecord.resolution.gazetteer import STATES, Entry, folded, lookup
from onrecord.resolution.naming import NAME, POSSESSIVE, kind_of_name, tables
from onrecord.resolution.people import Person, persons, prose
from onrecord.text import Span

PEOPLE = 0.6  # what ten times the people are worth
WORLD = 1_000_000  # people of a town that the world knows by its bare name
SURE = 0.3  # chance below which no place is answered
FEW = 60_000  # people of a town whose bare name, with nothing that says "place", is rather something else
_BEFORE = re.compile(
    r"(?i)\b(?:in|at|near|from|to|of|outside|around|into|toward|towards|over|through|across|between|inside|beyond|"
    r"north|south|east|west|northern|southern|eastern|western|central|downtown|city|town|village|settlement|region)\s+"
    r"(?:the\s+)?(?:(?:city|town|village|settlement|port|capital|region|province|oblast|district) of\s+)?$"
)
_KIND = re.compile(r"(?i)\b(village|town|city|settlement|hamlet|port|district) of (?:the )?$")
_SPEAKS = re.compile(
    r"(?:[’']s)?,? (?:has |have |had |also |again |repeatedly )*"
    r"(?:said|says|denied|denies|accused|accuses|claims|claimed|wants|insists|insisted|refused|refuses|called|demanded|"
    r"warned|warns|vowed|agreed|announced|rejected|welcomed|condemned|recognised|recognized|argues|argued|blamed|"
    r"responded|hopes|fears|expects|sees|believes|considers|proposed|pledged|promised|threatened|signed|imposed)\b"
)
_TITLES = re.compile(r"(?i)\b(?:mr|mrs|ms|dr|sen|gov|rep|president|minister|said|says|by)\.? $")
_AFTER_NAME = re.compile(r"^ (?:said|says|told|added|wrote|who)\b")
_SMALL = {"the", "a", "an", "in", "at", "on", "from", "of", "and", "but", "by", "for", "to", "as", "if", "when"}
SINGLE = {"continent", "country", "region", "water", "river", "island", "facility", "line", "seat"}


class Mention(NamedTuple):
    """A name that may be a place: where it stands, its namesakes, what stands beside it."""

    span: Span
    name: str
    namesakes: tuple[Entry, ...]
    beside: tuple[str, ...]


def places(document: Document, statements: tuple[Statement, ...] = ()) -> tuple[Toponym, ...]:
    """Every place that the article names, in the order of its words."""
    text = document.text
    people = persons(prose(document))
    found = list(mentions(text, people))
    said = [span for one in statements for span in one.source]
    context = _context(found)
    chosen: dict[str, tuple[Entry | None, float, str]] = {}
    out = []
    for one in found:
        key = folded(one.name)
        if key not in chosen or one.beside:
            chosen[key] = choose(one, context)
        entry, score, why = chosen[key]
        entry = entry if score >= SURE else None
        out.append(_toponym(text, one, (entry.place if entry else None, score, why), said))
    return tuple(sorted([*out, *_unlisted(text, found, context)], key=lambda one: one.span.start))


def _toponym(text: str, one: Mention, meant: tuple[Place | None, float, str], said: list[Span]) -> Toponym:
    place, score, why = meant
    return Toponym(span=one.span, place=place, use=use_of(text, one, said), score=round(score, 3), why=why)


# --- recognition ---


def mentions(text: str, people: list[Person]) -> Iterator[Mention]:
    """Names that the gazetteer knows and the words around allow to be places."""
    names = {word for one in people for word in one.name.split()}
    for found in NAME.finditer(text):
        for start, name in _known(found, names, text):
            span = Span(start, start + len(name))
            namesakes = lookup(name)
            if namesakes and _is_place(text, span, name, namesakes, names):
                yield Mention(span, name, namesakes, _beside(text, span))


def _known(found: re.Match[str], names: set[str], text: str) -> Iterator[tuple[int, str]]:
    """The longest parts of a run of capitals that the gazetteer knows; a person's or a body's name holds none."""
    run = [(m.start() + found.start(), m.group()) for m in re.finditer(r"\S+", found.group())]
    while run and run[0][1].lower() in _SMALL:
        run = run[1:]
    whole = bare(text[run[0][0] : found.end()]) if run else ""
    if len(run) > 1 and not lookup(whole) and kind_of_name(whole) in ("organisation", "outlet"):
        run = run[:1] if _wide(bare(run[0][1])) else []
    at = 0
    while at < len(run):
        size = next((n for n in range(min(5, len(run) - at), 0, -1) if _lookup(text, run[at : at + n])), 0)
        if size:
            start, end = run[at][0], run[at + size - 1][0] + len(run[at + size - 1][1])
            yield start, _longer(text, start, bare(text[start:end]))
        at += size or 1


def _longer(text: str, start: int, name: str) -> str:
    """With the word after it that says of which kind it is, or the stop of a shortened state."""
    if text.startswith(f"{name}.", start) and f"{name}." in STATES:
        return f"{name}."
    kind = re.match(
        r" (?:region|province|oblast|Oblast|governorate|peninsula)\b",
        text[start + len(name) :],
    )
    longer = name + kind.group() if kind else name
    return longer if kind and lookup(longer) else name


def _wide(name: str) -> bool:
    """A country or region, whose name also stands in front of what belongs to it ("Ohio State Highway Patrol")."""
    return any(entry.kind in ("country", "region") for entry in lookup(name)[:1])


def _lookup(text: str, run: list[tuple[int, str]]) -> bool:
    name = bare(text[run[0][0] : run[-1][0] + len(run[-1][1])])
    return len(name) > 1 and bool(lookup(name))


def bare(name: str) -> str:
    """Without a possessive and the marks after it; an abbreviation keeps its stop."""
    name = POSSESSIVE.sub("", name).rstrip(",")
    return name if name in STATES or re.fullmatch(r"(?:[A-Z]\.){2,}", name) else name.rstrip(".")


def _is_place(text: str, span: Span, name: str, namesakes: tuple[Entry, ...], names: set[str]) -> bool:
    """Whether the words around and the best namesake make it a place rather than a person, a body or a word."""
    before, after = text[max(0, span.start - 40) : span.start], text[span.end : span.end + 30]
    best = namesakes[0]
    if name in names or _TITLES.search(before) or name in tables().outlets:
        return False
    if " " not in name and (name.lower() in tables().words["common"] or f" {name.lower()} " in text):
        return False
    if best.curated or best.kind in SINGLE or name in STATES:
        return True
    if name.isupper() and len(name) < 5:
        return False  # letters that stand for a body
    told = (
        bool(_BEFORE.search(before)) or re.match(r", (?:[A-Z][a-z]+\.?|[A-Z]{2}\b|[A-Z]\.[A-Z]\.)", after) is not None
    )
    if name not in tables().seats and (name in tables().first_names or _AFTER_NAME.match(after)):
        return told and best.people > FEW
    own = folded(best.name) == folded(name)  # a town's other name needs words that say "place"
    return told or (own and best.people > FEW)


def _beside(text: str, span: Span) -> tuple[str, ...]:
    """Names right after it, set off by commas, that may contain it: "Springfield, Ohio"."""
    found = re.match(r",? \(?((?:[A-Z][\w.’'-]*)(?: [A-Z][\w.’'-]*){0,2})", text[span.end : span.end + 40])
    if not found or not text[span.end : span.end + 2].startswith(","):
        return ()
    name = found.group(1).rstrip(".,")
    return tuple(dict.fromkeys((STATES.get(found.group(1).rstrip(","), name), name)))


# --- which of its namesakes ---


def _context(found: Iterable[Mention]) -> Counter[str]:
    """How often the article names each container: by its own name, or by a place that can only lie in it."""
    told: Counter[str] = Counter()
    for one in found:
        told[folded(one.name)] += 1
        for name in one.beside:
            told[folded(name)] += 2
        if len(one.namesakes) == 1:
            told.update(folded(container.split(" (")[0]) for container in one.namesakes[0].within)
    return told


def choose(one: Mention, context: Counter[str]) -> tuple[Entry | None, float, str]:
    """The likeliest namesake, its chance, and why; none where it is below `SURE`."""
    scores = [worth(entry, one, context) for entry in one.namesakes]
    top = max(scores)
    chances = [math.exp(score - top) for score in scores]
    at = scores.index(top)
    chance = chances[at] / sum(chances)
    best = one.namesakes[at]
    if chance < SURE:
        return best, chance, f"“{one.name}” could be any of {len(scores)} places."
    return best, chance, _why(one, best, context)


def worth(entry: Entry, one: Mention, context: Counter[str]) -> float:
    """What speaks for a namesake; the weights were set on the even half of LGL and GeoWebNews."""
    inside = {folded(container.split(" (")[0]) for container in entry.within}
    beside = bool(inside & {folded(name) for name in one.beside})
    shared = sum(min(context[name], 4) for name in inside)
    kind = {"country": 4.0, "region": 1.0}.get(entry.kind, 0.0)
    if entry.kind == "region" and any(
        e.kind == "city" and e.people > 500_000 and e.country == entry.country for e in one.namesakes
    ):
        kind = -1.0  # Washington, New York: the city is meant oftener
    return (
        PEOPLE * math.log10(entry.people + 1)
        + 6.0 * beside
        + 1.2 * shared
        + kind
        + 6.0 * entry.curated
        + 1.5 * (entry.people > WORLD)
    )


def _why(one: Mention, best: Entry, context: Counter[str]) -> str:
    where = best.within[0] if best.within else ""
    if len(one.namesakes) == 1:
        return f"The gazetteer has one place of this name{f', in {where}' if where else ''}."
    if {folded(name) for name in one.beside} & {folded(name) for name in best.within}:
        return f"“{one.beside[0]}” stands beside it."
    named = next((name for name in best.within if context[folded(name.split(" (")[0])]), None)
    if named:
        return f"{named} is named in the article too."
    return f"The best known of {len(one.namesakes)} places of this name{f', in {where}' if where else ''}."


# --- how it is meant ---


def use_of(text: str, one: Mention, said: list[Span]) -> Use:
    """Metonymic where a capital, a country or a seat of power speaks or acts as its government."""
    speaks = any(span.overlaps(one.span) and span.of(text).removeprefix("the ").strip() == one.name for span in said)
    seat = one.namesakes[0].kind == "seat"
    state = one.namesakes[0].kind in ("country", "region") or one.name in tables().seats
    acts = state and _SPEAKS.match(text[one.span.end : one.span.end + 60]) is not None
    adjective = _belongs(one.name)
    government = seat and not _BEFORE.search(text[: one.span.start][-30:])
    return "metonymic" if adjective or speaks or acts or government else "literal"


def _belongs(name: str) -> bool:
    """A word for what belongs to a country ("Russian"), not another name of it ("Britain")."""
    held = name in tables().countries or name.removesuffix("s") in tables().countries
    return held and name not in tables().countries.values() and bool(re.search(r"(?:n|ns|sh|ch|se|i|is|ek|k)$", name))


# --- villages that no gazetteer has ---


def _unlisted(text: str, found: list[Mention], context: Counter[str]) -> Iterator[Toponym]:
    """ "The village of Novosillia": kept by name inside what its sentence names, never snapped to a namesake."""
    taken = [one.span for one in found]
    for name in NAME.finditer(text):
        kind = _KIND.search(text[max(0, name.start() - 30) : name.start()])
        span = Span(name.start(), name.start() + len(POSSESSIVE.sub("", name.group()).rstrip(".,")))
        if kind and not any(span.overlaps(other) for other in taken):
            held = _container(text, span, found, context)
            place = Place(id=new_id("place", span.of(text), *held), name=span.of(text), within=held)
            yield Toponym(span=span, place=place, score=0.5, why=f"Called a {kind.group(1).lower()}; in no gazetteer.")


def _container(text: str, span: Span, found: list[Mention], context: Counter[str]) -> tuple[str, ...]:
    """The region or country nearest to it in its sentence."""
    start, end = text.rfind(".", 0, span.start) + 1, text.find(".", span.end)
    near = [one for one in found if start <= one.span.start < (end if end > 0 else len(text))]
    wide = [one for one in near if one.namesakes[0].kind in ("region", "country")]
    if not wide:
        return ()
    entry, _, _ = choose(min(wide, key=lambda one: abs(one.span.start - span.start)), context)
    return (entry.name, *entry.within) if entry else ()
