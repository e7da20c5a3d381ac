"""Mail and calls that wait: put in with what they are about, taken by one worker each, put back where it failed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select, update

from onrecord.ledger.accounts import of_reader
from onrecord.ledger.persons import Account, Parcel
from onrecord.ledger.schema_people import accounts, outbox
from onrecord.ledger.schema_threads import posts
from onrecord.ledger.store import Store
from onrecord.ledger.tables import add

TRIES = 6
AGAIN = 300.0  # seconds before the next try, longer each time


def put(db: Connection, parcel: Parcel, key: str) -> None:
    """Adds something to be sent; the same event again adds nothing."""
    kept = {name: getattr(parcel, name) for name in ("account", "kind", "post", "held", "then")}
    add(db, outbox, [{**kept, "key": key, "sent": None, "tries": 0}])


def waiting(db: Connection, now: float, limit: int) -> list[Parcel]:
    """What is due, oldest first."""
    due = (outbox.c.sent.is_(None), outbox.c.then <= now, outbox.c.tries < TRIES)
    return [_parcel(row) for row in db.execute(select(outbox).where(*due).order_by(outbox.c.seq).limit(limit))]


def _parcel(row: Row[Any]) -> Parcel:
    return Parcel(**{name: getattr(row, name) for name in Parcel.__struct_fields__})


def take(db: Connection, seqs: list[int], now: float) -> list[int]:
    """Marks as sent what nobody else took; which these are."""
    mine: list[int] = []
    for seq in seqs:
        free: tuple[ColumnElement[bool], ...] = (outbox.c.seq == seq, outbox.c.sent.is_(None))
        if db.execute(update(outbox).where(*free).values(sent=now)).rowcount:
            mine.append(seq)
    return mine


def back(db: Connection, seqs: list[int], now: float) -> None:
    """Puts back what could not be sent, for a later try."""
    for seq in seqs:
        tries = db.execute(select(outbox.c.tries).where(outbox.c.seq == seq)).scalar_one() + 1
        later = {"sent": None, "tries": tries, "then": now + AGAIN * 2**tries}
        db.execute(update(outbox).where(outbox.c.seq == seq).values(later))


def talkers(db: Connection, article: str) -> list[Account]:
    """Everybody with an account who wrote under an article."""
    wrote = select(posts.c.reader).where(posts.c.article == article).distinct()
    rows = db.execute(select(accounts.c.reader).where(accounts.c.reader.in_(wrote), accounts.c.gone.is_(False)))
    return [one for row in rows.all() if (one := of_reader(db, row.reader))]


class Outbox:
    """The ledger's doors to what waits to be sent: each method is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, parcel: Parcel, key: str) -> None:
        """Adds something to be sent; the same event again adds nothing."""
        self._store.write(lambda db: put(db, parcel, key))

    def waiting(self, now: float, limit: int = 200) -> list[Parcel]:
        """What is due, oldest first."""
        return self._store.read(lambda db: waiting(db, now, limit))

    def take(self, seqs: list[int], now: float) -> list[int]:
        """Marks as sent what no other worker took; which these are."""
        return self._store.write(lambda db: take(db, seqs, now))

    def back(self, seqs: list[int], now: float) -> None:
        """Puts back what could not be sent, for a later try."""
        self._store.write(lambda db: back(db, seqs, now))

    def talkers(self, article: str) -> list[Account]:
        """Everybody with an account who wrote under an article."""
        return self._store.read(lambda db: talkers(db, article))
