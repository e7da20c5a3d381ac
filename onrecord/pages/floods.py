"""Floods: how much a network, a reader, the same words and all newcomers together may send. All workers count as one.

Whoever is signed in, or had something shown here before, never waits for others."""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request

from onrecord.pages import proof, readers
from onrecord.pages.entry import Case, Problem
from onrecord.pages.site import Site
from onrecord.pages.words import _
from onrecord.text import fold

BURST, SECONDS = 5, 30.0  # comments of a network, and of a reader
SAME, SAME_SECONDS = 3, 1200.0  # the same words, by whomever
WORDS = 20  # characters from which words are told again; "Yes." is said by many
# All newcomers together: those whose script solved the sum, and those without scripts.
PROVED, PROVED_SECONDS = 30, 15.0
BARE, BARE_SECONDS = 20, 30.0


class Standing(NamedTuple):
    """Whether something of this reader is shown here or they signed in; whether the form's sum was solved."""

    known: bool
    proved: bool


def standing(site: Site, request: Request, case: Case) -> Standing:
    """What speaks for this reader."""
    mine = readers.readers_of(request)
    known = site.who(request) is not None or any(site.ledger.talk.known(one) for one in mine)
    return Standing(known, case.seal is not None and proof.solved(site, case.seal.key, case.entry.work))


def stopped(site: Site, request: Request, case: Case, who: Standing) -> tuple[int, Problem] | None:
    """What may not be sent now: after how many seconds it may, and in words why not. The desk always may."""
    if site.viewer(request).desk:
        return None
    for key, burst, seconds, says in _buckets(site, request, case, who):
        left = readers.left(site, key, burst, seconds)
        if left:
            return left, Problem(429, says % left)
    return None


def _buckets(site: Site, request: Request, case: Case, who: Standing) -> list[tuple[str, int, float, str]]:
    often = _("Many comments came from your network. Post this again in %s seconds.")
    mine = _("You posted much in a short time. Post this again in %s seconds.")
    same = _("These words were posted several times within the hour. Say it otherwise, or post it in %s seconds.")
    busy = _("Very many newcomers write just now. Post this again in %s seconds, or sign in.")
    bare = _("Very many newcomers write just now. With scripts on this goes at once; else post it in %s seconds.")
    found = [(readers.network_of(site, request), BURST, SECONDS, often)]
    found += [(f"reader {key}", BURST, SECONDS, mine) for key in readers.readers_of(request)]
    text = fold(case.entry.written).text
    found += [(f"words {text}", SAME, SAME_SECONDS, same)] if len(text) >= WORDS else []
    if who.known or not site.settings.proof:
        return found
    newcomers = ("proved", PROVED, PROVED_SECONDS, busy) if who.proved else ("bare", BARE, BARE_SECONDS, bare)
    return [*found, newcomers]
