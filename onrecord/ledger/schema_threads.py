"""Tables of the discussion. Rows are added, never edited; `buckets` alone is worked upon and may be emptied.

A passage's words are its document's at `spans`, and what was written stands in `post_texts` once for each edit."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from onrecord.ledger.columns import Ordered, Packed
from onrecord.ledger.schema import Id, Spans, metadata, sequence, stamp

posts = Table(
    "posts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("article", Id, ForeignKey("documents.id"), nullable=False),  # the first version: a thread outlives edits
    Column("document", Id, ForeignKey("documents.id"), nullable=False),  # the version that was read and quoted
    Column("under", Id, nullable=False),  # the post that it answers, else the article: NULLs would not clash
    Column("ordinal", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("path", Ordered, nullable=False),  # no index: a thousand levels are longer than an entry may be
    Column("spans", Packed(Spans), nullable=False),
    Column("statement", Id),
    Column("author", Text, nullable=False),
    Column("instead", Text),  # a correction, where there is one
    Column("cited", Text),
    Column("reader", String(64), nullable=False),  # a digest of the cookie, "" without one
    Column("key", String(64), nullable=False, unique=True),  # of the form: sent twice, it is one post
    *stamp(),
    UniqueConstraint("under", "ordinal"),
    Index("posts_article", "article"),
    Index("posts_document", "document"),
    Index("posts_reader", "reader"),
)

post_texts = Table(
    "post_texts",
    metadata,
    sequence(),
    Column("post", Id, ForeignKey("posts.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),  # "" after a redaction: to be made anew from the text
    *stamp(),
    Index("post_texts_post", "post", "seq"),
)

# Everything that was done with a post; `state` is where that left it, none where it left the state alone.
decisions = Table(
    "decisions",
    metadata,
    sequence(),
    Column("id", Id, nullable=False, unique=True),
    Column("of", Id, nullable=False),
    Column("action", Text, nullable=False),
    Column("state", Text),
    Column("why", Text, nullable=False),
    *stamp(),
    Index("decisions_of", "of", "seq"),
    Index("decisions_state", "state", "seq"),
    Index("decisions_action", "action", "seq"),
)

# Derived from the log by a trigger, so that it cannot be forgotten: how each post stands, by which entry, and since
# which one it is or was public (NULL: never).
standing_posts = Table(
    "standing_posts",
    metadata,
    Column("post", Id, ForeignKey("posts.id"), primary_key=True),
    Column("article", Id, nullable=False),
    Column("path", Ordered, nullable=False),
    Column("head", Ordered, nullable=False),  # the path's beginning, as much as an index takes
    Column("state", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("shown", Integer),
    Index("standing_posts_path", "article", "head"),
    Index("standing_posts_article", "article", "shown", "state"),
    Index("standing_posts_state", "state", "seq"),
    Index("standing_posts_shown", "state", "shown"),
)

# How much a network or a reader may still send: `held` at the moment `then`, in seconds.
buckets = Table(
    "buckets",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("held", Float, nullable=False),
    Column("then", Float, nullable=False),
    Index("buckets_then", "then"),
)
