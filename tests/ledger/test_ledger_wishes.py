"""What readers wish, on both databases: a thread in other orders, votes, letters that one worker sends, leaving."""

from __future__ import annotations

import pytest

from onrecord.ledger.persons import Parcel
from onrecord.ledger.posts import Act, Draft
from onrecord.pages.discussion import place
from onrecord.records import Stamp
from tests.ledger.news import MODEL, article, reading

NOW = 1_700_000_000.0


@pytest.fixture
def talk(ledger):
    """Twelve comments at the top, of which the second has two answers and the eleventh one."""
    document = article("https://news.test/1", "Rain is near, says Ada.")
    ledger.record(reading(document), stamp=MODEL)
    made = {}

    def say(text, under=None, reader="r" * 64):
        draft = Draft(key=text, document=document.id, text=text, html="", under=under, reader=reader, author="Ada")
        stamp = Stamp(at=f"2026-03-03T12:{len(made):02}:00Z", by="reader")
        made[text] = ledger.talk.post(draft, Act(action="post", state="shown"), place, stamp, ("203.0.113.0/24", NOW))

    for at in range(1, 13):
        say(str(at))
    say("2.1", made["2"].id)
    say("2.1.1", made["2.1"].id, "s" * 64)
    say("11.1", made["11"].id)
    return document.id, made


def numbers(rows):
    return [post.number for post in rows.posts]


def test_the_orders_of_a_thread(ledger, talk):
    document, made = talk
    newest = ledger.talk.in_order(document, "newest", False)
    assert numbers(newest)[:4] == ["12", "11", "11.1", "10"]
    assert numbers(newest)[-4:] == ["2", "2.1", "2.1.1", "1"]
    assert numbers(ledger.talk.in_order(document, "answered", False))[:6] == ["2", "2.1", "2.1.1", "11", "11.1", "1"]
    folded = ledger.talk.in_order(document, "answered", True, 3)
    assert (numbers(folded), folded.tops) == (["2", "11", "1"], 12)
    assert folded.answers == {made["2"].path: 2, made["11"].path: 1}
    assert numbers(ledger.talk.in_order(document, "newest", True, 2, 1)) == ["11", "10"]


def test_votes_sort(ledger, talk):
    document, made = talk
    for voter in "abc":
        ledger.talk.vote(made["7"].id, voter * 64, True, MODEL)
    ledger.talk.vote(made["3"].id, "a" * 64, True, MODEL)
    assert numbers(ledger.talk.in_order(document, "best", True, 3)) == ["7", "3", "1"]
    assert ledger.talk.vote(made["7"].id, "a" * 64, False, MODEL) == (2, 1)
    assert ledger.talk.vote(made["7"].id, "b" * 64, None, MODEL) == (1, 1)
    assert ledger.talk.tally([made["7"].id, made["1"].id]) == {made["7"].id: (1, 1)}


def test_what_stands_below_and_who_was_answered(ledger, talk):
    _, made = talk
    assert [post.number for post in ledger.talk.below(made["2"])] == ["2.1.1", "2.1"]
    assert ledger.talk.aimed(made["2"].id, "2026-03-03T12:00:00Z") == 1  # of another; oneself is none
    assert ledger.talk.aimed(made["2"].id, "2026-03-03T13:00:00Z") == 0


def test_a_parcel_goes_to_one_worker_and_comes_back(ledger, talk):
    _, made = talk
    account = ledger.people.make("k", "r" * 64, "ada@x.example", "Ada", MODEL)
    for _ in range(2):  # the same event twice is one
        ledger.outbox.put(Parcel(seq=0, account=account.id, kind="reply", post=made["1"].id, then=NOW), "e" * 64)
    (due,) = ledger.outbox.waiting(NOW)
    assert ledger.outbox.waiting(NOW - 1) == []
    assert [ledger.outbox.take([due.seq], NOW) for _ in range(2)] == [[due.seq], []]
    ledger.outbox.back([due.seq], NOW)
    assert ledger.outbox.waiting(NOW) == []
    (again,) = ledger.outbox.waiting(NOW + 3_600)
    assert again.seq == due.seq
    assert [one.email for one in ledger.outbox.talkers(made["1"].article)] == ["ada@x.example"]


def test_what_cannot_be_sent_is_given_up_after_some_tries(ledger, talk):
    ledger.outbox.put(Parcel(seq=0, kind="hook", held="{}", then=NOW), "h" * 64)
    now = NOW
    for _ in range(6):
        (due,) = ledger.outbox.waiting(now)
        ledger.outbox.take([due.seq], now)
        ledger.outbox.back([due.seq], now)
        now += 1e6
    assert ledger.outbox.waiting(now) == []


@pytest.mark.parametrize("words", [False, True])
def test_leaving_keeps_the_threads_shape(ledger, talk, words):
    document, made = talk
    account = ledger.people.make("k", "r" * 64, "ada@x.example", "Ada", MODEL)
    assert len(ledger.people.held("r" * 64)["comments"]) == 14
    assert ledger.people.network_of(made["1"].id) == "203.0.113.0/24"
    ledger.people.forget(account.id, words, MODEL)
    thread = ledger.talk.thread(document)
    assert [post.number for post in thread] == [
        *map(str, range(1, 3)),
        "2.1",
        "2.1.1",
        *map(str, range(3, 12)),
        "11.1",
        "12",
    ]
    assert {post.author for post in thread if post.number != "2.1.1"} == {""}
    assert {post.state for post in thread if post.number != "2.1.1"} == {"deleted" if words else "shown"}
    assert next(post for post in thread if post.number == "2.1.1").text == "2.1.1"
    assert ledger.people.network_of(made["1"].id) is None
    assert ledger.people.of_email("ada@x.example") is None
    ledger.people.forget(account.id, words, MODEL)  # twice is once
