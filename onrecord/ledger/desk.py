"""People's words on records: reviews, readers' notes and the desk's answers. Added, never edited."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select

from onrecord.errors import NotFound
from onrecord.ledger import disputes
from onrecord.ledger.answers import Note
from onrecord.ledger.read import home
from onrecord.ledger.rows import stamp_row
from onrecord.ledger.schema import answers, same_words
from onrecord.ledger.schema import notes as notes_
from onrecord.ledger.schema import reviews as reviews_
from onrecord.ledger.tables import add
from onrecord.records import Review, Stamp, Verdict, new_id


def review(db: Connection, of: str, verdict: Verdict, why: str, stamp: Stamp) -> Review:
    """Adds a person's word on a record."""
    home(db, of)
    id = new_id("review", of, verdict, why, stamp.at, stamp.by)
    add(db, reviews_, [{"id": id, "of": of, "verdict": verdict, "why": why, **stamp_row(stamp)}])
    disputes.changed(db, disputes.of_claims(db, [of]))
    return Review(id=id, of=of, verdict=verdict, why=why, stamp=stamp)


def about(of: Any) -> ColumnElement[bool]:
    """Whether a review is about this record, or about an older version's statement in the same words."""
    older = select(same_words.c.statement).where(same_words.c.into == of).correlate_except(same_words)
    return or_(reviews_.c.of == of, reviews_.c.of.in_(older))


def reviews(db: Connection, of: str) -> list[Review]:
    """Every word on a record, oldest first; also on an older version's statement that says the same words."""
    rows = db.execute(select(reviews_).where(about(of)).order_by(reviews_.c.seq))
    return [
        Review(id=row.id, of=row.of, verdict=row.verdict, why=row.why, stamp=Stamp(at=row.at, by=row.by))
        for row in rows
    ]


def object_to(db: Connection, of: str, text: str, contact: str, stamp: Stamp) -> Note:
    """Adds a reader's note about a record."""
    home(db, of)
    id = new_id("note", of, text, contact, stamp.at, stamp.by)
    add(db, notes_, [{"id": id, "of": of, "text": text, "contact": contact, **stamp_row(stamp)}])
    return Note(id=id, of=of, text=text, contact=contact, stamp=stamp)


def _notes() -> Select[Any]:
    """Notes, each with the latest of its answers."""
    later = answers.alias("later")
    newest = select(func.max(later.c.seq)).where(later.c.note == notes_.c.id).scalar_subquery()
    at, by = answers.c.at.label("answered_at"), answers.c.by.label("answered_by")
    told = notes_.outerjoin(answers, answers.c.seq == newest)
    return select(notes_, answers.c.text.label("answer"), at, by).select_from(told)


def notes(db: Connection, limit: int) -> list[Note]:
    """The unanswered first, then the latest."""
    query = _notes().order_by(answers.c.seq.is_not(None), notes_.c.seq.desc()).limit(limit)
    return [_note(row) for row in db.execute(query)]


def _note(row: Row[Any]) -> Note:
    answered = Stamp(at=row.answered_at, by=row.answered_by) if row.answer is not None else None
    stamp = Stamp(at=row.at, by=row.by)
    return Note(
        id=row.id,
        of=row.of,
        text=row.text,
        contact=row.contact,
        stamp=stamp,
        answer=row.answer,
        answered=answered,
    )


def answer(db: Connection, id: str, text: str, stamp: Stamp) -> Note:
    """Adds the desk's answer to a note."""
    if db.execute(select(notes_.c.id).where(notes_.c.id == id)).first() is None:
        raise NotFound("the ledger holds no note of this id", id)
    key = new_id("answer", id, text, stamp.at, stamp.by)
    add(db, answers, [{"id": key, "note": id, "text": text, **stamp_row(stamp)}])
    return _note(db.execute(_notes().where(notes_.c.id == id)).one())
