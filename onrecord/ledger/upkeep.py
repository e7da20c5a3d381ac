"""What the law or decency takes away: the one place where rows are changed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, Table, delete, or_, select, update

from onrecord.errors import WrongUse
from onrecord.ledger import claim_upkeep, disputes
from onrecord.ledger.blanking import blanked, clean, mark, unmarked
from onrecord.ledger.history import chain, kin
from onrecord.ledger.read import home
from onrecord.ledger.rows import Values, stamp_row
from onrecord.ledger.schema import (
    answers,
    comments,
    documents,
    evidence,
    notes,
    redactions,
    reviews,
    search,
    sources,
    statements,
    withdrawals,
)
from onrecord.ledger.schema_claims import claims, contradictions
from onrecord.ledger.schema_speakers import judgements, requests
from onrecord.ledger.schema_threads import decisions, post_texts, posts
from onrecord.ledger.tables import add, take_turn
from onrecord.ledger.write import index_anew
from onrecord.records import Stamp
from onrecord.text import fold


def withdraw(db: Connection, of: str, why: str, stamp: Stamp) -> None:
    """Hides a record with its kin: a document's versions, a statement's in other versions."""
    ids = _kin(db, of)
    add(db, withdrawals, [{"of": id, "why": why, **stamp_row(stamp)} for id in ids])
    db.execute(delete(search).where(or_(search.c.document.in_(ids), search.c.statement.in_(ids))))
    about = {*disputes.of_documents(db, ids), *disputes.of_claims(db, ids)}
    disputes.changed(db, sorted(about.union(*(disputes.of_statement(db, id) for id in ids))))


def _kin(db: Connection, of: str) -> list[str]:
    document = home(db, of)
    _turn(db, document)
    if db.execute(select(contradictions.c.id).where(contradictions.c.id == of)).first():
        raise WrongUse("a contradiction is not withdrawn but dismissed", of, "onrecord review ID wrong --why TEXT")
    return chain(db, of) if of == document else kin(db, of)


def _turn(db: Connection, document: str) -> None:
    url = db.execute(select(documents.c.url).where(documents.c.id == document)).scalar()
    take_turn(db, url or document)


def redact(db: Connection, of: str, words: str, stamp: Stamp) -> int:
    """Blanks the words in all that the ledger keeps of the record's article; in how many places."""
    bare = fold(words).text.strip()
    if not any(char.isalnum() for char in bare):
        raise WrongUse("there are no words to blank", words)
    document = home(db, of)
    _turn(db, document)
    ids = chain(db, document)
    count = sum(_blank(db, table, where, words) for table, where in _holding(db, ids))
    count += claim_upkeep.blank(db, ids, words)
    index_anew(db, ids)
    count += _clean(db, ids, words, count > 0)
    made = mark(words)
    row = {"of": document, "length": made.length, "salt": made.salt, "mark": made.digest, "places": count}
    add(db, redactions, [{**row, **stamp_row(stamp)}])
    return count


def _holding(db: Connection, ids: Sequence[str]) -> Iterable[tuple[Table, ColumnElement[bool]]]:
    """Every table that may hold words of these documents, and which of its rows."""
    about = set(ids)
    for table in (statements, comments, claims, posts):
        about |= set(db.execute(select(table.c.id).where(table.c.document.in_(ids))).scalars())
    noted = select(notes.c.id).where(notes.c.of.in_(about))
    yield documents, documents.c.id.in_(ids)
    yield comments, comments.c.document.in_(ids)
    yield statements, statements.c.document.in_(ids)
    yield judgements, judgements.c.document.in_(ids)
    yield requests, requests.c.document.in_(ids)
    yield answers, answers.c.note.in_(noted)
    yield posts, posts.c.document.in_(ids)
    yield post_texts, post_texts.c.post.in_(about)
    for table in (reviews, withdrawals, notes, decisions):
        yield table, table.c.of.in_(about)


def _blank(db: Connection, table: Table, where: ColumnElement[bool], words: str) -> int:
    total, key = 0, next(iter(table.primary_key.columns))
    for held in db.execute(select(table).where(where)).mappings().all():
        row, count = (unmarked if table is post_texts else _blanked)(words, dict(held))
        if count:
            db.execute(update(table).where(key == held[key.name]).values(row))
            total += count
    return total


def _blanked(words: str, row: Values) -> tuple[Values, int]:
    return blanked(row, words)


def _clean(db: Connection, ids: Sequence[str], words: str, held: bool) -> int:
    """The kept bytes too; emptied where the words cannot be taken out for sure."""
    total, digests = 0, select(sources.c.digest).where(sources.c.document.in_(ids))
    for row in db.execute(select(evidence).where(evidence.c.digest.in_(digests))).all():
        data = zlib.decompress(row.packed) if row.packed else b""
        fresh, count = clean(words, data, held) if data else (b"", 0)
        if count:
            packed = zlib.compress(fresh) if fresh else b""
            db.execute(update(evidence).where(evidence.c.digest == row.digest).values(packed=packed))
        total += count
    return total
