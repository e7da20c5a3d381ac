"""The database itself: opening it, one transaction at a time, its errors in a person's words."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, ProgrammingError, SQLAlchemyError

from onrecord.errors import LedgerError
from onrecord.ledger import faults, migrate
from onrecord.ledger.together import Together, saved

T = TypeVar("T")
PATIENCE = 10.0  # seconds that a writer waits for another
_PLAIN = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_HOW = "Write sqlite:///FILE or postgresql://user@host/name"


class Store:
    """An engine whose writers take turns. Every write is written so that doing it twice is doing it
    once, so one that lost its connection is tried again."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.name = _named(engine.url)
        # One snapshot for all that a reader asks: SQLite gives that to every transaction.
        self._sqlite = engine.dialect.name == "sqlite"
        self._reader = engine if self._sqlite else engine.execution_options(isolation_level="REPEATABLE READ")
        self._writer = engine.execution_options(onrecord_begins="BEGIN IMMEDIATE")
        self._loader = self._writer.execution_options(onrecord_keys="OFF", onrecord_waits="NORMAL")
        self._together = Together(self._writer, self.name)
        self._alone = engine.execution_options(isolation_level="AUTOCOMMIT", onrecord_begins=None)

    def read(self, work: Callable[[Connection], T]) -> T:
        """Does work that only reads, on one snapshot."""
        inside = self._together.db
        if inside is not None:
            with faults.told(self.name):
                return work(inside)
        return self._twice(self._reader, work)

    def stream(self, work: Callable[[Connection], Iterator[T]]) -> Iterator[T]:
        """What work gives, row by row, on one snapshot."""
        with faults.told(self.name), self._reader.begin() as db:
            yield from work(db)

    def write(self, work: Callable[[Connection], T]) -> T:
        """Does work in one transaction: all of it or nothing."""
        inside = self._together.db
        if inside is None:
            return self._twice(self._writer, work)
        with faults.told(self.name), saved(inside) if self._sqlite else nullcontext():
            return work(inside)

    def load(self, work: Callable[[Connection], T]) -> T:
        """Does work in one transaction, that adds rows of which it is known that all they point at is there too: where
        the database allows it, it does not look after each of them again. That takes a third of PostgreSQL's time.

        It does not wait for the disk either: `settle` does, once for all that was loaded."""

        def unchecked(db: Connection) -> T:
            _unchecked(db)
            return work(db)

        return self._twice(self._loader, unchecked)

    @contextmanager
    def beside(self) -> Iterator[Connection]:
        """A connection outside of all transactions."""
        with faults.told(self.name), self._alone.connect() as db:
            yield db

    def settle(self) -> None:
        """Waits until all that was loaded is on the disk."""
        with self.beside() as db:
            # Whatever is written after it to the log reaches the disk after it.
            words = "PRAGMA wal_checkpoint" if self._sqlite else "SELECT pg_logical_emit_message(true, 'onrecord', '')"
            db.execute(text(words))

    def alone(self, work: Callable[[], T]) -> T:
        """Does work that reads and writes here in one transaction of its own, in this thread; for PostgreSQL, whose
        writers stand in nobody's way. There a failure within ends the whole transaction, and so the work."""

        def joined(db: Connection) -> T:
            with self._together.inside(db):
                return work()

        return self._twice(self._writer, joined)

    def together(self, work: Callable[[], T]) -> Future[T]:
        """Does work that reads and writes here, in one transaction with what else waits; told once that is on the disk.

        For SQLite: it has one writer at a time anyway, and each write to the disk takes its time."""
        return self._together.submit(work)

    @property
    def writes(self) -> bool:
        """Whether this thread is in the middle of such work: what it sees is not yet so for anybody else."""
        return self._together.db is not None

    def write_once(self, work: Callable[[Connection], T]) -> T:
        """The same for work that reads from a stream, which cannot be begun again."""
        with faults.told(self.name), self._writer.begin() as db:
            return work(db)

    def _twice(self, engine: Engine, work: Callable[[Connection], T]) -> T:
        with faults.told(self.name):
            try:
                with engine.begin() as db:
                    return work(db)
            except DBAPIError as error:
                if not (error.connection_invalidated or faults.dropped(error)):
                    raise
            with engine.begin() as db:
                return work(db)

    def scrub(self) -> None:
        """Leaves no trace of removed words in the database's files."""
        with self.beside() as db:
            _scrub_sqlite(db) if self._sqlite else _scrub_postgres(db)

    def healthy(self) -> bool:
        """Whether the database answers and has this version's schema."""
        if self._lost_file():
            return False
        try:
            with self.engine.begin() as db:
                return migrate.current(db) == migrate.HEAD
        except SQLAlchemyError:
            return False

    def _lost_file(self) -> bool:
        """Whether SQLite's file is gone. What was open would still write, to a file that nobody finds again."""
        path = self.engine.url.database or ""
        lost = self._sqlite and not path.startswith("file:") and not os.path.exists(path)
        if lost:
            self.engine.dispose()
        return lost

    def close(self) -> None:
        """Lets every connection go."""
        self._together.close()
        self.engine.dispose()


