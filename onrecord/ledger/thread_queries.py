"""The discussion as it stands: each post with its newest text, its state and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Integer, Row, Select, bindparam, func, or_, select

from onrecord.ledger import quick, thread_orders
from onrecord.ledger.history import chain
from onrecord.ledger.posts import VOICES, Ordered, Page, Post
from onrecord.ledger.read import withdrawn
from onrecord.ledger.schema import documents, withdrawals
from onrecord.ledger.schema_threads import decisions, post_texts, posts, standing_posts
from onrecord.ledger.thread_orders import Order
from onrecord.records import Stamp
from onrecord.text import Anchor, anchor

HEAD = 200  # characters of a path that the index has
ANSWERS = ("accept", "decline", "reopen")
_state, _answer, _text = decisions.alias("now"), decisions.alias("answer"), post_texts.alias("newest")
_gone, _stands = withdrawals.alias("taken"), standing_posts.alias("stands")


def _latest(table: Any, owner: ColumnElement[Any], *narrowed: ColumnElement[bool]) -> Any:
    return select(func.max(table.c.seq)).where(owner == posts.c.id, *narrowed).scalar_subquery()


@cache  # building it costs more than running it
def _posts() -> Select[Any]:
    """Each post with its newest text, its state and the desk's answer: the latest rows count."""
    of, texts = decisions.alias(), post_texts.alias()
    answer = _answer.c.seq == _latest(of, of.c.of, of.c.action.in_(ANSWERS))
    joined = (
        posts.join(_stands, _stands.c.post == posts.c.id)
        .join(_text, _text.c.seq == _latest(texts, texts.c.post))
        .join(_state, _state.c.seq == _stands.c.seq)
    )
    return select(
        posts,
        *(_text.c.text, _text.c.html, _state.c.state, _state.c.why),
        *(_state.c.at.label("decided_at"), _state.c.by.label("decided_by")),
        *(_answer.c.action.label("outcome"), _answer.c.why.label("answer")),
        select(func.count()).where(texts.c.post == posts.c.id).scalar_subquery().label("revisions"),
        select(func.count()).where(of.c.of == posts.c.id, of.c.action.not_in(VOICES)).scalar_subquery().label("acts"),
        _reports().label("reports"),
        _stands.c.shown.is_not(None).label("was_shown"),
        _gone.c.why.label("gone"),
    ).select_from(joined.outerjoin(_answer, answer).outerjoin(_gone, _gone.c.of == posts.c.id))


def _reports() -> Any:
    """How many reports and appeals came since the desk, or the author by a change, last did something."""
    report, other = decisions.alias("report"), decisions.alias("other")
    last = select(func.max(other.c.seq)).where(other.c.of == posts.c.id, other.c.action.not_in(VOICES))
    since = report.c.seq > last.correlate(posts).scalar_subquery()
    return select(func.count()).where(report.c.of == posts.c.id, since).correlate(posts).scalar_subquery()


def _read(db: Connection, query: Select[Any], **given: object) -> list[Post]:
    found = db.execute(query, given or None)
    places = [(name, at) for at, name in enumerate(found.keys()) if name in _KEPT]
    rows = found.all()
    quoted = {row.document for row in rows if row.spans}
    held = db.execute(select(documents.c.id, documents.c.text).where(documents.c.id.in_(quoted))) if quoted else ()
    texts = {row.id: row.text for row in held}
    return [_post(row, places, texts) for row in rows]


_KEPT = frozenset(Post.__struct_fields__)
_GONE: dict[str, Any] = {"state": "removed", "text": "", "html": "", "author": "", "instead": None, "cited": None}


def _post(row: Row[Any], places: Sequence[tuple[str, int]], texts: dict[str, str]) -> Post:
    values: dict[str, Any] = {name: row[at] for name, at in places}
    if row.gone is not None:
        values |= _GONE | {"why": row.gone}
    values |= {
        "answer": row.answer or "",
        "parent": None if row.under == row.article else row.under,
        "anchor": _anchor(row, texts) if row.spans else None,
        "decided": Stamp(at=row.decided_at, by=row.decided_by),
        "stamp": Stamp(at=row.at, by=row.by),
    }
    return Post(**values)


def _anchor(row: Row[Any], texts: dict[str, str]) -> Anchor | None:
    return anchor(row.document, texts[row.document], row.spans) if row.spans else None


def page(db: Connection, document: str, limit: int, skip: int) -> Page:
    """A page of the thread under an article, with what stands at its head."""
    article = chain(db, document)[:1]
    shown, places = _counts(db, article)
    return Page(
        posts=tuple(_thread(db, article, limit, skip) if places else ()),
        shown=shown,
        places=places,
        accepted=tuple(_accepted(db, article) if places else ()),
        closed=_closed(db, article),
        newest=_newest(db, article),
    )


