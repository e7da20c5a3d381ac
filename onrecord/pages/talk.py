"""A thread as a page shows it: each comment with its place, its quotation found again in this version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from starlette.requests import Request

from onrecord.discussion import threads
from onrecord.discussion.markdown import render
from onrecord.ledger.posts import Post
from onrecord.pages.render import Mark, Row
from onrecord.pages.rights import View
from onrecord.pages.site import Site
from onrecord.pages.talk_words import GONE
from onrecord.pages.words import safe_url
from onrecord.records import Document
from onrecord.text import Span, locate

PER_PAGE = 50


@dataclass(frozen=True)
class Quote:
    """The passage a comment is about: its words as quoted, and where they stand in the version that is shown."""

    exact: str
    state: str
    spans: tuple[Span, ...]
    key: str
    version: str


@dataclass(frozen=True)
class Shown:
    """A comment as the page shows it; `gone` says what stands in its place where it is not public any more."""

    post: Post
    quote: Quote | None = None
    answers: int = 0  # below it, where they are folded away
    new: bool = False  # since the moment that the address names
    hidden: bool = False  # its reader does not want to read this person
    votes: tuple[int, int] = (0, 0)

    @property
    def key(self) -> str:
        """Its address on the page."""
        return f"r-{self.post.number}"

    @property
    def depth(self) -> int:
        """How far in."""
        return threads.depth(self.post.number)

    @property
    def parent(self) -> str | None:
        """The number of the comment that it answers."""
        return threads.above(self.post.number)

    @property
    def gone(self) -> str:
        """What stands in its place."""
        return GONE.get(self.post.state, "")

    @property
    def html(self) -> Markup:
        """Its words: sanitised when they were written, or anew after words were blanked in them."""
        return Markup(self.post.html or render(self.post.text))

    @property
    def cited(self) -> str | None:
        """The source's address, where it is one."""
        return safe_url(self.post.cited)


@dataclass(frozen=True)
class Thread:
    """The discussion under an article, one page of it. `open`: one may write; `passages`: also about words of it."""

    document: Document
    posts: Sequence[Shown] = ()
    count: int = 0
    page: int = 1
    pages: int = 1
    accepted: Sequence[Shown] = ()
    open: bool = True
    passages: bool = False
    newest: int = 0
    asked: Any = None  # the order and what else the address asks for
    latest: str = ""

    def on(self, row: Row) -> list[Shown]:
        """The comments about words of this block."""
        return [one for one in self.posts if one.quote and any(span.overlaps(row.span) for span in one.quote.spans)]


def thread_of(site: Site, request: Request, seen: View, page: int = 1) -> Thread | None:
    """The discussion as this viewer sees it; none where the site has none."""
    if not site.settings.discussion:
        return None
    document, talk = seen.document, site.ledger.talk
    skip = (max(1, page) - 1) * PER_PAGE
    found = site.recall(("talk", document.id, skip), lambda: talk.page(document.id, PER_PAGE, skip))
    pages = max(1, -(-found.places // PER_PAGE))
    if page > pages:
        return thread_of(site, request, seen, pages)
    open_ = not found.closed and _young(site, document)
    return Thread(
        document=document,
        posts=[shown(post, seen) for post in found.posts],
        count=found.shown,
        page=page,
        pages=pages,
        accepted=[shown(post, seen) for post in found.accepted],
        open=open_,
        passages=seen.whole and document.rights != "excerpt" and open_,
        newest=found.newest,
    )


def is_open(site: Site, document: Document) -> bool:
    """Whether one may still write: until the desk closed it, or so many days after the article was published."""
    return site.settings.discussion and _young(site, document) and not site.ledger.talk.closed(document.id)


def _young(site: Site, document: Document) -> bool:
    days = site.settings.close_after_days
    with suppress(ValueError):
        born = dt.date.fromisoformat((document.published or "")[:10])
        today = dt.date.fromisoformat(site.stamp("reader").at[:10])
        return days <= 0 or (today - born).days <= days
    return True


def shown(post: Post, seen: View) -> Shown:
    """A post under this version; its quotation only where the version's words may be shown."""
    return Shown(post, quote(post, seen) if seen.whole and post.state == "shown" else None)


def with_quote(post: Post, seen: View) -> Shown:
    """A post with its quotation whatever its state: for its author and the desk."""
    return Shown(post, quote(post, seen) if seen.whole else None)


def quote(post: Post, seen: View) -> Quote | None:
    """Where the words that a post is about stand in this version; one reworded word in seven is forgiven."""
    held = post.anchor
    if held is None:
        return None
    same = held.document == seen.document.id
    found = ("exact", held.spans) if same else locate(held, seen.text, slips=True)
    return Quote(held.exact, found[0], tuple(found[1]), f"q-r-{post.number}", held.document)


def passage_marks(thread: Thread | None, after: int) -> list[Mark]:
    """A mark for each passage that a comment is about, numbered after the others."""
    quoted = [one.quote for one in (thread.posts if thread else ()) if one.quote and one.quote.spans]
    return [Mark(key=one.key, number=after + at, spans=one.spans) for at, one in enumerate(quoted, 1)]
