"""Claims and places as rows, and rows as records and facts."""

from __future__ import annotations

from typing import Any

from onrecord.ledger.columns import tokens
from onrecord.ledger.days import days
from onrecord.ledger.rows import Values, stamp_row
from onrecord.ledger.territory.facts import Fact, fact_of
from onrecord.ledger.territory.where import where_of
from onrecord.records import Actor, Claim, Place, Stamp, Statement
from onrecord.text import words_of

MOST_WORDS = 600  # characters of what was said that are kept beside a claim


def place_row(place: Place, stamp: Stamp) -> Values:
    """A place that a claim is about."""
    held = {name: getattr(place, name) for name in Place.__struct_fields__}
    return {**held, "key": where_of(place).key, **stamp_row(stamp)}


def within_rows(place: Place) -> list[Values]:
    """What contains it."""
    return [{"place": place.id, "container": key} for key in dict.fromkeys(where_of(place).inside)]


def place_of(row: Any) -> Place:
    """A row as a place."""
    return Place(**{name: row[name] for name in Place.__struct_fields__})


def claim_row(document: Values, claim: Claim, said: Statement | None, *, hand: bool) -> Values:
    """A claim of this document's row; `said` is the statement that says it. Raises ValueError for places outside."""
    held = {name: getattr(claim, name) for name in _SAME}
    asserted = _asserted(document, said, claim.stamp)
    spans = said.content if said else claim.evidence
    begun, ended = days(claim.since), days(claim.until)
    return {
        **held,
        "document": document["id"],
        "start": claim.evidence[0].start if claim.evidence else 0,
        "actor": claim.actor.id if claim.actor else None,
        "actor_name": claim.actor.name if claim.actor else None,
        "counter": claim.counter.id if claim.counter else None,
        "counter_name": claim.counter.name if claim.counter else None,
        "place": claim.place.id if claim.place else None,
        "said": claim.by,
        "evidence": claim.evidence,
        "words": words_of(document["text"], spans)[:MOST_WORDS],
        "outlet": document["publisher"],
        "asserted": asserted,
        "day": begun[0] if begun else min(asserted, ended[0]) if ended else asserted,
        "hand": hand,
        **stamp_row(claim.stamp),
    }


_SAME = ("id", "kind", "register", "extent", "since", "until", "polarity", "factuality", "phase", "framing")


def _asserted(document: Values, said: Statement | None, stamp: Stamp) -> str:
    """The day on which it was said: as the words tell, else when the article was published, fetched, recorded."""
    told = days(said.said_on.end) if said and said.said_on else None
    found = told or days(document["published"]) or days(document["retrieved"]) or days(stamp.at)
    return found[0] if found else "0001-01-01"


def claim_of(row: Any, place: Place | None) -> Claim:
    """A row as a claim about this place."""
    return Claim(
        **{name: getattr(row, name) for name in _SAME},
        actor=Actor(id=row.actor, name=row.actor_name) if row.actor else None,
        counter=Actor(id=row.counter, name=row.counter_name) if row.counter else None,
        place=place,
        by=row.said,
        document=row.document,
        evidence=row.evidence,
        stamp=Stamp(at=row.at, by=row.by),
    )


def fact_row(row: Any, place: Place, who: Any) -> Fact | None:
    """A row as a fact; `who` is the judgement on who said it. None where its times cannot be."""
    names = [who.name, who.held, who.stands_for] if who and who.speaker else []
    return fact_of(
        claim_of(row, place),
        row.asserted,
        _source(row, who),
        tuple(name for name in names if name),
        " ".join(tokens(row.words)),
    )


def _source(row: Any, who: Any) -> str:
    """Whose word it is: the speaker's, whoever carries it; else the outlet's, in its own voice or for somebody."""
    if who and who.speaker and not who.speaker.startswith("~"):
        return f"speaker {who.speaker}"
    if row.said:
        return f"somebody in {row.document}"
    return f"outlet {row.outlet or row.document}"
