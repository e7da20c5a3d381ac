"""Posting and deciding: rows are added in the transaction that is open; a form sent twice is one post."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from onrecord.errors import LedgerError, NotFound
from onrecord.ledger import blanking, quick
from onrecord.ledger.history import chain
from onrecord.ledger.leaving import came
from onrecord.ledger.posts import VOICES, Act, Draft, Origin, Placing
from onrecord.ledger.read import refuse_withdrawn
from onrecord.ledger.rows import Values, stamp_row
from onrecord.ledger.schema import documents
from onrecord.ledger.schema_threads import buckets, decisions, post_texts, posts
from onrecord.ledger.tables import add, take_turn
from onrecord.records import Stamp, new_id

_SURROGATE = re.compile("[\ud800-\udfff]")


# Built once: building a question costs three times what asking it does.
_HERE = select(posts.c.id).where(posts.c.id == bindparam("this"))
_LAST = select(func.max(posts.c.ordinal)).where(posts.c.under == bindparam("this"))
_ABOVE = select(posts.c.number, posts.c.path).where(
    posts.c.id == bindparam("this"), posts.c.article == bindparam("its")
)
_VERSION = select(posts.c.document).where(posts.c.id == bindparam("this"))
_DONE = select(func.count()).where(decisions.c.of == bindparam("this"))


def post(db: Connection, draft: Draft, act: Act, place: Placing, stamp: Stamp, origin: Origin | None = None) -> str:
    """Adds a post with its first text and decision, unless its key is there already; its id."""
    ids = chain(db, draft.document)
    if not ids:
        raise NotFound("the ledger holds no document of this id", draft.document)
    take_turn(db, f"thread {ids[0]}")
    id = new_id("post", draft.key)
    if quick.first(db, _HERE, this=id):
        return id
    refuse_withdrawn(db, draft.document)
    row = _row(db, id, ids[0], draft, place) | stamp_row(stamp)
    _storable(row | {"text": draft.text})
    marks = blanking.marks_of(db, ids)
    quick.put(db, posts, blanking.again(marks, row))
    _say(db, id, draft.text, draft.html, marks, stamp)
    _decided(db, id, act, 0, stamp)
    if origin:
        came(db, id, *origin)
    return id


def _row(db: Connection, id: str, article: str, draft: Draft, place: Placing) -> Values:
    under = draft.under or article
    ordinal = (quick.value(db, _LAST, this=under) or 0) + 1
    number, path = place(_above(db, article, draft.under), ordinal)
    kept = {name: getattr(draft, name) for name in Draft.__struct_fields__ if name not in ("text", "html", "under")}
    return {**kept, "id": id, "article": article, "under": under, "ordinal": ordinal, "number": number, "path": path}


def _above(db: Connection, article: str, under: str | None) -> tuple[str, str] | None:
    if under is None:
        return None
    row = quick.first(db, _ABOVE, this=under, its=article)
    if row is None:
        raise NotFound("there is no comment of this id under the article", under)
    return row[0], row[1]


def _storable(row: Values) -> None:
    words = "".join(value for value in row.values() if isinstance(value, str))
    if "\0" in words or _SURROGATE.search(words):
        raise LedgerError("the words hold what is no character and cannot be recorded", row["id"])


def _say(db: Connection, id: str, text: str, html: str, marks: Sequence[blanking.Mark], stamp: Stamp) -> None:
    """Adds a text. What was blanked in the article stays blanked here; then HTML is made anew from the text."""
    said = blanking.again(marks, {"text": text})["text"]
    row = {"post": id, "text": said, "html": html if said == text else ""}
    quick.put(db, post_texts, row | stamp_row(stamp))


def _decide(db: Connection, id: str, act: Act, stamp: Stamp) -> None:
    _decided(db, id, act, quick.value(db, _DONE, this=id), stamp)


def _decided(db: Connection, id: str, act: Act, before: int, stamp: Stamp) -> None:
    key = new_id("decision", id, before, act.action)
    row = {"id": key, "of": id, "action": act.action, "state": act.state, "why": act.why}
    quick.put(db, decisions, row | stamp_row(stamp))


def decide(db: Connection, id: str, act: Act, expected: int, stamp: Stamp) -> bool:
    """Adds a decision where as many were taken as whoever decides has seen; else someone came first."""
    _take_posts_turn(db, id)
    acts = select(func.count()).where(decisions.c.of == id, decisions.c.action.not_in(VOICES))
    if db.execute(acts).scalar_one() != expected:
        return False
    _decide(db, id, act, stamp)
    return True


def report(db: Connection, id: str, why: str, key: str, stamp: Stamp, action: str = "report") -> None:
    """Adds a reader's report or its author's appeal; the same key again adds nothing. The post stays as it is."""
    _storable({"id": id, "why": why})
    document = db.execute(select(posts.c.document).where(posts.c.id == id)).scalar()
    if document is None:
        raise NotFound("the ledger holds no comment of this id", id)
    row = blanking.again(blanking.marks(db, document), {"why": why})
    add(db, decisions, [{"id": new_id("report", key), "of": id, "action": action, **row, **stamp_row(stamp)}])


def shut(db: Connection, document: str, act: Act, stamp: Stamp) -> None:
    """Adds to the log of the discussion under the document's article that it was closed or opened."""
    ids = chain(db, document)
    if not ids:
        raise NotFound("the ledger holds no document of this id", document)
    _take_posts_turn(db, ids[0])
    _decide(db, ids[0], act, stamp)


def revise(db: Connection, id: str, text: str, html: str, act: Act, expected: int, stamp: Stamp) -> bool:
    """Adds a newer text with the decision that goes with it."""
    _storable({"id": id, "text": text})
    done = decide(db, id, act, expected, stamp)
    if done:
        marks = blanking.marks(db, quick.value(db, _VERSION, this=id))
        _say(db, id, text, html, marks, stamp)
    return done


def _take_posts_turn(db: Connection, id: str) -> None:
    article = db.execute(select(posts.c.article).where(posts.c.id == id)).scalar()
    if article is None and not db.execute(select(documents.c.id).where(documents.c.id == id)).first():
        raise NotFound("the ledger holds no comment of this id", id)
    take_turn(db, f"thread {article or id}")


# --- how much may be sent ---


_BUCKET = select(buckets.c.held, buckets.c.then).where(buckets.c.key == bindparam("this"))
_FORGET = delete(buckets).where(buckets.c.then < bindparam("before"))


def take(db: Connection, key: str, burst: int, seconds: float, now: float) -> float:
    """Takes one of `burst`, of which one comes back every `seconds`; 0, else the seconds until there is one."""
    take_turn(db, f"bucket {key}")
    left = room(db, key, burst, seconds, now)
    if left < 1:
        return (1 - left) * seconds
    quick.do(db, _FORGET, before=now - 86_400)
    quick.do(db, _filling(db.dialect.name), key=key, held=left - 1, then=now)
    return 0.0


def room(db: Connection, key: str, burst: int, seconds: float, now: float) -> float:
    """How many could be taken now."""
    row = quick.first(db, _BUCKET, this=key)
    return min(float(burst), row[0] + max(0.0, now - row[1]) / seconds) if row else float(burst)


@cache
def _filling(dialect: str) -> Any:
    fresh = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(buckets)
    newer = {"held": fresh.excluded.held, "then": fresh.excluded.then}
    return fresh.on_conflict_do_update(index_elements=["key"], set_=newer)
