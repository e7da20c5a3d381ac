"""No comment that was acknowledged is lost when the server is killed in the middle of writing; a full disk says so."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.under_load import kills, thread
from onrecord.errors import LedgerError
from onrecord.ledger import open_ledger
from tests.pages.test_live import say


def test_two_kills_lose_nothing_that_was_acknowledged(ledger_url):
    id = thread(ledger_url, 3)
    with ThreadPoolExecutor(1) as alone:  # a browser of another test may hold this thread's event loop
        seen = alone.submit(kills, ledger_url, id, 2).result()
    assert seen["acknowledged before them"] >= 10
    assert seen["lost"] == 0
    with open_ledger(ledger_url) as ledger:
        numbers = [post.number for post in ledger.talk.thread(id, 10**5)]
    assert len(numbers) == len(set(numbers))


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
