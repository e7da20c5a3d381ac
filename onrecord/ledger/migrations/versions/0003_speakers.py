"""Who speaks, people's words on who is whom, and requests for comment."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.String(20)


def stamp() -> list[sa.Column[str]]:
    """When and by whom."""
    return [sa.Column("at", sa.Text(), nullable=False), sa.Column("by", sa.Text(), nullable=False)]


def sequence() -> sa.Column[int]:
    """The order in which rows came."""
    return sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True)


def upgrade() -> None:
    """Adds four tables and a column to what is derived; rows are kept."""
    op.create_table(
        "judgements",
        sequence(),
        sa.Column("id", ID, nullable=False),
        sa.Column("of", ID, sa.ForeignKey("statements.id"), nullable=False),
        sa.Column("document", ID, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("speaker", ID),
        sa.Column("name", sa.Text()),
        sa.Column("type", sa.Text()),
        sa.Column("role", sa.Text()),
        sa.Column("held", sa.Text()),
        sa.Column("includes", sa.Text(), nullable=False),
        sa.Column("stands_for", sa.Text()),
        sa.Column("key", sa.Text()),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("hand", sa.Boolean(), nullable=False),
        *stamp(),
    )
    op.create_index("judgements_of", "judgements", ["of", "seq"])
    op.create_index("judgements_document", "judgements", ["document"])
    op.create_index("judgements_speaker", "judgements", ["speaker"])
    op.create_index("judgements_key", "judgements", ["key"])
    op.create_table(
        "identities",
        sequence(),
        sa.Column("id", ID, nullable=False, unique=True),
        sa.Column("one", ID, nullable=False),
        sa.Column("other", ID, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        *stamp(),
    )
    op.create_index("identities_one", "identities", ["one", "seq"])
    op.create_index("identities_other", "identities", ["other", "seq"])
    op.create_table(
        "known_speakers",
        sa.Column("speaker", ID, primary_key=True),
        sa.Column("qid", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        *stamp(),
    )
    op.create_index("known_speakers_qid", "known_speakers", ["qid"])
    op.create_table(
        "requests",
        sa.Column("id", ID, primary_key=True),
        sa.Column("document", ID, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("asker", sa.Text()),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("answer", ID),
        *stamp(),
    )
    op.create_index("requests_document", "requests", ["document", "start"])
    op.add_column("search", sa.Column("speaker", ID))
    op.create_index("search_speaker", "search", ["speaker", "day"])
