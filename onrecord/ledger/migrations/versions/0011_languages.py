"""In which language letters to somebody are written.

Revision ID: 0011
Revises: 0010"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Accounts and notices remember a language; empty: the site's."""
    for table in ("accounts", "notices"):
        op.add_column(table, sa.Column("language", sa.Text, nullable=False, server_default=""))
