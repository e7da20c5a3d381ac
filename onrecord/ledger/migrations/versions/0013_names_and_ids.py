"""Indexes of names and ids that cost the same however many rows there are.

Revision ID: 0013
Revises: 0012"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

IDS = {
    "account_log": "of",
    "accounts": "id",
    "answers": "id note",
    "carried": "statement into",
    "claim_standings": "claim",
    "claims": "id document actor counter place said",
    "codings": "id unit of",
    "comments": "id document",
    "contradictions": "id home one other actor other_actor other_place",
    "decisions": "id of",
    "documents": "id replaces",
    "identities": "id one other",
    "judgements": "id of document speaker",
    "known_speakers": "speaker",
    "logins": "account",
    "networks": "post",
    "notes": "id of",
    "notice_answers": "notice",
    "notices": "id post",
    "outbox": "account post",
    "place_within": "place container",
    "places": "id key",
    "post_scores": "post",
    "post_texts": "post",
    "posts": "id article document under statement",
    "programs": "id account",
    "redactions": "of",
    "requests": "id document answer",
    "reviews": "id of",
    "same_words": "statement into",
    "sample_units": "id sample document statement",
    "samples": "id",
    "search": "statement document speaker",
    "sessions": "account",
    "sources": "document",
    "stale_places": "place",
    "standing_posts": "post article",
    "standings": "statement",
    "statements": "id document within",
    "votes": "post",
    "watch_events": "id document before statement",
    "watched": "id feed document",
    "withdrawals": "of",
}


def upgrade() -> None:
    """Publishers by their beginnings instead of a hash; on PostgreSQL ids are compared byte by byte, in whatever
    language the database is."""
    for table in ("documents", "search"):
        op.drop_index(f"{table}_publisher", table)
        op.create_index(f"{table}_publisher", table, [sa.text("substr(publisher, 1, 200)")])
    if op.get_bind().dialect.name == "postgresql":
        for table, columns in IDS.items():
            changes = (f'ALTER COLUMN "{column}" TYPE varchar(20) COLLATE "C"' for column in columns.split())
            op.execute(f"ALTER TABLE {table} {', '.join(changes)}")
