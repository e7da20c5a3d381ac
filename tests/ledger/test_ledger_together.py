"""Writing together: one transaction for all that waits, told after it is on the disk; no work harms its neighbours."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import CancelledError

import pytest
from sqlalchemy import event

from onrecord.errors import LedgerError, NotFound
from onrecord.ledger import open_ledger
from tests.ledger.news import article, reading
from tests.pages.test_live import say


@pytest.fixture
def held(tmp_path):
    """A ledger in a file with one article: (ledger, its id, its path)."""
    path = tmp_path / "ledger.sqlite"
    with open_ledger(f"sqlite:///{path}") as ledger:
        made = article("https://news.test/ferry", "The ferry runs.")
        ledger.record(reading(made))
        ledger._store._together.clock = lambda: 0.0  # what waits joins, however busy the machine is
        yield ledger, made.id, path


class Gate:
    """Holds the writing thread up, so that what is handed in meanwhile waits together."""

    def __init__(self, ledger):
        self.open, self.reached = threading.Event(), threading.Event()
        self.told = ledger.together(self._wait)
        assert self.reached.wait(20)

    def _wait(self):
        self.reached.set()
        assert self.open.wait(20)


def texts(path):
    """What another program reads in the file."""
    with sqlite3.connect(path) as db:
        return [row[0] for row in db.execute("SELECT text FROM post_texts ORDER BY seq")]


def commits(ledger):
    """Counts the transactions that end well from now on."""
    seen = []
    event.listen(ledger._store.engine, "commit", seen.append)
    return seen


def nearly_full(ledger, pages=20):
    """From now on the disk has room for so many pages more in each transaction."""

    @event.listens_for(ledger._store.engine, "begin")
    def _(db):
        held = db.exec_driver_sql("PRAGMA page_count").scalar()
        db.exec_driver_sql(f"PRAGMA max_page_count = {held + pages}")


def test_what_waits_goes_in_with_one_transaction_in_its_order(held):
    ledger, id, path = held
    gate, seen = Gate(ledger), commits(ledger)
    told = [ledger.together(lambda at=at: say(ledger, id, f"number {at}").number) for at in range(8)]
    gate.open.set()
    assert [one.result(20) for one in told] == [str(at + 1) for at in range(8)]
    assert texts(path) == [f"number {at}" for at in range(8)]
    assert len(seen) <= 2  # the gate's, and one for all eight; or all nine together


def test_what_waits_after_a_while_waits_for_the_next_transaction(held):
    ledger, id, _ = held
    now = [0.0]
    ledger._store._together.clock = lambda: now[0]
    gate, seen = Gate(ledger), commits(ledger)

    def slow(at):
        now[0] += 0.006
        return say(ledger, id, f"number {at}").number

    told = [ledger.together(lambda at=at: slow(at)) for at in range(6)]
    gate.open.set()
    assert [one.result(20) for one in told] == ["1", "2", "3", "4", "5", "6"]
    assert len(seen) == 3  # two of six milliseconds each: with the gate, then two, then two


def test_nobody_is_told_before_it_is_on_the_disk(held):
    ledger, id, path = held
    on_disk = []
    told = ledger.together(lambda: say(ledger, id, "words"))
    told.add_done_callback(lambda _: on_disk.extend(texts(path)))
    assert told.result(20).text == "words"
    ledger.close()  # the callback may still run in the writing thread
    assert on_disk == ["words"]


def test_one_that_fails_takes_nothing_of_its_neighbours_and_leaves_nothing(held):
    ledger, id, path = held
    gate = Gate(ledger)

    def half():
        say(ledger, id, "half of it")
        say(ledger, "f" * 20, "under an article that is not there")

    told = [ledger.together(lambda: say(ledger, id, "before")), ledger.together(half)]
    told.append(ledger.together(lambda: say(ledger, id, "after")))
    gate.open.set()
    assert told[0].result(20).number == "1"
    with pytest.raises(NotFound):
        told[1].result(20)
    assert told[2].result(20).number == "2"
    assert texts(path) == ["before", "after"]


def test_a_failure_that_a_work_deals_with_leaves_the_rest_of_it(held):
    ledger, id, path = held

    def careful():
        say(ledger, id, "kept")
        with pytest.raises(NotFound):
            say(ledger, "f" * 20, "nowhere")
        return say(ledger, id, "kept too").number

    assert ledger.together(careful).result(20) == "2"
    assert texts(path) == ["kept", "kept too"]


def test_a_work_sees_what_it_wrote_itself_and_others_do_not_yet(held):
    ledger, id, path = held
    seen = []

    def work():
        say(ledger, id, "words")
        seen.extend([ledger.talk.counted(id), len(texts(path)), ledger.writes])

    ledger.together(work).result(20)
    assert seen == [1, 0, True]
    assert not ledger.writes


def test_where_the_transaction_is_lost_each_work_is_done_again_alone(held):
    """The disk is full for one of three: that one is told so, the others are recorded."""
    ledger, id, path = held

    nearly_full(ledger)

    gate = Gate(ledger)
    told = [ledger.together(lambda at=at: say(ledger, id, f"{at}" * 100)) for at in range(3)]
    told.insert(1, ledger.together(lambda: say(ledger, id, "x" * 5_000_000)))
    gate.open.set()
    with pytest.raises(LedgerError, match="the disk is full; nothing of this was recorded"):
        told[1].result(20)
    assert [told[at].result(20).number for at in (0, 2, 3)] == ["1", "2", "3"]
    assert [len(text) for text in texts(path)] == [100, 100, 100]


def test_success_is_never_told_of_what_was_lost(held):
    """A work that does not care for an error still has not recorded anything where the transaction went with it."""
    ledger, id, path = held

    nearly_full(ledger)

    def careless():
        say(ledger, id, "small")
        try:
            say(ledger, id, "x" * 5_000_000)
        except LedgerError:
            return "as if it were there"

    told = ledger.together(careless)
    try:
        assert told.result(20) == "as if it were there"
        assert texts(path) == ["small"]  # the savepoint held: only the large one is gone
    except LedgerError:
        assert texts(path) == []


def test_a_ledger_that_another_program_holds_says_so_and_goes_on_afterwards(tmp_path):
    path = tmp_path / "ledger.sqlite"
    with open_ledger(f"sqlite:///{path}", patience=0.2) as ledger, sqlite3.connect(path, isolation_level=None) as other:
        made = article("https://news.test/ferry", "The ferry runs.")
        ledger.record(reading(made))
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="another program is writing"):
            ledger.together(lambda: say(ledger, made.id, "words")).result(20)
        other.execute("ROLLBACK")
        assert ledger.together(lambda: say(ledger, made.id, "words")).result(20).number == "1"


def test_who_stopped_waiting_before_its_turn_is_left_out(held):
    ledger, id, path = held
    gate = Gate(ledger)
    gone = ledger.together(lambda: say(ledger, id, "gone"))
    stays = ledger.together(lambda: say(ledger, id, "stays"))
    assert gone.cancel()
    gate.open.set()
    assert stays.result(20).text == "stays"
    with pytest.raises(CancelledError):
        gone.result(20)
    assert texts(path) == ["stays"]


def test_closing_does_what_waits_first(held):
    ledger, id, path = held
    gate = Gate(ledger)
    told = [ledger.together(lambda at=at: say(ledger, id, f"number {at}")) for at in range(3)]
    gate.open.set()
    ledger.close()
    assert all(one.done() for one in told)
    assert len(texts(path)) == 3


def test_two_workers_that_write_together_lose_and_double_nothing(held):
    ledger, id, path = held
    with open_ledger(f"sqlite:///{path}") as other:
        workers = [(ledger, "one"), (other, "other")]
        told = [
            worker.together(lambda worker=worker, name=name, at=at: say(worker, id, f"{name} {at}").number)
            for at in range(30)
            for worker, name in workers
        ]
        numbers = [one.result(60) for one in told]
    assert sorted(map(int, numbers)) == list(range(1, 61))
    assert sorted(texts(path)) == sorted(f"{name} {at}" for at in range(30) for _, name in workers)


def test_a_ledger_closed_before_anybody_wrote_still_writes(held):
    ledger, id, path = held
    ledger.close()
    ledger.together(lambda: say(ledger, id, "after all")).result(20)
    assert texts(path) == ["after all"]


# --- alone: one transaction in this thread ---


def test_alone_all_of_a_work_is_recorded_or_nothing(ledger_url):
    with open_ledger(ledger_url) as ledger:
        made = article("https://news.test/ferry", "The ferry runs.")
        ledger.record(reading(made))

        def work(then):
            post = say(ledger, made.id, f"words before {then.__name__}")
            assert ledger.writes
            assert ledger.talk.find(post.id).text == post.text
            then()
            return post.number

        def fails():
            say(ledger, "f" * 20, "under an article that is not there")

        def holds():
            with open_ledger(ledger_url) as other:
                assert other.talk.counted(made.id) == 0  # not so for anybody else yet

        with pytest.raises(NotFound):
            ledger.alone(lambda: work(fails))
        assert not ledger.writes
        assert ledger.alone(lambda: work(holds)) == "1"
        assert [post.text for post in ledger.talk.thread(made.id)] == ["words before holds"]
