"""The discussion: posts, their texts, what was decided, and how much a network may send."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TEXT

revision = "0004"
down_revision = "0003"

ID = sa.String(20)
ORDERED = sa.Text().with_variant(TEXT(collation="C"), "postgresql")


def stamp() -> list[sa.Column[str]]:
    """When and by whom."""
    return [sa.Column("at", sa.Text(), nullable=False), sa.Column("by", sa.Text(), nullable=False)]


def upgrade() -> None:
    """Adds four tables; rows are kept."""
    _posts()
    _texts()
    _decisions()
    _buckets()


def _posts() -> None:
    op.create_table(
        "posts",
        sa.Column("id", ID, primary_key=True),
        sa.Column("article", ID, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("document", ID, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("under", ID, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("path", ORDERED, nullable=False),
        sa.Column("spans", sa.Text(), nullable=False),
        sa.Column("statement", ID),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("instead", sa.Text()),
        sa.Column("cited", sa.Text()),
        sa.Column("reader", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        *stamp(),
        sa.UniqueConstraint("under", "ordinal"),
    )
    for column in ("article", "document", "reader"):
        op.create_index(f"posts_{column}", "posts", [column])


def _texts() -> None:
    op.create_table(
        "post_texts",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("post", ID, sa.ForeignKey("posts.id"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        *stamp(),
    )
    op.create_index("post_texts_post", "post_texts", ["post", "seq"])


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("id", ID, nullable=False, unique=True),
        sa.Column("of", ID, nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("state", sa.Text()),
        sa.Column("why", sa.Text(), nullable=False),
        *stamp(),
    )
    for column in ("of", "state", "action"):
        op.create_index(f"decisions_{column}", "decisions", [column, "seq"])


def _buckets() -> None:
    op.create_table(
        "buckets",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("held", sa.Float(), nullable=False),
        sa.Column("then", sa.Float(), nullable=False),
    )
    op.create_index("buckets_then", "buckets", ["then"])
