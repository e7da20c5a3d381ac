"""Knowing that another worker wrote, without asking for what: SQLite's data version, PostgreSQL's notifications."""

from __future__ import annotations

import sqlite3
import time
from typing import Any, Protocol

from sqlalchemy import Engine

CHANNEL = "onrecord_thread"  # where PostgreSQL tells of a new entry in the log of a discussion
STEP = 0.2  # seconds between two looks at SQLite's version


class Pulse(Protocol):
    """One watcher's own connection; to be used by one thread."""

    def wait(self, seconds: float) -> bool:
        """Waits so long at most; whether something may have changed."""

    def close(self) -> None:
        """Lets the connection go."""


class Version:
    """SQLite's data version: another number after every commit of another connection."""

    def __init__(self, path: str) -> None:
        self.db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.last = self.now()

    def now(self) -> int:
        """The version."""
        return int(self.db.execute("PRAGMA data_version").fetchone()[0])

    def wait(self, seconds: float) -> bool:
        """Looks again and again: a look costs some microseconds."""
        until = time.monotonic() + seconds
        while True:
            before, self.last = self.last, self.now()
            if self.last != before:
                return True
            if time.monotonic() >= until:
                return False
            time.sleep(min(STEP, seconds))

    def close(self) -> None:
        """Lets the file go."""
        self.db.close()


class Notifications:
    """PostgreSQL's LISTEN; where the connection was lost, something may have changed meanwhile."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.db: Any = None

    def wait(self, seconds: float) -> bool:
        """Waits for a notification."""
        import psycopg

        try:
            if self.db is None:
                self.db = self._listening()
                return True
            return any(True for _ in self.db.notifies(timeout=seconds, stop_after=1))
        except psycopg.Error:
            self.close()
            time.sleep(min(1.0, seconds))
            return False

    def connected(self) -> Any:
        """A connection of its own."""
        import psycopg

        words = {name: value for name, value in self._address().items() if value}
        return psycopg.connect(**words, autocommit=True)

    def _listening(self) -> Any:
        db = self.connected()
        db.execute(f"LISTEN {CHANNEL}".encode())
        return db

    def _address(self) -> dict[str, Any]:
        url = self.engine.url
        named = {"host": url.host, "port": url.port, "user": url.username, "password": url.password}
        return {**named, "dbname": url.database, **dict(url.query)}

    def close(self) -> None:
        """Lets the connection go."""
        held, self.db = self.db, None
        if held is not None:
            held.close()


class Moment:
    """The state of a ledger as something that differs after every write; for one thread."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.held: Any = None

    def now(self) -> object | None:
        """The state; None where it cannot be told, and so nothing may be taken for unchanged."""
        try:
            self.held = self.held or self._opened()
            return self.held() if self.held else None
        except Exception:  # whatever the driver says: the page itself will tell it
            self.held = None
            return None

    def _opened(self) -> Any:
        if self.engine.dialect.name == "sqlite":
            return Version(str(self.engine.url.database)).now
        db = Notifications(self.engine).connected()
        return lambda: db.execute(b"SELECT pg_current_snapshot()::text").fetchone()[0]


def pulse_of(engine: Engine) -> Pulse:
    """A watcher of this database."""
    return Version(str(engine.url.database)) if engine.dialect.name == "sqlite" else Notifications(engine)
