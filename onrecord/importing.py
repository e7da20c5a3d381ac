"""Discussions from elsewhere into the ledger, in batches: what is known stays, what answers something keeps its place.

An article is found by its address; where the ledger has none under it, a bare record of address and headline is made,
so that nothing is lost, and the article itself takes its place when it is recorded."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from msgspec import structs

from onrecord.discussion import moderation, threads
from onrecord.discussion.incoming import Arrival, Tally, arrivals
from onrecord.discussion.incoming.wording import worded
from onrecord.ledger import Ledger
from onrecord.ledger.arrivals import Arrived, post_id
from onrecord.ledger.posts import Act, Draft
from onrecord.records import Document, Page, Reading, Stamp, compose, document_id

BATCH = 500


@dataclass
class Outcome:
    """What an import did."""

    added: int = 0
    known: int = 0
    held: int = 0
    articles: int = 0
    tally: Tally = field(default_factory=Tally)


class Import:
    """One file of one kind into one ledger."""

    def __init__(
        self,
        ledger: Ledger,
        kind: str,
        site: str,
        stamp: Stamp,
        hold: bool = False,
        tick: Callable[[], None] | None = None,
    ) -> None:
        self.ledger, self.kind, self.site, self.stamp, self.hold = ledger, kind, site, stamp, hold
        self.tick = tick or (lambda: None)
        self.outcome = Outcome()
        self.articles: dict[str, str | None] = {}
        self.batch: list[Arrived] = []

    def run(self, lines: Iterator[str]) -> Outcome:
        """Takes in all that can be; what failed stands in the outcome with its line."""
        for arrival in ordered(self._named(arrivals(self.kind, lines, self.outcome.tally)), self.outcome.tally):
            self._take(arrival)
        self._flush()
        return self.outcome

    def _named(self, found: Iterable[Arrival]) -> Iterator[Arrival]:
        """Each under a name that only it has: systems give one number twice, and two sites give the same ones."""
        seen: dict[bytes, bytes] = {}
        for one in found:
            address = addressed(one.article, self.site)
            words = _digest(one.author, one.at, one.text)
            name = self._name(address, one.key) if one.key else self._name(address, words.hex())
            key, parent = bytes.fromhex(name), self._name(address, one.parent) if one.parent else ""
            if seen.setdefault(key, words) != words:
                self.outcome.tally.mend(one.line, f"the number {one.key} stands for two comments; both were taken in")
                name = self._name(address, f"{one.key} {words.hex()}")
            elif key in seen and seen[key] is not words:
                self.outcome.tally.left_out["twice in the file"] += 1
                continue
            yield structs.replace(one, article=address, key=name, parent=parent)

    def _name(self, address: str, key: str) -> str:
        return _digest("import", self.kind, address, key).hex()

    def _take(self, arrival: Arrival) -> None:
        document = self._article(arrival)
        if document is None:
            self.outcome.tally.left_out["of withdrawn articles"] += 1
            return
        self.batch.append(self._arrived(arrival, document))
        if len(self.batch) >= BATCH:
            self._flush()

    def _article(self, arrival: Arrival) -> str | None:
        if arrival.article not in self.articles:
            self.articles[arrival.article] = self._found(arrival) or self._made(arrival)
            held = self.articles[arrival.article]
            if held and self.ledger.talk.refuses(held):
                self.articles[arrival.article] = None
        return self.articles[arrival.article]

    def _found(self, arrival: Arrival) -> str | None:
        return self.ledger.talk.article_at(spellings(arrival.article))

    def _made(self, arrival: Arrival) -> str:
        """A bare record: what is known of the article is its address and its headline."""
        title = arrival.title or arrival.article
        text, blocks = compose([("title", title)])
        document = Document(
            id=document_id(arrival.article, text), url=arrival.article, text=text, blocks=blocks, title=title
        )
        note = "Known only from a discussion that was imported; the article itself was not read."
        self.ledger.record(Reading(page=Page(document=document, notes=(note,))), stamp=self.stamp)
        self.outcome.articles += 1
        return document.id

    def _arrived(self, arrival: Arrival, document: str) -> Arrived:
        text, html = ("", "") if arrival.gone else worded(arrival.text, arrival.markup)
        draft = Draft(
            key=arrival.key,
            document=document,
            text=text,
            html=html,
            author="" if arrival.gone else " ".join(arrival.author.split()),
            under=post_id(arrival.parent) if arrival.parent else None,
        )
        written = Stamp(at=arrival.at, by=f"import {self.kind}")
        return Arrived(draft=draft, acts=tuple(self._acts(arrival)), stamp=written)

    def _acts(self, arrival: Arrival) -> list[Act]:
        """Published, or held for a person; where only a place is left, published and gone."""
        if arrival.gone:
            return [_act("post"), _act("delete" if arrival.gone == "deleted" else "remove")]
        return [_act("wait", "import") if self.hold or arrival.waits else _act("post")]

    def _flush(self) -> None:
        batch, self.batch = self.batch, []
        if not batch:
            return
        added = self.ledger.talk.arrive(batch, _place, self.stamp)
        new = [one.acts[0].action for one in batch if one.id in added and len(one.acts) == 1]
        self.outcome.added += len(new)
        self.outcome.held += new.count("wait")
        self.outcome.known += len(batch) - len(added)
        for _ in batch:
            self.tick()


def _act(action: str, why: str = "") -> Act:
    return Act(action=action, state=moderation.state_after(action), why=why)


def _place(above: tuple[str, str] | None, ordinal: int) -> tuple[str, str]:
    return threads.place(threads.Place(*above) if above else None, ordinal)


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()


# --- order: a comment after the one it answers ---


def ordered(found: Iterable[Arrival], tally: Tally) -> Iterator[Arrival]:
    """Comments after those they answer, else in the file's order. A place that is only left counts where something
    answers it; an answer to what is not in the file stands at the top, and is told."""
    seen: set[str] = set()
    places: dict[str, Arrival] = {}
    waiting: defaultdict[str, list[Arrival]] = defaultdict(list)
    for one in found:
        if one.gone:
            places[one.key] = one
        elif one.parent and one.parent not in seen:
            waiting[one.parent].append(one)
            continue
        else:
            yield from _with_answers(one, seen, waiting)
            continue
    while waiting:
        yield from _late(waiting, places, seen, tally)


def _with_answers(one: Arrival, seen: set[str], waiting: defaultdict[str, list[Arrival]]) -> Iterator[Arrival]:
    """A comment, and what waited for it, without recursion: threads are a thousand deep."""
    ready = [one]
    while ready:
        now = ready.pop()
        seen.add(now.key)
        yield now
        ready += reversed(waiting.pop(now.key, []))


def _late(
    waiting: defaultdict[str, list[Arrival]], places: dict[str, Arrival], seen: set[str], tally: Tally
) -> Iterator[Arrival]:
    """The next of what waits once the file has ended."""
    coming = {one.key for answers in waiting.values() for one in answers}
    parent = next((key for key in waiting if key not in coming), next(iter(waiting)))
    place = places.pop(parent, None)
    if place is not None and place.parent and (place.parent in coming or place.parent in places):
        waiting[place.parent].append(place)  # a place among places: first the one above it
        return
    if place is not None:
        above = place.parent if place.parent in seen else ""
        yield from _with_answers(structs.replace(place, parent=above), seen, waiting)
        return
    for one in waiting.pop(parent):
        tally.mend(one.line, "what it answers is not in the file: it stands at the top")
        yield from _with_answers(structs.replace(one, parent=""), seen, waiting)


# --- addresses ---


def addressed(article: str, site: str) -> str:
    """An article's whole address: one without a host is of this site."""
    return article if urlsplit(article).hostname else urljoin(site.rstrip("/") + "/", article)


def spellings(address: str) -> list[str]:
    """An address as others may have written it: with and without the last slash, http and https."""
    bare = address.rstrip("/")
    ends = dict.fromkeys([address, bare, f"{bare}/"])
    scheme, _, rest = address.partition("://")
    other = {"http": "https", "https": "http"}.get(scheme)
    return [*ends, *(f"{other}://{one.partition('://')[2]}" for one in ends if other and rest)]
