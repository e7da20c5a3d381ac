"""What is watched, what came of it, and searches that are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID = sa.String(20)


def stamp() -> list[sa.Column[str]]:
    """When and by whom."""
    return [sa.Column("at", sa.Text(), nullable=False), sa.Column("by", sa.Text(), nullable=False)]


def sequence() -> sa.Column[int]:
    """The order in which rows came."""
    return sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True)


def upgrade() -> None:
    """Adds four tables; rows are kept."""
    _watched()
    _events()
    op.create_table(
        "saved_searches",
        sequence(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text()),
        *stamp(),
    )
    op.create_index("saved_searches_name", "saved_searches", ["name", "seq"])
    op.create_table(
        "watch_marks",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("seq", sa.Integer(), nullable=False),
    )


def _watched() -> None:
    op.create_table(
        "watched",
        sa.Column("id", ID, primary_key=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("feed", ID),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("document", ID, sa.ForeignKey("documents.id")),
        sa.Column("etag", sa.Text()),
        sa.Column("modified", sa.Text()),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("due", sa.Float()),
        sa.Column("pause", sa.Float(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        *stamp(),
    )
    op.create_index("watched_due", "watched", ["due"])
    op.create_index("watched_host", "watched", ["host"])
    op.create_index("watched_key", "watched", ["feed", "key"])


def _events() -> None:
    op.create_table(
        "watch_events",
        sequence(),
        sa.Column("id", ID, nullable=False, unique=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("document", ID, sa.ForeignKey("documents.id")),
        sa.Column("before", ID, sa.ForeignKey("documents.id")),
        sa.Column("statement", ID),
        sa.Column("search", sa.Text()),
        sa.Column("announced", sa.Boolean(), nullable=False),
        *stamp(),
    )
    op.create_index("watch_events_kind", "watch_events", ["kind", "seq"])
    op.create_index("watch_events_document", "watch_events", ["document"])
