"""Accounts, sessions, links, mutes, networks, notices, mail that waits, votes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

ID = sa.String(20)


def stamp() -> list[sa.Column[str]]:
    """When and by whom."""
    return [sa.Column("at", sa.Text(), nullable=False), sa.Column("by", sa.Text(), nullable=False)]


def upgrade() -> None:
    """Adds its tables; rows are kept."""
    _accounts()
    _account_log()
    _logins()
    _sessions()
    _links()
    _mutes()
    _networks()
    _notices()
    _notice_answers()
    _outbox()
    _votes()
    _post_scores()
    _secrets()


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", ID, primary_key=True),
        sa.Column("reader", sa.String(64), nullable=False, unique=True),
        sa.Column("email", sa.Text(), unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("quiet", sa.Text(), nullable=False),
        sa.Column("daily", sa.Boolean(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        *stamp(),
    )


def _account_log() -> None:
    op.create_table(
        "account_log",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("of", ID, nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        *stamp(),
    )
    op.create_index("account_log_of", "account_log", ["of", "seq"])


def _logins() -> None:
    op.create_table(
        "logins",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("account", ID, sa.ForeignKey("accounts.id"), nullable=False),
        *stamp(),
    )
    op.create_index("identities_account", "logins", ["account"])


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("account", ID, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        *stamp(),
    )
    op.create_index("sessions_account", "sessions", ["account"])
    op.create_index("sessions_until", "sessions", ["until"])


def _links() -> None:
    op.create_table(
        "links",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("held", sa.Text(), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
    )
    op.create_index("links_until", "links", ["until"])


def _mutes() -> None:
    op.create_table(
        "mutes",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("reader", sa.String(64), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        *stamp(),
    )
    op.create_index("mutes_reader", "mutes", ["reader", "seq"])


def _networks() -> None:
    op.create_table(
        "networks",
        sa.Column("post", ID, primary_key=True),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("then", sa.Float(), nullable=False),
    )
    op.create_index("networks_then", "networks", ["then"])


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("id", ID, nullable=False, unique=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("post", ID),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *stamp(),
    )


def _notice_answers() -> None:
    op.create_table(
        "notice_answers",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("notice", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *stamp(),
    )
    op.create_index("notice_answers_notice", "notice_answers", ["notice", "seq"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(64), nullable=False, unique=True),
        sa.Column("account", ID),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("post", ID),
        sa.Column("held", sa.Text(), nullable=False),
        sa.Column("then", sa.Float(), nullable=False),
        sa.Column("sent", sa.Float()),
        sa.Column("tries", sa.Integer(), nullable=False),
    )
    op.create_index("outbox_sent", "outbox", ["sent", "seq"])


def _votes() -> None:
    op.create_table(
        "votes",
        sa.Column("post", ID, primary_key=True),
        sa.Column("reader", sa.String(64), primary_key=True),
        sa.Column("up", sa.Boolean(), nullable=False),
        *stamp(),
    )


def _post_scores() -> None:
    op.create_table(
        "post_scores",
        sa.Column("post", ID, primary_key=True),
        sa.Column("ups", sa.Integer(), nullable=False),
        sa.Column("downs", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
    )


def _secrets() -> None:
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
