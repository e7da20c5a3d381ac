"""`onrecord add DIR`: the ledger is as if every article had been recorded by itself, and again adds nothing."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
import warnings
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from msgspec import structs
from sqlalchemy import func, inspect, select, text

from benchmarks.archive import PLAIN, write
from onrecord.bulk import ledger_rows, load
from onrecord.bulk.batches import Known, batches
from onrecord.bulk.command import bulk
from onrecord.bulk.load import Sight, add
from onrecord.bulk.making import made, stamped
from onrecord.errors import LedgerError, ReadError
from onrecord.ledger import Query, later, open_ledger
from onrecord.ledger.load import TABLES, Filled, Head, Ready, copied
from onrecord.ledger.schema import metadata
from onrecord.ledger.schema_speakers import judgements
from onrecord.records import Document, Page, Reading, document_id
from tests.bulk.runs import STAMP, started
from tests.servers import postgres_server


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """Datasets of a made-up archive: copies, comments, several charsets and days."""
    home = tmp_path_factory.mktemp("load")
    write(home / "archive", 60, 60)
    for n, (holder, town) in enumerate((("Italian", "Trieste"), ("Yugoslav", "Trieste"), ("German", "Rostock"))):
        words = f"News of {town}\n\n{holder} forces captured {town} on Monday, Anna Brandt said.\n\n{PLAIN[n]}\n"
        (home / "archive" / f"{n}.txt").write_text(words)
    bulk([str(home / "archive")], home / "out", workers=2, stamp=STAMP)
    return home / "out"


def readings(out: Path):
    """Every article's reading with its stamp, as the datasets have it."""
    for tables, _, _ in batches(out, lambda heads: Known(set(), set())):
        yield from stamped(tables, set(tables["documents"]["id"].to_pylist()))


def everything(ledger):
    """All rows of all tables, without the numbers that say in which order they came."""

    def rows(db, table):
        columns = [column for column in table.columns if column.name != "seq"]
        return sorted(map(repr, db.execute(select(*columns)).all()))

    return ledger._store.read(lambda db: {name: rows(db, table) for name, table in metadata.tables.items()})


@pytest.fixture()
def other_url(ledger, request, tmp_path):
    """Another empty ledger on the same database."""
    if ledger.dialect == "sqlite":
        yield f"sqlite:///{tmp_path / 'other.sqlite'}"
        return
    server = request.getfixturevalue("postgres")
    url = server.database()
    yield url
    server.drop(url)


def test_the_rows_are_those_that_record_makes(out, ledger, other_url):
    made = list(add(ledger, str(out)))
    with open_ledger(other_url) as other:
        for reading, stamp in readings(out):
            other.record(reading, stamp=stamp)
        assert everything(ledger) == everything(other)
        assert ledger.counts() == other.counts()
    assert sum(some.documents for some in made) == ds.dataset(out / "documents").count_rows()
    assert sum(some.statements for some in made) == ds.dataset(out / "statements").count_rows()


def test_claims_are_recorded_too(out, ledger):
    list(add(ledger, str(out)))
    told = {row["actor"]["name"]: row["place"]["name"] for row in ds.dataset(out / "claims").to_table().to_pylist()}
    assert told == {"Italy": "Trieste", "Yugoslavia": "Trieste", "Germany": "Rostock"}
    assert ledger.counts()["claims"] == 3


def test_again_adds_nothing(out, ledger):
    first = list(add(ledger, str(out)))
    before = everything(ledger)
    again = list(add(ledger, str(out)))
    assert sum(some.documents + some.statements for some in again) == 0
    assert sum(some.known for some in again) == sum(some.documents for some in first)
    assert everything(ledger) == before


def test_by_a_process_beside_the_rows_are_the_same(out, ledger, other_url):
    made = list(add(ledger, str(out), some=7))
    assert len(made) > 4, "several batches, so that one is made while another is loaded"
    with open_ledger(other_url) as other:
        list(add(other, str(out), some=1_000))
        assert everything(ledger) == everything(other)


