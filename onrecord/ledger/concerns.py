"""What concerns readers as persons: that one may not write for a while, and notices of what is unlawful."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, select

from onrecord.errors import NotFound
from onrecord.ledger import quick
from onrecord.ledger.persons import Mute, Notice
from onrecord.ledger.rows import stamp_row
from onrecord.ledger.schema_people import mutes, notice_answers, notices
from onrecord.ledger.schema_threads import posts
from onrecord.ledger.tables import add
from onrecord.records import Stamp, new_id

# --- who may not write for a while ---


def mute(db: Connection, reader: str, until: float, why: str, stamp: Stamp) -> None:
    """Says until when a reader may not write, and why; a moment that is past ends it."""
    add(db, mutes, [{"reader": reader, "until": until, "why": why, **stamp_row(stamp)}])


def muted(db: Connection, readers: list[str], now: float) -> Mute | None:
    """Whether one of these may not write now: each one's latest row counts."""
    found = [(reader, quick.first(db, _MUTE, this=reader)) for reader in readers]
    now_muted = [_mute(reader, *row) for reader, row in found if row and row[0] > now]
    return max(now_muted, key=lambda one: one.until, default=None)


_MUTE = (
    select(mutes.c.until, mutes.c.why, mutes.c.at, mutes.c.by)
    .where(mutes.c.reader == bindparam("this"))
    .order_by(mutes.c.seq.desc())
    .limit(1)
)


def _mute(reader: str, until: float, why: str, at: str, by: str) -> Mute:
    return Mute(reader=reader, until=until, why=why, stamp=Stamp(at=at, by=by))


def aimed(db: Connection, post: str, since: str) -> int:
    """How many answers others gave, since then, to whoever wrote this post."""
    one = db.execute(select(posts.c.reader).where(posts.c.id == post)).scalar()
    theirs = select(posts.c.id).where(posts.c.reader == one) if one else select(posts.c.id).where(posts.c.id == post)
    aimed = (posts.c.under.in_(theirs), posts.c.at >= since, posts.c.reader != (one or "-"))
    return db.execute(select(func.count()).select_from(posts).where(*aimed)).scalar_one()


# --- notices ---


def notice(db: Connection, given: Notice) -> None:
    """Keeps what somebody told; twice is once."""
    kept = {name: getattr(given, name) for name in ("id", "about", "post", "name", "email", "text", "language")}
    add(db, notices, [{**kept, **stamp_row(given.stamp)}])


def new_notice(
    key: str, about: str, post: str | None, name: str, email: str, text: str, stamp: Stamp, language: str = ""
) -> Notice:
    """A notice; its id is of the form that it came with."""
    id = new_id("notice", key)
    return Notice(id=id, about=about, post=post, name=name, email=email, text=text, language=language, stamp=stamp)


def _notices() -> Select[Any]:
    """Notices, each with the latest of its answers."""
    later = notice_answers.alias("later")
    newest = select(func.max(later.c.seq)).where(later.c.notice == notices.c.id).scalar_subquery()
    at, by = notice_answers.c.at.label("answered_at"), notice_answers.c.by.label("answered_by")
    joined = notices.outerjoin(notice_answers, notice_answers.c.seq == newest)
    return select(notices, notice_answers.c.text.label("answer"), at, by).select_from(joined)


def _notice(row: Row[Any]) -> Notice:
    kept = {name: getattr(row, name) for name in ("id", "about", "post", "name", "email", "text", "language", "answer")}
    answered = Stamp(at=row.answered_at, by=row.answered_by) if row.answer is not None else None
    return Notice(**kept, answered=answered, stamp=Stamp(at=row.at, by=row.by))


def listed(db: Connection, limit: int) -> list[Notice]:
    """The unanswered first, the longest waiting foremost."""
    query = _notices().order_by(notice_answers.c.seq.is_not(None), notices.c.seq).limit(limit)
    return [_notice(row) for row in db.execute(query)]


def answer(db: Connection, id: str, text: str, stamp: Stamp) -> Notice:
    """Adds the desk's answer to a notice."""
    if db.execute(select(notices.c.id).where(notices.c.id == id)).first() is None:
        raise NotFound("the ledger holds no notice of this id", id)
    add(db, notice_answers, [{"notice": id, "text": text, **stamp_row(stamp)}])
    return _notice(db.execute(_notices().where(notices.c.id == id)).one())
