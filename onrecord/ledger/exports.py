"""Everything that leaves with an export, and what stays: rows as they are kept, in an order that can be read back.

A table is named here or the tests fail: nothing is forgotten, and nothing that is a secret leaves by accident."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Integer, Select, Table, Text, collate, column, literal, select, table, type_coerce

from onrecord.ledger import migrate
from onrecord.ledger.columns import Packed
from onrecord.ledger.schema import documents, metadata, search

# In the order in which rows need each other.
KEPT = (
    "documents sources comments statements standings carried same_words judgements identities known_speakers requests "
    "places place_within claims claim_standings "
    "reviews withdrawals redactions notes answers posts post_texts decisions "
    "mutes votes post_scores notices notice_answers "
    "samples sample_units codings watched watch_events saved_searches watch_marks"
).split()
# What stays, and why.
LEFT = {
    "search": "made anew; which statements can be found leaves as `findable`",
    "contradictions": "made anew from the claims by the rules",
    "stale_places": "which of them are to be made anew",
    "evidence": "the bytes as they were fetched: copy the database to keep them",
    "standing_posts": "follows from the log",
    **dict.fromkeys(
        ("accounts", "account_log", "logins", "networks"), "who readers are: it stays with the site they trusted"
    ),
    **dict.fromkeys(("sessions", "programs", "links", "secrets", "outbox"), "would open doors, or send mail twice"),
    "buckets": "counts of what networks sent, gone after a day",
}
FINDABLE = "findable"
VERSION = 1


def rows(db: Connection) -> Iterator[dict[str, Any]]:
    """Every row as a value for JSON, its table's name first; the same ledger gives the same rows."""
    yield {"onrecord": VERSION, "schema": migrate.HEAD}
    for name in KEPT:
        kept = metadata.tables[name]
        packed = [one.name for one in kept.columns if isinstance(one.type, Packed)]
        for row in db.execution_options(yield_per=1000).execute(_all(db, kept)).mappings():
            values = {key: json.loads(value) if key in packed and value else value for key, value in row.items()}
            yield {"table": name, **values}
    for (statement,) in db.execute(select(search.c.statement).order_by(search.c.seq)):
        yield {"table": FINDABLE, "statement": statement}


def bare(kept: Table) -> Any:
    """The table with packed values as the text that is kept."""
    named = [column(one.name, Text() if isinstance(one.type, Packed) else one.type) for one in kept.columns]
    return table(kept.name, *named)


def _all(db: Connection, kept: Table) -> Select[Any]:
    """All of a table, in the order of its key; a version of an article after the one it replaces."""
    plain = [type_coerce(one, Text).label(one.name) if isinstance(one.type, Packed) else one for one in kept.columns]
    keys = [_bytewise(db, one) for one in kept.primary_key.columns]
    if kept is not documents:
        return select(*plain).order_by(*keys)
    depth = _depths()
    return select(*plain).join(depth, depth.c.id == documents.c.id).order_by(depth.c.depth, *keys)


def _depths() -> Any:
    first = select(documents.c.id, literal(0).label("depth")).where(documents.c.replaces.is_(None)).cte(recursive=True)
    return first.union_all(select(documents.c.id, first.c.depth + 1).where(documents.c.replaces == first.c.id))


def _bytewise(db: Connection, key: Any) -> Any:
    """Text byte by byte, as SQLite has it, whatever language the database was made in."""
    return key if isinstance(key.type, Integer) or db.dialect.name == "sqlite" else collate(key, "C")
