"""Saved searches, and what they find anew."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Connection, exists, func, select

from onrecord.ledger import watching
from onrecord.ledger.answers import Found, Query
from onrecord.ledger.rows import stamp_row
from onrecord.ledger.schema import carried, search, statements
from onrecord.ledger.schema_watch import saved_searches, watch_events
from onrecord.ledger.search import among
from onrecord.ledger.tables import add
from onrecord.ledger.watching import SavedSearch, new_event
from onrecord.records import Stamp

BACK = 10_000  # rows looked at again: where several write at once, a lower number may come after a higher
MOST = 500  # found of one search at one time; the next look takes the rest


def save(db: Connection, name: str, query: Query | None, stamp: Stamp) -> None:
    """Keeps a search under a name; without a query it is searched no more. What is there by now is no news."""
    add(db, saved_searches, [{"name": name, "query": query, **stamp_row(stamp)}])
    watching.set_mark(db, _key(name), _last(db))


def searches(db: Connection) -> list[SavedSearch]:
    """The searches that are kept, by name."""
    newest = select(func.max(saved_searches.c.seq)).group_by(saved_searches.c.name)
    rows = db.execute(select(saved_searches).where(saved_searches.c.seq.in_(newest)).order_by(saved_searches.c.name))
    return [SavedSearch(name=row.name, query=row.query, stamp=Stamp(at=row.at, by=row.by)) for row in rows if row.query]


def news(db: Connection, one: SavedSearch, stamp: Stamp) -> list[Found]:
    """What a search finds that it was not known to find, told once.

    A statement that an older version of its article made already is none, nor is one indexed anew."""
    told = exists().where(watch_events.c.search == one.name, watch_events.c.statement == search.c.statement)
    older = exists().where(carried.c.into == search.c.statement)
    known = select(statements.c.id).where(statements.c.id == search.c.statement, statements.c.at >= one.stamp.at)
    last, mark = _last(db), watching.mark(db, _key(one.name)) or 0
    fresh = search.c.seq > max(0, mark - BACK)
    found = among(db, _most(one.query), fresh, ~told, ~older, known.exists())
    watching.tell(db, [_told(one, row, stamp) for row in found])
    if len(found) < MOST:
        watching.set_mark(db, _key(one.name), last)
    return found


def _most(query: Query) -> Query:
    from msgspec.structs import replace

    return replace(query, limit=MOST, after=None)


def _told(one: SavedSearch, row: Found, stamp: Stamp) -> watching.WatchEvent:
    document, statement = row.document, row.statement.id
    return new_event("news", document.url or "", stamp, document=document.id, statement=statement, search=one.name)


def _key(name: str) -> str:
    return sha256(f"search {name}".encode()).hexdigest()


def _last(db: Connection) -> int:
    return db.execute(select(func.max(search.c.seq))).scalar() or 0