def _scrub_sqlite(db: Connection) -> None:
    """Rewrites the file without free pages, then empties the log of changes."""
    db.execute(text("INSERT INTO search_words(search_words) VALUES ('rebuild')"))
    db.execute(text("VACUUM"))
    busy = db.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).first()
    if busy and busy[0]:
        raise LedgerError(
            "the words are blanked, but another program still reads an older state of the ledger",
            hint="Stop it and redact again, so that its log can be emptied too",
        )


def _scrub_postgres(db: Connection) -> None:
    """Rewrites the tables that hold words, so that no dead row keeps them."""
    for table in ("documents", "comments", "statements", "search", "evidence", *_TALK):
        db.execute(text(f"VACUUM (FULL) {table}"))


_THREADS = ("posts", "post_texts", "decisions")
_TALK = ("claims", "places", "reviews", "withdrawals", "notes", "answers", "judgements", "requests", *_THREADS)


def open_store(url: str, patience: float = PATIENCE) -> Store:
    """Opens the database and brings its schema up to date."""
    store = Store(_engine(_meant(url), patience))
    try:
        with faults.told(store.name):
            migrate.up_to_date(store.engine, store.write)
    except BaseException:
        store.close()
        raise
    return store


def _meant(url: str) -> URL:
    """The address, checked; it names the driver that we bring."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise LedgerError("this is no ledger's address", url, _HOW) from None
    if parsed.drivername not in _PLAIN:
        named = parsed.render_as_string(hide_password=True)
        raise LedgerError("this is no ledger's address", named, _HOW)
    return parsed.set(drivername=_PLAIN[parsed.drivername])


def _named(url: URL) -> str:
    """The address as a person writes it, without the password."""
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def _engine(url: URL, patience: float) -> Engine:
    return _sqlite(url, patience) if url.get_backend_name() == "sqlite" else _postgres(url, patience)


def _sqlite(url: URL, patience: float) -> Engine:
    name = _named(url)
    if url.database in (None, "", ":memory:"):
        raise LedgerError("a ledger is a file, and this names none", name, _HOW)
    folder = Path(str(url.database)).parent
    if not str(url.database).startswith("file:") and not os.path.isdir(folder):
        hint = "Make it, or name another place with --db"
        raise LedgerError(f"there is no folder {folder} that may be looked into", name, hint)
    engine = create_engine(url, connect_args={"timeout": patience, "isolation_level": None})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        _journal(connection, patience)
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")

    @event.listens_for(engine, "begin")
    def begin(db: Connection) -> None:
        # A plain BEGIN that writes later fails at once where another writer came first.
        asked = db.get_execution_options()
        command = asked.get("onrecord_begins", "BEGIN")
        if command:
            db.exec_driver_sql(f"PRAGMA foreign_keys={asked.get('onrecord_keys', 'ON')}")
            db.exec_driver_sql(f"PRAGMA synchronous={asked.get('onrecord_waits', 'FULL')}")
            db.exec_driver_sql(command)

    return engine


def _unchecked(db: Connection) -> None:
    """On PostgreSQL, where this user may. SQLite was told before the transaction began."""
    if db.dialect.name == "postgresql":
        db.execute(text("SET LOCAL synchronous_commit = off"))
        with suppress(ProgrammingError), db.begin_nested():
            db.execute(text("SET LOCAL session_replication_role = replica"))


def _journal(connection: Any, patience: float) -> None:
    """Readers go on while one writes (WAL). Switching does not wait its turn by itself when two
    programs open a new file at once, so it is asked again."""
    deadline = time.monotonic() + patience
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode=WAL")
            return
        except connection.OperationalError as error:
            if "readonly" in str(error):
                return
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _postgres(url: URL, patience: float) -> Engine:
    try:
        return create_engine(
            url,
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": max(2, round(patience)),
                "options": f"-c lock_timeout={round(patience * 1000)} -c timezone=UTC",
            },
        )
    except ModuleNotFoundError:
        name = url.render_as_string(hide_password=True)
        raise LedgerError("PostgreSQL's driver is missing", name, "pip install 'onrecord[postgres]'") from None
