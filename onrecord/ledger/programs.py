"""Programs that write for somebody: a token each, named, with an end; the ledger keeps its digest alone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from onrecord.ledger.accounts import account, say
from onrecord.ledger.persons import Account, Program
from onrecord.ledger.rows import stamp_row
from onrecord.ledger.schema_people import programs
from onrecord.ledger.tables import add, take_turn
from onrecord.records import Stamp, new_id

MOST = 10  # programs of one account
MINUTE = 60.0  # seconds: the last use is kept no finer, so that not each of them writes


def admit(db: Connection, mine: str, digest: str, name: str, until: float, now: float, stamp: Stamp) -> bool:
    """Lets a program write for this account until then; False where it has as many as it may. What ended goes."""
    take_turn(db, f"programs {mine}")
    db.execute(delete(programs).where(programs.c.account == mine, programs.c.until < now))
    if db.execute(select(func.count()).where(programs.c.account == mine)).scalar_one() >= MOST:
        return False
    row = {"digest": digest, "id": new_id("program", digest), "account": mine, "name": name, "until": until}
    add(db, programs, [{**row, "used": None, **stamp_row(stamp)}])
    say(db, mine, "admitted", name, stamp)
    return True


def of(db: Connection, mine: str, now: float) -> list[Program]:
    """The programs of an account that may write, the oldest first."""
    which = (programs.c.account == mine, programs.c.until >= now)
    return [_program(row) for row in db.execute(select(programs).where(*which).order_by(programs.c.at, programs.c.id))]


def _program(row: Row[Any]) -> Program:
    kept = {name: getattr(row, name) for name in ("id", "account", "name", "until", "used")}
    return Program(**kept, stamp=Stamp(at=row.at, by=row.by))


def holder(db: Connection, digest: str, now: float) -> Account | None:
    """For whom the program with this token writes, where it still may; remembers that it was used."""
    row = db.execute(select(programs).where(programs.c.digest == digest, programs.c.until >= now)).first()
    held = account(db, row.account) if row else None
    if row is None or held is None or held.gone:
        return None
    if row.used is None or now - row.used >= MINUTE:
        db.execute(update(programs).where(programs.c.digest == digest).values(used=now))
    return held


def dismiss(db: Connection, mine: str, id: str, stamp: Stamp) -> bool:
    """Ends what a program of this account may; whether it was there."""
    which = (programs.c.account == mine, programs.c.id == id)
    name = db.execute(select(programs.c.name).where(*which)).scalar()
    if name is None:
        return False
    db.execute(delete(programs).where(*which))
    say(db, mine, "dismissed", name, stamp)
    return True
