"""The discussion as it stands: each post with its newest text, its state and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, or_, select

from onrecord.ledger.history import chain
from onrecord.ledger.posts import Decision, Post, Revision
from onrecord.ledger.read import withdrawn
from onrecord.ledger.schema import documents, withdrawals
from onrecord.ledger.schema_threads import decisions, post_texts, posts
from onrecord.records import Stamp
from onrecord.text import Anchor, anchor

ANSWERS = ("accept", "decline", "reopen")
_state, _answer, _text = decisions.alias("now"), decisions.alias("answer"), post_texts.alias("newest")


def _latest(table: Any, owner: ColumnElement[Any], *narrowed: ColumnElement[bool]) -> Any:
    return select(func.max(table.c.seq)).where(owner == posts.c.id, *narrowed).scalar_subquery()


def _posts() -> Select[Any]:
    """Each post with its newest text, its state and the desk's answer: the latest rows count."""
    of, texts = decisions.alias(), post_texts.alias()
    state = _state.c.seq == _latest(of, of.c.of, of.c.state.is_not(None))
    answer = _answer.c.seq == _latest(of, of.c.of, of.c.action.in_(ANSWERS))
    joined = posts.join(_text, _text.c.seq == _latest(texts, texts.c.post)).join(_state, state)
    return select(
        posts,
        *(_text.c.text, _text.c.html, _state.c.state, _state.c.why),
        *(_state.c.at.label("decided_at"), _state.c.by.label("decided_by")),
        *(_answer.c.action.label("outcome"), _answer.c.why.label("answer")),
        select(func.count()).where(texts.c.post == posts.c.id).scalar_subquery().label("revisions"),
        select(func.count()).where(of.c.of == posts.c.id).scalar_subquery().label("acts"),
        _was_shown().label("was_shown"),
        exists().where(withdrawals.c.of == posts.c.id).label("gone"),
    ).select_from(joined.outerjoin(_answer, answer))


def _was_shown() -> ColumnElement[bool]:
    past = decisions.alias("past")
    # Through a function, so that SQLite looks a post's few decisions up and not all that ever showed one.
    return exists().where(past.c.of == posts.c.id, func.coalesce(past.c.state, "") == "shown")


def _read(db: Connection, query: Select[Any]) -> list[Post]:
    rows = db.execute(query).all()
    quoted = {row.document for row in rows if row.spans}
    held = db.execute(select(documents.c.id, documents.c.text).where(documents.c.id.in_(quoted))) if quoted else ()
    texts = {row.id: row.text for row in held}
    return [_post(row, texts) for row in rows]


def _post(row: Row[Any], texts: dict[str, str]) -> Post:
    gone = {"state": "removed", "text": "", "html": "", "author": "", "instead": None, "cited": None}
    kept = {name: getattr(row, name) for name in Post.__struct_fields__ if name in row._fields}
    return Post(
        **(kept | {"answer": row.answer or ""} | (gone if row.gone else {})),
        parent=None if row.under == row.article else row.under,
        anchor=_anchor(row, texts),
        decided=Stamp(at=row.decided_at, by=row.decided_by),
        stamp=Stamp(at=row.at, by=row.by),
    )


def _anchor(row: Row[Any], texts: dict[str, str]) -> Anchor | None:
    return anchor(row.document, texts[row.document], row.spans) if row.spans else None


def thread(db: Connection, document: str, limit: int, skip: int) -> list[Post]:
    """The posts under an article that are or were public, as the thread reads."""
    # First which, then all about them: a long thread is sorted by its paths alone.
    which = _places(chain(db, document)[0:1]).order_by(posts.c.path).limit(limit).offset(skip)
    return _read(db, _posts().where(posts.c.id.in_(which.scalar_subquery())).order_by(posts.c.path))


def _places(articles: Sequence[str]) -> Select[Any]:
    """The posts of a thread that are or were public."""
    return select(posts.c.id).where(posts.c.article.in_(articles), _was_shown())


