"""Claims looked up: by place, actor, kind, day and document, with the words they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select, tuple_

from onrecord.errors import NotFound
from onrecord.ledger import speakers
from onrecord.ledger.claim_answers import ClaimFound, ClaimQuery
from onrecord.ledger.claim_facts import places_of, shown
from onrecord.ledger.claim_rows import claim_of, place_of
from onrecord.ledger.read import heads, refuse_withdrawn
from onrecord.ledger.rows import head_of
from onrecord.ledger.schema import documents, reviews
from onrecord.ledger.schema_claims import claims, place_within, places
from onrecord.ledger.speaker_rows import speaker_of
from onrecord.ledger.territory.where import where_of
from onrecord.ledger.territory_status import last_day
from onrecord.records import Claim, Place, new_actor


def find(db: Connection, query: ClaimQuery) -> list[ClaimFound]:
    """Claims that answer the query, those about the latest day first."""
    chosen = select(claims.c.id).where(*_asked(query))
    if query.after is not None:
        day = db.execute(select(claims.c.day).where(claims.c.id == query.after)).scalar()
        if day is None:
            raise NotFound("the list cannot go on from a claim that the ledger does not hold", query.after)
        chosen = chosen.where(tuple_(claims.c.day, claims.c.id) < tuple_(day, query.after))
    ids = db.execute(chosen.order_by(claims.c.day.desc(), claims.c.id.desc()).limit(query.limit)).scalars()
    return found_of(db, list(ids))


def _asked(query: ClaimQuery) -> list[ColumnElement[bool]]:
    asked = [shown()]
    if query.place is not None:
        asked.append(about(query.place, query.parts))
    if query.actor is not None:
        asked.append(claims.c.actor.in_(actor_ids(query.actor)))
    same = {"kind": query.kind, "document": query.document}
    asked += [claims.c[name] == value for name, value in same.items() if value is not None]
    if query.since is not None:
        asked.append(func.coalesce(claims.c.until, claims.c.asserted) >= _first(query.since))
    if query.until is not None:
        asked.append(claims.c.day <= last_day(query.until))
    if query.confirmed:
        asked.append(or_(last_word(claims.c.id) == "confirmed", claims.c.hand))
    return asked


def _first(date: str) -> str:
    last_day(date)  # refuses what is none
    return date


def about(place: Place, parts: bool) -> ColumnElement[bool]:
    """Whether a claim is about the place, or about one inside it."""
    if not parts:
        return claims.c.place == place.id
    return or_(claims.c.place == place.id, claims.c.place.in_(inside(place)))


def inside(place: Place) -> Any:
    """The places of the ledger inside this one."""
    return select(place_within.c.place).where(place_within.c.container == where_of(place).key)


def actor_ids(actor: str) -> list[str]:
    """The ids that an actor's name or id may have."""
    return [actor, new_actor(actor).id]


def last_word(of: ColumnElement[Any]) -> Any:
    """A person's last word on a record."""
    query = select(reviews.c.verdict).where(reviews.c.of == of)
    return query.order_by(reviews.c.seq.desc()).limit(1).scalar_subquery()


def found_of(db: Connection, ids: Sequence[str]) -> list[ClaimFound]:
    """The claims of these ids in their order, with what is shown beside each."""
    review = last_word(claims.c.id).label("review")
    rows = {row.id: row for row in db.execute(select(claims, review).where(claims.c.id.in_(ids)))}
    wanted = {row.document for row in rows.values()}
    query = heads().add_columns(documents.c.text).where(documents.c.id.in_(wanted))
    docs = {row.id: row for row in db.execute(query)}
    where = places_of(db, {row.place for row in rows.values() if row.place})
    who = speakers.judged(db, {row.said for row in rows.values() if row.said})
    return [_one(rows[id], docs[rows[id].document], where, who) for id in ids if id in rows]


def _one(row: Any, document: Any, where: dict[str, Place], who: dict[str, Any]) -> ClaimFound:
    said = who.get(row.said)
    return ClaimFound(
        claim=claim_of(row, where.get(row.place)),
        document=head_of(document),
        text=document.text,
        review=row.review,
        speaker=speaker_of(said) if said else None,
        by_hand=row.hand,
    )


def claims_of(db: Connection, document: str) -> tuple[Claim, ...]:
    """A document's claims as its page shows them, in the order of its words."""
    rows = db.execute(_claims_of(), {"this": document}).all()
    where = places_of(db, {row.place for row in rows if row.place})
    return tuple(claim_of(row, where.get(row.place)) for row in rows)


@cache  # building it costs more than running it
def _claims_of() -> Select[Any]:
    return select(claims).where(claims.c.document == bindparam("this"), shown()).order_by(claims.c.start, claims.c.id)


def claim(db: Connection, id: str) -> ClaimFound | None:
    """One claim by its id, also one that stands no more."""
    row = db.execute(select(claims.c.document, claims.c.said).where(claims.c.id == id)).first()
    if row is None:
        return None
    refuse_withdrawn(db, id, row.document, *filter(None, [row.said]))
    return found_of(db, [id])[0]


# --- places ---


def places_list(db: Connection, name: str | None, limit: int) -> list[tuple[Place, int]]:
    """Places with how many claims are about each."""
    count = func.count(claims.c.id).label("count")
    joined = places.join(claims, and_(claims.c.place == places.c.id, shown()))
    query = select(places, count).select_from(joined).group_by(places.c.id)
    if name is not None:
        query = query.where(func.lower(places.c.name) == name.lower())
    rows = db.execute(query.order_by(count.desc(), places.c.name, places.c.id).limit(limit)).mappings()
    return [(place_of(row), row["count"]) for row in rows]


def place(db: Connection, id: str) -> Place | None:
    """A place of the ledger by its id."""
    return places_of(db, [id]).get(id)
