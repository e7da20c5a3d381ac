"""What is kept for a time only: forgotten by the server once an hour, and by `onrecord purge`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, delete, func, or_, select, update

from onrecord.ledger.schema_people import links, networks, notice_answers, notices, outbox, programs, sessions
from onrecord.ledger.schema_threads import buckets
from onrecord.records import utc

DAY = 24 * 3600.0
DAYS = 30
UNANSWERED = 180  # days: an answer is owed to whoever told, so their address is kept while they wait for it


class Purged(msgspec.Struct, frozen=True, kw_only=True):
    """How many of each were forgotten: networks of comments, names and addresses of notices, letters that were sent,
    counts of what was sent, sessions (and what programs might) and links that had ended."""

    networks: int = 0
    notices: int = 0
    letters: int = 0
    counts: int = 0
    sessions: int = 0
    links: int = 0


def purge(db: Connection, now: float, days: int = DAYS) -> Purged:
    """Forgets what is older than so many days, and what has ended."""
    before = now - days * DAY
    return Purged(
        networks=_gone(db, networks, networks.c.then < before),
        notices=_contacts(db, before, now - max(days, UNANSWERED) * DAY),
        letters=_gone(db, outbox, outbox.c.then < before),
        counts=_gone(db, buckets, buckets.c.then < now - DAY),
        sessions=_gone(db, sessions, sessions.c.until < now) + _gone(db, programs, programs.c.until < now),
        links=_gone(db, links, links.c.until < now),
    )


def _gone(db: Connection, table: Table, which: Any) -> int:
    return db.execute(delete(table).where(which)).rowcount


def _contacts(db: Connection, answered: float, told: float) -> int:
    """Empties who gave a notice: so long after the latest answer, or after it was given and nobody answered. What
    it is about and what was decided stay."""
    last = select(func.max(notice_answers.c.at)).where(notice_answers.c.notice == notices.c.id).scalar_subquery()
    over = or_(last < _iso(answered), last.is_(None) & (notices.c.at < _iso(told)))
    named = or_(notices.c.name != "", notices.c.email != "")
    return db.execute(update(notices).where(over, named).values(name="", email="")).rowcount


def _iso(moment: float) -> str:
    return utc(datetime.fromtimestamp(moment, UTC))
