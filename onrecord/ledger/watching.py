"""What is watched and what came of it: notes of what to do next, events that are added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from onrecord.ledger.history import latest_at
from onrecord.ledger.rows import Values, stamp_row
from onrecord.ledger.schema import documents
from onrecord.ledger.schema_watch import watch_events, watch_marks, watched
from onrecord.ledger.tables import add
from onrecord.records import Stamp, new_id

FAR = 8 * 86_400.0  # seconds; a look planned later than any plan goes was planned by a clock that was wrong
WatchKind = Literal["", "feed", "page", "entry"]
EventKind = Literal["article", "edit", "gone", "news"]
EVENTS: tuple[EventKind, ...] = get_args(EventKind)


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """An address that is looked at again: what it is, what it said last, when the next look is due.

    An `entry` is told whole by its feed, so that the feed alone is asked; `due` is none where it is looked at no
    more; `stamp` says since when, and by whose hand."""

    id: str
    url: str
    host: str
    kind: WatchKind = ""
    feed: str | None = None
    key: str = ""
    document: str | None = None
    etag: str | None = None
    modified: str | None = None
    digest: str = ""
    due: float | None = None
    pause: float = 0.0
    failures: int = 0
    error: str = ""
    stamp: Stamp


class WatchEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was noticed: a new article, an edit (from `before` to `document`), an article that is gone,
    a statement that a saved search found. `announced` says whether the page itself owned up to the edit."""

    id: str
    kind: EventKind
    url: str
    document: str | None = None
    before: str | None = None
    statement: str | None = None
    search: str | None = None
    announced: bool = False
    stamp: Stamp
    seq: int = 0


class SavedSearch(msgspec.Struct, frozen=True, kw_only=True):
    """A search that is kept under a name, to hear of what it finds anew."""

    name: str
    query: Any
    stamp: Stamp


def watched_of(url: str, stamp: Stamp, **facts: Any) -> Watched:
    """An address to watch; its id is of the address alone."""
    return Watched(id=new_id("watched", url), url=url, host=urlsplit(url).hostname or "", stamp=stamp, **facts)


def new_event(kind: EventKind, url: str, stamp: Stamp, **facts: Any) -> WatchEvent:
    """An event; noticed twice, it is one."""
    told = [facts.get(name) for name in ("document", "before", "statement", "search")]
    return WatchEvent(id=new_id("watched", kind, "" if facts.get("document") else url, told), kind=kind, url=url,
                      stamp=stamp, **facts)  # fmt: skip


# --- what is watched ---


def watch(db: Connection, one: Watched) -> Watched:
    """Adds an address; one that was given up is looked at again from `due` on."""
    add(db, watched, [_row(one)])
    if one.due is not None:
        given_up = and_(watched.c.id == one.id, watched.c.due.is_(None), watched.c.kind != "entry")
        db.execute(update(watched).where(given_up).values(due=one.due, failures=0, error=""))
    return _one(db, watched.c.id == one.id) or one


def _row(one: Watched) -> Values:
    kept = {name: getattr(one, name) for name in one.__struct_fields__ if name != "stamp"}
    return kept | stamp_row(one.stamp)


def _watched(row: Any) -> Watched:
    kept = {name: getattr(row, name) for name in Watched.__struct_fields__ if name != "stamp"}
    return Watched(**kept, stamp=Stamp(at=row.at, by=row.by))


def _one(db: Connection, where: ColumnElement[bool]) -> Watched | None:
    row = db.execute(select(watched).where(where).order_by(watched.c.at.desc()).limit(1)).first()
    return _watched(row) if row else None


def at(db: Connection, url: str) -> Watched | None:
    """What is known of an address."""
    return _one(db, watched.c.id == new_id("watched", url))


def of_key(db: Connection, feed: str, key: str) -> Watched | None:
    """The article that the feed calls so, whatever its address is now."""
    return _one(db, and_(watched.c.feed == feed, watched.c.key == key))


def all_(db: Connection) -> list[Watched]:
    """What persons named, the feeds and pages themselves."""
    rows = db.execute(select(watched).where(watched.c.feed.is_(None), watched.c.due.is_not(None)))
    return sorted(map(_watched, rows), key=lambda one: one.url)


def due(db: Connection, now: float, limit: int) -> list[Watched]:
    """What is to be looked at, the longest due first; what failed comes last, lest it hold up the others."""
    query = select(watched).where(_is_due(now)).order_by(watched.c.failures, watched.c.due, watched.c.id).limit(limit)
    return [_watched(row) for row in db.execute(query)]


def _is_due(now: float) -> ColumnElement[bool]:
    return or_(watched.c.due <= now, watched.c.due > now + FAR)


