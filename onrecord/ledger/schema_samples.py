"""Tables of samples and of what people said of them. Rows are added, never edited: of one coder's words on one thing
the latest counts. A missed statement is kept by its place in the article, never by its words."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from onrecord.ledger.columns import Packed
from onrecord.ledger.schema import Id, Spans, metadata, sequence, stamp

samples = Table(
    "samples",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("unit", Text, nullable=False),  # document or statement
    Column("seed", Integer, nullable=False),
    Column("strata", Packed(tuple[str, ...]), nullable=False),  # what strata are made of
    *stamp(),
)

sample_units = Table(
    "sample_units",
    metadata,
    Column("id", Id, primary_key=True),
    Column("sample", Id, ForeignKey("samples.id"), nullable=False),
    Column("place", Integer, nullable=False),  # the order of coding, of chance
    Column("document", Id, ForeignKey("documents.id"), nullable=False),
    Column("statement", Id),
    Column("stratum", Text, nullable=False),
    Column("chance", Float, nullable=False),  # its probability of being drawn
    Column("size", Integer, nullable=False),  # how many units its stratum has
    Column("found", Packed(tuple[str, ...]), nullable=False),  # its statements, as they stood when it was drawn
    UniqueConstraint("sample", "place"),
)

codings = Table(
    "codings",
    metadata,
    sequence(),
    Column("id", Id, nullable=False, unique=True),
    Column("unit", Id, ForeignKey("sample_units.id"), nullable=False),
    Column("coder", Text, nullable=False),
    Column("act", Text, nullable=False),  # judged, missed, unmissed (taken back), finished
    Column("of", Id, nullable=False),  # the statement, the missed one's own id, or the unit
    Column("parts", Packed(dict[str, str]), nullable=False),
    Column("content", Packed(Spans), nullable=False),
    Column("source", Packed(Spans), nullable=False),
    *stamp(),
    Index("codings_unit", "unit", "seq"),
)
