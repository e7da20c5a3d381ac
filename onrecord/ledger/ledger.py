"""The ledger's doors: each method is one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import Connection

from onrecord.errors import LedgerError
from onrecord.ledger import (
    claim_search,
    claim_write,
    contradicting,
    desk,
    disputes,
    exports,
    history,
    later,
    nearness,
    read,
    search,
    speaker_hand,
    speakers,
    territory_status,
    upkeep,
    write,
)
from onrecord.ledger import load as bulk_load
from onrecord.ledger import restore as restoring
from onrecord.ledger.answers import DocumentHead, Found, Note, Profile, Query, Recorded, Withdrawal
from onrecord.ledger.claim_answers import ClaimFound, ClaimQuery, Contradiction, ContradictionQuery, TerritoryStatus
from onrecord.ledger.load import Head, Loaded, Ready
from onrecord.ledger.outbox import Outbox
from onrecord.ledger.people import People
from onrecord.ledger.pulse import Moment, Pulse, pulse_of
from onrecord.ledger.samples import Samples
from onrecord.ledger.store import PATIENCE, Store, open_store
from onrecord.ledger.talk import Talk
from onrecord.ledger.watch import Watch
from onrecord.records import Document, Place, Reading, Review, Sameness, Speaker, Stamp, Statement, Verdict
from onrecord.text import Located

T = TypeVar("T")


def open_ledger(url: str, *, patience: float = PATIENCE) -> Ledger:
    """The ledger at `sqlite:///FILE` or `postgresql://user@host/name`, made or brought up to date.

    `patience` is how many seconds to wait for another writer. Raises LedgerError, with what to do,
    for an address that cannot be meant, a missing folder, a locked, damaged or read-only database
    and one that a newer onrecord wrote."""
    return Ledger(open_store(url, patience))


def _judged(db: Connection, statement: str, who: Speaker | None, why: str, stamp: Stamp) -> None:
    """A person's word on a speaker, and what it changes in whose claim is whose."""
    speaker_hand.judge(db, statement, who, why, stamp)
    disputes.changed(db, disputes.of_statement(db, statement))


def _apart(db: Connection, speaker: str, document: str, why: str, stamp: Stamp) -> str:
    """A person's word on two of one name, and what it changes in whose claim is whose."""
    fresh = speaker_hand.apart(db, speaker, document, why, stamp)
    disputes.changed(db, disputes.of_documents(db, [document]))
    return fresh


