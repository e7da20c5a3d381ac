"""What a look brought: recorded once, compared with what was known, told as events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from msgspec.structs import replace

from onrecord.errors import OnrecordError, ReadError
from onrecord.ledger import Ledger, Watched, WatchEvent, Withdrawn
from onrecord.ledger.watching import new_event, watched_of
from onrecord.reading import Source
from onrecord.reading.feed import Entry, Feed
from onrecord.records import Page, Reading, Stamp
from onrecord.watch.changes import announced, is_another
from onrecord.watch.feeds import address_of, key_of


@dataclass(frozen=True)
class Arrivals:
    """Takes in pages and feeds; `trouble` is told of an entry that could not be read, and the rest is done."""

    ledger: Ledger
    pages: Callable[[Source], Iterable[Page]]
    read: Callable[[Page], Reading]
    now: float
    stamp: Stamp
    trouble: Callable[[str, OnrecordError], None]

    # --- a page ---

    def page(self, one: Watched, source: Source) -> tuple[Watched, list[WatchEvent]]:
        """A page's article. Raises ReadError where it holds none."""
        page = next(iter(self.pages(source)))
        return self._record(one, page)

    def _record(self, one: Watched, page: Page) -> tuple[Watched, list[WatchEvent]]:
        """Records what is new of an address, and says what that is: an article, an edit, or nothing."""
        document = page.document
        former = one.document or self.ledger.watch.latest(document.url or one.url)
        if former == document.id:
            return replace(one, document=former), self._late(one, former)
        old = self._former(former)
        if old and is_another(old.document.text, document.text):
            raise ReadError(
                "hardly shares a word with the article that stood there, so it was not taken for an edit of it",
                one.url,
                "Look at the page; `onrecord add` records it if it is one.",
            )
        known = self.ledger.knows(document.id)
        if not known:
            self.ledger.record(self.read(self._onward(page, former)), stamp=self.stamp)
        return replace(one, document=document.id), self._told(one, document.id, former, old, page, known)

    def _former(self, id: str | None) -> Reading | None:
        """The version before; none where there is none, or where it was withdrawn."""
        try:
            return self.ledger.document(id) if id else None
        except Withdrawn:
            return None

    def _onward(self, page: Page, former: str | None) -> Page:
        """A page whose address changed goes on from the version at the former one."""
        there = self.ledger.watch.latest(page.document.url) if page.document.url else None
        if not former or there:
            return page
        return replace(page, document=replace(page.document, replaces=former))

    def _told(
        self, one: Watched, document: str, former: str | None, old: Reading | None, page: Page, known: bool
    ) -> list[WatchEvent]:
        if old:
            owned = announced(old.document.text, page.document.text)
            facts = {"document": document, "before": former, "announced": owned}
            return [new_event("edit", one.url, self.stamp, **facts)]
        if former:  # withdrawn: what comes after it is no news either
            return []
        return self._late(one, document) if known else [new_event("article", one.url, self.stamp, document=document)]

    def _late(self, one: Watched, document: str) -> list[WatchEvent]:
        """A document that is known although nothing was told of it: recorded by a look that was cut off, which
        is told now; recorded before it was watched, which is no news."""
        cut_off = not one.document and self.ledger.watch.since(document) >= one.stamp.at
        return [new_event("article", one.url, self.stamp, document=document)] if cut_off else []

    # --- a feed ---

    def feed(self, one: Watched, feed: Feed, source: Source) -> list[WatchEvent]:
        """A feed's entries: those with their text are recorded, the pages of the others are watched."""
        whole = self._whole(feed, source)
        events: list[WatchEvent] = []
        for entry in feed.entries:
            page = whole.get(entry.link or "", None) if entry.full else None
            if page:
                events += self._entry(one, entry, page)
            elif entry.link and not entry.full:
                self._linked(one, entry)
        for page in self._nameless(feed, whole):
            if not self.ledger.knows(page.document.id):
                self.ledger.record(self.read(page), stamp=self.stamp)
                events.append(new_event("article", one.url, self.stamp, document=page.document.id))
        return events

    def _whole(self, feed: Feed, source: Source) -> dict[str, Page]:
        """The pages that the feed carries, by their addresses."""
        if not any(entry.full for entry in feed.entries):
            return {}
        return {page.document.url or f"#{at}": page for at, page in enumerate(self.pages(source))}

    def _nameless(self, feed: Feed, whole: dict[str, Page]) -> list[Page]:
        return [page for address, page in whole.items() if address.startswith("#")]

    def _entry(self, feed: Watched, entry: Entry, page: Page) -> list[WatchEvent]:
        """An entry with its text: what is known of it is kept beside the feed."""
        held = self._held(feed, entry, kind="entry", due=None)
        try:
            fresh, events = self._record(held, page)
        except ReadError as wrong:
            self.trouble(entry.link or feed.url, wrong)
            return []
        self.ledger.watch.settle(replace(fresh, due=None), events)
        return events

    def _linked(self, feed: Watched, entry: Entry) -> None:
        """An entry that is a teaser: its page is looked at, from now on."""
        self._held(feed, entry, kind="page", due=self.now)

    def _held(self, feed: Watched, entry: Entry, **facts: object) -> Watched:
        """What is known of an entry; where the feed gives it another address, it moves there."""
        url, key = address_of(entry) or feed.url, key_of(entry)
        known = self.ledger.watch.of_key(feed.id, key)
        if known and known.url != url:
            return self.ledger.watch.move(known, url)
        if known:
            return known
        return self.ledger.watch.add(watched_of(url, self.stamp, feed=feed.id, key=key, **facts))