LOAD = """
import sys
from onrecord.bulk.load import add
from onrecord.ledger import open_ledger
with open_ledger(sys.argv[1]) as ledger:
    for some in add(ledger, sys.argv[2], some=5):
        print(some.documents, flush=True)
"""


@pytest.mark.parametrize(("batches", "more"), [(1, 0.0), (3, 0.004), (5, 0.011)])
def test_killed_in_the_middle_and_begun_again_the_rows_are_those_of_a_load_that_nobody_killed(
    batches, more, out, ledger, ledger_url, other_url
):
    run = subprocess.Popen([sys.executable, "-c", LOAD, ledger_url, str(out)], stdout=subprocess.PIPE)
    for _ in range(batches):
        assert run.stdout.readline(), "it ended before it was killed"
    time.sleep(more)
    run.kill()
    run.communicate()
    with open_ledger(other_url) as whole:
        before = ledger.counts()["documents"]
        assert 0 < before < ds.dataset(out / "documents").count_rows()
        again = sum(some.documents for some in add(ledger, str(out), some=5))
        list(add(whole, str(out)))
        assert before + again == whole.counts()["documents"]
        assert ledger.counts() == whole.counts()
        assert everything(ledger) == everything(whole)


def test_an_article_that_somebody_records_meanwhile_is_there_once(out, ledger, other_url):
    """Rows are made ready while the ledger goes on: what came into it since then is not loaded over."""
    loaded = {reading.document.id: (reading, stamp) for reading, stamp in readings(out)}
    sight = Sight(ledger)
    [some] = list(made(str(out), ledger.dialect, sight.ask))
    reading, stamp = next(iter(loaded.values()))
    ledger.record(reading, stamp=stamp)
    done = load._added(ledger, out, some, sight)
    assert (done.documents, done.known) == (len(loaded) - 1, 1)
    with open_ledger(other_url) as other:
        list(add(other, str(out)))
        assert everything(ledger) == everything(other)


def test_an_address_that_comes_twice_is_two_versions_of_one_article(ledger, tmp_path):
    """The second is known to share its address before the first is in the ledger."""
    write_twice(tmp_path)
    list(add(ledger, str(tmp_path / "out"), some=1))
    assert sorted(len(ledger.versions(head.id)) for head in ledger.documents()) == [1, 2]


def write_twice(home: Path):
    """One address on two days with other words."""
    rows = [
        {"text": f"The lock was shut.\n\n“Nobody asked us,” Anna Brandt said on day {day}.", "day": f"2026-01-0{day}"}
        for day in (1, 2, 3)
    ]
    lines = [json.dumps({**row, "url": f"https://dam.example/{row['day'] == '2026-01-03'}"}) for row in rows]
    (home / "rows.jsonl").write_text("\n".join(lines))
    bulk([str(home / "rows.jsonl")], home / "out", columns="text=text,url=url,published=day", workers=1, stamp=STAMP)


def test_what_was_loaded_is_found_by_its_words(out, ledger):
    list(add(ledger, str(out)))
    assert {
        found.speaker.name for found in ledger.find(Query(words="contract", speaker="Korven")) if found.speaker
    } == {"Ilse Korven"}
    assert ledger.find(Query(words="zeppelin")) == []


def test_a_recorded_article_at_its_address_is_replaced_not_doubled(out, ledger):
    loaded, stamp = next((one, stamp) for one, stamp in readings(out) if one.document.url and one.statements)
    url, text = loaded.document.url, "An older text.\n\n" + loaded.document.text
    old = Reading(page=Page(document=Document(id=document_id(url, text), url=url, text=text)))
    ledger.record(old, stamp=structs.replace(stamp, at="2025-01-01T00:00:00Z"))
    list(add(ledger, str(out)))
    assert [head.id for head in ledger.versions(old.document.id)] == [old.document.id, loaded.document.id]


