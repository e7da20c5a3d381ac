"""Statements of newer versions that say in the same words what an older one said: reviews hold of them too."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

ID = sa.String(20)
PAIRS = """
SELECT carried.statement AS one, carried."into" AS other, older.text AS old_text, newer.text AS new_text,
  a.content AS a_content, a.source AS a_source, a.cue AS a_cue, b.content AS b_content, b.source AS b_source,
  b.cue AS b_cue
FROM carried JOIN statements a ON a.id = carried.statement JOIN statements b ON b.id = carried."into"
  JOIN documents older ON older.id = a.document JOIN documents newer ON newer.id = b.document
"""


def upgrade() -> None:
    """Adds a table and fills it from what was carried so far; rows are kept."""
    made = op.create_table(
        "same_words",
        sa.Column("statement", ID, primary_key=True),
        sa.Column("into", ID, primary_key=True),
    )
    op.create_index("same_words_into", "same_words", ["into"])
    steps = {(row.one, row.other) for row in op.get_bind().execute(sa.text(PAIRS)) if _same(row)}
    rows = [{"statement": one, "into": other} for one, other in sorted(set(_through(steps)))]
    if rows:
        op.bulk_insert(made, rows)


def _same(row: Any) -> bool:
    """Whether content, source and cue are the same words, white space and case aside."""
    parts = ("content", "source", "cue")
    return all(_words(row, "a", part, row.old_text) == _words(row, "b", part, row.new_text) for part in parts)


def _words(row: Any, side: str, part: str, text: str) -> list[str]:
    spans = json.loads(getattr(row, f"{side}_{part}"))
    return " ".join(text[start:end] for start, end in spans).lower().split()


def _through(steps: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each statement with all that it was carried into, from version to version."""
    onward: dict[str, list[str]] = {}
    for one, other in steps:
        onward.setdefault(one, []).append(other)
    for one in onward:
        fresh, seen = list(onward[one]), set()
        while fresh:
            other = fresh.pop()
            if other not in seen:
                seen.add(other)
                yield one, other
                fresh += onward.get(other, [])
