"""Which place an event's words mean: a name's place, its region where the article says so, "the city", "the areas"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from onrecord.records import Document, Event, Place, Toponym, new_id
from onrecord.resolution.actors import actor_of, is_adjective, known
from onrecord.resolution.gazetteer import Entry, lookup
from onrecord.resolution.naming import NAME, POSSESSIVE, kind_of_name, tables
from onrecord.resolution.people import Person, persons, prose
from onrecord.text import Span

CITY = {"city", "town", "village", "settlement", "capital", "airport", "port", "camp", "base", "place", "neighbourhood"}
WIDE = {
    "region",
    "territory",
    "area",
    "province",
    "district",
    "island",
    "strip",
    "peninsula",
    "land",
    "country",
    "state",
}
WIDE |= {"enclave", "shoal", "islands", "valley", "oblast", "zone", "republic", "nation", "corridor", "reef"}
MANY = {
    "regions",
    "territories",
    "areas",
    "provinces",
    "cities",
    "towns",
    "villages",
    "districts",
    "oblasts",
    "islands",
}
MANY |= {"republics", "both", "them"}
PLANT = {"plant", "dam", "airport", "bridge", "station", "steelworks"}
LAW = {"move", "annexation", "decision", "step", "claim", "claims", "referendum", "independence", "declaration", "vote"}
_GROUP = r"(?:regions|territories|provinces|oblasts|governorates)"
_LISTED = re.compile(rf"\b{_GROUP}\b[^.;\n]{{0,60}}?(?:[—–:]|, |such as |including |of )\s*$")
_APPOSED = re.compile(rf"^,? (?:\w+ )?(?:\w+ )?{_GROUP}\b")
_CITY_AFTER = re.compile(r"^, (?:the|a|an) (?:[\w-]+ ){0,3}(?:capital|city|town|port)\b")
_UNIT = re.compile(r"^ (?:region|province|oblast|governorate)s?\b")


class Mention(NamedTuple):
    """A place's name with the place that is meant at it."""

    span: Span
    place: Place
    kind: str


class Atlas(NamedTuple):
    """The places of an article, in order, and lists of them that stand side by side."""

    text: str
    mentions: tuple[Mention, ...]
    lists: tuple[tuple[Mention, ...], ...]
    toponyms: tuple[Toponym, ...]
    people: frozenset[str]
    claimed: list[tuple[Event, Place]]


def atlas(document: Document, toponyms: tuple[Toponym, ...]) -> Atlas:
    """The article's places, each in the sense that the article has given it last."""
    text = document.text
    plain = [one for one in toponyms if one.place and not is_adjective(one.span.of(text))]
    lists = list(_lists(text, plain))
    regions = {id(one): place for held in lists if _governed(text, held) for one, place in _as_regions(held)}
    last: dict[str, Place] = {}
    out: dict[int, Mention] = {}
    for one in plain:
        out[id(one)] = _mention(text, one, regions.get(id(one)), last)
    runs = tuple(tuple(out[id(one)] for one in held) for held in lists)
    names = frozenset(word for one in persons(prose(document)) if _sure(one) for word in one.name.split())
    return Atlas(text, tuple(out.values()), runs, toponyms, names, [])


def _sure(one: Person) -> bool:
    """A person beyond doubt: with an office, or named more than once; letters alone take a village for one."""
    return bool(one.naming.role) or len(one.places) > 1


def _mention(text: str, one: Toponym, region: Place | None, last: dict[str, Place]) -> Mention:
    """A name in the sense in force: just said, or said last."""
    name = one.span.of(text)
    place = region or last.get(name) or one.place
    assert place is not None
    if _CITY_AFTER.match(text[one.span.end : one.span.end + 50]) and one.place:
        place = one.place
        last[name] = place
    elif region:
        last[name] = region
    return Mention(one.span, place, _kind(place))


def _kind(place: Place) -> str:
    entry = next((one for one in lookup(place.name) if one.key == place.id), None)
    return entry.kind if entry else "village"


