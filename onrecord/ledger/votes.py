"""Readers' votes on whether a comment is well argued, and the score that lists are sorted by."""

from __future__ import annotations

from math import sqrt

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from onrecord.ledger.rows import stamp_row
from onrecord.ledger.schema_people import post_scores, votes
from onrecord.ledger.tables import take_turn
from onrecord.records import Stamp

SURE = 1.96  # standard deviations: the bound holds in 19 of 20 cases


def wilson(ups: int, downs: int) -> float:
    """The lower bound of the share of readers who find it well argued: few votes promise little."""
    count = ups + downs
    if not count:
        return 0.0
    share, square = ups / count, SURE**2
    middle = share + square / (2 * count)
    spread = SURE * sqrt(share * (1 - share) / count + square / (4 * count**2))
    return (middle - spread) / (1 + square / count)


def vote(db: Connection, post: str, reader: str, up: bool | None, stamp: Stamp) -> tuple[int, int]:
    """A reader's vote, their latest counting, none taking it back; how many there are for and against."""
    take_turn(db, f"votes {post}")
    db.execute(delete(votes).where(votes.c.post == post, votes.c.reader == reader))
    if up is not None:
        db.execute(votes.insert().values(post=post, reader=reader, up=up, **stamp_row(stamp)))
    ups, downs = _count(db, post, True), _count(db, post, False)
    insert = postgresql.insert if db.dialect.name == "postgresql" else sqlite.insert
    row = {"ups": ups, "downs": downs, "score": wilson(ups, downs)}
    fresh = insert(post_scores).values(post=post, **row)
    db.execute(fresh.on_conflict_do_update(index_elements=["post"], set_=row))
    return ups, downs


def _count(db: Connection, post: str, up: bool) -> int:
    query = select(func.count()).select_from(votes).where(votes.c.post == post, votes.c.up.is_(up))
    return db.execute(query).scalar_one()


def tally(db: Connection, ids: list[str]) -> dict[str, tuple[int, int]]:
    """For each post how many voted for and against."""
    rows = db.execute(select(post_scores).where(post_scores.c.post.in_(ids))) if ids else ()
    return {row.post: (row.ups, row.downs) for row in rows}
