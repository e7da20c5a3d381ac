"""The few questions that every comment asks, put to the driver itself: they are compiled once, not looked up each time.

For what takes and gives numbers and plain words; all else goes through SQLAlchemy, which knows each column's type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql.psycopg import dialect as psycopg
from sqlalchemy.exc import DBAPIError

Values = Mapping[str, Any]


class _Ready(NamedTuple):
    """A statement in a database's words, with the values that stand in it already."""

    words: str
    held: dict[str, Any]
    packed: dict[str, Callable[[Any], Any]]  # how a column's value is written, where not as it is


def first(db: Connection, question: Any, **given: Any) -> Any:
    """The first row of an answer; None without any."""
    return _run(db, _ready(question, db.dialect.name), given).fetchone()


def value(db: Connection, question: Any, **given: Any) -> Any:
    """The first row's first value; None without any."""
    row = first(db, question, **given)
    return row[0] if row else None


def do(db: Connection, statement: Any, **given: Any) -> None:
    """Does what gives no answer."""
    _run(db, _ready(statement, db.dialect.name), given)


def put(db: Connection, table: Table, row: Values) -> None:
    """Adds a row that is not there yet."""
    _run(db, _adding(table, tuple(row), db.dialect.name), row)


def _run(db: Connection, ready: _Ready, given: Values) -> Any:
    values = {**ready.held, **given}
    for name, write in ready.packed.items():
        values[name] = write(values[name])
    driver: Any = db.connection.driver_connection
    try:
        return driver.execute(ready.words, values)
    except Exception as error:
        kind = db.dialect.loaded_dbapi.Error
        if not isinstance(error, kind):
            raise
        raise DBAPIError.instance(ready.words, values, error, kind, dialect=db.dialect) from error


# --- in a database's words ---


@cache
def _dialect(name: str) -> Dialect:
    """As the driver wants values: by their names."""
    made: Dialect = psycopg() if name == "postgresql" else sqlite.dialect(paramstyle="named")  # type: ignore[no-untyped-call]
    return made


@cache
def _ready(statement: Any, name: str) -> _Ready:
    made = statement.compile(dialect=_dialect(name))
    return _Ready(str(made), dict(made.params), {})


@cache
def _adding(table: Table, columns: Sequence[str], name: str) -> _Ready:
    insert = (postgresql.insert if name == "postgresql" else sqlite.insert)(table).inline().on_conflict_do_nothing()
    made = insert.compile(dialect=_dialect(name), column_keys=list(columns))
    writers = {one: table.c[one].type.dialect_impl(_dialect(name)).bind_processor(_dialect(name)) for one in columns}
    return _Ready(str(made), {}, {one: write for one, write in writers.items() if write})
