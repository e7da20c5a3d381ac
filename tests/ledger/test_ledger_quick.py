"""Questions put to the driver itself answer as SQLAlchemy's do, and fail in a person's words."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, delete, select

from onrecord.errors import LedgerError
from onrecord.ledger import open_ledger, quick
from onrecord.ledger.schema_people import networks
from onrecord.ledger.schema_threads import posts
from onrecord.text import Span
from tests.ledger.news import article, reading
from tests.pages.test_live import say

NETWORK = select(networks.c.network, networks.c.then).where(networks.c.post == bindparam("this"))
LATE = select(networks.c.post).where(networks.c.network != "nowhere", networks.c.then > bindparam("than")).limit(1)
ROW = {"post": "p" * 20, "network": "10.0.0.0/24 'quoted' :this %(this)s", "then": 2.5}


@pytest.fixture
def store(ledger_url):
    """The database under a ledger."""
    with open_ledger(ledger_url) as ledger:
        yield ledger._store


def test_a_row_goes_in_once_and_comes_out_as_it_was(store):
    for network in (ROW["network"], "another"):
        store.write(lambda db, network=network: quick.put(db, networks, ROW | {"network": network}))
    assert store.read(lambda db: tuple(quick.first(db, NETWORK, this="p" * 20))) == (ROW["network"], 2.5)
    assert store.read(lambda db: quick.first(db, NETWORK, this="q" * 20)) is None
    assert store.read(lambda db: quick.value(db, NETWORK, this="q" * 20)) is None


def test_values_that_stand_in_the_question_and_given_ones_go_together(store):
    store.write(lambda db: quick.put(db, networks, ROW))
    assert store.read(lambda db: quick.value(db, LATE, than=2.0)) == "p" * 20
    assert store.read(lambda db: quick.value(db, LATE, than=3.0)) is None
    store.write(lambda db: quick.do(db, delete(networks).where(networks.c.then < bindparam("before")), before=3.0))
    assert store.read(lambda db: quick.value(db, LATE, than=2.0)) is None


def test_columns_of_our_own_kinds_are_written_as_sqlalchemy_writes_them(ledger_url):
    with open_ledger(ledger_url) as ledger:
        made = article("https://news.test/ferry", "The ferry runs.")
        ledger.record(reading(made))
        post = say(ledger, made.id, "words", spans=(Span(0, 3),))
        spans = ledger._store.read(lambda db: db.execute(select(posts.c.spans)).scalar_one())
        assert spans == (Span(0, 3),) == post.anchor.spans


def test_an_error_is_told_as_any_other_and_the_transaction_is_undone(store):
    def work(db):
        quick.put(db, networks, ROW)
        quick.put(db, networks, ROW | {"post": "q" * 20, "network": None})

    with pytest.raises(LedgerError, match=r"(?i)null"):
        store.write(work)
    assert store.read(lambda db: quick.first(db, NETWORK, this="p" * 20)) is None
