"""Work that waits, done together: one thread, one transaction, one write to the disk for all that came meanwhile.

Nobody is told that something is done before it is on the disk. What fails takes nothing of its neighbours with it: each
work has a savepoint of its own, and where the whole transaction is lost each is done again alone."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Lock, Thread, local
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine

from onrecord.errors import LedgerError
from onrecord.ledger import faults

T = TypeVar("T")
MOST = 64  # works in one transaction
LONGEST = 0.01  # seconds after which no further work joins: whoever was first waits for all of them
SLOW = 2  # where the disk takes its time, works join for so many times what it took the last time
LOST = "the transaction was lost; nothing of this was recorded"


Outcome = tuple[Any, BaseException | None]


class _Job(NamedTuple):
    """A work that waits, and who waits for it."""

    work: Callable[[], Any]
    told: Future[Any]


class Together:
    """The thread that writes for the others of this process; SQLite has one writer at a time anyway."""

    def __init__(self, engine: Engine, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.engine, self.name, self.clock = engine, name, clock
        self.waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self.mine = local()
        self.disk = 0.0  # seconds that the last commit took
        self.lock = Lock()
        self.thread: Thread | None = None

    @property
    def db(self) -> Connection | None:
        """The transaction that this thread is in, if it is the one that writes for the others."""
        return getattr(self.mine, "db", None)

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Does the work soon; the future has what it gave once that is on the disk."""
        told: Future[T] = Future()
        with self.lock:
            if self.thread is None:
                self.thread = Thread(target=self._run, name="onrecord-writer", daemon=True)
                self.thread.start()
            self.waiting.put(_Job(work, told))
        return told

    def close(self) -> None:
        """Does what waits, and ends the thread."""
        with self.lock:
            thread, self.thread = self.thread, None
            if thread is None:
                return
            self.waiting.put(None)
        thread.join()

    def _run(self) -> None:
        while (job := self.waiting.get()) is not None:
            if job.told.set_running_or_notify_cancel():
                self._round(job, self._joining())

    def _joining(self) -> Iterator[_Job]:
        """Those that wait already, for as long as that keeps nobody waiting."""
        until = self.clock() + max(LONGEST, SLOW * self.disk)
        for _ in range(MOST - 1):
            if self.clock() > until or self.waiting.empty():
                return
            job = self.waiting.get()
            if job is None:
                return self.waiting.put(None)
            if job.told.set_running_or_notify_cancel():
                yield job

    def _round(self, first: _Job, others: Iterable[_Job] = ()) -> None:
        """One transaction; where it is lost, one for each of its works."""
        taken = [first]
        try:
            outcomes = self._done(first, others, taken)
        except BaseException as error:
            if len(taken) == 1:
                return first.told.set_exception(error)
            for job in taken:
                self._round(job)
            return
        for job, (value, failed) in zip(taken, outcomes, strict=True):
            job.told.set_exception(failed) if failed else job.told.set_result(value)

    def _done(self, first: _Job, others: Iterable[_Job], taken: list[_Job]) -> list[Outcome]:
        with faults.told(self.name), self.engine.begin() as db:
            outcomes = self._each(db, first, others, taken)
            began = self.clock()
        self.disk = self.clock() - began
        return outcomes

    @contextmanager
    def inside(self, db: Connection) -> Iterator[None]:
        """This thread's calls are part of this transaction."""
        self.mine.db = db
        try:
            yield
        finally:
            self.mine.db = None

    def _each(self, db: Connection, first: _Job, others: Iterable[_Job], taken: list[_Job]) -> list[Outcome]:
        with self.inside(db):
            outcomes = [_one(db, first)]
            for job in others:
                taken.append(job)
                outcomes.append(_one(db, job))
            return outcomes


def _one(db: Connection, job: _Job) -> Outcome:
    """What a work gave, or how it failed: then nothing of it stays in the transaction."""
    try:
        with saved(db):
            return job.work(), None
    except Exception as error:
        if not _goes_on(db):
            raise
        return None, error


def _goes_on(db: Connection) -> bool:
    """Whether the transaction is still there: a full disk makes SQLite give it up whole."""
    return bool(db.connection.driver_connection.in_transaction)  # type: ignore[union-attr]


@contextmanager
def saved(db: Connection) -> Iterator[None]:
    """All of what is done within, or nothing of it; the transaction around goes on."""
    raw: Any = db.connection.driver_connection
    if not raw.in_transaction:
        raise LedgerError(LOST)
    raw.execute("SAVEPOINT work")
    try:
        yield
    except BaseException:
        if raw.in_transaction:
            raw.execute("ROLLBACK TO work")
            raw.execute("RELEASE work")
        raise
    if not raw.in_transaction:
        raise LedgerError(LOST)
    raw.execute("RELEASE work")
