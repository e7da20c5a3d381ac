"""The ledger's doors to the discussion: each method is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.ledger import arrivals, concerns, thread_log, thread_queries, thread_several, threads, votes
from onrecord.ledger.arrivals import Arrived
from onrecord.ledger.posts import Act, Decision, Deed, Draft, Ordered, Origin, Page, Placing, Post, Revision, Wish
from onrecord.ledger.store import Store
from onrecord.ledger.thread_orders import Order
from onrecord.records import Stamp


class Talk:
    """Threads under articles. What may be decided is for the discussion's rules to say; here it is kept."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # --- writing ---

    def post(self, draft: Draft, act: Act, place: Placing, stamp: Stamp, origin: Origin | None = None) -> Post:
        """Adds a post; the same key again gives the one that is there. Raises NotFound, Withdrawn.

        `place` numbers it: numbers are given in the order of writing and never again. `origin`: whence, when."""
        id = self._store.write(lambda db: threads.post(db, draft, act, place, stamp, origin))
        found = self.find(id)
        assert found is not None
        return found

    def decide(self, id: str, act: Act, expected: int, stamp: Stamp) -> bool:
        """Adds a decision, if `expected` were taken before; False where someone came first. Raises NotFound."""
        return self._store.write(lambda db: threads.decide(db, id, act, expected, stamp))

    def decide_each(self, wishes: Sequence[Wish], stamp: Stamp) -> list[str]:
        """Does what is wished for with several posts, each where nobody came first; the posts it was done with."""
        return self._store.write(lambda db: thread_several.decide(db, wishes, stamp))

    def revise(self, id: str, text: str, html: str, act: Act, expected: int, stamp: Stamp) -> bool:
        """Adds a newer text; the former ones stay. False where someone came first. Raises NotFound."""
        return self._store.write(lambda db: threads.revise(db, id, text, html, act, expected, stamp))

    def report(self, id: str, why: str, key: str, stamp: Stamp, action: str = "report") -> None:
        """Adds a reader's report, or the author's "appeal"; the same key again adds nothing. Raises NotFound."""
        self._store.write(lambda db: threads.report(db, id, why, key, stamp, action))

    def aimed(self, post: str, since: str) -> int:
        """How many answers others gave, since then, to whoever wrote this post."""
        return self._store.read(lambda db: concerns.aimed(db, post, since))

    def vote(self, post: str, reader: str, up: bool | None, stamp: Stamp) -> tuple[int, int]:
        """A reader's vote on whether it is well argued, none taking it back; how many for and against."""
        return self._store.write(lambda db: votes.vote(db, post, reader, up, stamp))

    def tally(self, ids: list[str]) -> dict[str, tuple[int, int]]:
        """For each post how many voted for and against."""
        return self._store.read(lambda db: votes.tally(db, ids))

    def shut(self, document: str, act: Act, stamp: Stamp) -> None:
        """Closes or opens the discussion under the document's article. Raises NotFound."""
        self._store.write(lambda db: threads.shut(db, document, act, stamp))

    def take(self, key: str, burst: int, seconds: float, now: float) -> float:
        """Takes from a bucket that all workers share; 0, else the seconds until there is one."""
        return self._store.write(lambda db: threads.take(db, key, burst, seconds, now))

    def room(self, key: str, burst: int, seconds: float, now: float) -> float:
        """How many could be taken from a bucket."""
        return self._store.read(lambda db: threads.room(db, key, burst, seconds, now))

    # --- from elsewhere ---

    def arrive(self, batch: Sequence[Arrived], place: Placing, now: Stamp) -> set[str]:
        """Adds posts as they come from another system, in this order; the ids of those that were not there yet."""
        return self._store.write(lambda db: arrivals.arrive(db, batch, place, now))

    def article_at(self, addresses: Sequence[str]) -> str | None:
        """The newest document under the first of these addresses that the ledger knows."""
        return self._store.read(lambda db: arrivals.article_at(db, addresses))

    def refuses(self, document: str) -> bool:
        """Whether the article was withdrawn: it gets no comments any more."""
        return self._store.read(lambda db: arrivals.withdrawn(db, document))

    # --- reading ---

    def thread(self, document: str, limit: int = 50, skip: int = 0) -> list[Post]:
        """What is or was public under any version of the document's article, as the thread reads."""
        return self._store.read(lambda db: thread_queries.thread(db, document, limit, skip))

    def page(self, document: str, limit: int = 50, skip: int = 0) -> Page:
        """A page of the thread with its counts, accepted corrections and whether it is closed, on one snapshot."""
        return self._store.read(lambda db: thread_queries.page(db, document, limit, skip))

    def counted(self, document: str) -> int:
        """How many posts of a thread are shown."""
        return self._store.read(lambda db: thread_queries.counted(db, document))

    def newest(self, document: str) -> int:
        """The entry of the log by which a thread's newest post became public; 0 without any."""
        return self._store.read(lambda db: thread_queries.newest(db, document))

    def newer(self, document: str, after: int) -> tuple[int, int]:
        """How many posts of a thread became public after an entry of the log, and up to which entry."""
        return self._store.read(lambda db: thread_queries.newer(db, document, after))

    def in_order(self, document: str, order: Order, fold: bool, limit: int = 50, skip: int = 0) -> Ordered:
        """A page of the thread in an order; `fold` leaves the answers out."""
        return self._store.read(lambda db: thread_queries.in_order(db, document, order, fold, limit, skip))

    def below(self, post: Post, limit: int = 50) -> list[Post]:
        """The answers to a post and to these, newest first."""
        return self._store.read(lambda db: thread_queries.below(db, post, limit))

    def shown_by(self, reader: str, limit: int = 50) -> list[Post]:
        """What of a reader is shown, newest first."""
        return self._store.read(lambda db: thread_queries.shown_by(db, reader, limit))

    def closed(self, document: str) -> bool:
        """Whether the desk closed the discussion under the document's article."""
        return self._store.read(lambda db: thread_queries.closed(db, document))

    def shown(self, limit: int = 50, skip: int = 0) -> list[Post]:
        """Every post that is shown, under any article, oldest first."""
        return self._store.read(lambda db: thread_queries.shown(db, limit, skip))

    def total(self) -> int:
        """How many posts are shown under all articles."""
        return self._store.read(thread_queries.total)

    def before(self, post: Post) -> int:
        """How many places of the thread come before this one."""
        return self._store.read(lambda db: thread_queries.before(db, post))

    def find(self, id: str) -> Post | None:
        """A post in any state."""
        return self._store.read(lambda db: thread_queries.find(db, id))

    def among(self, ids: Sequence[str]) -> list[Post]:
        """The posts of these ids, in this order, in any state; what is unknown is left out."""
        return self._store.read(lambda db: thread_queries.among(db, ids))

    def of_key(self, key: str) -> Post | None:
        """The post that a form made, if it was sent before."""
        return self._store.read(lambda db: thread_queries.of_key(db, key))

    def known(self, reader: str) -> bool:
        """Whether something of this reader is shown."""
        return self._store.read(lambda db: thread_queries.known(db, reader))

    def known_since(self, reader: str, before: str) -> bool:
        """Whether something that this reader wrote before then is shown."""
        return self._store.read(lambda db: thread_queries.known_since(db, reader, before))

    def mine(self, reader: str, limit: int = 200) -> list[Post]:
        """A reader's own posts in any state, newest first."""
        return self._store.read(lambda db: thread_queries.mine(db, reader, limit))

    def queue(self, limit: int = 50) -> list[Post]:
        """What waits for the desk, oldest first."""
        return self._store.read(lambda db: thread_queries.queue(db, limit))

    def corrections(self, limit: int = 50, skip: int = 0) -> list[Post]:
        """Corrections that are shown, newest first."""
        return self._store.read(lambda db: thread_queries.corrections(db, limit, skip))

    def log(self, actions: Iterable[str], limit: int = 100, skip: int = 0) -> list[Decision]:
        """Decisions of these kinds, newest first."""
        return self._store.read(lambda db: thread_log.log(db, actions, limit, skip))

    def history(self, id: str) -> list[Decision]:
        """Everything that was done with a post, oldest first."""
        return self._store.read(lambda db: thread_log.history(db, id))

    def deed(self, id: str) -> tuple[Deed, list[str]] | None:
        """What one act did, by an entry of the log that belongs to it, and with which posts."""
        return self._store.read(lambda db: thread_several.find(db, id))

    def deed_of(self, post: str, stamp: Stamp) -> str | None:
        """The entry of the log that this hand added about a post at this moment."""
        return self._store.read(lambda db: thread_several.named(db, post, stamp))

    def deeds(self, actions: Iterable[str], limit: int = 5) -> list[Deed]:
        """What was done lately with more than one post in one act, the newest first."""
        return self._store.read(lambda db: thread_several.lately(db, actions, limit))

    def revisions(self, id: str) -> Sequence[Revision]:
        """What a post said, oldest first."""
        return self._store.read(lambda db: thread_log.revisions(db, id))
