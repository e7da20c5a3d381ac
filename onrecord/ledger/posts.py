"""What the discussion asks of the ledger and what it answers: frozen values, no input or output."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from onrecord.records import Stamp
from onrecord.text import Anchor, Span

# From the number and path of the post above, none at the top, and the ordinal: the number and path of a new one.
Placing = Callable[[tuple[str, str] | None, int], tuple[str, str]]
VOICES = ("report", "appeal")  # what readers say to the desk about a post: no act of the desk or of its author
Origin = tuple[str, float]  # the network that a post came from, and when (seconds since 1970)


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What someone posts: under an article's version, about a passage or statement of it, or under another post."""

    key: str
    document: str
    text: str
    html: str
    author: str = ""
    under: str | None = None
    spans: tuple[Span, ...] = ()
    statement: str | None = None
    instead: str | None = None
    cited: str | None = None
    reader: str = ""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Something done with a post: `state` is where it leads, none where it leaves the state alone."""

    action: str
    state: str | None = None
    why: str = ""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """That something be done with a post with which so much was done before, as whoever decides has seen it."""

    post: str
    act: Act
    expected: int


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """A post as it stands: its newest text, its state and why, what became of it where it is a correction.

    `was_shown`: it was public once, so that something must stay in its place; `acts`: how much was done
    with it; `reports`: how often readers reported it since the desk last looked."""

    id: str
    article: str
    document: str
    parent: str | None = None
    number: str
    path: str
    anchor: Anchor | None = None
    statement: str | None = None
    author: str
    text: str
    html: str
    instead: str | None = None
    cited: str | None = None
    reader: str
    key: str
    state: str
    why: str = ""
    decided: Stamp
    was_shown: bool
    outcome: str | None = None
    answer: str = ""
    revisions: int = 1
    acts: int = 1
    reports: int = 0
    stamp: Stamp


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a thread on one snapshot: `shown` posts of it in all, `places` with those that were, the corrections
    that were `accepted`, whether the desk `closed` it, and the entry of the log that made its `newest` post public."""

    posts: tuple[Post, ...]
    shown: int
    places: int
    accepted: tuple[Post, ...]
    closed: bool
    newest: int = 0


class Ordered(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a thread in another order: its posts, how many answers each at the top has (by path), and how many
    tops there are where answers are folded away."""

    posts: tuple[Post, ...]
    answers: dict[str, int]
    tops: int = 0


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the log: what was done with which post, why, when."""

    id: str
    of: str
    number: str
    article: str
    action: str
    state: str | None = None
    why: str = ""
    stamp: Stamp


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """What was done with several posts in one act: `id`, of one of its entries in the log, names it; with how many."""

    id: str
    action: str
    why: str = ""
    stamp: Stamp
    many: int


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """What a post said since a moment."""

    text: str
    html: str
    stamp: Stamp