class Ledger:
    """Everything recorded. Safe to use from several threads; several processes may hold one each."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.talk = Talk(store)
        self.watch = Watch(store)
        self.samples = Samples(store)
        self.people = People(store)
        self.outbox = Outbox(store)

    # --- recording ---

    def record(self, reading: Reading, *, again: bool = False, stamp: Stamp | None = None) -> Recorded:
        """Records a reading, all of it or nothing; twice adds nothing.

        `again` adds what a new reading found in a known document; what it no longer found stays,
        marked superseded. A new text at a known address is a new document that replaces the former.
        `stamp` is the document's; without it, that of its first statement."""
        return self._store.write(lambda db: write.record(db, reading, again=again, stamp=stamp))

    def load(self, ready: Ready) -> Loaded:
        """Records many new articles at once, all of them or none; names those that `record` must take instead."""
        return self._store.load(lambda db: bulk_load.load(db, ready))

    @contextmanager
    def first_load(self) -> Iterator[None]:
        """Where nothing is recorded yet, some indexes of PostgreSQL are made after what is loaded meanwhile."""
        with self._store.beside() as db, later.turn(db) as mine:
            if not (mine and self._store.write(later.drop)):
                yield
                return
            try:
                yield
            except BaseException:
                with suppress(LedgerError):  # what went wrong first is told; who opens the ledger next makes them
                    self._store.write(later.make)
                raise
            self._store.write(later.make)

    def settle(self) -> None:
        """Waits until all that was loaded is on the disk: `load` itself does not."""
        self._store.settle()

    def sifted(self, heads: Sequence[Head]) -> tuple[set[str], set[str]]:
        """Which of these articles are recorded, and which are at an address that another is at."""
        return self._store.read(lambda db: bulk_load.sifted(db, heads))

    @property
    def dialect(self) -> str:
        """The kind of database: sqlite or postgresql."""
        return str(self._store.engine.dialect.name)

    def knows(self, document_id: str) -> bool:
        """Whether this document is recorded, also where it was withdrawn since."""
        return self._store.read(lambda db: read.knows(db, document_id))

    def knows_source(self, digest: str) -> bool:
        """Whether these bytes (SHA-256) were recorded before."""
        return self._store.read(lambda db: read.knows_source(db, digest))

    # --- reading ---

    def document(self, id: str) -> Reading | None:
        """A document with its comments and statements, in the order of the text.

        Raises Withdrawn where it was; a withdrawn comment keeps its number and loses its words."""
        return self._store.read(lambda db: read.document(db, id))

    def article(self, id: str) -> Document | None:
        """A document without what was found in it. Raises Withdrawn where it was."""
        return self._store.read(lambda db: read.article(db, id))

    def documents(
        self, *, limit: int = 50, before: str | None = None, publisher: str | None = None
    ) -> list[DocumentHead]:
        """Articles in their newest version, newest first; `before` is the last id of the page before."""
        return self._store.read(lambda db: read.documents_list(db, limit, before, publisher))

    def versions(self, id: str) -> list[DocumentHead]:
        """Every version of the article that this document is one of, oldest first."""
        return self._store.read(lambda db: history.versions(db, id))

    def carried(self, old_id: str) -> list[tuple[Statement, Located]]:
        """Where a version's statements stand in the newest version; an orphan is no longer there."""
        return self._store.read(lambda db: history.carried(db, old_id))

    def evidence(self, digest: str) -> bytes | None:
        """The bytes as they were fetched, by their SHA-256; None where not kept, or withdrawn."""
        return self._store.read(lambda db: read.evidence(db, digest))

    # --- searching ---

    def find(self, query: Query) -> list[Found]:
        """Statements that answer the query, latest said first."""
        return self._store.read(lambda db: search.find(db, query))

    def statement(self, id: str) -> Found | None:
        """One statement. Raises Withdrawn where it or its document was."""
        return self._store.read(lambda db: search.statement(db, id))

    def near(self, words: str, limit: int = 40) -> list[Found]:
        """Statements that share runs of words with these, nearest first: where to look for a quotation."""
        return self._store.read(lambda db: nearness.near(db, words, limit))

    def echoes(self, id: str) -> list[Found]:
        """Other tellings of the speech act that this statement tells, the earliest first. Raises NotFound."""
        return self._store.read(lambda db: nearness.echoes(db, id))

    def doubtful(self, limit: int = 50, after: str | None = None) -> list[Found]:
        """Statements that nobody reviewed, least sure first: the desk's queue."""
        return self._store.read(lambda db: search.doubtful(db, limit, after))

    # --- who speaks ---

    def speaker(self, id: str) -> Profile | None:
        """A speaker with names and roles as articles have them; None where nobody of this id speaks."""
        return self._store.read(lambda db: speakers.profile(db, id))

    def speakers(self, name: str | None = None, limit: int = 100) -> list[Profile]:
        """Speakers by how much they said; `name` keeps those whose last name sounds like its own."""
        return self._store.read(lambda db: speakers.speakers(db, name, limit))

    def judge(self, statement: str, who: Speaker | None, why: str, stamp: Stamp) -> None:
        """A person's word on who made a statement, None for nobody known; no later reading overrides it.

        Raises NotFound, and Withdrawn where the statement was."""
        self._store.write(lambda db: _judged(db, statement, who, why, stamp))

    def apart(self, speaker: str, document: str, why: str, stamp: Stamp) -> str:
        """Says that this document's speaker of a name is another of that name; gives the new speaker's id."""
        return self._store.write(lambda db: _apart(db, speaker, document, why, stamp))

    def identify(self, one: str, other: str, verdict: Sameness, why: str, stamp: Stamp) -> None:
        """A person's word on whether two speakers are one; the latest counts. Raises NotFound."""
        self._store.write(lambda db: speakers.identify(db, one, other, verdict, why, stamp))

    def decided(self, id: str) -> dict[str, str]:
        """What persons said of a speaker and others: same, different or unsure, by the other's id."""
        return self._store.read(lambda db: speakers.decided(db, id))

    def learn(self, name: str, qid: str, stamp: Stamp) -> bool:
        """A person's name and item in Wikidata; names of one item become one person. Whether it is new."""
        return self._store.write(lambda db: speakers.learn(db, name, qid, stamp))

    # --- territory ---

    def territory(self, place: Place, on: str, known: str, *, confirmed: bool = False) -> TerritoryStatus:
        """Who held the place and who claimed it on a day, as known on another, with the claims that say so.

        Both days of any precision: the last day that they may mean counts. `confirmed`: by claims alone that a person
        made or confirmed. Raises WrongUse for what is no date."""
        return self._store.read(lambda db: territory_status.territory(db, place, on, known, confirmed))

    def contradictions(self, query: ContradictionQuery) -> list[Contradiction]:
        """What disagrees with what, the latest seen first."""
        if self._store.read(lambda db: contradicting.waits(db, query)):
            self._store.write(lambda db: contradicting.prepare(db, query))
        return self._store.read(lambda db: contradicting.find(db, query))

    def contradiction(self, id: str) -> Contradiction | None:
        """One contradiction, also a dismissed one; None where the rules find it no more."""
        return self._store.read(lambda db: contradicting.contradiction(db, id))

    def claim_by_hand(self, reading: Reading, stamp: Stamp) -> int:
        """Records a quotation with what a person says follows from it; how many claims are new. Twice adds nothing."""
        return self._store.write(lambda db: claim_write.by_hand(db, reading, stamp))

    def claims(self, query: ClaimQuery) -> list[ClaimFound]:
        """Claims that stand, those about the latest day first."""
        return self._store.read(lambda db: claim_search.find(db, query))

    def claim(self, id: str) -> ClaimFound | None:
        """One claim, also one that stands no more. Raises Withdrawn where it or its document was."""
        return self._store.read(lambda db: claim_search.claim(db, id))

    def places(self, name: str | None = None, limit: int = 200) -> list[tuple[Place, int]]:
        """Places that claims are about, with how many, the most first; by a name if one is given."""
        return self._store.read(lambda db: claim_search.places_list(db, name, limit))

    def place(self, id: str) -> Place | None:
        """A place that claims are about."""
        return self._store.read(lambda db: claim_search.place(db, id))

    # --- a person's word ---

    def review(self, of: str, verdict: Verdict, why: str, stamp: Stamp) -> Review:
        """A person's word on a record; the latest counts. Raises NotFound."""
        return self._store.write(lambda db: desk.review(db, of, verdict, why, stamp))

    def reviews(self, of: str) -> list[Review]:
        """Every word on a record, oldest first; also on an older version's statement that says the same words."""
        return self._store.read(lambda db: desk.reviews(db, of))

    def object(self, of: str, text: str, contact: str, stamp: Stamp) -> Note:
        """A reader's "wrong?": kept as it is, for the desk. Raises NotFound."""
        return self._store.write(lambda db: desk.object_to(db, of, text, contact, stamp))

    def notes(self, limit: int = 50) -> list[Note]:
        """Readers' notes: the unanswered first, then the latest."""
        return self._store.read(lambda db: desk.notes(db, limit))

    def answer_note(self, id: str, text: str, stamp: Stamp) -> Note:
        """The desk's answer; a later one takes its place, the former stays. Raises NotFound."""
        return self._store.write(lambda db: desk.answer(db, id, text, stamp))

    # --- what the law or decency takes away ---

    def withdraw(self, of: str, why: str, stamp: Stamp) -> None:
        """Empties a document (every version), statement or comment from all that is shown.

        Raises NotFound."""
        self._store.write(lambda db: upkeep.withdraw(db, of, why, stamp))

    def withdrawal(self, of: str) -> Withdrawal | None:
        """What is left of a withdrawn record."""
        return self._store.read(lambda db: read.withdrawal(db, of))

    def redact(self, of: str, words: str, stamp: Stamp) -> int:
        """Blanks words for good wherever the record's article holds them; in how many places.

        Every version, statement, comment, note, index and the kept bytes. Raises NotFound."""
        count = self._store.write(lambda db: upkeep.redact(db, of, words, stamp))
        self._store.scrub()
        return count

    # --- all of it, out and in ---

    def export(self) -> Iterator[dict[str, Any]]:
        """Everything that is kept, row by row on one snapshot, the same for the same ledger."""
        return self._store.stream(exports.rows)

    def restore(self, lines: Iterable[str], name: str) -> Counter[str]:
        """Takes an export in, all of it or nothing; how many rows of each kind were new.

        Raises LedgerError with the line that does not fit."""
        return self._store.write_once(lambda db: restoring.restore(db, lines, name))

    # --- the house ---

    def counts(self) -> Mapping[str, int]:
        """How many rows there are of each kind."""
        return self._store.read(read.counts)

    def together(self, work: Callable[[], T]) -> Future[T]:
        """Does work of several calls in one transaction, with what else waits; for SQLite (see `dialect`)."""
        return self._store.together(work)

    def alone(self, work: Callable[[], T]) -> T:
        """Does work of several calls in one transaction of its own, in this thread; for PostgreSQL."""
        return self._store.alone(work)

    @property
    def writes(self) -> bool:
        """Whether this thread is in the middle of such work: what it sees is not yet so for anybody else."""
        return self._store.writes

    def moment(self) -> Moment:
        """What says whether anything was written since; for one thread."""
        return Moment(self._store.engine)

    def pulse(self) -> Pulse:
        """A watcher that tells when another connection wrote."""
        return pulse_of(self._store.engine)

    def healthy(self) -> bool:
        """Whether the database answers and has this version's schema."""
        return self._store.healthy()

    def close(self) -> None:
        """Lets the database go."""
        self._store.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
