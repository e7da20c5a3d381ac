"""The tables of territory: claims, the places they are about, and what disagrees with what."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text

from onrecord.ledger.columns import Ordered, Packed
from onrecord.ledger.schema import Id, Spans, metadata, sequence


def _stamp() -> list[Column[str]]:
    """As every table's last columns; `at` is compared here, so it is ordered byte by byte on both databases."""
    return [Column("at", Ordered, nullable=False), Column("by", Text, nullable=False)]


places = Table(
    "places",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("within", Packed(tuple[str, ...]), nullable=False),
    Column("key", Id, nullable=False),
    *_stamp(),
    Index("places_key", "key"),
)

# What contains a place, by the key of its chain of names: a row for each container.
place_within = Table(
    "place_within",
    metadata,
    Column("place", Id, ForeignKey("places.id"), primary_key=True),
    Column("container", Id, primary_key=True),
    Index("place_within_container", "container"),
)

# `said` is the statement that says it, none where the article itself does; `words` what was said, once more, so that
# copies of one text are told; `asserted` the day on which it was said. A person's own claim (`hand`) stays whatever a
# later reading finds.
claims = Table(
    "claims",
    metadata,
    Column("id", Id, primary_key=True),
    Column("document", Id, ForeignKey("documents.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("register", Text, nullable=False),
    Column("actor", Id),
    Column("actor_name", Text),
    Column("counter", Id),
    Column("counter_name", Text),
    Column("place", Id, ForeignKey("places.id")),
    Column("extent", Text, nullable=False),
    Column("since", Text),
    Column("until", Text),
    Column("polarity", Text, nullable=False),
    Column("factuality", Text, nullable=False),
    Column("phase", Text, nullable=False),
    Column("framing", Text),
    Column("said", Id),
    Column("evidence", Packed(Spans), nullable=False),
    Column("words", Text, nullable=False),
    Column("outlet", Text),
    Column("asserted", Ordered, nullable=False),
    Column("day", Ordered, nullable=False),  # the first day that it may speak of
    Column("hand", Boolean, nullable=False),
    *_stamp(),
    Index("claims_document", "document", "start"),
    Index("claims_place", "place", "day"),
    Index("claims_actor", "actor", "day"),
    Index("claims_said", "said"),
    Index("claims_day", "day", "id"),
)

# Whether a claim still stands, and why not: the latest row counts.
claim_standings = Table(
    "claim_standings",
    metadata,
    sequence(),
    Column("claim", Id, ForeignKey("claims.id"), nullable=False),
    Column("stands", Boolean, nullable=False),
    Column("why", Text, nullable=False),
    *_stamp(),
    Index("claim_standings_claim", "claim", "seq"),
)

# What disagrees: derived from the claims by the rules, and made anew where they change. `home` is the place whose
# claims it was found among, `seen` the moment from which both claims were known.
contradictions = Table(
    "contradictions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("home", Id, ForeignKey("places.id"), nullable=False),
    Column("one", Id, ForeignKey("claims.id"), nullable=False),
    Column("other", Id, ForeignKey("claims.id"), nullable=False),
    Column("rule", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("hinges", Text),
    Column("actor", Id),
    Column("other_actor", Id),
    Column("other_place", Id, nullable=False),
    Column("first", Ordered, nullable=False),
    Column("last", Ordered, nullable=False),
    Column("seen", Ordered, nullable=False),
    Index("contradictions_home", "home", "seen"),
    Index("contradictions_place", "other_place", "seen"),
    Index("contradictions_seen", "seen", "id"),
    Index("contradictions_actor", "actor", "seen"),
    Index("contradictions_other_actor", "other_actor", "seen"),
    Index("contradictions_one", "one"),
    Index("contradictions_other", "other"),
)

# Places whose contradictions are to be made anew before they are asked for.
stale = Table("stale_places", metadata, Column("place", Id, ForeignKey("places.id"), primary_key=True))