def thread(db: Connection, document: str, limit: int, skip: int) -> list[Post]:
    """The posts under an article that are or were public, as the thread reads."""
    return _thread(db, chain(db, document)[:1], limit, skip)


def _thread(db: Connection, article: Sequence[str], limit: int, skip: int) -> list[Post]:
    """First which, then all about them: a long thread is sorted by its paths alone."""
    return _read(db, _in_thread(), articles=article, most=limit, past=skip)


@cache
def _in_thread() -> Select[Any]:
    most, past = bindparam("most", type_=Integer), bindparam("past", type_=Integer)
    which = _public(_ARTICLES).order_by(_stands.c.head, _stands.c.path).limit(most).offset(past)
    return _posts().where(posts.c.id.in_(which.scalar_subquery())).order_by(posts.c.path)


def _places(articles: Sequence[str]) -> Select[Any]:
    """The posts of a thread that are or were public."""
    return _public(articles)


def _public(articles: Any) -> Select[Any]:
    return select(_stands.c.post).where(_stands.c.article.in_(articles), _stands.c.shown.is_not(None))


# An article's id, or none: questions with it are built once.
_ARTICLES: BindParameter[Any] = bindparam("articles", expanding=True)
_COUNTS = (
    select(_stands.c.state, func.count())
    .where(_stands.c.article.in_(_ARTICLES), _stands.c.shown.is_not(None))
    .group_by(_stands.c.state)
)
_NEWEST = select(func.max(_stands.c.shown)).where(_stands.c.article.in_(_ARTICLES))


def _counts(db: Connection, article: Sequence[str]) -> tuple[int, int]:
    """How many posts of the thread are shown, and how many places it has with those that were."""
    held = {row[0]: int(row[1]) for row in db.execute(_COUNTS, {"articles": article})}
    return held.get("shown", 0), sum(held.values())


def counted(db: Connection, document: str) -> int:
    """How many posts of an article's thread are shown."""
    return _counts(db, chain(db, document)[:1])[0]


def newest(db: Connection, document: str) -> int:
    """The entry of the log by which the newest post of an article's thread became public; 0 without any."""
    return _newest(db, chain(db, document)[:1])


def _newest(db: Connection, article: Sequence[str]) -> int:
    return db.execute(_NEWEST, {"articles": article}).scalar() or 0


def newer(db: Connection, document: str, after: int) -> tuple[int, int]:
    """How many posts of a thread became public after an entry of the log, and the newest entry that made one so."""
    later = (_stands.c.article.in_(chain(db, document)[:1]), _stands.c.shown > after)
    shown = func.count().filter(_stands.c.state == "shown")
    count, last = db.execute(select(shown, func.max(_stands.c.shown)).where(*later)).one()
    return int(count or 0), int(last or after)


def before(db: Connection, post: Post) -> int:
    """How many places of the thread come before this one."""
    earlier = (_stands.c.head <= post.path[:HEAD], _stands.c.path < post.path)
    query = _places([post.article]).where(*earlier)
    return db.execute(select(func.count()).select_from(query.subquery())).scalar_one()


def find(db: Connection, id: str) -> Post | None:
    """A post by its id, in any state."""
    return next(iter(_read(db, _by_id(), this=id)), None)


def among(db: Connection, ids: Sequence[str]) -> list[Post]:
    """The posts of these ids, in this order; what is unknown is left out."""
    found = {post.id: post for post in _read(db, _posts().where(posts.c.id.in_(ids)))}
    return [found[id] for id in ids if id in found]


def of_key(db: Connection, key: str) -> Post | None:
    """The post that a form made, if it was sent before."""
    id = quick.value(db, _OF_KEY, this=key)
    return find(db, id) if id else None


@cache
def _by_id() -> Select[Any]:
    return _posts().where(posts.c.id == bindparam("this"))


_OF_KEY = select(posts.c.id).where(posts.c.key == bindparam("this"))


def known(db: Connection, reader: str) -> bool:
    """Whether something of this reader is shown."""
    return bool(reader) and quick.first(db, _KNOWN, this=reader) is not None


_KNOWN = (
    select(posts.c.id)
    .join(_stands, _stands.c.post == posts.c.id)
    .where(posts.c.reader == bindparam("this"), _stands.c.state == "shown")
    .limit(1)
)


def known_since(db: Connection, reader: str, before: str) -> bool:
    """Whether something that this reader wrote before then is shown."""
    return bool(reader) and quick.first(db, _SETTLED, this=reader, before=before) is not None


_SETTLED = _KNOWN.where(posts.c.at <= bindparam("before"))


def mine(db: Connection, reader: str, limit: int) -> list[Post]:
    """A reader's own posts in any state, newest first."""
    query = _posts().where(posts.c.reader == reader).order_by(posts.c.at.desc(), posts.c.id)
    return _read(db, query.limit(limit)) if reader else []


