"""Documents, their statements and what people say of them; the search over them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TEXT, TSVECTOR

revision = "0001"
down_revision = None

ID = sa.String(20)
ORDERED = sa.Text().with_variant(TEXT(collation="C"), "postgresql")
TOKENS = sa.Text().with_variant(TSVECTOR(), "postgresql")


def stamp() -> list[sa.Column[str]]:
    """When and by whom."""
    return [sa.Column("at", sa.Text(), nullable=False), sa.Column("by", sa.Text(), nullable=False)]


def upgrade() -> None:
    """Makes an empty ledger."""
    op.create_table(
        "documents",
        sa.Column("id", ID, primary_key=True),
        sa.Column("url", sa.Text()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("images", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text()),
        sa.Column("title", sa.Text()),
        sa.Column("publisher", sa.Text()),
        sa.Column("byline", sa.Text()),
        sa.Column("published", sa.Text()),
        sa.Column("retrieved", sa.Text()),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("source", sa.Text()),
        sa.Column("replaces", ID, sa.ForeignKey("documents.id")),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("shown", ORDERED, nullable=False),
        *stamp(),
    )
    op.create_index("documents_publisher", "documents", ["publisher"], postgresql_using="hash")
    op.create_index("documents_replaces", "documents", ["replaces"])
    op.create_index("documents_shown", "documents", ["shown", "id"])
    op.create_index("documents_url", "documents", ["url"], postgresql_using="hash")
    op.create_table(
        "comments",
        sa.Column("id", ID, primary_key=True),
        sa.Column("document", ID, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text()),
        sa.Column("author", sa.Text()),
        sa.Column("written", sa.Text()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("quotes", sa.Text(), nullable=False),
        sa.Column("orphans", sa.Text(), nullable=False),
        *stamp(),
    )
    op.create_index("comments_document", "comments", ["document"])
    op.create_table(
        "statements",
        sa.Column("id", ID, primary_key=True),
        sa.Column("document", ID, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("cue", sa.Text(), nullable=False),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("within", ID),
        sa.Column("stance", sa.Text()),
        sa.Column("said_on", sa.Text()),
        sa.Column("score", sa.Float(), nullable=False),
        *stamp(),
    )
    op.create_index("statements_document", "statements", ["document", "start"])
    op.create_table(
        "standings",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("statement", ID, sa.ForeignKey("statements.id"), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        *stamp(),
    )
    op.create_index("standings_statement", "standings", ["statement", "seq"])
    op.create_table(
        "carried",
        sa.Column("statement", ID, sa.ForeignKey("statements.id"), primary_key=True),
        sa.Column("into", ID, sa.ForeignKey("statements.id"), primary_key=True),
        *stamp(),
    )
    op.create_index("carried_into", "carried", ["into"])
    op.create_table(
        "reviews",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("id", ID, nullable=False, unique=True),
        sa.Column("of", ID, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        *stamp(),
    )
    op.create_index("reviews_of", "reviews", ["of", "seq"])
    op.create_index("reviews_verdict", "reviews", ["verdict"])
    op.create_table(
        "withdrawals",
        sa.Column("of", ID, primary_key=True),
        sa.Column("why", sa.Text(), nullable=False),
        *stamp(),
    )
    op.create_table(
        "redactions",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("of", ID, nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        *stamp(),
    )
    op.create_index("redactions_of", "redactions", ["of"])
    op.create_table(
        "sources",
        sa.Column("document", ID, sa.ForeignKey("documents.id"), primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        *stamp(),
    )
    op.create_index("sources_digest", "sources", ["digest"])
    op.create_table(
        "evidence",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        *stamp(),
    )
    op.create_table(
        "search",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("statement", ID, sa.ForeignKey("statements.id"), nullable=False, unique=True),
        sa.Column("document", ID, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("publisher", sa.Text()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("day", ORDERED, nullable=False),
        sa.Column("first", sa.Text()),
        sa.Column("last", sa.Text()),
        sa.Column("words", TOKENS, nullable=False),
        sa.Column("source", TOKENS, nullable=False),
        sa.Column("via", TOKENS, nullable=False),
    )
    op.create_index("search_day", "search", ["day", "statement"])
    op.create_index("search_document", "search", ["document"])
    op.create_index("search_publisher", "search", ["publisher"], postgresql_using="hash")
    op.create_index("search_score", "search", ["score", "statement"])
    if op.get_context().dialect.name == "sqlite":
        for command in FULL_TEXT_SQLITE:
            op.execute(command)
    else:
        op.execute("CREATE INDEX search_words ON search USING gin (words, source, via)")


# The words stand in `search`; this index follows it. Tokens come split, so any other than an ASCII
# character belongs to one.
_NEW = "(new.seq, new.words, new.source, new.via)"
_OLD = "('delete', old.seq, old.words, old.source, old.via)"
_ADD = f"INSERT INTO search_words(rowid, words, source, via) VALUES {_NEW};"
_DROP = f"INSERT INTO search_words(search_words, rowid, words, source, via) VALUES {_OLD};"
FULL_TEXT_SQLITE = [
    "CREATE VIRTUAL TABLE search_words USING fts5("
    "words, source, via, content='search', content_rowid='seq', tokenize='ascii')",
    f"CREATE TRIGGER search_added AFTER INSERT ON search BEGIN {_ADD} END",
    f"CREATE TRIGGER search_gone AFTER DELETE ON search BEGIN {_DROP} END",
    f"CREATE TRIGGER search_changed AFTER UPDATE ON search BEGIN {_DROP} {_ADD} END",
]
