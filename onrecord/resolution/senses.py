"""The places of an article, each in the sense that it is given there: a name's town, or its region where it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from onrecord.records import Document, Event, Place, Toponym
from onrecord.resolution.actors import is_adjective
from onrecord.resolution.gazetteer import Entry, lookup
from onrecord.resolution.people import Person, persons, prose
from onrecord.text import Span

_GROUP = r"(?:regions|territories|provinces|oblasts|governorates)"
_LISTED = re.compile(rf"\b{_GROUP}\b[^.;\n]{{0,60}}?(?:[—–:]|, |such as |including |of )\s*$")
_APPOSED = re.compile(rf"^,? (?:\w+ )?(?:\w+ )?{_GROUP}\b")
_CITY_AFTER = re.compile(r"^, (?:the|a|an) (?:[\w-]+ ){0,3}(?:capital|city|town|port)\b")
_BANK = re.compile(r"\b(?:banks?|shores?) of the $|\bthe (?:river )?$(?<=river )")
_BODY = re.compile(r"\b(?:Court|Ministry|House|Council|Department|Chamber|League) (?:of|for) $")
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
    plain = [one for one in toponyms if one.place and not is_adjective(one.span.of(text)) and not _of_body(text, one)]
    lists = list(_lists(text, plain))
    regions = {id(one): place for held in lists if _governed(text, held) for one, place in _as_regions(held)}
    last: dict[str, Place] = {}
    out: dict[int, Mention] = {}
    for one in plain:
        out[id(one)] = _mention(text, one, regions.get(id(one)), last)
    runs = tuple(tuple(out[id(one)] for one in held) for held in lists)
    names = frozenset(word for one in persons(prose(document)) if _sure(one) for word in one.name.split())
    return Atlas(text, tuple(out.values()), runs, toponyms, names, [])


def _of_body(text: str, one: Toponym) -> bool:
    """Whether it is a word of a body's name, or a town that has a river's: "Court of Justice", "the Dnipro's bank"."""
    if text[one.span.end :][:1] == "-":
        return True  # "Kurdish-led"
    before = text[max(0, one.span.start - 24) : one.span.start]
    river = _BANK.search(before) and one.place and kind_of(one.place) == "city"
    return bool(river or _BODY.search(before))


def _sure(one: Person) -> bool:
    """A person beyond doubt: with an office, or named more than once; letters alone take a village for one."""
    return bool(one.naming.role) or len(one.places) > 1


def _mention(text: str, one: Toponym, region: Place | None, last: dict[str, Place]) -> Mention:
    """A name in the sense in force: just said, or said last."""
    name = one.span.of(text)
    assert one.place is not None
    if kind_of(one.place) == "river":
        return Mention(one.span, one.place, "river")
    place = region or last.get(name) or one.place
    place = _first(place)
    named = last.setdefault(f"town {name}", place)  # one name is one town throughout an article
    if named.name == place.name and {kind_of(named), kind_of(place)} <= {"city", "village"}:
        place = named
    if _CITY_AFTER.match(text[one.span.end : one.span.end + 50]) and one.place:
        place = one.place
        last[name] = place
    elif region:
        last[name] = region
    return Mention(one.span, place, kind_of(place))


def _first(place: Place) -> Place:
    """A disputed land is in the gazetteer as a region and as a country too: the first is meant wherever it is named."""
    if place.within or kind_of(place) != "country":
        return place
    first = lookup(place.name)[:1]
    return first[0].place if first and first[0].kind == "region" and first[0].name == place.name else place


def kind_of(place: Place) -> str:
    """Its kind, by the gazetteer; what it does not have is a village."""
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
