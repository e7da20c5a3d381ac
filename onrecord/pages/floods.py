"""Floods: how much a network, a reader, the same words and all newcomers together may send. All workers count as one.

Whoever had something shown here for an hour waits for nobody but themselves."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator
from typing import NamedTuple

from starlette.requests import Request

from onrecord.discussion import likeness
from onrecord.pages import crowd, proof, readers, words
from onrecord.pages.entry import Case, Problem
from onrecord.pages.site import Site
from onrecord.pages.words import _
from onrecord.text import fold

BURST, SECONDS = 5, 30.0  # comments of a network, and of a reader
WIDE, WIDE_SECONDS = 10, 30.0  # newcomers of a wider network, as a provider has it
SAME, SAME_SECONDS = 3, 1200.0  # the same words, by whomever; nearly the same, by newcomers
WORDS = 20  # characters from which words are told again; "Yes." is said by many


class Standing(NamedTuple):
    """What speaks for a reader: something of theirs is shown or they signed in; it has been so for an hour; how long
    a sum their browser did for this form, in tries."""

    known: bool
    settled: bool
    worked: int

    @property
    def proved(self) -> bool:
        """Whether the form's sum was solved."""
        return self.worked > 0


class Bucket(NamedTuple):
    """So many at once, one more each so many seconds; what is said where it is empty."""

    key: str
    burst: int
    seconds: float
    says: Callable[[int], str]


def standing(site: Site, request: Request, case: Case) -> Standing:
    """What speaks for this reader."""
    talk, mine = site.ledger.talk, readers.readers_of(request)
    known = site.who(request) is not None or any(map(talk.known, mine))
    before = readers.hour_ago(site)
    settled = known and any(talk.known_since(one, before) for one in mine)
    return Standing(known, settled, proof.worked(site, case.seal.key, case.entry.work) if case.seal else 0)


def stopped(site: Site, request: Request, case: Case, who: Standing) -> tuple[int, Problem] | None:
    """What may not be sent now: after how many seconds it may, and in words why not. The desk always may."""
    if site.viewer(request).desk:
        return None
    if _newcomer(site, who) and who.proved and who.worked * crowd.GRACE < crowd.tries(site):
        says = _("Very many newcomers write just now. Your browser does a longer sum meanwhile: post this again.")
        return 1, Problem(429, says)
    for one in _buckets(site, request, case, who):
        left = readers.left(site, one.key, one.burst, one.seconds)
        if left:
            return left, Problem(429, one.says(left))
    return None


def _newcomer(site: Site, who: Standing) -> bool:
    return bool(site.settings.proof) and not who.settled


def _buckets(site: Site, request: Request, case: Case, who: Standing) -> Iterator[Bucket]:
    """From the narrowest to the widest: what a narrow one stops takes nothing from what all share."""
    yield from (Bucket(f"reader {key}", BURST, SECONDS, _mine) for key in readers.readers_of(request))
    network = readers.network_of(site, request)
    if not who.settled:  # others on their network may be anybody
        yield Bucket(network, BURST, SECONDS, _often)
    text = fold(case.entry.written).text
    if len(text) >= WORDS:
        yield Bucket(f"words {text}", SAME, SAME_SECONDS, _same)
    if _newcomer(site, who):
        yield Bucket(f"wide {_wider(network)}", WIDE, WIDE_SECONDS, _often)
        alike = likeness.keys(case.entry.written)
        yield from (Bucket(f"alike {key}", SAME, SAME_SECONDS, _same) for key in alike)
        yield _lane(who)


def _lane(who: Standing) -> Bucket:
    """What this newcomer shares with all others of their kind."""
    if who.proved:
        return Bucket(*crowd.WORKED, _busy)
    return Bucket(*crowd.KNOWN, _late) if who.known else Bucket(*crowd.BARE, _late)


def _wider(network: str) -> str:
    """The network that this one is part of: /16 of IPv4, /40 of IPv6."""
    try:
        held = ipaddress.ip_network(network)
    except ValueError:
        return network
    return str(held.supernet(new_prefix=16 if held.version == 4 else 40))


# --- in words ---


def _often(left: int) -> str:
    return _("Many comments came from your network. Post this again in %(wait)s.") % {"wait": words.after(left)}


def _mine(left: int) -> str:
    return _("You posted much in a short time. Post this again in %(wait)s.") % {"wait": words.after(left)}


def _same(left: int) -> str:
    says = _("These words were posted several times within the hour. Say it otherwise, or post it in %(wait)s.")
    return says % {"wait": words.after(left)}


def _busy(left: int) -> str:
    return _("Very many newcomers write just now. Post this again in %(wait)s, or sign in.") % {
        "wait": words.after(left)
    }


def _late(left: int) -> str:
    says = _("Very many newcomers write just now. With scripts on this goes at once; else post it in %(wait)s.")
    return says % {"wait": words.after(left)}
