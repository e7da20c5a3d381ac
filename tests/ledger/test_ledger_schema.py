"""The schema's history: migrations make what schema.py says, and keep what older ledgers hold."""

from __future__ import annotations

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Table, inspect, select, text

from onrecord.errors import LedgerError
from onrecord.ledger import Ledger, Query, migrate, open_ledger
from onrecord.ledger.columns import named
from onrecord.ledger.rows import document_row, search_row, statement_row
from onrecord.ledger.schema import VERSION_TABLE, Id, documents, metadata, search, statements
from onrecord.ledger.store import Store, _engine, _meant
from tests.ledger.news import MODEL, article, reading, said, words


def bare_store(url: str) -> Store:
    """The database without its schema brought up to date."""
    return Store(_engine(_meant(url), 5))


@pytest.mark.filterwarnings("ignore:.*expression-based index")  # which SQLite does not tell of
def test_migrations_make_the_schema(ledger: Ledger, ledger_url: str) -> None:
    store = bare_store(ledger_url)
    ours = _ours(store.engine.dialect.name)
    options = {"compare_type": True, "version_table": VERSION_TABLE, "include_object": ours}
    with store.engine.connect() as db:
        context = MigrationContext.configure(db, opts=options)
        assert compare_metadata(context, metadata) == []
        kept = {(table, column["name"]): column["nullable"] for table, column in _columns(db)}
    said_ = {(t.name, c.name): bool(c.nullable) for t in metadata.sorted_tables for c in t.columns}
    assert kept == said_
    store.close()


def _ours(database: str):  # type: ignore[no-untyped-def]
    """The index over words is each database's own: FTS5 keeps it in tables beside ours."""

    def include(thing: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
        return database == "postgresql" or not (name or "").startswith("search_words")

    return include


def _columns(db):  # type: ignore[no-untyped-def]
    found = inspect(db)
    for table in found.get_table_names():
        if table != VERSION_TABLE and not table.startswith("search_words"):
            yield from ((table, column) for column in found.get_columns(table))


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    assert ScriptDirectory.from_config(config).get_heads() == [migrate.HEAD]


def test_ids_are_compared_byte_by_byte_whatever_language_the_database_is_in(ledger: Ledger) -> None:
    if ledger.dialect != "postgresql":
        pytest.skip("SQLite compares byte by byte")
    query = text(
        "SELECT table_name, column_name, collation_name FROM information_schema.columns "
        "WHERE character_maximum_length = 20 AND table_schema = current_schema()"
    )
    found = ledger._store.read(lambda db: {(row[0], row[1]): row[2] for row in db.execute(query)})
    ids = {(table.name, c.name) for table in metadata.sorted_tables for c in table.columns if c.type is Id}
    assert found == dict.fromkeys(ids, "C")


@pytest.mark.parametrize("table", [documents, search], ids=lambda table: table.name)
def test_a_publisher_is_looked_up_by_an_index(ledger: Ledger, table: Table) -> None:
    query = select(table.c.publisher).where(named(table.c.publisher, "The Elm Gazette"))
    asked = query.compile(dialect=ledger._store.engine.dialect)
    given: Any = tuple(asked.params[name] for name in asked.positiontup or ()) or asked.params

    def plan(db: Connection) -> str:
        if ledger.dialect == "sqlite":
            return str(db.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", given).all())
        db.execute(text("SET LOCAL enable_seqscan = off"))
        return str(db.exec_driver_sql(f"EXPLAIN {asked}", given).all())

    assert f"{table.name}_publisher" in ledger._store.write(plan)


def test_an_older_ledger_is_brought_up_to_date_with_its_rows(ledger_url: str) -> None:
    document = article("https://news.test/1", "Rain is near, says Ada.")
    one = said(document, "Rain is near", "Ada")
    store = bare_store(ledger_url)
    store.write(lambda db: migrate._upgrade(db, "0001"))
    row = document_row(reading(document, one).page, None, MODEL)
    with store.engine.begin() as db:
        db.execute(documents.insert().values(row))
        db.execute(statements.insert().values(statement_row(row, one)))
        found = search_row(row, statement_row(row, one))
        known = {column["name"] for column in inspect(db).get_columns("search")}
        db.execute(search.insert().values({name: value for name, value in found.items() if name in known}))
        assert not inspect(db).has_table("notes")
    store.close()
    with open_ledger(ledger_url) as ledger:
        assert ledger.document(document.id).statements == (one,)
        assert words(ledger.find(Query(words="rain"))) == ["Rain is near"]
        assert ledger.object(one.id, "I said snow.", "", MODEL).of == one.id
        assert ledger.healthy()


def test_a_newer_ledger_is_refused_and_left_alone(ledger: Ledger, ledger_url: str) -> None:
    store = bare_store(ledger_url)
    newer = f"UPDATE {VERSION_TABLE} SET version_num = '9999'"
    store.write(lambda db: db.execute(text(newer)))
    with pytest.raises(LedgerError, match=r"newer onrecord \(schema 9999.*Upgrade onrecord"):
        open_ledger(ledger_url)
    assert not ledger.healthy()
    assert store.read(migrate.current) == "9999"
    store.close()


def test_opening_twice_changes_nothing(ledger: Ledger, ledger_url: str) -> None:
    with open_ledger(ledger_url) as second:
        assert second.healthy()
        assert second.counts() == ledger.counts()


def test_the_rows_of_another_program_are_left_alone(ledger_url: str) -> None:
    store = bare_store(ledger_url)
    with store.engine.begin() as db:
        db.execute(text("CREATE TABLE poems (line TEXT)"))
        db.execute(text("INSERT INTO poems VALUES ('Rain.')"))
    with open_ledger(ledger_url):
        lines = store.read(lambda db: db.execute(text("SELECT line FROM poems")).scalars().all())
        assert lines == ["Rain."]
    store.close()
