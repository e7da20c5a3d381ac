"""What went wrong in the database, in a person's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection

from onrecord.errors import LedgerError

BACKUP = "Restore it from a backup; what the file still holds: sqlite3 FILE .recover"

# What the driver says (in part), what that means, what to do.
SAYS = [
    ("database is locked", "another program is writing to the ledger", "Wait for it to end, then go on"),
    ("readonly database", "the ledger may only be read", "Check the file's owner and permissions"),
    (
        "unable to open database file",
        "the ledger's file cannot be opened",
        "Check the path and the permissions of file and folder",
    ),
    ("is full", "the disk is full; nothing of this was recorded", "Make room, then run the same again"),
    ("not a database", "this file is no ledger, or it is damaged", BACKUP),
    ("malformed", "the ledger's file is damaged", BACKUP),
    (
        "disk i/o error",
        "the ledger's file could not be read or written",
        "Check the disk, then run the same again",
    ),
]
# PostgreSQL's codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
CODES = {
    "53100": SAYS[3][1:],
    "25006": ("the ledger may only be read", "Connect to the primary server, as a user who may write"),
    "42501": ("this user may not do that in the database", "Grant the rights, or name another user"),
    "55P03": SAYS[0][1:],
    "3D000": ("there is no database of that name", "createdb makes it"),
    "28P01": ("the password was not accepted", "Check user and password of the address"),
    "28000": ("the server does not let this user in", "Check the address, and the server's pg_hba.conf"),
    "53300": ("the server has no connection left", "Wait, or raise its max_connections"),
}
UNREACHABLE = ("the database server does not answer", "Check that it runs and that the address is right")
LOST = ("the connection to the database was lost; nothing of this was recorded", "Run the same again")


@contextmanager
def told(name: str) -> Iterator[None]:
    """Turns the database's errors into LedgerErrors that name the ledger."""
    try:
        yield
    except NoConnection as error:
        raise LedgerError("all connections to the ledger are in use", name, "Try again") from error
    except DBAPIError as error:
        what, hint = meaning(error)
        raise LedgerError(what, name, hint) from error
    except SQLAlchemyError as error:
        raise LedgerError(f"the ledger failed: {error}", name) from error
    except LedgerError as error:
        if error.resource:
            raise
        raise LedgerError(error.what, name, error.hint) from error


def meaning(error: DBAPIError) -> tuple[str, str]:
    """What happened and what to do."""
    code = getattr(error.orig, "sqlstate", None)
    if code in CODES:
        return CODES[code]
    said = str(error.orig)
    for part, what, hint in SAYS:
        if part in said.lower():
            return what, hint
    for refused, phrase in _PHRASES.items():
        if phrase in said:
            return CODES[refused]
    if dropped(error):
        return LOST
    if code is None and any(part in said for part in ("connection", "resolve host")):
        return UNREACHABLE
    return f"the ledger failed: {said.strip().splitlines()[0] if said.strip() else 'no reason given'}", ""


# A refused connection comes without a code, in the server's words alone.
_PHRASES = {
    "3D000": "does not exist",
    "28P01": "password authentication failed",
    "28000": "pg_hba.conf",
    "53300": "too many clients",
}


def dropped(error: DBAPIError) -> bool:
    """Whether the server ended the connection: shut down, restarted, or told to."""
    code = getattr(error.orig, "sqlstate", None) or ""
    said = str(error.orig)
    gone = ("server closed the connection", "terminating connection", "consuming input failed")
    return error.connection_invalidated or code.startswith("57P") or any(part in said for part in gone)
