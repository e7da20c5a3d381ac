"""Contradictions looked up: what the rules found, with both claims' words and a person's word on it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select, tuple_

from onrecord.errors import NotFound
from onrecord.ledger import disputes
from onrecord.ledger.claim_answers import ClaimFound, Contradiction, ContradictionQuery
from onrecord.ledger.claim_search import actor_ids, found_of, inside, last_word
from onrecord.ledger.days import days
from onrecord.ledger.schema import reviews
from onrecord.ledger.schema_claims import claims, contradictions, places
from onrecord.ledger.territory.sentences import against
from onrecord.ledger.territory_status import last_day
from onrecord.records import Verdict

TABLE = contradictions


def waits(db: Connection, query: ContradictionQuery) -> bool:
    """Whether something asked for is still to be made anew."""
    return disputes.is_stale(db, _scope(db, query))


def prepare(db: Connection, query: ContradictionQuery) -> None:
    """Makes it anew."""
    disputes.refresh(db, _scope(db, query))


def _scope(db: Connection, query: ContradictionQuery) -> list[str] | None:
    """The places asked for, none for all."""
    if query.place is None:
        return None
    return [query.place.id, *db.execute(inside(query.place)).scalars()]


def _chosen(query: ContradictionQuery) -> Select[Any]:
    """Their ids, the latest seen first."""
    chosen = select(TABLE.c.id).where(*_asked(query))
    return chosen.order_by(TABLE.c.seen.desc(), TABLE.c.id.desc()).limit(query.limit)


def _asked(query: ContradictionQuery) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if query.place is not None:
        ids = or_(*(column.in_(_places(query)) for column in (TABLE.c.home, TABLE.c.other_place)))
        asked.append(ids)
    if query.actor is not None:
        ids_ = actor_ids(query.actor)
        asked.append(or_(TABLE.c.actor.in_(ids_), TABLE.c.other_actor.in_(ids_)))
    if query.claim is not None:
        asked.append(or_(TABLE.c.one == query.claim, TABLE.c.other == query.claim))
    if query.document is not None:
        held = select(claims.c.id).where(claims.c.document == query.document)
        asked.append(or_(TABLE.c.one.in_(held), TABLE.c.other.in_(held)))
    return [*asked, *_narrowed(query)]


def _places(query: ContradictionQuery) -> Any:
    assert query.place is not None
    return select(places.c.id).where(or_(places.c.id == query.place.id, places.c.id.in_(inside(query.place))))


def _narrowed(query: ContradictionQuery) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if query.rule is not None:
        asked.append(TABLE.c.rule == query.rule)
    if query.since is not None:
        last_day(query.since)
        asked.append(TABLE.c.last >= (days(query.since) or ("",))[0])
    if query.until is not None:
        asked.append(TABLE.c.first <= last_day(query.until))
    if query.seen is not None:
        first, last = days(query.seen) or ("", last_day(query.seen))
        asked += [TABLE.c.seen >= first, TABLE.c.seen <= f"{last}T99"]
    if query.confirmed:
        asked.append(last_word(TABLE.c.id) == "confirmed")
    elif not query.dismissed:
        said = last_word(TABLE.c.id)
        asked.append(or_(said.is_(None), said != "wrong"))
    return asked


def find(db: Connection, query: ContradictionQuery) -> list[Contradiction]:
    """What disagrees with what."""
    chosen = _chosen(query)
    if query.after is not None:
        seen = db.execute(select(TABLE.c.seen).where(TABLE.c.id == query.after)).scalar()
        if seen is None:
            raise NotFound("the list cannot go on from a contradiction that the ledger does not hold", query.after)
        chosen = chosen.where(tuple_(TABLE.c.seen, TABLE.c.id) < tuple_(seen, query.after))
    return _found(db, list(db.execute(chosen).scalars()))


def contradiction(db: Connection, id: str) -> Contradiction | None:
    """One of them."""
    found = _found(db, [id])
    return found[0] if found else None


def _found(db: Connection, ids: list[str]) -> list[Contradiction]:
    """The contradictions of these ids in their order, each with both claims and the last word on it."""
    if not ids:
        return []
    rows = {row.id: row for row in db.execute(select(TABLE).where(TABLE.c.id.in_(ids)))}
    wanted = dict.fromkeys(id for row in rows.values() for id in (row.one, row.other))
    sides = {side.claim.id: side for side in found_of(db, list(wanted))}
    words = _words(db, ids)
    return [_one(rows[id], sides, words.get(id, (None, ""))) for id in ids if id in rows]


def _one(row: Any, sides: dict[str, ClaimFound], word: tuple[Verdict | None, str]) -> Contradiction:
    return Contradiction(
        id=row.id,
        between=(sides[row.one], sides[row.other]),
        rule=row.rule,
        verdict=row.verdict,
        on=row.hinges,
        why=against(row.rule, row.hinges),
        seen=row.seen,
        review=word[0],
        reason=word[1],
    )


def _words(db: Connection, ids: list[str]) -> dict[str, tuple[Verdict | None, str]]:
    """A person's last word on each, with its reason."""
    query = select(reviews.c.of, reviews.c.verdict, reviews.c.why).where(reviews.c.of.in_(ids))
    return {row.of: (row.verdict, row.why) for row in db.execute(query.order_by(reviews.c.seq))}
