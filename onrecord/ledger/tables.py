"""Adding rows, and taking turns where two would write about one article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from onrecord.ledger import quick


def add(db: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Adds the rows that are not there yet."""
    batch = [dict(row) for row in rows]
    if batch:
        db.execute(_adding(db.dialect.name, table), batch)


@cache  # building it costs more than running it
def _adding(dialect: str, table: Table) -> Any:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing()


def take_turn(db: Connection, article: str) -> None:
    """Waits until nobody else writes about this article (its address, or its id without one).

    SQLite has one writer at a time anyway."""
    if db.dialect.name == "postgresql":
        quick.first(db, _TURN, this=article)


_TURN = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("this"), 0)))