def _lists(text: str, plain: list[Toponym]) -> Iterator[list[Toponym]]:
    """Places side by side with only commas and "and" between."""
    run: list[Toponym] = []
    for one in plain:
        if run and re.fullmatch(r"(?:, |,? and |, and |,? or )(?:the )?", text[run[-1].span.end : one.span.start]):
            run.append(one)
            continue
        if _is_list(text, run):
            yield run
        run = [one]
    if _is_list(text, run):
        yield run


def _is_list(text: str, run: list[Toponym]) -> bool:
    """Two or more with an "and" before the last: a comma alone sets off a container or another clause."""
    return len(run) > 1 and bool(re.search(r"\b(?:and|or)\b", text[run[-2].span.end : run[-1].span.start]))


def _governed(text: str, held: list[Toponym]) -> bool:
    """Whether a word for regions stands before or behind the list."""
    before, after = text[max(0, held[0].span.start - 120) : held[0].span.start], text[held[-1].span.end :][:40]
    return bool(_LISTED.search(before) or _APPOSED.match(after))


def _as_regions(held: list[Toponym]) -> list[tuple[Toponym, Place]]:
    """Each place of a list as its region, where every one of them has one of its name."""
    found = [(one, _region(one.place)) for one in held if one.place]
    return [(one, entry.place) for one, entry in found if entry] if all(entry for _, entry in found) else []


def _region(place: Place) -> Entry | None:
    names = (f"{place.name} {unit}" for unit in ("Oblast", "region", "province", "Governorate"))
    found = (entry for name in names for entry in lookup(name)[:1] if entry.kind == "region")
    own = (entry for entry in lookup(place.name)[:1] if entry.kind == "region")
    return next(found, None) or next(own, None)


# --- an event's words ---


def meant(book: Atlas, span: Span) -> tuple[Place, ...]:
    """The places that an event's words mean: one, several for "the areas", none where that is in doubt."""
    inside = [one for one in book.mentions if one.span.overlaps(span)]
    if inside:
        return (_likeliest(book.text, inside, span).place,)
    words = span.of(book.text)
    if any(one.span.overlaps(span) and not one.place for one in book.toponyms):
        return _unlisted(book, span)
    return _pointed(book, span, words) or _unlisted(book, span)


def _likeliest(text: str, inside: list[Mention], span: Span) -> Mention:
    """Of several names the last that is no owner ("Sudan's capital Khartoum"), nor only a container after a comma."""
    free = [one for one in inside if text[one.span.end : one.span.end + 2] not in ("’s", "'s")] or inside
    return free[0] if len(free) > 1 and text[free[0].span.end : free[1].span.start].startswith(", ") else free[-1]


def _pointed(book: Atlas, span: Span, words: str) -> tuple[Place, ...]:
    """ "The city", "there", "the areas": what the article has named last and fits."""
    run = [word.strip(",.").lower() for word in words.split()]
    head = next((word for word in reversed(run) if word in CITY | WIDE | MANY | PLANT | LAW), run[-1] if run else "")
    before = [one for one in book.mentions if one.span.start < span.start]
    land = next((word for word in words.split() if is_adjective(word)), None)
    if land and head in ("territory", "land", "soil", "territories"):
        return tuple(one.place for one in lookup(known().states[land])[:1])
    if head in MANY:
        held = next((one for one in reversed(book.lists) if one[0].span.start < span.start), ())
        return _beside(book, span) or _claimed_together(book) or tuple(one.place for one in held)
    if head in LAW:
        return _under_law(book)
    if head in CITY | WIDE | PLANT | {"there", "it", "here"}:
        last = _facility(book, span, run) or _same_sentence(book, span, head) or _claimed(book, head)
        if last:
            return (last,)
    if head in CITY:
        fit = [one for one in before if one.kind in ("city", "village", "facility", "")]
    elif head in WIDE:
        fit = [one for one in before if one.kind not in ("seat", "continent")]
        fit = (
            [one for one in fit if one.kind in ("island", "region", "water")] or fit
            if head not in ("territory", "area")
            else fit
        )
    elif head in ("there", "it", "here"):
        fit = before
    else:
        return ()
    return (fit[-1].place,) if fit else ()


