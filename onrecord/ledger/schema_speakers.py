"""The tables of who speaks: judgements about sources, people's words on who is whom, requests for comment."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text

from onrecord.ledger.columns import Packed
from onrecord.ledger.schema import Id, metadata, sequence, stamp

# Who a statement's source is: the latest row counts, a person's (`hand`) before any reading's. The words of
# the referent stand here once more, since they may come from elsewhere in the article; redaction reaches them.
judgements = Table(
    "judgements",
    metadata,
    sequence(),
    Column("id", Id, nullable=False),
    Column("of", Id, ForeignKey("statements.id"), nullable=False),
    Column("document", Id, ForeignKey("documents.id"), nullable=False),
    Column("speaker", Id),
    Column("name", Text),
    Column("type", Text),
    Column("role", Text),
    Column("held", Text),
    Column("includes", Packed(tuple[str, ...]), nullable=False),
    Column("stands_for", Text),
    Column("key", Text),
    Column("verdict", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("why", Text, nullable=False),
    Column("hand", Boolean, nullable=False),
    *stamp(),
    Index("judgements_of", "of", "seq"),
    Index("judgements_document", "document"),
    Index("judgements_speaker", "speaker"),
    Index("judgements_key", "key"),
)

# A person's word on whether two speakers are one: the latest for a pair counts. `one` is the smaller id.
identities = Table(
    "identities",
    metadata,
    sequence(),
    Column("id", Id, nullable=False, unique=True),
    Column("one", Id, nullable=False),
    Column("other", Id, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("why", Text, nullable=False),
    *stamp(),
    Index("identities_one", "one", "seq"),
    Index("identities_other", "other", "seq"),
)

# Identities known from elsewhere: a name and its item in Wikidata.
known = Table(
    "known_speakers",
    metadata,
    Column("speaker", Id, primary_key=True),
    Column("qid", Text, primary_key=True),
    Column("name", Text, nullable=False),
    *stamp(),
    Index("known_speakers_qid", "qid"),
)

requests = Table(
    "requests",
    metadata,
    Column("id", Id, primary_key=True),
    Column("document", Id, ForeignKey("documents.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("asker", Text),
    Column("asked", Text, nullable=False),
    Column("answer", Id),
    *stamp(),
    Index("requests_document", "document", "start"),
)
