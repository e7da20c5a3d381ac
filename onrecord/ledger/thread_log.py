"""The log of the discussion: what was done with posts, and what they said before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from onrecord.ledger.posts import Decision, Revision
from onrecord.ledger.read import withdrawn
from onrecord.ledger.schema_threads import decisions, post_texts, posts
from onrecord.records import Stamp


def _decisions() -> Select[Any]:
    """What was done with posts and, without a number, with whole discussions."""
    number, article = func.coalesce(posts.c.number, "").label("number"), func.coalesce(posts.c.article, decisions.c.of)
    return select(decisions, number, article.label("article")).outerjoin(posts, posts.c.id == decisions.c.of)


def log(db: Connection, actions: Iterable[str], limit: int, skip: int) -> list[Decision]:
    """Decisions of these kinds about any post, newest first."""
    query = _decisions().where(
        decisions.c.action.in_(list(actions)), ~withdrawn(func.coalesce(posts.c.document, decisions.c.of))
    )
    return [_decision(row) for row in db.execute(query.order_by(decisions.c.seq.desc()).limit(limit).offset(skip))]


def history(db: Connection, id: str) -> list[Decision]:
    """Everything that was done with a post, oldest first."""
    query = _decisions().where(decisions.c.of == id).order_by(decisions.c.seq)
    return [_decision(row) for row in db.execute(query)]


def _decision(row: Row[Any]) -> Decision:
    named = {name: getattr(row, name) for name in Decision.__struct_fields__ if name != "stamp"}
    return Decision(**named, stamp=Stamp(at=row.at, by=row.by))


def revisions(db: Connection, id: str) -> Sequence[Revision]:
    """What a post said, oldest first."""
    query = select(post_texts).where(post_texts.c.post == id).order_by(post_texts.c.seq)
    return [Revision(text=row.text, html=row.html, stamp=Stamp(at=row.at, by=row.by)) for row in db.execute(query)]