def _facility(book: Atlas, span: Span, run: list[str]) -> Place | None:
    """ "The nuclear power plant there": of the place named last, where the gazetteer has one."""
    kept = " ".join(word for word in run if word not in ("the", "a", "there", "its"))
    last = next((one for one in reversed(book.mentions) if one.span.end <= span.start), None)
    if not last or not set(run) & PLANT:
        return None
    found = lookup(f"{last.span.of(book.text)} {kept}")[:1]
    return found[0].place if found and found[0].kind == "facility" else None


def _same_sentence(book: Atlas, span: Span, head: str) -> Place | None:
    """ "It", "there": the place that the sentence itself has named before."""
    if head not in ("it", "there", "here"):
        return None
    start = max(book.text.rfind(mark, 0, span.start) for mark in (". ", "\n", "! ", "? "))
    fit = [one for one in book.mentions if start < one.span.start < span.start and one.kind not in ("country", "seat")]
    return fit[-1].place if fit else None


def _claimed_together(book: Atlas) -> tuple[Place, ...]:
    """The places that the last claim about several was about."""
    groups: dict[Span, list[Place]] = {}
    for event, place in book.claimed:
        groups.setdefault(event.trigger, []).append(place)
    return next((tuple(dict.fromkeys(held)) for held in reversed(groups.values()) if len(set(held)) > 1), ())


def _claimed(book: Atlas, head: str) -> Place | None:
    """The place that the article's last claim was about, where the word fits it."""
    if not book.claimed:
        return None
    event, place = book.claimed[-1]
    alone = len([one for other, one in book.claimed if other.trigger == event.trigger]) == 1
    kind = _kind(place)
    if head in CITY:
        return place if alone and kind in ("city", "village", "facility") else None
    return place if alone and (kind != "city" or head not in WIDE - {"territory", "area"}) else None


def _under_law(book: Atlas) -> tuple[Place, ...]:
    """ "The move", "the annexation": the places of the last claim in law."""
    lawful = [one for one in book.claimed if one[0].kind in ("SOVEREIGNTY", "RECOGNISE", "ADMINISTER")]
    return tuple(dict.fromkeys(place for event, place in lawful if event.trigger == lawful[-1][0].trigger))


def _beside(book: Atlas, span: Span) -> tuple[Place, ...]:
    """The list that follows or stands before in the same sentence: "four territories ...—Donetsk, Luhansk"."""
    for held in book.lists:
        gap = book.text[span.end : held[0].span.start] if held[0].span.start >= span.end else None
        back = book.text[held[-1].span.end : span.start] if held[-1].span.end <= span.start else None
        if gap is not None and len(gap) < 80 and not re.search(r"[.;!?]\s", gap) and re.search(r"[—–:]|such as|,", gap):
            return tuple(one.place for one in held)
        if back is not None and re.fullmatch(r", (?:the )?", back):
            return tuple(one.place for one in held)
    return ()


def _unlisted(book: Atlas, span: Span) -> tuple[Place, ...]:
    """A name where a place must stand, in no gazetteer: kept by name inside the country named nearest before."""
    words = span.of(book.text)
    found = list(NAME.finditer(words))
    if not found:
        return ()
    name = POSSESSIVE.sub("", found[-1].group()).strip(".,")
    other = set(name.split()) & book.people or kind_of_name(name) in ("organisation", "outlet", "country")
    if other or is_adjective(name) or actor_of(name).name or name.lower() in tables().roles:
        return ()
    lands = [one for one in book.mentions if one.kind in ("country", "region")]
    held = (lands[0].place.name, *lands[0].place.within) if lands else ()
    return (Place(id=new_id("place", name, *held), name=name, within=held),)
