"""Indexes of PostgreSQL that a first load does without, and that are made of all its rows at once.

Only those that nothing which is recorded asks. Whoever opens a ledger makes what is missing, so that one whose load was
killed is whole again. On SQLite nothing would be gained: it makes an index in the time in which it fills it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Index, select, text

from onrecord.ledger.schema import documents, search
from onrecord.ledger.schema_speakers import judgements

LATER = (
    *("search_speaker", "search_day", "search_score", "search_publisher", "search_words"),
    *("judgements_speaker", "judgements_key"),
)
_LOADING = 0x6F6E6C64  # "onld": the advisory lock of who loads without them
_HELD = text(
    "SELECT indexname FROM pg_indexes WHERE schemaname = ANY(current_schemas(false)) AND indexname = ANY(:names)"
)


def missing(db: Connection) -> list[Index]:
    """Those that are not there."""
    if db.dialect.name != "postgresql":
        return []
    held = set(db.execute(_HELD, {"names": list(LATER)}).scalars())
    indexes = {str(index.name): index for table in (search, judgements) for index in table.indexes}
    return [indexes[name] for name in LATER if name not in held]


@contextmanager
def turn(db: Connection) -> Iterator[bool]:
    """Whether nobody else loads first; meanwhile who opens the ledger does not make what is missing."""
    mine = db.dialect.name == "postgresql" and bool(
        db.execute(text(f"SELECT pg_try_advisory_lock({_LOADING})")).scalar()
    )
    try:
        yield mine
    finally:
        if mine:
            db.execute(text(f"SELECT pg_advisory_unlock({_LOADING})"))


def drop(db: Connection) -> bool:
    """Takes them away where no article is recorded yet; says whether it did."""
    if db.execute(select(documents.c.id).limit(1)).first():
        return False
    for name in LATER:
        db.execute(text(f"DROP INDEX IF EXISTS {name}"))
    return True


def make(db: Connection) -> None:
    """Makes what is missing."""
    db.execute(text("SET LOCAL maintenance_work_mem = '256MB'"))
    for index in missing(db):
        index.create(db, checkfirst=False)


def mend(db: Connection) -> None:
    """Makes what is missing, unless somebody loads."""
    if db.execute(text(f"SELECT pg_try_advisory_xact_lock({_LOADING})")).scalar():
        make(db)