def dangling(ledger):
    """Rows of any table that point at a row that is not there."""

    def count(db):
        for table in metadata.tables.values():
            for column in table.columns:
                for key in column.foreign_keys:
                    astray = column.is_not(None), column.not_in(select(key.column))
                    if lost := db.execute(select(func.count()).where(*astray)).scalar_one():
                        yield f"{table.name}.{column.name}", lost

    return ledger._store.read(lambda db: dict(count(db)))


def test_what_rows_point_at_is_there_though_the_database_was_not_asked_to_look(out, ledger):
    list(add(ledger, str(out)))
    assert dangling(ledger) == {}
    lost = {"of": "nowhere", "document": "nowhere", "id": "x", "includes": (), "verdict": "same", "score": 1.0}
    with pytest.raises(LedgerError):  # anything but a load is looked at, after it as before
        ledger._store.write(lambda db: db.execute(judgements.insert().values(**lost, why="", hand=False, at="", by="")))


def test_no_trigger_of_ours_hangs_on_what_is_loaded_into_postgresql(request):
    # where checks are left out, so are triggers
    server = request.getfixturevalue("postgres")
    url = server.database()
    with open_ledger(url):
        asked = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        hung = {name for (name,) in server.sql(url.rsplit("/", 1)[1], asked)}
    server.drop(url)
    assert hung == {"decisions"}
    assert hung.isdisjoint(TABLES)


def test_a_user_of_postgresql_who_may_not_leave_checks_out_loads_all_the_same(out, request):
    server = request.getfixturevalue("postgres")
    url = server.database()
    name = url.rsplit("/", 1)[1]
    server.sql(name, f"CREATE ROLE plain_{name} LOGIN")
    server.sql(name, f"ALTER DATABASE {name} OWNER TO plain_{name}")
    try:
        with open_ledger(url.replace("postgres@", f"plain_{name}@")) as ledger:
            list(add(ledger, str(out)))
            assert ledger.counts()["statements"] == ds.dataset(out / "statements").count_rows()
            assert dangling(ledger) == {}
    finally:
        server.drop(url)
        server.sql("postgres", f"DROP ROLE plain_{name}")


@pytest.mark.parametrize("text", ["a\tb", "a\\nb \\N \\.", 'a "b", c', "a\r\nb", "", None, "\\."])
def test_columns_are_written_as_rows_are(text):
    rows = [(text, 1, 0.25, True), ("plain", None, None, False)]
    table = pa.table({name: list(cells) for name, cells in zip("abcd", zip(*rows, strict=True), strict=True)})
    assert ledger_rows.copied(table).lower() == copied(rows).lower()
    assert list(ledger_rows.Rows(table)) == rows


def test_each_load_does_not_wait_for_the_disk_and_other_writers_do(ledger):
    if ledger.dialect == "sqlite":
        asked, without, waits = "PRAGMA synchronous", 1, {2}  # NORMAL, FULL
    else:
        asked, without, waits = "SHOW synchronous_commit", "off", {ledger._store.read(_setting)}
    for _ in range(2):  # a connection that loaded waits again
        assert ledger._store.load(lambda db: db.execute(text(asked)).scalar()) == without
        assert ledger._store.write(lambda db: db.execute(text(asked)).scalar()) in waits


def _setting(db):
    return db.execute(text("SELECT reset_val FROM pg_settings WHERE name = 'synchronous_commit'")).scalar()


def test_when_a_folder_is_loaded_it_is_in_the_file_of_sqlite(out, tmp_path):
    with open_ledger(f"sqlite:///{tmp_path / 'ledger'}") as ledger:
        count = sum(some.statements for some in add(ledger, str(out)))
        alone = tmp_path / "alone"
        shutil.copy(tmp_path / "ledger", alone)  # without the log beside it
        with sqlite3.connect(alone) as db:
            assert db.execute("SELECT count(*) FROM statements").fetchone() == (count,)


