"""Words taken out of claims: of what was said, of names, and of the places that they name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, update

from onrecord.ledger import disputes
from onrecord.ledger.blanking import blank as blank_text
from onrecord.ledger.blanking import blanked
from onrecord.ledger.rows import Values
from onrecord.ledger.schema_claims import claims, contradictions, place_within, places, stale

WORDY = ("actor_name", "counter_name", "framing", "words", "outlet")


def blank(db: Connection, documents: Sequence[str], words: str) -> int:
    """Blanks the words in these documents' claims; a place or an actor whose name held them is let go."""
    total, about = 0, disputes.of_documents(db, documents)
    joined = claims.outerjoin(places, places.c.id == claims.c.place)
    query = select(claims, places.c.name.label("place_name")).select_from(joined)
    for row in db.execute(query.where(claims.c.document.in_(documents))).all():
        fresh, count = _without(row, words)
        if count:
            db.execute(update(claims).where(claims.c.id == row.id).values(fresh))
            total += count
    if total:
        _let_go(db, about)
        disputes.changed(db, [id for id in about if _held(db, id)])
    return total


def _without(row: Any, words: str) -> tuple[Values, int]:
    """What of the row changes, and in how many places; an id made of a name would tell it."""
    fresh, count = blanked({name: getattr(row, name) for name in WORDY}, words)
    for name in ("actor", "counter"):
        if fresh[f"{name}_name"] != getattr(row, f"{name}_name"):
            fresh |= {name: None}
    named = blank_text(words, row.place_name or "")[1]
    return (fresh | {"place": None} if named else fresh), count + named


def _let_go(db: Connection, ids: Iterable[str]) -> None:
    """Places that no claim is about any more."""
    for id in [id for id in ids if not _held(db, id)]:
        db.execute(delete(contradictions).where(contradictions.c.home == id))
        for table in (stale, place_within):
            db.execute(delete(table).where(table.c.place == id))
        db.execute(delete(places).where(places.c.id == id))


def _held(db: Connection, id: str) -> bool:
    return db.execute(select(claims.c.id).where(claims.c.place == id).limit(1)).first() is not None
