"""Newcomers who come all at once: how much of their browsers' work a first comment costs, and how many are let in.

The price doubles with every few newcomers that were let in lately. One reader waits some seconds while they write; a
script that sends thousands has to work for hours. Readers whose comments have been shown for an hour wait for none."""

from __future__ import annotations

from typing import NamedTuple

from onrecord.pages import readers
from onrecord.pages.site import Site


class Lane(NamedTuple):
    """So many at once, and one more each so many seconds, all workers together."""

    key: str
    burst: int
    seconds: float


# Together they let in at most 114 in the five minutes of a flood of ten thousand. A script that solves sums on one core
# fills the first of them to half, where what it can solve is what is let in: benchmarks/floods.py.
WORKED = Lane("worked", 40, 6.0)  # whose browser did the sum
KNOWN = Lane("lately known", 6, 60.0)  # signed in, or shown here for the first time within the hour, without a sum
BARE = Lane("bare", 8, 60.0)  # without scripts; what they write waits for the desk
FREE, DOUBLES, MOST = 2, 2, 12  # the price doubles with every two newcomers after the second, twelve times at most
RUSH = 8  # doublings from which the desk looks first
GRACE = 4  # times that the price may have risen while one wrote; more, and scripts would hoard cheap sums


def tries(site: Site) -> int:
    """How many tries a sum takes just now, at most; 0 where the site asks for none."""
    least = site.settings.proof
    return int(least * 2 ** _doubled(site)) if least else 0


def rushed(site: Site) -> bool:
    """Whether so many newcomers were let in lately that the desk looks first at what further ones write."""
    return bool(site.settings.proof) and _doubled(site) >= RUSH


def _doubled(site: Site) -> float:
    held = site.ledger.talk.room(readers.bucket(site, WORKED.key), WORKED.burst, WORKED.seconds, site.now())
    return min(MOST, max(0.0, (WORKED.burst - held - FREE) / DOUBLES))
