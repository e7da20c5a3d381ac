"""The ledger's doors to the watch: each method is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.ledger import saved, watching
from onrecord.ledger.answers import Found, Query
from onrecord.ledger.store import Store
from onrecord.ledger.watching import EVENTS, EventKind, SavedSearch, Watched, WatchEvent
from onrecord.records import Stamp


class Watch:
    """What is looked at again, what was noticed, and which searches are kept."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # --- addresses ---

    def add(self, one: Watched) -> Watched:
        """Watches an address; a known one keeps what is known of it."""
        return self._store.write(lambda db: watching.watch(db, one))

    def at(self, url: str) -> Watched | None:
        """What is known of an address."""
        return self._store.read(lambda db: watching.at(db, url))

    def of_key(self, feed: str, key: str) -> Watched | None:
        """The article that the feed calls so, whatever its address is now."""
        return self._store.read(lambda db: watching.of_key(db, feed, key))

    def named(self) -> list[Watched]:
        """What persons named to be watched."""
        return self._store.read(watching.all_)

    def due(self, now: float, limit: int = 5000) -> list[Watched]:
        """What is to be looked at, the longest due first."""
        return self._store.read(lambda db: watching.due(db, now, limit))

    def next_due(self) -> float | None:
        """When the next look is planned."""
        return self._store.read(watching.next_due)

    def claim(self, ids: Iterable[str], now: float, until: float) -> set[str]:
        """Takes addresses for one watcher until then; those that another has not taken."""
        wanted = list(ids)
        return self._store.write(lambda db: watching.claim(db, wanted, now, until))

    def hold(self, host: str, until: float) -> None:
        """Puts all of a host's addresses off until then."""
        self._store.write(lambda db: watching.hold(db, host, until))

    def settle(self, one: Watched, events: Iterable[WatchEvent] = ()) -> None:
        """Keeps what a look came to, with its events."""
        told = list(events)
        self._store.write(lambda db: watching.settle(db, one, told))

    def move(self, one: Watched, url: str) -> Watched:
        """The same thing at another address."""
        return self._store.write(lambda db: watching.move(db, one, url))

    def forget(self, url: str) -> bool:
        """Looks at an address no more; whether it was watched."""
        return self._store.write(lambda db: watching.forget(db, url))

    def latest(self, url: str) -> str | None:
        """The newest version that the ledger holds of the article at an address."""
        return self._store.read(lambda db: watching.latest(db, url))

    def since(self, document: str) -> str:
        """When a document became known."""
        return self._store.read(lambda db: watching.since(db, document))

    # --- events ---

    def events(
        self, after: int = 0, kinds: Sequence[EventKind] = EVENTS, limit: int = 500, newest: bool = False
    ) -> list[WatchEvent]:
        """What was noticed after that event, in its order; `newest` gives the last first."""
        return self._store.read(lambda db: watching.events(db, after, kinds, limit, newest))

    def edited(self, limit: int) -> list[WatchEvent]:
        """Newer versions that were recorded without the watch, the latest first."""
        return self._store.read(lambda db: watching.edited(db, limit))

    def last_event(self) -> int:
        """The number of the last event."""
        return self._store.read(watching.last_event)

    def mark(self, key: str) -> int | None:
        """How far this one was told; None where it never was."""
        return self._store.read(lambda db: watching.mark(db, key))

    def set_mark(self, key: str, seq: int) -> None:
        """Notes how far."""
        self._store.write(lambda db: watching.set_mark(db, key, seq))

    # --- saved searches ---

    def save(self, name: str, query: Query | None, stamp: Stamp) -> None:
        """Keeps a search under a name; without a query it is searched no more."""
        self._store.write(lambda db: saved.save(db, name, query, stamp))

    def searches(self) -> list[SavedSearch]:
        """The searches that are kept, by name."""
        return self._store.read(saved.searches)

    def news(self, one: SavedSearch, stamp: Stamp) -> list[Found]:
        """What a search finds anew; each statement is told once."""
        return self._store.write(lambda db: saved.news(db, one, stamp))
