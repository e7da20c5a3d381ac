"""What is kept of a person, as a file; and what goes when they leave: names and addresses, never a thread's shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from onrecord.ledger import quick
from onrecord.ledger.accounts import account, log, say
from onrecord.ledger.rows import stamp_row
from onrecord.ledger.schema_people import accounts, logins, mutes, networks, outbox, programs, sessions, votes
from onrecord.ledger.schema_threads import decisions, post_texts, posts
from onrecord.ledger.tables import add
from onrecord.records import Stamp, new_id

DAYS = 30 * 24 * 3600.0


def held(db: Connection, reader: str) -> dict[str, Any]:
    """Everything that is kept under a reader's key: posts with each text and decision, networks, votes, mutes."""
    mine = db.execute(select(posts).where(posts.c.reader == reader).order_by(posts.c.at, posts.c.id)).all()
    return {
        "comments": [_post(db, row) for row in mine],
        "votes": _rows(db, select(votes.c.post, votes.c.up, votes.c.at).where(votes.c.reader == reader)),
        "mutes": _rows(db, select(mutes.c.until, mutes.c.why, mutes.c.at).where(mutes.c.reader == reader)),
    }


def _post(db: Connection, row: Any) -> dict[str, Any]:
    texts = select(post_texts.c.text, post_texts.c.at).where(post_texts.c.post == row.id).order_by(post_texts.c.seq)
    done = select(decisions.c.action, decisions.c.why, decisions.c.at).where(decisions.c.of == row.id)
    # What others reported is theirs: only the desk reads it.
    done = done.where(decisions.c.action != "report").order_by(decisions.c.seq)
    names = ("id", "article", "number", "author", "instead", "cited", "at")
    place = db.execute(select(networks.c.network).where(networks.c.post == row.id)).scalar()
    facts = {name: getattr(row, name) for name in names}
    return {**facts, "network": place, "texts": _rows(db, texts), "decisions": _rows(db, done)}


def _rows(db: Connection, query: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute(query).mappings()]


def file(db: Connection, id: str) -> dict[str, Any]:
    """Everything that is kept of an account."""
    mine = account(db, id)
    if mine is None:
        return {}
    entries = [{"action": one.action, "why": one.why, "at": one.stamp.at} for one in log(db, id)]
    facts = {"id": mine.id, "email": mine.email, "name": mine.name, "role": mine.role, "made": mine.stamp.at}
    mail = {"refused": list(mine.quiet), "daily": mine.daily, "language": mine.language}
    since = _rows(db, select(sessions.c.at.label("since")).where(sessions.c.account == id))
    named = (programs.c.name, programs.c.at.label("since"), programs.c.until, programs.c.used)
    theirs = _rows(db, select(*named).where(programs.c.account == id).order_by(programs.c.at, programs.c.id))
    kept = {"account": facts, "log": entries, "mail": mail, "sessions": since, "programs": theirs}
    return kept | held(db, mine.reader)


def forget(db: Connection, id: str, words: bool, stamp: Stamp) -> None:
    """Empties an account: no address, name, session or tie to its posts is left; `words`: nor what it wrote."""
    mine = account(db, id)
    if mine is None or mine.gone:
        return
    for table, column in ((logins, "account"), (sessions, "account"), (programs, "account"), (outbox, "account")):
        db.execute(delete(table).where(table.c[column] == id))
    empty = {
        "email": None,
        "name": "",
        "role": "reader",
        "quiet": "",
        "language": "",
        "gone": True,
        "reader": f"gone {id}",
    }
    db.execute(update(accounts).where(accounts.c.id == id).values(empty))
    part(db, mine.reader, words, stamp)
    say(db, id, "deleted", "", stamp)


def part(db: Connection, reader: str, words: bool, stamp: Stamp) -> int:
    """Takes a reader's name and tie off their posts, with `words` the words too; how many there are."""
    if not reader:
        return 0
    ids = db.execute(select(posts.c.id).where(posts.c.reader == reader)).scalars().all()
    for id in ids if words else ():
        _erase(db, id, stamp)
    db.execute(delete(networks).where(networks.c.post.in_(ids)))
    for table in (votes, mutes):
        db.execute(delete(table).where(table.c.reader == reader))
    db.execute(update(posts).where(posts.c.reader == reader).values(author="", reader=""))
    return len(ids)


def _erase(db: Connection, id: str, stamp: Stamp) -> None:
    """A post's words, of every version, are emptied; its place stays, as a deletion leaves it."""
    db.execute(update(post_texts).where(post_texts.c.post == id).values(text="", html=""))
    blank = {"instead": None, "cited": None}
    db.execute(update(posts).where(posts.c.id == id).values(blank))
    row = {"id": new_id("decision", id, "left"), "of": id, "action": "delete", "state": "deleted", "why": ""}
    add(db, decisions, [{**row, **stamp_row(stamp)}])


# --- networks ---


def came(db: Connection, post: str, network: str, now: float) -> None:
    """Remembers from which network a post came, for 30 days; older ones go."""
    quick.do(db, _OLD, before=now - DAYS)
    quick.put(db, networks, {"post": post, "network": network, "then": now})


_OLD = delete(networks).where(networks.c.then < bindparam("before"))


def purge(db: Connection, now: float) -> int:
    """Forgets networks older than 30 days; how many."""
    return db.execute(_OLD, {"before": now - DAYS}).rowcount


def networks_of(db: Connection, ids: Sequence[str]) -> dict[str, str]:
    """From which networks posts came, while that is kept."""
    rows = db.execute(select(networks.c.post, networks.c.network).where(networks.c.post.in_(ids)))
    return {row.post: row.network for row in rows}


def network_of(db: Connection, post: str) -> str | None:
    """From which network a post came, while that is kept."""
    return db.execute(select(networks.c.network).where(networks.c.post == post)).scalar()
