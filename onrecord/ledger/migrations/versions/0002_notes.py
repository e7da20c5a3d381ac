"""Readers' notes about a record, and the desk's answers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.String(20)


def stamp() -> list[sa.Column[str]]:
    """When and by whom."""
    return [sa.Column("at", sa.Text(), nullable=False), sa.Column("by", sa.Text(), nullable=False)]


def upgrade() -> None:
    """Adds two tables; rows are kept."""
    op.create_table(
        "notes",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("id", ID, nullable=False, unique=True),
        sa.Column("of", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        *stamp(),
    )
    op.create_index("notes_of", "notes", ["of"])
    op.create_table(
        "answers",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("id", ID, nullable=False, unique=True),
        sa.Column("note", ID, sa.ForeignKey("notes.id"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *stamp(),
    )
    op.create_index("answers_note", "answers", ["note", "seq"])
