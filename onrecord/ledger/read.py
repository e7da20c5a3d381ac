"""What is recorded, as it stands now: withdrawn rows never show."""

from __future__ import annotations

import zlib
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, exists, func, select, true, tuple_

from onrecord.errors import NotFound
from onrecord.ledger import quick
from onrecord.ledger.answers import DocumentHead, Withdrawal, Withdrawn
from onrecord.ledger.columns import named
from onrecord.ledger.rows import comment_of, document_of, emptied, head_of, statement_of
from onrecord.ledger.schema import (
    comments,
    documents,
    metadata,
    sources,
    standings,
    statements,
    withdrawals,
)
from onrecord.ledger.schema import evidence as kept
from onrecord.ledger.schema_claims import claims, contradictions
from onrecord.ledger.schema_speakers import requests
from onrecord.ledger.schema_threads import posts
from onrecord.ledger.speaker_rows import request_of
from onrecord.records import Document, Page, ReaderComment, Reading, Stamp, Statement

# --- conditions ---


def withdrawn(id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the record of this id was withdrawn."""
    return exists().where(withdrawals.c.of == id)


@cache
def standing() -> ColumnElement[bool]:
    """Whether the statement was still found when its document was last read."""
    latest = (
        select(standings.c.stands)
        .where(standings.c.statement == statements.c.id)
        .order_by(standings.c.seq.desc())
        .limit(1)
    )
    return func.coalesce(latest.scalar_subquery(), true())


@cache
def shown() -> ColumnElement[bool]:
    """Whether the statement is one that its document's page shows."""
    return standing() & ~withdrawn(statements.c.id)


# --- documents ---


@cache  # building it costs more than running it
def heads() -> Select[Any]:
    """Documents' heads; a statement that is withdrawn or no longer found does not count."""
    later = documents.alias("later")
    count = select(func.count()).where(statements.c.document == documents.c.id, shown())
    following = select(func.min(later.c.id)).where(later.c.replaces == documents.c.id)
    own = [documents.c[name] for name in DocumentHead.__struct_fields__ if name in documents.c]
    return select(
        *own,
        count.scalar_subquery().label("statements"),
        following.scalar_subquery().label("replaced_by"),
    )


def knows(db: Connection, id: str) -> bool:
    """Whether the document is recorded."""
    return db.execute(select(documents.c.id).where(documents.c.id == id)).first() is not None


def knows_source(db: Connection, digest: str) -> bool:
    """Whether a document was read from these bytes."""
    return db.execute(select(sources.c.digest).where(sources.c.digest == bare(digest))).first() is not None


def bare(digest: str) -> str:
    """The digest without the name of its method."""
    return digest.removeprefix("sha256:").lower()


_ARTICLE = select(documents).where(documents.c.id == bindparam("this"))
_WITHDRAWAL = select(withdrawals.c.why, withdrawals.c.at, withdrawals.c.by).where(withdrawals.c.of == bindparam("this"))


def article(db: Connection, id: str) -> Document | None:
    """The document alone."""
    row = db.execute(_ARTICLE, {"this": id}).first()
    if row is None:
        return None
    refuse_withdrawn(db, id)
    return document_of(dict(row._mapping))


def document(db: Connection, id: str) -> Reading | None:
    """The document with its discussion and its statements."""
    row = db.execute(_ARTICLE, {"this": id}).first()
    if row is None:
        return None
    refuse_withdrawn(db, id)
    article = document_of(dict(row._mapping))
    page = Page(document=article, comments=_comments(db, id), notes=row.notes)
    from onrecord.ledger.claim_search import claims_of
    from onrecord.ledger.speakers import judgements_of

    made = statements_of(db, id, article.text)
    asked = db.execute(_REQUESTS, {"this": id})
    return Reading(
        page=page,
        statements=made,
        judgements=judgements_of(db, made, article.text),
        requests=tuple(request_of(row) for row in asked),
        claims=claims_of(db, id),
    )


_COMMENTS = (
    select(comments, withdrawn(comments.c.id).label("gone"))
    .where(comments.c.document == bindparam("this"))
    .order_by(comments.c.place, comments.c.id)
)
_REQUESTS = select(requests).where(requests.c.document == bindparam("this")).order_by(requests.c.start)
_STATEMENTS = (
    select(statements)
    .where(statements.c.document == bindparam("this"), shown())
    .order_by(statements.c.start, statements.c.id)
)


def _comments(db: Connection, document: str) -> tuple[ReaderComment, ...]:
    rows = db.execute(_COMMENTS, {"this": document})
    return tuple(emptied(comment_of(row)) if row.gone else comment_of(row) for row in rows)


def statements_of(db: Connection, document: str, text: str) -> tuple[Statement, ...]:
    """A document's statements as its page shows them."""
    rows = db.execute(_STATEMENTS, {"this": document})
    return tuple(statement_of(row, text) for row in rows)


def documents_page(publisher: str | None) -> Select[Any]:
    """Articles in their newest version, newest first."""
    later = documents.alias("newer")
    query = heads().where(~withdrawn(documents.c.id), ~exists().where(later.c.replaces == documents.c.id))
    query = query.where(~exists().where(claims.c.document == documents.c.id, claims.c.hand))  # a quotation, no article
    if publisher is not None:
        query = query.where(named(documents.c.publisher, publisher))
    return query.order_by(documents.c.shown.desc(), documents.c.id.desc())


def documents_list(db: Connection, limit: int, before: str | None, publisher: str | None) -> list[DocumentHead]:
    """A page of the list of articles."""
    query = documents_page(publisher).limit(limit)
    if before is not None:
        at = db.execute(select(documents.c.shown).where(documents.c.id == before)).scalar()
        if at is None:
            raise NotFound("the list cannot go on from a document that is not in it", before)
        query = query.where(tuple_(documents.c.shown, documents.c.id) < tuple_(at, before))
    return [head_of(row) for row in db.execute(query)]


# --- what is kept beside ---


def evidence(db: Connection, digest: str) -> bytes | None:
    """The bytes as they came, unless every document read from them was withdrawn."""
    digest = bare(digest)
    open_ = exists().where(sources.c.digest == kept.c.digest, ~withdrawn(sources.c.document))
    packed = db.execute(select(kept.c.packed).where(kept.c.digest == digest, open_)).scalar()
    return zlib.decompress(packed) if packed else None


def withdrawal(db: Connection, of: str) -> Withdrawal | None:
    """What is left of a withdrawn record."""
    row = quick.first(db, _WITHDRAWAL, this=of)
    return Withdrawal(of=of, why=row[0], stamp=Stamp(at=row[1], by=row[2])) if row else None


def refuse_withdrawn(db: Connection, *ids: str) -> None:
    """Raises Withdrawn where one of the records was."""
    for id in ids:
        gone = withdrawal(db, id)
        if gone:
            raise Withdrawn(gone)


def home(db: Connection, of: str) -> str:
    """The document of a record: itself, or the one that a statement, comment, claim or post is of; a
    contradiction's is that of the first of its claims.

    Raises NotFound."""
    of_one = db.execute(select(contradictions.c.one).where(contradictions.c.id == of)).scalar()
    for table, column in HOMES:
        found: str | None = db.execute(select(table.c[column]).where(table.c.id == (of_one or of))).scalar()
        if found is not None:
            return found
    raise NotFound("the ledger holds no document, statement, claim or comment of this id", of)


HOMES = [(documents, "id"), *((table, "document") for table in (statements, comments, claims, posts))]
DERIVED = ("search", "contradictions", "stale_places")


def counts(db: Connection) -> dict[str, int]:
    """Rows of each table but the derived ones."""
    tables = [table for table in metadata.sorted_tables if table.name not in DERIVED]
    return {table.name: db.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}