def next_due(db: Connection) -> float | None:
    """When the next look is planned."""
    return db.execute(select(func.min(watched.c.due))).scalar()


def claim(db: Connection, ids: Iterable[str], now: float, until: float) -> set[str]:
    """Takes addresses for one watcher until then; those that another has not taken."""
    query = update(watched).where(watched.c.id.in_(list(ids)), _is_due(now)).values(due=until)
    return set(db.execute(query.returning(watched.c.id)).scalars())


def hold(db: Connection, host: str, until: float) -> None:
    """A host that asks for patience gets it for all its addresses."""
    db.execute(update(watched).where(watched.c.host == host, watched.c.due < until).values(due=until))


def settle(db: Connection, one: Watched, events: Iterable[WatchEvent]) -> None:
    """Keeps what a look came to, with its events, all or nothing."""
    row = _row(one)
    row.pop("id")
    db.execute(update(watched).where(watched.c.id == one.id).values(row))
    tell(db, events)


def forget(db: Connection, url: str) -> bool:
    """Looks at the address no more, nor at what it named as a feed; whether it was watched."""
    id = new_id("watched", url)
    mine = or_(watched.c.id == id, watched.c.feed == id)
    db.execute(update(watched).where(mine, watched.c.id != id).values(due=None))
    return bool(db.execute(update(watched).where(watched.c.id == id).values(due=None)).rowcount)


def move(db: Connection, one: Watched, url: str) -> Watched:
    """The same thing at another address; what is known at that address already stays as it is."""
    there = at(db, url)
    fresh = msgspec.structs.replace(one, id=new_id("watched", url), url=url, host=urlsplit(url).hostname or "")
    if there is None:
        db.execute(update(watched).where(watched.c.feed == one.id).values(feed=fresh.id))
        add(db, watched, [_row(fresh)])
    db.execute(update(watched).where(watched.c.id == one.id).values(due=None, key=""))
    return there or fresh


def latest(db: Connection, url: str) -> str | None:
    """The newest version that the ledger holds of the article at an address."""
    return latest_at(db, url)


def since(db: Connection, document: str) -> str:
    """When a document became known; "" for an unknown one."""
    return db.execute(select(documents.c.at).where(documents.c.id == document)).scalar() or ""


# --- what was noticed ---


def tell(db: Connection, events: Iterable[WatchEvent]) -> None:
    """Adds events that are not there yet."""
    rows = [{name: getattr(one, name) for name in one.__struct_fields__ if name not in ("stamp", "seq")} |
            stamp_row(one.stamp) for one in events]  # fmt: skip
    add(db, watch_events, rows)


def events(
    db: Connection, after: int = 0, kinds: Sequence[EventKind] = EVENTS, limit: int = 500, newest: bool = False
) -> list[WatchEvent]:
    """Events after that one, in their order; `newest` gives the last ones first."""
    query = select(watch_events).where(watch_events.c.seq > after, watch_events.c.kind.in_(kinds))
    order = watch_events.c.seq.desc() if newest else watch_events.c.seq
    return [_event(row) for row in db.execute(query.order_by(order).limit(limit))]


def edited(db: Connection, limit: int) -> list[WatchEvent]:
    """Newer versions that were recorded without the watch, as edits of the same shape, the latest first.

    Whether the page owned up to them was not noted."""
    noticed = exists().where(watch_events.c.document == documents.c.id, watch_events.c.kind == "edit")
    columns = (documents.c.id, documents.c.url, documents.c.replaces, documents.c.at, documents.c.by)
    query = select(*columns).where(documents.c.replaces.is_not(None), ~noticed).order_by(documents.c.at.desc())
    return [
        new_event("edit", row.url or "", Stamp(at=row.at, by=row.by), document=row.id, before=row.replaces)
        for row in db.execute(query.limit(limit))
    ]


def _event(row: Any) -> WatchEvent:
    kept = {name: getattr(row, name) for name in WatchEvent.__struct_fields__ if name != "stamp"}
    return WatchEvent(**kept, stamp=Stamp(at=row.at, by=row.by))


def mark(db: Connection, key: str) -> int | None:
    """How far this one was told or has looked; None where it never was."""
    return db.execute(select(watch_marks.c.seq).where(watch_marks.c.key == key)).scalar()


def set_mark(db: Connection, key: str, seq: int) -> None:
    """Notes how far."""
    insert = postgresql.insert if db.dialect.name == "postgresql" else sqlite.insert
    fresh = insert(watch_marks).values(key=key, seq=seq)
    db.execute(fresh.on_conflict_do_update(index_elements=["key"], set_={"seq": seq}))


def last_event(db: Connection) -> int:
    """The number of the last event."""
    return db.execute(select(func.max(watch_events.c.seq))).scalar() or 0
