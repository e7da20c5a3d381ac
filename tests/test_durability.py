"""No comment that was acknowledged is lost when the server is killed in the middle of writing; a full disk says so."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from types import SimpleNamespace

import pytest

from benchmarks.kills import database_kills, kills
from benchmarks.under_load import thread
from onrecord.errors import LedgerError
from onrecord.ledger import open_ledger
from onrecord.ledger.posts import Act, Draft
from onrecord.pages.discussion import place
from tests.pages.test_live import NOW, say
from tests.servers import postgres_server, small_disk


def test_two_kills_lose_nothing_that_was_acknowledged(ledger_url):
    id = thread(ledger_url, 3)
    with ThreadPoolExecutor(1) as alone:  # a browser of another test may hold this thread's event loop
        seen = alone.submit(kills, ledger_url, id, 2).result()
    assert seen["acknowledged before them"] >= 10
    assert (seen["lost"], seen["twice"]) == (0, 0)
    with open_ledger(ledger_url) as ledger:
        numbers = [post.number for post in ledger.talk.thread(id, 10**5)]
    assert len(numbers) == len(set(numbers))


@pytest.mark.postgres
def test_a_database_that_is_killed_loses_nothing_and_the_server_finds_it_again():
    with postgres_server(sync=True) as postgres:
        db = postgres.database()
        id = thread(db, 3)
        with ThreadPoolExecutor(1) as alone:
            seen = alone.submit(database_kills, postgres, db, id, 2).result()
    assert seen["acknowledged before them"] >= 10
    assert (seen["lost"], seen["twice"]) == (0, 0)


def test_a_full_disk_is_said_and_leaves_nothing_half_written(tmp_path):
    path = tmp_path / "ledger.sqlite"
    id = thread(f"sqlite:///{path}", 3)
    with open_ledger(f"sqlite:///{path}") as ledger:
        _fill(ledger)
        with pytest.raises(LedgerError, match="the disk is full; nothing of this was recorded"):
            say(ledger, id, "x" * 5_000_000)
        assert [post.text for post in ledger.talk.thread(id) if len(post.text) > 1000] == []
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        counted = [
            db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("posts", "post_texts", "decisions")
        ]
        assert counted == [3, 3, 3]


def _fill(ledger):
    """From now on each connection's file may grow by no page: what a full disk does."""
    from sqlalchemy import event

    @event.listens_for(ledger._store.engine, "begin")
    def _(db):
        pages = db.exec_driver_sql("PRAGMA page_count").scalar()
        db.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


# --- PostgreSQL on a disk that is full ---


@pytest.fixture
def small_place(postgres, tmp_path):
    """A file system of 32 MB that PostgreSQL may write to, and a ledger's address that lies on it."""
    with small_disk(32) as folder:
        try:
            shutil.chown(folder, postgres.run_as)
            postgres.sql("postgres", f"CREATE TABLESPACE small LOCATION '{folder}'")
            postgres.sql("postgres", "CREATE DATABASE small TABLESPACE small")
            yield SimpleNamespace(folder=folder, url=postgres.url("small"))
        finally:
            postgres.drop(postgres.url("small"))
            postgres.sql("postgres", "DROP TABLESPACE IF EXISTS small")


def _fill_up(folder):
    """Takes what room there is left, to the last block."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    return filler


@pytest.mark.postgres
def test_postgresql_on_a_full_disk_says_so_and_keeps_what_it_had(small_place):
    id = thread(small_place.url, 3)
    with open_ledger(small_place.url) as ledger:
        say(ledger, id, "before")
        filler = _fill_up(small_place.folder)
        kept, told = _until_told(ledger, id)
        assert "the disk is full; nothing of this was recorded. Make room" in told
        assert _whole(ledger, id) == 4 + kept
        filler.unlink()
        say(ledger, id, "after")
        assert _whole(ledger, id) == 5 + kept


def _until_told(ledger, id):
    """Writes until the ledger takes no more: how many it took, since what fits into pages that were begun is still
    taken and must stay; and in which words it said no."""
    for at in range(500):
        words = f"kept {at} " + "word " * 300
        draft = Draft(key=f"kept {at}", document=id, text=words, html=f"<p>{words}</p>")
        try:
            ledger.talk.post(draft, Act(action="post", state="shown"), place, NOW)
        except LedgerError as error:
            return at, str(error)
    return 500, "it never said no"


def _whole(ledger, id):
    """How many posts there are, each with its words and its state: none is half there."""
    rows = list(ledger.export())
    counted = {name: sum(row.get("table") == name for row in rows) for name in ("posts", "post_texts", "decisions")}
    assert len(set(counted.values())) == 1, counted
    assert len(ledger.talk.thread(id, 10**4)) == counted["posts"]
    return counted["posts"]
