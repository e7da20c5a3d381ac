"""How each post stands now, kept beside the log that says so: a long thread is counted without reading its log."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

ID = sa.String(20)
ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

# What follows from a new entry of the log; the latest state counts, and the first moment that a post was shown stays.
_STANDS = """
  INSERT INTO standing_posts (post, article, path, head, state, seq, shown)
  SELECT NEW.of, posts.article, posts.path, substr(posts.path, 1, 200), NEW.state, NEW.seq,
    CASE WHEN NEW.state = 'shown' THEN NEW.seq END
  FROM posts WHERE posts.id = NEW.of
  ON CONFLICT (post) DO UPDATE SET
    state = excluded.state, seq = excluded.seq, shown = coalesce(standing_posts.shown, excluded.shown);
"""
_SQLITE = f"CREATE TRIGGER decisions_stand AFTER INSERT ON decisions WHEN NEW.state IS NOT NULL BEGIN {_STANDS} END"
_POSTGRES = [
    "CREATE FUNCTION decisions_stand() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN {_STANDS.replace('NEW.of', 'NEW.' + chr(34) + 'of' + chr(34))} "
    "PERFORM pg_notify('onrecord_thread', NEW.\"of\"); RETURN NULL; END $$",
    "CREATE TRIGGER decisions_stand AFTER INSERT ON decisions FOR EACH ROW "
    "WHEN (NEW.state IS NOT NULL) EXECUTE FUNCTION decisions_stand()",
]
# By groups, not by looking each post up: a large log is read once.
_SO_FAR = """
  INSERT INTO standing_posts (post, article, path, head, state, seq, shown)
  SELECT posts.id, posts.article, posts.path, substr(posts.path, 1, 200), latest.state, latest.seq, spans.shown
  FROM (
    SELECT decisions."of" AS post, max(seq) AS seq, min(CASE WHEN state = 'shown' THEN seq END) AS shown
    FROM decisions WHERE state IS NOT NULL GROUP BY decisions."of"
  ) AS spans
  JOIN decisions AS latest ON latest.seq = spans.seq
  JOIN posts ON posts.id = spans.post
"""


def upgrade() -> None:
    """Adds the table, what stands so far, and what keeps it up."""
    op.create_table(
        "standing_posts",
        sa.Column("post", ID, sa.ForeignKey("posts.id"), primary_key=True),
        sa.Column("article", ID, nullable=False),
        sa.Column("path", ORDERED, nullable=False),
        sa.Column("head", ORDERED, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer()),
    )
    op.create_index("standing_posts_path", "standing_posts", ["article", "head"])
    op.create_index("standing_posts_article", "standing_posts", ["article", "shown", "state"])
    op.create_index("standing_posts_state", "standing_posts", ["state", "seq"])
    op.create_index("standing_posts_shown", "standing_posts", ["state", "shown"])
    op.execute(_SO_FAR)
    sqlite = op.get_bind().dialect.name == "sqlite"
    for command in [_SQLITE] if sqlite else _POSTGRES:
        op.execute(command)
