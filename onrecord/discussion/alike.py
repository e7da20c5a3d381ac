"""Which comments are alike: they lead to the same place, say nearly the same, or came from one sender within an hour.

It only lists them beside each other for a person; nothing is decided by it. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from onrecord.discussion import likeness
from onrecord.discussion.holds import evened

READ = 1_000  # characters of a comment that are compared
HOUR = dt.timedelta(hours=1)
# An address, or a name of a site written without one; `site` without "www.".
_LINK = re.compile(
    r"""(?ix) (?: \b(?:https?|ftp)://(?:[^\s/@]*@)? | \b(?=www\.) )
              (?:www\.)? (?P<site>[\w-]+(?:\.[\w-]+)+)"""
)


class Sent(NamedTuple):
    """A comment as it is compared: its words, when it came, whose it is and from which network, "" where unknown."""

    text: str
    at: str
    reader: str = ""
    network: str = ""


@lru_cache(4_000)
def sites(text: str) -> frozenset[str]:
    """The sites that a text links to."""
    return frozenset(found["site"].lower() for found in _LINK.finditer(evened(text)))


@lru_cache(4_000)
def wording(text: str) -> frozenset[str]:
    """What a text has in common with those that say nearly the same: itself evened out, and digests of its runs."""
    return frozenset(part for part in (likeness.plain(text), *likeness.keys(text)) if part)


def _link(one: Sent, other: Sent) -> bool:
    return bool(sites(one.text) & sites(other.text))


def _words(one: Sent, other: Sent) -> bool:
    return bool(wording(one.text[:READ]) & wording(other.text[:READ]))


def _sender(one: Sent, other: Sent) -> bool:
    same = (one.reader and one.reader == other.reader) or (one.network and one.network == other.network)
    return bool(same) and _near(one.at, other.at)


def _near(one: str, other: str) -> bool:
    """Whether two moments are at most an hour apart; a mere day, as imports have it, is no moment."""
    try:
        return abs(dt.datetime.fromisoformat(one) - dt.datetime.fromisoformat(other)) <= HOUR
    except (ValueError, TypeError):
        return False


WAYS: dict[str, Callable[[Sent, Sent], bool]] = {"link": _link, "words": _words, "sender": _sender}


def alike(way: str, one: Sent, other: Sent) -> bool:
    """Whether two comments are alike in this way: "link", "words" or "sender"."""
    return WAYS[way](one, other)
