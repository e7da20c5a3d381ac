"""Recording claims: rows are added; one that a later reading no longer finds is closed with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, func, select, true

from onrecord.ledger import blanking, disputes
from onrecord.ledger.answers import Withdrawn
from onrecord.ledger.claim_rows import claim_row, place_row, within_rows
from onrecord.ledger.history import chain
from onrecord.ledger.read import withdrawal
from onrecord.ledger.rows import Values, stamp_row
from onrecord.ledger.schema_claims import claim_standings, claims, place_within, places
from onrecord.ledger.tables import add, take_turn
from onrecord.ledger.territory.judge import CROSSING
from onrecord.records import Claim, Reading, Stamp

LOST = "not found when its document was read again"
FOUND = "found again when its document was read again"
CHANGED = "a newer version of its article was recorded"


def add_claims(
    db: Connection, document: Values, reading: Reading, marks: Sequence[blanking.Mark], *, hand: bool = False
) -> list[str]:
    """Adds the reading's claims and their places; gives the ids of what it found."""
    made = {one.id: one for one in reading.claims}
    said = {one.id: one for one in reading.statements}
    rows = [claim_row(document, one, said.get(one.by or ""), hand=hand) for one in made.values()]
    rows = [taken_out(row, one, marks) for row, one in zip(rows, made.values(), strict=True)]
    kept = {row["place"] for row in rows if row["place"]}
    _add_places(db, (one for one in made.values() if one.place and one.place.id in kept))
    add(db, claims, rows)
    disputes.changed(db, sorted(kept), {row["place"] for row in rows if row["kind"] in CROSSING})
    return list(made)


def by_hand(db: Connection, reading: Reading, stamp: Stamp) -> int:
    """Adds a quotation with the claims that a person makes of it; what is there stays. How many claims are new.

    Nothing is closed, and no other text at its address is replaced: it is a passage, not the article's new version."""
    from onrecord.ledger import write  # which records articles by what is here

    document = reading.document
    take_turn(db, document.url or document.id)
    gone = withdrawal(db, document.id)
    if gone:
        raise Withdrawn(gone)
    before = _count(db, document.id)
    marks = blanking.marks(db, document.id)
    row = write.add_passage(db, reading, marks, stamp)
    add_claims(db, row, reading, marks, hand=True)
    return _count(db, document.id) - before


def _count(db: Connection, document: str) -> int:
    return int(db.execute(select(func.count()).where(claims.c.document == document)).scalar_one())


def taken_out(row: Values, claim: Claim, marks: Sequence[blanking.Mark]) -> Values:
    """The row without words that were taken out of its article before; a name that held them is not kept."""
    out = blanking.again(marks, row)
    name = {"name": claim.place.name} if claim.place else {}
    if name and blanking.again(marks, name) != name:
        out |= {"place": None}
    return out


def _add_places(db: Connection, made: Iterable[Claim]) -> None:
    held = {one.place.id: (one.place, one.stamp) for one in made if one.place}
    add(db, places, [place_row(place, stamp) for place, stamp in held.values()])
    add(db, place_within, [row for place, _ in held.values() for row in within_rows(place)])


def again(db: Connection, document: Values, reading: Reading, marks: Sequence[blanking.Mark], stamp: Stamp) -> None:
    """Adds what a new reading found, closes what it did not find, opens what it found once more."""
    held = _standing(db, [document["id"]])
    found = set(add_claims(db, document, reading, marks))
    gone = [row for row in held if row.stands and row.id not in found and not row.hand]
    back = [row for row in held if not row.stands and row.id in found and row.why == LOST]
    _stand(db, gone, False, LOST, stamp)
    _stand(db, back, True, FOUND, stamp)


def close_former(db: Connection, document: str, stamp: Stamp) -> None:
    """What a machine read in an older version counts until the newer one is known."""
    former = chain(db, document)
    former = former[: former.index(document)]
    gone = [row for row in _standing(db, former) if row.stands and not row.hand] if former else []
    _stand(db, gone, False, CHANGED, stamp)


def _standing(db: Connection, documents: Sequence[str]) -> Sequence[Any]:
    """The claims of these documents, whether each stands, and why not."""
    later = claim_standings.alias("later")
    latest = select(func.max(later.c.seq)).where(later.c.claim == claims.c.id).scalar_subquery()
    joined = claims.outerjoin(claim_standings, claim_standings.c.seq == latest)
    stands = func.coalesce(claim_standings.c.stands, true()).label("stands")
    columns = (claims.c.id, claims.c.place, claims.c.hand, claim_standings.c.why, stands)
    return db.execute(select(*columns).select_from(joined).where(claims.c.document.in_(documents))).all()


def _stand(db: Connection, rows: Sequence[Any], stands: bool, why: str, stamp: Stamp) -> None:
    marks = [{"claim": row.id, "stands": stands, "why": why, **stamp_row(stamp)} for row in rows]
    add(db, claim_standings, marks)
    disputes.changed(db, sorted({row.place for row in rows if row.place}))