def test_when_a_folder_is_loaded_it_is_on_the_disk_of_postgresql(out):
    with postgres_server(sync=True) as server, open_ledger(server.database()) as ledger:
        for _ in add(ledger, str(out)):
            loaded = ledger._store.read(lambda db: db.execute(text("SELECT pg_current_wal_insert_lsn()")).scalar())
        there = text("SELECT pg_current_wal_flush_lsn() >= CAST(:loaded AS pg_lsn)")
        assert ledger._store.read(lambda db: db.execute(there, {"loaded": loaded}).scalar())


def _indexes(ledger):
    return ledger._store.read(lambda db: {one["name"] for table in metadata.tables for one in _of(db, table)})


def _of(db, table):
    with warnings.catch_warnings(action="ignore"):  # SQLite does not tell of indexes of expressions
        return inspect(db).get_indexes(table)


def test_a_first_load_leaves_every_index_there(out, ledger, monkeypatch):
    monkeypatch.setattr(load, "ENOUGH", 1)
    before = _indexes(ledger)
    seen = [before - _indexes(ledger) for _ in add(ledger, str(out), some=20)]
    assert {bool(gone) for gone in seen} == {ledger.dialect == "postgresql"}
    assert _indexes(ledger) == before


def test_a_first_load_that_fails_leaves_every_index_there(out, ledger, monkeypatch):
    monkeypatch.setattr(load, "ENOUGH", 1)
    before = _indexes(ledger)
    for _ in add(ledger, str(out), some=20):
        break  # whoever asked goes away
    assert _indexes(ledger) == before


def test_a_ledger_whose_first_load_was_killed_is_whole_when_it_is_opened(ledger, ledger_url):
    if ledger.dialect != "postgresql":
        pytest.skip("on SQLite no index is taken away")
    before = _indexes(ledger)
    with ledger._store.beside() as db, later.turn(db) as mine:
        assert mine
        assert ledger._store.write(later.drop)
        with open_ledger(ledger_url) as other:  # while it loads
            assert len(_indexes(other)) == len(before) - len(later.LATER)
    with open_ledger(ledger_url) as other:
        assert _indexes(other) == before


def test_a_later_load_takes_no_index_away(out, ledger):
    list(add(ledger, str(out)))
    before = _indexes(ledger)
    with ledger.first_load():
        assert _indexes(ledger) == before


def test_a_row_whose_document_is_missing_is_told(out, ledger, tmp_path):
    shutil.copytree(out, tmp_path / "out")
    days = sorted((tmp_path / "out" / "documents").iterdir())
    victim = max(days, key=lambda day: ds.dataset(day).count_rows())
    file = next(victim.glob("*.parquet"))
    pq.write_table(pq.read_table(file).slice(1), file)
    with pytest.raises(ReadError, match="belong to none"):
        list(add(ledger, str(tmp_path / "out")))


def test_a_file_that_is_no_table_is_told(out, ledger, tmp_path):
    shutil.copytree(out, tmp_path / "out")
    file = next((tmp_path / "out" / "statements").rglob("*.parquet"))
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(ReadError, match=r"no table of statements"):
        list(add(ledger, str(tmp_path / "out")))


def test_the_index_of_words_still_follows_after_a_load_that_failed(tmp_path):
    file = tmp_path / "ledger.sqlite"
    with open_ledger(f"sqlite:///{file}") as ledger:
        with pytest.raises(sqlite3.Error, match="bindings"):
            ledger.load(Ready([Head("d", None)], {"documents": Filled(1, [("too", "few")])}))
        assert ledger.counts()["documents"] == 0
    with sqlite3.connect(file) as db:
        assert db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'search_added'").fetchone() == (1,)


def test_the_command(out, tmp_path):
    db = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    done = started("add", out, "--db", db, "--json")
    told = json.loads(done.communicate(timeout=120)[0])
    assert done.returncode == 0
    assert told["documents"] == ds.dataset(out / "documents").count_rows()
    again = started("add", out, "--db", db)
    assert f"0 articles recorded with 0 statements, {told['documents']} known" in again.communicate(timeout=120)[0]
    wrong = started("add", out, "--db", db, "--again")
    assert "--again reads pages anew" in wrong.communicate(timeout=60)[1]
