"""Names that must be places where they stand, though no place was recognised there: kept by name, never snapped.

Only where the words ask for a place ("in Novosillia"), or where somebody known to take places takes it."""

from __future__ import annotations

import re

from onrecord.records import Place, new_id
from onrecord.resolution.actors import actor_of, is_adjective, known
from onrecord.resolution.gazetteer import WORLD, Entry, lookup, stem
from onrecord.resolution.naming import NAME, OTHERS, POSSESSIVE, PRONOUNS, tables
from onrecord.resolution.ranking import NEAR, inside, kilometres
from onrecord.resolution.senses import Atlas
from onrecord.resolution.villages import HEIGHT
from onrecord.text import Span

_NAME = re.compile(rf"(?:\b(?:al|el|ez|ad|ar|as|az|an)-)?{NAME.pattern}(?: (?:al|el|ez|ad|ar|as|az|an)-[A-Z]\w+)?")
_ACTS = "battle|siege|fall|capture|seizure|fight|fighting|liberation|bombing|bombardment|shelling|recapture"
_ASKS = re.compile(rf"\b(?:in|at|near|outside|into|toward|towards|around|(?:{_ACTS}) (?:for|of)) (?:the )?$")


def unlisted(book: Atlas, span: Span, firm: bool, law: bool) -> tuple[Place, ...]:
    """A name as a place: the gazetteer's of a country that the article names, else by its name inside the one nearest.

    `firm`: a state or force is told to do it; a name that no preposition makes a place needs one. `law`: a claim in
    law is only about what the gazetteer has."""
    words = span.of(book.text)
    found = list(_NAME.finditer(words))
    if not found:
        return ()
    whole = re.sub(r"^(?:the|The) ", "", words)
    if " of " in whole and lookup(whole)[:1] and lookup(whole)[0].curated:
        return (lookup(whole)[0].place,)
    name = POSSESSIVE.sub("", found[-1].group()).strip(".,")
    start = span.start + found[-1].start()
    asked = bool(_ASKS.search(book.text[max(0, start - 26) : start]))
    high = HEIGHT.match(book.text, start + len(name))
    listed = None if high or _people(name, words, found[-1].end()) or is_adjective(name) else _listed(book, name)
    if listed and firm and not set(name.split()) & book.people:
        return (listed,)
    if (
        law
        or not (firm or asked)
        or not _may_be(book, name, words, found[-1].end())
        or (_opens(book.text, start) and not firm)
    ):
        return ()
    return (_kept(book, name),)


def _may_be(book: Atlas, name: str, words: str, end: int) -> bool:
    """Whether nothing speaks against it: no pronoun, no people ("the Yazidis"), no person or body of the article."""
    low = name.lower()
    people = _people(name, words, end)
    common = low in PRONOUNS or low in OTHERS or low in tables().words["common"] or low in tables().roles
    other = bool(set(name.split()) & book.people) or name in tables().outlets
    other |= any(word.lower() in tables().words["organisations"] for word in name.split())
    return not (people or common or other or is_adjective(name) or actor_of(name).name)


def _people(name: str, words: str, end: int) -> bool:
    """ "The Yazidis", "the Rock": with "the" before it and no word of what place it is."""
    bare = words.lower().startswith("the ") and end == len(words) and not name.endswith(tuple(known().lands))
    return bare and not any(one.curated for one in lookup(name)[:1])


def _opens(text: str, start: int) -> bool:
    """At the beginning of a sentence every word has a capital."""
    return not text[:start].strip() or text[:start].rstrip()[-1] in '.!?”"\n' or text[start - 1] == "\n"


def _listed(book: Atlas, name: str) -> Place | None:
    """The gazetteer's place: one that is known by its bare name, or one in a country that the article names."""
    best = lookup(name)[:1]
    if best and best[0].curated:
        return best[0].place
    known = best and (best[0].kind in ("country", "region") or best[0].people > WORLD)
    return _of_its_land(book, name) or (best[0].place if known else None)


def _of_its_land(book: Atlas, name: str) -> Place | None:
    """The gazetteer's place of this name in a country that the article names."""
    lands = {one.place.name for one in book.mentions if one.kind == "country"}
    lands |= {container.split(" (")[0] for one in book.mentions for container in one.place.within[-1:]}
    lands |= {one.place.name for one in book.toponyms if one.place and is_adjective(one.span.of(book.text))}
    fit = [one for one in lookup(name) if one.within and one.within[-1].split(" (")[0] in lands]
    return _leaning(book, fit)


def _leaning(book: Atlas, fit: list[Entry]) -> Place | None:
    """Of namesakes the one in a region that the article names, or nearest to its towns; none far from all of them."""
    regions = {stem(one.place.name) for one in book.mentions if one.kind == "region"}
    fit = [one for one in fit if inside(one) & regions] or fit
    towns = [one.place for one in book.mentions if one.kind in ("city", "village")]
    lands = {one.within[-1] for one in fit} | {one.within[-1].split(" (")[0] for one in fit}
    own = [place for place in towns if place.within and place.within[-1].split(" (")[0] in lands]
    best = min(fit, key=lambda one: _away(one, own), default=None)
    return best.place if best and (inside(best) & regions or _away(best, own) <= NEAR) else None


def _away(entry: Entry, towns: list[Place]) -> float:
    """Kilometres to the nearest of the article's towns; none where it names no town there."""
    return min((kilometres((entry.lat, entry.lon), (one.lat or 0.0, one.lon or 0.0)) for one in towns), default=0.0)


def _kept(book: Atlas, name: str) -> Place:
    lands = [one for one in book.mentions if one.kind in ("country", "region")]
    held = (lands[0].place.name, *lands[0].place.within) if lands else ()
    return Place(id=new_id("place", name, *held), name=name, within=held)
