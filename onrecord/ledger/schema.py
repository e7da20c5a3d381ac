"""The ledger's tables. Rows are added, never edited; `search` alone is derived and may be rebuilt.

A change here needs a migration of its own in migrations/versions; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import VARCHAR

from onrecord.ledger.columns import Ordered, Packed, Tokens, beginning
from onrecord.records import Block, Image, SaidOn, Via
from onrecord.text import Span

metadata = MetaData()
VERSION_TABLE = "onrecord_version"  # of our own: another program in the database may use Alembic too

# Hexadecimal digits, so that no language's order is asked about them: that takes as long as the rest of an insert.
Id = String(20).with_variant(VARCHAR(20, collation="C"), "postgresql")
Spans = tuple[Span, ...]


def stamp() -> list[Column[str]]:
    """When a row became known and by whose hand: every table's last columns."""
    return [Column("at", Text, nullable=False), Column("by", Text, nullable=False)]


def sequence() -> Column[int]:
    """The order in which rows came, where the latest counts."""
    return Column("seq", Integer, primary_key=True, autoincrement=True)


documents = Table(
    "documents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("url", Text),
    Column("text", Text, nullable=False),
    Column("blocks", Packed(tuple[Block, ...]), nullable=False),
    Column("images", Packed(tuple[Image, ...]), nullable=False),
    Column("lang", Text),
    Column("title", Text),
    Column("publisher", Text),
    Column("byline", Text),
    Column("published", Text),
    Column("retrieved", Text),
    Column("rights", Text, nullable=False),
    Column("source", Text),
    Column("replaces", Id, ForeignKey("documents.id")),
    Column("notes", Packed(tuple[str, ...]), nullable=False),
    Column("shown", Ordered, nullable=False),  # the moment that lists are ordered by
    *stamp(),
    Index("documents_url", "url", postgresql_using="hash"),  # addresses of any length
    Index("documents_replaces", "replaces"),
    Index("documents_shown", "shown", "id"),
)

Index("documents_publisher", beginning(documents.c.publisher))

comments = Table(
    "comments",
    metadata,
    Column("id", Id, primary_key=True),
    Column("document", Id, ForeignKey("documents.id"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("parent", Text),
    Column("author", Text),
    Column("written", Text),
    Column("text", Text, nullable=False),
    Column("quotes", Packed(Spans), nullable=False),
    Column("orphans", Packed(tuple[str, ...]), nullable=False),
    *stamp(),
    Index("comments_document", "document"),
)

# The words of a statement are its document's at these spans: kept once, so that they can be taken
# away once. What is searched for stands in `search`.
statements = Table(
    "statements",
    metadata,
    Column("id", Id, primary_key=True),
    Column("document", Id, ForeignKey("documents.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("content", Packed(Spans), nullable=False),
    Column("source", Packed(Spans), nullable=False),
    Column("cue", Packed(Spans), nullable=False),
    Column("via", Packed(tuple[Via, ...]), nullable=False),
    Column("within", Id),
    Column("stance", Text),
    Column("said_on", Packed(SaidOn)),
    Column("score", Float, nullable=False),
    *stamp(),
    Index("statements_document", "document", "start"),
)

# Whether a later reading of the same document still found the statement: the latest row counts.
standings = Table(
    "standings",
    metadata,
    sequence(),
    Column("statement", Id, ForeignKey("statements.id"), nullable=False),
    Column("stands", Boolean, nullable=False),
    *stamp(),
    Index("standings_statement", "statement", "seq"),
)

# A statement that a newer version of its article holds too, as the statement `into`.
carried = Table(
    "carried",
    metadata,
    Column("statement", Id, ForeignKey("statements.id"), primary_key=True),
    Column("into", Id, ForeignKey("statements.id"), primary_key=True),
    *stamp(),
    Index("carried_into", "into"),
)

# Of these the newer says what the older said in the same words, of the same source, however many versions lie between:
# what a person said of the older holds of the newer too. Derived from the tables above.
same_words = Table(
    "same_words",
    metadata,
    Column("statement", Id, primary_key=True),
    Column("into", Id, primary_key=True),
    Index("same_words_into", "into"),
)

reviews = Table(
    "reviews",
    metadata,
    sequence(),
    Column("id", Id, nullable=False, unique=True),
    Column("of", Id, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("why", Text, nullable=False),
    *stamp(),
    Index("reviews_of", "of", "seq"),
    Index("reviews_verdict", "verdict"),
)

withdrawals = Table(
    "withdrawals",
    metadata,
    Column("of", Id, primary_key=True),
    Column("why", Text, nullable=False),
    *stamp(),
)

# Never the words themselves: a salted digest of them, evened out, by which a later version of the
# article is blanked too, and in how many places they stood.
redactions = Table(
    "redactions",
    metadata,
    sequence(),
    Column("of", Id, nullable=False),
    Column("length", Integer, nullable=False),
    Column("salt", Text, nullable=False),
    Column("mark", Text, nullable=False),
    Column("places", Integer, nullable=False),
    *stamp(),
    Index("redactions_of", "of"),
)

# Which documents were read from which bytes.
sources = Table(
    "sources",
    metadata,
    Column("document", Id, ForeignKey("documents.id"), primary_key=True),
    Column("digest", String(64), primary_key=True),
    *stamp(),
    Index("sources_digest", "digest"),
)

# The bytes as they came, compressed; emptied where a redaction could not blank words in them.
evidence = Table(
    "evidence",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("packed", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    *stamp(),
)

notes = Table(
    "notes",
    metadata,
    sequence(),
    Column("id", Id, nullable=False, unique=True),
    Column("of", Id, nullable=False),
    Column("text", Text, nullable=False),
    Column("contact", Text, nullable=False),
    *stamp(),
    Index("notes_of", "of"),
)

answers = Table(
    "answers",
    metadata,
    sequence(),
    Column("id", Id, nullable=False, unique=True),
    Column("note", Id, ForeignKey("notes.id"), nullable=False),
    Column("text", Text, nullable=False),
    *stamp(),
    Index("answers_note", "note", "seq"),
)

# What can be found now: derived from the tables above, a row for each statement that stands in the
# newest version that holds it and was not withdrawn.
search = Table(
    "search",
    metadata,
    sequence(),
    Column("statement", Id, ForeignKey("statements.id"), nullable=False, unique=True),
    Column("document", Id, ForeignKey("documents.id"), nullable=False),
    Column("publisher", Text),
    Column("kind", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("day", Ordered, nullable=False),
    Column("first", Text),
    Column("last", Text),
    Column("words", Tokens, nullable=False),
    Column("source", Tokens, nullable=False),
    Column("via", Tokens, nullable=False),
    Column("speaker", Id),
    Index("search_speaker", "speaker", "day"),
    Index("search_document", "document"),
    Index("search_day", "day", "statement"),
    Index("search_score", "score", "statement"),
    Index("search_words", "words", "source", "via", postgresql_using="gin").ddl_if(dialect="postgresql"),
)
Index("search_publisher", beginning(search.c.publisher))
