"""Recording a reading: rows are added; what is known stays as it is."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import structs
from sqlalchemy import Connection, delete, select

from onrecord.errors import LedgerError
from onrecord.ledger import blanking, claim_write, speakers
from onrecord.ledger.answers import Recorded
from onrecord.ledger.history import carry, latest_at
from onrecord.ledger.read import bare, knows, standing, withdrawal
from onrecord.ledger.rows import Values, comment_row, document_row, search_row, stamp_row, statement_row
from onrecord.ledger.schema import (
    comments,
    documents,
    evidence,
    search,
    sources,
    standings,
    statements,
    withdrawals,
)
from onrecord.ledger.schema_speakers import judgements, requests
from onrecord.ledger.speaker_rows import request_row
from onrecord.ledger.tables import add, take_turn
from onrecord.records import Document, Page, Reading, Stamp


def record(db: Connection, reading: Reading, *, again: bool, stamp: Stamp | None) -> Recorded:
    """Records a reading in the transaction that is open."""
    _storable(reading)
    take_turn(db, reading.document.url or reading.document.id)
    held = db.execute(select(documents).where(documents.c.id == reading.document.id)).first()
    if held is None:
        return _new(db, reading, stamp or _stamp(reading))
    added = _again(db, reading, dict(held._mapping), stamp or _stamp(reading)) if again else 0
    return Recorded(document=held.id, added=False, statements=added, replaces=held.replaces)


def _storable(reading: Reading) -> None:
    """A NUL or half a character is no text: PostgreSQL cannot keep the one, nobody the other."""
    try:
        packed = msgspec.json.encode(structs.replace(reading, page=structs.replace(reading.page, evidence=None)))
    except UnicodeEncodeError:
        packed = b"\\u0000"
    if b"\\u0000" in packed:
        named = reading.document.url or reading.document.id
        raise LedgerError("the text holds what is no character and cannot be recorded", named)


def _stamp(reading: Reading) -> Stamp:
    """The document became known with its first statement, else when it was fetched."""
    if reading.statements:
        return reading.statements[0].stamp
    return Stamp(at=reading.document.retrieved or "", by="onrecord")


def _new(db: Connection, reading: Reading, stamp: Stamp) -> Recorded:
    document = reading.document
    replaces = _former(db, document)
    marks = blanking.marks(db, replaces) if replaces else []
    row = blanking.again(marks, document_row(reading.page, replaces, stamp))
    found = _statement_rows(row, reading, marks)
    add(db, documents, [row])
    add(db, comments, _comment_rows(reading.page, stamp, marks))
    add(db, statements, found)
    _speak(db, reading, marks)
    _keep(db, reading.page, stamp, marks)
    _close_with(db, document, replaces, stamp)
    _index(db, row, found)
    carry(db, document.id, stamp)
    claim_write.add_claims(db, row, reading, marks)
    if replaces:
        claim_write.close_former(db, document.id, stamp)
    return Recorded(document=document.id, added=True, statements=len(found), replaces=replaces)


def _former(db: Connection, document: Document) -> str | None:
    if document.replaces and knows(db, document.replaces):
        return document.replaces
    return latest_at(db, document.url)


def _statement_rows(document: Values, reading: Reading, marks: Sequence[blanking.Mark]) -> list[Values]:
    rows = {one.id: statement_row(document, one) for one in reading.statements}
    return [blanking.again(marks, row) for row in rows.values()]


def _comment_rows(page: Page, stamp: Stamp, marks: Sequence[blanking.Mark]) -> list[Values]:
    rows = [comment_row(page.document.id, at, one, stamp) for at, one in enumerate(page.comments)]
    return [blanking.again(marks, row) for row in rows]


def _keep(db: Connection, page: Page, stamp: Stamp, marks: Sequence[blanking.Mark]) -> None:
    """Keeps the bytes, once for all that was read from them; not where words were taken out of the
    article before, since they would come back with them."""
    digests = {bare(page.document.source)} if page.document.source else set()
    if page.evidence is not None:
        digest = hashlib.sha256(page.evidence).hexdigest()
        digests.add(digest)
        if not marks:
            packed = zlib.compress(page.evidence)
            size = len(page.evidence)
            add(db, evidence, [{"digest": digest, "packed": packed, "size": size, **stamp_row(stamp)}])
    rows = [{"document": page.document.id, "digest": one, **stamp_row(stamp)} for one in sorted(digests)]
    add(db, sources, rows)


def _close_with(db: Connection, document: Document, former: str | None, stamp: Stamp) -> None:
    """A fetched article that was withdrawn does not come back with a comma moved."""
    gone = withdrawal(db, former) if former and document.rights != "own" else None
    if gone:
        add(db, withdrawals, [{"of": document.id, "why": gone.why, **stamp_row(stamp)}])


def _index(db: Connection, document: Values, rows: Iterable[Values]) -> None:
    """Makes statements findable, unless they or their document were withdrawn."""
    if withdrawal(db, document["id"]):
        return
    found = list(rows)
    who = speakers.judged(db, [row["id"] for row in found])
    add(db, search, [search_row(document, row, who.get(row["id"])) for row in found])


def index_anew(db: Connection, ids: Sequence[str]) -> None:
    """Rebuilds what can be found of these documents from their rows."""
    was = set(db.execute(select(search.c.statement).where(search.c.document.in_(ids))).scalars())
    db.execute(delete(search).where(search.c.document.in_(ids)))
    for id in ids:
        document = dict(db.execute(select(documents).where(documents.c.id == id)).one()._mapping)
        rows = db.execute(select(statements).where(statements.c.document == id)).mappings().all()
        _index(db, document, [dict(row) for row in rows if row["id"] in was])


def _again(db: Connection, reading: Reading, document: Values, stamp: Stamp) -> int:
    """Adds what a new reading found; marks what it did not find, and what it found once more."""
    marks = blanking.marks(db, document["id"])
    held = _standing(db, document["id"])
    rows = {row["id"]: row for row in _statement_rows(document, reading, marks)}
    fresh = [row for id, row in rows.items() if id not in held]
    gone = [id for id, stands in held.items() if stands and id not in rows]
    back = [id for id, stands in held.items() if not stands and id in rows]
    add(db, statements, fresh)
    spoken = _speak(db, reading, marks)
    add(db, comments, _comment_rows(reading.page, stamp, marks))
    _keep(db, reading.page, stamp, marks)
    changed = [(id, False) for id in gone] + [(id, True) for id in back]
    add(db, standings, [{"statement": id, "stands": stands, **stamp_row(stamp)} for id, stands in changed])
    if gone:
        db.execute(delete(search).where(search.c.statement.in_(gone)))
    _index(db, document, fresh + [rows[id] for id in back if not withdrawal(db, id)])
    if spoken:
        index_anew(db, [document["id"]])
    carry(db, document["id"], stamp)
    claim_write.again(db, document, reading, marks, stamp)
    return len(fresh)


def add_passage(db: Connection, reading: Reading, marks: Sequence[blanking.Mark], stamp: Stamp) -> Values:
    """Adds a quoted passage with who said it, as it stands; gives its document's row."""
    _storable(reading)
    row = blanking.again(marks, document_row(reading.page, None, stamp))
    add(db, documents, [row])
    found = _statement_rows(row, reading, marks)
    add(db, statements, found)
    _speak(db, reading, marks)
    _index(db, row, found)
    return row


def _speak(db: Connection, reading: Reading, marks: Sequence[blanking.Mark]) -> int:
    """Adds who speaks and who was asked for comment; how many judgements are new."""
    document, held = reading.document, {one.id for one in reading.statements}
    judged = speakers.news(db, document.id, [one for one in reading.judgements if one.of in held])
    add(db, judgements, [blanking.again(marks, row) for row in judged])
    stamp = reading.statements[0].stamp if reading.statements else _stamp(reading)
    asked = [request_row(document, one, stamp) for one in reading.requests]
    add(db, requests, [blanking.again(marks, row) for row in asked])
    return len(judged)


def _standing(db: Connection, document: str) -> dict[str, Any]:
    query = select(statements.c.id, standing().label("stands")).where(statements.c.document == document)
    return {row.id: row.stands for row in db.execute(query)}