def queue(db: Connection, limit: int) -> list[Post]:
    """What waits for the desk, oldest first: held and reported posts, and corrections without an answer."""
    open_ = or_(_answer.c.action.is_(None), _answer.c.action == "reopen")
    waiting = or_(
        _stands.c.state == "held",
        _stands.c.state.in_(("shown", "rejected", "removed")) & (_reports() > 0),
        posts.c.instead.is_not(None) & (_stands.c.state == "shown") & open_,
    )
    query = _posts().where(waiting, ~withdrawn(posts.c.id), ~withdrawn(posts.c.document))
    return _read(db, query.order_by(_stands.c.seq).limit(limit))


def corrections(db: Connection, limit: int, skip: int) -> list[Post]:
    """Corrections that are shown, newest first."""
    shown = (posts.c.instead.is_not(None), _stands.c.state == "shown", ~withdrawn(posts.c.id))
    query = _posts().where(*shown, ~withdrawn(posts.c.document))
    return _read(db, query.order_by(posts.c.at.desc(), posts.c.id).limit(limit).offset(skip))


def _accepted(db: Connection, article: Sequence[str]) -> list[Post]:
    """Corrections of an article that the desk accepted, the latest first."""
    return _read(db, _accepting(), articles=article)


@cache
def _accepting() -> Select[Any]:
    here = (posts.c.article.in_(_ARTICLES), posts.c.instead.is_not(None), ~withdrawn(posts.c.id))
    query = _posts().where(*here, _stands.c.state == "shown", _answer.c.action == "accept")
    return query.order_by(_answer.c.seq.desc())


def _hidden() -> Any:
    """Posts that were withdrawn, with their article or by themselves: few, and so looked up from there."""
    own = select(posts.c.id).where(posts.c.id.in_(select(withdrawals.c.of)))
    with_article = select(posts.c.id).where(posts.c.document.in_(select(withdrawals.c.of)))
    return own.union(with_article)


def shown(db: Connection, limit: int, skip: int) -> list[Post]:
    """Every post that is shown, in the order in which they became public."""
    which = select(_stands.c.post).where(_stands.c.state == "shown", _stands.c.post.not_in(_hidden()))
    ids = which.order_by(_stands.c.shown).limit(limit).offset(skip)
    return _read(db, _posts().where(posts.c.id.in_(ids.scalar_subquery())).order_by(_stands.c.shown))


def total(db: Connection) -> int:
    """How many posts are shown."""
    open_ = (_stands.c.state == "shown", _stands.c.post.not_in(_hidden()))
    return int(db.execute(select(func.count()).where(*open_)).scalar_one())


def closed(db: Connection, document: str) -> bool:
    """Whether the desk closed an article's discussion."""
    return _closed(db, chain(db, document)[:1])


def _closed(db: Connection, article: Sequence[str]) -> bool:
    """The latest word counts."""
    return bool(article) and quick.value(db, _SHUT, this=article[0]) == "close"


_SHUT = (
    select(decisions.c.action)
    .where(decisions.c.of == bindparam("this"), or_(decisions.c.action == "close", decisions.c.action == "open"))
    .order_by(decisions.c.seq.desc())
    .limit(1)
)


# --- in other orders, below one comment, of one reader ---


def in_order(db: Connection, document: str, order: Order, fold: bool, limit: int, skip: int) -> Ordered:
    """A page of a thread in an order; how many answers each comment at the top has, and how many tops there are."""
    public = _places(chain(db, document)[:1])
    ids = thread_orders.ordered(db, public, order, fold, limit, skip)
    found = {post.id: post for post in _read(db, _posts().where(posts.c.id.in_(ids)))}
    rows = tuple(found[id] for id in ids if id in found)
    below = thread_orders.answers(db, public, [post.path for post in rows if "." not in post.path])
    return Ordered(posts=rows, answers=below, tops=thread_orders.tops(db, public) if fold else 0)


def below(db: Connection, post: Post, limit: int) -> list[Post]:
    """The answers to a post and to these, newest first."""
    under = posts.c.path.like(post.path.replace("%", "") + ".%")
    query = _posts().where(posts.c.id.in_(_places([post.article])), under)
    return _read(db, query.order_by(posts.c.at.desc(), posts.c.id).limit(limit))


def shown_by(db: Connection, reader: str, limit: int) -> list[Post]:
    """What of a reader is shown, newest first."""
    mine = (posts.c.reader == reader, _state.c.state == "shown", ~withdrawn(posts.c.id), ~withdrawn(posts.c.document))
    return _read(db, _posts().where(*mine).order_by(posts.c.at.desc(), posts.c.id).limit(limit)) if reader else []
