"""One act on several posts: each an entry of the log by itself; together they are what one hand did at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, select

from onrecord.ledger import threads
from onrecord.ledger.posts import Deed, Wish
from onrecord.ledger.schema_threads import decisions, posts
from onrecord.ledger.tables import take_turn
from onrecord.records import Stamp

LATELY = 1_000  # entries of the log among which acts on several are looked for
_SAME = ("at", "by", "action", "why")


def decide(db: Connection, wishes: Sequence[Wish], stamp: Stamp) -> list[str]:
    """Does what is wished for, in one transaction, where nobody did something else meanwhile; the posts it was done
    with. Turns are taken in one order, so that two at the desk do not wait for each other for ever."""
    named = select(posts.c.article).where(posts.c.id.in_([one.post for one in wishes])).distinct()
    for article in sorted(db.execute(named).scalars()):
        take_turn(db, f"thread {article}")
    return [one.post for one in wishes if threads.decide(db, one.post, one.act, one.expected, stamp)]


def find(db: Connection, id: str) -> tuple[Deed, list[str]] | None:
    """What was done by the act that this entry of the log belongs to, and with which posts; none for an unknown id."""
    one = db.execute(select(decisions).where(decisions.c.id == id)).first()
    if one is None:
        return None
    rows = db.execute(select(decisions.c.of).where(_with(one)).order_by(decisions.c.seq)).scalars().all()
    return _deed(one, len(rows)), list(rows)


def _with(one: Row[Any]) -> ColumnElement[bool]:
    return and_(*(decisions.c[name] == getattr(one, name) for name in _SAME))


def _deed(row: Row[Any], many: int) -> Deed:
    return Deed(id=row.id, action=row.action, why=row.why, stamp=Stamp(at=row.at, by=row.by), many=many)


def named(db: Connection, post: str, stamp: Stamp) -> str | None:
    """The entry of the log that this hand added about a post at this moment."""
    mine = (decisions.c.of == post, decisions.c.at == stamp.at, decisions.c.by == stamp.by)
    return db.execute(select(decisions.c.id).where(*mine).order_by(decisions.c.seq.desc())).scalars().first()


def lately(db: Connection, actions: Iterable[str], limit: int) -> list[Deed]:
    """What was done lately with more than one post in one act, the newest first."""
    newest = select(decisions).where(decisions.c.action.in_(list(actions))).order_by(decisions.c.seq.desc())
    last = newest.limit(LATELY).subquery()
    same = [last.c[name] for name in _SAME]
    acts = select(*same, func.max(last.c.seq).label("last"), func.count().label("many")).group_by(*same)
    several = acts.having(func.count() > 1).subquery()
    query = select(decisions, several.c.many).join(several, several.c.last == decisions.c.seq)
    return [_deed(row, row.many) for row in db.execute(query.order_by(decisions.c.seq.desc()).limit(limit))]
