"""Small made-up claims about real names: places in one another, actors that the table of alliances knows."""

from __future__ import annotations

from msgspec import structs

from onrecord.ledger.territory.facts import Fact, fact_of
from onrecord.records import (
    Claim,
    Document,
    Place,
    Reading,
    Stamp,
    Statement,
    new_actor,
    new_claim,
    new_id,
    new_judgement,
    new_speaker,
)
from tests.ledger.news import MODEL, article, place, reading, said


def somewhere(name: str, *within: str) -> Place:
    """A place inside these, the nearest first."""
    return Place(id=new_id("place", name, *within), name=name, lat=1.5, lon=2.5, within=within)


UKRAINE = "Ukraine (claimed by Russia)"
OBLAST = somewhere("Kherson Oblast", UKRAINE)
KHERSON = somewhere("Kherson", "Kherson Oblast", UKRAINE)  # a town with its region's name
BAKHMUT = somewhere("Bakhmut", "Donetsk Oblast", UKRAINE)
DONETSK_OBLAST = somewhere("Donetsk Oblast", UKRAINE)
COUNTRY = somewhere("Ukraine")
SHUSHA = somewhere("Shusha", "Nagorno-Karabakh", "Azerbaijan (claimed by Artsakh)")
REGISTERS = {"SOVEREIGNTY": "de jure", "RECOGNISE": "de jure", "INTENT": "intention", "DENY": "meta"}


def claim(document: Document, words: str, kind: str, actor: str | None, where: Place, **more: object) -> Claim:
    """A claim of this document's words."""
    stamp = more.pop("stamp", MODEL)
    counter = more.pop("counter", None)
    facts = {"kind": kind, "register": REGISTERS.get(kind, "de facto"), "place": where, **more}
    facts |= {"actor": new_actor(actor) if actor else None, "counter": new_actor(str(counter)) if counter else None}
    return new_claim(document.id, [place(words, document.text)], stamp, **facts)  # type: ignore[arg-type]


def story(number: int, words: str, kind: str, actor: str | None, where: Place, **more: object) -> Reading:
    """An article of one claim in its own voice, or in that of a speaker (`by`: name, and for whom)."""
    published, outlet = str(more.pop("published", "2022-12-08")), str(more.pop("outlet", f"Outlet {number}"))
    by, stamp = more.pop("by", None), more.get("stamp", MODEL)
    text = f"{words}, said {by[0]}." if isinstance(by, tuple) else f"{words}."
    document = article(f"https://{number}.test/", text, published=published, publisher=outlet)
    if not isinstance(by, tuple):
        return structs.replace(reading(document), claims=(claim(document, words, kind, actor, where, **more),))
    one = said(document, words, by[0], stamp=stamp)
    made = claim(document, words, kind, actor, where, by=one.id, **more)
    return structs.replace(reading(document, one), judgements=(_judged(document, one, by),), claims=(made,))


def _judged(document: Document, one: Statement, by: tuple[str, str]):  # type: ignore[no-untyped-def]
    who = new_speaker(by[0], "person", of=by[1])
    return new_judgement(document, one, who, score=0.9, why="Named here.", stamp=one.stamp)


def fact(kind: str, actor: str | None, where: Place, **more: object) -> Fact:
    """A fact for the rules; `said` is the day on which it was asserted, `source` whose word it is."""
    said_on, source = str(more.pop("said", "2022-12-08")), str(more.pop("source", "outlet A"))
    side, words = more.pop("side", ()), str(more.pop("words", ""))
    document = article(None, f"{kind} {actor} {where.name} {source} {said_on} {words} {sorted(more.items())}")
    made = claim(document, document.text, kind, actor, where, **more)
    found = fact_of(made, said_on, source, side, words)  # type: ignore[arg-type]
    assert found is not None
    return found


def at(day: str) -> Stamp:
    """Recorded on that day."""
    return Stamp(at=f"{day}T10:00:00Z", by="model-1")
