"""One round: what is due is asked, what came is recorded, what was noticed is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

from msgspec.structs import replace

from onrecord.errors import LedgerError, OnrecordError, ReadError
from onrecord.ledger import Ledger, Watched, WatchEvent
from onrecord.ledger.watching import new_event, watched_of
from onrecord.reading import Source
from onrecord.reading.conditional import Look
from onrecord.records import Page, Reading, Stamp
from onrecord.watch import feeds, plan
from onrecord.watch.addresses import plain
from onrecord.watch.arrivals import Arrivals

LEASE = 300.0  # seconds for which an address is one watcher's; after a crash it is due again
AT_ONCE = 8  # hosts asked at the same time
PATIENT = 60.0  # seconds that a round waits for a host that was just asked; what waits longer waits for the next


@dataclass(frozen=True)
class World:
    """What the watch knows of the world: the web, the line, the clock and chance; tests hand in others."""

    look: Callable[[str, str | None, str | None], Look]
    pages: Callable[[Source], Iterable[Page]]
    read: Callable[[Page], Reading]
    now: Callable[[], float]
    sleep: Callable[[float], None]
    chance: Callable[[], float]
    stamp: Callable[[], Stamp]


@dataclass
class Watcher:
    """Looks at what is due. `say` is told of every trouble, by address."""

    ledger: Ledger
    world: World
    pace: plan.Pace = field(default_factory=plan.Pace)
    say: Callable[[str], None] = print
    failed: int = 0
    _free: dict[str, float] = field(default_factory=dict)

    def add(self, url: str) -> None:
        """Watches a feed or a page from now on."""
        self.ledger.watch.add(watched_of(url, self.world.stamp(), due=self.world.now()))

    def round(self) -> Iterator[WatchEvent]:
        """Asks everything that is due, then the saved searches; gives each event once it is kept."""
        if not self.ledger.healthy():
            raise LedgerError("the ledger's database is not there", hint="Bring it back; nothing was looked at.")
        while wave := self._wave():
            for one, look in self._looked(wave):
                yield from self._met(one, look)
        yield from self._news()

    # --- whom to ask ---

    def _wave(self) -> list[Watched]:
        """The next addresses, taken for us; waits for a host that was asked just now."""
        while due := self.ledger.watch.due(self.world.now()):
            now = self.world.now()
            wave = plan.wave(due, self._free, now, AT_ONCE)
            if wave:
                mine = self.ledger.watch.claim([one.id for one in wave], now, now + LEASE)
                if mine:
                    return [one for one in wave if one.id in mine]
                continue
            soonest = min(self._free[one.host] for one in due) - now
            if soonest > PATIENT:
                break
            self.world.sleep(soonest)
        return []

    def _looked(self, wave: list[Watched]) -> Iterator[tuple[Watched, Look]]:
        """Asks them at once, a host each; answers in the order of asking. What a stop leaves is due again."""
        left = {one.id: one for one in wave}
        try:
            with ThreadPoolExecutor(len(wave), "watch") as pool:
                asked = [pool.submit(self.world.look, one.url, one.etag, one.modified) for one in wave]
                looks = [task.result() for task in asked]
            for one, look in zip(wave, looks, strict=True):
                self._free[one.host] = self.world.now() + max(self.pace.gap, look.wait or 0.0)
                yield left.pop(one.id), look
        finally:
            for one in left.values():
                self.ledger.watch.settle(one)

    # --- what came ---

    def _met(self, one: Watched, look: Look) -> Iterator[WatchEvent]:
        """What an answer means; a fault of one page ends nothing but itself."""
        if look.wait:
            self.ledger.watch.hold(one.host, self.world.now() + look.wait)
        if look.error:
            yield from self._trouble(one, look, look.error)
            return
        one = self._moved(one, look)
        try:
            yield from self._kept(one, look)
        except ReadError as wrong:
            yield from self._trouble(one, look, wrong)
        except LedgerError as wrong:
            if not self.ledger.healthy():
                raise  # the database is lost, and with it every page's turn: what was taken is due again by itself
            yield from self._trouble(one, look, ReadError(wrong.what, one.url, wrong.hint))

    def _moved(self, one: Watched, look: Look) -> Watched:
        """Where a page moved for good it is asked at its new address from now on."""
        if look.home == one.url or not look.home:
            return one
        self.say(f"{one.url}: moved for good; asked at {look.home} from now on")
        return self.ledger.watch.move(one, look.home)

    def _kept(self, one: Watched, look: Look) -> Iterator[WatchEvent]:
        """Notes a look that worked, after all that it brought was recorded."""
        digest = hashlib.sha256(look.source.data).hexdigest() if look.source else one.digest
        same = look.source is None or digest == one.digest
        events: list[WatchEvent] = []
        fresh = one
        if look.source and not same:
            fresh, events = self._brought(one, look.source)
        fresh = replace(fresh, etag=look.etag, modified=look.modified, digest=digest)
        now = self.world.now()
        changed = bool(events)
        planned = plan.calm(fresh, self.pace, now, self.world.chance, changed=changed, age=self._age(one))
        self.ledger.watch.settle(planned, events)
        yield from events

    def _brought(self, one: Watched, source: Source) -> tuple[Watched, list[WatchEvent]]:
        """What new bytes hold: a feed's entries or a page's article."""
        feed = feeds.feed_in(source)
        if one.kind == "feed" and feed is None:
            raise ReadError("was a feed and is none now", one.url, "Check the address; what it told before is kept.")
        if feed is None:
            return self._arrivals().page(replace(one, kind="page"), source)
        known = replace(one, kind="feed")
        return known, self._arrivals().feed(known, feed, source)

    def _arrivals(self) -> Arrivals:
        world = self.world
        return Arrivals(self.ledger, world.pages, world.read, world.now(), world.stamp(), self._troubled)

    def _troubled(self, name: str, error: OnrecordError) -> None:
        self.failed += 1
        self.say(str(error) if error.resource else f"{name}: {error}")

    def _trouble(self, one: Watched, look: Look, error: ReadError) -> Iterator[WatchEvent]:
        """Notes a look that failed. A page that is gone is told once and looked at no more."""
        now = self.world.now()
        if plan.is_gone(one, look.status):
            gone = new_event("gone", one.url, self.world.stamp(), document=one.document)
            self.ledger.watch.settle(replace(one, due=None, error=str(error)), [gone])
            yield gone
            return
        self._troubled(one.url, error)
        why, wait = error.what, look.wait
        self.ledger.watch.settle(
            plan.troubled(one, self.pace, now, self.world.chance, why=why, status=look.status, wait=wait)
        )

    def _age(self, one: Watched) -> float:
        """Seconds since it was first seen; none where a clock says that was in the future."""
        try:
            since = datetime.fromisoformat(one.stamp.at).timestamp()
        except ValueError:
            return 0.0
        return max(0.0, self.world.now() - since)

    # --- saved searches ---

    def _news(self) -> Iterator[WatchEvent]:
        """What saved searches find anew."""
        start = self.ledger.watch.last_event()
        for search in self.ledger.watch.searches():
            self.ledger.watch.news(search, self.world.stamp())
        yield from self.ledger.watch.events(start, ("news",))


def address(name: str) -> str:
    """An address as it is watched; raises ReadError for what is none."""
    from onrecord.reading.addresses import checked

    return plain(checked(name))
