"""A thread in other orders: comments at the top with their answers below, sorted by what a reader asks for."""

from __future__ import annotations

from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from onrecord.ledger.schema_people import post_scores
from onrecord.ledger.schema_threads import posts

Order = Literal["oldest", "newest", "answered", "best"]
ORDERS: tuple[Order, ...] = get_args(Order)


def ordered(db: Connection, public: Select[Any], order: Order, fold: bool, limit: int, skip: int) -> list[str]:
    """The ids of a page of a thread, of which `public` gives the posts; `fold` leaves answers out."""
    root = _root(db)
    query = select(posts.c.id).outerjoin(post_scores, post_scores.c.post == posts.c.id).where(posts.c.id.in_(public))
    query = query.where(posts.c.path.not_like("%.%")) if fold and order != "answered" else query
    if fold and order == "answered":
        return _folded(db, public, root, limit, skip)
    rows = db.execute(query.order_by(*_keys(order, root), root, posts.c.path).limit(limit).offset(skip))
    return list(rows.scalars())


def _root(db: Connection) -> ColumnElement[str]:
    """The path of the comment at the top."""
    if db.dialect.name == "postgresql":
        return func.split_part(posts.c.path, ".", 1, type_=posts.c.path.type)
    return func.substr(posts.c.path, 1, func.instr(posts.c.path + ".", ".") - 1, type_=posts.c.path.type)


def _keys(order: Order, root: ColumnElement[str]) -> list[ColumnElement[Any]]:
    if order == "newest":
        return [root.desc()]
    if order == "answered":
        return [func.count().over(partition_by=root).desc()]
    if order == "best":
        top = case((posts.c.path == root, func.coalesce(post_scores.c.score, 0.0)), else_=0.0)
        return [func.max(top).over(partition_by=root).desc()]
    return []


def _folded(db: Connection, public: Select[Any], root: ColumnElement[str], limit: int, skip: int) -> list[str]:
    """Comments at the top by how many stand below them, those alone."""
    inside = select(posts.c.id, posts.c.path, root.label("root"), func.count().over(partition_by=root).label("many"))
    held = inside.where(posts.c.id.in_(public)).subquery()
    tops = select(held.c.id).where(held.c.path == held.c.root)
    return list(db.execute(tops.order_by(held.c.many.desc(), held.c.root).limit(limit).offset(skip)).scalars())


def answers(db: Connection, public: Select[Any], paths: list[str]) -> dict[str, int]:
    """How many public posts stand below each of these comments at the top, by its path."""
    root = _root(db)
    query = select(root, func.count()).where(posts.c.id.in_(public), posts.c.path.like("%.%"))
    rows = db.execute(query.where(root.in_(paths)).group_by(root)) if paths else ()
    return {row[0]: int(row[1]) for row in rows}


def tops(db: Connection, public: Select[Any]) -> int:
    """How many comments at the top there are."""
    query = select(func.count()).select_from(posts).where(posts.c.id.in_(public), posts.c.path.not_like("%.%"))
    return db.execute(query).scalar_one()
