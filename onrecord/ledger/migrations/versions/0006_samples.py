"""Samples of the ledger, and what people said of what was drawn."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ID = sa.String(20)


def upgrade() -> None:
    """Adds three tables; rows are kept."""
    op.create_table(
        "samples",
        sa.Column("id", ID, primary_key=True),
        sa.Column("name", sa.Text(), nullable=False, unique=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("strata", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
    )
    op.create_table(
        "sample_units",
        sa.Column("id", ID, primary_key=True),
        sa.Column("sample", ID, sa.ForeignKey("samples.id"), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("document", ID, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("statement", ID),
        sa.Column("stratum", sa.Text(), nullable=False),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.UniqueConstraint("sample", "place"),
    )
    op.create_table(
        "codings",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("id", ID, nullable=False, unique=True),
        sa.Column("unit", ID, sa.ForeignKey("sample_units.id"), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("of", ID, nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
    )
    op.create_index("codings_unit", "codings", ["unit", "seq"])
