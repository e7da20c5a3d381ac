"""A claim made ready for judging: its times as days, its place among places, who says it and for whose good."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from onrecord.ledger.days import days
from onrecord.ledger.territory.actors import ActorKey, actor_key, same_side, sides
from onrecord.ledger.territory.where import Where, where_of
from onrecord.records import Claim

EVER = "9999-12-31"
STATES = {"CONTROL", "CONTEST", "ADMINISTER", "SOVEREIGNTY", "RECOGNISE", "INTENT", "DEMAND", "NEGOTIATE"}


ANNOUNCED = {"announce", "claim", "declare"}  # "Russia announced the capture of": its word, though an article tells it
LEAVING = {"give", "hand", "cede", "yield", "surrender", "leave", "withdraw", "retreat", "pull", "abandon", "return"}
LEAVING |= {"relinquish", "vacate", "evacuate", "quit", "turn", "transfer", "depart", "retire", "flee", "fall", "end"}


class Window(NamedTuple):
    """The first and the last day that a time may mean."""

    first: str
    last: str

    def meets(self, other: Window) -> bool:
        """Whether they share a day."""
        return self.first <= other.last and other.first <= self.last


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A claim as the rules see it.

    `begun` is when it began or happened, `ended` when it ended, as precisely as is said; `over` every day that it may
    speak of, to its end or to the day on which it was asserted, `surely` those that it speaks of in any case (it ends
    before it begins where there are none); `source` whose word it is (a speaker, or an outlet in its own voice),
    `side` the names behind that, `words` what was said."""

    claim: Claim
    where: Where
    actor: ActorKey | None
    counter: ActorKey | None
    begun: Window
    ended: Window | None
    over: Window
    surely: Window
    asserted: str
    source: str
    side: tuple[ActorKey, ...] = ()
    words: str = ""

    @property
    def id(self) -> str:
        """The claim's."""
        return self.claim.id

    @property
    def kind(self) -> str:
        """The claim's."""
        return self.claim.kind

    @property
    def known(self) -> str:
        """When it was recorded."""
        return self.claim.stamp.at

    @property
    def positive(self) -> bool:
        """Whether it says that it is so."""
        return self.claim.polarity == "+"

    @property
    def committed(self) -> bool:
        """Whether whoever says it stands by it: certain or probable."""
        return self.claim.factuality in ("CT", "PR")

    @property
    def done(self) -> bool:
        """Whether it says, and stands by it, that something happened in full."""
        return self.positive and self.committed and self.claim.phase == "completed"

    @property
    def stays(self) -> bool:
        """Whether it only says that a side will not go: who "will never give up" a place may well take more of it."""
        return self.kind == "INTENT" and not self.positive and (self.claim.framing or "").split(" ")[0] in LEAVING

    @property
    def dated(self) -> bool:
        """Whether its words say when."""
        return self.claim.since is not None

    @property
    def own_good(self) -> bool:
        """Whether the side that gains by it says so: a claim, where anyone else's word is a report."""
        actor = self.actor
        announced = (self.claim.framing or "").split(" ")[0] in ANNOUNCED
        return announced or (actor is not None and any(same_side(one, actor, self.asserted) for one in self.side))


def fact_of(claim: Claim, asserted: str, source: str, side: tuple[str, ...] = (), words: str = "") -> Fact | None:
    """The fact of a claim about a place; None where it names no place or its times cannot be.

    `asserted` is a day; a date before its article's is fine, one that ends before it begins is not."""
    begun, ended = days(claim.since), days(claim.until)
    impossible = (claim.since and not begun) or (claim.until and not ended)
    if claim.place is None or impossible or (begun and ended and ended[1] < begun[0]):
        return None
    start = begun or ((min(asserted, ended[0]), asserted) if ended else (asserted, asserted))
    if ended and start[1] > ended[1]:
        start = (start[0], ended[1])
    begins = Window(*start)
    ends = Window(*ended) if ended else _told_until(claim, begins, asserted)
    return Fact(
        claim=claim,
        where=where_of(claim.place),
        actor=actor_key(claim.actor.name) if claim.actor else None,
        counter=actor_key(claim.counter.name) if claim.counter else None,
        begun=begins,
        ended=Window(*ended) if ended else None,
        over=Window(begins.first, ends.last),
        surely=Window(begins.last, ends.first),
        asserted=asserted,
        source=source,
        side=tuple(dict.fromkeys(key for name in side for key in sides(name))),
        words=words,
    )


def _told_until(claim: Claim, begun: Window, asserted: str) -> Window:
    """Where no end is told a state holds until it is asserted at least; an event is when it is."""
    if claim.kind not in STATES or asserted < begun.first:
        return begun
    last = max(asserted, begun.last)
    return Window(last, last)
