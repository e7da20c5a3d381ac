"""A person's word on who made a statement: it stands before every reading's, also one that comes later."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from onrecord.errors import NotFound
from onrecord.ledger.read import refuse_withdrawn
from onrecord.ledger.rows import stamp_row, statement_of
from onrecord.ledger.schema import documents, statements
from onrecord.ledger.schema_speakers import judgements
from onrecord.ledger.speaker_rows import judgement_row
from onrecord.ledger.speakers import latest
from onrecord.ledger.tables import add
from onrecord.ledger.write import index_anew
from onrecord.records import Document, Judgement, Speaker, Stamp, new_id, new_judgement


def judge(db: Connection, statement: str, who: Speaker | None, why: str, stamp: Stamp) -> None:
    """Records a person's word on who speaks, or that nobody knows."""
    row = db.execute(select(statements).where(statements.c.id == statement)).first()
    if row is None:
        raise NotFound("the ledger holds no statement of this id", statement)
    refuse_withdrawn(db, statement, row.document)
    text = db.execute(select(documents.c.text).where(documents.c.id == row.document)).scalar_one()
    made = _by_hand(Document(id=row.document, text=text), row, who, why, stamp)
    add(db, judgements, [judgement_row(row.document, made, hand=True)])
    index_anew(db, [row.document])


def _by_hand(document: Document, row: Any, who: Speaker | None, why: str, stamp: Stamp) -> Judgement:
    statement = statement_of(row, document.text)
    return new_judgement(document, statement, who, score=1.0, why=why, stamp=stamp)


def apart(db: Connection, speaker: str, document: str, why: str, stamp: Stamp) -> str:
    """Says that a speaker of this name in this document is another of the same name: gives the new id."""
    rows = db.execute(select(judgements).where(judgements.c.document == document, latest())).all()
    held = [row for row in rows if row.speaker == speaker]
    if not held:
        raise NotFound("this document has no statement of that speaker", speaker)
    fresh = new_id("speaker", held[0].name, held[0].type, document)
    same = ("of", "document", "name", "type", "role", "held", "includes", "stands_for", "key", "verdict")
    kept = [{name: getattr(row, name) for name in same} | {"id": row.id} for row in held]
    added = {"speaker": fresh, "score": 1.0, "why": why, "hand": True, **stamp_row(stamp)}
    add(db, judgements, [{**row, **added} for row in kept])
    index_anew(db, [document])
    return fresh
