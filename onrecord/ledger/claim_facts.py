"""Claims of places as facts for the rules: those that stand, as known at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from onrecord.ledger.claim_rows import fact_row, place_of
from onrecord.ledger.read import withdrawn
from onrecord.ledger.schema import reviews
from onrecord.ledger.schema_claims import claim_standings, claims, places
from onrecord.ledger.schema_speakers import judgements
from onrecord.ledger.territory.facts import Fact
from onrecord.ledger.territory.where import where_of
from onrecord.records import Place

MOST = 5_000  # claims of one place weighed at most, those of the latest days
BATCH = 400  # ids asked for at once


def there() -> ColumnElement[bool]:
    """Whether neither the claim, nor its statement or document, was withdrawn: what is taken away never was."""
    return ~withdrawn(claims.c.id) & ~withdrawn(claims.c.document) & ~_said_withdrawn()


def _said_withdrawn() -> ColumnElement[bool]:
    return claims.c.said.is_not(None) & withdrawn(claims.c.said)


def facts_by(db: Connection, own: Sequence[str], wider: Sequence[str], on: str, known: str) -> list[Fact]:
    """The facts that may decide who holds a place on a day, as known by a moment: about the place itself, and about
    the whole of what contains it."""
    whole = or_(claims.c.extent == "whole", claims.c.kind == "SOVEREIGNTY")
    begun = claims.c.day <= on
    return [*facts_of(db, own, known, where=(begun,)), *facts_of(db, wider, known, where=(begun, whole))]


def facts_of(
    db: Connection,
    chosen: Iterable[str],
    known: str | None = None,
    most: int = MOST,
    where: Sequence[ColumnElement[bool]] = (),
) -> list[Fact]:
    """The facts about these places; `known` is the last moment that counts, none for all that is known now.

    Of a place at most so many, those of the latest days."""
    ids = list(chosen)
    rows = list(_rows(db, ids, known, most, where))
    closed = _closed(db, rows, known)
    rows = [row for row in rows if row.id not in closed]
    held = places_of(db, ids)
    who = _who(db, [row.said for row in rows if row.said], known)
    made = (fact_row(row, held[row.place], who.get(row.said)) for row in rows)
    return [fact for fact in made if fact is not None]


def _rows(
    db: Connection, ids: Sequence[str], known: str | None, most: int, where: Sequence[ColumnElement[bool]]
) -> Iterable[Any]:
    for id in ids:
        query = select(claims).where(claims.c.place == id, there(), *where)
        if known is not None:
            query = query.where(claims.c.at <= known)
        yield from db.execute(query.order_by(claims.c.day.desc(), claims.c.id).limit(most)).all()


def _closed(db: Connection, rows: Sequence[Any], known: str | None) -> set[str]:
    """Claims that were closed, or called wrong by a person, by that moment."""
    ids = [row.id for row in rows]
    closed = {id for part in _parts(ids) for id, stands in _stood(db, part, known).items() if not stands}
    return closed | {id for part in _parts(ids) for id, word in _said(db, part, known).items() if word == "wrong"}


def _stood(db: Connection, ids: Sequence[str], known: str | None) -> dict[str, Any]:
    columns = (claim_standings.c.claim, claim_standings.c.stands, claim_standings.c.at)
    query = select(*columns).where(claim_standings.c.claim.in_(ids)).order_by(claim_standings.c.seq)
    return _latest(db, query, known)


def _said(db: Connection, ids: Sequence[str], known: str | None) -> dict[str, Any]:
    columns = (reviews.c.of, reviews.c.verdict, reviews.c.at)
    return _latest(db, select(*columns).where(reviews.c.of.in_(ids)).order_by(reviews.c.seq), known)


def confirmed_ids(db: Connection, ids: Sequence[str], known: str | None) -> set[str]:
    """Which of these claims a person made, or had confirmed by that moment."""
    made = {
        id
        for part in _parts(ids)
        for id in db.execute(select(claims.c.id).where(claims.c.id.in_(part), claims.c.hand)).scalars()
    }
    return made | {id for part in _parts(ids) for id, word in _said(db, part, known).items() if word == "confirmed"}


def _latest(db: Connection, query: Select[Any], known: str | None) -> dict[str, Any]:
    """The last word on each by that moment."""
    return {id: word for id, word, at in db.execute(query) if known is None or at <= known}


def _who(db: Connection, said: Sequence[str], known: str | None) -> dict[str, Any]:
    """Who made each statement, as known at that moment: a person's word before any reading's, then the last."""
    names = ("of", "speaker", "name", "held", "stands_for", "at")
    found: dict[str, Any] = {}
    for part in _parts(list(dict.fromkeys(said))):
        query = select(*(judgements.c[name] for name in names)).where(judgements.c.of.in_(part))
        for row in db.execute(query.order_by(judgements.c.hand, judgements.c.seq)):
            if known is None or row.at <= known:
                found[row.of] = row
    return found


def _parts(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[at : at + BATCH] for at in range(0, len(ids), BATCH))


# --- places ---


def places_of(db: Connection, ids: Iterable[str]) -> dict[str, Place]:
    """Places by their ids."""
    wanted = list(ids)
    rows = db.execute(select(places).where(places.c.id.in_(wanted))).mappings() if wanted else ()
    return {row["id"]: place_of(row) for row in rows}


def around(db: Connection, place: Place) -> list[str]:
    """The ids of places of the ledger that contain this one."""
    keys = where_of(place).inside
    return list(db.execute(select(places.c.id).where(places.c.key.in_(keys)).order_by(places.c.id)).scalars())


def same(db: Connection, place: Place) -> list[str]:
    """The id of the place, where the ledger has claims about it."""
    return list(db.execute(select(places.c.id).where(places.c.id == place.id)).scalars())


def shown() -> ColumnElement[bool]:
    """Whether a claim stands now: not withdrawn, not closed, not called wrong."""
    latest = (
        select(claim_standings.c.stands)
        .where(claim_standings.c.claim == claims.c.id)
        .order_by(claim_standings.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    word = select(reviews.c.verdict).where(reviews.c.of == claims.c.id).order_by(reviews.c.seq.desc()).limit(1)
    said = word.scalar_subquery()
    return there() & or_(latest.is_(None), latest) & or_(said.is_(None), said != "wrong")
