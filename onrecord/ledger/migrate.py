"""The schema's versions: a new ledger is made, an older one brought up to date, a newer one refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from onrecord.errors import LedgerError
from onrecord.ledger import later
from onrecord.ledger.schema import VERSION_TABLE

HEAD = "0013"  # the newest migration; a test holds it to that
SCRIPTS = Path(__file__).parent / "migrations"
_TURN = 0x6F6E7265  # "onre": PostgreSQL's advisory lock under which one process migrates


def up_to_date(engine: Engine, write: Callable[[Callable[[Connection], None]], None]) -> None:
    """Makes the schema HEAD's. Only looks where it is that already, so a read-only ledger opens."""
    with engine.begin() as db:
        old = current(db) != HEAD
        cut = not old and later.missing(db)
    if old:
        write(_upgrade)
    elif cut:  # a first load was killed
        write(later.mend)


def current(db: Connection) -> str | None:
    """The schema's version; None for a database without a ledger."""
    if not inspect(db).has_table(VERSION_TABLE):
        return None
    return db.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()


def _upgrade(db: Connection, to: str = HEAD) -> None:
    """Runs what is missing, in the transaction that is open: all of it or nothing."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    if db.dialect.name == "postgresql":
        db.execute(text(f"SELECT pg_advisory_xact_lock({_TURN})"))
    config = Config(attributes={"connection": db})
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    version = current(db)
    if version is not None and version not in known:
        raise LedgerError(
            f"this ledger was written by a newer onrecord (schema {version}, this one knows {HEAD})",
            hint="Upgrade onrecord, then go on; nothing was changed",
        )
    command.upgrade(config, to)
