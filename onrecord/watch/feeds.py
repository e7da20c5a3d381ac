"""A feed's entries as the watch sees them: each with a name that outlives its address. Pure."""

from __future__ import annotations

from hashlib import sha256

from onrecord.reading import Source
from onrecord.reading.feed import Entry, Feed, feed_of
from onrecord.reading.formats import format_of
from onrecord.watch.addresses import plain


def feed_in(source: Source) -> Feed | None:
    """The feed that the bytes hold; none where they hold something else. Raises ReadError for a damaged one."""
    return feed_of(source) if format_of(source).name == "feed" else None


def key_of(entry: Entry) -> str:
    """The entry's name: what the feed calls it, else its address."""
    named = entry.key or (plain(entry.link) if entry.link else "")
    return sha256(named.encode("utf-8", "replace")).hexdigest() if named else ""


def address_of(entry: Entry) -> str:
    """Where the entry's article is; "" where the feed alone has it."""
    return plain(entry.link) if entry.link else ""
