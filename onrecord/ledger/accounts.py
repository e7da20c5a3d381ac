"""Accounts and sessions: made, found, changed, and emptied when their owner leaves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, select, update

from onrecord.errors import NotFound
from onrecord.ledger.persons import Account, Entry, Pass
from onrecord.ledger.rows import stamp_row
from onrecord.ledger.schema_people import account_log, accounts, links, logins, secrets, sessions
from onrecord.ledger.tables import add, take_turn
from onrecord.records import Stamp, new_id

# --- accounts ---


def _account(row: Row[Any] | None) -> Account | None:
    if row is None:
        return None
    kept = {name: getattr(row, name) for name in ("id", "reader", "email", "name", "role", "daily", "gone", "language")}
    return Account(**kept, quiet=tuple(row.quiet.split()), stamp=Stamp(at=row.at, by=row.by))


def _one(db: Connection, *which: ColumnElement[bool]) -> Account | None:
    return _account(db.execute(select(accounts).where(*which)).first())


def account(db: Connection, id: str) -> Account | None:
    """An account by its id."""
    return _one(db, accounts.c.id == id)


def of_email(db: Connection, email: str) -> Account | None:
    """Whose address this is."""
    return _one(db, accounts.c.email == email)


def of_reader(db: Connection, reader: str) -> Account | None:
    """Whose posts name this reader."""
    return _one(db, accounts.c.reader == reader, accounts.c.gone.is_(False)) if reader else None


def of_name(db: Connection, names: list[str]) -> list[Account]:
    """Accounts that go by one of these names, whatever its case."""
    wanted = {name.casefold() for name in names}
    rows = db.execute(select(accounts).where(accounts.c.name != "", accounts.c.gone.is_(False)))
    found = (_account(row) for row in rows if row.name.casefold() in wanted)
    return [one for one in found if one]


def staff(db: Connection) -> list[Account]:
    """Everybody who is more than a reader."""
    rows = db.execute(select(accounts).where(accounts.c.role != "reader").order_by(accounts.c.email))
    return [one for row in rows if (one := _account(row))]


def make(db: Connection, key: str, reader: str, email: str | None, name: str, stamp: Stamp) -> Account:
    """The account of an address, or without one of this key; made where there is none."""
    id = new_id("account", key)
    take_turn(db, f"account {email or id}")
    known = of_email(db, email) if email else account(db, id)
    if known and not known.gone:
        return known
    row = {"id": id, "reader": reader, "email": email, "name": name, "role": "reader", "quiet": ""}
    add(db, accounts, [{**row, "daily": False, "gone": False, **stamp_row(stamp)}])
    say(db, id, "made", "", stamp)
    made = account(db, id)
    assert made is not None
    return made


def say(db: Connection, of: str, action: str, why: str, stamp: Stamp) -> None:
    """Adds to an account's log."""
    add(db, account_log, [{"of": of, "action": action, "why": why, **stamp_row(stamp)}])


def log(db: Connection, of: str) -> list[Entry]:
    """What was done with an account, oldest first."""
    rows = db.execute(select(account_log).where(account_log.c.of == of).order_by(account_log.c.seq))
    return [Entry(of=row.of, action=row.action, why=row.why, stamp=Stamp(at=row.at, by=row.by)) for row in rows]


def change(db: Connection, id: str, **given: Any) -> Account:
    """Sets an account's name or what mail it wants."""
    db.execute(update(accounts).where(accounts.c.id == id, accounts.c.gone.is_(False)).values(given))
    return _held(db, id)


def _held(db: Connection, id: str) -> Account:
    found = account(db, id)
    if found is None:
        raise NotFound("the ledger holds no account of this id", id)
    return found


def appoint(db: Connection, id: str, role: str, why: str, stamp: Stamp) -> Account:
    """Gives an account a role; its sessions end, so that nobody keeps what was taken."""
    held = _held(db, id)
    if held.role != role:
        db.execute(update(accounts).where(accounts.c.id == id).values(role=role))
        db.execute(delete(sessions).where(sessions.c.account == id))
        say(db, id, f"role {role}", why, stamp)
    return _held(db, id)


# --- who they are elsewhere ---


def identified(db: Connection, key: str) -> Account | None:
    """The account of somebody known elsewhere."""
    held = db.execute(select(logins.c.account).where(logins.c.key == key)).scalar()
    return account(db, held) if held else None


def identify(db: Connection, key: str, id: str, stamp: Stamp) -> None:
    """Remembers whose account that is."""
    add(db, logins, [{"key": key, "account": id, **stamp_row(stamp)}])


# --- sessions ---


def enter(db: Connection, id: str, digest: str, before: str, until: float, now: float, stamp: Stamp) -> None:
    """Opens a session under a fresh digest and ends the one before: a session that was planted is worth nothing."""
    db.execute(delete(sessions).where((sessions.c.digest == before) | (sessions.c.until < now)))
    add(db, sessions, [{"digest": digest, "account": id, "until": until, **stamp_row(stamp)}])


def inside(db: Connection, digest: str, now: float) -> Account | None:
    """Whose session this is, where it has not ended."""
    joined = accounts.join(sessions, sessions.c.account == accounts.c.id)
    open_ = (sessions.c.digest == digest, sessions.c.until >= now, accounts.c.gone.is_(False))
    return _account(db.execute(select(accounts).select_from(joined).where(*open_)).first())


def leave(db: Connection, digest: str, everywhere: str = "") -> None:
    """Ends a session, or every session of an account."""
    which = sessions.c.account == everywhere if everywhere else sessions.c.digest == digest
    db.execute(delete(sessions).where(which))


# --- what may be used once ---


def offer(db: Connection, digest: str, given: Pass, until: float, now: float) -> None:
    """Keeps what may be used once, until then; what is past goes."""
    db.execute(delete(links).where(links.c.until < now))
    add(db, links, [{"digest": digest, "kind": given.kind, "email": given.email, "held": given.held, "until": until}])


def look(db: Connection, digest: str, kind: str, now: float) -> Pass | None:
    """What a link is for, without using it."""
    which = (links.c.digest == digest, links.c.kind == kind, links.c.until >= now)
    row = db.execute(select(links).where(*which)).first()
    return Pass(kind=row.kind, email=row.email, held=row.held) if row else None


def use(db: Connection, digest: str, kind: str, now: float) -> Pass | None:
    """What a link is for, and it is used up: of two who come together one gets it."""
    found = look(db, digest, kind, now)
    gone = db.execute(delete(links).where(links.c.digest == digest, links.c.kind == kind)).rowcount
    return found if gone else None


def once(db: Connection, digest: str, until: float, now: float) -> bool:
    """Whether this is seen for the first time; remembered until then."""
    take_turn(db, f"once {digest}")
    if db.execute(select(links.c.digest).where(links.c.digest == digest)).first():
        return False
    offer(db, digest, Pass(kind="once"), until, now)
    return True


# --- the site's secret ---


def secret(db: Connection, name: str, fresh: str) -> str:
    """A secret that all workers share, the fresh one where there is none yet."""
    add(db, secrets, [{"name": name, "value": fresh}])
    return str(db.execute(select(secrets.c.value).where(secrets.c.name == name)).scalar_one())
