"""Tables of the watch. `watched` and `watch_marks` are worked upon, as notes of what to do next;
events and saved searches are added, never edited. No article's words are kept here: they are drawn
from the documents when they are told, so what is blanked or withdrawn there is gone here too."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from onrecord.ledger.answers import Query
from onrecord.ledger.columns import Packed
from onrecord.ledger.schema import Id, metadata, sequence, stamp

watched = Table(
    "watched",
    metadata,
    Column("id", Id, primary_key=True),
    Column("url", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("kind", Text, nullable=False),  # feed, page, entry (told whole by its feed), "" before the first look
    Column("feed", Id),  # the feed that named it; NULL where a person did
    Column("key", String(64), nullable=False),  # the feed's own name for it, which outlives a change of address
    Column("document", Id, ForeignKey("documents.id")),  # what it said when it was last looked at
    Column("etag", Text),
    Column("modified", Text),
    Column("digest", Text, nullable=False),
    Column("due", Float),  # seconds since 1970; NULL: it is no longer looked at
    Column("pause", Float, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("error", Text, nullable=False),
    *stamp(),
    Index("watched_due", "due"),
    Index("watched_host", "host"),
    Index("watched_key", "feed", "key"),
)

watch_events = Table(
    "watch_events",
    metadata,
    sequence(),
    Column("id", Id, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("document", Id, ForeignKey("documents.id")),
    Column("before", Id, ForeignKey("documents.id")),
    Column("statement", Id),
    Column("search", Text),
    Column("announced", Boolean, nullable=False),
    *stamp(),
    Index("watch_events_kind", "kind", "seq"),
    Index("watch_events_document", "document"),
)

# The latest row of a name counts; one without a query says that it is searched no more.
saved_searches = Table(
    "saved_searches",
    metadata,
    sequence(),
    Column("name", Text, nullable=False),
    Column("query", Packed(Query)),
    *stamp(),
    Index("saved_searches_name", "name", "seq"),
)

# How far a saved search has looked, and how far a mail address or a webhook was told.
watch_marks = Table(
    "watch_marks",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("seq", Integer, nullable=False),
)