def counts(db: Connection, document: str) -> tuple[int, int]:
    """How many posts of the thread are shown, and how many places it has with those that were."""
    latest = decisions.alias("latest")
    newest = select(latest.c.state).where(latest.c.of == posts.c.id, latest.c.state.is_not(None))
    state = newest.order_by(latest.c.seq.desc()).limit(1).scalar_subquery()
    places = _places(chain(db, document)[:1])
    shown = db.execute(select(func.count()).select_from(places.where(state == "shown").subquery())).scalar_one()
    return shown, db.execute(select(func.count()).select_from(places.subquery())).scalar_one()


def before(db: Connection, post: Post) -> int:
    """How many places of the thread come before this one."""
    query = _places([post.article]).where(posts.c.path < post.path)
    return db.execute(select(func.count()).select_from(query.subquery())).scalar_one()


def find(db: Connection, id: str) -> Post | None:
    """A post by its id, in any state."""
    return next(iter(_read(db, _posts().where(posts.c.id == id))), None)


def of_key(db: Connection, key: str) -> Post | None:
    """The post that a form made, if it was sent before."""
    return next(iter(_read(db, _posts().where(posts.c.key == key))), None)


def known(db: Connection, reader: str) -> bool:
    """Whether something of this reader is shown."""
    query = _posts().where(posts.c.reader == reader, _state.c.state == "shown").limit(1)
    return bool(reader) and db.execute(query).first() is not None


def mine(db: Connection, reader: str, limit: int) -> list[Post]:
    """A reader's own posts in any state, newest first."""
    query = _posts().where(posts.c.reader == reader).order_by(posts.c.at.desc(), posts.c.id)
    return _read(db, query.limit(limit)) if reader else []


def queue(db: Connection, limit: int) -> list[Post]:
    """What waits for the desk, oldest first: held posts, and corrections that are shown and not answered."""
    open_ = or_(_answer.c.action.is_(None), _answer.c.action == "reopen")
    waiting = or_(_state.c.state == "held", posts.c.instead.is_not(None) & (_state.c.state == "shown") & open_)
    query = _posts().where(waiting, ~withdrawn(posts.c.id), ~withdrawn(posts.c.document))
    return _read(db, query.order_by(_state.c.seq).limit(limit))


def corrections(db: Connection, limit: int, skip: int) -> list[Post]:
    """Corrections that are shown, newest first."""
    shown = (posts.c.instead.is_not(None), _state.c.state == "shown", ~withdrawn(posts.c.id))
    query = _posts().where(*shown, ~withdrawn(posts.c.document))
    return _read(db, query.order_by(posts.c.at.desc(), posts.c.id).limit(limit).offset(skip))


def accepted(db: Connection, document: str) -> list[Post]:
    """Corrections of an article that the desk accepted, the latest first."""
    here = (posts.c.article.in_(chain(db, document)[:1]), posts.c.instead.is_not(None), ~withdrawn(posts.c.id))
    query = _posts().where(*here, _state.c.state == "shown", _answer.c.action == "accept")
    return _read(db, query.order_by(_answer.c.seq.desc()))


def _everywhere() -> Select[Any]:
    return _posts().where(_state.c.state == "shown", ~withdrawn(posts.c.id), ~withdrawn(posts.c.document))


def shown(db: Connection, limit: int, skip: int) -> list[Post]:
    """Every post that is shown, oldest first."""
    return _read(db, _everywhere().order_by(posts.c.at, posts.c.id).limit(limit).offset(skip))


def total(db: Connection) -> int:
    """How many posts are shown."""
    return db.execute(select(func.count()).select_from(_everywhere().subquery())).scalar_one()


def closed(db: Connection, document: str) -> bool:
    """Whether the desk closed an article's discussion: the latest word counts."""
    acts = select(decisions.c.action).where(decisions.c.of.in_(chain(db, document)[:1]))
    said = acts.where(decisions.c.action.in_(("close", "open"))).order_by(decisions.c.seq.desc()).limit(1)
    return db.execute(said).scalar() == "close"


# --- the log ---


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
