"""Recording a great many new articles at once: rows made ready outside, each table filled in one go.

Only for articles that are new at an address that is new: whatever has a former version, and so may have been
withdrawn, redacted or carried over, is for `write.record`. Which ones are is decided in the same transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, cast

import msgspec
from sqlalchemy import Column, Connection, Table, text
from sqlalchemy.dialects import postgresql, sqlite

from onrecord.ledger import claim_write
from onrecord.ledger.rows import Values
from onrecord.ledger.schema import comments, documents, search, sources, statements
from onrecord.ledger.schema_speakers import judgements, requests
from onrecord.records import Reading

TABLES = {table.name: table for table in (documents, comments, statements, sources, judgements, requests, search)}
CACHE = -200_000  # kilobytes, as SQLite counts them; of the connection that loads, as long as it is open
LOG = 50_000  # pages of SQLite's log, 200 MB, before they are moved into the file
BLOCK = 1 << 18  # bytes that are handed over at once
SOME = 10_000  # ids of one question
_DIALECTS: dict[str, Any] = {"sqlite": sqlite.dialect(), "postgresql": postgresql.dialect()}  # type: ignore[no-untyped-call]


class Head(NamedTuple):
    """An article to be loaded: its id and its address."""

    id: str
    url: str | None


class Filled(NamedTuple):
    """How many rows a table gets, and those rows as the database takes them: tuples, or what PostgreSQL copies."""

    many: int
    rows: Iterable[tuple[Any, ...]] | bytes


class Ready(NamedTuple):
    """Articles with their rows in each table, in the order in which tables may be filled.

    Claims concern what is held already: articles that have some are given with their readings."""

    heads: list[Head]
    tables: dict[str, Filled]
    claiming: Sequence[tuple[Values, Reading]] = ()


class Loaded(NamedTuple):
    """What became of them: those known before, those that `record` must take, how many rows of statements are new."""

    known: set[str]
    left: set[str]
    statements: int


def load(db: Connection, ready: Ready) -> Loaded:
    """Adds the rows, where all of them are of new articles still; else none, and `record` is to take those that are."""
    if db.dialect.name == "postgresql":
        _alone(db)
    known, left = sifted(db, ready.heads)
    if known or left:  # somebody recorded some of them meanwhile
        return Loaded(known, {head.id for head in ready.heads} - known, 0)
    fill = _copy if db.dialect.name == "postgresql" else _insert
    with _index_after(db):
        for name, filled in ready.tables.items():
            if filled.many:
                fill(db, TABLES[name], filled)
    for document, reading in ready.claiming:
        claim_write.add_claims(db, document, reading, [])
    return Loaded(known, left, ready.tables["statements"].many if "statements" in ready.tables else 0)


def sifted(db: Connection, heads: Sequence[Head]) -> tuple[set[str], set[str]]:
    """Which of these articles are recorded, and which are at an address that another is at."""
    known = _held(db, documents.c.id, [head.id for head in heads])
    urls = Counter(head.url for head in heads if head.url and head.id not in known)
    taken = _held(db, documents.c.url, list(urls)) | {url for url, count in urls.items() if count > 1}
    return known, {head.id for head in heads if head.url in taken and head.id not in known}


def _held(db: Connection, column: Column[Any], values: list[str]) -> set[str]:
    """Which of these values stand in a column: one question, however many they are."""
    found: set[str] = set()
    for some in _some(values, SOME):
        if db.dialect.name == "postgresql":
            asked, given = "= ANY(:given)", list(some)
        else:
            asked, given = "IN (SELECT value FROM json_each(:given))", msgspec.json.encode(some).decode()  # type: ignore[assignment]
        query = text(f"SELECT {column.name} FROM {column.table.name} WHERE {column.name} {asked}")
        found |= set(db.execute(query, {"given": given}).scalars())
    return found


def _some(things: Sequence[Any], count: int) -> Iterator[Sequence[Any]]:
    return (things[at : at + count] for at in range(0, len(things), count))


# --- rows as a database takes them ---


def columns(table: Table) -> list[str]:
    """The columns that are given; the sequence numbers itself."""
    return [column.name for column in table.columns if column.name != "seq"]


def packed(name: str, rows: Sequence[Values], dialect: str) -> list[tuple[Any, ...]]:
    """Rows with each value as the database takes it."""
    table = TABLES[name]
    made = [_bound(table.c[key], [row[key] for row in rows], dialect) for key in columns(table)]
    return list(zip(*made, strict=True))


def searchable(dialect: str) -> Callable[[Sequence[str]], str]:
    """How this kind of database takes tokens."""
    kind: Any = search.c.words.type
    return lambda tokens: str(kind.process_bind_param(tokens, _DIALECTS[dialect]))


def _bound(column: Column[Any], values: list[Any], dialect: str) -> list[Any]:
    bind: Callable[[Any], Any] | None = column.type.dialect_impl(_DIALECTS[dialect]).bind_processor(_DIALECTS[dialect])
    return [bind(value) for value in values] if bind else values


# --- SQLite ---


def _insert(db: Connection, table: Table, filled: Filled) -> None:
    names = ", ".join(f'"{name}"' for name in columns(table))
    marks = ", ".join("?" * len(columns(table)))
    cursor = db.connection.cursor()
    rows: Any = filled.rows  # the driver takes whatever gives rows, which its types do not say
    cursor.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)


class _index_after:  # noqa: N801  (used as a word of the language)
    """On SQLite the words are indexed once after all rows, not after each: its triggers make that ten times slower.

    Triggers come and go in the transaction: whatever happens, the ledger has them."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        self.sqlite = db.dialect.name == "sqlite"

    def __enter__(self) -> None:
        if self.sqlite:
            find = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'search_added'"
            self.trigger = str(self.db.execute(text(find)).scalar_one())
            self.last = self.db.execute(text("SELECT coalesce(max(seq), 0) FROM search")).scalar_one()
            self.db.execute(text("DROP TRIGGER search_added"))
            # Ids are hashes: rows fall all over the indexes, which ought to be in memory meanwhile.
            self.db.exec_driver_sql(f"PRAGMA cache_size={CACHE}")
            # Each of them is written by each transaction: moved into the file that often, they cost as much again.
            self.db.exec_driver_sql(f"PRAGMA wal_autocheckpoint={LOG}")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self.sqlite and kind is None:
            index = "INSERT INTO search_words (rowid, words, source, via) SELECT seq, words, source, via FROM search"
            self.db.execute(text(f"{index} WHERE seq > :last"), {"last": self.last})
            self.db.exec_driver_sql(self.trigger)


# --- PostgreSQL ---

ESCAPED = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))


def _alone(db: Connection) -> None:
    """Other writers wait, as they do for each other on SQLite. Words wait to be indexed until there are many. Texts are
    packed by the quicker way, where it is there: the usual one takes a quarter of a load."""
    db.execute(text("LOCK TABLE documents IN SHARE ROW EXCLUSIVE MODE"))
    quick = "SELECT 1 FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)"
    db.execute(text("SET LOCAL gin_pending_list_limit = '16MB'"))
    if db.execute(text(quick)).first():
        db.execute(text("SET LOCAL default_toast_compression = 'lz4'"))


def copied(rows: list[tuple[Any, ...]]) -> bytes:
    """Rows as PostgreSQL's own form of text."""
    return "".join("\t".join(map(_cell, row)) + "\n" for row in rows).encode()


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    words = str(value)
    for special, written in ESCAPED:  # quicker than to translate: texts are long and hold few of them
        words = words.replace(special, written)
    return words


def _copy(db: Connection, table: Table, filled: Filled) -> None:
    names = ", ".join(f'"{name}"' for name in columns(table))
    driver: Any = db.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for some in _some(cast(bytes, filled.rows), BLOCK):
            copy.write(some)
