"""Many posts at once, as they come from another system: a few statements for each batch, whatever its size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from onrecord.ledger import blanking
from onrecord.ledger.history import chain, latest_at
from onrecord.ledger.posts import Act, Draft, Placing
from onrecord.ledger.read import withdrawal
from onrecord.ledger.rows import Values, stamp_row
from onrecord.ledger.schema_threads import decisions, post_texts, posts
from onrecord.ledger.tables import add, take_turn
from onrecord.records import Stamp, new_id


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """A post with everything that was done with it; `stamp` is when it was written, "" where that is not known."""

    draft: Draft
    acts: tuple[Act, ...]
    stamp: Stamp

    @property
    def id(self) -> str:
        """The post's id: of its key alone, so that another run finds it again."""
        return post_id(self.draft.key)


class _Counts:
    """Where the next post goes: the places taken so far under each post and article of a batch."""

    def __init__(self, db: Connection, ids: Iterable[str]) -> None:
        self.taken: dict[str, int] = {}
        self.places: dict[str, tuple[str, str]] = {}
        wanted = sorted(set(ids))
        held = select(posts.c.under, func.max(posts.c.ordinal)).where(posts.c.under.in_(wanted))
        self.taken |= {row[0]: row[1] for row in db.execute(held.group_by(posts.c.under))}
        above = select(posts.c.id, posts.c.number, posts.c.path).where(posts.c.id.in_(wanted))
        self.places |= {row.id: (row.number, row.path) for row in db.execute(above)}

    def place(self, id: str, article: str, under: str | None, placing: Placing) -> Values:
        """Gives the next place under a post, else at the top."""
        key = under or article
        ordinal = self.taken.get(key, 0) + 1
        number, path = placing(self.places[under] if under else None, ordinal)
        self.taken[key], self.places[id] = ordinal, (number, path)
        return {"under": key, "ordinal": ordinal, "number": number, "path": path}


@lru_cache(4_096)  # of one batch it is asked again and again
def post_id(key: str) -> str:
    """The id of the post that a key makes."""
    return new_id("post", key)


def article_at(db: Connection, addresses: Sequence[str]) -> str | None:
    """The newest document under the first of these addresses that is known."""
    return next((found for one in addresses if (found := latest_at(db, one))), None)


def withdrawn(db: Connection, document: str) -> bool:
    """Whether the article may get no comments any more."""
    return withdrawal(db, document) is not None


def arrive(db: Connection, batch: Sequence[Arrived], placing: Placing, now: Stamp) -> set[str]:
    """Adds what is not there yet, in this order; the ids of that. What one of them answers must be there before."""
    articles = {one: (chain(db, one) or [one])[0] for one in {arrived.draft.document for arrived in batch}}
    for article in sorted(set(articles.values())):
        take_turn(db, f"thread {article}")
    fresh = _fresh(db, batch)
    counts = _Counts(db, [*articles.values(), *(one.draft.under for one in fresh if one.draft.under)])
    marks = {one: blanking.marks(db, one) for one in articles}
    rows: dict[str, list[Values]] = {"posts": [], "texts": [], "decisions": []}
    for one in fresh:
        article = articles[one.draft.document]
        place = counts.place(one.id, article, one.draft.under, placing)
        _rows(rows, one, article, place, marks[one.draft.document], now)
    add(db, posts, rows["posts"])
    add(db, post_texts, rows["texts"])
    add(db, decisions, rows["decisions"])
    return {one.id for one in fresh}


def _fresh(db: Connection, batch: Sequence[Arrived]) -> list[Arrived]:
    known = set(db.execute(select(posts.c.id).where(posts.c.id.in_([one.id for one in batch]))).scalars())
    fresh: dict[str, Arrived] = {}
    for one in batch:
        if one.id not in known:
            fresh.setdefault(one.id, one)
    return list(fresh.values())


def _rows(
    rows: dict[str, list[Values]],
    one: Arrived,
    article: str,
    place: Values,
    marks: Sequence[blanking.Mark],
    now: Stamp,
) -> None:
    kept: dict[str, Any] = msgspec.structs.asdict(one.draft)
    text, html = kept.pop("text"), kept.pop("html")
    said = blanking.again(marks, {"text": text})["text"]
    rows["posts"].append(
        blanking.again(marks, {**kept, "id": one.id, "article": article, **place, **stamp_row(one.stamp)})
    )
    rows["texts"].append({"post": one.id, "text": said, "html": html if said == text else "", **stamp_row(one.stamp)})
    for at, act in enumerate(one.acts):
        key = new_id("decision", one.id, at, act.action)
        row = {"id": key, "of": one.id, "action": act.action, "state": act.state, "why": act.why}
        rows["decisions"].append({**row, **stamp_row(now)})
