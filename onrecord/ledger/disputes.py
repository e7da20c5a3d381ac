"""What disagrees with what, kept as derived rows: made anew for a place where its claims changed."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from sqlalchemy import Connection, delete, func, select

from onrecord.ledger.claim_facts import around, facts_of, places_of
from onrecord.ledger.rows import Values
from onrecord.ledger.schema_claims import claims, contradictions, place_within, places, stale
from onrecord.ledger.tables import add, take_turn
from onrecord.ledger.territory.finding import Finding
from onrecord.ledger.territory.judge import findings
from onrecord.ledger.territory.sources import one_of_each
from onrecord.records import new_id

SMALL = 300  # claims of a place up to which its contradictions are made anew at once, else when they are asked for
MANY = 10  # places inside a changed one that are made anew at once
WEIGHED = 1_500  # claims of a place that are held against one another, those of the latest days
PAIRS = 2_000  # contradictions kept for one place


def changed(db: Connection, ids: Sequence[str], crossing: Container[str] | None = None) -> None:
    """Notes that claims of these places changed; small places are made anew at once. `crossing` are those of them
    whose change may matter to places inside them, all of them where it is not given.

    Writers take turns at it: who comes second sees the claims of who came first, so that no pair is missed."""
    if ids:
        take_turn(db, "contradictions")
    for id in ids:
        inside = _inside(db, id) if crossing is None or id in crossing else []
        add(db, stale, [{"place": one} for one in (id, *inside)])
        if len(inside) <= MANY:
            refresh(db, [id, *inside], SMALL)


def _inside(db: Connection, id: str) -> list[str]:
    """Places of the ledger inside this one."""
    key = select(places.c.key).where(places.c.id == id).scalar_subquery()
    return list(db.execute(select(place_within.c.place).where(place_within.c.container == key)).scalars())


def refresh(db: Connection, ids: Iterable[str] | None = None, most: int | None = None) -> None:
    """Makes stale places' contradictions anew: of these places, or of all; `most` leaves larger ones for later."""
    query = select(stale.c.place).order_by(stale.c.place)
    wanted = None if ids is None else set(ids)
    take_turn(db, "contradictions")
    for id in list(db.execute(query if wanted is None else query.where(stale.c.place.in_(wanted))).scalars()):
        if most is None or _size(db, id, most) <= most:
            _anew(db, id)


def _size(db: Connection, id: str, most: int) -> int:
    """How many claims the place has, counted no further than it matters."""
    some = select(claims.c.id).where(claims.c.place == id).limit(most + 1).subquery()
    return int(db.execute(select(func.count()).select_from(some)).scalar_one())


def is_stale(db: Connection, ids: Sequence[str] | None) -> bool:
    """Whether one of these places, or any, waits to be made anew."""
    query = select(stale.c.place).limit(1)
    return db.execute(query if ids is None else query.where(stale.c.place.in_(ids))).first() is not None


def _anew(db: Connection, id: str) -> None:
    place = places_of(db, [id])[id]
    own, wider = facts_of(db, [id], most=WEIGHED), facts_of(db, around(db, place), most=WEIGHED)
    found = findings(one_of_each(own), one_of_each(wider))
    rows = sorted((_row(id, one) for one in found), key=lambda row: (row["last"], row["id"]), reverse=True)[:PAIRS]
    db.execute(delete(contradictions).where(contradictions.c.home == id))
    db.execute(delete(stale).where(stale.c.place == id))
    add(db, contradictions, rows)


def _row(home: str, found: Finding) -> Values:
    one, other = found.one, found.other
    actor, counter = one.claim.actor, other.claim.actor
    elsewhere = other if one.where.id == home else one
    return {
        "id": new_id("contradiction", found.rule, *sorted((one.id, other.id))),
        "home": home,
        "one": one.id,
        "other": other.id,
        "rule": found.rule,
        "verdict": found.verdict,
        "hinges": found.on,
        "actor": actor.id if actor else None,
        "other_actor": counter.id if counter else None,
        "other_place": elsewhere.where.id,
        "first": min(one.over.first, other.over.first),
        "last": max(one.over.last, other.over.last),
        "seen": max(one.known, other.known),
    }


def of_claims(db: Connection, ids: Iterable[str]) -> list[str]:
    """The places of these claims."""
    query = select(claims.c.place).where(claims.c.id.in_(list(ids)), claims.c.place.is_not(None)).distinct()
    return sorted(db.execute(query).scalars())


def of_documents(db: Connection, ids: Iterable[str]) -> list[str]:
    """The places that these documents' claims are about."""
    query = select(claims.c.place).where(claims.c.document.in_(list(ids)), claims.c.place.is_not(None)).distinct()
    return sorted(db.execute(query).scalars())


def of_statement(db: Connection, id: str) -> list[str]:
    """The places that a statement's claims are about."""
    query = select(claims.c.place).where(claims.c.said == id, claims.c.place.is_not(None)).distinct()
    return sorted(db.execute(query).scalars())


def all_stale(db: Connection) -> None:
    """Leaves every place's contradictions to be made anew, as after rows came in from elsewhere."""
    ids = db.execute(select(claims.c.place).where(claims.c.place.is_not(None)).distinct()).scalars()
    add(db, stale, [{"place": id} for id in ids])
